from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from byline.loaded import ImportReport
from byline.store import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'byline.sqlite3'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        yield opened


@pytest.fixture
def load(store: Store) -> Callable[..., ImportReport]:
    """Imports drafts as the source "faq" of the collection "Docs", unless told otherwise."""
    return partial(store.import_source, **{"key": "faq", "collection": "Docs", "title": "FAQ"})
