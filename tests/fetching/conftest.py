"""A site and a fetcher that may ask it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from byline.fetching import Fetcher, Limits
from tests.fetching.site import Site, serving

HASTY = Limits(pause_s=0.0, page_bytes=200_000, connect_s=2.0, page_s=5.0)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def fetcher(tmp_path: Path) -> Iterator[Fetcher]:
    with Fetcher(tmp_path, HASTY, allow_private=True) as running:
        yield running
