"""Conversations over HTTP: in the address of the page without JavaScript, and over JSON."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from byline.web.chat import MOST_EARLIER

from .conftest import Clients
from .test_pages import chips, text_of

ROADMAP = "how do you start a roadmap"


def headings(page: str) -> list[str]:
    """Return what each turn of the page asked."""
    found = re.findall(
        r'<h2 class="asked" dir="auto" data-slot="asked">([^<]*)</h2>', page.partition("<template")[0]
    )
    return [html.unescape(each) for each in found]


def submit(client: FlaskClient, page: str, question: str, **fields: str) -> str:
    """Ask as a browser without JavaScript does: with the hidden fields of the page's form."""
    hidden = re.findall(r'<input type="hidden" name="previous" value="([^"]*)"', page)
    values = [("previous", html.unescape(each)) for each in hidden]
    response = client.get("/", query_string=[*values, ("q", question), *fields.items()])
    assert response.status_code == 200
    return response.text


def links(page: str, slot: str) -> list[str]:
    found = re.findall(rf'data-slot="{slot}"\s+href="([^"]+)"', page.partition("<template")[0])
    return [html.unescape(each) for each in found]


def test_a_follow_up_is_asked_through_the_form(client: FlaskClient) -> None:
    page = submit(client, "", ROADMAP)
    page = submit(client, page, "what about at Northwind?")
    assert headings(page) == [ROADMAP, "what about at Northwind?"]
    assert chips(page) == [f"about {ROADMAP}", "company Northwind"]
    assert "Mara Lindqvist" in page.partition("<template")[0].rpartition("<article")[2]
    page = submit(client, page, "only since 2024")
    assert headings(page) == [ROADMAP, ROADMAP, "only since 2024"]
    assert chips(page) == [f"about {ROADMAP}", "company Northwind", "from 2024-01-01"]


def test_what_was_carried_is_told_apart_from_what_was_said(client: FlaskClient) -> None:
    page = submit(client, submit(client, "", ROADMAP), "what about at Northwind?")
    turn = page.partition("<template")[0].rpartition("<article")[2]
    carried = re.findall(r'<li class="chip( carried)?"', turn)
    assert carried == [" carried", ""]
    assert turn.count("carried over") == 1


def test_each_chip_leads_to_the_same_question_without_it(client: FlaskClient) -> None:
    page = submit(client, submit(client, "", ROADMAP), "what about at Northwind?", author="mara")
    assert chips(page) == [f"about {ROADMAP}", "author Mara Lindqvist", "company Northwind"]
    without_topic, without_author, without_company = links(page, "without")
    assert dict(parse_qsl(urlsplit(without_author).query)) == {
        "previous": ROADMAP,
        "q": f"{ROADMAP} company:Northwind",
        "alone": "1",
    }
    page = client.get(without_company).text
    assert chips(page) == ["author Mara Lindqvist"]
    assert headings(page) == [ROADMAP, ROADMAP]
    assert chips(client.get(without_topic).text) == ["author Mara Lindqvist", "company Northwind"]


def test_a_question_that_is_asked_alone_is_not_read_over_those_before(client: FlaskClient) -> None:
    page = client.get("/", query_string={"previous": ROADMAP, "q": "company:northwind", "alone": "1"}).text
    assert chips(page) == ["company Northwind"]


def test_a_new_topic_drops_what_was_carried(client: FlaskClient) -> None:
    page = submit(
        client, submit(client, "", f"{ROADMAP} company:contoso"), "how do I interview for curiosity?"
    )
    assert chips(page) == []


def test_a_correction_can_be_turned_back(client: FlaskClient) -> None:
    page = submit(client, "", "raodmap customers")
    assert text_of(page, "data-slot", "corrections") == "Searched for roadmap (you wrote raodmap)"
    (link,) = links(page, "instead")
    page = client.get(link).text
    assert text_of(page, "data-slot", "corrections") == ""
    assert headings(page) == ['"raodmap" customers']


def test_the_panel_takes_every_limit(client: FlaskClient) -> None:
    fields = {
        "author": "mara", "company": "northwind", "role": "Head of Product", "tag": "roadmap",
        "after": "2024-01-01", "before": "2024-12-31", "phrases": "one page", "without": "sprint",
        "not_author": "idris",
    }  # fmt: skip
    page = submit(client, "", "roadmap", **fields)
    assert chips(page) == [
        "author Mara Lindqvist",
        "company Northwind",
        "role Head of Product",
        "tag roadmap",
        "from 2024-01-01",
        "until 2024-12-31",
        "with the words one page",
        "without sprint",
        "not by Idris Okafor",
    ]
    assert "Keep the 🧭 roadmap to one page." in text_of(page, "data-slot", "quotation")


