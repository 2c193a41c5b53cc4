"""The days texts were published on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, TypeAlias

from ._dateline import check_date
from .errors import OptionError

__all__ = ["Day", "checked", "iso", "iso_many"]

# A day as callers give it; a string is ISO 8601: `2022-03-05`, `2022-03`, `2022`.
Day: TypeAlias = str | datetime.date | None


def iso(date: Any, where: str = "") -> str | None:
    """The day as ISO 8601, or `None` where it is missing. Strings are judged by the core.

    >>> import datetime
    >>> from dateline.dates import iso
    >>> iso(datetime.date(2022, 3, 5))
    '2022-03-05'
    """
    if date is None or date != date:
        return None
    if isinstance(date, datetime.date):
        return date.isoformat()[:10]
    # the core takes no lone surrogates; nothing beyond ASCII is a date
    if isinstance(date, str) and date.isascii():
        return date
    raise OptionError(f"{where}date={date!r}: expected a date, or a str such as '2022-03-05'")


def checked(date: Any, where: str = "") -> str | None:
    """The same, judged now: for days that reach the core later, or not at all."""
    day = iso(date, where)
    if day is not None:
        try:
            check_date(day)
        except OptionError as e:
            raise OptionError(f"{where}{e.reason}") from None
    return day


def iso_many(dates: Any) -> list[str | None] | None:
    """The same for one day that all texts share (a list of one), or a day for each."""
    if dates is None:
        return None
    if isinstance(dates, (str, datetime.date)):
        return [iso(dates)]
    if not isinstance(dates, Iterable):
        raise OptionError(f"date={dates!r}: expected a date, or one for each text")
    return [iso(date, f"row {row}: ") for row, date in enumerate(dates)]
