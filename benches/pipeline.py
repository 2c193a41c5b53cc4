#!/usr/bin/env python3
"""How fast the whole pipeline reads, from Python.

    python benches/pipeline.py [ARTICLES.jsonl ...] [--megabytes 4] [--repeat 5]

Reads articles (JSON Lines with a field `text`; without any, the sample articles of the repository, repeated) and prints, as
medians over the repeats:

- `read`: one call an article, one thread, text in, `Document` out;
- `read + touch`: the same, and every quote, mention and sentence turned into Python objects;
- `read_many`: all articles in one call, all cores, and how much faster that is than one thread;
- `read_frame`: all articles to six Arrow tables;
- the peer, if spaCy is installed: a blank English pipeline with `sentencizer` and an `entity_ruler` of the same state names,
  the nearest thing without a model (sentences and known names only: no quotes, no speakers, no coordinates).

Machines are noisy: what counts is the ratio within one run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import dateline as dl


def load(paths: list[str], megabytes: float) -> list[str]:
    if paths:
        texts = [json.loads(line)["text"] for p in paths for line in Path(p).read_text("utf-8").splitlines() if line.strip()]
    else:
        folder = Path(__file__).parent.parent / "seeds" / "articles"
        texts = [p.read_text("utf-8") for p in sorted(folder.glob("*.txt"))]
    size = sum(len(t.encode()) for t in texts)
    times = max(1, round(megabytes * 1e6 / size)) if not paths else 1
    return texts * times


def timed(work: Callable[[], object], repeat: int) -> float:
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def touch(texts: list[str], pipeline: dl.Pipeline) -> int:
    n = 0
    for text in texts:
        doc = pipeline.read(text)
        n += sum(1 for _ in doc.sentences) + sum(1 for _ in doc.mentions) + sum(1 for _ in doc.quotes)
    return n


def peer(texts: list[str]) -> Callable[[], object] | None:
    try:
        import spacy
    except ImportError:
        return None
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    states = Path(__file__).parent.parent / "seeds" / "lexicons" / "actors" / "states.csv"
    names = [row.split(",")[1] for row in states.read_text("utf-8").splitlines()[1:] if row.startswith("state:")]
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": name} for name in names])
    return lambda: [sum(1 for _ in d.sents) for d in nlp.pipe(texts)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", help="JSON Lines with a field `text`")
    parser.add_argument("--megabytes", type=float, default=4.0, help="size of the repeated samples (default 4)")
    parser.add_argument("--repeat", type=int, default=5)
    args = parser.parse_args()
    texts = load(args.articles, args.megabytes)
    size = sum(len(t.encode("utf-8", "replace")) for t in texts) / 1e6
    pipeline = dl.Pipeline()
    start = time.perf_counter()
    pipeline.read(texts[0])
    print(f"{len(texts)} articles, {size:.2f} MB, {os.cpu_count()} cores; first document {1000 * (time.perf_counter() - start):.1f} ms")
    rows: list[tuple[str, float]] = [
        ("read, one thread", timed(lambda: [pipeline.read(t) for t in texts], args.repeat)),
        ("read + touch every row", timed(lambda: touch(texts, pipeline), args.repeat)),
        ("read_many, all cores", timed(lambda: pipeline.read_many(texts), args.repeat)),
        ("read_frame, all cores", timed(lambda: pipeline.read_frame({"text": texts}, text="text"), args.repeat)),
    ]
    other = peer(texts)
    if other is not None:
        rows.append(("spaCy blank + sentencizer + entity_ruler", timed(other, 1)))
    base = rows[0][1]
    for name, seconds in rows:
        print(f"{name:42}{size / seconds:9.1f} MB/s{base / seconds:9.2f} x read")


if __name__ == "__main__":
    main()
