"""Finding: every form gives the same, for any text."""

from __future__ import annotations

import threading
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dateline as dl

NAMES = ["Ost", "Ost Vik", "São Tomé", "al-Bab", "北京", "U.S.", "O'Neill", "पट", "Straße", "Vik"]
PIECES = [*NAMES, " ", "-", "\n", "\u00a0", "’", "'", ".", "e\u0301", "\ud800", "\x00", "🕊️", "ß", "İ", "OST", "x"]
GAZETTEER = dl.Gazetteer(NAMES, case="any")

texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3))).map("".join)


def check(text: str) -> None:
    for overlap in ("longest", "all"):
        found = GAZETTEER.find(text, overlap=overlap)  # type: ignore[call-overload]
        tuples = GAZETTEER.find_tuples(text, overlap=overlap)  # type: ignore[arg-type]
        assert [(m.start, m.end, m.entity_id) for m in found] == tuples
        assert GAZETTEER.find(text, overlap=overlap, as_tuples=True) == tuples  # type: ignore[call-overload]
        assert GAZETTEER.find_many([text], overlap=overlap, as_tuples=True) == [tuples]  # type: ignore[call-overload]
        table = GAZETTEER.find_many([None, text], overlap=overlap).to_dict()  # type: ignore[call-overload]
        assert list(zip(table["start"], table["end"], table["entity_id"], strict=True)) == tuples
        assert all(text[m.start : m.end] == m.text for m in found)
    disjoint = GAZETTEER.find(text)
    assert all(a.end <= b.start for a, b in pairwise(disjoint))
    assert set(GAZETTEER.find_tuples(text)) <= set(GAZETTEER.find_tuples(text, overlap="all"))
    assert GAZETTEER.sub(text, lambda m: m.text) == text == GAZETTEER.sub(text, lambda m: None)
    marked, at = "", 0
    for m in disjoint:
        marked += text[at : m.start] + "<" + m.name + ">"
        at = m.end
    marked += text[at:]
    assert GAZETTEER.sub(text, lambda m: f"<{m.name}>") == marked


@given(texts)
@settings(max_examples=300, deadline=None)
def test_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize("piece", PIECES)
def test_long_texts_too(piece: str) -> None:
    # long enough for the interpreter to be let go
    check(("word " * 9 + piece + " Ost Vik ") * 900)


@pytest.mark.parametrize("blank", ["\n\n", "\r\n\r\n", "\n", " "])
@pytest.mark.parametrize("piece", ["“x”", "\ud800", "a"])
def test_very_long_texts_are_read_in_parts(piece: str, blank: str) -> None:
    # a name at every cut, whole and broken by the line break
    text = (("word " * 9 + piece + " Ost" + blank + "Vik, São Tomé.") * 40 + blank) * 1200
    (want,) = GAZETTEER.find_many([text], as_tuples=True)
    assert len(want) > 90_000
    assert GAZETTEER.find_tuples(text) == want
    found = GAZETTEER.find(text)
    assert [(m.start, m.end, m.entity_id) for m in found] == want
    assert all(text[m.start : m.end] == m.text for m in found[::1000])


