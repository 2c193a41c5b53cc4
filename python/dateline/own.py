"""Names and words of one's own for a pipeline: cues, titles, actors, places, in whatever form they are at hand."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from . import _dateline
from ._dateline import Gazetteer
from .errors import OptionError

__all__ = ["cues", "gazetteer", "titles"]

# What may follow a verb, by name, with the letter it has in the lexicon of verbs.
FRAMES = {
    "quote": "q",
    "that": "t",
    "clause": "z",
    "question": "w",
    "infinitive": "i",
    "gerund": "g",
    "noun": "n",
    "name": "c",
    "as": "a",
    "hearer": "h",
    "of": "O",
}
# A quotation, a that-clause, a clause without that.
PLAIN = "qtz"

Cue = tuple[str, str, str, str, str]
T = TypeVar("T")
U = TypeVar("U")
_COLUMNS = ("lemma", "past", "participle", "frames", "traits")


def cues(given: Any) -> list[Cue]:
    """Verbs that report words: a list of base forms, a dict of base form to details, or the path of a CSV file.

    >>> from dateline.own import cues
    >>> cues(["quip", "blurt"])
    [('quip', '', '', 'qtz', ''), ('blurt', '', '', 'qtz', '')]
    >>> cues({"foretell": {"past": "foretold", "frames": ["that", "noun"]}, "rebuff": {"denies": True}})
    [('foretell', 'foretold', '', 'tn', ''), ('rebuff', '', '', 'qtz', 'd')]
    """
    if given is None:
        return []
    if isinstance(given, (str, os.PathLike)):
        rows = _rows("cues", given, "lemma", _COLUMNS)
        return [_of_line(given, line, _cue_row, row) for line, row in rows]
    if isinstance(given, Mapping):
        return [_cue(lemma, details) for lemma, details in given.items()]
    return [_cue(lemma, None) for lemma in _list("cues", given, "['quip', 'blurt']")]


def _cue(lemma: Any, details: Any) -> Cue:
    if not isinstance(lemma, str):
        raise OptionError(f"cues: {lemma!r} is no verb but {type(lemma).__name__}")
    if details is None or details is True:
        return (lemma, "", "", PLAIN, "")
    if isinstance(details, str) or (isinstance(details, Iterable) and not isinstance(details, Mapping)):
        details = {"frames": details}
    if not isinstance(details, Mapping):
        raise OptionError(f"cues: {lemma!r}: expected a dict of details or None, got {type(details).__name__}")
    known = {"past", "participle", "frames", "denies", "noun", "traits"}
    if unknown := [k for k in details if k not in known]:
        raise OptionError(f"cues: {lemma!r}: unknown detail {unknown[0]!r}; there are {', '.join(sorted(known))}")
    traits = str(details.get("traits", ""))
    traits += "d" if details.get("denies") else ""
    traits += "n" if details.get("noun") else ""
    frames = details.get("frames")
    return (
        lemma,
        str(details.get("past") or ""),
        str(details.get("participle") or ""),
        PLAIN if frames is None else _frames(lemma, frames),
        traits,
    )


def _frames(lemma: str, frames: Any) -> str:
    if isinstance(frames, str):
        # letters as in the lexicon, unless it is a name
        return FRAMES.get(frames, frames)
    letters = ""
    for frame in frames:
        if frame not in FRAMES:
            raise OptionError(f"cues: {lemma!r}: unknown frame {frame!r}; there are {', '.join(FRAMES)}")
        letters += FRAMES[frame]
    return letters


def _cue_row(row: Mapping[str, str]) -> Cue:
    lemma, past, participle, frames, traits = (row.get(c, "") for c in _COLUMNS)
    if any(f in FRAMES for f in frames.split("|")):
        frames = _frames(lemma, frames.split("|"))
    cue = (lemma, past, participle, frames or PLAIN, traits)
    _dateline.check_cue(cue)
    return cue


def _of_line(path: str | os.PathLike[str], line: int, make: Callable[[T], U], row: T) -> U:
    """What is made of a line; an error tells the file and the line."""
    try:
        return make(row)
    except OptionError as e:
        raise OptionError(e.reason, os.fspath(path), line) from None


def titles(given: Any) -> list[str]:
    """Words before a name that are no part of it: a list, or the path of a file, one a line or a CSV column `title`.

    >>> from dateline.own import titles
    >>> titles(["Harbourmaster", "Cmdt."])
    ['Harbourmaster', 'Cmdt.']
    """
    if given is None:
        return []
    if isinstance(given, (str, os.PathLike)):
        path = Path(given)
        if path.suffix.lower() in (".csv", ".tsv"):
            rows = [(line, row.get("title", "")) for line, row in _rows("titles", path, "title")]
        else:
            lines = enumerate(_text("titles", path).split("\n"), 1)
            rows = [(n, line.strip()) for n, line in lines if line.strip() and not line.lstrip().startswith("#")]
        return [_of_line(path, line, _title, title) for line, title in rows]
    if isinstance(given, Mapping):
        given = list(given)
    found = _list("titles", given, "['Harbourmaster', 'Cmdt.']")
    for title in found:
        if not isinstance(title, str):
            raise OptionError(f"titles: {title!r} is no title but {type(title).__name__}")
    return found


def _title(title: str) -> str:
    _dateline.check_title(title)
    return title


def gazetteer(option: str, given: Any, label: str) -> Gazetteer | None:
    """Names of one's own: a gazetteer, a list of names, a dict of name to aliases or details, a frame, or a path.

    >>> from dateline.own import gazetteer
    >>> found = gazetteer("actors", {"Harbour Board": ["the Board"]}, "actor").find("the Board met")
    >>> [(m.name, m.label) for m in found]
    [('Harbour Board', 'actor')]
    """
    if given is None or isinstance(given, Gazetteer):
        return given
    if isinstance(given, (str, os.PathLike)):
        return _opened(option, Path(given), label)
    if hasattr(given, "columns") or (hasattr(given, "__arrow_c_stream__") and not hasattr(given, "to_list")):
        try:
            return Gazetteer.from_dataframe(given, label=label, strict=True)
        except KeyError as e:
            raise OptionError(f"{option}: {e.args[0]}") from None
    if isinstance(given, Mapping):
        rows = [{**_entry(option, name, details), "name": name} for name, details in given.items()]
    else:
        rows = _list(option, given, "['Harbour Board'] or {'Harbour Board': ['the Board']}")
    names: dict[tuple[str, Any], str | dict[str, Any]] = {}
    for row in rows:
        fields = {"name": row} if isinstance(row, str) else row
        if not isinstance(fields, Mapping) or not isinstance(fields.get("name"), str):
            raise OptionError(f"{option}: {row!r} is neither a name nor a dict with a 'name'")
        fields = dict(fields)
        if isinstance(aliases := fields.get("aliases"), str):
            fields["aliases"] = [a for a in aliases.split("|") if a]
        # two towns may have one name, if they have ids
        key = fields["name"], fields.get("id")
        if key in names:
            raise OptionError(f"{option}: {key[0]!r} is listed twice")
        names[key] = row if isinstance(row, str) else fields
    return Gazetteer(names.values(), label=label) if names else None


def _entry(option: str, name: Any, details: Any) -> dict[str, Any]:
    if not isinstance(name, str):
        raise OptionError(f"{option}: {name!r} is no name but {type(name).__name__}")
    if details is None:
        return {}
    if isinstance(details, Mapping):
        return dict(details)
    if isinstance(details, str):
        return {"aliases": [details]}
    parts = list(details)
    if len(parts) == 2 and all(isinstance(p, (int, float)) and not isinstance(p, bool) for p in parts):
        return {"lat": float(parts[0]), "lon": float(parts[1])}
    return {"aliases": parts}


def _opened(option: str, path: Path, label: str) -> Gazetteer:
    if not path.is_file():
        raise OptionError(f"{option}: no such file; names themselves are given as a list", os.fspath(path))
    from .names import read_names

    return read_names(path, label=label)


def _list(option: str, given: Any, example: str) -> list[Any]:
    try:
        return list(given)
    except TypeError:
        raise OptionError(f"{option}: expected a list such as {example}, got {type(given).__name__}") from None


def _text(option: str, path: Path) -> str:
    if not path.is_file():
        raise OptionError(f"{option}: no such file; words themselves are given as a list", os.fspath(path))
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as e:
        raise OptionError(f"no UTF-8 at byte {e.start}", os.fspath(path)) from None


def _rows(
    option: str, path: str | os.PathLike[str], column: str, known: Iterable[str] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV or TSV file with the numbers of their lines; a file without header has one column."""
    path = Path(path)
    lines = io.StringIO(_text(option, path), newline="")
    reader = csv.reader(lines, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
    head: list[str] | None = None

    def wrong(reason: str) -> OptionError:
        return OptionError(reason, os.fspath(path), reader.line_num)

    try:
        for cells in reader:
            cells = [c.strip() for c in cells]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if head is None:
                if column not in cells and len(cells) > 1:
                    raise wrong(f"no column {column!r}; there are {', '.join(cells)}")
                head = cells if column in cells else [column]
                if known and (unknown := [c for c in head if c not in known]):
                    raise wrong(f"unknown column {unknown[0]!r}; there are {', '.join(known)}")
                if column in cells:
                    continue
            if len(cells) > len(head):
                raise wrong(f"{len(cells)} cells, but {len(head)} columns")
            yield reader.line_num, dict(zip(head, cells, strict=False))
    except csv.Error as e:
        raise wrong(f"no CSV: {e}") from None
