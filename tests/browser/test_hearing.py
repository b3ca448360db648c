"""Somebody leaves a question, or says whether a reply helped; and the server or the network goes away."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from byline import KnowledgeBase
from byline.heard import Feedback, FeedbackReason, OpenQuestion
from tests.web.serving import SOON, start_server

from .axe import DESK, PHONE, violations_in_every_look
from .conftest import Browser, Open, Page, widen

pytestmark = pytest.mark.browser

NOBODY = "who bakes the sourdough"
ANSWERED = "how do you keep a roadmap honest"
LAID_OUT = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"

Told = Callable[[], tuple[list[OpenQuestion], list[Feedback]]]


@pytest.fixture(scope="module")
def folder(browser: Browser, untouched_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hearing")
    shutil.copytree(untouched_home, folder / "home")
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A server that may be written to."""
    server = start_server(folder, SOON, home=folder / "home", rate="", telling_rate="")
    yield server.address
    server.end()


@pytest.fixture
def told(folder: Path) -> Iterator[Told]:
    """Give what the server has kept; what is kept is removed after the test."""
    with KnowledgeBase.open(folder / "home") as kb:
        yield lambda: (kb.open_questions(), kb.feedback())
        kb.remove_questions(*(each.id for each in kb.open_questions()))
        kb.remove_feedback(*(each.reply_id for each in kb.feedback()))


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".turn .verdict").wait_for()


def leave(page: Page, contact: str = "") -> None:
    page.get_by_text("Leave the question for the experts").click()
    page.get_by_label("How to reach you, if you like").fill(contact)
    page.get_by_role("button", name="Leave the question").click()


def focused(page: Page) -> str:
    return page.evaluate("() => document.activeElement.className")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_question_that_nobody_answered_is_left(
    open_page: Open, address: str, told: Told, width: int, javascript: bool
) -> None:
    page = open_page(address, width=width, javascript=javascript)
    ask(page, NOBODY)
    form = page.locator("form.tell")
    assert page.locator(".leave textarea").input_value() == NOBODY
    page.get_by_text("Leave the question for the experts").click()
    assert "Who can read it:" in form.inner_text()
    assert page.evaluate(LAID_OUT)
    page.locator(".leave textarea").fill(f"{NOBODY}, and when?")
    page.get_by_label("How to reach you, if you like").fill("mara@example.org")
    page.get_by_role("button", name="Leave the question").click()
    page.get_by_text("Your question is kept.").wait_for()
    ((left,), _) = told()
    assert (left.question, left.contact) == (f"{NOBODY}, and when?", "mara@example.org")
    if javascript:
        assert focused(page) == "thanks"
        assert page.locator(".turn h2").inner_text() == NOBODY, "one is still in the conversation"
    else:
        assert page.url == f"{address}/open-questions/thanks"


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_what_is_offered_in_place_of_a_question_is_answered(
    open_page: Open, address: str, javascript: bool
) -> None:
    page = open_page(address, width=360, javascript=javascript)
    ask(page, "who reviews the engineering budget")
    assert page.locator(".verdict").inner_text() == "Nobody here has answered that."
    offered = page.get_by_role("navigation", name="Close to it, and answered").get_by_role("link")
    question = offered.first.inner_text()
    offered.first.click()
    turn = page.locator(".turn", has=page.get_by_role("heading", name=question, exact=True))
    turn.locator(".excerpts figure").first.wait_for()
    assert "Nobody" not in turn.locator(".verdict").inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [360, 1280])
def test_one_says_why_a_reply_did_not_help(
    open_page: Open, address: str, told: Told, width: int, javascript: bool
) -> None:
    page = open_page(address, width=width, javascript=javascript)
    ask(page, ANSWERED)
    form = page.locator("form.feedback")
    assert not form.get_by_role("button").is_visible(), "nothing is asked before one of the two is chosen"
    form.get_by_label("Yes").check()
    assert form.get_by_role("button", name="Send").is_visible()
    assert not form.get_by_label("It is out of date").is_visible()
    form.get_by_label("No", exact=True).check()
    form.get_by_label("It is out of date").check()
    form.get_by_label("In your own words, if you like").fill("Mara left in May. 🧭")
    assert "Who can read it:" in form.inner_text()
    assert page.evaluate(LAID_OUT)
    form.get_by_role("button", name="Send").click()
    page.get_by_text("What you said is kept").wait_for()
    _, (kept,) = told()
    assert (kept.question, kept.helped, kept.words) == (ANSWERED, False, "Mara left in May. 🧭")
    assert kept.reasons == (FeedbackReason.OUT_OF_DATE,)
    assert len(kept.quoted) >= 1
    if javascript:
        assert focused(page) == "thanks"
    else:
        assert page.url == f"{address}/feedback/thanks"


def test_changing_ones_mind_replaces_what_was_said(open_page: Open, address: str, told: Told) -> None:
    page = open_page(f"{address}/?q={ANSWERED}")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Something else").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Change it").click()
    assert page.evaluate("() => document.activeElement.name") == "helped"
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_text("What you said is kept").wait_for()
    _, (kept,) = told()
    assert (kept.helped, kept.reasons) == (True, ())


