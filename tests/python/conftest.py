"""What the tests share: texts of our own."""

from __future__ import annotations

import pytest

import dateline as dl

ARTICLE = """\
Harbour reopens after storm

SANDVIK, March 3 (North Wire) — “We will not close again,” said Layla Haddad, the mayor. Syria and Iraq welcomed it.

Haddad told reporters that “the cranes” had been repaired. “Nobody in Turkey or Iraq paid us,” she said.

Read more: ten pictures of the storm
"""


@pytest.fixture(scope="session")
def article() -> str:
    return ARTICLE


@pytest.fixture(scope="session")
def doc() -> dl.Document:
    return dl.read(ARTICLE)
