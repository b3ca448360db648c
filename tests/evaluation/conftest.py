"""A small test collection."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluation.folders import write_collection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four documents, and four questions that Byline answers rightly."""
    return write_collection(tmp_path / "small")
