"""The reference pages say what the program says, and leave nothing out."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from byline.cli.group import COMMANDS
from byline.cli.reference import PAGES
from byline.settings import Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_up_to_date(page: str) -> None:
    # By words: how long the lines of a command's help are may differ between releases of click.
    written = (DOCS / f"{page}.md").read_text(encoding="utf-8").split()
    assert written == PAGES[page]().split(), "run `make reference`"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_shown(name: str) -> None:
    assert f"\n## byline {name}\n" in (DOCS / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_shown_and_explained(name: str) -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
    assert f"BYLINE_{name.upper()}" in row
    assert len(row.split("|")[4].split()) > 3


@pytest.mark.parametrize(
    ("name", "twin"), [(name, twin) for name, entry in COMMANDS.items() for twin in entry.twins]
)
def test_every_command_has_its_twin_in_the_library(name: str, twin: str) -> None:
    holder, _, attribute = twin.rpartition(".")
    owner = (
        getattr(import_module("byline"), holder)
        if holder == "KnowledgeBase"
        else import_module(f"byline.{holder}")
    )
    assert callable(getattr(owner, attribute))


def test_every_module_of_a_command_is_in_the_table() -> None:
    folder = Path(str(import_module("byline.cli").__file__)).parent
    with_command = {
        path.stem for path in folder.glob("*.py") if "\ndef command(" in path.read_text(encoding="utf-8")
    }
    assert with_command == {entry.module for entry in COMMANDS.values()}
