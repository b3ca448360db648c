"""Someone asks, reads the quotation and follows it to the answer, in a real browser."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote

import pytest

from .conftest import Open, Page

pytestmark = pytest.mark.browser

QUESTION = "how do you keep a roadmap honest"
ANSWERED = ".turn .excerpts figure"
LAID_OUT = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def ask(page: Page, question: str) -> None:
    """Ask as the page is: with JavaScript by the key, without it by the button."""
    turns = page.locator(".turn").count()
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".turn .verdict").nth(turns).wait_for()


def markup_of_the_turn(page: Page) -> str:
    """Return the last turn's markup, without white space between elements and escapes in addresses.

    Three things differ by purpose: the script notes the address on its turn, and shows its buttons; and
    every reply has an id of its own.
    """
    markup = re.sub(r"\s+", " ", page.evaluate("() => document.querySelector('.turn:last-child').outerHTML"))
    markup = re.sub(r' data-address="[^"]*"| hidden=""| value="q_\w{16}"', "", markup)
    return unquote(re.sub(r"> | <", lambda found: found[0].strip(), markup))


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_quotation_is_followed_to_its_words_in_the_whole_answer(
    open_page: Open, address: str, width: int, javascript: bool
) -> None:
    page = open_page(address, width=width, javascript=javascript)
    ask(page, QUESTION)
    figure = page.locator(ANSWERED).first
    quotation = figure.locator("blockquote").text_content()
    assert "Keep the 🧭 roadmap to one page." in quotation
    assert figure.locator("[data-slot=author]").inner_text() == "Mara Lindqvist"
    figure.get_by_role("link", name="Read the whole answer").click()
    if javascript:
        figure.get_by_role("link", name="Open its page").click()
    page.wait_for_url(re.compile(r"/answers/a_\w+\?revision=\w+&quote=\d+-\d+#s\d+$"))
    mark = page.locator("#text mark")
    assert mark.text_content() == quotation
    target = page.locator(page.url[page.url.index("#") :])
    assert target.bounding_box()["y"] < 780
    assert page.get_by_role("heading", level=1).inner_text() == "How do you keep a roadmap honest?"


@pytest.mark.parametrize("path", ["/", f"/?q={QUESTION}", "/?q=bake+bread", "/docs", "/none"])
def test_nothing_is_wider_than_a_phone(open_page: Open, address: str, path: str) -> None:
    page = open_page(f"{address}{path}", width=360)
    assert page.evaluate(LAID_OUT)


def test_a_permalink_without_a_range_highlights_its_sentence(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?q={QUESTION}")
    link = page.locator("[data-slot=permalink]").first.get_attribute("href")
    page.goto(address + re.sub(r"\?revision=[^#]*#s\d+", "#s1", link))
    drawn = "id => getComputedStyle(document.getElementById(id)).backgroundImage"
    assert "gradient" in page.evaluate(drawn, "s1")
    assert page.evaluate(drawn, "s0") == "none"


@pytest.mark.parametrize(
    "query",
    [
        QUESTION,
        f"what about at Northwind?&previous={QUESTION}",
        f"why?&previous={QUESTION}&company=northwind",
        f"raodmap -wishes&previous=sourdough&previous={QUESTION}",
        "how is a technical product manager different",
        "raodmap customers",
        "roadmap&author=Idris+Okafor&after=2023-01-01",
        'roadmap -wishes "five customers"',
        "interview for curiosity",
        "interview for inquisitiveness",
        "who reviews the engineering budget",
        "sourdough",
        "roadmap&after=2031-01-01",
    ],
)
def test_the_script_renders_a_reply_as_the_server_does(open_page: Open, address: str, query: str) -> None:
    served = open_page(f"{address}/?q={query}", javascript=False)
    expected = markup_of_the_turn(served)
    parameters = dict(parse_qsl(f"q={query}"))
    page = open_page(address)
    for question in re.findall("previous=([^&]+)", query):
        ask(page, question)
    page.get_by_text("Limit whose answers").click()
    for name, value in parameters.items():
        if name != "previous":
            page.locator(f"form [name={name}]").fill(value)
    ask(page, parameters["q"])
    assert markup_of_the_turn(page) == expected


def test_it_can_be_used_with_the_keyboard_alone(open_page: Open, address: str) -> None:
    page = open_page(address)
    assert page.evaluate("() => document.activeElement.id") == "q"
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(ANSWERED).first.wait_for()
    assert page.evaluate("() => document.activeElement.id") == "q"
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("() => document.activeElement.textContent") == "Read the whole answer":
            break
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.get_by_role("group", name="The whole answer").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Open its page"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/answers/"))
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.tagName") == "A"


def test_what_came_back_is_announced(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, "how is a technical product manager different from a product manager")
    assert page.get_by_role("status").inner_text().startswith("2 excerpts from 2 authors")
    ask(page, "sourdough")
    assert page.get_by_role("status").inner_text() == "Nobody here has answered that."


def test_a_conversation_grows_and_each_question_can_be_shared(open_page: Open, address: str) -> None:
    page = open_page(address)
    ask(page, QUESTION)
    ask(page, "how do you start a roadmap & why?")
    assert page.locator(".turn h2").all_inner_texts() == [QUESTION, "how do you start a roadmap & why?"]
    assert page.get_by_label("Your question").input_value() == ""
    assert "why" in page.title()
    shared = open_page(page.url)
    assert shared.locator(".turn h2").all_inner_texts() == [QUESTION, "how do you start a roadmap & why?"]
    page.go_back()
    assert page.url.endswith("?q=how+do+you+keep+a+roadmap+honest")
    assert page.locator(".turn").count() == 1
    page.go_back()
    page.get_by_role("heading", level=1).wait_for()
    assert page.locator(".turn").count() == 0


def test_a_question_to_start_with_is_asked_in_place(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.evaluate("() => { window.here = true; }")
    link = page.get_by_role("navigation", name="Questions to start with").get_by_role("link").first
    question = link.inner_text()
    link.click()
    page.locator(ANSWERED).first.wait_for()
    assert page.locator(".turn h2").inner_text() == question
    assert page.evaluate("() => window.here") is True


def test_a_question_asked_offline_is_kept_and_asked_again(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.context.set_offline(True)
    ask(page, QUESTION)
    assert page.locator(".verdict").inner_text() == "You are offline"
    assert page.get_by_label("Your question").input_value() == QUESTION
    page.context.set_offline(False)
    page.get_by_role("button", name="Ask again").click()
    page.locator(ANSWERED).first.wait_for()
    assert page.locator(".turn").count() == 1
    assert page.get_by_label("Your question").input_value() == ""


def test_a_refusal_is_told_in_the_words_of_the_server(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.evaluate("() => document.getElementById('q').removeAttribute('maxlength')")
    page.get_by_label("Your question").fill("why " * 600)
    page.get_by_label("Your question").press("Enter")
    page.locator(".trouble").wait_for()
    assert page.locator(".trouble .verdict").inner_text() == "The question can not be asked"
    assert "2000" in page.locator(".trouble .advice").inner_text().replace(",", "")


def test_a_quotation_is_copied_with_its_byline(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?q={QUESTION}")
    page.get_by_role("button", name="Copy quotation").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("“Keep the 🧭 roadmap to one page.")
    assert "— Mara Lindqvist, Head of Product, Northwind, 2024-12-11." in copied
    assert copied.endswith(page.locator("[data-slot=permalink]").first.get_attribute("href")[-3:])


def test_without_the_script_nothing_is_offered_that_needs_it(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?q={QUESTION}", javascript=False)
    assert page.get_by_role("button", name="Copy quotation").count() == 0
    assert page.get_by_role("button", name="Ask", exact=True).count() == 1


def test_the_page_does_not_move_while_it_loads(open_page: Open, address: str) -> None:
    for path in ("/", f"/?q={QUESTION}", "/docs"):
        page = open_page(f"{address}{path}", width=360, fresh=True)
        page.wait_for_load_state("networkidle")
        shift = page.evaluate(
            """() => new Promise(done => {
                 let sum = 0;
                 new PerformanceObserver(list => {
                   for (const entry of list.getEntries()) sum += entry.value;
                 }).observe({ type: "layout-shift", buffered: true });
                 setTimeout(() => done(sum), 300);
               })"""
        )
        assert shift < 0.01
