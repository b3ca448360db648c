"""What stands with a quotation: its question, its age, what is newer, who says the same, why it is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from byline import KnowledgeBase
from tests.web.serving import SOON, start_server

from .axe import violations_in_every_look
from .conftest import Browser, Open, Page
from .test_chat import LAID_OUT, ask, markup_of_the_turn

pytestmark = pytest.mark.browser

SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
HIRING = "How do you hire engineers?"
QUESTION = "how do you hire engineers slowly"
SLOWLY = "We hire engineers slowly, and let them meet the team for a whole day before anyone decides."
FIRST = (
    "It took us years to learn this 🧭.\n\n"
    + SLOWLY
    + "\n\nThe day costs less than a wrong hire. Pay for it."
)
BETA = (
    "We price a beta at half of the list price.",
    "It took us two years to learn that.",
    "Before, everything was free and nobody cared.",
    "Invoices for customers are sent in the first week of each quarter.",
)
BETA_QUESTION = "what is the price of a beta and when are invoices sent to customers"
ANSWERS = [
    {"question": HIRING, "answer": FIRST, "author": "Ann Ito", "role": "CTO", "date": "2019-03-04"},
    {
        "question": HIRING,
        "answer": "Engineers we hire after a trial.",
        "author": "Bo Lee",
        "date": "2021",
    },
    {
        "question": HIRING,
        "answer": "Now we ask for a code review.",
        "author": "Ann Ito",
        "date": "2023-05",
    },
    {"answer": SLOWLY.replace(",", ""), "author": "Cy Moe", "date": "May 31"},
    *(
        {"answer": f"Hire engineers {way}, never faster and never slowly.", "author": f"Expert {way}"}
        for way in ("by referral", "in pairs", "from among interns", "by reading code")
    ),
    {"answer": " ".join(BETA), "author": "Eve Roy", "role": "Head of Pricing", "date": "2024"},
    {
        "question": "When did the Mars office open?",
        "answer": "Our Mars office opened in March.",
        "author": "Di Fox",
        "date": (date.today() - timedelta(days=12)).isoformat(),
    },
]


@pytest.fixture(scope="module")
def hiring(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over answers of which several belong together."""
    folder = tmp_path_factory.mktemp("quotations")
    file = folder / "answers.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in ANSWERS), encoding="utf-8")
    with KnowledgeBase.open(folder / "home") as kb:
        kb.add(file)
    server = start_server(folder, SOON, home=folder / "home", rate="")
    yield server.address
    server.end()


def reply_to(open_page: Open, address: str, question: str = QUESTION, **options: object) -> Page:
    """Ask on the first page, as somebody does."""
    page = open_page(address, **options)
    ask(page, question)
    return page


@SCRIPTS
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_answers_to_one_question_are_gathered_under_it(
    open_page: Open, hiring: str, width: int, javascript: bool
) -> None:
    page = reply_to(open_page, hiring, width=width, javascript=javascript)
    together = page.locator(".together")
    assert together.locator("[data-slot=author]").all_inner_texts() == ["Ann Ito", "Bo Lee"]
    assert together.locator("[data-slot=question]").all_inner_texts() == [HIRING]
    assert page.evaluate(LAID_OUT)
    together.get_by_role("link", name="All 3 answers to it").click()
    assert page.get_by_role("heading", level=1).inner_text() == HIRING
    assert page.locator("article.listed").count() == 3


@SCRIPTS
def test_who_says_the_same_is_named_under_the_quotation(
    open_page: Open, hiring: str, javascript: bool
) -> None:
    page = reply_to(open_page, hiring, javascript=javascript)
    figure = page.locator("figure.excerpt", has_text="meet the team")
    assert figure.count() == 1
    figure.get_by_text("The same words in 1 other answer").click()
    figure.get_by_role("link", name="Cy Moe, May 31").click()
    page.wait_for_url(re.compile(r"/answers/a_\w+\?quote=0-\d+$"))
    assert page.locator("#text mark").text_content() == SLOWLY.replace(",", "")


@SCRIPTS
def test_the_age_is_told_and_a_newer_answer_is_linked(open_page: Open, hiring: str, javascript: bool) -> None:
    page = reply_to(open_page, hiring, javascript=javascript)
    figure = page.locator("figure.excerpt", has_text="meet the team")
    assert figure.locator("[data-slot=date]").inner_text() == "2019-03-04"
    assert re.fullmatch(r"\d+ years ago", figure.locator("[data-slot=age]").inner_text())
    assert figure.locator("[data-slot=newer_by]").inner_text() == "Ann Ito, 2023-05"
    figure.get_by_role("link", name="A newer answer exists").click()
    assert "Now we ask for a code review." in page.locator("#text").inner_text()


@SCRIPTS
def test_an_answer_of_this_month_is_told_in_days(open_page: Open, hiring: str, javascript: bool) -> None:
    page = reply_to(open_page, hiring, "when did the Mars office open", javascript=javascript)
    figure = page.locator("figure.excerpt").first
    assert figure.locator("[data-slot=age]").inner_text() == "12 days ago"
    assert figure.locator("[data-slot=newer]").count() == 0


