"""Gazetteers of one's own."""

from __future__ import annotations

import json
import pickle
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
        dl.Gazetteer.from_jsonl(file)
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
        dl.Gazetteer.from_csv(file)
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
