"""The command."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dateline as dl


def run(*args: str | Path, input: str | bytes = b"") -> subprocess.CompletedProcess[bytes]:
    data = input.encode() if isinstance(input, str) else input
    return subprocess.run(
        [sys.executable, "-m", "dateline", *map(str, args)], input=data, capture_output=True, timeout=120
    )


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode("utf-8").splitlines()]


def test_jsonl_in_jsonl_out(article: str, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    texts = [article, "", "“No,” 🕊 she said."]
    source.write_text("".join(json.dumps({"id": f"d{i}", "text": t}) + "\n" for i, t in enumerate(texts)), "utf-8")
    done = run("extract", source, "-o", out)
    assert (done.returncode, done.stdout) == (0, b"")
    chars = sum(map(len, texts))
    assert done.stderr.decode().startswith(f"dateline: 3 articles, {chars} characters, 4 quotes, ")
    assert run("extract", "-q", source, "-o", out).stderr == b""
    assert lines(out.read_bytes()) == [dl.read(t).to_dict(f"d{i}") for i, t in enumerate(texts)]


def test_standard_input_and_output_and_other_fields(article: str) -> None:
    record = json.dumps({"url": 5, "body": article, "more": [1]})
    done = run("extract", "-", "--text-field", "body", "--id-field", "url", input=record + "\n\n" + record)
    assert done.returncode == 0
    assert lines(done.stdout) == [dl.read(article).to_dict(5)] * 2


def test_lone_surrogates_in_json() -> None:
    done = run("extract", "-", input='{"id": "a", "text": "\\ud800 “No,” she said."}')
    (found,) = lines(done.stdout)
    assert found["quotes"][0]["start"] == 2


def test_text_files_and_folders(article: str, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("b.txt", "a.txt", "deep/c.txt", "note.md"):
        (tmp_path / name).write_bytes(article.replace("\n", "\r\n").encode())
    done = run("extract", tmp_path, tmp_path / "note.md")
    found = lines(done.stdout)
    assert [Path(d["id"]).name for d in found] == ["a.txt", "b.txt", "c.txt", "note.md"]
    assert {k: v for k, v in found[0].items() if k != "id"} == dl.read(article.replace("\n", "\r\n")).to_dict()


def test_a_file_that_is_no_utf8_is_named_and_left_out(tmp_path: Path) -> None:
    file = tmp_path / "latin.txt"
    file.write_bytes("Peña said no.".encode("latin-1"))
    packed = tmp_path / "news.txt"
    packed.write_bytes(b"\x1f\x8b\x08 and so on")
    good = tmp_path / "good.txt"
    good.write_text("Peña said no.", "utf-8")
    done = run("extract", file, packed, good)
    assert done.returncode == 1
    assert len(lines(done.stdout)) == 1
    error = done.stderr.decode()
    assert "no UTF-8 at byte 2" in error
    assert "the gzip data is damaged" in error


def test_any_table_as_csv(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("“No,” said Layla Haddad.", "utf-8")
    done = run("extract", file, "--format", "csv", "--table", "quotes")
    out = done.stdout.decode()
    assert done.returncode == 0
    assert len(out.splitlines()) == 2
    assert "“No,”" in out


BAD = '{"id": 1, "text": "a"}\n{"id": 2, "text"\n[1]\n{"id": 3}\n{"text": 7}\n{"id": [], "text": ""}\n{"text": null}\n'


def test_bad_lines_are_named_and_left_out(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(BAD, "utf-8")
    done = run("extract", file)
    assert done.returncode == 1
    assert [d["id"] for d in lines(done.stdout)] == [1, 7]
    *errors, summary = done.stderr.decode().splitlines()
    assert summary.endswith(" s, 5 left out") and summary.startswith("dateline: 2 articles, ")
    assert [e.split(": ")[:3] for e in errors] == [["dateline", str(file), f"line {n}"] for n in (2, 3, 4, 5, 6)]


def test_strict_stops_at_the_first_bad_line(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(BAD, "utf-8")
    done = run("extract", file, "--strict")
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1 and "line 2: no JSON" in done.stderr.decode()


def test_a_panic_leaves_one_article_out(tmp_path: Path) -> None:
    done = run("extract", "-", "--panic-on", "boom", input='{"text":"a"}\n{"text":"boom"}\n{"text":"b"}\n')
    assert done.returncode == 1
    assert [d["id"] for d in lines(done.stdout)] == [1, 3]
    assert done.stderr.decode().startswith("dateline: standard input: line 2: internal error")
    for form in ("table", "csv"):
        args = ["extract", "-", "--panic-on", "boom", "--format", form]
        done = run(*args, input='{"text":"a"}\n{"text":"“boom,” he said"}\n')
        assert done.returncode == 1 and done.stdout
        assert done.stderr.decode().startswith("dateline: standard input: line 2: internal error")


def test_wrong_use_and_missing_files(tmp_path: Path) -> None:
    assert run().returncode == 2
    assert run("extract").returncode == 2
    assert run("extract", "x", "--format", "poem").returncode == 2
    done = run("extract", tmp_path / "none.jsonl")
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"dateline: {tmp_path / 'none.jsonl'}: No such file or directory\n")
    done = run("extract", "-", "-o", tmp_path / "no" / "out.jsonl", input='{"text":"a"}')
    assert done.returncode == 2 and "No such file" in done.stderr.decode()


def test_what_can_be_read_is_written(tmp_path: Path) -> None:
    good, empty = tmp_path / "good.txt", tmp_path / "empty"
    good.write_text("“No,” she said.", "utf-8")
    empty.mkdir()
    done = run("extract", good, tmp_path / "none.txt", empty, good)
    assert done.returncode == 1 and len(lines(done.stdout)) == 2
    assert sorted(done.stderr.decode().splitlines()[:2]) == [
        f"dateline: {empty}: no .txt or .jsonl file in this folder",
        f"dateline: {tmp_path / 'none.txt'}: No such file or directory",
    ]
    done = run("extract", "-", "--strict", input='{"text":"a"}\n{bad\n{"text":"b"}')
    assert done.returncode == 1 and len(lines(done.stdout)) == 1


def test_an_input_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"text":"a"}', "utf-8")
    for args in ([file, "-o", file], [tmp_path, "-o", tmp_path / "out.txt"]):
        done = run("extract", *args)
        assert done.returncode == 2 and done.stderr.decode() == f"dateline: {args[2]}: is both input and output\n"
    assert file.read_text("utf-8") == '{"text":"a"}' and list(tmp_path.iterdir()) == [file]


def test_odd_characters_in_csv_and_table() -> None:
    record = json.dumps({"text": "“We have decided that all of us will stay\rhere in Iraq all winter,” said Ali Reed."})
    data = run("extract", "-", "--format", "csv", input=record).stdout
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    assert len({len(row) for row in rows}) == 1 and len(rows) > 1 and b"\r\n" not in data
    table = run("extract", "-", "--format", "table", input='{"id":"\\ud800\\u001b[2J","text":"“No,” she said."}')
    assert table.returncode == 0 and b"\x1b" not in table.stdout


def test_a_bad_gazetteer_is_named(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("name,lat\nBeta,north\n", "utf-8")
    done = run("extract", "-", "--gazetteer", file)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"dateline: {file}: line 2: ")


def test_own_names(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text("id,name\nx:1,Harbour Board\n", "utf-8")
    done = run("extract", "-", "--gazetteer", file, "--no-builtin", input='{"text":"The Harbour Board of Syria"}')
    assert [m["entity_id"] for m in lines(done.stdout)[0]["mentions"]] == ["x:1"]


def test_table_and_csv(article: str) -> None:
    record = json.dumps({"id": "a", "text": article})
    table = run("extract", "-", "--format", "table", input=record)
    assert table.returncode == 0
    assert "WHO" in table.stdout.decode() and "We will not close again" in table.stdout.decode()
    data = run("extract", "-", "--format", "csv", input=f"{record}\n{record}").stdout.decode()
    rows = list(csv.DictReader(io.StringIO(data)))
    assert len(rows) == 2 * len(dl.read(article).statements)
    assert data.startswith("doc_id,statement,quote,mention,speaker,")


def test_help_and_version() -> None:
    assert run("--version").stdout.decode() == f"dateline {dl.__version__}\n"
    for args in (["--help"], ["extract", "--help"]):
        done = run(*args)
        assert done.returncode == 0 and b"exit status" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": "a", "text": "“No,” she said. " * 50}) + "\n", "utf-8")
    many = tmp_path / "many.jsonl"
    many.write_bytes(file.read_bytes() * 3000)
    child = subprocess.Popen(
        [sys.executable, "-m", "dateline", "extract", str(many)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None and child.stderr is not None
    assert child.stdout.read(10)
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait(timeout=60) == 0


def test_the_module_is_the_command() -> None:
    from dateline.cli import main

    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0


def test_packed_inputs(article: str, tmp_path: Path) -> None:
    record = json.dumps({"id": "a", "text": article}) + "\n"
    (tmp_path / "deep").mkdir()
    for name, data in (("a.jsonl.gz", record), ("deep/b.txt.gz", article), ("deep/c.txt", article)):
        (tmp_path / name).write_bytes(gzip.compress(data.encode()) if name.endswith("gz") else data.encode())
    done = run("extract", tmp_path)
    assert [Path(d["id"]).name for d in lines(done.stdout)] == ["a", "b.txt.gz", "c.txt"]
    assert len({json.dumps(d["quotes"]) for d in lines(done.stdout)}) == 1
    done = run("extract", "-", input=gzip.compress(record.encode()))
    assert [d["id"] for d in lines(done.stdout)] == ["a"]


def test_tables_as_inputs(article: str, tmp_path: Path) -> None:
    import pandas

    frame = pandas.DataFrame({"url": ["x/1", "x/2"], "body": [article, None]})
    for name in ("news.csv", "news.tsv", "news.csv.gz", "news.parquet"):
        file = tmp_path / name
        if name.endswith("parquet"):
            frame.to_parquet(file)
        else:
            frame.to_csv(file, index=False, sep="\t" if ".tsv" in name else ",")
        done = run("extract", file, "--text-field", "body", "--id-field", "url")
        assert done.returncode == 0, done.stderr
        assert [(d["id"], len(d["quotes"])) for d in lines(done.stdout)] == [("x/1", 3), ("x/2", 0)], name
        done = run("extract", file)
        assert done.returncode == 2 and b"no column 'text'; there are 'url', 'body'" in done.stderr
    assert [d["id"] for d in lines(run("extract", tmp_path / "news.csv", "--text-field", "body").stdout)] == [1, 2]


def test_the_day_of_an_article(tmp_path: Path) -> None:
    import pandas

    plain = "“We will not wait,” Leon Panetta said."
    days = ["2012-03-01", "20090615", None, "2009-06-15T10:00:00Z"]
    roles = ["Defense Secretary", "Director", None, "Director"]
    frame = pandas.DataFrame({"text": plain, "day": days})
    frame.to_csv(tmp_path / "in.csv", index=False)
    frame.to_json(tmp_path / "in.jsonl", orient="records", lines=True)
    frame.assign(day=pandas.to_datetime(frame["day"], format="mixed", utc=True)).to_parquet(tmp_path / "in.parquet")

    def found(*args: str | Path) -> list[str | None]:
        done = run("extract", *args)
        assert done.returncode == 0, done.stderr
        return [d["quotes"][0]["role"] for d in lines(done.stdout)]

    for name in ("in.csv", "in.jsonl", "in.parquet"):
        file = tmp_path / name
        assert found(file) == [None] * 4
        assert found(file, "--date-field", "day") == roles, name
        assert found(file, "--date", "2012") == ["Defense Secretary"] * 4
        # a day of its own counts more
        both = found(file, "--date-field", "day", "--date", "2010-01")
        assert both == ["Defense Secretary", "Director", "Director", "Director"]
    for form in ("table", "html", "csv --table quotes"):
        done = run("extract", tmp_path / "in.csv", "--date", "2012", "--format", *form.split())
        assert b"Defense" in done.stdout, form
    text = tmp_path / "a.txt"
    text.write_text(plain, "utf-8")
    assert found(text, "--date", "2012") == ["Defense Secretary"]


def test_what_is_no_day_is_told(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    dates = ['"soon"', "[1]", "2012", '"2012-0\\ud800"', '""', "true"]
    file.write_text("".join(f'{{"text": "x", "day": {d}}}\n' for d in dates), "utf-8")
    done = run("extract", file, "--date-field", "day")
    assert done.returncode == 1 and [d["id"] for d in lines(done.stdout)] == [3, 5]
    assert f"{file}: line 1: 'day': date=\"soon\": expected a date such as".encode() in done.stderr
    (tmp_path / "in.csv").write_text("text,when\nx,2012\n", "utf-8")
    done = run("extract", tmp_path / "in.csv", "--date-field", "day")
    assert done.returncode == 2 and b"no column 'day'; there are 'text', 'when' (--date-field chooses)" in done.stderr
    done = run("extract", file, "--date", "soon")
    assert done.returncode == 2 and b"'soon' is no date; dates are such as 2022-03-05" in done.stderr


def test_what_was_left_out_is_reported(tmp_path: Path) -> None:
    file, report = tmp_path / "in.jsonl", tmp_path / "report.csv"
    file.write_text(BAD, "utf-8")
    done = run("extract", file, "--skip-errors", "--report", report)
    assert done.returncode == 0 and len(lines(done.stdout)) == 2
    rows = list(csv.DictReader(io.StringIO(report.read_text("utf-8"))))
    assert [(r["file"], r["row"]) for r in rows] == [(str(file), str(n)) for n in (2, 3, 4, 5, 6)]
    assert rows[2]["reason"] == "no field 'text'; there are 'id' (--text-field chooses)"
    file.write_text('{"id"\n' * 200, "utf-8")
    done = run("extract", file, "--report", report)
    assert done.returncode == 2 and done.stderr.count(b"\n") == 52
    assert len(report.read_text("utf-8").splitlines()) == 201


def test_csv_without_articles_has_its_columns(tmp_path: Path) -> None:
    for args in (["--format", "csv"], ["--format", "csv", "--table", "quotes"]):
        done = run("extract", "-", *args, input="")
        assert done.returncode == 0 and done.stdout.decode().startswith("doc_id,") and done.stdout.count(b"\n") == 1


def test_parquet(article: str, tmp_path: Path) -> None:
    import pandas
    import polars

    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text("".join(json.dumps({"id": i, "text": article}) + "\n" for i in range(3)), "utf-8")
    done = run("extract", source, "--format", "parquet", "-o", out)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in out.iterdir()) == [
        "blocks",
        "documents",
        "mentions",
        "quotes",
        "sentences",
        "statements",
    ]
    quotes = pandas.read_parquet(out / "quotes")
    assert quotes["doc_id"].tolist() == [str(i) for i in range(3) for _ in range(3)]
    assert polars.read_parquet(out / "quotes" / "*.parquet")["text"].to_list() == quotes["text"].tolist()
    one = tmp_path / "quotes.parquet"
    assert run("extract", source, "--format", "parquet", "--table", "quotes", "-o", one).returncode == 0
    assert pandas.read_parquet(one).equals(quotes)
    again = run("extract", source, "--format", "parquet", "-o", out)
    assert again.returncode == 2 and b"holds parts of an earlier run" in again.stderr
    source.write_text("".join(json.dumps({"id": i, "text": article}) + "\n" for i in range(5)), "utf-8")
    more = run("extract", source, "--format", "parquet", "-o", out, "--resume")
    assert more.returncode == 0 and b"2 articles" in more.stderr and b"3 read before" in more.stderr
    assert pandas.read_parquet(out / "documents")["doc_id"].tolist() == list("01234")
    for args in (["--format", "parquet"], ["--format", "parquet", "--table", "quotes"]):
        assert run("extract", source, *args).returncode == 2
    empty = tmp_path / "empty"
    assert run("extract", "-", "--format", "parquet", "-o", empty, input="").returncode == 0
    assert len(pandas.read_parquet(empty / "quotes")) == 0


def test_parquet_without_pyarrow(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from dateline.cli import main

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["extract", "-", "--format", "parquet", "-o", "x"]) == 2
    assert "needs pyarrow: pip install 'dateline[arrow]'" in capsys.readouterr().err


def test_resume(article: str, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    ids: list[Any] = ['a"\\b', 7, "ü", "d"]
    source.write_text("".join(json.dumps({"id": i, "text": article}) + "\n" for i in ids), "utf-8")
    whole = run("extract", source).stdout
    for cut in (0, 1, len(whole) // 3, len(whole) // 2, len(whole) - 1, len(whole)):
        out.write_bytes(whole[:cut])
        done = run("extract", source, "-o", out, "--resume")
        assert done.returncode == 0 and out.read_bytes() == whole, cut
    out.unlink()
    assert run("extract", source, "-o", out, "--resume").returncode == 0 and out.read_bytes() == whole
    out.write_text("something else\n", "utf-8")
    done = run("extract", source, "-o", out, "--resume")
    assert done.returncode == 2 and b"not a file that dateline wrote" in done.stderr
    assert out.read_text("utf-8") == "something else\n"
    assert run("extract", source, "--resume").returncode == 2
    assert run("extract", source, "-o", out, "--resume", "--format", "csv").returncode == 2


def test_threads_kinds_and_labels(article: str) -> None:
    record = json.dumps({"id": "a", "text": article})
    assert run("extract", "-", "-j", "1", input=record).stdout == run("extract", "-", "-j", "3", input=record).stdout
    for wrong in ("0", "-1", "many"):
        assert run("extract", "-", "-j", wrong, input=record).returncode == 2
    (found,) = lines(run("extract", "-", "--kinds", "direct,mixed", input=record).stdout)
    assert found["quotes"] == dl.Pipeline(kinds=["direct", "mixed"]).read(article).to_dict()["quotes"]
    done = run("extract", "-", "--kinds", "loud", input=record)
    assert done.returncode == 2 and b"must be one of 'direct'" in done.stderr
    (found,) = lines(run("extract", "-", "--label-by", "name", input=record).stdout)
    assert found["mentions"] == dl.Pipeline(label_by="name").read(article).to_dict()["mentions"]


def test_words_of_ones_own_and_clean_texts(tmp_path: Path) -> None:
    cues, titles = tmp_path / "cues.csv", tmp_path / "titles.txt"
    cues.write_text("lemma\nblurt\n", "utf-8")
    titles.write_text("Hbrm.\n", "utf-8")
    record = json.dumps({"id": 1, "text": "&ldquo;It fell,&rdquo; blurted Hbrm. Mia Stone."})
    (found,) = lines(run("extract", "-", "--cues", cues, "--titles", titles, "--clean", input=record).stdout)
    assert found["text"] == "“It fell,” blurted Hbrm. Mia Stone."
    assert found["quotes"][0]["speaker"]["text"] == "Mia Stone"
    (found,) = lines(run("extract", "-", "--with-text", input=record).stdout)
    assert found["text"].startswith("&ldquo;")


def test_lists_of_names_are_checked_and_built(tmp_path: Path) -> None:
    good, bad, out = tmp_path / "good.csv", tmp_path / "bad.csv", tmp_path / "names.gaz"
    good.write_text("id,name,aliases\nx:1,Harbour Board,HarBo\n", "utf-8")
    bad.write_text("id,name,lat\nx:3,Harbour Board,\nx:3,Crane Union,\nx:4,Winter,\nx:5,Pier Club,north\n", "utf-8")
    done = run("gazetteer", "check", good)
    assert done.returncode == 0 and done.stdout.decode().startswith("1 entries, 0 faults\n")
    done = run("gazetteer", "check", good, bad)
    told = done.stdout.decode()
    assert done.returncode == 1
    assert f"{bad}:2: two owners: " in told
    assert f"{bad}:3: duplicate id: " in told
    assert f"{bad}:4: common word: " in told
    done = run("gazetteer", "check", tmp_path / "none.csv")
    assert done.returncode == 2 and "No such file" in done.stderr.decode()
    patterns = tmp_path / "patterns.jsonl"
    patterns.write_text('{"label": "ORG", "pattern": "Harbour Board"}\n{"label": "ORG"}\n', "utf-8")
    done = run("gazetteer", "check", patterns)
    assert done.returncode == 1 and f"{patterns}:2: left out: " in done.stdout.decode()
    bad.write_text("id,name,lat\nx:5,Pier Club,north\n", "utf-8")
    assert run("gazetteer", "build", good, bad, "-o", out, "--strict").returncode == 2
    done = run("gazetteer", "build", good, "-o", out)
    assert done.returncode == 0 and len(dl.Gazetteer.open(out)) == 1
    done = run("extract", "-", "--gazetteer", out, "--no-builtin", input='{"text":"The HarBo met."}')
    assert [m["entity_id"] for m in lines(done.stdout)[0]["mentions"]] == ["x:1"]
    assert run("gazetteer", "build", good, "-o", good).returncode == 2


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.jsonl", '{"name": "Harbour Board"}\n', "jsonl"),
        ("b.jsonl", '{"label": "ORG", "pattern": "Harbour Board"}\n', "spacy"),
        ("c.json", '{"Harbour Board": ["HarBo"]}', "json"),
        ("c.json", '[{"name": "Harbour Board", "id": 3}]', "json"),
        ("c.json", '[{"label": "ORG", "pattern": "Harbour Board"}]', "json"),
        ("names.txt", "# of the port\nHarbour Board\nPier Club\n", "text"),
        ("d.txt", "HARBOUR_BOARD [~HAR]\n", "petrarch"),
        ("e.tsv", "name\nHarbour Board\n", "tsv"),
    ],
)
def test_every_form_of_names(tmp_path: Path, name: str, text: str, form: str) -> None:
    from dateline.names import guess

    file = tmp_path / name
    file.write_text(text, "utf-8")
    assert guess(file) == form
    done = run("extract", "-", "--gazetteer", file, "--no-builtin", input='{"text":"The Harbour Board met."}')
    assert done.returncode == 0, done.stderr
    (mention,) = lines(done.stdout)[0]["mentions"]
    assert mention["text"] == "Harbour Board" and mention["entity_id"] is not None


def test_a_list_of_names_with_faults_is_told_and_used(tmp_path: Path) -> None:
    names, bad = tmp_path / "names.csv", tmp_path / "bad.csv"
    text = '{"text":"The Harbour Board met."}'
    names.write_text("name,note\nHarbour Board,x\n", "utf-8")
    done = run("extract", "-", "--gazetteer", names, "--no-builtin", input=text)
    assert done.returncode == 0 and b"the column 'note' is unknown" in done.stderr
    bad.write_text("# of the port\nname,lat,lon\nHarbour Board,,\nPier Club,north,1\n", "utf-8")
    done = run("extract", "-", "--gazetteer", bad, "--no-builtin", input=text)
    assert done.returncode == 1 and f"{bad}: line 4: `north`".encode() in done.stderr
    assert lines(done.stdout)[0]["mentions"][0]["entity_id"] == "Harbour Board"
    done = run("extract", "-", "--gazetteer", bad, "--strict", input=text)
    assert done.returncode == 1 and not done.stdout


def test_check_and_build_agree(tmp_path: Path) -> None:
    folder, out = tmp_path / "lists", tmp_path / "names.gaz"
    folder.mkdir()
    (folder / "a.csv").write_text("name,kind\nHarbour Board,company\n", "utf-8")
    (folder / "b.tsv").write_text("name\tlat\tlon\nOslo, Norway\t59\t10\n", "utf-8")
    (folder / "notes.csv").write_text("colour\nred\n", "utf-8")
    assert run("gazetteer", "check", folder).returncode == 0
    assert run("gazetteer", "build", folder, "--strict", "-o", out).returncode == 0
    assert [e.name for e in dl.Gazetteer.open(out)] == ["Harbour Board", "Oslo, Norway"]
    (folder / "b.tsv").unlink()
    (folder / "b.tsv.gz").write_bytes(gzip.compress(b"name\tid\nVestvik\t7\n"))
    assert run("gazetteer", "check", folder).stdout.decode().startswith("2 entries, 0 faults")
    assert run("gazetteer", "build", folder, "-o", out).returncode == 0 and "Vestvik" in dl.Gazetteer.open(out)
    none = run("gazetteer", "check", tmp_path / "lists" / "..")
    assert none.returncode == 1 and b"no CSV or TSV file" in none.stdout
    wrong = {
        "name,kind\nOslo, Norway,city\n": "columns, the header has",
        "name,colour\nOslo,red\n": "colour",
        "name,label\nOslo,plce\n": "is `place` meant?",
        "name,lat,lon\nOslo,95,0\n": "no place on the globe",
        'name\n"Oslo\n': "a quote is not closed",
        "id\n1\n": "no column `name`; there are `id`",
    }
    for text, said in wrong.items():
        (folder / "a.csv").write_text(text, "utf-8")
        checked = run("gazetteer", "check", folder / "a.csv")
        assert checked.returncode == 1 and said in checked.stdout.decode(), text
        built = run("gazetteer", "build", folder / "a.csv", "--strict", "-o", out)
        assert built.returncode == 2 and said in built.stderr.decode(), text
    tabs = tmp_path / "tabs.txt"
    tabs.write_text("name\tid\nOslo, Norway\t1\n", "utf-8")
    assert run("gazetteer", "check", tabs, "--from", "tsv").returncode == 0
    assert run("gazetteer", "check", tabs, folder / "a.csv").returncode == 1


def test_other_encodings(tmp_path: Path) -> None:
    text = "“It fell,” said José Peña."
    for name, data in (
        ("a.txt", text),
        ("b.csv", f'id,text\n1,"{text}"\n'),
        ("c.jsonl", json.dumps({"text": text}, ensure_ascii=False)),
    ):
        file = tmp_path / name
        file.write_bytes(data.encode("cp1252"))
        done = run("extract", file)
        assert done.returncode == 2 and b"--encoding" in done.stderr
        (found,) = lines(run("extract", file, "--encoding", "cp1252").stdout)
        assert found["quotes"][0]["speaker"]["text"] == "José Peña", name
    assert run("extract", tmp_path / "a.txt", "--encoding", "klingon").returncode == 2
    long = tmp_path / "long.csv"
    long.write_bytes(b"id,text\n" + b"1,x\n" * 9000 + b"2,\xff\n3,x\n")
    done = run("extract", long)
    assert done.returncode == 1 and f"{long}: line 9002: no UTF-8 (--encoding".encode() in done.stderr
    assert len(lines(done.stdout)) == 9001


def test_resume_over_files_needs_ids(article: str, tmp_path: Path) -> None:
    first, second, out = tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "out.jsonl"
    first.write_text(json.dumps({"text": article}) + "\n", "utf-8")
    second.write_text(json.dumps({"text": article}) + "\n" + json.dumps({"text": article}) + "\n", "utf-8")
    assert run("extract", first, "-o", out).returncode == 0
    done = run("extract", first, second, "-o", out, "--resume")
    assert done.returncode == 2 and b"needs an id in every row" in done.stderr


def test_a_page_to_look_at(article: str, tmp_path: Path) -> None:
    out = tmp_path / "found.html"
    record = json.dumps({"id": "<b>", "text": article}) + "\n"
    assert run("extract", "-", "--format", "html", "-o", out, input=record).returncode == 0
    page = out.read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>") and "<h2>&lt;b&gt;</h2>" in page and 'class="q' in page
    assert run("extract", "-", "--format", "html", input="").stdout.startswith(b"<!DOCTYPE html>")


def test_semicolons_and_pages(tmp_path: Path) -> None:
    table, page, wide = tmp_path / "a.csv", tmp_path / "a.txt", tmp_path / "wide.csv"
    table.write_text('id;text\n7;"“No,” said Mia Stone; she left."\n', "utf-8")
    (found,) = lines(run("extract", table).stdout)
    assert (found["id"], found["quotes"][0]["speaker"]["text"]) == ("7", "Mia Stone")
    page.write_text("\n<!doctype HTML>\n<html><p>“No,” said Mia Stone.</html>", "utf-8")
    done = run("extract", page)
    assert done.returncode == 2 and b"this is HTML" in done.stderr
    wide.write_bytes("id,text\n1,x\n".encode("utf-16"))
    assert b"line 1: no UTF-8 (--encoding" in run("extract", wide).stderr
    assert len(lines(run("extract", wide, "--encoding", "utf-16").stdout)) == 1
