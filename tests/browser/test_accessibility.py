"""axe-core finds nothing on any page in any state, by light and by dark, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from byline.citation import author_permalink, question_permalink

from .axe import violations, violations_in_every_look
from .conftest import Open, Page

pytestmark = pytest.mark.browser

BROKEN = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@media (prefers-color-scheme: dark) and (width < 400px) {
    p { color: #222 !important; }
  }`);
  document.adoptedStyleSheets.push(sheet);
}"""


def asked(page: Page) -> None:
    page.get_by_label("Your question").fill("how is a technical product manager different")
    page.get_by_label("Your question").press("Enter")
    page.locator(".excerpts figure").first.wait_for()


def unfolded(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")


def offline(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_label("Your question").fill("how")
    page.get_by_label("Your question").press("Enter")
    page.locator(".trouble").wait_for()


def unrolled(page: Page) -> None:
    page.locator("[data-slot=permalink]").first.click()
    page.locator(".whole").wait_for()


def followed(page: Page) -> None:
    unrolled(page)
    page.get_by_role("link", name="Open its page").click()
    page.locator("#text mark").wait_for()


def cited(page: Page) -> None:
    page.get_by_role("link", name="Cite", exact=True).first.click()
    page.locator("#bibtex").wait_for()


def typing(page: Page) -> None:
    page.get_by_label("Your question").press_sequentially("how do")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")


def kept(page: Page) -> None:
    asked(page)
    page.get_by_role("button", name="Keep on this device").click()
    page.goto(page.url.partition("?")[0])
    page.get_by_role("heading", name="Kept on this device").wait_for()


FOLLOWED = "/?previous=roadmap&previous=raodmap+customers+company%3Acontoso&q=anyone+else%3F"

STATES: dict[str, tuple[str, Callable[[Page], None] | None]] = {
    "first page": ("/", None),
    "limits": ("/", unfolded),
    "reply, rendered by the server": ("/?q=raodmap+customers", None),
    "reply, rendered by the script": ("/", asked),
    "nobody": ("/?q=who+reviews+the+engineering+budget", unfolded),
    "nothing near": ("/?q=sourdough", None),
    "limited": ("/?q=roadmap&author=Idris+Okafor", None),
    "limits that leave nobody": ("/?q=roadmap&after=2031-01-01", None),
    "limit that can not be read": ("/?q=roadmap&after=soon", None),
    "offline": ("/", offline),
    "check": ("/verify", None),
    "word for word": ("/verify?q=nobody+can+hold+in+their+head", None),
    "altered": ("/verify?q=A+roadmap+that+everybody+can+hold+in+their+head+is+a+list+of+dreams.", None),
    "parts apart": ("/verify?q=Review+it+every+six+weeks+[…]+Talk+to+six+customers", None),
    "unknown": ("/verify?q=sourdough", None),
    "no quotation": ("/verify?q=…", None),
    "cite": ("/?q=how+do+you+keep+a+roadmap+honest", cited),
    "author": (author_permalink("Mara Lindqvist") or "", None),
    "question": (question_permalink("How do you start a roadmap?") or "", None),
    "a follow-up": (FOLLOWED, None),
    "a follow-up, with the panel": (FOLLOWED, unfolded),
    "suggestions": ("/", typing),
    "suggestions in a conversation": (FOLLOWED, typing),
    "a conversation is kept": ("/", kept),
    "whole answer in its place": ("/?q=how+do+you+keep+a+roadmap+honest", unrolled),
    "answer": ("/?q=how+do+you+keep+a+roadmap+honest", followed),
    "endpoint": ("/docs", None),
    "no such page": ("/none", None),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(open_page: Open, address: str, axe: str, state: str) -> None:
    path, then = STATES[state]
    page = open_page(f"{address}{path}")
    if then:
        then(page)
    assert violations_in_every_look(page, axe) == []


def test_axe_finds_nothing_on_an_empty_knowledge_base(open_page: Open, empty_address: str, axe: str) -> None:
    for path in ("/", "/?q=how"):
        assert violations_in_every_look(open_page(f"{empty_address}{path}"), axe) == [], path


def test_axe_would_find_something(open_page: Open, address: str, axe: str) -> None:
    page = open_page(address)
    page.evaluate("() => document.documentElement.removeAttribute('lang')")
    assert any(line.startswith("html-has-lang:") for line in violations(page, axe))


def test_axe_would_find_what_is_wrong_in_one_look_alone(open_page: Open, address: str, axe: str) -> None:
    page = open_page(address)
    page.evaluate(BROKEN)
    found = violations_in_every_look(page, axe)
    assert found
    assert all(line.startswith("360 pixels, dark: color-contrast: <p") for line in found)
