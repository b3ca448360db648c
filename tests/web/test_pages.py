"""The pages as the server renders them, which is what works without JavaScript."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from flask.testing import FlaskClient

from byline import Byline, Draft, KnowledgeBase
from byline.web.app import create_app

from .conftest import Clients

ROADMAP = "/?q=how+do+you+keep+a+roadmap+honest"


class _Text(HTMLParser):
    """Collects the text inside the first element that has an attribute of a given value."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__()
        self.sought, self.tag, self.depth, self.text = (name, value), "", 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.tag and self.sought in attrs:
            self.tag, self.depth = tag, 1
        elif self.depth and tag == self.tag:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag == self.tag:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.text += data if self.depth else ""


def text_of(page: str, name: str, value: str) -> str:
    """Return the text of the first element with the attribute ``name`` of ``value``, white space and all."""
    parser = _Text(name, value)
    parser.feed(page.partition("<template")[0])
    return parser.text


def chips(page: str) -> list[str]:
    """Return what the page's last turn was asked with, one text a chip."""
    turn = page.partition("<template")[0].rpartition("<article")[2]
    found = re.findall(r'data-slot="kind">([^<]*)</span> <b dir="auto" data-slot="value">([^<]*)</b>', turn)
    return [html.unescape(" ".join(pair)) for pair in found]


def link_to_the_answer(page: str) -> str:
    return html.unescape(re.search(r'data-slot="permalink" href="([^"]+)"', page)[1])


