"""Lists of names in whatever form they are: the right reader for a file, and the command for such lists."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ._dateline import Gazetteer, lint, lists
from .errors import DatelineError, GazetteerError, OptionError

__all__ = ["FORMATS", "read_names", "read_quietly"]


def _from_text(path: Path, *, strict: bool = False, **options: Any) -> Gazetteer:
    """Names, one a line; lines that begin with `#` are comments."""
    data = path.read_bytes()
    try:
        lines = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as e:
        line = e.object.count(b"\n", 0, e.start) + 1
        raise GazetteerError("the line is not UTF-8", os.fspath(path), line) from None
    names = (line.strip() for line in lines)
    return Gazetteer([name for name in names if name and not name.startswith("#")], **options)


def _from_json(path: Path, *, strict: bool = False, **options: Any) -> Gazetteer:
    """One JSON value: what `Gazetteer` takes, or a list of spaCy's patterns."""
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
            names = json.load(file)
    except ValueError as e:
        raise GazetteerError(f"no JSON: {e}", os.fspath(path)) from None
    if isinstance(names, list) and names and all(isinstance(n, dict) and "pattern" in n for n in names):
        return Gazetteer.from_spacy(names, strict=strict, **options)
    try:
        return Gazetteer(names, **options)
    except (TypeError, DatelineError) as e:
        raise GazetteerError(str(e), os.fspath(path)) from None


FORMATS: dict[str, Callable[..., Gazetteer]] = {
    "text": _from_text,
    "json": _from_json,
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


# What a reader is told by its list alone: a dump of GeoNames has places, a dictionary of PETRARCH actors.
_FIXED = {"geonames": "place", "petrarch": "actor"}


def read_names(
    path: str | os.PathLike[str], form: str | None = None, strict: bool = False, **options: Any
) -> Gazetteer:
    """Reads a list of names in any form there is a reader for; without `form`, the file itself tells it.

    `options` are those of the reader. A compiled list has none: it holds its own.
    """
    path = Path(path)
    if form is None:
        form = guess(path)
    if form == "compiled":
        return Gazetteer.open(path)
    if form not in FORMATS:
        raise OptionError(f"format={form!r}: must be one of {', '.join(FORMATS)}, compiled")
    if form in _FIXED and (label := options.pop("label", None)) not in (None, _FIXED[form]):
        raise OptionError(f"a list of this form ({form}) has {_FIXED[form]}s, not {label}s", os.fspath(path))
    return FORMATS[form](path, strict=strict, **options)


def guess(path: Path) -> str:
    """The form of a file of names, by its name and its first lines."""
    packed = path.suffix.lower() == ".gz"
    suffix = (Path(path.stem) if packed else path).suffix.lower()
    if suffix in (".csv", ".tsv"):
        return suffix[1:]
    if suffix == ".def":
        return "gate"
    with gzip.open(path) if packed else path.open("rb") as file:
        data = file.read(65_536)
    if suffix in (".jsonl", ".ndjson"):
        return "spacy" if b'"pattern"' in data.split(b"\n", 1)[0] else "jsonl"
    if suffix == ".json":
        # Wikidata's dump, too, is called so: one item a line
        return "wikidata" if b'"labels"' in data or b'"claims"' in data else "json"
    if b"\0" in data:
        return "compiled"
    lines = [line for line in data.decode("utf-8", "replace").splitlines() if line.strip()]
    if suffix in (".txt", ".lst", ""):
        if lines and lines[0].count("\t") >= 17:
            return "geonames"
        if any("=>" in line for line in lines[:50]):
            return "flashtext"
        if any("[" in line and "]" in line for line in lines[:200]):
            return "petrarch"
        if all(len(line) <= _LONGEST_LINE and "\t" not in line for line in lines):
            return "text"
    raise OptionError("the form of this list is not clear: say it with --from", os.fspath(path))


# A list with longer lines is no list of names but a text.
_LONGEST_LINE = 120


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
        sub.add_argument(
            "file",
            nargs="+",
            metavar="FILE",
            help="list of names, in any form of --from, or folder of CSV and TSV lists",
        )
        sub.add_argument("--from", dest="form", choices=[*FORMATS, "compiled"], help="form (default: a guess)")
    build.add_argument("-o", "--output", required=True, metavar="OUT", help="file to write")
    build.add_argument("--strict", action="store_true", help="stop at the first line that cannot be read")
    check.set_defaults(run=_check)
    build.set_defaults(run=_build)


def _check(args: argparse.Namespace) -> int:
    tables: list[str] = []
    others: list[tuple[str, str | None]] = []
    found = 0
    for name in args.file:
        path = Path(name)
        try:
            if path.is_dir():
                _lists(path)
            form = args.form or ("csv" if path.is_dir() else guess(path))
        except DatelineError as e:
            # the other lists are looked through all the same
            print(f"{name}: {e.reason}")
            found += 1
            continue
        if path.is_dir() or form in ("csv", "tsv"):
            tables.append(name)
        else:
            others.append((name, form))
    if tables:
        found += _check_tables(tables, None if args.form is None else args.form == "tsv")
    for name, form in others:
        found += _check_list(name, form)
    return 1 if found else 0


def _check_tables(names: list[str], tabs: bool | None) -> int:
    """CSV and TSV are looked through row by row, and together: an id or alias of two files is told, too."""
    entries, faults = lint(list(names), tabs)
    for file, line, kind, message in faults:
        print(f"{file}:{line}: {kind}: {message}")
    print(f"{sum(entries.values())} entries, {len(faults)} faults")
    for kind, count in entries.items():
        print(f"{count:7} {kind}")
    return len(faults)


def _check_list(name: str, form: str | None) -> int:
    """Any other form is read, and its card is shown."""
    try:
        card = read_quietly(name, form).card
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
    files = [file for name in args.file for file in _lists(Path(name))]
    if out.exists() and any(file.exists() and out.samefile(file) for file in files):
        raise OptionError("is both input and output", args.output)
    whole: Gazetteer | None = None
    for file in files:
        one = read_names(file, args.form, strict=True) if args.strict else read_quietly(file, args.form)
        for column in one.card.unread:
            print(f"dateline: {file}: the column {column!r} is unknown: it is not read", file=sys.stderr)
        if rejected := one.card.rejected:
            lines = "1 line" if len(rejected) == 1 else f"{len(rejected)} lines"
            print(f"dateline: {file}: {lines} left out (see gazetteer check)", file=sys.stderr)
        whole = one if whole is None else whole | one
    assert whole is not None
    whole.save(out)
    print(f"dateline: {out}: {len(whole)} entries", file=sys.stderr)
    return 0


def _lists(path: Path) -> list[Path]:
    """The file, or the lists of names in a folder, as `check` looks at them."""
    if not path.is_dir():
        return [path]
    if found := lists(path):
        return found
    raise OptionError("no CSV or TSV file with a column 'name' in this folder", os.fspath(path))


def read_quietly(path: str | os.PathLike[str], form: str | None = None) -> Gazetteer:
    """A list without warnings: its card has what was left out, for who tells it line by line."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return read_names(path, form)
