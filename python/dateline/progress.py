"""How far a run is, on request: in Python by tqdm, if it is installed; in the command by a line of our own."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .inputs import Inputs

__all__ = ["Meter", "ticker"]


@contextmanager
def ticker(progress: bool, texts: Any) -> Iterator[Callable[[int], None] | None]:
    """Gives what is to be called with the number of texts done, or `None` where nothing is to be shown."""
    bar: Any = None
    if progress:
        try:
            from tqdm.auto import tqdm
        except ImportError:
            pass
        else:
            total = len(texts) if hasattr(texts, "__len__") else None
            bar = tqdm(total=total, unit="text", disable=None)
    if bar is None:
        yield None
        return
    try:
        yield lambda done: bar.update(done - bar.n)
    finally:
        bar.close()


class Meter:
    """A line on standard error: articles, speed, share of the input.

    On a terminal it is written over, ten times a second at most; in a log a new one comes every half minute.
    """

    def __init__(self, inputs: Inputs, shown: bool) -> None:
        self.inputs = inputs
        self.shown = shown
        self.terminal = sys.stderr.isatty()
        self.began = self.last = time.monotonic()

    def __enter__(self) -> Meter:
        return self

    def update(self, articles: int, chars: int) -> None:
        """Tells that so many articles with so many characters are done."""
        now = time.monotonic()
        if not self.shown or now - self.last < (0.1 if self.terminal else 30):
            return
        self.last = now
        seconds = now - self.began
        line = f"{articles:,} articles, {chars / 1e6 / seconds:.1f} million characters a second"
        if self.inputs.total:
            share = min(self.inputs.done / self.inputs.total, 1.0)
            left = seconds / share - seconds if share else 0
            line += f", {share:.0%}, {_duration(left)} left"
        sys.stderr.write(f"\r{line}\x1b[K" if self.terminal else f"dateline: {line}\n")
        sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if self.shown and self.terminal:
            sys.stderr.write("\r\x1b[K")


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