@SCRIPTS
def test_what_stands_between_is_left_out_and_said_to_be(
    open_page: Open, hiring: str, javascript: bool
) -> None:
    page = reply_to(open_page, hiring, BETA_QUESTION, javascript=javascript)
    figure = page.locator("figure.excerpt").first
    assert figure.locator("blockquote").text_content() == f"{BETA[0]} […] {BETA[3]}"
    assert figure.locator("blockquote mark").all_inner_texts() == [BETA[0], BETA[3]]
    if javascript:
        figure.get_by_role("button", name="Copy quotation").click()
        figure.get_by_role("button", name="Copied").wait_for()
        assert f"“{BETA[0]} […] {BETA[3]}”" in page.evaluate("() => navigator.clipboard.readText()")
        figure.get_by_role("link", name="Read the whole answer").click()
        figure.locator(".whole mark").first.wait_for()
        assert figure.locator(".whole mark").all_inner_texts() == [BETA[0], BETA[3]]
    figure.get_by_role("link", name="Cite").click()
    assert (page.locator("#text").text_content() or "").startswith(f"“{' '.join(BETA)}”")


@SCRIPTS
@pytest.mark.parametrize("width", [360, 1280])
def test_what_was_left_out_is_shown_when_it_is_wanted(
    open_page: Open, hiring: str, width: int, javascript: bool
) -> None:
    page = reply_to(open_page, hiring, width=width, javascript=javascript)
    assert page.locator("figure.excerpt").count() == 3
    before = page.locator("figure [data-slot=author]").all_inner_texts()
    page.get_by_role("link", name="More from 3 others").click()
    page.get_by_text("7 excerpts from 6 authors").first.wait_for()
    assert page.locator("figure.excerpt").count() == 7
    assert page.get_by_role("heading", level=2).first.inner_text() == QUESTION
    assert page.get_by_role("link", name="More from").count() == 0
    assert page.evaluate(LAID_OUT)
    if javascript:
        name = "document.activeElement.querySelector('[data-slot=author]').textContent"
        focused = page.evaluate(f"() => {name}")
        new = page.locator("figure [data-slot=author]").all_inner_texts()
        assert focused == next(name for name in new if new.count(name) > before.count(name))
        assert page.get_by_role("status").inner_text().startswith("7 excerpts from 6 authors")
    shared = open_page(page.url, javascript=javascript)
    assert shared.locator("figure.excerpt").count() == 7


@SCRIPTS
def test_why_is_told_in_words_and_bars(open_page: Open, hiring: str, javascript: bool) -> None:
    page = reply_to(open_page, hiring, "how many enigneers do you hire slowly", javascript=javascript)
    why = page.locator("figure.excerpt").first.locator("[data-slot=why]")
    why.get_by_text("Why this?").press("Enter")
    assert "hire" in why.locator("[data-slot=terms]").inner_text()
    assert why.locator("[data-slot=fuzzy]").inner_text() == "engineers (you wrote enigneers)"
    assert why.get_by_role("meter", name="Words in common").is_visible()
    assert 0 < float(why.get_by_label("Closeness in meaning").get_attribute("value") or 0) <= 1
    assert why.locator("[data-slot=meaning]").inner_text().endswith("what you asked")
    assert why.locator("[data-slot=kind]").inner_text().startswith("You asked for a number, and it has")
    assert page.evaluate(LAID_OUT)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_whole_answer_opens_in_place_and_closes_again(open_page: Open, hiring: str, width: int) -> None:
    page = reply_to(open_page, hiring, width=width)
    figure = page.locator("figure.excerpt", has_text="meet the team")
    link = figure.get_by_role("link", name="Read the whole answer")
    link.press("Enter")
    whole = figure.get_by_role("group", name="The whole answer")
    whole.wait_for()
    assert whole.locator(".text").text_content() == FIRST
    assert whole.locator("mark").text_content() == figure.locator("blockquote").text_content()
    assert page.evaluate("() => document.activeElement.dataset.slot") == "whole"
    assert link.get_attribute("aria-expanded") == "true"
    assert page.evaluate(LAID_OUT)
    whole.get_by_role("button", name="Close").click()
    assert whole.count() == 0
    assert page.evaluate("() => document.activeElement.dataset.slot") == "permalink"
    link.click()
    whole.get_by_role("link", name="Open its page").click()
    page.wait_for_url(re.compile(r"/answers/a_\w+\?revision=\w+&quote=\d+-\d+#s\d+$"))


def test_an_answer_that_is_gone_leads_to_the_page_that_says_so(open_page: Open, hiring: str) -> None:
    page = reply_to(open_page, hiring)
    figure = page.locator("figure.excerpt").first
    figure.evaluate("it => { it.dataset.answer = 'a_gone'; }")
    figure.get_by_role("link", name="Read the whole answer").click()
    page.wait_for_url(re.compile("/answers/"))


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        BETA_QUESTION,
        "how many enigneers do you hire",
        "when did the Mars office open",
        "office interns on Venus",
    ],
)
def test_the_script_renders_quotations_as_the_server_does(
    open_page: Open, hiring: str, question: str
) -> None:
    served = reply_to(open_page, hiring, question, javascript=False)
    rendered = reply_to(open_page, hiring, question)
    assert markup_of_the_turn(rendered) == markup_of_the_turn(served)


def test_axe_finds_nothing_with_everything_open(open_page: Open, hiring: str, axe: str) -> None:
    page = reply_to(open_page, hiring)
    page.evaluate("() => document.querySelectorAll('.turn details').forEach(one => { one.open = true; })")
    page.get_by_role("link", name="Read the whole answer").first.click()
    page.get_by_role("group", name="The whole answer").wait_for()
    assert violations_in_every_look(page, axe) == []
