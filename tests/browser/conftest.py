"""A real Chromium on a real server.

What is missing is a reason to skip, and where BYLINE_REQUIRE_BROWSER=1 is set a reason to fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urljoin, urlsplit

import pytest

from tests.web.serving import SOON, start_server

try:
    from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
except ImportError:  # an optional part of the test tools
    Browser = BrowserContext = Page = Any  # type: ignore[assignment,misc]
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
def address(browser: Browser, loaded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a loaded knowledge base; tests leave it as it is."""
    server = start_server(tmp_path_factory.mktemp("browser"), SOON, home=loaded_home, rate="")
    yield server.address
    server.end()


@pytest.fixture(scope="session")
def empty_address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over an empty knowledge base."""
    folder = tmp_path_factory.mktemp("browser-empty")
    server = start_server(folder, SOON, home=folder / "home", rate="")
    yield server.address
    server.end()


def new_context(browser: Browser, *, javascript: bool = True) -> BrowserContext:
    """Begin with nothing kept, as in a window of its own."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 780},
        java_script_enabled=javascript,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(10_000)
    return context


def widen(page: Page, width: int) -> None:
    """Make the window of a page so many pixels wide, and wait until the page knows."""
    page.set_viewport_size({"width": width, "height": 780})
    page.wait_for_function("width => innerWidth === width", arg=width)


class Shared:
    """A context that tests share, with one page that stays open.

    A page beside another of the same site starts in half the time of one in a new context: the browser has
    the process and the files of the site already.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self._stays = context.new_page()
        self._session = context.new_cdp_session(self._stays)

    def new_page(self, url: str) -> Page:
        """Open an empty page for an address."""
        if self._stays.url == "about:blank" and url.startswith("http"):
            self._stays.goto(urljoin(url, "/healthz"))
        return self.context.new_page()

    def clear(self) -> None:
        """Close the pages, and remove what they kept but for the files of which they are made."""
        origins = set()
        for page in self.context.pages:
            if page is not self._stays:
                parts = [urlsplit(frame.url) for frame in page.frames]
                origins |= {f"{part.scheme}://{part.netloc}" for part in parts if part.netloc}
                page.close()
        self.context.set_offline(False)
        self.context.clear_cookies()
        for origin in origins:
            kept = {"origin": origin, "storageTypes": "local_storage,service_workers"}
            self._session.send("Storage.clearDataForOrigin", kept)


@pytest.fixture(scope="session")
def shared(browser: Browser) -> Iterator[dict[bool, Shared]]:
    """The contexts that tests share, with JavaScript and without."""
    contexts = {
        javascript: Shared(new_context(browser, javascript=javascript)) for javascript in (True, False)
    }
    yield contexts
    for each in contexts.values():
        each.context.close()


@pytest.fixture
def open_page(browser: Browser, shared: dict[bool, Shared]) -> Iterator[Open]:
    """Open pages of their own; a message in the console, such as of a broken policy, fails the test.

    ``fresh`` pages are opened by a browser that has no file of the site yet.
    """
    own: list[BrowserContext] = []
    said: list[str] = []

    def open_one(
        url: str, *, width: int = 1280, javascript: bool = True, dark: bool = False, fresh: bool = False
    ) -> Page:
        if fresh:
            own.append(new_context(browser, javascript=javascript))
            page = own[-1].new_page()
        else:
            page = shared[javascript].new_page(url)
        page.set_viewport_size({"width": width, "height": 780})
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(url)
        return page

    yield open_one
    for context in own:
        context.close()
    for each in shared.values():
        each.clear()
    refusals = "Failed to load resource"  # the browser's own note of a 404 or of being offline
    assert [line for line in said if not line.startswith(refusals)] == []
