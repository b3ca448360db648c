"""An instance in its own colours, with its own logo, name and welcome, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.serving import SOON, start_server

from .axe import violations
from .conftest import Browser, Open

pytestmark = pytest.mark.browser

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><script>parent.broken = true</script>'
    '<rect width="60" height="20" rx="4" fill="#0b5394"/></svg>'
)
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


@pytest.fixture(scope="module")
def branded(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a look of its own."""
    folder = tmp_path_factory.mktemp("branded")
    (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
    server = start_server(
        folder,
        SOON,
        home=folder / "home",
        title="Ask the product people",
        logo=str(folder / "logo.svg"),
        accent="#0b5394",
        accent_dark="#9fc5e8",
        welcome="Two hundred answers by the people who built it.\n\nAsk as you would ask them.",
    )
    yield server.address
    server.end()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_has_the_look_of_the_instance(
    open_page: Open, branded: str, axe: str, width: int, dark: bool
) -> None:
    page = open_page(branded, width=width, dark=dark, fresh=True)
    logo = page.locator(".wordmark img")
    assert page.locator(".lede").all_inner_texts() == [
        "Two hundred answers by the people who built it.",
        "Ask as you would ask them.",
    ]
    assert logo.evaluate("image => image.complete && image.naturalWidth > 0")
    assert (logo.bounding_box()["width"], logo.bounding_box()["height"]) == (84, 28)
    button = page.get_by_role("button", name="Ask", exact=True)
    drawn = button.evaluate("button => getComputedStyle(button).backgroundColor")
    assert drawn == ("rgb(159, 197, 232)" if dark else "rgb(11, 83, 148)")
    assert page.evaluate(SHIFT) < 0.01
    assert violations(page, axe) == []
