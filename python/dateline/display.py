"""What a document and a table look like: HTML for notebooks, plain text for terminals."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile
from typing import NamedTuple

from ._dateline import Document, Mention, Quote, Table

__all__ = [
    "document_html",
    "document_text",
    "escape",
    "squeeze",
    "statement_rows",
    "statement_table",
    "table_html",
    "table_text",
]

# Longer documents are cut when shown: browsers choke on megabytes of marked text.
SHOWN = 60_000
# In a terminal, that many quotes and names.
ROWS = 200

_STYLE = """
.dateline{font:15px/1.6 system-ui,sans-serif;max-width:48em;color:inherit}
.dateline p{margin:.5em 0;white-space:pre-wrap;overflow-wrap:anywhere}
.dateline .h{font-size:1.25em;font-weight:600}.dateline .off{opacity:.45;font-size:.9em}
.dateline .q{background:rgba(255,200,0,.22)}.dateline .q-indirect{background:rgba(255,200,0,.11)}
.dateline .s{border-bottom:2px solid #b8860b}
.dateline .c{font-style:italic;text-decoration:underline dotted}
.dateline .a{background:rgba(220,60,60,.25);border-radius:3px}
.dateline .p{background:rgba(40,120,220,.25);border-radius:3px}
.dateline .o{background:rgba(40,160,80,.25);border-radius:3px}
.dateline .k{font-size:.85em;margin-bottom:.8em}.dateline .k span{padding:0 .35em;margin-right:.6em}
.dateline table{border-collapse:collapse;font-size:.9em}
.dateline td,.dateline th{padding:.15em .6em;text-align:left;vertical-align:top;white-space:nowrap}
.dateline td,.dateline th{border-bottom:1px solid rgba(128,128,128,.35)}
"""

_LEGEND = (
    '<div class="k"><span class="q">quote</span><span class="q q-indirect">indirect</span>'
    '<span class="s">speaker</span><span class="c">cue</span><span class="a">actor</span>'
    '<span class="p">place</span>{other}<span class="off">not the article</span></div>'
)


class _Mark(NamedTuple):
    start: int
    end: int
    classes: str
    title: str


def _quote_title(q: Quote) -> str:
    who = str(q.speaker) if q.speaker else "nobody named"
    parts = [f"{q.kind} quote: {who}"]
    if q.speaker and q.speaker.entity_id:
        parts.append(q.speaker.entity_id)
    parts += [p for p in (q.role, q.affiliation) if p]
    if q.denied:
        parts.append("denied")
    return ", ".join(parts)


def _mention_title(m: Mention) -> str:
    parts = [m.name, f"{m.label}: {m.kind}"]
    if m.entity_id:
        parts.append(m.entity_id)
    if m.lat is not None and m.lon is not None:
        parts.append(f"{m.lat:.2f}, {m.lon:.2f}")
    return ", ".join(parts)


def _marks(doc: Document) -> Iterator[_Mark]:
    """Everything that is marked in what is shown, outer before inner."""
    quotes = list(takewhile(lambda q: q.start < SHOWN, doc.quotes))
    for q in quotes:
        indirect = " q-indirect" if q.kind == "indirect" else ""
        yield _Mark(q.start, q.end, f"q{indirect}", _quote_title(q))
    for q in quotes:
        s = q.speaker
        if s is not None and s.start is not None and s.end is not None:
            yield _Mark(s.start, s.end, "s", f"speaker: {s}")
        if q.cue is not None:
            yield _Mark(q.cue.start, q.cue.end, "c", "cue")
    for m in takewhile(lambda m: m.start < SHOWN, doc.mentions):
        classes = {"actor": "a", "place": "p"}.get(m.label, "o")
        yield _Mark(m.start, m.end, classes, _mention_title(m))


def escape(text: str) -> str:
    """The text as HTML may hold it."""
    # what no HTML document may hold: lone surrogates and control characters
    return html.escape(re.sub(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", text), quote=True)


def _paint(text: str, start: int, end: int, marks: list[_Mark]) -> str:
    """The text from start to end, cut wherever a mark begins or ends: marks may overlap as they like."""
    edges: dict[int, list[tuple[bool, int]]] = {}
    for i, m in enumerate(marks):
        a, b = max(m.start, start), min(m.end, end)
        if a < b:
            edges.setdefault(a, []).append((True, i))
            edges.setdefault(b, []).append((False, i))
    out = []
    open_now: set[int] = set()
    at = start
    for edge in [*sorted(edges), end]:
        if edge > at:
            piece = escape(text[at:edge])
            if open_now:
                here = [marks[i] for i in sorted(open_now)]
                classes = " ".join(dict.fromkeys(m.classes for m in here))
                title = escape("\n".join(dict.fromkeys(m.title for m in reversed(here))))
                piece = f'<span class="{classes}" title="{title}">{piece}</span>'
            out.append(piece)
            at = edge
        for opens, i in edges.get(edge, ()):
            (open_now.add if opens else open_now.discard)(i)
    return "".join(out)


def document_html(doc: Document) -> str:
    """The text with quotes, speakers, actors and places marked; what is not the article is grey."""
    marks = sorted((m for m in _marks(doc) if m.start < SHOWN), key=lambda m: m.start)
    shown = takewhile(lambda m: m.start < SHOWN, doc.mentions)
    others = sorted({m.label for m in shown} - {"actor", "place"})
    legend = _LEGEND.format(other=f'<span class="o">{escape(", ".join(others))}</span>' if others else "")
    parts = [f'<div class="dateline"><style>{_STYLE}</style>', legend]
    at = 0
    for block in doc.blocks:
        if block.start >= SHOWN:
            left = len(doc.text) - block.start
            parts.append(f'<p class="off">… {left:,} more characters</p>')
            break
        while at < len(marks) and marks[at].end <= block.start:
            at += 1
        here = []
        for m in marks[at:]:
            if m.start >= block.end:
                break
            here.append(m)
        cut = min(block.end, SHOWN)
        painted = _paint(doc.text, block.start, cut, sorted(here, key=_depth)) + ("…" if cut < block.end else "")
        kind = "h" if block.kind == "title" else "off" if block.kind in ("boilerplate", "caption", "byline") else ""
        parts.append(f'<p class="{kind}" title="{block.kind}">{painted}</p>' if kind else f"<p>{painted}</p>")
    parts.append("</div>")
    return "".join(parts)


def _depth(mark: _Mark) -> int:
    return "qsc".find(mark.classes[0]) if mark.classes[0] in "qsc" else 3


def squeeze(text: str) -> str:
    """The text on one line and without what would upset a terminal."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]", " ", text).split())


