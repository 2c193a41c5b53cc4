"""What gazetteers need of Python: the rows of their cards, cards to look at, columns of frames in and frames out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from . import frames
from ._dateline import Card, Gazetteer

__all__ = ["Clash", "Rejected", "Risky"]


class Clash(NamedTuple):
    """An alias of several entities. All of them are kept: `Match.candidates` has them."""

    alias: str
    ids: tuple[str, ...]


class Risky(NamedTuple):
    """An alias that will be found where it does not mean the entity, or never."""

    alias: str
    id: str
    reason: str


class Rejected(NamedTuple):
    """A line that was left out, counted from 1; of a frame the row, counted from 0."""

    line: int
    reason: str


def card_text(card: Card, rows: int = 100) -> str:
    """A card, readable in a terminal: the first rows of each list."""
    lines = [f"{card.entries} entries, {card.aliases} aliases, {card.duplicates} duplicates"]
    lists: list[tuple[str, list[str]]] = [
        ("clashes", [f"clash: {c.alias}: {', '.join(c.ids)}" for c in card.clashes]),
        ("risky", [f"risky: {r.alias} ({r.id}): {r.reason}" for r in card.risky]),
        ("unread", [f"column not read: {column}" for column in card.unread]),
        ("rejected", [f"rejected: line {r.line}: {r.reason}" for r in card.rejected]),
    ]
    for name, found in lists:
        lines += found[:rows]
        if len(found) > rows:
            lines.append(f"… {len(found) - rows:,} more in card.{name}")
    return "\n".join(lines)


def card_html(card: Card, rows: int = 20) -> str:
    """A card for Jupyter: the counts, and the first rows of each list."""
    html = f"<p><b>{card.entries}</b> entries, <b>{card.aliases}</b> aliases, <b>{card.duplicates}</b> duplicates</p>"
    lists: list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]] = [
        ("clashes", ("alias", "ids"), [(c.alias, ", ".join(c.ids)) for c in card.clashes]),
        ("risky", ("alias", "id", "reason"), [tuple(r) for r in card.risky]),
        ("columns not read", ("column",), [(column,) for column in card.unread]),
        ("rejected", ("line", "reason"), [tuple(r) for r in card.rejected]),
    ]
    for title, names, found in lists:
        if not found:
            continue
        more = f", the first {rows}" if len(found) > rows else ""
        head = "".join(f"<th>{n}</th>" for n in names)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in found[:rows]
        )
        html += f"<p>{title}: {len(found)}{more}</p><table><tr>{head}</tr>{body}</table>"
    return f"<div>{html}</div>"


def fields_json(fields: Mapping[str, Any]) -> str:
    """The fields of an entity as JSON, for the reader of JSON Lines."""
    return json.dumps(fields, default=_plain, allow_nan=False)


def _plain(value: Any) -> Any:
    # NumPy's arrays and numbers, pandas' and polars' columns
    for method in ("tolist", "to_list"):
        if hasattr(value, method):
            return getattr(value, method)()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{value!r} is no text, number or list")


# Rows of a frame that are held as Python values at a time.
_PART = 1 << 16


def frame_parts(frame: Any, columns: Mapping[str, str], names: Sequence[str]) -> Iterator[dict[str, list[Any]]]:
    """The columns of a frame that a gazetteer is made of, by our names for them, some rows at a time."""
    need = [columns.get("name", "name"), *columns.values()]
    frame = frames.table(frame, need, names)
    if isinstance(frame, Mapping) or not hasattr(frame, "shape"):
        yield _columns(frame, columns, names)
        return
    for start in range(0, max(len(frame), 1), _PART):
        pandas = hasattr(frame, "iloc")
        part = frame.iloc[start : start + _PART] if pandas else frame.slice(start, _PART)
        yield _columns(part, columns, names)


def _columns(frame: Any, columns: Mapping[str, str], names: Sequence[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for ours in names:
        try:
            cells = frames.column(frame, columns.get(ours, ours))
        except KeyError:
            if ours == "name" or ours in columns:
                raise
            continue
        found[ours] = cells if isinstance(cells, list) else list(cells)
    if len({len(cells) for cells in found.values()}) > 1:
        raise ValueError("the columns are of different lengths")
    return found


def find_frame(
    gazetteer: Gazetteer, frame: Any, text: str, id: str | None, overlap: Any, boundaries: bool, errors: Any
) -> Any:
    """`Gazetteer.find_frame`."""

    def find(texts: Iterable[Any], ids: Iterable[Any] | None = None) -> Any:
        return gazetteer.find_many(texts, ids, overlap=overlap, boundaries=boundaries, errors=errors)

    pandas, polars = sys.modules.get("pandas"), sys.modules.get("polars")
    if pandas is not None and isinstance(frame, (pandas.Series, pandas.DataFrame)):
        series = isinstance(frame, pandas.Series)
        table = find(frame.tolist() if series else frames.column(frame, text)).to_pandas()
        labels = pandas.Series(list(frames.column(frame, id))) if id is not None and not series else frame.index
        table["doc_id"] = labels.take(table["doc_id"]).array
        return table
    if polars is not None and isinstance(frame, polars.Series):
        return find(frame.to_list()).to_polars()
    frame = frames.table(frame, [text] if id is None else [text, id])
    table = find(frames.column(frame, text), None if id is None else frames.column(frame, id))
    return table.to_polars() if polars is not None and isinstance(frame, polars.DataFrame) else table
