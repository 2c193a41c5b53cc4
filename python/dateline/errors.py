"""What can go wrong. Reading a text never fails; gazetteers, options and files may.

Files that cannot be read or written raise the usual `OSError` family (`FileNotFoundError` …) with the file's name.
"""

from __future__ import annotations

__all__ = ["DatelineError", "GazetteerError", "GazetteerWarning", "OptionError"]


class DatelineError(Exception):
    """An error of this library: what (`reason`), and where known the file (`path`) and its `line`, from 1.

    >>> str(DatelineError("the name is empty", "names.csv", 7))
    'names.csv: line 7: the name is empty'
    """

    reason: str
    path: str | None
    line: int | None

    def __init__(self, reason: str, path: str | None = None, line: int | None = None) -> None:
        super().__init__(reason, path, line)
        self.reason = reason
        self.path = path
        self.line = line

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path is not None else ""
        if self.line is not None:
            where += f"line {self.line}: "
        return where + self.reason


class GazetteerError(DatelineError, ValueError):
    """A gazetteer or one of its rows is malformed."""


class GazetteerWarning(UserWarning):
    """Lines of a list of names were left out, because they cannot be read."""


class OptionError(DatelineError, ValueError):
    """An option has a value that is not allowed."""
