"""Texts whose marks were lost on the way."""

from __future__ import annotations

import html
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dateline as dl

CASES = [
    ("&ldquo;No,&rdquo; she said.", "“No,” she said."),
    ("&#8220;No,&#x201D; she said.", "“No,” she said."),
    ("&quot;No,&quot; &amp;amp; more", '"No," & more'),
    ("&amp;ldquo;No&amp;rdquo;", "“No”"),
    ("AT&amp;T; R&D; &unknown; & &; &#xZZ;", "AT&T; R&D; &unknown; & &; &#xZZ;"),
    ("â€œNo,â€\x9d she said. Itâ€™s fine â€“ PeÃ±a.", "“No,” she said. It’s fine – Peña."),
    ("â€œNo,â€ she said.", "“No,” she said."),
    ("Â£5 and Â«noÂ»", "£5 and «no»"),
    ("ï»¿The crane fell.", "The crane fell."),
]


@pytest.mark.parametrize(("raw", "mended"), CASES)
def test_it_is_mended(raw: str, mended: str) -> None:
    assert dl.clean(raw) == mended
    assert dl.clean(dl.clean(raw)) == mended


@pytest.mark.parametrize("text", ["", "plain", "SPÄ“ und „CAFÉ»", "château â gauche", "Ã”, “MAÇÔ", "R&D and AT&T"])
def test_what_is_whole_stays(text: str) -> None:
    assert dl.clean(text) is text


def test_offsets_lead_back() -> None:
    raw = "&ldquo;We stay,&rdquo; said PeÃ±a&nbsp;Reed. â€œNever,â€\x9d she said &amp; left."
    doc = dl.read(dl.clean(raw))
    assert isinstance(doc.text, dl.Cleaned) and doc.text.source == raw
    for q in doc.quotes:
        start, end = doc.text.origin(q.start, q.end)
        assert dl.clean(raw[start:end]).replace("\x9d", "") == q.text
    again = pickle.loads(pickle.dumps(doc.text))
    assert again == doc.text and again.origin(3, 9) == doc.text.origin(3, 9) and again.source == raw


pieces = st.sampled_from(["&ldquo;", "a", " ", "“", "&amp;", "Ã±", "â€™", "&", ";", "é", "ï»¿", "&lt;"])


@given(st.lists(pieces, max_size=30).map("".join))
@settings(deadline=None)
def test_every_character_has_an_origin(raw: str) -> None:
    text = dl.clean(raw)
    if not isinstance(text, dl.Cleaned):
        assert text == raw
        return
    assert text.origin(0, len(text))[1] == len(raw) or text == ""
    last = 0
    for i, char in enumerate(text):
        start, end = text.origin(i, i + 1)
        assert last <= start < end <= len(raw)
        assert dl.clean(raw[start:end]).lstrip("\ufeff") in (char, raw[start:end].lstrip("ï»¿")) or raw[start] == "ï"
        last = end


@given(st.text(max_size=200))
@settings(deadline=None)
def test_escaped_text_comes_back(text: str) -> None:
    if dl.clean(text) == text:
        assert dl.clean(html.escape(text)) == text


def test_a_pipeline_cleans() -> None:
    raw = "&ldquo;We stay,&rdquo; said Layla Haddad."
    pipeline = dl.Pipeline(clean=True)
    assert [len(dl.read(raw).quotes), len(pipeline.read(raw).quotes)] == [0, 1]
    for doc in (pipeline.read(raw), *pipeline.read_many([raw]), *pipeline.pipe([raw])):
        assert doc.text == "“We stay,” said Layla Haddad." and isinstance(doc.text, dl.Cleaned)
        assert doc.text[doc.quotes[0].start : doc.quotes[0].end] == "“We stay,”"
    assert len(pipeline.read_frame({"text": [raw, None]}).quotes) == 1
    assert pipeline.sentences(raw)[0].text.startswith("“We")
    with pytest.raises(TypeError, match="expected a str, got int"):
        dl.clean(3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="row 1: expected str or None, got int"):
        pipeline.read_many([raw, 3])  # type: ignore[list-item]
