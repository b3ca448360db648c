"""What makes the page quick, calm and usable by everyone, as far as a browser can measure it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from statistics import median
from urllib.parse import quote

import pytest

from byline.citation import author_permalink, question_permalink

from .conftest import Browser, Open, Page
from .test_chat import ANSWERED, LAID_OUT, QUESTION, ask

pytestmark = pytest.mark.browser

PAGES = {
    "first page": "/",
    "reply": f"/?q={quote(QUESTION)}",
    "nobody": "/?q=who+reviews+the+engineering+budget",
    "check": "/verify?q=A+roadmap+that+everybody+can+hold+in+their+head+is+a+list+of+dreams.",
    "author": author_permalink("Mara Lindqvist") or "",
    "question": question_permalink("How do you start a roadmap?") or "",
    "endpoint": "/docs",
    "no such page": "/none",
}
MOST_BYTES = 60_000
SLOW = 700
"""Milliseconds: longer than the half second after a key in which a browser expects things to move."""

SENT = """() => performance.getEntries()
  .filter(entry => entry.encodedBodySize !== undefined)
  .map(entry => [entry.name, entry.encodedBodySize, entry.decodedBodySize])"""
BLOCKING = """() => performance.getEntriesByType("resource")
  .filter(entry => entry.renderBlockingStatus === "blocking").map(entry => entry.name)"""
# The form stays at the foot of the window while the page is scrolled; a browser counts that as moving.
WATCH_SHIFTS = """() => {
  window.shifted = [];
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      const moved = entry.sources.some(({ node }) => node && !node.closest?.("form.ask"));
      if (moved && !entry.hadRecentInput) window.shifted.push(entry.value);
    }
  }).observe({ type: "layout-shift", buffered: true });
}"""
SHIFTED = "() => new Promise(done => setTimeout(() => done(window.shifted.reduce((a, b) => a + b, 0)), 300))"
PAINTED = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntriesByName("first-contentful-paint")[0].startTime))
    .observe({ type: "paint", buffered: true });
})"""
TIMED_ASK = """question => new Promise(done => {
  const box = document.getElementById("q"), turns = document.getElementById("conversation");
  box.value = question;
  const before = turns.querySelectorAll("figure").length;
  const started = performance.now();
  new MutationObserver((_, observer) => {
    if (turns.querySelectorAll("figure").length === before) return;
    observer.disconnect();
    requestAnimationFrame(() => done(performance.now() - started));
  }).observe(turns, { childList: true, subtree: true });
  box.form.requestSubmit();
})"""

Opened = Callable[..., Page]


@pytest.fixture
def open_as(browser: Browser) -> Iterator[Opened]:
    """Open a page for a person with settings of their own, such as forced colours."""
    contexts = []

    def open_one(url: str, **person: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 780}, **person})
        contexts.append(context)
        page = context.new_page()
        page.goto(url)
        return page

    yield open_one
    for context in contexts:
        context.close()


# --- light ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_all_it_needs_weighs_less_than_sixty_kilobytes(
    open_page: Open, address: str, name: str
) -> None:
    page = open_page(f"{address}{PAGES[name]}", fresh=True)
    page.wait_for_load_state("networkidle")
    sent = page.evaluate(SENT)
    assert any(url.partition("?")[0].endswith(".css") for url, _, _ in sent)
    assert 1_000 < sum(size for _, size, _ in sent) < MOST_BYTES
    assert all(size < whole for _, size, whole in sent if whole > 2_000), "sent as it is, not compressed"


@pytest.mark.parametrize("name", PAGES)
def test_no_script_stands_before_what_is_painted(open_page: Open, address: str, name: str) -> None:
    page = open_page(f"{address}{PAGES[name]}")
    assert [one for one in page.evaluate(BLOCKING) if ".js" in one] == []
    assert page.evaluate(PAINTED) > 0


def test_what_is_painted_first_is_the_reply_itself(open_page: Open, address: str) -> None:
    page = open_page("about:blank")
    page.route("**/*.js*", lambda route: None)  # no script ever arrives
    page.goto(f"{address}{PAGES['reply']}", wait_until="commit")
    page.locator(ANSWERED).first.wait_for()
    assert page.evaluate(PAINTED) > 0
    assert "Keep the 🧭 roadmap to one page." in page.locator("blockquote").first.inner_text()


# --- calm ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_while_a_page_loads(open_page: Open, address: str, name: str, width: int) -> None:
    page = open_page(f"{address}{PAGES[name]}", width=width, fresh=True)
    page.evaluate(WATCH_SHIFTS)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFTED) < 0.01


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_a_reply_comes_in(open_page: Open, address: str, width: int) -> None:
    page = open_page(f"{address}{PAGES['reply']}", width=width)
    page.evaluate(WATCH_SHIFTS)
    page.route("**/api/v1/ask", lambda route: (page.wait_for_timeout(SLOW), route.continue_()))
    foot = "() => document.querySelector('form.ask').getBoundingClientRect().bottom"
    before = page.evaluate(foot)
    ask(page, "how do you start a roadmap?")
    assert page.locator(".turn").count() == 2
    assert page.evaluate(foot) == pytest.approx(before, abs=1)
    assert page.evaluate(SHIFTED) < 0.01


