"""A progress bar on request: tqdm's, if it is installed, and only on a terminal or in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["ticker"]


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
