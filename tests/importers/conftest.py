"""Writes a file and reads it back as drafts, with the warnings that were given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from byline.importers import Options, read_drafts
from byline.models import Draft

Read = Callable[..., tuple[list[Draft], list[str]]]


def read_file(path: Path, **options: Any) -> tuple[list[Draft], list[str]]:
    """Read a file, with ``Options`` by name."""
    warnings: list[str] = []
    return list(read_drafts(path, Options(**options), warn=warnings.append)), warnings


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write ``content`` (text or bytes) to a file of that name and read it."""

    def write_and_read(name: str, content: str | bytes, **options: Any) -> tuple[list[Draft], list[str]]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_file(path, **options)

    return write_and_read