def test_sub_and_replace() -> None:
    g = dl.Gazetteer({"New York": ["NYC", "Big Apple"], "Peru": []})
    text = "NYC, Big Apple, Peru"
    assert g.replace(text) == "New York, New York, Peru"
    assert g.sub(text, "*") == "*, *, *"
    assert g.sub(text, {"Peru": "PE"}) == "NYC, Big Apple, PE"
    assert g.sub("nothing here", "*") == "nothing here"
    assert g.replace("\ud800 NYC") == "\ud800 New York"
    with pytest.raises(TypeError, match="repl"):
        g.sub(text, 3)  # type: ignore[arg-type]
    with pytest.raises(ZeroDivisionError):
        g.sub(text, lambda m: str(1 // 0))
    # the function may use the gazetteer itself
    assert g.sub("NYC", lambda m: g.replace(m.text)) == "New York"


def test_wrong_options() -> None:
    with pytest.raises(dl.OptionError, match="overlap="):
        GAZETTEER.find("", overlap="some")  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        GAZETTEER.find(b"bytes")  # type: ignore[call-overload]
    for wrong, hint in [("one", "find"), ({"text": []}, "find_frame")]:
        with pytest.raises(TypeError, match=hint):
            GAZETTEER.find_many(wrong)
    with pytest.raises(TypeError, match="row 1"):
        GAZETTEER.find_many(["a", 3])
    with pytest.raises(ValueError, match="fewer ids"):
        GAZETTEER.find_many(["a", "b"], ["x"])


def test_find_many_gives_a_table() -> None:
    table = GAZETTEER.find_many(["Ost", None, "Vik and Ost"], ["a", "b", 3])
    assert table.columns[:5] == ["doc_id", "start", "end", "text", "entity_id"]
    assert table.column("doc_id") == ["a", "3", "3"] and table.column("text") == ["Ost", "Vik", "Ost"]
    assert len(GAZETTEER.find_many([])) == 0 and GAZETTEER.find_many([]).columns == table.columns
    two = dl.Gazetteer([("Georgia", "country"), ("Georgia", "state")])
    assert two.find_many(["Georgia"]).to_dicts()[0]["candidates"] == 2


def test_find_frame_gives_what_it_got() -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    series = pandas.Series(["Ost", None, "Vik, Ost"], index=["x", "y", "z"])
    out = GAZETTEER.find_frame(series)
    assert isinstance(out, pandas.DataFrame) and out["doc_id"].tolist() == ["x", "z", "z"]
    frame = pandas.DataFrame({"body": series, "url": ["a", "b", "c"]})
    assert GAZETTEER.find_frame(frame, text="body", id="url")["doc_id"].tolist() == ["a", "c", "c"]
    assert GAZETTEER.find_frame(frame.reset_index(), text="body")["doc_id"].tolist() == [0, 2, 2]
    lazy = polars.LazyFrame({"body": ["Ost", "Vik"], "url": ["a", "b"]})
    for table in (lazy, lazy.collect()):
        out = GAZETTEER.find_frame(table, text="body", id="url")
        if isinstance(table, polars.DataFrame):
            assert isinstance(out, polars.DataFrame)
        assert list(out["doc_id"]) == ["a", "b"]
    assert GAZETTEER.find_frame(polars.Series(["", "Ost"]))["doc_id"].to_list() == [1]
    with pytest.raises(KeyError, match="body"):
        GAZETTEER.find_frame(frame)


def test_threads_share_a_gazetteer() -> None:
    g = dl.Gazetteer([f"Name{i} Second{i}" for i in range(5000)])
    text = " ".join(f"Name{i} Second{i}," for i in range(5000))
    want = [f"Name{i} Second{i}" for i in range(5000)]
    results: list[Any] = []

    def work() -> None:
        results.append([id for _, _, id in g.find_tuples(text)])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert results == [want] * 8


def test_without_boundaries_names_are_found_inside_words() -> None:
    g = dl.Gazetteer([("US", "us"), ("Us", "other"), ("Amt", "amt"), ("São", "sao")], case="exact")
    text = "“BUS” Hafenamt AmtUS Usus São\ud800Amt"
    want = [(2, 4, "us"), (15, 18, "amt"), (18, 20, "us"), (21, 23, "other"), (26, 29, "sao"), (30, 33, "amt")]
    assert g.find_tuples(text, boundaries=False) == want
    assert [(m.start, m.end, m.entity_id) for m in g.find(text, boundaries=False)] == want
    assert g.find_many([text], boundaries=False, as_tuples=True) == [want]
    both = dl.Gazetteer([("US", "us"), ("Us", "other")], case="any")
    assert both.find("bus", boundaries=False)[0].candidates == ["us", "other"]
    nested = dl.Gazetteer(["ab", "abc", "c"])
    assert [m.text for m in nested.find("xabcx", boundaries=False)] == ["abc"]
    assert [m.text for m in nested.find("xabcx", boundaries=False, overlap="all")] == ["abc", "ab", "c"]
