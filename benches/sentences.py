"""Sentences from Python: megabytes a second of `dateline` beside `sentencex`, one thread, same texts, same run.

    pip install sentencex
    python benches/sentences.py ARTICLES.jsonl [TEXT...]

Arguments are text files, or JSON Lines with a field `text`. Each engine gets every text in turn, a round at a time, so a
busy machine hurts all alike; the best of the rounds counts.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import dateline as dl

ROUNDS = 7


def engines() -> dict[str, Callable[[str], object]]:
    """What is measured, by name; peers that are not installed are left out."""
    out: dict[str, Callable[[str], object]] = {"dateline": dl.sentences}
    try:
        import sentencex
    except ImportError:
        print("sentencex is not installed: nothing to compare with")
        return out
    out["sentencex, words only"] = lambda text: list(sentencex.segment("en", text))
    if hasattr(sentencex, "get_sentence_boundaries"):
        out["sentencex, with offsets"] = lambda text: list(sentencex.get_sentence_boundaries("en", text))
    return out


def main() -> None:
    texts: list[str] = []
    for path in map(Path, sys.argv[1:]):
        words = path.read_text(encoding="utf-8")
        texts += [json.loads(line)["text"] for line in words.splitlines()] if path.suffix == ".jsonl" else [words]
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    print(f"{len(texts)} texts, {size:.1f} MB, best of {ROUNDS} rounds")
    runs = engines()
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(ROUNDS):
        for name, run in runs.items():
            start = time.perf_counter()
            for text in texts:
                run(text)
            best[name] = min(best[name], time.perf_counter() - start)
    for name, seconds in best.items():
        print(f"{name:25}{size / seconds:8.1f} MB/s   dateline / this: {seconds / best['dateline']:.2f}")


if __name__ == "__main__":
    main()