def test_the_first_page_says_what_it_is_and_offers_questions_that_have_answers(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "word for word" in page
    assert "5 answers by 5 authors" in page
    starters = re.findall(r'<a data-question dir="auto" href="([^"]+)"', page)
    assert starters
    for starter in starters:
        assert "Nobody here" not in client.get(html.unescape(starter)).text.partition("<template")[0]


def test_an_empty_knowledge_base_says_how_to_add_answers(empty_client: FlaskClient) -> None:
    assert "byline add PATH" in empty_client.get("/").text
    assert "There are no answers here yet." in empty_client.get("/?q=how").text


def test_a_reply_quotes_with_byline_date_and_question(client: FlaskClient) -> None:
    page = client.get(ROADMAP).text
    excerpt = client.get(f"/api/v1/ask{ROADMAP[1:]}").json["excerpts"][0]
    assert text_of(page, "data-slot", "quotation") == excerpt["text"]
    assert text_of(page, "data-slot", "author") == "Mara Lindqvist"
    assert text_of(page, "data-slot", "place") == "Head of Product, Northwind"
    assert text_of(page, "data-slot", "date") == "2024-12-11"
    assert text_of(page, "data-slot", "question") == "How do you keep a roadmap honest?"


def test_a_company_that_the_role_ends_in_is_not_said_twice(client: FlaskClient) -> None:
    page = client.get("/?q=technical+product+manager+core+architecture").text
    assert "Head of Driver Products, Amazon Relay, Amazon<" in page


def test_the_sentences_that_were_quoted_are_marked_in_the_whole_answer(client: FlaskClient) -> None:
    reply = client.get(ROADMAP).text
    quoted = text_of(reply, "data-slot", "quotation")
    link = link_to_the_answer(reply)
    page = client.get(link).text
    assert re.search(r"<mark>.*?</mark>", page, re.S)
    marked = "".join(re.findall(r"<mark>(.*?)</mark>", page, re.S))
    assert html.unescape(re.sub(r"<[^>]+>", "", marked)) == quoted
    assert f'id="{link.partition("#")[2]}"' in page


def test_the_whole_answer_is_on_its_page_to_the_last_character(client: FlaskClient) -> None:
    for query in ("roadmap", "technical+product+manager", "interview+for+curiosity"):
        excerpt = client.get(f"/api/v1/ask?q={query}").json["excerpts"][0]
        answer = client.get(f"/api/v1/answers/{excerpt['answer_id']}").json
        page = client.get(f"/answers/{excerpt['answer_id']}").text
        assert text_of(page, "id", "text") == answer["text"]
        assert page.count('<span id="s') == len(answer["sentences"])


def test_a_range_from_another_revision_marks_nothing(client: FlaskClient) -> None:
    path = link_to_the_answer(client.get(ROADMAP).text).partition("?")[0]
    for quote in ("1-9", "0-1", "9-3", "a-b", "0-99999999999999999999"):
        page = client.get(f"{path}?quote={quote}")
        assert page.status_code == 200
        assert "<mark>" not in page.text


def test_what_people_wrote_is_never_markup(client: FlaskClient) -> None:
    page = client.get("/?q=interview+for+curiosity").text
    assert "&lt;b&gt;Interview&lt;/b&gt; for curiosity first &amp; foremost." in page
    attack = client.get('/?q="><script>alert(1)</script>').text
    assert "<script>alert" not in attack
    assert "&lt;script&gt;alert(1)" in attack


def test_only_web_addresses_become_links_to_a_source(kb: KnowledgeBase) -> None:
    for url in ("javascript:alert(1)", "data:text/html,x", "HTTPS://example.org/ama?a=1&b=2"):
        kb.add_drafts([Draft(f"This is said at {url}.", Byline("Ann Ito"), url=url)], source=url)
    client = create_app(kb).test_client()
    links = {}
    for answer in kb.answers():
        page = client.get(f"/answers/{answer.id}").text
        links[answer.url] = re.findall(r'<a href="([^"#]+)#:~:text=[^"]+" rel', page)
        assert page.count(" rel=") == 3 + len(links[answer.url])
        assert "isBasedOn" in page if links[answer.url] else "isBasedOn" not in page
    assert links == {
        "javascript:alert(1)": [],
        "data:text/html,x": [],
        "HTTPS://example.org/ama?a=1&b=2": ["HTTPS://example.org/ama?a=1&amp;b=2"],
    }


def test_what_was_found_for_a_word_is_shown(client: FlaskClient) -> None:
    page = client.get("/?q=should+I+interview+for+inquisitiveness").text
    assert text_of(page, "data-slot", "synonyms") == "curiosity (you wrote inquisitiveness)"


def test_corrections_are_shown(client: FlaskClient) -> None:
    page = client.get("/?q=raodmap+customers").text
    assert text_of(page, "data-slot", "corrections") == "Searched for roadmap (you wrote raodmap)"


def test_near_misses_are_set_apart_from_answers(client: FlaskClient) -> None:
    page = client.get("/?q=who+reviews+the+engineering+budget").text.partition("<template")[0]
    assert "Nobody here has answered that." in page
    assert 'data-slot="excerpts"' not in page
    assert page.count("<figure") >= 1
    assert page.index("<details") < page.index("<figure")


def test_empty_fields_of_the_form_limit_nothing_and_full_ones_are_shown(client: FlaskClient) -> None:
    empty = client.get("/?q=roadmap&author=&company=&after=&before=").text
    assert chips(empty) == []
    full = client.get("/?q=roadmap&author=Idris+Okafor&after=2023-01-01").text
    assert chips(full) == ["author Idris Okafor", "from 2023-01-01"]
    assert 'value="Idris Okafor"' in full
    assert "Mara Lindqvist" not in text_of(full, "data-slot", "turn")


def test_limits_that_leave_nobody_are_named_as_the_reason(client: FlaskClient) -> None:
    page = client.get("/?q=roadmap&after=2031-01-01").text
    assert "Nobody has answered that within these limits." in page


def test_a_limit_that_can_not_be_read_keeps_the_question(client: FlaskClient) -> None:
    response = client.get("/?q=roadmap&after=soon")
    assert response.status_code == 422
    assert "after: write the day as YYYY-MM-DD" in response.text
    assert ">roadmap</textarea>" in response.text


def test_the_name_of_the_page_is_a_setting(client_with: Clients) -> None:
    page = client_with(title="Ask <Northwind>").get("/").text
    assert "Ask &lt;Northwind&gt;" in page
    assert ">Byline<" not in page


def test_links_hold_below_a_prefix_that_a_proxy_adds(client_with: Clients) -> None:
    client = client_with(proxies=1)
    headers = {"X-Forwarded-Prefix": "/team", "X-Forwarded-Host": "wiki.example.org"}
    page = client.get(ROADMAP, headers=headers).text
    assert link_to_the_answer(page).startswith("/team/answers/a_")
    assert 'action="/team/"' in page
    assert 'data-ask="/team/api/v1/ask"' in page
    excerpt = client.get("/api/v1/ask?q=roadmap", headers=headers).json["excerpts"][0]
    assert "http://wiki.example.org/team/answers/" in excerpt["citation"]["text"]