def test_the_panel_offers_the_names_of_the_collection(client: FlaskClient) -> None:
    page = client.get("/").text
    assert '<datalist id="names-author">' in page
    assert '<option value="Mara Lindqvist">' in page
    assert 'list="names-tag"' in page


def test_only_the_last_questions_are_kept_in_the_address(client: FlaskClient) -> None:
    page = ""
    for number in range(MOST_EARLIER + 3):
        page = submit(client, page, f"what is roadmap number {number}?")
    assert len(headings(page)) == MOST_EARLIER + 1
    assert headings(page)[-1] == f"what is roadmap number {MOST_EARLIER + 2}?"


@pytest.mark.parametrize("previous", ["", "  ", "??", "roadmap after:soon", "x" * 5000])
def test_what_can_not_be_read_of_the_address_is_left_out(client: FlaskClient, previous: str) -> None:
    page = client.get("/", query_string={"previous": previous, "q": "anyone else?"})
    assert page.status_code == 200
    assert headings(page.text) == ["anyone else?"]


def test_what_stands_in_the_address_is_never_markup(client: FlaskClient) -> None:
    attack = 'roadmap "><script>alert(1)</script> author:"<b>"'
    page = client.get("/", query_string={"previous": attack, "q": "anyone else?"}).text
    assert "<script>alert" not in page
    assert "<b>" not in re.sub(r'<b data-slot="\w+">', "", page)


def test_a_question_that_was_not_understood_keeps_the_conversation(client: FlaskClient) -> None:
    response = client.get("/", query_string={"previous": ROADMAP, "q": "why after:soon"})
    assert response.status_code == 422
    assert f'name="previous" value="{ROADMAP}"' in response.text


# Over JSON


def ask(client: FlaskClient, question: str, **body: object) -> dict:
    response = client.post("/api/v1/ask", json={"question": question, **body})
    assert response.status_code == 200, response.text
    return response.json


def test_a_reply_says_what_was_asked_and_what_was_carried(client: FlaskClient) -> None:
    first = ask(client, ROADMAP)
    assert (first["asked"], first["words"], first["carried"]) == (ROADMAP, ROADMAP, None)
    then = ask(client, "what about at Northwind?", previous=first["asked"])
    assert then["question"] == "what about at Northwind?"
    assert then["asked"] == f"{ROADMAP} company:Northwind"
    assert then["carried"] == {
        "rule": "name", "topic": ROADMAP, "without": "company:Northwind", "again": False
    }  # fmt: skip
    assert then["limits"] == [
        {"field": "company", "value": "Northwind", "carried": False, "without": ROADMAP}
    ]


def test_get_takes_the_question_before_too(client: FlaskClient) -> None:
    quoted = [excerpt["author"]["name"] for excerpt in ask(client, ROADMAP)["excerpts"]]
    got = client.get("/api/v1/ask", query_string={"q": "anyone else?", "previous": ROADMAP}).json
    assert got["asked"] == " ".join([ROADMAP, *(f'-author:"{name}"' for name in dict.fromkeys(quoted))])


def test_a_word_that_was_mended_can_be_searched_as_it_was_written(client: FlaskClient) -> None:
    (fix,) = ask(client, "raodmap customers")["corrections"]
    assert fix == {"from": "raodmap", "to": "roadmap", "instead": '"raodmap" customers'}
    again = ask(client, fix["instead"])
    assert again["corrections"] == []
    assert again["searched_for"] == '"raodmap" customers'


def test_the_question_before_must_be_readable(client: FlaskClient) -> None:
    response = client.post("/api/v1/ask", json={"question": "why?", "previous": "roadmap after:soon"})
    assert (response.status_code, response.json["code"]) == (422, "bad_filter")
    response = client.post("/api/v1/ask", json={"question": "why?", "previous": "x" * 9000})
    assert (response.status_code, response.json["code"]) == (422, "bad_fields")


def test_questions_are_completed_without_counting_as_asked(client_with: Clients) -> None:
    client = client_with(rate="1/minute")
    for _ in range(3):
        response = client.get("/api/v1/suggest?q=how+do+you+st")
        assert response.json == {"questions": ["How do you start a roadmap?"]}
    assert client.get("/api/v1/suggest?q=raodmap+honst&limit=1").json == {
        "questions": ["How do you keep a roadmap honest?"]
    }