def test_who_wants_less_motion_gets_none(open_as: Opened, address: str) -> None:
    still = open_as(address, reduced_motion="reduce")
    moving = open_as(address, reduced_motion="no-preference")
    scrolling = "() => getComputedStyle(document.documentElement).scrollBehavior"
    assert (moving.evaluate(scrolling), still.evaluate(scrolling)) == ("smooth", "auto")
    for page in (still, moving):
        page.route("**/api/v1/ask", lambda route: None)
        page.get_by_label("Your question").fill("how")
        page.get_by_label("Your question").press("Enter")
        page.locator(".waiting").wait_for()
    moved = "() => getComputedStyle(document.querySelector('.waiting'), '::after').animationName"
    assert (moving.evaluate(moved), still.evaluate(moved)) == ("breathe", "none")


# --- for every eye -------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["en", "de", "ja", "ar"])
def test_a_page_fits_a_window_of_320_pixels_as_four_times_zoom_leaves_it(
    open_page: Open, address: str, code: str
) -> None:
    page = open_page(f"{address}/?lang={code}", width=320)
    for path in PAGES.values():
        page.goto(f"{address}{path}")
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert page.evaluate(LAID_OUT), path


def test_twice_the_size_is_still_all_there(open_as: Opened, address: str) -> None:
    page = open_as(
        f"{address}{PAGES['reply']}", viewport={"width": 640, "height": 390}, device_scale_factor=2
    )
    assert page.evaluate(LAID_OUT)
    page.get_by_label("Your question").scroll_into_view_if_needed()
    hidden = """() => {
      const form = document.querySelector("form.ask").getBoundingClientRect();
      return getComputedStyle(document.querySelector("form.ask")).position === "sticky" && form.height > 200;
    }"""
    assert not page.evaluate(hidden), "the form covers more than half of what can be seen"


def test_letters_of_twice_the_size_fit(open_page: Open, address: str) -> None:
    for path in PAGES.values():
        page = open_page(f"{address}{path}", width=640)
        page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        assert page.evaluate(LAID_OUT), path


def test_in_the_readers_own_colours_marks_and_buttons_are_still_seen(open_as: Opened, address: str) -> None:
    page = open_as(f"{address}{PAGES['reply']}", forced_colors="active")
    style = "(element, name) => getComputedStyle(element)[name]"
    mark = page.locator("blockquote mark").first
    assert mark.evaluate(style, "backgroundColor") != page.locator("body").evaluate(style, "backgroundColor")
    for button in page.locator("button:not(.quiet)").all():
        if button.is_visible():
            assert button.evaluate(style, "borderStyle") == "solid"
    page.get_by_label("Your question").focus()
    assert page.locator(".box").evaluate(style, "outlineStyle") == "solid"


# --- for every hand ------------------------------------------------------------------------------


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press a key until what has the focus is called ``name``, and see that it shows that it has it."""
    for _ in range(40):
        page.keyboard.press(key)
        if page.evaluate("() => document.activeElement.innerText?.trim()") == name:
            break
    assert page.evaluate("() => document.activeElement.innerText.trim()") == name
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_asking_reading_and_citing_need_no_pointer(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(ANSWERED).first.wait_for()
    assert page.evaluate("() => document.activeElement.id") == "q", "one can go on asking"
    assert re.match(r"2 excerpts from 2 authors, \w+ confidence$", page.get_by_role("status").inner_text())
    quotation = page.locator("blockquote").last.inner_text()
    tab_to(page, "Read the whole answer", "Shift+Tab")
    page.keyboard.press("Enter")
    page.locator(".whole").wait_for()
    assert quotation in page.evaluate("() => document.activeElement.innerText")
    tab_to(page, "Open its page")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/answers/"))
    tab_to(page, "Cite what is marked")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/cite"))
    tab_to(page, "Copy")
    page.keyboard.press("Enter")
    page.get_by_text("Copied").first.wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()").startswith(f"“{quotation}”")


def test_the_first_tab_leads_past_the_masthead(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/verify")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.innerText") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "quotation"


def test_enter_that_ends_a_composition_asks_nothing(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.get_by_label("Your question").fill("ロードマップ")
    press = """isComposing => document.getElementById("q").dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", isComposing, bubbles: true, cancelable: true }))"""
    page.evaluate(press, True)
    page.wait_for_timeout(100)
    assert page.locator(".turn").count() == 0
    page.evaluate(press, False)
    page.locator(".turn .verdict").wait_for()


# --- quick ---------------------------------------------------------------------------------------


def test_a_reply_is_there_before_one_thinks_of_waiting(open_page: Open, address: str) -> None:
    """Generous: this runs on busy machines. `benchmarks/page_speed.py` measures."""
    page = open_page(address)
    took = [page.evaluate(TIMED_ASK, QUESTION) for _ in range(5)]
    assert median(took) < 1_000
