"""A curator pastes a page, mends what was found and loads it, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from byline import KnowledgeBase
from tests.web.serving import SOON, start_server
from tests.web.test_curating import KEY, PAGE

from .axe import violations
from .conftest import Browser, Open, Page

pytestmark = pytest.mark.browser

LAID_OUT = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
DROP = """content => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([content], "expert page.txt", { type: "text/plain" }));
    const area = document.querySelector("textarea");
    for (const kind of ["dragover", "drop"])
        area.dispatchEvent(new DragEvent(kind, { dataTransfer: dropped, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def folder(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("curating")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A server with an empty knowledge base that may be added to."""
    server = start_server(folder, SOON, home=folder / "home", curator_key=KEY)
    yield server.address
    server.end()


@pytest.fixture
def open_curating(open_page: Open, address: str) -> Open:
    """Open the page and give the key."""

    def open_one(query: str = "", **options: object) -> Page:
        page = open_page(f"{address}/curate{query}", **options)
        page.locator("[name=key]").fill(KEY)
        page.locator("main .strong").click()
        page.locator("[name=pasted]").wait_for()
        return page

    return open_one


def paste(page: Page, title: str) -> None:
    page.locator("[name=pasted]").fill(PAGE)
    page.locator("[name=title]").fill(title)
    page.locator("main .strong").click()
    page.locator(".found-answer").first.wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_page_is_pasted_mended_and_loaded(open_curating: Open, folder: Path, javascript: bool) -> None:
    title = f"Roadmap AMA, {javascript}"
    page = open_curating(javascript=javascript)
    paste(page, title)
    page.get_by_role("group", name="2 Answer 2").get_by_label("Author").fill("Idris B. Okafor")
    page.get_by_role("group", name="1 Answer 1").get_by_label("Leave this answer out").check()
    page.get_by_role("button", name="Check again").click()
    page.wait_for_url("**/curate/preview")
    assert page.get_by_role("group", name="1 Answer 1").get_by_label("Leave this answer out").is_checked()
    page.get_by_role("button", name="Load", exact=True).click()
    page.get_by_role("heading", name="Loaded").wait_for()
    page.locator("main li a").click()
    assert "five customers" in page.locator("#text").inner_text()
    with KnowledgeBase.open(folder / "home") as kb:
        (answer,) = [each for each in kb.answers() if each.source.title == title]
    assert answer.byline.author == "Idris B. Okafor"


def test_files_are_dropped_and_read(open_curating: Open) -> None:
    page = open_curating()
    page.evaluate(DROP, PAGE)
    assert page.locator("[name=files]").evaluate("it => it.files[0].name") == "expert page.txt"
    page.get_by_role("button", name="Look for answers").click()
    page.locator(".found-answer").first.wait_for()
    assert page.get_by_label("Title").input_value() == "expert page.txt"
    assert page.locator(".original mark").count() == 6


def test_files_that_are_too_large_are_not_sent(open_curating: Open) -> None:
    page = open_curating()
    page.locator("[name=pasted]").fill("Typed before.")
    page.evaluate(DROP, "x" * 2_000_001)
    page.get_by_role("button", name="Look for answers").click()
    assert "too large" in page.locator("[name=files]").evaluate("it => it.validationMessage")
    assert page.locator("[name=pasted]").input_value() == "Typed before."


LOOKS = [
    (360, "", True),
    (360, "?lang=ar", False),
    (768, "", False),
    (1280, "", True),
    (1280, "?lang=ar", False),
]
"""Few enough for the key to be given in each; it may be tried ten times a minute."""


@pytest.mark.parametrize(("width", "query", "dark"), LOOKS)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    open_page: Open, open_curating: Open, address: str, axe: str, width: int, query: str, dark: bool
) -> None:
    key = open_page(f"{address}/curate{query}", width=width, dark=dark)
    assert violations(key, axe) == []
    page = open_curating(query, width=width, dark=dark)
    assert violations(page, axe) == []
    assert page.evaluate(LAID_OUT)
    paste(page, "Of the look")
    assert violations(page, axe) == []
    assert page.evaluate(LAID_OUT)
