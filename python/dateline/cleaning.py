"""Texts whose marks were lost on the way: `&ldquo;` for “, `â€œ` for “."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

__all__ = ["Cleaned", "clean"]

# &ldquo; and what an escape of an escape leaves: &amp;ldquo;
_ENTITY = re.compile(r"&(?:amp;)*(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

# Bytes of UTF-8 read as Windows-1252 (or Latin-1), as they look then. Three leading bytes make up nearly all of it in
# English news, and other pairs occur as they are: “SPÄ“ is no broken ē.
_CP1252 = {bytes([b]).decode("cp1252"): b for b in range(0x80, 0xA0) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_BYTE = {**{chr(b): b for b in range(0x80, 0x100)}, **_CP1252}
_TAIL = "[" + "".join(re.escape(c) for c, b in _BYTE.items() if 0x80 <= b < 0xC0) + "]"
# The closing mark ends in a byte that means nothing in Windows-1252 and is often dropped.
_MOJIBAKE = re.compile(f"â{_TAIL}{_TAIL}|â€(?!{_TAIL})|[ÂÃ]{_TAIL}|ï»¿")
# What such a text has for certain; Ã” alone may be the end of a quoted word.
_CERTAIN = re.compile("â[€„]|[ÂÃ][\xa0-\xbf]|ï»¿|â\x80")


class Cleaned(str):
    """A text that was cleaned. It is a `str` like any other, and `origin` tells where a part of it stood before."""

    __slots__ = ("_ends", "_shifts", "source")

    source: str
    """The text as it was."""
    _ends: list[int]
    _shifts: list[int]

    def __new__(cls, text: str, source: str, ends: list[int], shifts: list[int]) -> Cleaned:
        self = super().__new__(cls, text)
        self.source = source
        self._ends = ends
        self._shifts = shifts
        return self

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters `start` to `end` of this text stood in `source`.

        >>> import dateline as dl
        >>> raw = "&ldquo;No,&rdquo; said Layla Haddad."
        >>> quote = dl.read(dl.clean(raw)).quotes[0]
        >>> start, end = quote.document.text.origin(quote.start, quote.end)
        >>> raw[start:end]
        '&ldquo;No,&rdquo;'
        """
        first = start + self._shifts[bisect_right(self._ends, start)]
        # a part that ends behind a mended piece holds all of it
        last = end + self._shifts[bisect_right(self._ends, end)] if end > start else first
        return first, last

    def __reduce__(self) -> tuple[Any, ...]:
        return (Cleaned, (str(self), self.source, self._ends, self._shifts))


def clean(text: str) -> str:
    """Mends what hides quotes: HTML entities (`&ldquo;`, `&#8220;`, `&amp;quot;`) and UTF-8 read as Windows-1252.

    A text that needs nothing comes back as it is. Otherwise a `Cleaned` text comes back, a `str` to which all offsets
    of `dl.read` refer, and whose method `origin` leads back into the text as it was.

    >>> import dateline as dl
    >>> dl.clean("&ldquo;We stay,&rdquo; said Pe&ntilde;a. Itâ€™s â€œfineâ€\x9d.")
    '“We stay,” said Peña. It’s “fine”.'
    """
    if not isinstance(text, str):
        raise TypeError(f"clean: expected a str, got {type(text).__name__}")
    # the pieces to mend, found in one walk; mojibake of an entity or the reverse is not undone twice
    pieces: list[tuple[int, int, str]] = []
    if "&" in text:
        for m in _ENTITY.finditer(text):
            mended = _entity(m.group())
            if mended is not None:
                pieces.append((m.start(), m.end(), mended))
    if _CERTAIN.search(text):
        for m in _MOJIBAKE.finditer(text):
            mended = _decoded(m.group())
            if mended is not None:
                pieces.append((m.start(), m.end(), mended))
        pieces.sort()
    if not pieces:
        return text
    out: list[str] = []
    ends: list[int] = []
    shifts = [0]
    at = length = 0
    for start, end, mended in pieces:
        out += (text[at:start], mended)
        length += start - at + len(mended)
        at = end
        # from here on, the source is that much further
        ends.append(length)
        shifts.append(at - length)
    out.append(text[at:])
    return Cleaned("".join(out), text, ends, shifts)


def _entity(found: str) -> str | None:
    # most texts have no entity: who has none need not wait for this
    from html import unescape
    from html.entities import html5

    name = found[1:]
    while name.startswith("amp;") and name != "amp;":
        name = name[4:]
    return unescape("&" + name) if name in html5 or name[0] == "#" else None


def _decoded(found: str) -> str | None:
    if found == "â€":
        return "”"
    try:
        mended = bytes(_BYTE[c] for c in found).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None
    return "" if mended == "\ufeff" else mended
