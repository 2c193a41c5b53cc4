"""Documents, their parts, and how they look."""

from __future__ import annotations

import copy
import json
import pickle
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

import pytest

import dateline as dl


def everything(doc: dl.Document) -> list[Any]:
    views = [doc.blocks, doc.sentences, doc.mentions, doc.quotes, doc.statements, doc.entities]
    found: list[Any] = [doc, *views, *[e for v in views for e in v], doc.quotes[::-1], doc.quotes[:0]]
    found += [q.speaker for q in doc.quotes if q.speaker] + [q.span for q in doc.quotes]
    found += [doc.to_tables(), doc.to_tables().quotes]
    return found


def public() -> list[Any]:
    board = dl.Gazetteer.from_dict({"Harbour Board": ["the Board"]})
    found: list[Any] = [board, dl.Gazetteer.builtin(), *board.find("the Board met")]
    found += [
        dl.Pipeline(),
        dl.Pipeline(board, include="all", kinds=["direct"]),
        dl.Segmenter(),
        dl.Segmenter("de", ["Zgl."]),
        dl.Pipeline(cues=["quip"], titles=["Cmdt."], actors=["Mia Stone"], places={"Ostvik": (59.1, 10.2)}, clean=True),
        dl.Span(0, 1, "a"),
        dl.clean("&ldquo;No,&rdquo; she said."),
    ]
    found += [*board, board.card, *board.explain("the board"), dl.GazetteerWarning("why")]
    found += [dl.GazetteerError("why", "file", 3), dl.OptionError("why"), dl.DatelineError("why")]
    return found


def test_everything_pickles(doc: dl.Document) -> None:
    for thing in [*everything(doc), *public()]:
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            back = pickle.loads(pickle.dumps(thing, protocol))
            assert type(back) is type(thing)
            if isinstance(thing, Exception):
                assert (str(back), back.__dict__) == (str(thing), thing.__dict__)
                continue
            assert back == thing
            assert hash(back) == hash(thing)
            assert repr(back) == repr(thing)
        assert copy.deepcopy(thing) is not None


def test_every_public_class_is_pickled_above(doc: dl.Document) -> None:
    seen = {type(t).__name__ for t in [*everything(doc), *public()]}
    classes = {n for n in dl.__all__ if isinstance(getattr(dl, n), type)}
    assert classes <= seen | {"Speaker", "Statement", "GazetteerBuilder"}


def test_a_pipeline_reads_the_same_after_pickling(article: str) -> None:
    board = dl.Gazetteer.from_dict({"Crane Union": ["the cranes"]}, kind="company")
    pipeline = dl.Pipeline(board)
    back = pickle.loads(pickle.dumps(pipeline))
    assert back.read(article) == pipeline.read(article)
    assert "Crane Union" in [m.name for m in back.read(article).mentions]


def test_equality_is_by_content(article: str) -> None:
    a, b = dl.read(article), dl.read(article)
    assert a == b and hash(a) == hash(b)
    assert a.quotes == b.quotes and a.quotes[0] == b.quotes[0] and hash(a.quotes[0]) == hash(b.quotes[0])
    assert a != dl.read(article + " ")
    assert a.quotes != a.mentions and a.quotes[0] != a.quotes[1] and a.quotes[0] != "x"
    assert a.quotes == list(b.quotes) and a.quotes == tuple(b.quotes) and a.quotes[:0] == []
    assert len({*a.quotes, *b.quotes}) == len(a.quotes)


def test_views_are_sequences(doc: dl.Document) -> None:
    view = doc.sentences
    items = list(view)
    assert isinstance(view, Sequence)
    assert len(view) == len(items) > 3
    for key in (slice(None), slice(1, 3), slice(None, None, -1), slice(-2, None), slice(5, 1, -2), slice(9, 99)):
        assert list(view[key]) == items[key]
        assert list(view[::-1][key]) == items[::-1][key]
    assert view[-1] == items[-1] and view[0].index == 0
    assert list(reversed(view)) == items[::-1]
    assert items[1] in view and view.index(items[1]) == 1 and view.count(items[1]) == 1
    for wrong in (len(items), -len(items) - 1, 2**80):
        with pytest.raises((IndexError, TypeError)):
            view[wrong]
    with pytest.raises(TypeError, match="sentences are indexed"):
        view["a"]  # type: ignore[call-overload]


def test_the_dict_is_the_json(doc: dl.Document) -> None:
    assert doc.to_dict() == json.loads(doc.to_json())
    assert doc.to_dict("a")["id"] == "a" and doc.to_dict(7)["id"] == 7 and "id" not in doc.to_dict()
    for name in ("blocks", "sentences", "mentions", "quotes"):
        dicts = getattr(doc, name).to_dicts()
        assert len(dicts) == len(getattr(doc, name))
        for short, long in zip(doc.to_dict()[name], dicts, strict=True):
            assert short.items() <= long.items()
    assert [d["name"] for d in doc.statements.to_dicts()] == [s.name for s in doc.statements]


def test_elements_know_each_other(doc: dl.Document) -> None:
    for m in doc.mentions:
        assert m.document is doc
        assert m.entity.name == m.name and m.entity.entity_id == m.entity_id
        assert m.block.start <= m.start and m.end <= m.block.end
        if m.sentence is not None:
            assert m.sentence.start < m.end and m.start < m.sentence.end
    for s in doc.statements:
        assert s.quote.start <= s.mention.start and s.mention.end <= s.quote.end
        assert s.text == s.quote.text and s.name == s.mention.name


