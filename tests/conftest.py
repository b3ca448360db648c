"""Fixtures that every test may use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as property_settings

from byline import Byline, Draft, KnowledgeBase
from byline.resources import resource
from tests.loaded import load

# How long an example takes says something of the machine and how busy it is, and nothing of the property.
# Where a change is judged (CI=true) the examples are the same each time; elsewhere each run tries others.
property_settings.register_profile(
    "byline",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
property_settings.load_profile("byline")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep a developer's own BYLINE_ variables and knowledge base out of the tests."""
    for name in ("BYLINE_HOME", "BYLINE_PORT", "BYLINE_HOST", "BYLINE_THRESHOLD", "BYLINE_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a knowledge base that does not exist yet."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty knowledge base; to be copied, which takes a fifth of making one."""
    folder = tmp_path_factory.mktemp("empty") / "home"
    KnowledgeBase.open(folder).close()
    return folder


@pytest.fixture
def kb(empty_home: Path, home: Path) -> Iterator[KnowledgeBase]:
    """An empty knowledge base."""
    with KnowledgeBase.open(shutil.copytree(empty_home, home)) as opened:
        yield opened


@pytest.fixture(scope="session")
def untouched_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a loaded knowledge base that nobody opens; to be copied."""
    folder = tmp_path_factory.mktemp("untouched")
    with KnowledgeBase.open(folder / "home") as kb:
        load(kb, folder)
    return folder / "home"


@pytest.fixture(scope="session")
def loaded_home(untouched_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a loaded knowledge base that tests share: questions may be left there, and no more."""
    return shutil.copytree(untouched_home, tmp_path_factory.mktemp("loaded") / "home")


@pytest.fixture
def own_home(untouched_home: Path, tmp_path: Path) -> Path:
    """The folder of a loaded knowledge base that the test may change."""
    return shutil.copytree(untouched_home, tmp_path / "own")


@pytest.fixture(scope="session")
def sample_kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The sample collection, loaded; for reading only."""
    with KnowledgeBase.open(tmp_path_factory.mktemp("sample")) as opened:
        for name in ("expert-page.txt", "handbook.jsonl"):
            opened.add(resource("data") / name)
        yield opened


def draft(text: str, author: str | None = "Ann Ito", *, question: str | None = None, **byline: str) -> Draft:
    """An answer written for a test."""
    return Draft(text, Byline(author, **byline), question=question)
