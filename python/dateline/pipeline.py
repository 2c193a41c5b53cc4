"""Reading: one text, many texts, tables of texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from . import _dateline
from ._dateline import Document, Gazetteer, Quote, Segmenter, Span, Tables, View
from .progress import ticker

__all__ = ["Pipeline", "quotes", "read", "read_frame", "read_many", "sentences"]


class Pipeline:
    """All stages, ready to read. Make one and keep it: making it costs more than reading a text.

    Args:
        gazetteer: names of one's own, one gazetteer or several in order of precedence, before the built-in ones.
        language: of the texts; so far only `"en"`.
        include: which parts of a page are read for sentences, names and quotes: `"article"` (title, dateline, body),
            `"captions"` (these, captions and bylines), `"all"` (everything, navigation and teasers too).
        kinds: which kinds of quotes are kept; by default `"direct"`, `"mixed"` and `"indirect"`.
        builtin: whether the built-in names are used.
        label_by: what makes a mention of a state or city an actor or a place: its `"role"` in the sentence, or its
            `"name"` (whatever is on the map is a place, as for geoparsers).

    >>> import dateline as dl
    >>> board = dl.Gazetteer.from_dict({"Harbour Board": ["the Board"]}, kind="company")
    >>> pipeline = dl.Pipeline(board)
    >>> [m.name for m in pipeline.read("The Harbour Board met on Monday.").mentions]
    ['Harbour Board']
    """

    def __init__(
        self,
        gazetteer: Gazetteer | Iterable[Gazetteer] | None = None,
        *,
        language: str = "en",
        include: Literal["article", "captions", "all"] = "article",
        kinds: Iterable[Literal["direct", "mixed", "indirect", "scare", "attitude"]] | None = None,
        builtin: bool = True,
        label_by: Literal["role", "name"] = "role",
        **hidden: Any,
    ) -> None:
        given = [] if gazetteer is None else [gazetteer] if isinstance(gazetteer, Gazetteer) else list(gazetteer)
        options: dict[str, Any] = {"language": language, "include": include, "builtin": builtin, "label_by": label_by}
        options |= hidden
        options["kinds"] = None if kinds is None else [kinds] if isinstance(kinds, str) else list(kinds)
        self._gazetteers: tuple[Gazetteer, ...] = tuple(given)
        self._options = options
        self._segmenter = Segmenter(language)
        self._core = _dateline.Pipeline(list(given), **options)

    def read(self, text: str) -> Document:
        """Reads one text. Any text gives a document."""
        return self._core.read(text)

    def read_many(self, texts: Iterable[str | None], progress: bool = False) -> list[Document]:
        """Reads many texts on all cores; the documents come in the order of the texts.

        `None`, NaN and empty texts give documents without rows; anything else raises a `TypeError` that names the
        row. `RAYON_NUM_THREADS` sets the number of threads. With `progress=True` a bar is shown if tqdm is
        installed.

        >>> import dateline as dl
        >>> [len(doc.sentences) for doc in dl.Pipeline().read_many(["It rained. It stopped.", None])]
        [2, 0]
        """
        with ticker(progress, texts) as tick:
            return self._core.read_many(texts, tick)

    def read_frame(self, frame: Any, text: str = "text", id: str | None = None, progress: bool = False) -> Tables:
        """Reads the column `text` of a table into the six tables.

        `frame` may be a pandas or polars frame, a pyarrow table, anything with `__arrow_c_stream__`, or a dict of
        lists. The rows of the result carry the value of the column `id` as `doc_id`, or the row number.

        >>> import dateline as dl
        >>> tables = dl.Pipeline().read_frame({"body": ["“No,” she said."], "url": ["a/1"]}, text="body", id="url")
        >>> tables.quotes.column("doc_id"), tables.quotes.column("text")
        (['a/1'], ['“No,”'])
        """
        from .frames import column

        texts = column(frame, text)
        ids = None if id is None else column(frame, id)
        with ticker(progress, texts) as tick:
            return self._core.read_tables(texts, ids, tick)

    def sentences(self, text: str) -> list[Span]:
        """The sentences of a text, all of it: blocks that are not the article are not left out. See `Segmenter`."""
        return self._segmenter.split(text)

    def quotes(self, text: str) -> View[Quote]:
        """The quotes of a text."""
        return self._core.quotes(text)

    def __repr__(self) -> str:
        standard: dict[str, Any] = {"language": "en", "include": "article", "builtin": True, "kinds": None}
        standard["label_by"] = "role"
        given = [repr(g) for g in self._gazetteers]
        given += [f"{k}={v!r}" for k, v in self._options.items() if standard.get(k) != v]
        return f"Pipeline({', '.join(given)})"

    def _key(self) -> tuple[Any, ...]:
        options = {k: tuple(v) if isinstance(v, list) else v for k, v in self._options.items()}
        return (self._gazetteers, tuple(sorted(options.items())))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pipeline) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (self._gazetteers, self._options))


def _restore(gazetteers: Sequence[Gazetteer], options: dict[str, Any]) -> Pipeline:
    return Pipeline(gazetteers, **options)


_standard: Pipeline | None = None


def _default() -> Pipeline:
    global _standard
    if _standard is None:
        _standard = Pipeline()
    return _standard


def read(text: str) -> Document:
    """Reads one text with the standard pipeline.

    >>> import dateline as dl
    >>> dl.read("The ferry sank off the coast. Nobody was hurt.").sentences[1].text
    'Nobody was hurt.'
    """
    return _default().read(text)


def read_many(texts: Iterable[str | None], progress: bool = False) -> list[Document]:
    """Reads many texts with the standard pipeline, on all cores, in order. See `Pipeline.read_many`."""
    return _default().read_many(texts, progress)


def read_frame(frame: Any, text: str = "text", id: str | None = None, progress: bool = False) -> Tables:
    """Reads a column of texts into the six tables with the standard pipeline. See `Pipeline.read_frame`."""
    return _default().read_frame(frame, text, id, progress)


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
