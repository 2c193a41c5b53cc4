"""Gazetteers of one's own."""

from __future__ import annotations

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


def test_an_error_names_file_line_and_reason(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("name,lat\nAlpha,1.5\nBeta,north\n", "utf-8")
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
    with pytest.raises(TypeError, match="Alpha"):
        dl.Gazetteer.from_dict({"Alpha": 3})  # type: ignore[dict-item]
