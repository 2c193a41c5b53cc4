"""What gazetteers need of Python: the rows of their cards, cards to look at, columns of frames in and frames out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, NamedTuple

from . import frames
from ._dateline import Card, Gazetteer

__all__ = ["Clash", "Rejected", "Risky"]

_COLUMNS = ("name", "id", "label", "kind", "country", "lat", "lon", "population", "aliases")


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


def card_text(card: Card) -> str:
    """A card, readable in a terminal."""
    lines = [f"{card.entries} entries, {card.aliases} aliases, {card.duplicates} duplicates"]
    lines += [f"clash: {c.alias}: {', '.join(c.ids)}" for c in card.clashes]
    lines += [f"risky: {r.alias} ({r.id}): {r.reason}" for r in card.risky]
    lines += [f"rejected: line {r.line}: {r.reason}" for r in card.rejected]
    return "\n".join(lines)


def card_html(card: Card, rows: int = 20) -> str:
    """A card for Jupyter: the counts, and the first rows of each list."""
    html = f"<p><b>{card.entries}</b> entries, <b>{card.aliases}</b> aliases, <b>{card.duplicates}</b> duplicates</p>"
    lists: list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]] = [
        ("clashes", ("alias", "ids"), [(c.alias, ", ".join(c.ids)) for c in card.clashes]),
        ("risky", ("alias", "id", "reason"), [tuple(r) for r in card.risky]),
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


def frame_columns(frame: Any, columns: Mapping[str, str]) -> dict[str, list[Any]]:
    """The columns of a frame that a gazetteer is made of, by our names for them."""
    found: dict[str, list[Any]] = {}
    for ours in _COLUMNS:
        try:
            cells = frames.column(frame, columns.get(ours, ours))
        except KeyError:
            if ours == "name" or ours in columns:
                raise
            continue
        found[ours] = list(cells)
    if len({len(cells) for cells in found.values()}) > 1:
        raise ValueError("the columns are of different lengths")
    return found


def find_frame(gazetteer: Gazetteer, frame: Any, text: str, id: str | None, overlap: Any, boundaries: bool) -> Any:
    """`Gazetteer.find_frame`."""
    pandas, polars = sys.modules.get("pandas"), sys.modules.get("polars")
    if pandas is not None and isinstance(frame, (pandas.Series, pandas.DataFrame)):
        series = isinstance(frame, pandas.Series)
        texts = frame.tolist() if series else frames.column(frame, text)
        table = gazetteer.find_many(texts, overlap=overlap, boundaries=boundaries).to_pandas()
        labels = pandas.Series(list(frames.column(frame, id))) if id is not None and not series else frame.index
        table["doc_id"] = labels.take(table["doc_id"]).array
        return table
    if polars is not None and isinstance(frame, polars.Series):
        return gazetteer.find_many(frame.to_list(), overlap=overlap, boundaries=boundaries).to_polars()
    if polars is not None and isinstance(frame, polars.LazyFrame):
        frame = frame.select([text] if id is None else [text, id]).collect()
    ids: Iterable[Any] | None = None if id is None else frames.column(frame, id)
    table = gazetteer.find_many(frames.column(frame, text), ids, overlap=overlap, boundaries=boundaries)
    return table.to_polars() if polars is not None and isinstance(frame, polars.DataFrame) else table
