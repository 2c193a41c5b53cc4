"""The command `dateline`.

Exit status: 0 all went well, 1 some input was left out (and said so on standard error), 2 wrong use or nothing could
be done.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, NamedTuple

from . import __version__
from .errors import DatelineError, OptionError

__all__ = ["main"]

# A batch is what is held in memory at a time.
BATCH_CHARS = 8_000_000
BATCH_TEXTS = 10_000

EPILOG = """\
examples:
  dateline extract articles/ -o found.jsonl
  dateline extract news.jsonl --text-field body --id-field url -o found.jsonl
  zcat news.jsonl.gz | dateline extract - --format table | less

exit status: 0 all went well; 1 some input was left out, see standard error; 2 wrong use or nothing could be done
"""


class _Item(NamedTuple):
    source: str
    line: int | None
    id: str | int
    text: str


class _InputError(DatelineError):
    """With `--strict`: the input that could not be read."""


class _Reader:
    """Goes through the inputs and counts what had to be left out."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.text_field: str = args.text_field
        self.id_field: str = args.id_field
        self.strict: bool = args.strict
        self.failed = False

    def fail(self, source: str, line: int | None, reason: str) -> None:
        """Says what was left out; with `--strict` that is the end."""
        if self.strict:
            raise _InputError(reason, source, line)
        _complain(DatelineError(reason, source, line))
        self.failed = True

    def items(self, inputs: list[str]) -> Iterator[_Item]:
        for name in inputs:
            if name == "-":
                yield from self._lines("standard input", sys.stdin.buffer)
                continue
            path = Path(name)
            if path.is_dir():
                files = sorted(p for p in path.rglob("*.txt") if p.is_file())
                if not files:
                    self.fail(name, None, "no .txt file in this folder")
                for file in files:
                    yield from self._file(file)
            elif path.suffix.lower() in (".jsonl", ".ndjson"):
                try:
                    with path.open("rb") as lines:
                        yield from self._lines(name, lines)
                except OSError as e:
                    self.fail(name, None, e.strerror or str(e))
            else:
                yield from self._file(path)

    def _file(self, path: Path) -> Iterator[_Item]:
        try:
            data = path.read_bytes()
        except OSError as e:
            self.fail(os.fspath(path), None, e.strerror or str(e))
        else:
            # a wrong guess would give a document of garbage and an exit status that says all went well
            if data.startswith(b"\x1f\x8b"):
                self.fail(os.fspath(path), None, "a gzip file; unpack it first")
            else:
                try:
                    # offsets are those of the file read as UTF-8 with its line ends as they are
                    text = data.decode("utf-8")
                except UnicodeDecodeError as e:
                    self.fail(os.fspath(path), None, f"no UTF-8 at byte {e.start}")
                else:
                    yield _Item(os.fspath(path), None, path.as_posix(), text)

    def _lines(self, source: str, lines: Iterable[bytes]) -> Iterator[_Item]:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as e:
                self.fail(source, number, f"no JSON: {e}")
                continue
            if not isinstance(record, dict):
                self.fail(source, number, f"expected an object, got {type(record).__name__}")
                continue
            id = record.get(self.id_field)
            text = record.get(self.text_field)
            if self.text_field not in record:
                self.fail(source, number, f"no field {self.text_field!r}")
            elif not (text is None or isinstance(text, str)):
                self.fail(source, number, f"{self.text_field!r} is no text but {type(text).__name__}")
            elif id is not None and (isinstance(id, bool) or not isinstance(id, (str, int))):
                self.fail(source, number, f"{self.id_field!r} is no text or number but {type(id).__name__}")
            else:
                yield _Item(source, number, number if id is None else id, text or "")


def _complain(error: object) -> None:
    print(f"dateline: {error}", file=sys.stderr)


def _batches(items: Iterator[_Item]) -> Iterator[list[_Item]]:
    batch: list[_Item] = []
    size = 0
    try:
        for item in items:
            batch.append(item)
            size += len(item.text)
            if size >= BATCH_CHARS or len(batch) >= BATCH_TEXTS:
                yield batch
                batch, size = [], 0
    except (DatelineError, OSError):
        # what was read before counts
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _keep_apart(inputs: list[str], output: str) -> None:
    """Opening the output empties it: that must not happen to an input."""
    out = Path(output)
    if output == "-" or (out.exists() and not out.is_file()):
        return
    for path in (Path(name) for name in inputs if name != "-"):
        same = path.is_file() and out.is_file() and path.samefile(out)
        if same or (out.suffix == ".txt" and path.is_dir() and path.resolve() in out.resolve().parents):
            raise OptionError("is both input and output", output)


@contextmanager
def _output(name: str) -> Iterator[IO[str]]:
    if name == "-":
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
        return
    with Path(name).open("w", encoding="utf-8", newline="\n") as out:
        yield out