def test_each_turn_has_feedback_of_its_own(open_page: Open, address: str, told: Told) -> None:
    page = open_page(address)
    ask(page, ANSWERED)
    page.get_by_label("Your question").fill("how do you start a roadmap")
    page.keyboard.press("Enter")
    page.locator(".turn .excerpts").nth(1).wait_for()
    for turn, choice in ((1, "Yes"), (0, "No")):
        form = page.locator(".turn").nth(turn)
        form.get_by_label(choice, exact=True).check()
        form.get_by_role("button", name="Send").click()
        form.get_by_text("What you said is kept").wait_for()
    _, kept = told()
    assert [(each.question, each.helped) for each in kept] == [
        ("how do you start a roadmap", True),
        (ANSWERED, False),
    ]


def test_feedback_can_be_given_with_the_keyboard_alone(open_page: Open, address: str, told: Told) -> None:
    page = open_page(f"{address}/?q={ANSWERED}")
    page.locator("[value=yes]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Thank you!")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("What you said is kept").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Change it"
    _, (kept,) = told()
    assert (kept.helped, kept.words) == (True, "Thank you!")


def test_what_was_written_offline_is_kept_and_sent_again(open_page: Open, address: str, told: Told) -> None:
    page = open_page(f"{address}/?q={NOBODY}")
    page.context.set_offline(True)
    leave(page, "mara@example.org")
    page.get_by_text("What you wrote is still here").wait_for()
    assert page.get_by_label("How to reach you, if you like").input_value() == "mara@example.org"
    page.context.set_offline(False)
    page.get_by_role("button", name="Leave the question").click()
    page.get_by_text("Your question is kept.").wait_for()
    assert [each.contact for each in told()[0]] == ["mara@example.org"]


def test_a_refusal_is_told_at_the_form_and_nothing_is_lost(open_page: Open, address: str, told: Told) -> None:
    page = open_page(f"{address}/?q={NOBODY}")
    page.evaluate("() => document.querySelector('[name=contact]').removeAttribute('maxlength')")
    leave(page, "x" * 201)
    page.get_by_text("200 are the limit").wait_for()
    page.get_by_label("How to reach you, if you like").fill("x" * 200)
    page.get_by_role("button", name="Leave the question").click()
    page.get_by_text("Your question is kept.").wait_for()
    assert len(told()[0]) == 1


def test_a_form_on_another_site_is_refused(open_page: Open, address: str, told: Told) -> None:
    page = open_page("about:blank")
    page.set_content(
        f'<form method="post" action="{address}/open-questions"><input name="question" value="who?">'
        "<button>Win a prize</button></form>"
    )
    page.get_by_role("button").click()
    page.get_by_role("heading", name="This came from another site").wait_for()
    assert told() == ([], [])


def test_a_question_asked_while_the_server_is_away_is_kept_and_asked_again(
    open_page: Open, folder: Path
) -> None:
    server = start_server(folder, SOON, home=folder / "home", rate="")
    page = open_page(server.address)
    server.end()
    ask(page, ANSWERED)
    assert page.locator(".verdict").inner_text() == "The server does not answer"
    assert page.get_by_label("Your question").input_value() == ANSWERED
    assert re.search("is kept", page.locator(".trouble .advice").inner_text())
    again = start_server(folder, SOON, home=folder / "home", rate="", port=urlsplit(server.address).port)
    page.get_by_role("button", name="Ask again").click()
    page.locator(".turn .excerpts figure").first.wait_for()
    assert page.locator(".turn").count() == 1
    again.end()


STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "the form to leave a question": (
        f"/?q={NOBODY}",
        lambda page: page.get_by_text("Leave the question for the experts").click(),
    ),
    "a question left": (f"/?q={NOBODY}", lambda page: leave(page)),
    "something close to it": ("/?q=who+reviews+the+engineering+budget", lambda page: None),
    "helped": (f"/?q={ANSWERED}", lambda page: page.get_by_label("Yes").check()),
    "did not help": (f"/?q={ANSWERED}", lambda page: page.get_by_label("No", exact=True).check()),
    "thanks for a question": ("/open-questions/thanks", lambda page: None),
    "thanks for feedback": ("/feedback/thanks", lambda page: None),
}


def test_axe_finds_nothing_in_any_state(open_page: Open, address: str, told: Told, axe: str) -> None:
    found = {}
    for state, (path, then) in STATES.items():
        page = open_page(f"{address}{path}")
        then(page)
        page.wait_for_timeout(150)
        found[state] = violations_in_every_look(page, axe)
        for width in (PHONE, DESK):
            widen(page, width)
            assert page.evaluate(LAID_OUT), (state, width)
    page = open_page(f"{address}/?q={NOBODY}")
    page.context.set_offline(True)
    leave(page)
    page.get_by_text("What you wrote is still here").wait_for()
    found["not sent"] = violations_in_every_look(page, axe)
    page.context.set_offline(False)
    page = open_page(f"{address}/?q={NOBODY}")
    page.locator(".leave textarea").evaluate("box => { box.value = '?'; box.form.submit(); }")
    page.get_by_role("heading", name="Leave the question for the experts").wait_for()
    found["refused, rendered by the server"] = violations_in_every_look(page, axe)
    assert {state: wrong for state, wrong in found.items() if wrong} == {}
