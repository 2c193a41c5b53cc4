"""Lists of names in other people's formats."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import signal
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

import dateline as dl


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_bad_lines_are_left_out_told_and_on_the_card(tmp_path: Path) -> None:
    file = write(
        tmp_path, "names.csv", "id,name,lat,lon\n1,Ostvik,1,2\n2,,3,4\n3,Beta,north,4\n4,Ostvik,,\n5,May,,\n6,x,,\n"
    )
    with pytest.warns(dl.GazetteerWarning, match=r"names.csv: 2 lines were left out, the first at line 3: the name"):
        g = dl.Gazetteer.from_csv(file)
    card = g.card
    assert [r.line for r in card.rejected] == [3, 4] and "north" in card.rejected[1].reason
    assert card.clashes[0] == ("Ostvik", ("1", "4")) and card.clashes[0].ids == ("1", "4")
    assert [(r.alias, r.reason) for r in card.risky] == [("May", "a common word"), ("x", "one letter")]
    assert (card.entries, card.aliases, card.duplicates) == (4, 4, 0)
    assert repr(card) == "Card(entries=4, aliases=4, duplicates=0, clashes=1, risky=2, rejected=2)"
    assert "rejected: line 4" in str(card) and "<td>Ostvik</td>" in card._repr_html_()
    assert pickle.loads(pickle.dumps(card)) == card
    with pytest.raises(dl.GazetteerError) as caught:
        dl.Gazetteer.from_csv(file, strict=True)
    assert (caught.value.path, caught.value.line) == (str(file), 3)


def test_a_long_card_is_cut_when_it_is_shown() -> None:
    card = dl.Gazetteer([(f"Ost {i}", id) for i in range(130) for id in (f"a{i}", f"b{i}")]).card
    assert len(card.clashes) == 130 and len(str(card).splitlines()) == 102
    assert str(card).endswith("… 30 more in card.clashes")


def test_a_card_escapes_what_it_shows() -> None:
    card = dl.Gazetteer([("<b>", "<i>"), ("<b>x", "1"), ("<b>x", "2")]).card
    assert "<b>x" not in card._repr_html_() and "&lt;b&gt;x" in card._repr_html_()


def test_columns_of_other_names_and_rules(tmp_path: Path) -> None:
    text = "toponym\tgeonameid\talt\nPeña\t7\tOst=exact|Vest\n"
    file = write(tmp_path, "names.tsv", text)
    columns = {"name": "toponym", "id": "geonameid", "aliases": "alt"}
    g = dl.Gazetteer.from_tsv(file, columns=columns, label="place", kind="city", case="any", fold_marks=True)
    assert [m.text for m in g.find("pena, ost, Ost, vest")] == ["pena", "Ost", "vest"]
    assert (g["7"].label, g["7"].kind) == ("place", "city")
    with pytest.raises(dl.OptionError, match="nme"):
        dl.Gazetteer.from_tsv(file, columns={"nme": "toponym"})
    with pytest.raises(dl.GazetteerError, match="name"):
        dl.Gazetteer.from_tsv(file)


def test_files_may_be_gzipped_or_open_or_in_a_zip(tmp_path: Path) -> None:
    text = "name\nAlpha\nBeta\n"
    want = dl.Gazetteer(["Alpha", "Beta"])
    plain = write(tmp_path, "names.csv", text)
    (tmp_path / "names.csv.gz").write_bytes(gzip.compress(text.encode()))
    with zipfile.ZipFile(tmp_path / "names.zip", "w") as z:
        z.writestr("names.csv", text)
    assert dl.Gazetteer.from_csv(tmp_path / "names.csv.gz") == want
    assert dl.Gazetteer.from_csv(io.StringIO(text)) == want == dl.Gazetteer.from_csv(io.BytesIO(text.encode()))
    with plain.open("rb") as file:
        assert dl.Gazetteer.from_csv(file) == want
    with zipfile.ZipFile(tmp_path / "names.zip") as z, z.open("names.csv") as member:
        assert dl.Gazetteer.from_csv(member) == want
    for wrong in (3, None):
        with pytest.raises(TypeError, match="path or an open file"):
            dl.Gazetteer.from_csv(wrong)  # type: ignore[arg-type]

    class Broken:
        def read(self, size: int) -> bytes:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        dl.Gazetteer.from_csv(Broken())


def test_frames() -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    rows: dict[str, list[Any]] = {
        "name": ["Alpha", "Beta", None],
        "id": [1, None, 3],
        "lat": [1.5, None, 0.0],
        "lon": [2.5, None, 0.0],
        "population": [10, None, 1],
        "aliases": [["Al", "A-1"], None, []],
    }
    for make in (pandas.DataFrame, polars.DataFrame, dict):
        with pytest.warns(dl.GazetteerWarning, match="one row was left out, the first at row 2"):
            g = dl.Gazetteer.from_dataframe(make(rows), label="place")
        assert [e.entity_id for e in g] == ["1", "Beta"]
        assert (g["1"].lat, g["1"].population, g["1"].aliases) == (1.5, 10, ["Alpha", "Al", "A-1"])
        assert g["Beta"].lat is None and g["Beta"].label == "place"
        assert g.card.rejected == [(2, "the name is empty")]
    with pytest.raises(dl.GazetteerError, match="row 2"):
        dl.Gazetteer.from_dataframe(rows, strict=True)
    with pytest.raises(KeyError, match="town"):
        dl.Gazetteer.from_dataframe(rows, columns={"name": "town"})
    with pytest.raises(ValueError, match="lengths"):
        dl.Gazetteer.from_dataframe({"name": ["a"], "id": []})


def test_a_frame_has_the_rules_of_csv() -> None:
    frame = {
        "name": ["Alpha", "Beta", "Gamma"],
        "label": ["place", "plce", "actor"],
        "aliases": ["A1=exact", "", "B|C1"],
    }
    with pytest.warns(dl.GazetteerWarning, match="row 1: `plce` is no label"):
        g = dl.Gazetteer.from_dataframe(frame)
    assert g["Alpha"].to_dict()["aliases"] == ["Alpha", {"case": "exact", "text": "A1"}]
    assert g["Gamma"].aliases == ["Gamma", "B", "C1"]
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"name": ["Alpha"] * 70_000, "id": list(range(70_000))})
    assert len(dl.Gazetteer.from_dataframe(table)) == 70_000
    # a stream can be read only once
    assert len(dl.Gazetteer.from_dataframe(table.to_reader())) == 70_000
    found = dl.Gazetteer(["Alpha"]).find_frame(table.slice(5, 2).to_reader(), text="name", id="id")
    assert found.column("doc_id") == [5, 6]


def test_fields_of_python() -> None:
    numpy = pytest.importorskip("numpy")
    fields = {"lat": numpy.float64(1.5), "lon": 2, "population": numpy.int64(7), "country": None, "kind": float("nan")}
    entry = dl.Gazetteer({"Alpha": {**fields, "aliases": {"A2", "A1"}}})["Alpha"]
    assert (entry.lat, entry.population, entry.kind, entry.aliases) == (1.5, 7, "other", ["Alpha", "A1", "A2"])
    g = dl.Gazetteer([{"name": "Alpha", "case": "exact", "aliases": ["Beta", {"text": "Gamma", "case": "any"}]}])
    assert [m.text for m in g.find("ALPHA BETA GAMMA")] == ["GAMMA"]
    for wrong, said in (
        ({"knd": 1}, "Alpha: unknown field 'knd'; there are name, id"),
        ({"lat": object()}, "is no text, number or list"),
        ({"lat": float("inf")}, "Alpha: "),
        ({"aliases": [3]}, "`aliases`: an alias is neither a text nor"),
    ):
        with pytest.raises(dl.GazetteerError) as caught:
            dl.Gazetteer({"Alpha": wrong})
        assert said in str(caught.value)
    with pytest.raises(dl.GazetteerError, match="unknown field 'alias'"):
        dl.GazetteerBuilder().add("Alpha", alias=["Beta"])


def test_columns_not_read_are_told(tmp_path: Path) -> None:
    file = write(tmp_path, "names.csv", "name,note\nAlpha,x\n")
    with pytest.warns(dl.GazetteerWarning, match="names.csv: the column `note` is unknown: it is not read"):
        g = dl.Gazetteer.from_csv(file)
    assert g.card.unread == ["note"] and pickle.loads(pickle.dumps(g.card)) == g.card
    assert "column not read: note" in str(g.card) and "note" in g.card._repr_html_()
    with pytest.raises(dl.GazetteerError, match="no column `geoid`; there are `name`, `note`"):
        dl.Gazetteer.from_csv(file, columns={"id": "geoid"})


def test_json_lines_have_options(tmp_path: Path) -> None:
    file = write(tmp_path, "names.jsonl", '{"name": "Peña", "aliases": ["P1"]}\n')
    g = dl.Gazetteer.from_jsonl(file, label="place", kind="city", case="any", fold_marks=True)
    assert (g["Peña"].label, g["Peña"].kind) == ("place", "city")
    assert [m.text for m in g.find("pena p1")] == ["pena", "p1"]


def test_spacy(tmp_path: Path) -> None:
    patterns: list[dict[str, Any]] = [
        {"label": "ORG", "pattern": "Harbour Board", "id": "hb"},
        {"label": "ORG", "pattern": [{"LOWER": "the"}, {"LOWER": "board"}], "id": "hb"},
        {"label": "GPE", "pattern": [{"POS": "PROPN"}]},
    ]
    file = write(tmp_path, "patterns.jsonl", "".join(json.dumps(p) + "\n" for p in patterns))
    for source in (file, patterns):
        with pytest.warns(dl.GazetteerWarning, match="line 3"):
            g = dl.Gazetteer.from_spacy(source, case="exact")  # type: ignore[arg-type]
        assert [(m.text, m.label, m.entity_id) for m in g.find("Harbour Board, THE board, harbour board")] == [
            ("Harbour Board", "ORG", "hb"),
            ("THE board", "ORG", "hb"),
        ]
    with pytest.warns(dl.GazetteerWarning):
        g = dl.Gazetteer.from_spacy(file, label="actor")
    assert (g["hb"].label, g["hb"].kind) == ("actor", "ORG")


def test_flashtext(tmp_path: Path) -> None:
    words = {"java": ["java_2e", "java programing"], "product management": ["PM"]}
    file = write(tmp_path, "words.txt", "java_2e=>java\njava programing=>java\nPM=>product management\n")

    class Processor:
        def get_all_keywords(self) -> dict[str, str]:
            return {k: clean for clean, keys in words.items() for k in keys}

    text = "I know java_2e, Java programing and pm, not product management."
    for source in (words, file, Processor()):
        g = dl.Gazetteer.from_flashtext(source)
        assert g.find_tuples(text) == [(7, 14, "java"), (16, 31, "java"), (36, 38, "product management")]
        assert g.replace("java_2e") == "java"
    with pytest.raises(TypeError, match="java"):
        dl.Gazetteer.from_flashtext({"java": "java_2e"})


def test_gate(tmp_path: Path) -> None:
    write(tmp_path, "towns.lst", "Ostvik&country=NOR\nVestvik\n")
    index = write(tmp_path, "lists.def", "towns.lst:location:city\nnone.lst:person\n")
    with pytest.warns(dl.GazetteerWarning, match=r"none\.lst"):
        g = dl.Gazetteer.from_gate(index, separator="&")
    assert [(m.text, m.label) for m in g.find("Ostvik and Vestvik")] == [("Ostvik", "place"), ("Vestvik", "place")]
    with pytest.raises(FileNotFoundError):
        dl.Gazetteer.from_gate(tmp_path / "no.def")


def test_geonames(tmp_path: Path) -> None:
    def row(id: int, name: str, others: str, kind: str, country: str, people: int) -> str:
        cells = [
            id,
            name,
            name,
            others,
            1.0,
            2.0,
            *kind.split("."),
            country,
            *[""] * 5,
            people,
            "",
            "",
            "UTC",
            "2026-01-01",
        ]
        return "\t".join(map(str, cells)) + "\n"

    dump = (
        row(1, "Ostvik", "Ost", "P.PPL", "NO", 900)
        + row(2, "Vestvik", "", "P.PPL", "SE", 50)
        + row(3, "Sjø", "", "H.LK", "NO", 0)
    )
    file = write(tmp_path, "dump.txt", dump)
    assert len(dl.Gazetteer.from_geonames(file)) == 3
    g = dl.Gazetteer.from_geonames(file, classes=["P"], countries=["NO"], min_population=100)
    assert g.find_tuples("Ost, Vestvik") == [(0, 3, "geonames:1")]
    names = io.StringIO("1\t1\ten\tEastwick\t\t\t\t\n2\t1\tde\tOstwick\t\t\t\t\n")
    g = dl.Gazetteer.from_geonames(file, alternate_names=names, languages=["en"])
    assert "Eastwick" in g and "Ostwick" not in g and "Ost" not in g
    with pytest.warns(dl.GazetteerWarning, match="columns"):
        dl.Gazetteer.from_geonames(io.StringIO(dump + "broken\tline\n"))


def test_wikidata_and_petrarch(tmp_path: Path) -> None:
    item = {"id": "Q1", "type": "item", "labels": {"en": {"value": "Ostvik"}}, "aliases": {"en": [{"value": "Ost"}]}}
    dump = tmp_path / "dump.json.gz"
    dump.write_bytes(gzip.compress(("[\n" + json.dumps(item) + ",\n]\n").encode()))
    assert dl.Gazetteer.from_wikidata(dump).find_tuples("Ost") == [(0, 3, "wikidata:Q1")]
    actors = write(tmp_path, "actors.txt", "HARBOUR_BOARD_ [NORBUS]\n+PORT_BOARD_\n")
    g = dl.Gazetteer.from_petrarch(actors)
    assert [m.name for m in g.find("the Port Board")] == ["HARBOUR BOARD"]


def test_ctrl_c_stops_a_reading() -> None:
    class Endless:
        def __init__(self) -> None:
            self.reads = 0

        def read(self, size: int) -> bytes:
            self.reads += 1
            if self.reads == 20:
                signal.raise_signal(signal.SIGINT)
            return b"name\n" * (size // 5) if self.reads < 100 else b""

    assert threading.current_thread() is threading.main_thread()
    source = Endless()
    # what runs in the background of a script may have been started with the signal ignored
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            dl.Gazetteer.from_csv(source)
    finally:
        signal.signal(signal.SIGINT, before)
    assert source.reads < 100
