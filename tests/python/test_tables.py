"""Tables in from, and out to, other libraries."""

from __future__ import annotations

import pickle
import sys
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest

import dateline as dl

NAMES = ["documents", "blocks", "sentences", "mentions", "quotes", "statements"]


@pytest.fixture(scope="module")
def tables(article: str) -> dl.Tables:
    return dl.read_frame({"body": [article, None, article], "url": ["a/1", "a/2", "a/3"]}, text="body", id="url")


def test_who_said_what_about_whom(tables: dl.Tables, doc: dl.Document) -> None:
    assert tables.documents.column("doc_id") == ["a/1", "a/2", "a/3"]
    assert len(tables.quotes) == 2 * len(doc.quotes) > 0
    for row in tables.mentions.to_dicts():
        assert doc.text[row["start"] : row["end"]] == row["text"]
    one = doc.to_tables("a/1")
    assert one.statements.to_dicts() == [r for r in tables.statements.to_dicts() if r["doc_id"] == "a/1"]
    for row, statement in zip(one.statements.to_dicts(), doc.statements, strict=True):
        assert {k: v for k, v in row.items() if k != "doc_id"} == statement.to_dict()


def test_the_same_from_every_library(article: str) -> None:
    columns: dict[str, list[Any]] = {"body": [article, None, "Syria."], "id": ["x", "y", "z"], "other": [1, 2, 3]}
    expected = dl.read_frame(columns, "body", "id")
    frames = [
        pandas.DataFrame(columns),
        pandas.DataFrame(columns).astype({"body": "object"}),
        pandas.DataFrame(columns, index=[7, 7, 9]),
        polars.DataFrame(columns),
        polars.DataFrame(columns).lazy(),
        pyarrow.table(columns),
        pyarrow.table(columns).to_batches()[0],
        duckdb.from_arrow(pyarrow.table(columns)),
    ]
    for frame in frames:
        assert dl.read_frame(frame, "body", "id") == expected, type(frame)


def test_ids(article: str) -> None:
    texts = [article, article]
    assert set(dl.read_frame({"text": texts}).quotes.column("doc_id")) == {0, 1}
    assert set(dl.read_frame({"text": texts, "n": [7, 8]}, id="n").quotes.column("doc_id")) == {7, 8}
    assert set(dl.read_frame({"text": texts, "n": [7, "b"]}, id="n").quotes.column("doc_id")) == {"7", "b"}
    frame = pandas.DataFrame({"text": texts, "n": [7, 8]})
    assert set(dl.read_frame(frame, id="n").quotes.column("doc_id")) == {7, 8}
    with pytest.raises(TypeError, match="row 1: the id is missing"):
        dl.read_frame({"text": texts, "n": ["a", None]}, id="n")
    with pytest.raises(ValueError, match="fewer ids"):
        dl.read_frame({"text": texts, "n": ["a"]}, id="n")


def test_a_missing_column_is_named(article: str) -> None:
    columns = {"body": [article]}
    for frame in (columns, pandas.DataFrame(columns), polars.DataFrame(columns), pyarrow.table(columns)):
        with pytest.raises(KeyError, match=r"no column 'text'; there are 'body'"):
            dl.read_frame(frame)
    with pytest.raises(TypeError, match="cannot read a list"):
        dl.read_frame([article])
    with pytest.raises(TypeError, match=r"row 0: expected str or None, got int"):
        dl.read_frame(polars.DataFrame({"text": [1]}))


@pytest.mark.parametrize("name", NAMES)
def test_every_library_reads_every_table(tables: dl.Tables, name: str) -> None:
    table: dl.Table = getattr(tables, name)
    rows = table.to_dicts()
    assert len(table) == len(rows)
    assert table.columns[0] == "doc_id" and [*rows[0]] == table.columns == [*table.schema]
    assert polars.DataFrame(table).to_dicts() == rows == table.to_polars().to_dicts()
    assert pyarrow.table(table).to_pylist() == rows == table.to_arrow().to_pylist()
    relation = duckdb.from_arrow(pyarrow.RecordBatchReader.from_stream(table))
    assert [dict(zip(table.columns, r, strict=True)) for r in relation.fetchall()] == rows
    assert pandas.DataFrame.from_arrow(table).shape == (len(rows), len(table.columns))
    frame = table.to_pandas()
    assert [*frame.columns] == table.columns and len(frame) == len(rows)
    for column in table.columns:
        ours = [None if pandas.isna(v) else v for v in frame[column].tolist()]
        assert ours == table.column(column), column


