"""Reads the news and tells who said what, about whom, about where.

>>> import dateline as dl
>>> doc = dl.read("“We will hold the bridge,” said Layla Haddad, the mayor.")
>>> doc.quotes[0].text
'“We will hold the bridge,”'

`read` takes one text, `read_many` a list of them, `read_frame` a table; `Pipeline` does the same with names and options
of one's own, and `Pipeline.pipe` with a stream. `clean` mends texts whose marks were lost. Offsets are indices into
the `str` that was read.
"""

from __future__ import annotations

from ._dateline import (
    Block,
    Card,
    Document,
    Entity,
    Entry,
    Explanation,
    Gazetteer,
    GazetteerBuilder,
    Match,
    Mention,
    Quote,
    Segmenter,
    Sentence,
    Span,
    Speaker,
    Statement,
    Table,
    Tables,
    View,
    __version__,
)
from .cleaning import Cleaned, clean
from .errors import DatelineError, GazetteerError, GazetteerWarning, OptionError
from .pipeline import Pipeline, quotes, read, read_frame, read_many, sentences

__all__ = [
    "Block",
    "Card",
    "Cleaned",
    "DatelineError",
    "Document",
    "Entity",
    "Entry",
    "Explanation",
    "Gazetteer",
    "GazetteerBuilder",
    "GazetteerError",
    "GazetteerWarning",
    "Match",
    "Mention",
    "OptionError",
    "Pipeline",
    "Quote",
    "Segmenter",
    "Sentence",
    "Span",
    "Speaker",
    "Statement",
    "Table",
    "Tables",
    "View",
    "__version__",
    "clean",
    "quotes",
    "read",
    "read_frame",
    "read_many",
    "sentences",
]
