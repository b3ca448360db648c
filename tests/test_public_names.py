"""The names that people may import from ``byline``: adding or taking one is a decision, made here too."""

from __future__ import annotations

import subprocess
import sys

import pytest

import byline

PUBLIC = [
    "Answer",
    "Byline",
    "BylineError",
    "Draft",
    "Excerpt",
    "Filters",
    "KnowledgeBase",
    "Reply",
    "Settings",
    "__version__",
    "load_settings",
]


def test_the_public_names_are_these() -> None:
    assert sorted(byline.__all__) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_each_public_name_can_be_imported(name: str) -> None:
    namespace: dict[str, object] = {}
    exec(f"from byline import {name}", namespace)
    assert namespace[name] is getattr(byline, name)


def test_a_name_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        getattr(byline, "nonsense")  # noqa: B009 - the point is to ask at run time


def test_importing_byline_imports_no_database_and_no_web_framework() -> None:
    code = "import sys, byline; print(*({'sqlalchemy', 'flask', 'tantivy', 'pydantic'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
