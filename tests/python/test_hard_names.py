"""Twenty-six hard cases of finding names; benches/matchers/hard.py runs them over other libraries."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

import dateline as dl

if sys.version_info < (3, 11):
    pytest.skip("reading TOML needs Python 3.11", allow_module_level=True)
import tomllib

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "hard_names.toml").read_text("utf-8"))["case"]


def gazetteer(case: dict[str, Any]) -> dl.Gazetteer:
    rules = case.get("case", "exact")
    builder = dl.GazetteerBuilder()
    for i, name in enumerate(case["names"]):
        alias, id = (name, name) if isinstance(name, str) else name
        builder.add(alias, id=id, case=rules if isinstance(rules, str) else rules[i])
    return builder.build()


def text_of(case: dict[str, Any]) -> str:
    return re.sub("<([0-9A-F]{4})>", lambda m: chr(int(m[1], 16)), case["text"])


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["key"])
def test_hard_case(case: dict[str, Any]) -> None:
    g, text = gazetteer(case), text_of(case)
    found = g.find(text)
    assert [text[m.start : m.end] for m in found] == case["found"]
    assert [m.text for m in found] == case["found"]
    assert [(m.start, m.end, m.entity_id) for m in found] == g.find_tuples(text)
    if "ids" in case:
        assert len(found[0].candidates) == case["ids"]


def test_there_are_26() -> None:
    assert len(CASES) == 26 and len({c["key"] for c in CASES}) == 26
