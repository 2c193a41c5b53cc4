"""Reading: one text, many texts, tables of texts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from os import PathLike
from typing import Any, Literal, TypeAlias, TypeVar, overload

from . import _dateline, own
from ._dateline import Document, Gazetteer, Quote, Segmenter, Span, Tables, View
from .cleaning import clean
from .dates import Day, checked, iso, iso_many
from .errors import OptionError
from .progress import ticker

__all__ = ["Pipeline", "quotes", "read", "read_frame", "read_many", "sentences"]

T = TypeVar("T")

# What a pipeline takes as words and names of one's own.
Cues: TypeAlias = Iterable[str] | Mapping[str, Any] | str | PathLike[str] | None
Titles: TypeAlias = Iterable[str] | str | PathLike[str] | None
Names: TypeAlias = Gazetteer | Iterable[Any] | Mapping[str, Any] | str | PathLike[str] | None

# A stream holds that much text at a time.
PIPE_CHARS = 16_000_000

STANDARD: dict[str, Any] = {
    "cues": [],
    "titles": [],
    "language": "en",
    "include": "article",
    "kinds": None,
    "builtin": True,
    "label_by": "role",
    "clean": False,
}


class Pipeline:
    """All stages, ready to read. Make one and keep it: making it costs more than reading a text.

    Args:
        gazetteer: names of one's own, one gazetteer or several in order of precedence, before the built-in ones.
        cues: verbs that report words, beside the built-in ones: a list of base forms (`["quip"]`), a dict of base
            form to details (`{"foretell": {"past": "foretold", "frames": ["that", "noun"], "denies": False}}`), or the
            path of a CSV file with the columns `lemma,past,participle,frames,traits`. Other forms are made by rule.
        titles: words that stand before a name and are no part of it (`["Harbourmaster", "Cmdt."]`), or the path of a
            file with one a line.
        actors: speakers and other actors: a list of names, a dict of name to aliases or to details
            (`{"Harbour Board": ["the Board"]}`, `{"Mia Stone": {"kind": "person", "id": "x:1"}}`), a frame or list of
            dicts with the same fields, a `Gazetteer`, or the path of one.
        places: the same for places; `{"Ostvik": (59.1, 10.2)}` gives latitude and longitude.
        language: of the texts; so far only `"en"`.
        include: which parts of a page are read for sentences, names and quotes: `"article"` (title, dateline, body),
            `"captions"` (these, captions and bylines), `"all"` (everything, navigation and teasers too).
        kinds: which kinds of quotes are kept; by default `["direct", "mixed", "indirect"]`; `"scare"` and `"attitude"`
            are the others.
        builtin: whether the built-in names are used.
        label_by: what makes a mention of a state or city an actor or a place: its `"role"` in the sentence, or its
            `"name"` (whatever is on the map is a place, as for geoparsers).
        clean: whether texts go through `clean` first; then offsets refer to `document.text`, the cleaned text.

    >>> import dateline as dl
    >>> pipeline = dl.Pipeline(cues=["blurt"], titles=["Harbourmaster"], actors={"Harbour Board": ["the Board"]})
    >>> doc = pipeline.read("“The crane is gone,” blurted Harbourmaster Ali Reed of the Board.")
    >>> doc.quotes[0].speaker.name, [m.name for m in doc.mentions]
    ('Ali Reed', ['Ali Reed', 'Harbour Board'])
    """

    def __init__(
        self,
        gazetteer: Gazetteer | Iterable[Gazetteer] | None = None,
        *,
        cues: Cues = None,
        titles: Titles = None,
        actors: Names = None,
        places: Names = None,
        language: str = "en",
        include: Literal["article", "captions", "all"] = "article",
        kinds: Iterable[Literal["direct", "mixed", "indirect", "scare", "attitude"]] | None = None,
        builtin: bool = True,
        label_by: Literal["role", "name"] = "role",
        clean: bool = False,
    ) -> None:
        options = {
            "gazetteers": _gazetteers(gazetteer, actors, places),
            "cues": own.cues(cues),
            "titles": own.titles(titles),
            "language": language,
            "include": include,
            "kinds": _kinds(kinds),
            "builtin": builtin,
            "label_by": label_by,
            "clean": clean,
        }
        self._set(options)

    def _set(self, options: dict[str, Any]) -> None:
        for name, kind in (("language", str), ("include", str), ("label_by", str), ("builtin", bool), ("clean", bool)):
            if not isinstance(options[name], kind):
                raise OptionError(f"{name}={options[name]!r}: expected a {kind.__name__}")
        core = {k: v for k, v in options.items() if k not in ("gazetteers", "clean")}
        self._options = options
        self._clean: bool = options["clean"]
        self._core = _dateline.Pipeline(options["gazetteers"], **core)
        self._segmenter = Segmenter(options["language"], [t for t in options["titles"] if t.endswith(".")])

    @classmethod
    def _restore(cls, options: dict[str, Any]) -> Pipeline:
        self = cls.__new__(cls)
        self._set(options)
        return self

    def read(self, text: str, date: Day = None) -> Document:
        """Reads one text. Any text gives a document.

        `date` is the day it was published, a `datetime.date` or ISO 8601 (`"2022-03-05"`, `"2022-03"`, `"2022"`);
        without it, a dateline or byline with a year tells it. A day tells namesakes apart by the years they held an
        office, and gives known speakers the office they held then where the text gives none.

        >>> import dateline as dl
        >>> doc = dl.Pipeline().read("“All is safe,” said Leon Panetta, commander of the army.", date="2022-05-01")
        >>> doc.quotes[0].speaker.name, doc.quotes[0].speaker.entity_id
        ('Leon Panetta', None)
        """
        return self._core.read(self._mended(text), iso(date))

    def _mended(self, text: Any) -> Any:
        """The text, cleaned if that is asked for; what is no text is left for the core to judge."""
        return clean(text) if self._clean and isinstance(text, str) else text

    def _cleaned(self, texts: Any) -> Any:
        """The same for many texts."""
        if not self._clean or isinstance(texts, (str, Mapping)) or texts is None or hasattr(texts, "columns"):
            return texts
        return map(self._mended, texts)

    def read_many(
        self,
        texts: Iterable[str | None],
        progress: bool = False,
        date: Day | Iterable[Day] = None,
        *,
        errors: Literal["raise", "skip"] = "raise",
    ) -> list[Document]:
        """Reads many texts on all cores; the documents come in the order of the texts.

        `date` is the day of all of them, or has one for each; see `read`.

        `None`, NaN and empty texts give documents without rows; anything else raises a `TypeError` that names the
        row, or with `errors="skip"` gives a document without rows, too. `RAYON_NUM_THREADS` sets the number of
        threads. With `progress=True` a bar is shown if tqdm is installed.

        >>> import dateline as dl
        >>> [len(doc.sentences) for doc in dl.Pipeline().read_many(["It rained. It stopped.", None])]
        [2, 0]
        """
        with ticker(progress, texts) as tick:
            return self._core.read_many(self._cleaned(texts), tick, dates=iso_many(date), errors=errors)

    @overload
    def pipe(
        self,
        texts: Iterable[str | None],
        *,
        batch_size: int = ...,
        as_tuples: Literal[False] = ...,
        date: Day | Iterable[Day] = ...,
        errors: Literal["raise", "skip"] = ...,
    ) -> Iterator[Document]: ...
    @overload
    def pipe(
        self,
        texts: Iterable[tuple[str | None, T]],
        *,
        batch_size: int = ...,
        as_tuples: Literal[True],
        date: Day | Iterable[Day] = ...,
        errors: Literal["raise", "skip"] = ...,
    ) -> Iterator[tuple[Document, T]]: ...
    def pipe(
        self,
        texts: Iterable[Any],
        *,
        batch_size: int = 256,
        as_tuples: bool = False,
        date: Day | Iterable[Day] = None,
        errors: Literal["raise", "skip"] = "raise",
    ) -> Iterator[Any]:
        """Reads a stream of texts: takes them as they come and gives documents in the same order.

        Only `batch_size` texts (or 16 million characters, if that is less) are held at a time, so the stream may be
        endless. Each batch is read on all cores, without the interpreter lock. With `as_tuples=True` the stream has
        pairs of a text and anything, and gives pairs of a document and the same. `date` is the day of all texts, or
        goes through their days beside them, as far as it is asked for texts; `errors` is as for `read_many`.

        >>> import dateline as dl
        >>> stream = (("“No,” said Ali Reed.", {"url": i}) for i in range(3))
        >>> for doc, meta in dl.Pipeline().pipe(stream, as_tuples=True):
        ...     print(meta["url"], doc.quotes[0].text)
        0 “No,”
        1 “No,”
        2 “No,”
        """
        if isinstance(batch_size, bool) or not isinstance(batch_size, int) or batch_size < 1:
            raise OptionError(f"batch_size={batch_size!r}: must be a whole number from 1 on")
        if isinstance(texts, str):
            raise TypeError("texts: expected many texts, got one str (use read)")
        if date is None or isinstance(date, (str, datetime.date)):
            dates: Iterator[Any] = repeat(checked(date))
        elif isinstance(date, Iterable):
            dates = iter(date)
        else:
            raise OptionError(f"date={date!r}: expected a date, or one for each text")
        return self._pipe(iter(texts), dates, batch_size, as_tuples, errors)

    def _pipe(
        self,
        texts: Iterator[Any],
        dates: Iterator[Any],
        batch_size: int,
        as_tuples: bool,
        errors: Literal["raise", "skip"],
    ) -> Iterator[Any]:
        row = 0
        ended = False
        while not ended:
            batch: list[Any] = []
            with_it: list[Any] = []
            days: list[str | None] = []
            size = 0
            failed: Exception | None = None
            while len(batch) < batch_size and size < PIPE_CHARS:
                try:
                    item = next(texts)
                    if as_tuples:
                        item, context = _pair(item, row + len(batch))
                    day = _next_day(dates, row + len(batch))
                except StopIteration:
                    ended = True
                    break
                except Exception as e:
                    # the texts before it are read first
                    failed = e
                    break
                batch.append(item)
                days.append(day)
                if as_tuples:
                    with_it.append(context)
                size += len(item) if isinstance(item, str) else 0
            if batch:
                docs = self._core.read_many(self._cleaned(batch), None, None, row, dates=days, errors=errors)
                row += len(batch)
                batch.clear()
                yield from zip(docs, with_it, strict=True) if as_tuples else docs
            if failed is not None:
                raise failed

    def read_frame(
        self,
        frame: Any,
        text: str = "text",
        id: str | None = None,
        progress: bool = False,
        date: str | datetime.date | None = None,
        *,
        errors: Literal["raise", "skip"] = "raise",
    ) -> Tables:
        """Reads the column `text` of a table into the six tables.

        `date` names the column of the days the texts were published on, or is one day for all of them; see `read`.

        `frame` may be a pandas or polars frame, a pyarrow table, anything with `__arrow_c_stream__`, a dict of lists,
        or one column alone (a pandas or polars series). The rows of the result carry the value of the column `id` as
        `doc_id`, or the row number. A cell that is no text raises a `TypeError` that names its row, or with
        `errors="skip"` counts as missing, as `None` and NaN do: the article is there without sentences or quotes.

        >>> import dateline as dl
        >>> tables = dl.Pipeline().read_frame({"body": ["“No,” she said."], "url": ["a/1"]}, text="body", id="url")
        >>> tables.quotes.column("doc_id"), tables.quotes.column("text")
        (['a/1'], ['“No,”'])
        """
        from .frames import column, table

        frame = table(frame, [name for name in (text, id, date) if isinstance(name, str)])
        texts = column(frame, text)
        ids = None if id is None else column(frame, id)
        dates = iso_many(column(frame, date) if isinstance(date, str) else date)
        with ticker(progress, texts) as tick:
            return self._core.read_tables(self._cleaned(texts), ids, tick, dates=dates, errors=errors)

    def sentences(self, text: str) -> list[Span]:
        """The sentences of a text, all of it: blocks that are not the article are not left out. See `Segmenter`."""
        return self._segmenter.split(self._mended(text))

    def quotes(self, text: str) -> View[Quote]:
        """The quotes of a text."""
        return self.read(text).quotes

    def __repr__(self) -> str:
        shown = [repr(g) for g in self._options["gazetteers"]]
        shown += [f"{k}={v!r}" for k, v in self._options.items() if k != "gazetteers" and v != STANDARD[k]]
        return f"Pipeline({', '.join(shown)})"

    def _key(self) -> tuple[Any, ...]:
        return tuple(tuple(v) if isinstance(v, list) else v for v in self._options.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pipeline) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __reduce__(self) -> tuple[Any, ...]:
        return (Pipeline._restore, (self._options,))


def _gazetteers(gazetteer: Any, actors: Any, places: Any) -> list[Gazetteer]:
    given = own.gazetteer("actors", actors, "actor"), own.gazetteer("places", places, "place")
    found = [g for g in given if g is not None]
    if gazetteer is None or isinstance(gazetteer, Gazetteer):
        return [*([] if gazetteer is None else [gazetteer]), *found]
    try:
        several = list(gazetteer)
    except TypeError:
        several = [gazetteer]
    for g in several:
        if not isinstance(g, Gazetteer):
            raise OptionError(f"gazetteer: expected Gazetteers, got {type(g).__name__} (see actors=)")
    return [*several, *found]


def _kinds(kinds: Any) -> list[str] | None:
    if kinds is None:
        return None
    if isinstance(kinds, str):
        raise OptionError(f"kinds={kinds!r}: expected a list of kinds, such as ['direct', 'mixed']")
    found = list(kinds)
    for kind in found:
        if not isinstance(kind, str):
            raise OptionError(f"kinds: {kind!r} is no kind but {type(kind).__name__}")
    if not found:
        raise OptionError("kinds=[]: no kind is left; to read without quotes, leave them unread")
    return found


def _pair(item: Any, row: int) -> tuple[Any, Any]:
    if isinstance(item, (tuple, list)) and len(item) == 2:
        return item[0], item[1]
    raise TypeError(
        f"row {row}: with as_tuples=True, expected a pair of a text and anything, got {type(item).__name__}"
    )


def _next_day(dates: Iterator[Any], row: int) -> str | None:
    for date in dates:
        return checked(date, f"row {row}: ")
    raise ValueError("there are fewer dates than texts")


_standard: Pipeline | None = None


def _default() -> Pipeline:
    global _standard
    if _standard is None:
        _standard = Pipeline()
    return _standard


def read(text: str, date: Day = None) -> Document:
    """Reads one text with the standard pipeline; `date` is the day it was published. See `Pipeline.read`.

    >>> import dateline as dl
    >>> dl.read("The ferry sank off the coast. Nobody was hurt.").sentences[1].text
    'Nobody was hurt.'
    """
    return _default().read(text, date)


def read_many(
    texts: Iterable[str | None],
    progress: bool = False,
    date: Day | Iterable[Day] = None,
    *,
    errors: Literal["raise", "skip"] = "raise",
) -> list[Document]:
    """Reads many texts with the standard pipeline, on all cores, in order. See `Pipeline.read_many`."""
    return _default().read_many(texts, progress, date, errors=errors)


def read_frame(
    frame: Any,
    text: str = "text",
    id: str | None = None,
    progress: bool = False,
    date: str | datetime.date | None = None,
    *,
    errors: Literal["raise", "skip"] = "raise",
) -> Tables:
    """Reads a column of texts into the six tables with the standard pipeline. See `Pipeline.read_frame`."""
    return _default().read_frame(frame, text, id, progress, date, errors=errors)


def sentences(text: str) -> list[Span]:
    """The sentences of a text, all of it: blocks that are not the article are not left out. See `Segmenter`.

    >>> import dateline as dl
    >>> [s.text for s in dl.sentences("It rained. It stopped.")]
    ['It rained.', 'It stopped.']
    """
    return _default().sentences(text)


def quotes(text: str) -> View[Quote]:
    """The quotes of a text.

    >>> import dateline as dl
    >>> [q.text for q in dl.quotes("“It rained,” he said.")]
    ['“It rained,”']
    """
    return _default().quotes(text)