class Row(NamedTuple):
    """One quote, readable."""

    who: str
    said: str
    what: str
    whom: str
    where: str


def statement_rows(doc: Document, limit: int | None = None) -> list[Row]:
    """Who said what about whom and where, one row a quote."""
    about: dict[int, tuple[dict[str, None], dict[str, None]]] = {}
    for s in doc.statements:
        if limit is not None and s.quote.index >= limit:
            break
        actors, places = about.setdefault(s.quote.index, ({}, {}))
        (places if s.label == "place" else actors)[s.name] = None
    rows = []
    for q in islice(doc.quotes, limit):
        who = str(q.speaker) if q.speaker else "?"
        # a body that the name or the title tells is not told again
        told, parts = who.lower(), []
        for part in (q.role, q.affiliation):
            if part and part.lower() not in told:
                parts.append(part)
                told += " " + part.lower()
        detail = ", ".join(parts)
        actors, places = about.get(q.index, ({}, {}))
        rows.append(
            Row(
                squeeze(f"{who} ({detail})" if detail else who),
                squeeze(q.cue.text if q.cue else "") + (" [denied]" if q.denied else ""),
                squeeze(q.text),
                squeeze(", ".join(actors)),
                squeeze(", ".join(places)),
            )
        )
    return rows


def statement_table(rows: Iterable[Row], width: int = 100) -> str:
    """The rows as a table of that width, cells wrapped."""
    rows = list(rows)
    if not rows:
        return "(no quotes)"
    head = Row("WHO", "SAID", "WHAT", "ABOUT WHOM", "WHERE")
    widest = [max(len(r[i]) for r in [head, *rows]) for i in range(5)]
    rest = max(width, 60) - 4 * 2
    narrow = [min(widest[0], 24), min(widest[1], 14), 0, min(widest[3], 22), min(widest[4], 16)]
    narrow[2] = max(20, min(widest[2], rest - sum(narrow)))
    lines = []
    for row in [head, *rows]:
        cells = [textwrap.wrap(c, w, break_long_words=True) or [""] for c, w in zip(row, narrow, strict=True)]
        for i in range(max(map(len, cells))):
            line = "  ".join((c[i] if i < len(c) else "").ljust(w) for c, w in zip(cells, narrow, strict=True))
            lines.append(line.rstrip())
        if row is head:
            lines.append("  ".join("─" * w for w in narrow))
    return "\n".join(lines)


def document_text(doc: Document, width: int = 100) -> str:
    """The document for a plain terminal: its title, who said what, and who and what is named."""
    title = next((b.text for b in doc.blocks if b.kind == "title"), None) or next((b.text for b in doc.blocks), "")
    lines = [textwrap.shorten(squeeze(title), width, placeholder=" …"), repr(doc), ""]
    lines.append(statement_table(statement_rows(doc, ROWS), width))
    if len(doc.quotes) > ROWS:
        lines.append(f"… {len(doc.quotes) - ROWS:,} more quotes")
    labels: dict[str, dict[str, int]] = {}
    for m in doc.mentions:
        counts = labels.setdefault(m.label, {})
        counts[m.name] = counts.get(m.name, 0) + 1
    for label, counts in sorted(labels.items()):
        names = ", ".join(f"{squeeze(n)} ({c})" if c > 1 else squeeze(n) for n, c in islice(counts.items(), ROWS))
        names += f", … {len(counts) - ROWS:,} more" if len(counts) > ROWS else ""
        lines += ["", textwrap.fill(f"{label}s: {names}", width, subsequent_indent="  ")]
    return "\n".join(lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return textwrap.shorten(squeeze(str(value)), 40, placeholder="…") if isinstance(value, str) else str(value)


def table_text(table: Table) -> str:
    """The first rows, one a line, as columns."""
    rows = table.head(8).to_dicts()
    head = f"Table({len(table)} rows: {', '.join(table.columns)})"
    if not rows:
        return head
    cells = [[*table.columns]] + [[_cell(v) for v in r.values()] for r in rows]
    widths = [max(len(c[i]) for c in cells) for i in range(len(table.columns))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells]
    if len(table) > len(rows):
        lines.append(f"… {len(table) - len(rows)} more rows")
    return "\n".join(lines)


def table_html(table: Table) -> str:
    """The first rows as an HTML table."""
    rows = table.head(10).to_dicts()
    head = "".join(f"<th>{escape(c)}</th>" for c in table.columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(_cell(v))}</td>" for v in r.values()) + "</tr>" for r in rows)
    style = f'<div class="dateline" style="max-width:none;overflow-x:auto"><style>{_STYLE}</style>'
    return f"{style}<table><tr>{head}</tr>{body}</table><p>{len(table):,} rows</p></div>"
