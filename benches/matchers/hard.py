"""Runs the hard cases of tests/cases/hard_names.toml over the libraries of peers.py, and prints a Markdown table.

python benches/matchers/hard.py [peer …]
"""

from __future__ import annotations

import datetime
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import tomllib
from peers import PEERS

ROOT = Path(__file__).resolve().parents[2]
CASES = tomllib.loads((ROOT / "tests/cases/hard_names.toml").read_text("utf-8"))["case"]


def dateline(case: dict[str, Any]) -> Any:
    """Ours, with the rule of each name."""
    import dateline as dl

    rules, builder = case.get("case", "exact"), dl.GazetteerBuilder()
    for i, name in enumerate(case["names"]):
        alias, id = (name, name) if isinstance(name, str) else name
        builder.add(alias, id=id, case=rules if isinstance(rules, str) else rules[i])
    g = builder.build()
    return lambda text: [(m.start, m.end, c) for m in g.find(text) for c in m.candidates]


def right(peer: str, case: dict[str, Any]) -> str:
    """`yes`, or what happened."""
    text = re.sub("<([0-9A-F]{4})>", lambda m: chr(int(m[1], 16)), case["text"])
    pairs = [(n, n) if isinstance(n, str) else tuple(n) for n in case["names"]]
    # no other library has a rule for each name: they get what finds more
    caseless = case.get("case", "exact") != "exact"
    try:
        if peer == "dateline":
            found = dateline(case)(text)
        else:
            found = PEERS[peer]([p[0] for p in pairs], [p[1] for p in pairs], caseless).find(text)
    except Exception as e:  # a library that raises is not right, whatever it raises
        return type(e).__name__
    found = sorted(found)
    if "ids" in case:
        return "yes" if len({m[2] for m in found}) == case["ids"] else "no"
    return "yes" if [text[s:e] for s, e, *_ in found] == case["found"] else "no"


def version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "Python " + sys.version.split()[0]


def main() -> None:
    peers = sys.argv[1:] or list(PEERS)
    marks = {"yes": "✓", "no": "–"}
    print(
        f"Run on {datetime.date.today()} with "
        + ", ".join(f"{PEERS[p].package} {version(PEERS[p].package)}" for p in peers)
    )
    print("\n| | " + " | ".join(peers) + " |")
    print("|---|" + "---|" * len(peers))
    total = dict.fromkeys(peers, 0)
    for case in CASES:
        results = {p: right(p, case) for p in peers}
        for p, r in results.items():
            total[p] += r == "yes"
        print(f"| {case['what']} | " + " | ".join(marks.get(r, "!") for r in results.values()) + " |")
    print(f"| **right of {len(CASES)}** | " + " | ".join(f"**{n}**" for n in total.values()) + " |")


if __name__ == "__main__":
    main()
