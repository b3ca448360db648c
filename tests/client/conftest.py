"""A real server over a loaded knowledge base."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.serving import start_server


@pytest.fixture(scope="session")
def address(untouched_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server; it may be written to."""
    folder = tmp_path_factory.mktemp("client")
    running = start_server(folder, home=shutil.copytree(untouched_home, folder / "home"))
    yield running.address
    running.end()
