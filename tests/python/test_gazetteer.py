"""Gazetteers of one's own."""

from __future__ import annotations

import json
import pickle
from itertools import pairwise
from pathlib import Path

import pytest

import dateline as dl


def test_from_csv_with_a_path_or_a_str(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("id,name,label,kind,aliases\nx:1,Harbour Board,actor,company,the Board|HB=exact\n", "utf-8")
    for path in (file, str(file)):
        g = dl.Gazetteer.from_csv(path)
        assert len(g) == 1
        assert [(m.text, m.entity_id, m.name, m.label) for m in g.find("HB and the Board, hb")] == [
            ("HB", "x:1", "Harbour Board", "actor"),
            ("the Board", "x:1", "Harbour Board", "actor"),
        ]


def test_from_jsonl_and_from_dict_read_the_same(tmp_path: Path) -> None:
    fields = {"id": "x:1", "label": "place", "kind": "city", "lat": 1.5, "lon": -2.5, "aliases": ["Ost", "Øst"]}
    file = tmp_path / "names.jsonl"
    file.write_text(json.dumps({"name": "Ostvik", **fields}) + "\n\n", "utf-8")
    g = dl.Gazetteer.from_jsonl(file)
    assert g == dl.Gazetteer.from_dict({"Ostvik": fields}) and hash(g) == hash(dl.Gazetteer.from_jsonl(str(file)))
    assert [(m.name, m.label) for m in g.find("Ost, Øst, Ostvik, ost")] == [("Ostvik", "place")] * 3
    assert g != dl.Gazetteer.from_dict({"Ostvik": ["Ost"]})
    file.write_text('{"name": "a"}\n{"name": 3}\n', "utf-8")
    with pytest.raises(dl.GazetteerError) as caught:
        dl.Gazetteer.from_jsonl(file, strict=True)
    assert (caught.value.path, caught.value.line) == (str(file), 2)


def test_a_compiled_gazetteer_is_saved_opened_and_pickled(tmp_path: Path) -> None:
    g = dl.Gazetteer.from_dict({"Harbour Board": ["the Board"]})
    file = tmp_path / "names.gaz"
    g.save(file)
    opened = dl.Gazetteer.open(file)
    assert opened == g and pickle.loads(pickle.dumps(opened)) == g
    assert [m.name for m in opened.find("the Board met")] == ["Harbour Board"]
    file.write_bytes(b"nothing of the kind")
    with pytest.raises(dl.GazetteerError) as caught:
        dl.Gazetteer.open(file)
    assert caught.value.path == str(file)
    with pytest.raises(FileNotFoundError):
        g.save(tmp_path / "no" / "names.gaz")


def test_an_error_names_file_line_and_reason(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("name,lat,lon\nAlpha,1.5,2\nBeta,north,2\n", "utf-8")
    with pytest.raises(dl.GazetteerError) as caught:
        dl.Gazetteer.from_csv(file, strict=True)
    e = caught.value
    assert isinstance(e, ValueError) and isinstance(e, dl.DatelineError)
    assert (e.path, e.line) == (str(file), 3) and "north" in e.reason
    assert str(e) == f"{file}: line 3: {e.reason}"


def test_a_missing_file_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        dl.Gazetteer.from_csv(tmp_path / "none.csv")
    assert str(caught.value.filename).endswith("none.csv")
    with pytest.raises(OSError, match=r"."):
        dl.Gazetteer.from_csv(tmp_path)


def test_own_names_go_before_the_built_in_ones() -> None:
    mine = dl.Gazetteer.from_dict({"Syria": ["Syria"]}, kind="company")
    both = dl.Pipeline(mine).read("Syria and Iraq")
    assert {m.entity_id for m in both.mentions} >= {"Syria"}
    alone = dl.Pipeline(mine, builtin=False).read("Syria and Iraq")
    assert {m.entity_id for m in alone.mentions} - {None} == {"Syria"}
    assert dl.Pipeline([mine, mine], builtin=False).read("Syria").mentions[0].kind == "company"


def test_from_dict_wants_lists() -> None:
    for wrong in (3, "Beta", None):
        with pytest.raises(TypeError, match="Alpha"):
            dl.Gazetteer.from_dict({"Alpha": wrong})  # type: ignore[dict-item]
    with pytest.raises(dl.GazetteerError, match="Alpha: "):
        dl.Gazetteer.from_dict({"Alpha": {"lat": "north"}})


def test_names_that_cannot_be_found_are_on_the_card() -> None:
    card = dl.Gazetteer(["x" * 2000, "—", "Ostvik"]).card
    assert [(r.alias[:1], r.reason) for r in card.risky] == [
        ("x", "too long or no name at all: never found"),
        ("—", "no letter or digit"),
    ]
    g = dl.Gazetteer(["Alpha"])
    for call in (g.find, g.find_tuples, g.replace, g.explain, lambda t: g.sub(t, "")):
        for wrong, said in ((None, "got None"), (b"x", "decode it first"), (["x"], "use find_many")):
            with pytest.raises(TypeError, match=said):
                call(wrong)


def test_a_gazetteer_is_made_of_anything_with_names() -> None:
    pairs = [("New York", "Q60"), ("NYC", "Q60"), ("York", 42462)]
    g = dl.Gazetteer(pairs)
    assert len(g) == 2 and g["Q60"].aliases == ["New York", "NYC"] and g["42462"].name == "York"
    assert dl.Gazetteer(iter(pairs)) == g == dl.Gazetteer(list(g))
    assert [e.entity_id for e in dl.Gazetteer(["Alpha", {"name": "Beta", "id": 7}])] == ["Alpha", "7"]
    assert dl.Gazetteer({"Alpha": ["A-1"]}) == dl.Gazetteer.from_dict({"Alpha": ["A-1"]})
    assert len(dl.Gazetteer([])) == 0 and dl.Gazetteer([]).find("anything") == []
    for wrong, what in [("Alpha", "one str"), ([3], r"names\[0\]"), (["a", ("b",)], r"names\[1\]")]:
        with pytest.raises(TypeError, match=what):
            dl.Gazetteer(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="from_dataframe"):
        dl.Gazetteer(pytest.importorskip("pandas").DataFrame({"name": ["a"]}))
    with pytest.raises(dl.OptionError, match="case="):
        dl.Gazetteer(["a"], case="loud")  # type: ignore[arg-type]


def test_rules_for_all_and_rules_for_one() -> None:
    g = dl.Gazetteer(["Alpha", {"name": "US", "case": "exact"}, {"name": "São", "fold_marks": True}], case="any")
    assert [m.text for m in g.find("alpha us US Sao sao")] == ["alpha", "US", "Sao", "sao"]
    full = {"Alpha": {"aliases": ["Al", {"text": "AL", "case": "any"}], "case": "exact"}}
    assert [m.text for m in dl.Gazetteer(full).find("ALPHA Alpha AL al Al")] == ["Alpha", "AL", "al", "Al"]
    assert [m.text for m in dl.Gazetteer(["Peña"], fold_marks=True).find("Pena Peña")] == ["Pena", "Peña"]
    assert dl.Gazetteer(["Pena"], label="place", kind="city")["Pena"].kind == "city"


def test_a_builder_collects_from_everywhere() -> None:
    b = dl.GazetteerBuilder(label="place", case="exact")
    b.add("Ostvik", id="o", aliases=["Ost"], lat=59.0, lon=10.0, kind="city")
    b.extend({"Vestvik": ["Vest"]})
    b.extend([("Austvik", "o"), "Nord"])
    first = b.build()
    b.extend(dl.Gazetteer(["Sør"]))
    assert (len(first), len(b), len(b.build())) == (3, 4, 4)
    assert (first["o"].aliases, first["o"].lat, first["o"].kind) == (["Ostvik", "Ost", "Austvik"], 59.0, "city")
    assert [m.entity_id for m in first.find("Austvik, Vest, nord, Nord")] == ["o", "Vestvik", "Nord"]
    assert {e.label for e in first} == {"place"}
    with pytest.raises(dl.GazetteerError, match="lat"):
        b.add("Bad", lat="north")


def test_it_is_a_set_of_names_and_a_dict_of_entities() -> None:
    g = dl.Gazetteer({"Al-Bab": {"id": "1", "aliases": ["Bab"], "country": "SYR", "population": 63_069}})
    assert "Al-Bab" in g and "al Bab" not in g and "AL BAB" in g and "1" not in g
    assert g["1"].to_dict()["aliases"] == ["Al-Bab", "Bab"] and g.get("2") is None and g.get("2", 5) == 5
    assert (g["1"].country, g["1"].population, g["1"].lat) == ("SYR", 63_069, None)
    assert list(g.aliases()) == [("Al-Bab", "1"), ("Bab", "1")]
    assert dl.Gazetteer([g["1"].to_dict()]) == g
    with pytest.raises(KeyError):
        g["2"]
    with pytest.raises(TypeError):
        3 in g  # type: ignore[operator]  # noqa: B015


def test_union() -> None:
    a = dl.Gazetteer([{"name": "Alpha", "id": "x", "kind": "ngo"}, ("Georgia", "country")])
    b = dl.Gazetteer([{"name": "Aleph", "id": "x", "kind": "party"}, ("Georgia", "state")])
    both = a | b
    assert (both["x"].aliases, both["x"].kind, len(both)) == (["Alpha", "Aleph"], "ngo", 3)
    assert both.find("Georgia")[0].candidates == ["country", "state"]
    assert a.union(b, clash="first")["x"].aliases == ["Alpha"]
    assert a.union(b, clash="last")["x"].aliases == ["Aleph"]
    assert len(a.union(b, clash="all")) == 4
    with pytest.raises(dl.GazetteerError, match="x"):
        a.union(b, clash="error")
    with pytest.raises(dl.OptionError, match="clash"):
        a.union(b, clash="maybe")  # type: ignore[arg-type]


def test_the_built_in_names_answer_as_one_gazetteer(tmp_path: Path) -> None:
    g = dl.Gazetteer.builtin()
    text = "Iraq and Baghdad, Mosul"
    found = g.find(text)
    assert [m.text for m in found] == ["Iraq", "Baghdad", "Mosul"]
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert g.find_tuples(text) == [(m.start, m.end, m.entity_id) for m in found]
    mine = dl.Gazetteer([("Baghdad", "mine")]) | g
    assert mine.find("Baghdad")[0].candidates == ["mine", *found[1].candidates]
    g.save(tmp_path / "all.gaz")
    opened = dl.Gazetteer.open(tmp_path / "all.gaz")
    opened.verify()
    assert opened.find_tuples(text) == found_tuples(g, text)


def found_tuples(g: dl.Gazetteer, text: str) -> list[tuple[int, int, str]]:
    return [(m.start, m.end, m.entity_id) for m in g.find(text)]


def test_damage_is_found(tmp_path: Path) -> None:
    file = tmp_path / "names.gaz"
    dl.Gazetteer(["Alpha", "Beta"]).save(file)
    whole = file.read_bytes()
    for bad in (b"", whole[:50], whole[:-1], whole + b"x", whole[:400] + b"\xff" + whole[401:]):
        (tmp_path / "bad.gaz").write_bytes(bad)
        with pytest.raises((dl.GazetteerError, OSError)):
            dl.Gazetteer.open(tmp_path / "bad.gaz")


def test_explain() -> None:
    g = dl.Gazetteer([{"name": "US", "id": "usa", "case": "exact"}, ("Al-Bab", "bab"), ("U.N.", "un")])
    assert [(e.text, e.found, e.entity_id) for e in g.explain("told us of Al Bab")] == [
        ("us", False, "usa"),
        ("Al Bab", True, "bab"),
    ]
    (e,) = g.explain("UN")
    assert e.found and e.derived and (e.start, e.end) == (0, 2)
    assert "un" in str(e) and "derived" in e.why
    assert g.explain("nothing") == [] and g.explain("\ud800") == []
