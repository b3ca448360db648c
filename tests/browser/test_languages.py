"""The page in its languages, in a real browser: what the script says, and from right to left."""

from __future__ import annotations

import pytest

from .axe import PHONE, violations_in_every_look
from .conftest import Open
from .test_accessibility import STATES
from .test_chat import ANSWERED, QUESTION, ask, markup_of_the_turn

pytestmark = pytest.mark.browser

RIGHT_TO_LEFT = ["first page", "reply, rendered by the server", "nobody", "altered", "no such page"]
WHERE = "element => { const { left, right } = element.getBoundingClientRect(); return [left, right]; }"


@pytest.mark.parametrize("code", ["de", "ja", "ar"])
@pytest.mark.parametrize(
    "query",
    [
        "how is a technical product manager different",
        "raodmap customers",
        "interview for inquisitiveness",
        "who reviews the engineering budget",
    ],
)
def test_the_script_speaks_as_the_server_does(open_page: Open, address: str, query: str, code: str) -> None:
    expected = markup_of_the_turn(open_page(f"{address}/?q={query}&lang={code}", javascript=False))
    page = open_page(f"{address}/?lang={code}")
    page.locator("#q").fill(query)
    page.locator("form.ask button[type=submit]").click()
    page.locator(".turn .verdict").wait_for()
    assert markup_of_the_turn(page) == expected


def test_how_many_excerpts_from_how_many_people_is_announced_in_words(open_page: Open, address: str) -> None:
    for code, said in {
        "en": "2 excerpts from 2 authors",
        "de": "2 Auszüge von 2 Personen",
        "ar": "مقتطفان من شخصين",
    }.items():
        page = open_page(f"{address}/?lang={code}")
        page.locator("#q").fill("how is a technical product manager different from a product manager")
        page.locator("#q").press("Enter")
        page.locator(ANSWERED).first.wait_for()
        assert page.get_by_role("status").inner_text().startswith(said)


def test_being_offline_is_told_in_the_language_of_the_page(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?lang=fr")
    page.context.set_offline(True)
    page.locator("#q").fill("pourquoi")
    page.locator("#q").press("Enter")
    page.get_by_text("Vous êtes hors ligne").first.wait_for()
    assert page.locator(".trouble .advice").get_attribute("lang") is None


def test_a_refusal_of_the_server_is_marked_as_english(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?lang=de")
    page.evaluate("() => document.getElementById('q').removeAttribute('maxlength')")
    page.locator("#q").fill("why " * 600)
    page.locator("#q").press("Enter")
    page.get_by_text("Diese Frage kann nicht gestellt werden").first.wait_for()
    assert page.locator(".trouble .advice").get_attribute("lang") == "en"


def test_another_language_keeps_the_conversation(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, QUESTION)
    ask(page, "how do you start a roadmap?")
    page.get_by_role("link", name="Deutsch").click()
    page.get_by_role("link", name="Zitat prüfen").wait_for()
    assert page.locator(".turn h2").all_inner_texts() == [QUESTION, "how do you start a roadmap?"]
    page.get_by_role("link", name="Zitat prüfen").click()
    page.get_by_role("heading", level=1, name="Zitat prüfen").wait_for()


@pytest.mark.parametrize("state", RIGHT_TO_LEFT)
def test_axe_finds_nothing_from_right_to_left(open_page: Open, address: str, axe: str, state: str) -> None:
    path, then = STATES[state]
    page = open_page(f"{address}{path}{'&' if '?' in path else '?'}lang=ar", width=PHONE)
    if then:
        then(page)
    assert violations_in_every_look(page, axe, widths=(PHONE,)) == []


def test_the_page_is_turned_round_and_what_people_wrote_is_not(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?q={QUESTION}&lang=ar")
    wordmark, pages = page.locator(".wordmark"), page.locator(".masthead nav")
    assert wordmark.evaluate(WHERE)[0] > pages.evaluate(WHERE)[1]
    direction = "element => getComputedStyle(element).direction"
    quotation, byline = page.locator("blockquote").first, page.locator(".byline").first
    assert (quotation.evaluate(direction), byline.evaluate(direction)) == ("ltr", "rtl")
    set_in = "element => [getComputedStyle(element).paddingLeft, getComputedStyle(element).paddingRight]"
    assert quotation.evaluate(set_in)[0] != "0px"
    assert quotation.evaluate(set_in)[1] == "0px"
