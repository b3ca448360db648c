"""A real server over a loaded knowledge base."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from byline import KnowledgeBase
from tests.web.conftest import load
from tests.web.serving import start_server


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the knowledge base that is served."""
    folder = tmp_path_factory.mktemp("client")
    with KnowledgeBase.open(folder / "home") as kb:
        load(kb, folder)
    return folder / "home"


@pytest.fixture(scope="session")
def address(served: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server."""
    running = start_server(tmp_path_factory.mktemp("server"), home=served)
    yield running.address
    running.end()
