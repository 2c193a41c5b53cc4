"""The command."""

from __future__ import annotations

import csv
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
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
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
    assert "gzip" in error


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
    errors = done.stderr.decode().splitlines()
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
    assert done.stderr.decode() == f"dateline: {tmp_path / 'none.jsonl'}: No such file or directory\n"
    done = run("extract", "-", "-o", tmp_path / "no" / "out.jsonl", input='{"text":"a"}')
    assert done.returncode == 2 and "No such file" in done.stderr.decode()


def test_what_can_be_read_is_written(tmp_path: Path) -> None:
    good, empty = tmp_path / "good.txt", tmp_path / "empty"
    good.write_text("“No,” she said.", "utf-8")
    empty.mkdir()
    done = run("extract", good, tmp_path / "none.txt", empty, good)
    assert done.returncode == 1 and len(lines(done.stdout)) == 2
    assert done.stderr.decode().splitlines() == [
        f"dateline: {tmp_path / 'none.txt'}: No such file or directory",
        f"dateline: {empty}: no .txt file in this folder",
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