def test_an_empty_text() -> None:
    for text in ("", " \n\t\r\n", "\u00a0"):
        doc = dl.read(text)
        assert not [*doc.blocks, *doc.sentences, *doc.mentions, *doc.quotes, *doc.statements]
        assert str(doc) and doc._repr_html_()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (None, "expected a str, got None (read_many and read_frame take None"),
        (b"x", "got bytes (decode it first)"),
        (1, "expected a str, got int"),
        (["x"], "got list (use read_many"),
        ({"text": "x"}, "got dict (use read_frame"),
    ],
)
def test_a_text_must_be_a_str(wrong: Any, said: str) -> None:
    for read in (dl.read, dl.sentences, dl.quotes, dl.Segmenter().split):
        with pytest.raises(TypeError, match=re.escape(said)):
            read(wrong)


def test_explanations(doc: dl.Document) -> None:
    for q in doc.quotes:
        why = q.explain()
        assert why.startswith(f"{q.kind} quote at {q.start}:{q.end}: ")
        assert f"\n  rule: {q.rule}\n" in why
        if q.cue:
            assert f"cue: '{q.cue.text}' at {q.cue.start}:{q.cue.end}" in why
        assert "\n  who that is: " in why
        if q.speaker_name:
            assert q.speaker_name in why
    for m in doc.mentions:
        why = m.explain()
        assert f"stands for: {m.name}" in why and m.rule in why


def test_a_speaker_has_the_same_names_everywhere(doc: dl.Document) -> None:
    rows = doc.to_tables().quotes.to_dicts()
    for q, row, record in zip(doc.quotes, rows, doc.to_dict()["quotes"], strict=True):
        for name in (
            "speaker_name",
            "speaker_id",
            "role",
            "affiliation",
            "anonymous",
            "denied",
            "rule",
            "kind",
            "group",
        ):
            assert getattr(q, name) == row[name] == record[name], name
        assert record["speaker_entity"] == q.speaker_name
        assert q.speaker_name == (q.speaker.name if q.speaker else None)
    rows = doc.to_tables().statements.to_dicts()
    for s, row in zip(doc.statements, rows, strict=True):
        for name in ("speaker_name", "speaker_id", "role", "affiliation", "denied", "kind", "name", "label"):
            assert getattr(s, name) == row[name], name
        for name in ("entity_id", "entity_kind", "country", "lat", "lon", "text"):
            assert getattr(s, name) == row[name], name


class Strict(HTMLParser):
    """Fails on anything but the few tags and attributes that the display writes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"div", "p", "span", "style", "table", "tr", "th", "td"}
        assert {a for a, _ in attrs} <= {"class", "title", "style"}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open and "p" in self.open:
            self.words += data


HOSTILE = [
    "“<script>alert(1)</script>,” said Layla <img src=x onerror=alert(1)> Haddad of Syria.",
    "</style><script>alert(1)</script> \"' onmouseover='alert(1)' & &lt; &amp; Iraq",
    "<!-- Syria --> <![CDATA[ Iraq ]]> <?php ?> </div></p></span>",
    "\ud800\x00\x1b[31m “Iraq\ud800” he said.",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_html_is_escaped(text: str) -> None:
    doc = dl.read(text)
    page = doc._repr_html_()
    page.encode("utf-8")
    parser = Strict()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    assert "alert" not in text or "alert" in parser.words
    for table in (doc.to_tables().quotes, doc.to_tables().blocks):
        parser = Strict()
        parser.feed(table._repr_html_())
        assert parser.open == []


def test_hostile_names_are_escaped_in_titles() -> None:
    g = dl.Gazetteer.from_dict({'"><script>alert(1)</script>': ["Board"]}, label="<b>", kind="'\">")
    page = dl.Pipeline(g).read("The Board met.")._repr_html_()
    parser = Strict()
    parser.feed(page)
    assert parser.open == []


def test_a_long_document_is_cut_when_shown() -> None:
    page = dl.read("Syria waits. " * 20_000)._repr_html_()
    assert len(page) < 3_000_000
    assert "…" in page


def test_a_long_document_is_cut_in_a_terminal() -> None:
    text = str(dl.read("“No,” said Ali Reed.\n\n" * 5_000))
    assert len(text) < 50_000 and "… 4,800 more quotes" in text


def test_the_plain_form_holds_no_control_characters() -> None:
    text = str(dl.read("“\x1b[31mred\x07 \u202ebidi\ud800,” said Layla Haddad."))
    assert not set("\x1b\x07\u202e\ud800") & set(text)


def test_ipython_shows_the_readable_form(doc: dl.Document) -> None:
    class Printer:
        def text(self, text: str) -> None:
            self.got = text

    printer = Printer()
    doc._repr_pretty_(printer, False)
    assert printer.got == str(doc)


def test_a_pickle_that_does_not_fit_its_text_is_refused() -> None:
    restore, (text, found) = dl.read("“Stay,” said Layla Haddad in Mosul.").__reduce__()
    assert restore(text, found) == dl.read(text)
    with pytest.raises(ValueError, match="does not fit"):
        restore("short", found)
