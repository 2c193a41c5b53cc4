"""What the command writes: JSON Lines, a table to read, a page to look at, CSV, Parquet."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, TypeVar

from ._dateline import Document
from .errors import DatelineError, OptionError
from .inputs import Item
from .pipeline import Pipeline

__all__ = [
    "TABLES",
    "Csv",
    "Html",
    "JsonLines",
    "Parquet",
    "ParquetFolder",
    "Readable",
    "known_ids",
    "resumed",
    "standard_output",
]

TABLES = ["documents", "blocks", "sentences", "mentions", "quotes", "statements"]

Fail = Callable[[str, "int | None", str], None]
T = TypeVar("T")


def readable(pipeline: Pipeline, batch: list[Item], fail: Fail) -> list[Item]:
    """The batch without the texts that cannot be read, which are told."""
    good = []
    for item in batch:
        try:
            pipeline.read(item.text, item.date)
        except DatelineError as e:
            fail(item.source, item.line, e.reason)
        else:
            good.append(item)
    return good


def _spared(pipeline: Pipeline, batch: list[Item], fail: Fail, work: Callable[[list[Item]], T]) -> tuple[list[Item], T]:
    """The work on a batch, and the items of it that could be read; one that cannot be read costs the others nothing."""
    try:
        return batch, work(batch)
    except DatelineError:
        good = readable(pipeline, batch, fail)
        return good, work(good)


def _tables(pipeline: Pipeline, batch: list[Item], fail: Fail) -> Any:
    """The six tables of the batch; ids are texts, whatever they were."""

    def work(items: list[Item]) -> Any:
        columns = {"text": [i.text for i in items], "id": [str(i.id) for i in items], "date": [i.date for i in items]}
        return pipeline.read_frame(columns, id="id", date="date")

    return _spared(pipeline, batch, fail, work)[1]


class JsonLines:
    """Everything, one JSON object an article."""

    def __init__(self, out: IO[str], with_text: bool) -> None:
        self.out = out
        self.with_text = with_text

    def __call__(self, pipeline: Pipeline, batch: list[Item], fail: Fail) -> int:
        texts = [pipeline._mended(i.text) for i in batch]
        lines = pipeline._core.read_lines(texts, [i.id for i in batch], [i.date for i in batch])
        quotes = 0
        for item, text, (line, found, error) in zip(batch, texts, lines, strict=True):
            if line is None:
                fail(item.source, item.line, error or "")
                continue
            quotes += found
            self.out.write(f'{line[:-1]},"text":{json.dumps(text)}}}\n' if self.with_text else line + "\n")
        return quotes

    def close(self) -> None:
        self.out.flush()


class Csv:
    """One of the six tables as CSV."""

    def __init__(self, out: IO[str], table: str) -> None:
        self.out = out
        self.table = table
        # before Python 3.13 a lone carriage return is quoted only if it is part of the line end
        lines = SimpleNamespace(write=lambda row: out.write(row[:-2] + "\n"))
        self.writer = csv.writer(lines, lineterminator="\r\n")
        self.started = False

    def __call__(self, pipeline: Pipeline, batch: list[Item], fail: Fail) -> int:
        tables = _tables(pipeline, batch, fail)
        table = tables[self.table]
        if not self.started:
            self.writer.writerow(table.columns)
            self.started = True
        self.writer.writerows(zip(*(table.column(c) for c in table.columns), strict=True))
        return len(tables.quotes)

    def close(self) -> None:
        """A table without rows has its columns all the same."""
        if not self.started:
            self.writer.writerow(Pipeline(builtin=False).read_frame({"text": []})[self.table].columns)
        self.out.flush()


class Readable:
    """Who said what about whom and where, for reading."""

    def __init__(self, out: IO[str]) -> None:
        self.out = out
        self.width = min(shutil.get_terminal_size((120, 24)).columns, 160)
        self.first = True

    def __call__(self, pipeline: Pipeline, batch: list[Item], fail: Fail) -> int:
        from .display import squeeze, statement_rows, statement_table

        batch, docs = _documents(pipeline, batch, fail)
        for item, doc in zip(batch, docs, strict=True):
            self.out.write(("" if self.first else "\n") + f"── {squeeze(str(item.id))}\n\n")
            self.out.write(statement_table(statement_rows(doc), self.width) + "\n")
            self.first = False
        return sum(len(d.quotes) for d in docs)

    def close(self) -> None:
        self.out.flush()


class Html:
    """The articles with everything marked, one page to look at in a browser."""

    def __init__(self, out: IO[str]) -> None:
        self.out = out
        self.started = False

    def __call__(self, pipeline: Pipeline, batch: list[Item], fail: Fail) -> int:
        from .display import document_html, escape

        batch, docs = _documents(pipeline, batch, fail)
        self._start()
        for item, doc in zip(batch, docs, strict=True):
            self.out.write(f"<h2>{escape(str(item.id))}</h2>\n{document_html(doc)}\n")
        return sum(len(d.quotes) for d in docs)

    def _start(self) -> None:
        if not self.started:
            self.out.write('<!DOCTYPE html>\n<meta charset="utf-8">\n<title>dateline</title>\n')
            self.started = True

    def close(self) -> None:
        self._start()
        self.out.flush()


def _documents(pipeline: Pipeline, batch: list[Item], fail: Fail) -> tuple[list[Item], list[Document]]:
    """The documents of a batch, and the items they are of."""

    def work(items: list[Item]) -> list[Document]:
        return pipeline.read_many([i.text for i in items], date=[i.date for i in items])

    return _spared(pipeline, batch, fail, work)


def _parquet() -> Any:
    try:
        from pyarrow import parquet
    except ImportError:
        raise OptionError("--format parquet needs pyarrow: pip install 'dateline[arrow]'") from None
    return parquet


class Parquet:
    """One of the six tables as one Parquet file."""

    def __init__(self, path: str, table: str) -> None:
        self.parquet = _parquet()
        if path == "-":
            raise OptionError("--format parquet needs -o: a file for one table, a folder for all of them")
        self.path = path
        self.table = table
        self.writer: Any = None

    def __call__(self, pipeline: Pipeline, batch: list[Item], fail: Fail) -> int:
        tables = _tables(pipeline, batch, fail)
        self._write(tables)
        return len(tables.quotes)

    def _write(self, tables: Any) -> None:
        table = tables[self.table].to_arrow()
        if self.writer is None:
            self.writer = self.parquet.ParquetWriter(self.path, table.schema, compression="zstd")
        self.writer.write_table(table)

    def close(self) -> None:
        if self.writer is None:
            self._write(Pipeline(builtin=False).read_frame({"text": [], "id": []}, id="id"))
        self.writer.close()


class ParquetFolder:
    """All six tables, each a folder of parts: `OUT/quotes/part-00000.parquet`.

    pandas, polars and DuckDB read such a folder as one table. The part of `documents` is written last, so a batch that
    was cut short counts for nothing.
    """

    def __init__(self, path: str, resume: bool) -> None:
        self.parquet = _parquet()
        if path == "-":
            raise OptionError("--format parquet needs -o: a folder to write to")
        self.folder = Path(path)
        self.part = len(self._parts())
        if self.part and not resume:
            raise OptionError("holds parts of an earlier run: --resume goes on with them", path)
        self.wrote = self.part > 0
        for name in TABLES:
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    def _parts(self) -> list[Path]:
        return sorted((self.folder / "documents").glob("part-*.parquet"))

    def known_ids(self) -> set[str]:
        """The ids of the articles that earlier runs have read."""
        ids: set[str] = set()
        for part in self._parts():
            ids.update(self.parquet.read_table(part, columns=["doc_id"]).column("doc_id").to_pylist())
        return ids

    def __call__(self, pipeline: Pipeline, batch: list[Item], fail: Fail) -> int:
        tables = _tables(pipeline, batch, fail)
        self._write(tables)
        return len(tables.quotes)

    def _write(self, tables: Any) -> None:
        for name in reversed(TABLES):
            path = self.folder / name / f"part-{self.part:05}.parquet"
            unfinished = path.with_suffix(".unfinished")
            self.parquet.write_table(tables[name].to_arrow(), unfinished, compression="zstd")
            unfinished.replace(path)
        self.part += 1
        self.wrote = True

    def close(self) -> None:
        if not self.wrote:
            self._write(Pipeline(builtin=False).read_frame({"text": [], "id": []}, id="id"))


_ID = re.compile(rb'\{"id":("(?:[^"\\]|\\.)*"|-?\d+),')


def known_ids(path: Path) -> set[str]:
    """The ids of the articles in a file of JSON Lines; a last line that was cut short is cut off."""
    ids: set[str] = set()
    whole = 0
    with path.open("r+b") as lines:
        for line in lines:
            if not line.endswith(b"\n"):
                break
            found = _ID.match(line)
            if found is None:
                raise OptionError("--resume: not a file that dateline wrote", str(path))
            ids.add(str(json.loads(found[1])))
            whole += len(line)
        lines.truncate(whole)
    return ids


def resumed(out: str) -> Path | None:
    """The file to go on with, if there is one."""
    if out == "-":
        raise OptionError("--resume needs -o: the file or folder to go on with")
    path = Path(out)
    return path if path.is_file() else None


def standard_output() -> IO[str]:
    """Standard output in UTF-8 and with our line ends, whatever the system's are."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    return sys.stdout
