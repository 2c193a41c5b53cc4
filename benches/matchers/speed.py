"""Megabytes a second of finding names from Python, beside other libraries in the same run.

python benches/matchers/speed.py [--names FILE …] [--text FILE …] [--peers NAME …] [--caseless]

A text goes in as a new `str` each time (nothing of it is cached), a list of (start, end, id) comes out. Two loads: one
long text, and pieces of 4 KB, one call each. The libraries take turns, round after round, so that a busy machine hurts
all alike; processor time counts, the best round of each. Slow libraries get less of the text. A library is *right* if
on a sample it finds every name that a plain search of our own finds, by itself or inside another one, and of what it
finds besides nothing is a name as it is written.

`--names` takes files of one name a line; without them 1 k, 50 k and as many names as there are come from the built-in
places. `--text` takes text files, or JSON Lines with a field `text`; without them a text is made of the sample articles
with names strewn in.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peers import PEERS, Peer

ROOT = Path(__file__).resolve().parents[2]
PIECE = 4_000


def own_names() -> list[list[str]]:
    import dateline as dl

    names = sorted({alias for alias, _ in dl.Gazetteer.builtin().aliases()})
    random.Random(1).shuffle(names)
    return [names[:1_000], names[:50_000], names]


def own_text(names: list[str]) -> str:
    chosen = random.Random(2)
    words = " ".join(p.read_text("utf-8") for p in sorted((ROOT / "seeds/articles").rglob("*.txt"))).split(" ")
    out: list[str] = []
    for _ in range(60):
        for word in words:
            out.append(word)
            if chosen.random() < 0.02:
                out.append(chosen.choice(names))
    return " ".join(out)


def read_text(path: Path) -> str:
    if path.suffix != ".jsonl":
        return path.read_text("utf-8")
    with path.open(encoding="utf-8") as lines:
        return "\n\n".join(json.loads(line)["text"] for line in lines)


def plain(known: set[str], text: str) -> set[tuple[int, int]]:
    """Leftmost, longest, whole: by the definition, for texts without traps."""
    found, at, n, longest = set(), 0, len(text), max(map(len, known))

    def word(i: int) -> bool:
        return 0 <= i < n and (text[i].isalnum() or text[i] == "_")

    while at < n:
        if not (word(at) and word(at - 1)):
            for end in range(min(n, at + longest), at, -1):
                if not (word(end) and word(end - 1)) and text[at:end] in known:
                    found.add((at, end))
                    at = end - 1
                    break
        at += 1
    return found


def is_right(found: list[tuple[int, int]], truth: set[tuple[int, int]], text: str, known: set[str]) -> bool:
    covered = all(any(s <= start and end <= e for s, e in found) for start, end in truth)
    return covered and all(text[s:e] not in known for s, e in set(found) - truth)


def seconds(work: Callable[[Any], Any], data: Any) -> float:
    gc.collect()
    gc.disable()
    start = time.process_time()
    kept = work(data)
    spent = time.process_time() - start
    gc.enable()
    del kept
    return spent


def new(text: str) -> str:
    """The same text as an object of its own, as narrow as it can be."""
    return text.encode().decode()


class Load:
    """What a peer gets: as much of the text as it reads in a second or so."""

    def __init__(self, peer: Peer, text: str, pieces: bool, budget: float) -> None:
        self.find, self.pieces = peer.find, pieces
        pilot = text[:100_000]
        self.best = float("inf")
        self.data = self.cut(pilot)
        spent = seconds(self.run, self.data)
        share = int(len(pilot) * min(max(1.0, budget / max(spent, 1e-6)), len(text) / len(pilot)))
        self.data = self.cut(text[:share])
        self.size = len(text[:share].encode())

    def cut(self, text: str) -> list[str]:
        return [text[i : i + PIECE] for i in range(0, len(text), PIECE)] if self.pieces else [text]

    def run(self, data: list[str]) -> list[Any]:
        find = self.find
        return [find(t) for t in data]

    def round(self) -> None:
        self.best = min(self.best, seconds(self.run, [new(t) for t in self.data]))

    @property
    def speed(self) -> float:
        return self.size / self.best / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", nargs="*", type=Path, default=[])
    parser.add_argument("--text", nargs="*", type=Path, default=[])
    parser.add_argument("--peers", nargs="*", default=[p for p in PEERS if p != "dateline"])
    parser.add_argument("--caseless", action="store_true")
    parser.add_argument("--ascii", action="store_true", help="straight quotes, no letters beyond ASCII")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megabytes", type=float, default=20, help="of the long text")
    parser.add_argument("--budget", type=float, default=0.7, help="seconds a round and library, about")
    args = parser.parse_args()
    sets = [p.read_text("utf-8").splitlines() for p in args.names] or own_names()
    for names in sets:
        names = list(dict.fromkeys(names))
        text = "\n\n".join(map(read_text, args.text)) or own_text(names)
        if args.ascii:
            text = text.translate(str.maketrans("“”‘’–—", "\"\"''--")).encode("ascii", "ignore").decode()
        text *= max(1, int(args.megabytes * 1e6 / len(text.encode())))
        sample = text[:60_000]
        known, seen = (set(map(str.lower, names)), sample.lower()) if args.caseless else (set(names), sample)
        truth = plain(known, seen)
        ids = [str(i) for i in range(len(names))]
        print(f"\n{len(names)} names, a text of {len(text.encode()) / 1e6:.0f} MB, best of {args.rounds} rounds")
        print(f"{'':34}{'build s':>8}{'long':>9}{'ratio':>7}{'4 KB':>9}{'ratio':>7}   right on the sample")
        loads: dict[str, tuple[float, bool, Load, Load]] = {}
        for key in ["dateline", *args.peers]:
            peer_class = PEERS[key]
            if len(names) > peer_class.most:
                continue
            try:
                start = time.process_time()
                peer = peer_class(names, ids, args.caseless)
                build = time.process_time() - start
                right = is_right([(m[0], m[1]) for m in peer.find(sample)], truth, seen, known)
                loads[key] = build, right, *(Load(peer, text, pieces, args.budget) for pieces in (False, True))
            except Exception as e:  # a library that fails is named and left out
                print(f"{key:34}{type(e).__name__}: {e}")
        for _ in range(args.rounds):
            for _, _, long, pieces in loads.values():
                long.round()
                pieces.round()
        ours = loads["dateline"]
        best = {"long": 0.0, "pieces": 0.0}
        for key, (build, right, long, pieces) in loads.items():
            print(
                f"{key:34}{build:8.2f}{long.speed:9.1f}{ours[2].speed / long.speed:7.1f}{pieces.speed:9.1f}"
                f"{ours[3].speed / pieces.speed:7.1f}   {'yes' if right else 'no'}"
            )
            if right and key != "dateline":
                best = {"long": max(best["long"], long.speed), "pieces": max(best["pieces"], pieces.speed)}
        if all(best.values()):
            print(
                f"against the best that is right: long {ours[2].speed / best['long']:.1f}, "
                f"pieces {ours[3].speed / best['pieces']:.1f}"
            )


if __name__ == "__main__":
    main()
