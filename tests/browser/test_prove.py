"""Someone cites an answer, reads around it, and checks a quotation, in a real browser."""

from __future__ import annotations

import html
import re

import pytest

from byline import Answer, Byline
from byline.citation import author_permalink, question_permalink
from byline.fragments import fragment_url
from byline.models import Source

from .conftest import Open, Page

pytestmark = pytest.mark.browser

QUESTION = "how do you keep a roadmap honest"
SECOND = "A roadmap that nobody can hold in their head is a list of wishes."
LAID_OUT = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])


def check(page: Page, quotation: str) -> None:
    page.get_by_label("The quotation").fill(quotation)
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("region", name="Outcome").wait_for()


@SCRIPTS
def test_an_excerpt_is_cited_from_its_reply(open_page: Open, address: str, javascript: bool) -> None:
    page = open_page(f"{address}/?q={QUESTION}", javascript=javascript)
    quoted = page.locator(".excerpts blockquote").first.text_content() or ""
    page.get_by_role("link", name="Cite", exact=True).first.click()
    page.get_by_role("heading", name="BibTeX").wait_for()
    assert quoted in (page.locator("#text").text_content() or "")
    assert page.get_by_role("button", name="Copy").count() == (4 if javascript else 0)
    page.get_by_label("From sentence").select_option(index=1)
    page.get_by_label("To sentence").select_option(index=1)
    page.get_by_role("button", name="Cite these").click()
    page.wait_for_url(re.compile(r"/cite\?start=\d+&end=\d+$"))
    assert (page.locator("#markdown").text_content() or "").startswith(f"> {SECOND}\n")
    page.get_by_role("link", name="As a plain file").first.click()
    assert f"“{SECOND}” — Mara Lindqvist" in page.locator("body").inner_text()


@pytest.mark.parametrize(("number", "form"), [(0, "text"), (1, "markdown"), (2, "html"), (3, "bibtex")])
def test_each_form_is_copied(open_page: Open, address: str, number: int, form: str) -> None:
    page = open_page(f"{address}/?q={QUESTION}")
    page.get_by_role("link", name="Cite", exact=True).first.click()
    page.get_by_role("button", name="Copy").nth(number).click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.get_by_role("status").inner_text() == "Copied"
    assert page.evaluate("() => navigator.clipboard.readText()") == page.locator(f"#{form}").text_content()


@SCRIPTS
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_a_quotation_is_checked_and_followed_to_its_words(
    open_page: Open, address: str, width: int, javascript: bool
) -> None:
    page = open_page(address, width=width, javascript=javascript)
    page.get_by_role("link", name="Check a quote").click()
    check(page, f"„{SECOND}“")
    assert page.get_by_role("heading", level=2).inner_text() == "Word for word"
    assert page.locator(".found mark").text_content() == SECOND
    assert page.get_by_label("The quotation").input_value() == f"„{SECOND}“"
    page.get_by_role("link", name="Read in the full answer").click()
    page.wait_for_url(re.compile(r"/answers/a_\w+\?revision=\w+&quote=\d+-\d+#s1$"))
    assert page.locator("#text mark").text_content() == SECOND


@SCRIPTS
def test_what_was_altered_is_shown_word_by_word(open_page: Open, address: str, javascript: bool) -> None:
    page = open_page(f"{address}/verify", javascript=javascript)
    check(page, SECOND.replace("nobody", "everybody").replace("wishes", "dreams"))
    assert page.get_by_role("heading", level=2).inner_text() == "Altered"
    shown = page.locator(".difference")
    told = [
        [
            mark.evaluate("it => it.lastElementChild.previousSibling.textContent")
            for mark in shown.locator(kind).all()
        ]
        for kind in ("del", "ins")
    ]
    assert told == [["everybody", "dreams"], ["nobody", "wishes"]]
    lines = shown.locator("del").first.evaluate("it => getComputedStyle(it).textDecorationLine")
    assert lines == "line-through"  # not told by colour alone
    check(page, "Sourdough needs a warm kitchen.")
    assert page.get_by_role("heading", level=2).inner_text() == "Unknown"


def test_answers_authors_and_questions_lead_to_each_other(open_page: Open, address: str) -> None:
    page = open_page(f"{address}{author_permalink('Mara Lindqvist')}", javascript=False)
    page.get_by_role("link", name="How do you keep a roadmap honest?", exact=True).click()
    page.get_by_role("link", name=re.compile("^Read the whole answer")).click()
    page.wait_for_url(re.compile("/answers/"))
    page.get_by_role("link", name="Mara Lindqvist").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Mara Lindqvist"


PATHS = [
    "/verify",
    f"/verify?q={SECOND}",
    "/verify?q=A+roadmap+that+everybody+can+hold+in+their+head",
    author_permalink("Mara Lindqvist") or "",
    question_permalink("How do you start a roadmap?") or "",
]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_wider_than_a_phone(open_page: Open, address: str, path: str) -> None:
    assert open_page(f"{address}{path}", width=360).evaluate(LAID_OUT)


def test_a_citation_is_no_wider_than_a_phone(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?q={QUESTION}", width=360)
    page.get_by_role("link", name="Cite", exact=True).first.click()
    page.locator("#bibtex").wait_for()
    assert page.evaluate(LAID_OUT)


def test_the_data_of_a_page_is_left_alone_by_its_policy(open_page: Open, address: str) -> None:
    """The fixture fails on a broken policy; here the browser holds the data and runs none of it."""
    page = open_page(f"{address}{question_permalink('How do you start a roadmap?')}")
    told = page.evaluate(
        "() => JSON.parse(document.querySelector('[type=\"application/ld+json\"]').textContent)"
    )
    assert told["@type"] == "QAPage"


def test_on_paper_an_answer_is_all_there_is(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?q={QUESTION}")
    page.goto(page.locator("[data-slot=permalink]").first.evaluate("link => link.href"))
    page.locator("#text mark").wait_for()
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Pages").is_visible()
    assert not page.get_by_role("link", name="Ask a question").is_visible()
    assert page.locator("#text").is_visible()
    address_of_the_source = page.locator(".facts a").first.evaluate(
        "it => getComputedStyle(it, '::after').content"
    )
    assert "https://example.org/ama/1" in address_of_the_source


TRAPS = [
    "Well-known, R&D: 100% of it - said (so).",
    "It depends. It depends. And it depends, too.",
    "线路图应该只有一页。没有人能记住的路线图，只是一张愿望清单。",
    "One line here\n\nand another, after a gap, with enough words to be named by its ends alone.",
]


@pytest.mark.parametrize("words", TRAPS)
def test_a_browser_finds_the_quoted_words_in_the_source(open_page: Open, address: str, words: str) -> None:
    filler = "Nothing of note stands here.\n\n" * 80
    text = f"{filler}{words}\n\n{filler}"
    url = f"{address}/source"
    answer = Answer(1, "a_1", "sha256:0", text, Byline("Ann"), None, Source("s", "S", "c", url))
    start = text.index(words)
    page = open_page(address)
    body = "".join(f"<p>{html.escape(block)}</p>" for block in text.split("\n\n"))
    page.route(
        url,
        lambda route: route.fulfill(
            body=f"<!doctype html><meta charset=utf-8>{body}", content_type="text/html"
        ),
    )
    page.goto(fragment_url(answer, start, start + len(words)) or "")
    page.wait_for_function("() => scrollY > 0")
    block = page.get_by_text(words.partition("\n")[0], exact=True).bounding_box()
    assert block is not None
    assert 0 <= block["y"] < 780
