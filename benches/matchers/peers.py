"""Libraries that find many names in a text, each as its users use it: a text in, a list of (start, end, id) out.

Libraries that know no word boundaries get the filter that everybody writes; those that can give overlapping matches are
then made disjoint, leftmost and longest first, which is the only way to be right with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

Found = list[tuple[int, int, Any]]
PEERS: dict[str, type[Peer]] = {}


class Peer:
    """One library. `package` tells its version; above `most` names it is not run."""

    name: ClassVar[str]
    package: ClassVar[str]
    most: ClassVar[int] = 10**9

    def __init_subclass__(cls) -> None:
        PEERS[cls.name] = cls

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        raise NotImplementedError

    def find(self, text: str) -> Found:
        raise NotImplementedError


def whole(found: Found, text: str) -> Found:
    """Those that are no piece of a longer word."""
    n = len(text)

    def word(i: int) -> bool:
        return text[i].isalnum() or text[i] == "_"

    return [
        m
        for m in found
        if not (m[0] > 0 and word(m[0] - 1) and word(m[0])) and not (m[1] < n and word(m[1]) and word(m[1] - 1))
    ]


def disjoint(found: Found) -> Found:
    """The leftmost, then the longest."""
    found.sort(key=lambda m: (m[0], -m[1]))
    out, last = [], 0
    for m in found:
        if m[0] >= last:
            out.append(m)
            last = m[1]
    return out


class Dateline(Peer):
    name, package = "dateline", "dateline"

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        import dateline

        self.find = dateline.Gazetteer(zip(names, ids, strict=True), case="any" if caseless else "exact").find_tuples


class AhoCorasickRs(Peer):
    name, package = "ahocorasick_rs", "ahocorasick_rs"

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        import ahocorasick_rs as ac

        self.ids, self.caseless = ids, caseless
        self.ac = ac.AhoCorasick([n.lower() if caseless else n for n in names])

    def find(self, text: str) -> Found:
        text, ids = text.lower() if self.caseless else text, self.ids
        found = self.ac.find_matches_as_indexes(text, overlapping=True)
        return disjoint(whole([(s, e, ids[i]) for i, s, e in found], text))


class AhoCorasickRsLongest(Peer):
    name, package = "ahocorasick_rs, leftmost longest", "ahocorasick_rs"

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        import ahocorasick_rs as ac

        self.ids, self.caseless = ids, caseless
        self.ac = ac.AhoCorasick([n.lower() if caseless else n for n in names], ac.MatchKind.LeftmostLongest)

    def find(self, text: str) -> Found:
        text, ids = text.lower() if self.caseless else text, self.ids
        return whole([(s, e, ids[i]) for i, s, e in self.ac.find_matches_as_indexes(text)], text)


class PyAhoCorasick(Peer):
    name, package = "pyahocorasick", "pyahocorasick"

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        import ahocorasick

        self.caseless = caseless
        self.ac = ahocorasick.Automaton()
        for n, i in zip(names, ids, strict=True):
            n = n.lower() if caseless else n
            self.ac.add_word(n, (len(n), i))
        self.ac.make_automaton()

    def find(self, text: str) -> Found:
        text = text.lower() if self.caseless else text
        return disjoint(whole([(e - n + 1, e + 1, i) for e, (n, i) in self.ac.iter(text)], text))


class Daachorse(Peer):
    name, package = "daachorse", "daachorse"

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        import daachorse

        self.caseless = caseless
        owner = {(n.lower() if caseless else n): i for n, i in zip(names, ids, strict=True)}
        self.ids = list(owner.values())
        self.ac = daachorse.CharwiseDoubleArrayAhoCorasick(list(owner), daachorse.MATCH_KIND_STANDARD)

    def find(self, text: str) -> Found:
        text, ids = text.lower() if self.caseless else text, self.ids
        return disjoint(whole([(s, e, ids[i]) for s, e, i in self.ac.find_overlapping(text)], text))


class FlashText(Peer):
    name, package = "flashtext", "flashtext"

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        from flashtext import KeywordProcessor

        self.kp = KeywordProcessor(case_sensitive=not caseless)
        for n, i in zip(names, ids, strict=True):
            self.kp.add_keyword(n, i)

    def find(self, text: str) -> Found:
        return [(s, e, i) for i, s, e in self.kp.extract_keywords(text, span_info=True)]


class FlashText2(Peer):
    name, package = "flashtext2", "flashtext2"

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        from flashtext2 import KeywordProcessor

        self.kp = KeywordProcessor(case_sensitive=not caseless)
        self.kp.add_keywords_with_clean_word_from_iter(list(zip(names, ids, strict=True)))

    def find(self, text: str) -> Found:
        return [(s, e, i) for i, s, e in self.kp.extract_keywords_with_span(text)]


class Cyac(Peer):
    name, package = "cyac", "cyac"

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        from cyac import AC

        owner = dict(zip(names, ids, strict=True))
        self.ac = AC.build(list(owner), ignore_case=caseless)
        self.ids = list(owner.values())

    def find(self, text: str) -> Found:
        ids = self.ids
        return disjoint(whole([(s, e, ids[i] if i < len(ids) else i) for i, s, e in self.ac.match(text)], text))


class Hyperscan(Peer):
    name, package = "hyperscan", "hyperscan"

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        import hyperscan

        flags = hyperscan.HS_FLAG_SOM_LEFTMOST | (hyperscan.HS_FLAG_CASELESS if caseless else 0)
        self.ids = ids
        self.db = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self.db.compile(
            expressions=[n.encode() for n in names],
            ids=list(range(len(names))),
            elements=len(names),
            flags=[flags] * len(names),
            literal=True,
        )

    def find(self, text: str) -> Found:
        data, ids, found = text.encode(), self.ids, []
        self.db.scan(data, match_event_handler=lambda i, s, e, *_: found.append((s, e, ids[i])))
        if len(data) != len(text):
            # bytes to characters, by one walk over the places that are asked for
            chars, last, n = {}, 0, 0
            for at in sorted({p for m in found for p in m[:2]}):
                n += len(data[last:at].decode("utf-8", "replace"))
                chars[at], last = n, at
            found = [(chars[s], chars[e], i) for s, e, i in found]
        return disjoint(whole(found, text))


class Polars(Peer):
    name, package = "polars", "polars"

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        import polars

        self.pl, self.caseless = polars, caseless
        self.names = polars.Series(names).implode()
        self.ids = {(n.lower() if caseless else n): i for n, i in zip(names, ids, strict=True)}

    def find(self, text: str) -> Found:
        pl, frame = self.pl, self.pl.DataFrame({"t": [text]})
        options = {"ascii_case_insensitive": self.caseless, "overlapping": True}
        column = pl.col("t").str
        row = frame.select(
            column.find_many(pl.lit(self.names), **options).alias("at"),
            column.extract_many(pl.lit(self.names), **options).alias("name"),
        ).row(0)
        data = text.encode()
        ascii_only = len(data) == len(text)
        found = []
        for at, name in zip(row[0], row[1], strict=True):
            start = at if ascii_only else len(data[:at].decode("utf-8", "replace"))
            found.append((start, start + len(name), self.ids.get(name.lower() if self.caseless else name)))
        return disjoint(whole(found, text))


class SpacyPhraseMatcher(Peer):
    name, package, most = "spaCy PhraseMatcher", "spacy", 60_000

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        import spacy
        from spacy.matcher import PhraseMatcher
        from spacy.util import filter_spans

        self.nlp, self.filter = spacy.blank("en"), filter_spans
        self.nlp.max_length = 10**9
        self.matcher = PhraseMatcher(self.nlp.vocab, attr="LOWER" if caseless else "ORTH")
        for doc, i in zip(self.nlp.tokenizer.pipe(names), ids, strict=True):
            self.matcher.add(i, [doc])

    def find(self, text: str) -> Found:
        spans = self.filter(self.matcher(self.nlp.make_doc(text), as_spans=True))
        return [(s.start_char, s.end_char, s.label_) for s in spans]


class Re(Peer):
    name, package, most = "re", "re", 2_000
    compile: Callable[..., Any] = staticmethod(re.compile)

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        self.caseless = caseless
        self.ids = {(n.casefold() if caseless else n): i for n, i in zip(names, ids, strict=True)}
        longest = sorted(set(names), key=len, reverse=True)
        pattern = r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)"
        self.pattern = self.compile(pattern, re.IGNORECASE if caseless else 0)

    def find(self, text: str) -> Found:
        ids, fold = self.ids, str.casefold if self.caseless else str
        return [(m.start(), m.end(), ids.get(fold(m[0]))) for m in self.pattern.finditer(text)]


class Regex(Re):
    name, package, most = "regex", "regex", 60_000

    def __init__(self, names: list[str], ids: list[str], caseless: bool) -> None:
        import regex

        self.caseless = caseless
        self.ids = {(n.casefold() if caseless else n): i for n, i in zip(names, ids, strict=True)}
        flags = regex.IGNORECASE | regex.FULLCASE if caseless else 0
        self.pattern = regex.compile(r"(?<!\w)\L<names>(?!\w)", flags, names=list(set(names)))
