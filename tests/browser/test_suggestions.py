"""What is typed is completed, by keyboard and by pointer, and never while letters are being composed."""

from __future__ import annotations

from statistics import median
from urllib.parse import urlencode

import pytest

from .conftest import Open, Page
from .test_chat import ANSWERED

pytestmark = pytest.mark.browser

KEEP = "How do you keep a roadmap honest?"
START = "How do you start a roadmap?"
TIMED = """typed => new Promise(done => {
  const box = document.getElementById("q"), list = document.getElementById("suggestions");
  box.focus();
  box.value = typed;
  const started = performance.now();
  const there = (_, observer) => {
    if (list.hidden || !list.children.length) return false;
    observer?.disconnect();
    done(performance.now() - started);
    return true;
  };
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  if (!there()) new MutationObserver(there).observe(list, { childList: true, attributes: true });
})"""


def type_in(page: Page, text: str) -> None:
    """Type ``text``, and wait for what the server suggests for all of it."""
    asked = urlencode({"q": text})
    with page.expect_response(lambda response: asked in response.url):
        page.get_by_label("Your question").press_sequentially(text)
    page.get_by_role("option").first.wait_for()


def options(page: Page) -> list[str]:
    return page.get_by_role("option").all_inner_texts()


def active(page: Page) -> str | None:
    """Return the text of the option that assistive technology is told of."""
    return page.evaluate(
        "() => document.getElementById("
        "document.getElementById('q').getAttribute('aria-activedescendant'))?.textContent ?? null"
    )


def test_a_question_is_chosen_with_the_keyboard(open_page: Open, address: str) -> None:
    page = open_page(address)
    type_in(page, "how do you")
    assert set(options(page)) == {KEEP, START}
    first, second = options(page)
    assert active(page) is None
    page.keyboard.press("ArrowDown")
    assert active(page) == first
    page.keyboard.press("ArrowDown")
    assert active(page) == second
    assert page.locator("[aria-selected=true]").all_inner_texts() == [second]
    page.keyboard.press("ArrowDown")
    assert active(page) is None
    page.keyboard.press("ArrowUp")
    assert active(page) == second
    assert page.evaluate("() => document.activeElement.id") == "q"
    page.keyboard.press("Enter")
    page.locator(ANSWERED).first.wait_for()
    assert page.locator(".turn h2").inner_text() == second
    assert page.get_by_role("listbox").count() == 0


def test_a_question_is_chosen_with_the_pointer_although_mistyped(open_page: Open, address: str) -> None:
    page = open_page(address, width=360)
    type_in(page, "raodmap hon")
    page.get_by_role("option", name=KEEP).click()
    page.locator(ANSWERED).first.wait_for()
    assert page.locator(".turn h2").inner_text() == KEEP


def test_enter_asks_what_was_typed_until_an_arrow_is_pressed(open_page: Open, address: str) -> None:
    page = open_page(address)
    type_in(page, "how do you")
    page.keyboard.press("Enter")
    page.locator(".turn .verdict").wait_for()
    assert page.locator(".turn h2").inner_text() == "how do you"


def test_escape_and_leaving_the_box_close_the_list(open_page: Open, address: str) -> None:
    page = open_page(address)
    type_in(page, "how do")
    page.keyboard.press("Escape")
    assert page.get_by_role("listbox").count() == 0
    assert page.get_by_label("Your question").input_value() == "how do"
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Tab")
    assert page.get_by_role("listbox").count() == 0


def test_how_many_there_are_is_announced_once_typing_rests(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.evaluate(
        """() => {
          window.rested = [];
          let typed = 0;
          document.getElementById("q").addEventListener("input", () => (typed = performance.now()));
          const told = () => window.rested.push(performance.now() - typed);
          new MutationObserver(told).observe(document.getElementById("status"), { childList: true });
        }"""
    )
    type_in(page, "how do you")
    page.get_by_text("2 suggestions").wait_for(state="attached")
    assert page.get_by_role("status").inner_text() == "2 suggestions"
    assert min(page.evaluate("() => window.rested")) >= 500


def test_letters_that_are_being_composed_are_left_alone(open_page: Open, address: str) -> None:
    page = open_page(address)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    page.get_by_label("Your question").focus()
    composing = page.context.new_cdp_session(page)
    for text in ("r", "ro", "roa", "road"):
        composing.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
    prevented = page.evaluate(
        """() => {
          const key = { key: "Enter", isComposing: true, bubbles: true, cancelable: true };
          return !document.getElementById("q").dispatchEvent(new KeyboardEvent("keydown", key));
        }"""
    )
    page.wait_for_timeout(200)
    assert (prevented, asked) == (False, [])
    assert page.get_by_role("listbox").count() == 0
    composing.send("Input.insertText", {"text": "roadmap"})
    page.get_by_role("option").first.wait_for()


def test_offline_there_are_no_suggestions_and_no_complaint(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.context.set_offline(True)
    page.get_by_label("Your question").press_sequentially("how do")
    page.wait_for_timeout(200)
    assert page.get_by_role("listbox").count() == 0


def test_suggestions_follow_each_letter_within_twenty_milliseconds(open_page: Open, address: str) -> None:
    page = open_page(address)
    type_in(page, "how do")
    typed = ["how do y", "how do yo", "how do you", "how do you k", "how do you ke", "roadmap", "roadmap h"]
    assert median(page.evaluate(TIMED, each) for each in typed) < 20
