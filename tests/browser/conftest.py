"""A real Chromium on a real server.

What is missing is a reason to skip, and where BYLINE_REQUIRE_BROWSER=1 is set a reason to fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from byline import KnowledgeBase
from tests.web.conftest import load
from tests.web.serving import start_server

try:
    from playwright.sync_api import Browser, Page, sync_playwright
except ImportError:  # an optional part of the test tools
    Browser = Page = Any  # type: ignore[assignment,misc]
    sync_playwright = None  # type: ignore[assignment]

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
Open = Callable[..., Page]


def missing(what: str) -> NoReturn:
    """Skip for the reason that ``what`` is missing, or fail where everything must be there."""
    if os.environ.get("BYLINE_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{what} (BYLINE_REQUIRE_BROWSER=1 says it must be there)")
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    if sync_playwright is None:
        missing("playwright is not installed: pip install 'byline[browser]'")
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        missing("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core, which finds what keeps people with disabilities out."""
    path = os.environ.get("BYLINE_AXE", "")
    if not path or not Path(path).is_file():
        missing("axe-core is not there: npm pack axe-core, and set BYLINE_AXE to its axe.min.js")
    return Path(path).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a loaded knowledge base."""
    folder = tmp_path_factory.mktemp("browser")
    with KnowledgeBase.open(folder / "home") as kb:
        load(kb, folder)
    server = start_server(folder, home=folder / "home", rate="")
    yield server.address
    server.end()


@pytest.fixture(scope="session")
def empty_address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over an empty knowledge base."""
    folder = tmp_path_factory.mktemp("browser-empty")
    server = start_server(folder, home=folder / "home", rate="")
    yield server.address
    server.end()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open pages of their own; a message in the console, such as of a broken policy, fails the test."""
    contexts = []
    said: list[str] = []

    def open_one(url: str, *, width: int = 1280, javascript: bool = True, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 780},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(url)
        return page

    yield open_one
    for context in contexts:
        context.close()
    refusals = "Failed to load resource"  # the browser's own note of a 404 or of being offline
    assert [line for line in said if not line.startswith(refusals)] == []
