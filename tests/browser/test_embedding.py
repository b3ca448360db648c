"""Byline in pages of another site, in a real browser: the three ways in, allowed and refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .axe import DESK, violations, violations_in_every_look
from .conftest import Browser, Open, Page
from .hosts import Hosts, hosts

pytestmark = pytest.mark.browser

SCRIPT_TAG = '<script async src="BYLINE/embed.js" data-collection="ama" data-theme="light"></script>'
ELEMENT = """<script async src="BYLINE/embed.js"></script>
<byline-chat src="BYLINE" collection="ama" theme="light"><a href="BYLINE/">Ask them</a></byline-chat>"""
FRAME = '<iframe src="BYLINE/embed?collection=ama&amp;theme=light" title="Ask" height="640"></iframe>'
BUTTON = '<script async src="BYLINE/embed.js" data-mode="button"></script>'
WAYS = {"script": SCRIPT_TAG, "element": ELEMENT, "frame": FRAME}
STRICT = (
    "default-src 'none'; script-src 'self' BYLINE; style-src 'self'; frame-src BYLINE; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)
PATIENCE_MS = 30_000
"""A busy machine may take its time until a page, its script and its frame are all there."""
HEARD = "type => window.heard.find(([each]) => each === type)?.[1]"
RECTANGLES = """() => [...document.querySelectorAll('body, body *')]
    .filter(one => !one.closest('byline-chat') && one.tagName !== 'SCRIPT' && one.tagName !== 'IFRAME')
    .map(one => [one.tagName, ...Object.values(one.getBoundingClientRect().toJSON())])"""
CONTENT = "where => getComputedStyle(document.querySelector('byline-chat').shadowRoot.querySelector(where))"


@pytest.fixture(scope="module")
def wiki(browser: Browser, loaded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    with hosts(tmp_path_factory.mktemp("hosts"), loaded_home) as served:
        yield served


@pytest.fixture
def open_refused(browser: Browser) -> Iterator[Open]:
    """Open pages in which the browser is expected to complain."""
    contexts = []

    def open_one(url: str) -> Page:
        contexts.append(browser.new_context())
        contexts[-1].set_default_timeout(10_000)
        page = contexts[-1].new_page()
        page.goto(url)
        return page

    yield open_one
    for context in contexts:
        context.close()


def heard(page: Page, kind: str) -> dict[str, object]:
    """Wait for an event of the widget, and return its detail."""
    page.wait_for_function(HEARD, arg=kind, timeout=PATIENCE_MS)
    found: dict[str, object] = page.evaluate(HEARD, kind)
    return found


def ask(page: Page, question: str) -> None:
    box = page.frame_locator("iframe").get_by_label("Your question")
    box.fill(question)
    box.press("Enter")


# --- allowed --------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_a_page_that_may_embed_it_asks_and_reads_the_quotation(
    open_page: Open, wiki: Hosts, way: str
) -> None:
    page = open_page(wiki.allowed + wiki.put(WAYS[way]))
    ask(page, "how do you start a roadmap?")
    quotation = page.frame_locator("iframe").locator("blockquote").first
    assert "The roadmap follows" in quotation.inner_text()
    byline = page.frame_locator("iframe").locator(".byline").first.inner_text()
    assert "Idris Okafor" in byline


@pytest.mark.parametrize("way", WAYS)
def test_it_works_under_a_strict_policy_of_the_page(open_page: Open, wiki: Hosts, way: str) -> None:
    page = open_page(wiki.allowed + wiki.put(WAYS[way], policy=STRICT))
    ask(page, "how do you start a roadmap?")
    assert page.frame_locator("iframe").locator("blockquote").first.inner_text()


def test_the_page_hears_what_was_answered(open_page: Open, wiki: Hosts) -> None:
    page = open_page(wiki.allowed + wiki.put(ELEMENT))
    assert heard(page, "ready") == {}
    page.evaluate("() => document.querySelector('byline-chat').ask('how do you start a roadmap?')")
    answer = heard(page, "answer")
    assert (answer["question"], answer["answered"]) == ("how do you start a roadmap?", True)
    assert answer["reply"]["excerpts"][0]["author"]["name"] == "Idris Okafor"  # type: ignore[index]
    page.evaluate("() => document.querySelector('byline-chat').ask('r'.repeat(5000))")
    assert heard(page, "error")["code"] == "bad_question"


def test_it_grows_with_what_it_shows_and_the_window_of_the_frame_does_not_scroll(
    open_page: Open, wiki: Hosts
) -> None:
    page = open_page(wiki.allowed + wiki.put(SCRIPT_TAG), width=768)
    heard(page, "ready")
    before = page.locator("byline-chat").bounding_box()["height"]
    for question in ("how do you keep a roadmap honest?", "how do you start a roadmap?"):
        ask(page, question)
        page.frame_locator("iframe").get_by_role("heading", name=question).wait_for()
    page.frame_locator("iframe").locator("blockquote").nth(2).wait_for()
    page.wait_for_function(
        "before => document.querySelector('byline-chat').getBoundingClientRect().height > before + 200",
        arg=before,
    )
    (frame,) = (each for each in page.frames if "/embed" in each.url)
    page.wait_for_timeout(200)
    scrolls = "() => document.documentElement.scrollHeight - innerHeight"
    assert frame.evaluate(scrolls) <= 1
    settled = page.locator("byline-chat").bounding_box()["height"]
    page.wait_for_timeout(300)
    assert page.locator("byline-chat").bounding_box()["height"] == settled, "it does not grow by itself"


def test_a_limit_that_was_set_holds_for_every_question_and_can_not_be_taken_away(
    open_page: Open, wiki: Hosts
) -> None:
    embedded = ELEMENT.replace('collection="ama"', 'company="Contoso"')
    page = open_page(wiki.allowed + wiki.put(embedded))
    frame = page.frame_locator("iframe")
    ask(page, "roadmap")
    frame.locator("blockquote").first.wait_for()
    assert frame.locator("b.name").all_inner_texts() == ["Idris Okafor"]
    assert frame.locator(".chips [data-slot=without]").count() == 0
    assert "Contoso" in frame.locator(".chips").inner_text()
    ask(page, "anyone else?")
    frame.locator(".turn").nth(1).wait_for()
    assert "Mara Lindqvist" not in " ".join(frame.locator(".excerpts b.name").all_inner_texts())


def test_a_question_is_completed_while_it_is_typed_and_the_list_has_room(
    open_page: Open, wiki: Hosts
) -> None:
    page = open_page(wiki.allowed + wiki.put(ELEMENT))
    heard(page, "ready")
    frame = page.frame_locator("iframe")
    frame.get_by_label("Your question").press_sequentially("how do you")
    frame.get_by_role("option").nth(1).wait_for()
    assert frame.get_by_role("listbox").evaluate("one => one.getBoundingClientRect().bottom <= innerHeight")
    page.keyboard.press("Escape")
    frame.get_by_role("listbox").wait_for(state="hidden")


def test_links_open_in_a_new_tab_and_questions_are_asked_in_place(open_page: Open, wiki: Hosts) -> None:
    page = open_page(wiki.allowed + wiki.put(FRAME))
    frame = page.frame_locator("iframe")
    starter = frame.locator("nav.questions a").first
    starter.click()
    cite = frame.get_by_role("link", name="Cite").first
    with page.context.expect_page() as opened:
        cite.click()
    assert "/cite?" in opened.value.url
    assert page.url.startswith(wiki.allowed)


def test_it_works_without_javascript(open_page: Open, wiki: Hosts) -> None:
    page = open_page(wiki.allowed + wiki.put(FRAME), javascript=False)
    frame = page.frame_locator("iframe")
    frame.get_by_label("Your question").fill("how do you start a roadmap?")
    frame.get_by_role("button", name="Ask").click()
    assert "The roadmap follows" in frame.locator("blockquote").first.inner_text()
    frame.get_by_role("link", name="New conversation").click()
    frame.get_by_role("heading", name="Questions to start with").wait_for()
    assert frame.locator("input[name=collection]").get_attribute("value") == "ama"


def test_the_way_back_of_the_page_is_not_filled_by_the_widget(open_page: Open, wiki: Hosts) -> None:
    page = open_page(wiki.allowed + wiki.put(SCRIPT_TAG))
    heard(page, "ready")
    before = page.evaluate("() => history.length")
    ask(page, "how do you start a roadmap?")
    page.frame_locator("iframe").locator("blockquote").first.wait_for()
    assert page.evaluate("() => history.length") == before


def test_a_script_of_a_page_that_may_reads_the_reply_and_of_another_does_not(
    open_page: Open, open_refused: Open, wiki: Hosts
) -> None:
    path = wiki.put("")
    ask_over_json = """address => fetch(`${address}/api/v1/ask`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ question: "roadmap" }),
    }).then(reply => reply.json()).then(({ answered }) => answered, error => error.name)"""
    assert open_page(wiki.allowed + path).evaluate(ask_over_json, wiki.byline) is True
    assert open_refused(wiki.refused + path).evaluate(ask_over_json, wiki.byline) == "TypeError"


def test_its_look_comes_from_the_style_sheet_of_the_page(open_page: Open, wiki: Hosts) -> None:
    themed = ELEMENT.replace("<byline-chat", '<byline-chat class="themed"')
    page = open_page(wiki.allowed + wiki.put(themed))
    heard(page, "ready")
    button = page.frame_locator("iframe").get_by_role("button", name="Ask")
    assert button.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(11, 83, 148)"
    assert "monospace" in page.frame_locator("iframe").locator("body").evaluate(
        "one => getComputedStyle(one).fontFamily"
    )
    cornered = themed.replace("<byline-chat", '<byline-chat mode="button"')
    page = open_page(wiki.allowed + wiki.put(cornered))
    page.get_by_role("button", name="Ask a question").wait_for()
    assert (
        page.evaluate(f"{CONTENT.replace('where =>', '() =>').replace('where', '`.button`')}.borderRadius")
        == "0px"
    )


def test_a_look_that_was_asked_for_holds_against_that_of_the_device(open_page: Open, wiki: Hosts) -> None:
    paper = "one => getComputedStyle(one).backgroundColor"
    for theme, dark, shown in (("light", True, "rgb(250, 248, 243)"), ("dark", False, "rgb(23, 22, 19)")):
        embedded = SCRIPT_TAG.replace('theme="light"', f'theme="{theme}"')
        page = open_page(wiki.allowed + wiki.put(embedded), dark=dark)
        heard(page, "ready")
        assert page.frame_locator("iframe").locator("html").evaluate(paper) == shown


def test_it_speaks_the_language_that_was_asked_for(open_page: Open, wiki: Hosts) -> None:
    embedded = BUTTON.replace(
        'data-mode="button"', 'data-mode="button" data-lang="de" data-placeholder="Nur zu"'
    )
    page = open_page(wiki.allowed + wiki.put(embedded))
    page.get_by_role("button", name="Eine Frage stellen").click()
    box = page.frame_locator("iframe").get_by_label("Deine Frage")
    assert box.get_attribute("placeholder") == "Nur zu"
    assert page.context.cookies() == []


# --- the button -----------------------------------------------------------------------------------


def test_the_button_opens_a_dialog_that_holds_the_focus_and_gives_it_back(
    open_page: Open, wiki: Hosts
) -> None:
    page = open_page(wiki.allowed + wiki.put(BUTTON))
    button = page.get_by_role("button", name="Ask a question")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Byline: questions and answers")
    dialog.wait_for()
    heard(page, "ready")
    box = page.frame_locator("iframe").get_by_label("Your question")
    page.wait_for_function("() => document.activeElement.tagName === 'BYLINE-CHAT'")
    box.evaluate("one => new Promise(done => one === document.activeElement ? done() : one.onfocus = done)")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.tagName") in ("BYLINE-CHAT", "BODY")
    box.focus()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert button.evaluate("one => one.getRootNode().activeElement === one")
    page.keyboard.press("Enter")
    dialog.wait_for()
    page.get_by_role("button", name="Close").click()
    dialog.wait_for(state="hidden")
    assert button.evaluate("one => one.getRootNode().activeElement === one")


def test_the_page_opens_closes_and_asks_by_method(open_page: Open, wiki: Hosts) -> None:
    page = open_page(wiki.allowed + wiki.put(BUTTON))
    page.get_by_role("button", name="Ask a question").wait_for()
    page.evaluate("() => document.querySelector('byline-chat').ask('how do you start a roadmap?')")
    page.frame_locator("iframe").locator("blockquote").first.wait_for()
    assert heard(page, "answer")["answered"] is True
    page.evaluate("() => document.querySelector('byline-chat').close()")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.evaluate("() => document.querySelector('byline-chat').open()")
    page.get_by_role("dialog").wait_for()


def test_nothing_is_loaded_and_no_key_is_heard_before_the_button_is_pressed(
    open_page: Open, wiki: Hosts
) -> None:
    page = open_page(wiki.allowed + wiki.put(BUTTON))
    page.get_by_role("button", name="Ask a question").wait_for()
    assert len(page.frames) == 1
    page.locator("#mine").focus()
    for key in ("/", "?", "k", "Escape"):
        page.keyboard.press(key)
    assert page.evaluate("() => window.pressed") == ["/", "?", "k", "Escape"]
    assert page.evaluate("() => document.activeElement.id") == "mine"


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_dialog_fits_into_the_window(open_page: Open, wiki: Hosts, width: int) -> None:
    page = open_page(wiki.allowed + wiki.put(BUTTON), width=width)
    page.get_by_role("button", name="Ask a question").click()
    heard(page, "ready")
    place = page.get_by_role("dialog").bounding_box()
    assert place["x"] >= 0
    assert place["y"] >= 0
    assert place["x"] + place["width"] <= width
    assert place["y"] + place["height"] <= 780


# --- the page that holds it -----------------------------------------------------------------------


@pytest.mark.parametrize("way", [BUTTON, ELEMENT], ids=["button", "element"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_of_the_page_moves(open_page: Open, wiki: Hosts, way: str, width: int) -> None:
    place = "<byline-chat></byline-chat>" if way == ELEMENT else ""
    bare = open_page(wiki.allowed + wiki.put(place), width=width)
    before = bare.evaluate(RECTANGLES)
    page = open_page(wiki.allowed + wiki.put(way), width=width)
    if way == ELEMENT:
        heard(page, "ready")
    else:
        page.get_by_role("button", name="Ask a question").wait_for()
    page.wait_for_timeout(200)
    assert page.evaluate(RECTANGLES) == before
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("way", [*WAYS.values(), BUTTON], ids=[*WAYS, "button"])
def test_axe_finds_nothing_in_the_page_or_in_the_frame(
    open_page: Open, wiki: Hosts, axe: str, way: str
) -> None:
    page = open_page(wiki.allowed + wiki.put(way))
    if way == BUTTON:
        page.get_by_role("button", name="Ask a question").click()
    ask(page, "how do you start a roadmap?")
    page.frame_locator("iframe").locator("blockquote").first.wait_for()
    assert violations(page, axe) == []


def test_the_script_leaves_no_global_but_the_element_and_may_come_twice(open_page: Open, wiki: Hosts) -> None:
    names = "() => Object.getOwnPropertyNames(window).sort()"
    bare = open_page(wiki.allowed + wiki.put("")).evaluate(names)
    page = open_page(wiki.allowed + wiki.put(BUTTON + ELEMENT + SCRIPT_TAG))
    page.wait_for_function("() => window.heard.filter(([each]) => each === 'ready').length === 2")
    assert page.locator("byline-chat").count() == 3
    assert [name for name in page.evaluate(names) if name not in bare and not name.isdigit()] == []


def test_a_screen_reader_is_told_what_the_widget_is(open_page: Open, wiki: Hosts) -> None:
    page = open_page(wiki.allowed + wiki.put(ELEMENT))
    heard(page, "ready")
    assert page.locator("byline-chat iframe").get_attribute("title") == "Byline: questions and answers"
    tree = page.frame_locator("iframe").locator("body").aria_snapshot()
    assert "- main:" in tree
    assert '- heading "Byline" [level=1]' in tree
    assert '- search "Ask a question":' in tree
    assert '- textbox "Your question"' in tree
    ask(page, "how do you start a roadmap?")
    page.frame_locator("iframe").locator("blockquote").first.wait_for()
    tree = page.frame_locator("iframe").locator("body").aria_snapshot()
    assert '- heading "Questions and answers" [level=1]' in tree
    assert '- heading "how do you start a roadmap?" [level=2]' in tree
    assert "- blockquote:" in tree
    assert "high confidence" in page.frame_locator("iframe").get_by_role("status").inner_text()


# --- refused, mistyped, down ----------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_a_page_that_may_not_embed_it_is_told_why(open_refused: Open, wiki: Hosts, way: str) -> None:
    page = open_refused(wiki.refused + wiki.put(WAYS[way]))
    if way == "frame":
        page.wait_for_timeout(500)
        assert all("Byline" not in frame.title() for frame in page.frames[1:])
        return
    error = heard(page, "error")
    assert error["code"] == "origin_refused"
    shown = page.locator("byline-chat p").inner_text()
    assert f'embed_origins = ["{wiki.refused}"]' in shown
    assert page.locator("#below").is_visible()


def test_a_policy_of_the_page_that_keeps_the_frame_out_is_named(open_refused: Open, wiki: Hosts) -> None:
    policy = "script-src 'self' BYLINE; frame-src 'self'"
    page = open_refused(wiki.allowed + wiki.put(SCRIPT_TAG, policy=policy))
    assert heard(page, "error")["code"] == "policy_forbids"
    shown = page.locator("byline-chat p").inner_text()
    assert "frame-src" in shown
    assert wiki.byline in shown


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ('collection="amma"', "there is 'ama'"),
        ('colection="ama"', "Write collection."),
        ('theme="drak"', "one of auto, light, dark"),
    ],
)
def test_what_is_mistyped_is_said_in_the_frame(
    open_refused: Open, wiki: Hosts, attributes: str, words: str
) -> None:
    embedded = (
        f'<script async src="BYLINE/embed.js"></script><byline-chat src="BYLINE" {attributes}></byline-chat>'
    )
    page = open_refused(wiki.allowed + wiki.put(embedded))
    assert words in str(heard(page, "error")["detail"])
    assert words in page.frame_locator("iframe").locator("main").inner_text()


def test_a_page_with_the_server_stopped_stays_whole(
    open_refused: Open, loaded_home: Path, tmp_path: Path
) -> None:
    with hosts(tmp_path, loaded_home) as wiki:
        path = wiki.put(ELEMENT)
        page = open_refused(wiki.allowed + path)
        heard(page, "ready")
        before = page.evaluate(RECTANGLES)
        script = page.request.get(f"{wiki.byline}/embed.js").text()
        assert wiki.site.put("/kept.js", script, kind="text/javascript")
        page.close()  # or the server would wait for its connection
        wiki.stop()
        gone = open_refused(wiki.allowed + path)
        gone.wait_for_timeout(300)
        assert gone.get_by_role("link", name="Ask them").is_visible()
        assert gone.evaluate(RECTANGLES) == before, "the script can not be had"
        kept = wiki.put(ELEMENT.replace("BYLINE/embed.js", "/kept.js"))
        page = open_refused(wiki.allowed + kept)
        assert heard(page, "error")["code"] == "unreachable"
        assert page.evaluate(RECTANGLES) == before, (
            "the script was kept by the browser, the rest can not be had"
        )
        assert "does not answer" in page.locator("byline-chat p").inner_text()
        assert page.get_by_role("link", name="Ask them").is_visible()


def test_a_frame_in_a_sandbox_without_its_own_origin_answers_as_without_a_script(
    open_refused: Open, wiki: Hosts
) -> None:
    embedded = FRAME.replace("<iframe", '<iframe sandbox="allow-scripts allow-forms allow-popups"')
    frame = open_refused(wiki.allowed + wiki.put(embedded)).frame_locator("iframe")
    frame.get_by_label("Your question").fill("how do you start a roadmap?")
    frame.get_by_role("button", name="Ask").click()
    assert "The roadmap follows" in frame.locator("blockquote").first.inner_text()


def test_a_button_whose_frame_did_not_come_tries_again_when_it_is_pressed_again(
    open_refused: Open, wiki: Hosts
) -> None:
    page = open_refused(wiki.allowed + wiki.put(BUTTON))
    page.route("**/embed?*", lambda route: route.abort())
    page.get_by_role("button", name="Ask a question").click()
    assert heard(page, "error")["code"] == "unreachable"
    page.get_by_role("button", name="Close").click()
    page.unroute_all()
    page.get_by_role("button", name="Ask a question").click()
    assert heard(page, "ready") == {}
    ask(page, "how do you start a roadmap?")
    heard(page, "answer")
    assert page.evaluate("() => window.heard.map(([each]) => each)") == ["error", "ready", "answer"]


# --- making it ------------------------------------------------------------------------------------


def test_the_page_that_makes_the_line_shows_what_it_will_look_like(open_page: Open, wiki: Hosts) -> None:
    page = open_page(f"{wiki.byline}/embed/new")
    page.get_by_label("Collection").select_option("ama")
    page.get_by_label("Light or dark").select_option("dark")
    line = page.locator("[data-line=script]")
    page.wait_for_function("() => document.querySelector('[data-line=script]').textContent.includes('dark')")
    made = line.inner_text()
    assert (
        made
        == f'<script async src="{wiki.byline}/embed.js" data-collection="ama" data-theme="dark"></script>'
    )
    preview = page.frame_locator("byline-chat iframe")
    preview.locator("html[data-theme=dark] input[value=ama]").wait_for(state="attached")
    page.get_by_label("Where it stands").select_option("button")
    page.get_by_role("button", name="Ask a question").click()
    page.frame_locator("byline-chat iframe").get_by_label("Your question").wait_for()
    elsewhere = open_page(wiki.allowed + wiki.put(made))
    ask(elsewhere, "how do you start a roadmap?")
    elsewhere.frame_locator("iframe").locator("blockquote").first.wait_for()


@pytest.mark.parametrize("path", ["/embed/new", "/embed/check?origin=https://wiki.example.org", "/embed"])
def test_axe_finds_nothing_on_the_pages_about_it(open_page: Open, wiki: Hosts, axe: str, path: str) -> None:
    page = open_page(wiki.byline + path)
    page.wait_for_load_state("networkidle")
    assert violations_in_every_look(page, axe, widths=(DESK,)) == []
