"""Lists of names in whatever form they are: the right reader for a file, and the command for such lists."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ._dateline import Gazetteer
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
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv"):
        return suffix[1:]
    if suffix in (".lst", ".def"):
        return "gate"
    with path.open("rb") as file:
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
        description="Reads lists of names and tells what deserves a look: lines that cannot be read, names of several "
        "entities, and names to look at because they are common words, too. Exit status 1 if there are lines that "
        "cannot be read or names of several entities.",
    )
    build = actions.add_parser(
        "build",
        help="compile lists of names into one file, which opens at once",
        description="Reads lists of names and writes one compiled file, for --gazetteer and Gazetteer.open.",
    )
    for sub in (check, build):
        sub.add_argument("file", nargs="+", metavar="FILE", help="list of names, in any form of --from")
        sub.add_argument("--from", dest="form", choices=[*FORMATS, "compiled"], help="form (default: a guess)")
    check.add_argument("--strict", action="store_true", help="names to look at change the exit status, too")
    build.add_argument("-o", "--output", required=True, metavar="OUT", help="file to write")
    build.add_argument("--strict", action="store_true", help="stop at the first line that cannot be read")
    check.set_defaults(run=_check)
    build.set_defaults(run=_build)


def _check(args: argparse.Namespace) -> int:
    found = 0
    for name in args.file:
        try:
            card = _quiet(name, args.form).card
        except (DatelineError, OSError) as e:
            reason = e.strerror if isinstance(e, OSError) and e.strerror else str(e).removeprefix(f"{name}: ")
            print(f"{name}: {reason}")
            found += 1
            continue
        print(f"{name}: {card.entries} entries, {card.aliases} names, {card.duplicates} duplicates")
        for r in card.rejected:
            print(f"{name}: line {r.line}: left out: {r.reason}")
        for c in card.clashes:
            print(f"{name}: {json.dumps(c.alias, ensure_ascii=False)} names several: {', '.join(c.ids)}")
        for k in card.risky:
            print(f"{name}: look at {json.dumps(k.alias, ensure_ascii=False)} of {k.id}: {k.reason}")
        found += len(card.rejected) + len(card.clashes) + (len(card.risky) if args.strict else 0)
    return 1 if found else 0


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