def test_duckdb_finds_a_table_by_its_name(tables: dl.Tables) -> None:
    quotes = tables.quotes
    assert duckdb.sql("select count(*) from quotes").fetchall() == [(len(quotes),)]


def test_pandas_without_pyarrow(tables: dl.Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    frame = tables.quotes.to_pandas()
    assert frame["speaker_start"].dtype == "Int64" and frame["start"].dtype == "int64"
    assert frame["denied"].dtype == "bool"


def test_empty_tables_keep_their_columns_and_types() -> None:
    tables = dl.read_frame({"text": []})
    for name in NAMES:
        table: dl.Table = getattr(tables, name)
        assert len(table) == 0 and table.to_dicts() == []
        assert polars.DataFrame(table).columns == table.columns
        assert list(table.to_pandas().columns) == table.columns
        assert pickle.loads(pickle.dumps(table)) == table


def test_an_exported_stream_outlives_its_table(article: str) -> None:
    for _ in range(50):
        stream = dl.read(article).to_tables().sentences.__arrow_c_stream__()
        del stream
    batches = pyarrow.RecordBatchReader.from_stream(dl.read(article).to_tables().sentences)
    assert batches.read_all().num_rows > 0


def test_head_and_repr(tables: dl.Tables) -> None:
    table = tables.sentences
    assert table.head(2).to_dicts() == table.to_dicts()[:2]
    assert table.head(10**6) == table
    assert "sentence" in repr(table) and "Tables(" in repr(tables)
    with pytest.raises(KeyError, match=r"no column .*nothing.*; there are doc_id, sentence, start"):
        table.column("nothing")


def test_a_table_is_indexed_and_gone_through(tables: dl.Tables) -> None:
    table = tables.quotes
    rows = table.to_dicts()
    assert table["speaker"] == table.column("speaker")
    assert list(table) == rows and [table[i] for i in range(len(table))] == rows
    assert table[-1] == rows[-1]
    assert table[1:3].to_dicts() == rows[1:3] and table[:0].to_dicts() == [] and table[5:1].to_dicts() == []
    assert pandas.DataFrame(table)["text"].tolist() == table["text"]
    for wrong, error in (
        ("nothing", KeyError),
        (len(rows), IndexError),
        (1.5, TypeError),
        (slice(0, 9, 2), ValueError),
    ):
        with pytest.raises(error):
            table[wrong]  # type: ignore[call-overload]
    assert list(tables) == tables.keys() == NAMES and tables["quotes"] == table
    assert dict(tables)["mentions"] == tables.mentions
    with pytest.raises(KeyError, match="there are documents, blocks"):
        tables["poems"]


def test_a_table_of_many_batches_is_indexed_too(article: str) -> None:
    table = dl.Pipeline()._core.read_tables([article] * 700, None, None, 30_000).sentences
    rows = table.to_dicts()
    assert list(table) == rows and len(rows) > 2048
    for start, stop in ((0, 5), (1000, 1100), (len(rows) - 3, len(rows)), (17, len(rows))):
        assert table[start:stop].to_dicts() == rows[start:stop]


def test_one_column_alone(article: str) -> None:
    expected = dl.read_frame({"text": [article, None]})
    texts = [article, None]
    series = [pandas.Series(texts), pandas.Series(texts, index=[7, 9]), polars.Series(texts), pyarrow.array(texts)]
    for one in series:
        assert dl.read_frame(one) == expected, type(one)
    assert dl.read_frame(pandas.Series(texts, name="body"), text="body") == expected
    with pytest.raises(KeyError, match="give the whole frame"):
        dl.read_frame(pandas.Series(texts), id="url")
    with pytest.raises(TypeError, match="read_many reads a list of texts"):
        dl.read_frame(texts)


def test_there_is_an_id_for_every_text() -> None:
    for ids, said in ((["a"], "fewer"), (["a", "b", "c"], "more")):
        with pytest.raises(ValueError, match=f"there are {said} ids than texts"):
            dl.read_frame({"text": ["x", "y"], "id": ids}, id="id")
        with pytest.raises(ValueError, match=f"there are {said} ids than texts"):
            dl.Gazetteer(["x y"]).find_many(["x", "y"], ids)
    table = dl.Gazetteer(["x y"]).find_many(["x y", "no", "x y"], [1, "b", 3])
    assert table.column("doc_id") == ["1", "3"]
