"""Lists of names in whatever form they are: the right reader for a file, and the command for such lists."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ._dateline import Gazetteer, lint
from .errors import DatelineError, OptionError

__all__ = ["FORMATS", "read_names"]

FORMATS: dict[str, Callable[..., Gazetteer]] = {
    "csv": Gazetteer.from_csv,
    "tsv": Gazetteer.from_tsv,
    "jsonl": Gazetteer.from_jsonl,
    "spacy": Gazetteer.from_spacy,
    "flashtext": Gazetteer.from_flashtext,
    "gate": Gazetteer.from_gate,
    "geonames": Gazetteer.from_geonames,
    "wikidata": Gazetteer.from_wikidata,
    "petrarch": Gazetteer.from_petrarch,
}


def read_names(
    path: str | os.PathLike[str], form: str | None = None, strict: bool = False, **options: Any
) -> Gazetteer:
    """Reads a list of names in any form there is a reader for; without `form`, the file itself tells it."""
    path = Path(path)
    if form is None:
        form = guess(path)
    if form == "compiled":
        return Gazetteer.open(path)
    if form not in FORMATS:
        raise OptionError(f"format={form!r}: must be one of {', '.join(FORMATS)}, compiled")
    if form in ("csv", "tsv", "flashtext", "wikidata"):
        return FORMATS[form](path, strict=strict, **options)
    return FORMATS[form](path, strict=strict)


def guess(path: Path) -> str:
    """The form of a file of names, by its name and its first line."""
    packed = path.suffix.lower() == ".gz"
    suffix = (Path(path.stem) if packed else path).suffix.lower()
    if suffix in (".csv", ".tsv"):
        return suffix[1:]
    if suffix in (".lst", ".def"):
        return "gate"
    with gzip.open(path) if packed else path.open("rb") as file:
        data = file.read(65_536)
    if suffix in (".jsonl", ".ndjson"):
        return "spacy" if b'"pattern"' in data.split(b"\n", 1)[0] else "jsonl"
    if suffix == ".json":
        head = data.lstrip()
        if b'"labels"' in data or b'"claims"' in data:
            return "wikidata"
        return "spacy" if head.startswith(b"[") and b'"pattern"' in data else "flashtext"
    lines = [line for line in data.decode("utf-8", "replace").splitlines() if line.strip()]
    if suffix == ".txt" or not suffix:
        if lines and lines[0].count("\t") >= 17:
            return "geonames"
        if any("=>" in line for line in lines[:50]):
            return "flashtext"
        if any("[" in line and "]" in line for line in lines[:200]):
            return "petrarch"
    if b"\0" in data:
        return "compiled"
    raise OptionError("the form of this list is not clear: say it with --from", os.fspath(path))


def add_command(commands: Any) -> None:
    """Adds `dateline gazetteer` to the command."""
    parser = commands.add_parser("gazetteer", help="check and compile lists of names")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check",
        help="read lists of names and tell what deserves a look",
        description="Reads lists of names, and folders of them, and tells what is to be mended: rows that cannot be "
        "read, ids and names of several entities, common words without a word on their capitals. Exit status 1 if "
        "there is anything.",
    )
    build = actions.add_parser(
        "build",
        help="compile lists of names into one file, which opens at once",
        description="Reads lists of names and writes one compiled file, for --gazetteer and Gazetteer.open.",
    )
    for sub in (check, build):
        sub.add_argument("file", nargs="+", metavar="FILE", help="list of names, in any form of --from")
        sub.add_argument("--from", dest="form", choices=[*FORMATS, "compiled"], help="form (default: a guess)")
    build.add_argument("-o", "--output", required=True, metavar="OUT", help="file to write")
    build.add_argument("--strict", action="store_true", help="stop at the first line that cannot be read")
    check.set_defaults(run=_check)
    build.set_defaults(run=_build)


def _check(args: argparse.Namespace) -> int:
    tables: list[str] = []
    others: list[str] = []
    for name in args.file:
        path = Path(name)
        table = path.is_dir() or (args.form or path.suffix.lower()[1:]) in ("csv", "tsv")
        (tables if table else others).append(name)
    found = _check_tables(tables) if tables else 0
    for name in others:
        found += _check_list(name, args.form)
    return 1 if found else 0


def _check_tables(names: list[str]) -> int:
    """CSV and TSV are looked through row by row, and together: an id or alias of two files is told, too."""
    entries, faults = lint(list(names))
    for file, line, kind, message in faults:
        print(f"{file}:{line}: {kind}: {message}")
    print(f"{sum(entries.values())} entries, {len(faults)} faults")
    for kind, count in entries.items():
        print(f"{count:7} {kind}")
    return len(faults)


def _check_list(name: str, form: str | None) -> int:
    """Any other form is read, and its card is shown."""
    try:
        card = _quiet(name, form).card
    except DatelineError as e:
        print(f"{name}: {str(e).removeprefix(f'{name}: ')}")
        return 1
    print(f"{name}: {card.entries} entries, {card.aliases} names, {card.duplicates} duplicates")
    for r in card.rejected:
        print(f"{name}:{r.line}: left out: {r.reason}")
    for c in card.clashes:
        print(f"{name}: {json.dumps(c.alias, ensure_ascii=False)} names several: {', '.join(c.ids)}")
    for k in card.risky:
        print(f"{name}: {json.dumps(k.alias, ensure_ascii=False)} of {k.id}: {k.reason}")
    return len(card.rejected) + len(card.clashes) + len(card.risky)


def _build(args: argparse.Namespace) -> int:
    out = Path(args.output)
    if any(Path(n).exists() and out.exists() and out.samefile(n) for n in args.file):
        raise OptionError("is both input and output", args.output)
    whole: Gazetteer | None = None
    for name in args.file:
        one = read_names(name, args.form, strict=True) if args.strict else _quiet(name, args.form)
        if rejected := one.card.rejected:
            print(f"dateline: {name}: {len(rejected)} lines left out (see gazetteer check)", file=sys.stderr)
        whole = one if whole is None else whole | one
    assert whole is not None
    whole.save(out)
    print(f"dateline: {out}: {len(whole)} entries", file=sys.stderr)
    return 0


def _quiet(name: str, form: str | None) -> Gazetteer:
    import warnings

    with warnings.catch_warnings():
        # what was left out is told line by line
        warnings.simplefilter("ignore")
        return read_names(name, form)
