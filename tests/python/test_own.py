"""Words and names of one's own: cues, titles, actors, places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas
import pytest

import dateline as dl


def speakers(pipeline: dl.Pipeline, text: str) -> list[str | None]:
    return [q.speaker.text if q.speaker else None for q in pipeline.read(text).quotes]


BLURTED = "“The crane is gone,” blurted Mia Stone."


@pytest.mark.parametrize(
    "cues",
    [
        ["blurt"],
        ("blurt", "quip"),
        {"blurt": None},
        {"blurt": {"past": "blurted"}},
        {"blurt": ["quote", "that"]},
        {"blurt": {"frames": ["quote"], "denies": False}},
        {"blurt": "q"},
    ],
)
def test_a_cue_of_ones_own(cues: Any) -> None:
    assert speakers(dl.Pipeline(cues=cues), BLURTED) == ["Mia Stone"]
    (quote,) = dl.Pipeline(cues=cues).read(BLURTED).quotes
    assert quote.cue is not None and quote.cue.text == "blurted"
    assert "cue: 'blurted'" in quote.explain()


def test_a_cue_with_its_own_past_and_denial() -> None:
    pipeline = dl.Pipeline(cues={"gainspeak": {"past": "gainspoke", "frames": ["that", "clause"], "denies": True}})
    (quote,) = pipeline.read("Mia Stone gainspoke that the crane was sold.").quotes
    assert quote.denied and quote.kind == "indirect" and quote.text == "that the crane was sold"


def test_cues_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "cues.csv"
    for text in (
        "lemma,past,participle,frames,traits\nblurt,,,qtz,\n# quip\n",
        "lemma,frames\nblurt,quote|that\n",
        "\ufefflemma\nblurt\n",
        "blurt\nquip\n",
    ):
        file.write_text(text, "utf-8")
        for path in (file, str(file)):
            assert speakers(dl.Pipeline(cues=path), BLURTED) == ["Mia Stone"], text
    for text, said in (
        ("verb,frames\nblurt,q\n", "line 1: no column 'lemma'; there are verb, frames"),
        ("lemma,frames\nblurt,q,n\n", "line 2: 3 cells, but 2 columns"),
        ("lemma,frames\nblurt,quote|loud\n", "line 2: cues: 'blurt': unknown frame 'loud'"),
        ("# port\n\nverb,frames\nblurt,q\n", "line 3: no column 'lemma'"),
        ("lemma\nblurt\n# x\nBlurt\n", 'line 4: cues: "Blurt": '),
        ("lemma,frame\nblurt,q\n", "line 1: unknown column 'frame'; there are lemma, past"),
        ("lemma\n" + "a" * 62 + "\n", "line 2: cues: "),
    ):
        file.write_text(text, "utf-8")
        with pytest.raises(dl.OptionError) as caught:
            dl.Pipeline(cues=file)
        assert str(caught.value).startswith(f"{file}: {said}")


@pytest.mark.parametrize(
    ("cues", "said"),
    [
        (["let slip"], "one word in lower case"),
        (["Blurt"], "one word in lower case"),
        ([3], "cues: 3 is no verb but int"),
        (7, "cues: expected a list such as"),
        ({"blurt": {"tense": "past"}}, "unknown detail 'tense'; there are denies, frames"),
        ({"blurt": ["loud"]}, "unknown frame 'loud'; there are quote, that"),
        ({"blurt": "!"}, "unknown frames"),
        ({"blurt": 4}, "expected a dict of details"),
        ("nowhere.csv", "nowhere.csv: cues: no such file"),
    ],
)
def test_wrong_cues(cues: Any, said: str) -> None:
    with pytest.raises(dl.OptionError) as caught:
        dl.Pipeline(cues=cues)
    assert said in str(caught.value)


def test_titles_of_ones_own(tmp_path: Path) -> None:
    text = "“It fell,” said Hbrm. Mia Stone. “It did,” said Port Warden Ali Reed."
    titles = ["Hbrm.", "Port Warden"]
    assert speakers(dl.Pipeline(titles=titles), text) == ["Mia Stone", "Ali Reed"]
    assert len(dl.Pipeline(titles=titles).sentences(text)) == 2
    lines, table = tmp_path / "titles.txt", tmp_path / "titles.csv"
    lines.write_text("# of the port\nHbrm.\n\nPort Warden\n", "utf-8")
    table.write_text("title,note\nHbrm.,x\nPort Warden,y\n", "utf-8")
    for path in (lines, table):
        assert dl.Pipeline(titles=path) == dl.Pipeline(titles=titles)
    lines.write_text("# of the port\nHbrm.\n\n...\n", "utf-8")
    with pytest.raises(dl.OptionError, match=r"titles.txt: line 4: titles: \"...\" is no word"):
        dl.Pipeline(titles=lines)
    for wrong, said in (([3], "titles: 3 is no title"), (["..."], "no word or phrase"), (4, "expected a list")):
        with pytest.raises(dl.OptionError, match=said):
            dl.Pipeline(titles=wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "actors",
    [
        ["Harbour Board"],
        {"Harbour Board": None},
        {"Harbour Board": ["the Board"]},
        {"Harbour Board": {"id": "x:1", "kind": "company", "aliases": ["the Board"]}},
        [{"name": "Harbour Board", "kind": "company"}],
        pandas.DataFrame({"name": ["Harbour Board"], "aliases": ["the Board|HB"], "kind": [None]}),
        dl.Gazetteer.from_dict({"Harbour Board": []}),
    ],
)
def test_actors_of_ones_own(actors: Any) -> None:
    doc = dl.Pipeline(actors=actors).read("“We pay,” the Harbour Board said.")
    assert [(m.name, m.label) for m in doc.mentions] == [("Harbour Board", "actor")]
    assert doc.quotes[0].speaker_name == "Harbour Board"


def the_mention(text: str, **own: Any) -> dl.Mention:
    (mention,) = dl.Pipeline(**own).read(text).mentions
    return mention


def test_places_of_ones_own(tmp_path: Path) -> None:
    for places in ({"Ostvik": (59.1, 10.2)}, {"Ostvik": {"lat": 59.1, "lon": 10.2}}):
        mention = the_mention("They met in Ostvik on Monday.", places=places)
        assert (mention.label, mention.lat, mention.lon) == ("place", 59.1, 10.2)
    for name, text in (
        ("places.csv", "name,label,lat,lon\nOstvik,place,59.1,10.2\n"),
        ("places.csv", "name,lat,lon\nOstvik,59.1,10.2\n"),
        ("places.jsonl", '{"name": "Ostvik", "lat": 59.1, "lon": 10.2}\n'),
        ("places.json", '{"Ostvik": {"lat": 59.1, "lon": 10.2}}'),
    ):
        file = tmp_path / name
        file.write_text(text, "utf-8")
        mention = the_mention("They met in Ostvik on Monday.", places=file)
        assert (mention.label, mention.lat) == ("place", 59.1), text
    for name, text in (
        ("patterns.jsonl", '{"label": "GPE", "pattern": "Ostvik", "id": "x:1"}\n'),
        ("places.txt", "# towns\nOstvik\n"),
        ("words.txt", "Ostvik=>Ostvik\n"),
    ):
        file = tmp_path / name
        file.write_text(text, "utf-8")
        mention = the_mention("They met in Ostvik on Monday.", places=file)
        assert mention.label == "place", text
        mention = the_mention("Ostvik said on Monday it was over.", actors=file)
        assert mention.label == "actor", text
    dump = tmp_path / "dump.txt"
    dump.write_text("\t".join(["1", "Ostvik", "", "", "59", "10", "P", "PPL", "NO", *[""] * 10]) + "\n", "utf-8")
    with pytest.raises(dl.OptionError, match="has places, not actors"):
        dl.Pipeline(actors=dump)


def test_places_without_figures_are_meant() -> None:
    pipeline = dl.Pipeline(places={"Ostvik": {"aliases": ["Ost"], "lat": 59.1, "lon": 10.2, "kind": "city"}})
    for text in ("They met in Ostvik on Monday.", "They met in Ost on Monday.", "A bomb hit Ostvik."):
        assert [(m.name, m.lat) for m in pipeline.read(text).mentions] == [("Ostvik", 59.1)], text


def test_places_of_a_frame() -> None:
    numpy = pytest.importorskip("numpy")
    frame = pandas.DataFrame({"name": ["Ostvik", "Vestvik"], "lat": [59.1, None], "lon": [10.2, None]})
    frame["aliases"] = [numpy.array(["Austvik"]), None]
    frame["note"] = "x"
    pipeline = dl.Pipeline(places=frame)
    (mention,) = pipeline.read("They met in Austvik on Monday.").mentions
    assert (mention.label, mention.lat) == ("place", 59.1)
    rows = frame.drop(columns="note").to_dict("records")
    assert dl.Pipeline(places=rows).read("They met in Austvik on Monday.").mentions[0].lat == 59.1
    two = [{"name": "Ostvik", "id": 1, "lat": 1, "lon": 1}, {"name": "Ostvik", "id": 2, "lat": 2, "lon": 2}]
    assert len(dl.Pipeline(places=two)._options["gazetteers"][0]) == 2
    with pytest.raises(dl.OptionError, match="places: no column 'name'; there are 'town'"):
        dl.Pipeline(places=pandas.DataFrame({"town": ["Ostvik"]}))


@pytest.mark.parametrize("option", ["actors", "places"])
def test_wrong_names(option: str) -> None:
    for wrong, said in (
        (3, f"{option}: expected a list"),
        ([3], f"{option}: 3 is neither a name nor a dict"),
        ([{"kind": "state"}], "neither a name nor a dict with a 'name'"),
        ({3: []}, "3 is no name but int"),
        (["a b", "a b"], "listed twice"),
        ({"a b": {"knd": "state"}}, "a b: unknown field 'knd'; there are name, id"),
        ([{"name": "a b", "alias": ["b"]}], "a b: unknown field 'alias'"),
        ("nowhere.csv", "no such file; names themselves are given as a list"),
    ):
        with pytest.raises(dl.DatelineError) as caught:
            dl.Pipeline(**{option: wrong})  # type: ignore[arg-type]
        assert said in str(caught.value)
    with pytest.raises(dl.OptionError, match="expected Gazetteers, got dict"):
        dl.Pipeline([{"a": 1}])  # type: ignore[list-item]


def test_words_of_ones_own_change_nothing_else(article: str) -> None:
    own = dl.Pipeline(cues=["blurt"], titles=["Hbrm."], actors=["Mia Stone"], places=["Ostvik"])
    assert own.read(article).to_dict() == dl.read(article).to_dict()


def test_kinds_are_switched_off(article: str) -> None:
    kinds = {q.kind for q in dl.read(article).quotes}
    assert len(kinds) > 1
    for kind in kinds:
        assert {q.kind for q in dl.Pipeline(kinds=[kind]).read(article).quotes} == {kind}
    for wrong in ("direct", [], [3], ["loud"]):
        with pytest.raises(dl.OptionError, match="kinds"):
            dl.Pipeline(kinds=wrong)  # type: ignore[arg-type]


def test_languages_and_abbreviations() -> None:
    for code in ("en", "pl", "pt-BR", "zh_Hant"):
        assert [s.text for s in dl.Segmenter(code).split("One. Two.")] == ["One.", "Two."]
    for code in ("", "english", "e", "12", "en GB", "klingon!"):
        with pytest.raises(dl.OptionError, match="must be a code such as"):
            dl.Segmenter(code)
    for wrong in ("Abb.", 3, [3]):
        with pytest.raises(TypeError, match="expected a list of str"):
            dl.Segmenter(abbreviations=wrong)  # type: ignore[arg-type]
    with pytest.raises(dl.OptionError, match="no abbreviation"):
        dl.Segmenter(abbreviations=["."])
    assert dl.Pipeline(language="en-GB").read("It rained.").sentences[0].text == "It rained."
