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
    with pytest.raises(KeyError):
        table.column("nothing")
