"""Someone asks on: follow-ups, chips, the panel, and conversations that are shared or kept."""

from __future__ import annotations

import re

import pytest

from .conftest import Open, Page
from .test_chat import LAID_OUT, QUESTION, ask

pytestmark = pytest.mark.browser

ROADMAP = "how do you start a roadmap"


def chips(page: Page) -> list[str]:
    """Return what the last turn was asked with."""
    found = page.locator(".turn").last.locator(".chip").all_inner_texts()
    return [
        re.sub(r"\s+", " ", text.replace("×", "").replace("Ask without it", "")).strip() for text in found
    ]


def plain(texts: list[str]) -> list[str]:
    return [text.removesuffix(" carried over") for text in texts]


def remove(page: Page, chip: str) -> None:
    link = page.locator(".turn").last.locator(".chip", has_text=chip).get_by_role("link")
    link.click()
    page.locator(".turn").last.locator(".chip", has_text=chip).wait_for(state="detached")
    page.locator(".turn:last-child .verdict").wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [360, 1280])
def test_follow_ups_carry_the_topic_and_the_limits(
    open_page: Open, address: str, width: int, javascript: bool
) -> None:
    page = open_page(address, width=width, javascript=javascript)
    ask(page, QUESTION)
    assert chips(page) == []
    ask(page, "what about at Northwind?")
    assert plain(chips(page)) == [f"about {QUESTION}", "company Northwind"]
    ask(page, "only since 2024")
    assert plain(chips(page)) == [f"about {QUESTION}", "company Northwind", "from 2024-01-01"]
    assert page.locator(".turn").last.locator("[data-slot=author]").all_inner_texts() == ["Mara Lindqvist"]
    assert page.locator(".turn").count() == 3
    assert page.evaluate(LAID_OUT) if javascript else True


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_chip_is_taken_away(open_page: Open, address: str, javascript: bool) -> None:
    page = open_page(address, javascript=javascript)
    ask(page, ROADMAP)
    ask(page, "what about at Northwind?")
    assert plain(chips(page)) == [f"about {ROADMAP}", "company Northwind"]
    remove(page, "company")
    assert chips(page) == []
    assert page.locator(".turn h2").all_inner_texts() == [ROADMAP, ROADMAP]
    assert "Idris Okafor" in page.locator(".turn").last.inner_text()
    if javascript:
        assert page.evaluate("() => document.activeElement.matches('.turn:last-child')")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_new_topic_drops_what_was_carried(open_page: Open, address: str, javascript: bool) -> None:
    page = open_page(address, javascript=javascript)
    ask(page, f"{ROADMAP} company:contoso")
    assert chips(page) == ["company Contoso"]
    ask(page, "how should I interview for curiosity?")
    assert chips(page) == []
    assert "Chen Wei" in page.locator(".turn").last.inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_panel_limits_and_a_typing_mistake_can_be_kept(
    open_page: Open, address: str, javascript: bool
) -> None:
    page = open_page(address, width=768, javascript=javascript)
    page.get_by_text("Limit whose answers").click()
    page.get_by_label("Author").fill("idirs")
    page.get_by_label("Without the word").fill("sprint")
    ask(page, "raodmap customers")
    assert chips(page) == ["author Idris Okafor", "without sprint"]
    page.get_by_role("link", name="Search for raodmap instead").click()
    page.get_by_role("heading", name='"raodmap" customers').wait_for()
    page.locator(".turn:last-child .verdict").wait_for()
    assert page.get_by_text("Searched for roadmap").count() == 0
    assert chips(page) == ["author Idris Okafor", "without sprint"]


def test_a_limit_of_the_panel_that_was_taken_away_does_not_come_back(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.get_by_text("Limit whose answers").click()
    page.get_by_label("Company").fill("contoso")
    ask(page, ROADMAP)
    assert chips(page) == ["company Contoso"]
    remove(page, "company")
    assert page.get_by_label("Company").input_value() == ""
    ask(page, QUESTION)
    assert chips(page) == []
    page.go_back()
    page.go_back()
    assert page.get_by_label("Company").input_value() == "contoso"


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_what_is_asked_from_an_earlier_turn_goes_on_from_there(
    open_page: Open, address: str, javascript: bool
) -> None:
    page = open_page(address, javascript=javascript)
    for said in (ROADMAP, "what about at Northwind?", "why?"):
        ask(page, said)
    headings = page.locator(".turn h2")
    assert headings.count() == 3
    page.locator(".turn").nth(1).locator(".chip", has_text="company").get_by_role("link").click()
    page.wait_for_url(re.compile("alone=1"))
    page.locator(".turn:last-child .verdict").wait_for()
    assert headings.all_inner_texts() == [ROADMAP, ROADMAP]
    page.go_back()
    headings.nth(2).wait_for()
    assert page.locator(".turn").count() == 3


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_what_is_quoted_again_is_said_to_be(open_page: Open, address: str, javascript: bool) -> None:
    page = open_page(address, javascript=javascript)
    ask(page, "author:idris")
    note = page.get_by_text("There is no more than what was quoted before.")
    assert note.count() == 0
    ask(page, "more from him")
    assert note.first.is_visible()
    assert "Idris Okafor" in page.locator(".turn").last.inner_text()


def test_the_address_is_the_conversation(open_page: Open, address: str) -> None:
    page = open_page(address)
    for said in (ROADMAP, "what about at Northwind?", "why?"):
        ask(page, said)
    shared = open_page(page.url, width=360)
    assert shared.locator(".turn h2").all_inner_texts() == [ROADMAP, ROADMAP, "why?"]
    assert chips(shared) == chips(page)
    assert shared.locator(".turn").last.bounding_box()["y"] < 780
    page.go_back()
    assert page.locator(".turn h2").all_inner_texts() == [ROADMAP, "what about at Northwind?"]
    ask(page, "anyone else?")
    assert plain(chips(page))[:2] == [f"about {ROADMAP}", "company Northwind"]
    page.get_by_role("link", name="New conversation").click()
    page.get_by_role("heading", level=1, name="In their own words").wait_for()
    assert page.locator("input[name=previous]").count() == 0


def test_a_conversation_is_kept_only_when_someone_says_so(open_page: Open, address: str) -> None:
    page = open_page(address)
    stored = "() => localStorage.length"
    ask(page, ROADMAP)
    assert page.evaluate(stored) == 0
    keep = page.get_by_role("button", name="Keep on this device")
    keep.click()
    assert keep.get_attribute("aria-pressed") == "true"
    ask(page, "what about at Northwind?")
    page.goto(address)
    page.get_by_role("link", name=ROADMAP, exact=True).click()
    page.wait_for_url("**/?previous=*")
    assert page.locator(".turn h2").all_inner_texts() == [ROADMAP, "what about at Northwind?"]
    assert keep.get_attribute("aria-pressed") == "true"
    page.goto(address)
    page.get_by_role("button", name="Forget").click()
    assert page.get_by_role("heading", name="Kept on this device").count() == 0
    assert page.evaluate("() => localStorage.getItem('byline.kept')") == "[]"


def test_without_the_script_nothing_is_offered_to_be_kept(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?q={ROADMAP}", javascript=False)
    assert page.get_by_role("button", name="Keep on this device").count() == 0
    assert page.get_by_role("link", name="New conversation").count() == 1
