"""Tiny models, and the real one where there is one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.transformer.tiny import write_encoder, write_reranker

REAL = Path(__file__).resolve().parents[3] / "shared" / "models" / "all-MiniLM-L6-v2-int8"


@pytest.fixture(scope="session")
def encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence transformer to which "price" and "cost" are one; for reading only."""
    return write_encoder(tmp_path_factory.mktemp("models") / "tiny-encoder")


@pytest.fixture(scope="session")
def reranker_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of the same words; for reading only."""
    return write_reranker(tmp_path_factory.mktemp("models") / "tiny-reranker")


@pytest.fixture(scope="session")
def real_model() -> Path:
    """A real sentence transformer, all-MiniLM-L6-v2 or one like it."""
    folder = Path(os.environ.get("BYLINE_TEST_MODEL") or REAL)
    if not (folder / "model.onnx").is_file():
        pytest.skip(f"there is no model in {folder}; BYLINE_TEST_MODEL names a folder with one")
    return folder
