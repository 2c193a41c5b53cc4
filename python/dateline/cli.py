"""The command `dateline`.

Exit status: 0 all went well, 1 some input was left out (and said so on standard error), 2 wrong use or nothing could
be done.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from . import __version__
from .dates import checked
from .errors import DatelineError, OptionError
from .inputs import Inputs, Item
from .progress import Meter

__all__ = ["main"]

# A batch is what is held in memory at a time.
BATCH_CHARS = 8_000_000
BATCH_TEXTS = 10_000
# Complaints on standard error; more of them tell nobody anything.
COMPLAINTS = 50

EPILOG = """\
examples:
  dateline extract articles/ -o found.jsonl
  dateline extract news.csv --text-field body --id-field url --format csv --table quotes -o quotes.csv
  dateline extract dump.jsonl.gz --format parquet -o out/ --resume --progress
  zcat news.jsonl.gz | dateline extract - --format table | less
  dateline gazetteer check names.csv

exit status: 0 all went well; 1 some input was left out, see standard error; 2 wrong use or nothing could be done
"""


class _InputError(DatelineError):
    """With `--strict`: the input that could not be read."""


class _Failures:
    """What could not be read: told on standard error, and in a file if one is asked for."""

    def __init__(self, strict: bool, report: IO[str] | None) -> None:
        self.strict = strict
        self.count = 0
        self.report = None if report is None else csv.writer(report, lineterminator="\n")
        if self.report is not None:
            self.report.writerow(["file", "row", "reason"])

    def __call__(self, source: str, line: int | None, reason: str) -> None:
        """Says what was left out; with `--strict` that is the end."""
        if self.strict:
            raise _InputError(reason, source, line)
        self.count += 1
        if self.count <= COMPLAINTS:
            _complain(DatelineError(reason, source, line))
        elif self.count == COMPLAINTS + 1:
            _complain("further inputs are left out without a word; --report FILE lists all of them")
        if self.report is not None:
            self.report.writerow([source, "" if line is None else line, reason])


def _complain(error: object) -> None:
    print(f"dateline: {error}", file=sys.stderr)


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
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
        inside = path.is_dir() and path.resolve() in out.resolve().parents
        if same or (inside and out.suffix in (".txt", ".jsonl", ".ndjson")):
            raise OptionError("is both input and output", output)


def _extract(args: argparse.Namespace) -> int:
    if args.threads is not None:
        # read when the first text is
        os.environ["RAYON_NUM_THREADS"] = str(args.threads)
    _keep_apart(args.input, args.output)
    began = time.monotonic()
    with ExitStack() as stack:
        report = None
        if args.report is not None:
            report = stack.enter_context(Path(args.report).open("w", encoding="utf-8", newline=""))
        fail = _Failures(args.strict, report)
        pipeline = _pipeline(args, fail)
        inputs = Inputs(args.text_field, args.id_field, args.date_field, args.encoding, fail)
        write, done = _writer(args, stack)
        meter = stack.enter_context(Meter(inputs, args.progress))
        articles = chars = quotes = skipped = 0
        items = inputs.items(args.input)
        if args.date is not None:
            items = (item if item.date is not None else item._replace(date=args.date) for item in items)
        if done:

            def new(items: Iterator[Item]) -> Iterator[Item]:
                nonlocal skipped
                numbered: str | None = None
                for item in items:
                    if item.counted:
                        # a row number tells an article apart inside its file only
                        if numbered not in (None, item.source):
                            raise OptionError("--resume over several files needs an id in every row", item.source)
                        numbered = item.source
                    if str(item.id) in done:
                        skipped += 1
                    else:
                        yield item

            items = new(items)
        try:
            for batch in _batches(items):
                failed = fail.count
                quotes += write(pipeline, batch, fail)
                articles += len(batch) - (fail.count - failed)
                chars += sum(len(item.text) for item in batch)
                meter.update(articles, chars)
        finally:
            write.close()
    if not args.quiet:
        _summary(articles, chars, quotes, skipped, fail.count, time.monotonic() - began)
    if fail.count and not (articles or skipped):
        return 2
    return 1 if fail.count and not args.skip_errors else 0


def _summary(articles: int, chars: int, quotes: int, skipped: int, failed: int, seconds: float) -> None:
    parts = [f"{articles:,} articles", f"{chars:,} characters", f"{quotes:,} quotes", f"{seconds:.1f} s"]
    if skipped:
        parts.append(f"{skipped:,} read before")
    if failed:
        parts.append(f"{failed:,} left out")
    _complain(", ".join(parts))


def _pipeline(args: argparse.Namespace, fail: _Failures) -> Any:
    from .pipeline import Pipeline

    options: dict[str, Any] = {"include": args.include, "label_by": args.label_by, "clean": args.clean}
    if args.gazetteer:
        from .names import read_quietly

        options["gazetteer"] = []
        for path in args.gazetteer:
            names = read_quietly(path)
            for column in names.card.unread:
                _complain(f"{path}: the column {column!r} is unknown: it is not read")
            for rejected in names.card.rejected:
                fail(path, rejected.line, rejected.reason)
            options["gazetteer"].append(names)
    if args.kinds is not None:
        options["kinds"] = [kind.strip() for kind in args.kinds.split(",") if kind.strip()]
    pipeline = Pipeline(cues=args.cues, titles=args.titles, builtin=not args.no_builtin, **options)
    if args.panic_on:
        pipeline._set({**pipeline._options, "panic_on": args.panic_on})
    return pipeline


def _writer(args: argparse.Namespace, stack: ExitStack) -> tuple[Any, set[str]]:
    """What writes the output, and the ids of the articles that are in it already."""
    from . import outputs

    form = args.format
    table = args.table or ("all" if form == "parquet" else "statements")
    if args.table is not None and form not in ("csv", "parquet"):
        raise OptionError(f"--table goes with --format csv or parquet, not {form}")
    if table == "all" and form == "csv":
        raise OptionError("--table all goes with --format parquet; csv writes one table")
    if args.resume and form != "jsonl" and (form, table) != ("parquet", "all"):
        raise OptionError("--resume goes with --format jsonl, and parquet with all tables")
    if form == "parquet" and table == "all":
        folder = outputs.ParquetFolder(args.output, args.resume)
        return folder, folder.known_ids() if args.resume else set()
    if form == "parquet":
        return outputs.Parquet(args.output, table), set()
    done: set[str] = set()
    mode = "w"
    if args.resume and (before := outputs.resumed(args.output)) is not None:
        done = outputs.known_ids(before)
        mode = "a"
    if args.output == "-":
        out = outputs.standard_output()
    else:
        file = Path(args.output).open(mode, encoding="utf-8", newline="\n")  # noqa: SIM115 (the stack closes it)
        out = stack.enter_context(file)
    if form == "csv":
        return outputs.Csv(out, table), done
    if form == "jsonl":
        return outputs.JsonLines(out, args.with_text or args.clean), done
    return (outputs.Html(out) if form == "html" else outputs.Readable(out)), done


def _threads(value: str) -> int:
    if not value.isdigit() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no number of threads")
    return int(value)


def _date(day: str) -> str:
    try:
        checked(day)
    except OptionError:
        raise argparse.ArgumentTypeError(f"{day!r} is no date; dates are such as 2022-03-05, 2022-03, 2022") from None
    return day


def _encoding(name: str) -> str:
    try:
        "".encode(name)
    except LookupError:
        raise argparse.ArgumentTypeError(f"{name!r} is no encoding; there are utf-8, cp1252, latin-1 …") from None
    return name


def _add_extract(commands: Any) -> None:
    from .outputs import TABLES

    extract = commands.add_parser(
        "extract",
        help="read articles, write what was found",
        description="Reads articles and writes blocks, sentences, names and quotes, one JSON object an article.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    extract.set_defaults(run=_extract)
    read = extract.add_argument_group("input")
    add = read.add_argument
    extract.add_argument(
        "input",
        nargs="+",
        metavar="INPUT",
        help="text file; folder of .txt and .jsonl files; .jsonl, .csv, .tsv, .parquet file; - for JSON Lines on "
        "standard input; all but Parquet may be packed by gzip",
    )
    add("--text-field", default="text", metavar="NAME", help="field or column of the text (default: text)")
    add("--id-field", default="id", metavar="NAME", help="field or column of the id (default: id; else the row)")
    add("--date-field", metavar="NAME", help="field or column of the day an article was published, as 2022-03-05")
    add("--date", type=_date, metavar="DAY", help="the day of all articles that have none of their own")
    add("--encoding", type=_encoding, metavar="NAME", help="of texts, CSV and JSON Lines (default: UTF-8)")
    add("--clean", action="store_true", help="mend HTML entities and broken encodings; offsets are of the mended text")
    add("--strict", action="store_true", help="stop at the first input that cannot be read")
    add("--skip-errors", action="store_true", help="inputs that cannot be read do not change the exit status")
    add("--report", metavar="FILE", help="write what was left out as CSV: file, row, reason")
    read = extract.add_argument_group("reading")
    add = read.add_argument
    add("--gazetteer", action="append", metavar="FILE", help="names of your own, before the built-in ones; repeatable")
    add("--cues", metavar="FILE", help="verbs of saying of your own (CSV)")
    add("--titles", metavar="FILE", help="titles of your own, one a line")
    add("--no-builtin", action="store_true", help="do without the built-in names")
    add("--include", choices=["article", "captions", "all"], default="article", help="parts of the page to read")
    add("--kinds", metavar="LIST", help="kinds of quotes: direct,mixed,indirect (default), scare, attitude")
    add("--label-by", choices=["role", "name"], default="role", help="what makes a state or city an actor or a place")
    add("-j", "--threads", type=_threads, metavar="N", help="number of threads (default: all cores)")
    write = extract.add_argument_group("output")
    add = write.add_argument
    add("-o", "--output", default="-", metavar="OUT", help="file or folder to write, - for standard output (default)")
    add(
        "--format",
        choices=["jsonl", "table", "html", "csv", "parquet"],
        default="jsonl",
        help="jsonl: everything (default); table: who said what about whom and where, to read; "
        "html: the texts with everything marked; csv: one table; "
        "parquet: all six tables, each a folder of parts (needs pyarrow)",
    )
    add(
        "--table",
        choices=[*TABLES, "all"],
        help="which table; csv: statements (default) has a row for each name in each quote, quotes one a quote; "
        "parquet: all (default), or one as a single file",
    )
    add("--with-text", action="store_true", help="put the text of the article into each line of jsonl, too")
    add("--resume", action="store_true", help="go on with what an earlier run has written: articles in it are not read")
    add("--progress", action="store_true", help="show how far it is on standard error")
    add("-q", "--quiet", action="store_true", help="no summary on standard error")
    add("--panic-on", help=argparse.SUPPRESS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dateline",
        description="Reads the news and tells who said what, about whom, about where.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"dateline {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_extract(commands)
    from .names import add_command

    add_command(commands)
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