def _extract(args: argparse.Namespace) -> int:
    from .pipeline import Pipeline

    options: dict[str, Any] = {"include": args.include}
    if args.gazetteer:
        from ._dateline import Gazetteer

        options["gazetteer"] = [Gazetteer.from_csv(path, strict=True) for path in args.gazetteer]
    if args.no_builtin:
        options["builtin"] = False
    pipeline = Pipeline(**options)
    if args.panic_on:
        pipeline._set({**pipeline._options, "panic_on": args.panic_on})
    _keep_apart(args.input, args.output)
    reader = _Reader(args)
    bar: Any = None
    if args.progress:
        with suppress(ImportError):
            from tqdm import tqdm

            bar = tqdm(unit="text", disable=None)
    read = 0
    with _output(args.output) as out:
        write = {"jsonl": _write_jsonl, "csv": _CsvWriter(args.table), "table": _TableWriter()}[args.format]
        for batch in _batches(reader.items(args.input)):
            write(pipeline, reader, batch, out)  # type: ignore[operator]
            read += len(batch)
            if bar is not None:
                bar.update(len(batch))
        out.flush()
    if bar is not None:
        bar.close()
    return 0 if not reader.failed else 1 if read else 2


def _write_jsonl(pipeline: Any, reader: _Reader, batch: list[_Item], out: IO[str]) -> None:
    lines = pipeline._core.read_lines([i.text for i in batch], [i.id for i in batch])
    for item, (line, _, error) in zip(batch, lines, strict=True):
        if error is not None:
            reader.fail(item.source, item.line, error)
        else:
            out.write(line + "\n")


class _CsvWriter:
    """One of the six tables as CSV."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.started = False

    def __call__(self, pipeline: Any, reader: _Reader, batch: list[_Item], out: IO[str]) -> None:
        try:
            tables = _tables(pipeline, batch)
        except DatelineError:
            tables = _tables(pipeline, _readable(pipeline, reader, batch))
        table = getattr(tables, self.table)
        # before Python 3.13 a lone carriage return is quoted only if it is part of the line end
        lines = SimpleNamespace(write=lambda row: out.write(row[:-2] + "\n"))
        writer = csv.writer(lines, lineterminator="\r\n")
        if not self.started:
            writer.writerow(table.columns)
            self.started = True
        columns = [table.column(c) for c in table.columns]
        writer.writerows(zip(*columns, strict=True))


def _tables(pipeline: Any, batch: list[_Item]) -> Any:
    return pipeline._core.read_tables([i.text for i in batch], [str(i.id) for i in batch])


def _readable(pipeline: Any, reader: _Reader, batch: list[_Item]) -> list[_Item]:
    """The batch without the texts that cannot be read, which are told."""
    good = []
    for item in batch:
        try:
            pipeline.read(item.text)
        except DatelineError as e:
            reader.fail(item.source, item.line, e.reason)
        else:
            good.append(item)
    return good


class _TableWriter:
    """Who said what about whom and where, for reading."""

    def __init__(self) -> None:
        self.width = min(shutil.get_terminal_size((120, 24)).columns, 160)
        self.first = True

    def __call__(self, pipeline: Any, reader: _Reader, batch: list[_Item], out: IO[str]) -> None:
        from .display import squeeze, statement_rows, statement_table

        try:
            docs = pipeline.read_many([i.text for i in batch])
        except DatelineError:
            batch = _readable(pipeline, reader, batch)
            docs = pipeline.read_many([i.text for i in batch])
        for item, doc in zip(batch, docs, strict=True):
            out.write(("" if self.first else "\n") + f"── {squeeze(str(item.id))}\n\n")
            out.write(statement_table(statement_rows(doc), self.width) + "\n")
            self.first = False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dateline",
        description="Reads the news and tells who said what, about whom, about where.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"dateline {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    extract = commands.add_parser(
        "extract",
        help="read articles, write what was found",
        description="Reads articles and writes blocks, sentences, names and quotes, one JSON object an article.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = extract.add_argument
    add("input", nargs="+", metavar="INPUT", help="text file, folder of .txt files, .jsonl file, or - (JSON Lines)")
    add("-o", "--output", default="-", metavar="OUT", help="file to write, - for standard output (default)")
    add(
        "--format",
        choices=["jsonl", "table", "csv"],
        default="jsonl",
        help="jsonl: everything (default); table: who said what about whom and where, to read; csv: one table",
    )
    add(
        "--table",
        choices=["documents", "blocks", "sentences", "mentions", "quotes", "statements"],
        default="statements",
        help="which table csv writes; statements (default) has a row for each name in each quote, quotes one a quote",
    )
    add("--text-field", default="text", metavar="NAME", help="field of the text in JSON Lines (default: text)")
    add("--id-field", default="id", metavar="NAME", help="field of the id (default: id; without one, the line number)")
    add("--gazetteer", action="append", metavar="CSV", help="names of your own, before the built-in ones; repeatable")
    add("--no-builtin", action="store_true", help="do without the built-in names")
    add("--include", choices=["article", "captions", "all"], default="article", help="parts of the page to read")
    add("--strict", action="store_true", help="stop at the first input that cannot be read")
    add("--progress", action="store_true", help="show a progress bar (needs tqdm)")
    add("--panic-on", help=argparse.SUPPRESS)
    extract.set_defaults(run=_extract)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Runs the command and gives its exit status."""
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args))
    except BrokenPipeError:
        # who read our output has gone: that is no error, and nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as e:
        name = e.filename if e.filename is not None else ""
        _complain(f"{os.fsdecode(name)}: {e.strerror or e}" if name else e)
        return 2
    except DatelineError as e:
        _complain(e)
        return 1 if isinstance(e, _InputError) else 2
