"""Offsets are indices into the `str` that was read, whatever it holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dateline as dl

PIECES = [
    "“We stay,” said Layla Haddad, the mayor. ",
    "Syria and Iraq agreed. ",
    "\n\n",
    "\r\n",
    "🕊️ 👩‍👩‍👧 ",
    "Peña n\u0303 e\u0301 ",
    "“لن نغادر” قال ليث. ",
    "\u202eevil\u202c ",
    "\x00",
    "\ud800",
    "\udfff\ud83d",
    "\ufeff",
    "\u00a0\u200b\u2028\u0085",
    "'it's' \"so\" «oui» ",
    "MAKHMOUR — ",
    "Mr. U.S. ",
]

texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.characters(), max_size=8))).map("".join)


def spans(doc: dl.Document) -> list[Any]:
    found: list[Any] = [*doc.blocks, *doc.sentences, *doc.mentions, *doc.quotes]
    for q in doc.quotes:
        found += [s for s in (q.inner, q.cue, q.addressee, q.medium, q.speaker and q.speaker.span) if s is not None]
    for b in doc.blocks:
        found += [s for s in (b.place, b.date, b.agency) if s is not None]
    found += [e.span for e in [*doc.mentions, *doc.quotes]]
    return found


def check(text: str) -> None:
    doc = dl.read(text)
    assert doc.text is text
    for s in spans(doc):
        assert 0 <= s.start <= s.end <= len(text)
        assert text[s.start : s.end] == s.text, s
    for s in dl.sentences(text):
        assert text[s.start : s.end] == s.text


@pytest.mark.parametrize("piece", PIECES)
def test_every_piece_alone_and_in_the_middle(piece: str) -> None:
    check(piece)
    check("“We stay,” said Layla Haddad. " + piece + " Syria and Iraq agreed. “No,” he said.")


@given(texts)
@settings(max_examples=300, deadline=None)
def test_any_text(text: str) -> None:
    check(text)


@given(texts)
@settings(max_examples=100, deadline=None)
def test_tables_have_the_same_offsets(text: str) -> None:
    doc = dl.read(text)
    tables = doc.to_tables()
    for table, elements in [
        (tables.blocks, doc.blocks),
        (tables.sentences, doc.sentences),
        (tables.mentions, doc.mentions),
        (tables.quotes, doc.quotes),
    ]:
        assert list(zip(table.column("start"), table.column("end"), strict=True)) == [
            (e.start, e.end) for e in elements
        ]


@given(texts)
@settings(max_examples=100, deadline=None)
def test_blocks_cover_what_is_not_blank(text: str) -> None:
    covered = set()
    for b in dl.read(text).blocks:
        covered.update(range(b.start, b.end))
    left = [c for i, c in enumerate(text) if i not in covered and not c.isspace() and c not in "\u200b\ufeff"]
    # Python counts the separators U+001C to U+001F as space, Rust does not: those may be either
    assert not [c for c in left if c not in "\x1c\x1d\x1e\x1f"]


def test_a_lone_surrogate_moves_nothing() -> None:
    text = "\ud800 “We stay,” said Layla Haddad. \udc00\ud800 Syria."
    doc = dl.read(text)
    (q,) = doc.quotes
    assert q.text == "“We stay,”"
    (block,) = doc.blocks
    assert block.text == text
    assert doc.to_json().encode("utf-8")


def test_gazetteer_offsets() -> None:
    g = dl.Gazetteer.from_dict({"Ngo": ["Ngo"]}, label="actor")
    text = "\ud800🕊 Ngo met. 👩‍👩‍👧 Ngo."
    assert [text[m.start : m.end] for m in g.find(text)] == ["Ngo", "Ngo"]
