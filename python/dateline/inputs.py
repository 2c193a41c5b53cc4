"""What the command reads: text files, folders, JSON Lines, CSV, Parquet, packed by gzip or not."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, Any, NamedTuple

from .dates import checked
from .errors import OptionError

__all__ = ["Inputs", "Item"]

_GZIP = b"\x1f\x8b"
_LINES = (".jsonl", ".ndjson")
_TABLES = (".csv", ".tsv")
_IN_FOLDERS = (".txt", *_LINES)
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_ESCAPED = re.compile("[\udc80-\udcff]")


class Item(NamedTuple):
    """One article and where it comes from."""

    source: str
    line: int | None
    id: str | int
    text: str
    counted: bool = False  # the id is the row's number in its file: the row has none of its own
    date: str | None = None  # the day it was published, ISO 8601


class Inputs:
    """Goes through the inputs, one article after the other, and says what cannot be read.

    `fail` is called with the file, the line or row in it if there is one, and the reason.
    """

    def __init__(
        self,
        text_field: str,
        id_field: str,
        date_field: str | None,
        encoding: str | None,
        fail: Callable[[str, int | None, str], None],
    ) -> None:
        self.text_field = text_field
        self.id_field = id_field
        self.date_field = date_field
        # none: UTF-8, with or without a byte order mark
        self.encoding = None if encoding is None or codecs.lookup(encoding).name == "utf-8" else encoding
        self.fail = fail
        # how far the reading is, for the progress bar
        self.total = 0
        self._before = 0
        self._raw: IO[bytes] | None = None

    @property
    def done(self) -> int:
        """Bytes of the input read so far."""
        return self._before + (self._raw.tell() if self._raw is not None and not self._raw.closed else 0)

    def items(self, names: list[str]) -> Iterator[Item]:
        """All articles of all inputs."""
        work: list[tuple[Path | None, str]] = []
        for name in names:
            if name == "-":
                work.append((None, "standard input"))
            elif (folder := Path(name)).is_dir():
                work += [(file, os.fspath(file)) for file in self._folder(folder)]
            else:
                work.append((Path(name), name))
        self.total = sum(p.stat().st_size for p, _ in work if p is not None and p.is_file())
        for path, shown in work:
            if path is None:
                stdin = sys.stdin.buffer
                packed = stdin.peek(2)[:2] == _GZIP if isinstance(stdin, io.BufferedReader) else False
                data: Any = gzip.GzipFile(fileobj=stdin) if packed else stdin
                yield from self._guarded(shown, data, ".jsonl", shown)
            else:
                yield from self._file(path, shown)

    def _folder(self, folder: Path) -> list[Path]:
        files = sorted(p for p in folder.rglob("*") if _kind(p) in _IN_FOLDERS and p.is_file())
        if not files:
            self.fail(os.fspath(folder), None, "no .txt or .jsonl file in this folder")
        return files

    def _file(self, path: Path, shown: str) -> Iterator[Item]:
        kind = _kind(path)
        try:
            with self._open(path) as data:
                yield from self._guarded(shown, data, kind, path.as_posix())
        except OSError as e:
            self.fail(shown, None, e.strerror or str(e))

    @contextmanager
    def _open(self, path: Path) -> Iterator[IO[bytes]]:
        with path.open("rb") as raw:
            self._raw = raw
            try:
                head = raw.read(2)
                raw.seek(0)
                if head == _GZIP:
                    with gzip.open(raw, "rb") as unpacked:
                        yield unpacked  # type: ignore[misc]
                else:
                    yield raw
            finally:
                self._raw = None
                self._before += os.fstat(raw.fileno()).st_size

    def _guarded(self, source: str, data: IO[bytes], kind: str, id: str) -> Iterator[Item]:
        """What is broken in the middle (a packed file, say) leaves out the rest of that file only."""
        try:
            if kind in _LINES:
                yield from self._lines(source, data)
            elif kind in _TABLES:
                yield from self._table(source, data, "\t" if kind == ".tsv" else ",")
            elif kind == ".parquet":
                yield from self._parquet(source, data)
            else:
                # offsets are those of the file read as UTF-8 with its line ends as they are
                text = data.read().decode(self.encoding or "utf-8")
                if _HTML.match(text):
                    self.fail(
                        source, None, "this is HTML: take the text out of it first (trafilatura, for one, does so)"
                    )
                else:
                    yield Item(source, None, id, text)
        except UnicodeError as e:
            # a wrong guess would give a document of garbage and an exit status that says all went well
            self._undecoded(source, None, f" at byte {e.start}" if isinstance(e, UnicodeDecodeError) else "")
        except (EOFError, zlib.error, gzip.BadGzipFile) as e:
            self.fail(source, None, f"the gzip data is damaged: {e}")
        except csv.Error as e:
            self.fail(source, None, f"no CSV: {e}")

    def _undecoded(self, source: str, line: int | None, where: str = "") -> None:
        self.fail(source, line, f"no {self.encoding or 'UTF-8'}{where} (--encoding tells another)")

    def _lines(self, source: str, data: IO[bytes]) -> Iterator[Item]:
        if self.encoding is None:
            # each line by itself: one that is no UTF-8 is left out alone
            yield from self._records(source, data)
            return
        lines = io.TextIOWrapper(data, self.encoding, newline="\n")
        try:
            yield from self._records(source, lines)
        finally:
            lines.detach()

    def _records(self, source: str, lines: Iterable[str | bytes]) -> Iterator[Item]:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except UnicodeDecodeError:
                self._undecoded(source, number)
                continue
            except (ValueError, RecursionError) as e:
                self.fail(source, number, f"no JSON: {e}")
                continue
            if not isinstance(record, dict):
                self.fail(source, number, f"expected an object, got {type(record).__name__}")
            elif self.text_field not in record:
                known = ", ".join(map(repr, list(record)[:9])) or "none"
                self.fail(source, number, f"no field {self.text_field!r}; there are {known} (--text-field chooses)")
            else:
                date = None if self.date_field is None else record.get(self.date_field)
                yield from self._item(source, number, record.get(self.id_field), record[self.text_field], date)

    def _item(self, source: str, line: int, id: Any, text: Any, date: Any, number: int | None = None) -> Iterator[Item]:
        """One article; `number` is its row where that is not its line."""
        if not (text is None or isinstance(text, str)):
            self.fail(source, line, f"{self.text_field!r} is no text but {type(text).__name__}")
        elif id is not None and (isinstance(id, bool) or not isinstance(id, (str, int))):
            self.fail(source, line, f"{self.id_field!r} is no text or number but {type(id).__name__}")
        else:
            try:
                day = self._day(date)
            except OptionError as e:
                self.fail(source, line, f"{self.date_field!r}: {e.reason}")
                return
            own = (number or line) if id is None else id
            yield Item(source, line, own, text or "", id is None, day)

    def _day(self, date: Any) -> str | None:
        if isinstance(date, int) and not isinstance(date, bool):
            # a year, or a day written as 20220305
            date = str(date)
        # an empty cell is a missing one
        return checked(date or None)

    def _table(self, source: str, data: IO[bytes], delimiter: str) -> Iterator[Item]:
        csv.field_size_limit(2**31 - 1)
        # what cannot be decoded comes as lone surrogates, so that a row is left out alone
        lines = io.TextIOWrapper(data, self.encoding or "utf-8-sig", errors="surrogateescape", newline="")
        head = lines.readline()
        # spreadsheets of many countries part columns by semicolons, and call the file CSV all the same
        fits = (d for d in (delimiter, ";", "\t", ",") if self.text_field in next(csv.reader([head], delimiter=d), []))
        reader = csv.DictReader(chain([head], lines), delimiter=next(fits, delimiter))
        try:
            names = reader.fieldnames or []
            if _ESCAPED.search(head):
                self._undecoded(source, 1)
                return
            if not self._has_columns(source, names):
                return
            for number, row in enumerate(reader, 1):
                id, text = row.get(self.id_field) or None, row[self.text_field] or ""
                date = None if self.date_field is None else row[self.date_field]
                if _ESCAPED.search(text) or (id and _ESCAPED.search(id)):
                    self._undecoded(source, reader.line_num)
                else:
                    yield from self._item(source, reader.line_num, id, text, date, number)
        finally:
            lines.detach()

    def _parquet(self, source: str, data: IO[bytes]) -> Iterator[Item]:
        try:
            from pyarrow import parquet
        except ImportError:
            self.fail(source, None, "reading Parquet needs pyarrow: pip install 'dateline[arrow]'")
            return
        try:
            file = parquet.ParquetFile(data)
            names = file.schema_arrow.names
        except ValueError as e:
            self.fail(source, None, f"no Parquet: {e}")
            return
        if not self._has_columns(source, names):
            return
        wanted = (self.text_field, self.id_field, self.date_field)
        columns = list(dict.fromkeys(name for name in wanted if name in names))
        number = 0
        for batch in file.iter_batches(1024, columns=columns):
            missing = [None] * batch.num_rows
            cells = (batch.column(name).to_pylist() if name in columns else missing for name in wanted)
            for text, id, date in zip(*cells, strict=True):
                number += 1
                yield from self._item(source, number, id, text, date)

    def _has_columns(self, source: str, names: Sequence[str]) -> bool:
        """Whether a table has the columns it must have; what it lacks is told."""
        for name, option in ((self.text_field, "--text-field"), (self.date_field, "--date-field")):
            if name is not None and name not in names:
                known = ", ".join(map(repr, names)) or "none"
                self.fail(source, None, f"no column {name!r}; there are {known} ({option} chooses)")
                return False
        return True


def _kind(path: Path) -> str:
    """The suffix that tells the form, whether packed or not: `news.jsonl.gz` is JSON Lines."""
    suffixes = [s.lower() for s in path.suffixes[-2:]]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""
