"""The pages on which answers are read and cited, as the server renders them."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from byline import Byline, Draft, KnowledgeBase
from byline.citation import author_permalink, question_permalink
from byline.web.app import create_app
from byline.web.reading import PAGE

from .conftest import Clients
from .test_pages import text_of

HONEST = "How do you keep a roadmap honest?"


def excerpt_of(client: FlaskClient, query: str = "keep+a+roadmap+honest") -> dict[str, Any]:
    return client.get(f"/api/v1/ask?q={query}").json["excerpts"][0]


def data_of(page: str) -> dict[str, Any]:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])


def meta_of(page: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def test_a_page_of_an_answer_tells_programs_what_it_is(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/answers/{excerpt_of(client)['answer_id']}").json
    data = data_of(client.get(answer["permalink"]).text)
    assert data["@type"] == "QAPage"
    assert (data["mainEntity"]["name"], data["mainEntity"]["answerCount"]) == (HONEST, 1)
    (told,) = data["mainEntity"]["suggestedAnswer"]
    assert told["text"] == answer["text"]
    assert told["url"] == answer["permalink"]
    assert told["datePublished"] == "2024-12-11"
    assert told["author"]["name"] == "Mara Lindqvist"
    assert told["author"]["url"] == author_permalink("Mara Lindqvist")


def test_a_date_without_a_year_is_told_to_nobody(client: FlaskClient) -> None:
    data = data_of(client.get(excerpt_of(client, "technical+product+manager")["permalink"]).text)
    assert data["@type"] == "WebPage"
    assert "datePublished" not in data["mainEntity"]


def test_what_was_written_never_ends_the_data_it_stands_in(kb: KnowledgeBase) -> None:
    attack = "</script><script>alert(1)</script><!-- & 'x'"
    kb.add_drafts([Draft(attack, Byline(attack), question=attack, url="javascript:alert(1)")], source="s")
    client = create_app(kb).test_client()
    answer = next(kb.answers())
    for path in (f"/answers/{answer.id}", author_permalink(attack), question_permalink(attack)):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert 'href="javascript:' not in page
    data = data_of(client.get(f"/answers/{answer.id}").text)
    assert data["mainEntity"]["suggestedAnswer"][0]["text"] == attack
    assert "isBasedOn" not in data["mainEntity"]["suggestedAnswer"][0]


def test_a_link_to_a_quotation_previews_the_quotation(client_with: Clients) -> None:
    client = client_with(public_url="https://ask.example.org/team/")
    excerpt = excerpt_of(client)
    path = excerpt["permalink"].partition("?")[0]
    page = client.get(f"{path}?quote={excerpt['start']}-{excerpt['end']}").text
    meta = meta_of(page)
    assert meta["og:description"] == meta["description"] == " ".join(excerpt["text"].split())
    assert (meta["og:title"], meta["og:type"], meta["og:site_name"]) == (HONEST, "article", "Byline")
    assert meta["og:url"] == f"https://ask.example.org/team{path}"
    assert f'<link rel="canonical" href="https://ask.example.org/team{path}">' in page


def test_without_a_public_address_pages_name_none_of_what_a_request_says(client: FlaskClient) -> None:
    path = excerpt_of(client)["permalink"].partition("?")[0]
    page = client.get(path, headers={"Host": "localhost:99"}).text
    assert f'<link rel="canonical" href="{path}">' in page
    assert "localhost" not in page


def test_the_source_is_linked_to_at_the_quoted_words(client: FlaskClient) -> None:
    excerpt = excerpt_of(client)
    path = excerpt["permalink"].partition("?")[0]
    page = client.get(f"{path}?quote={excerpt['start']}-{excerpt['end']}").text
    assert html.escape(excerpt["fragment_url"]) in page
    assert excerpt["fragment_url"].startswith("https://example.org/ama/1#:~:text=Keep%20the%20%F0%9F%A7%AD")


def test_an_excerpt_is_cited_in_every_form_by_page_and_endpoint_alike(client: FlaskClient) -> None:
    excerpt = excerpt_of(client)
    where = f"{excerpt['permalink'].partition('?')[0]}/cite?start={excerpt['start']}&end={excerpt['end']}"
    page = client.get(where).text
    assert client.get(f"/api/v1{where}").json == excerpt["citation"]
    for form, text in excerpt["citation"].items():
        assert text_of(page, "id", form) == text
        plain = client.get(f"{where}&format={form}")
        assert (plain.mimetype, plain.text) == ("text/plain", text + "\n")
    assert f'href="{html.escape(where)}"' in client.get("/?q=keep+a+roadmap+honest").text


def test_sentences_are_chosen_by_their_numbers(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/answers/{excerpt_of(client)['answer_id']}").json
    path = f"{answer['permalink']}/cite"
    second, third = answer["sentences"][1:3]
    chosen = client.get(f"{path}/sentences?from=2&to=1")
    assert (chosen.status_code, chosen.location) == (
        303,
        f"{path}?start={second['start']}&end={third['end']}",
    )
    assert answer["text"][second["start"] : third["end"]] in html.unescape(client.get(chosen.location).text)
    assert client.get(f"{path}/sentences?from=0&to=99").status_code == 422


@pytest.mark.parametrize(
    "query", ["start=1", "start=0&end=3", "start=x", "end=99999", "format=word", "start=99999999999"]
)
def test_what_is_no_range_of_sentences_can_not_be_cited(client: FlaskClient, query: str) -> None:
    path = excerpt_of(client)["permalink"].partition("?")[0]
    response = client.get(f"{path}/cite?{query}", headers={"Accept": "application/json"})
    assert (response.status_code, response.json["code"]) == (422, "bad_quotation")


def test_an_author_s_page_has_their_answers_and_topics(client: FlaskClient) -> None:
    page = client.get(author_permalink("Mara Lindqvist")).text
    assert '<h1 dir="auto">Mara Lindqvist</h1>' in page
    assert 'roadmap</bdi> <span class="note">(1)</span>' in page
    assert html.escape(question_permalink(HONEST) or "") in page
    assert "Review it every six weeks" in page
    answer = client.get(f"/api/v1/answers/{excerpt_of(client)['answer_id']}").json
    assert f'href="{answer["author"]["permalink"]}"' in client.get(answer["permalink"]).text


def test_long_lists_have_pages(kb: KnowledgeBase) -> None:
    kb.add_drafts(
        [Draft(f"Answer {n}.", Byline("Ann Ito"), question="Why?", key=str(n)) for n in range(PAGE + 1)],
        source="s",
    )
    client = create_app(kb).test_client()
    for path, joint in ((author_permalink("Ann Ito"), "?"), (question_permalink("Why?"), "&")):
        first, second = client.get(path).text, client.get(f"{path}{joint}page=2").text
        assert (first.count("<article"), second.count("<article")) == (PAGE, 1)
        assert 'rel="next"' in first
        assert 'rel="next"' not in second
        assert 'rel="prev"' in second


def test_a_question_s_page_gathers_everyone_who_answered_it(kb: KnowledgeBase) -> None:
    question = "Why & how <now>?"
    kb.add_drafts([Draft("Because.", Byline("Ann Ito"), question=question, accepted=True)], source="a")
    kb.add_drafts([Draft("It depends.", Byline("Bo Day"), question=question)], source="b")
    kb.add_drafts([Draft("Otherwise.", Byline("Cy Ode"), question=question + "!")], source="c")
    client = create_app(kb).test_client()
    page = client.get(question_permalink(question)).text
    assert "Because." in page
    assert "It depends." in page
    assert "Otherwise." not in page
    entity = data_of(page)["mainEntity"]
    assert [each["text"] for each in entity["acceptedAnswer"]] == ["Because."]
    assert [each["text"] for each in entity["suggestedAnswer"]] == ["It depends."]
    links = [
        html.escape(question_permalink(question) or "") in client.get(f"/answers/{each.id}").text
        for each in kb.answers()
    ]
    assert links == [True, True, False]


@pytest.mark.parametrize(
    "path", ["/authors/p_none", "/questions", "/questions?q=never+asked", "/answers/a_x/cite"]
)
def test_what_is_not_there_is_said_to_be_missing(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_links_hold_below_a_prefix_that_a_proxy_adds(client_with: Clients) -> None:
    client = client_with(proxies=1)
    headers = {"X-Forwarded-Prefix": "/team"}
    path = excerpt_of(client)["permalink"].partition("?")[0]
    for page in (
        path,
        f"{path}/cite",
        author_permalink("Mara Lindqvist"),
        question_permalink(HONEST),
        "/verify?q=keep",
    ):
        text = client.get(page, headers=headers).text
        links = re.findall(r'(?:href|action|src)="(/[^"]*)"', text)
        assert links
        assert [link for link in links if not link.startswith("/team/")] == []


WEEKLY = Draft("Ship weekly. It calms everyone.", Byline("Ann"), question="How often do you ship?", key="1")


def test_a_link_to_a_revision_that_was_corrected_says_that_there_is_a_newer_one(kb: KnowledgeBase) -> None:
    kb.add_drafts([WEEKLY], source="s")
    client = create_app(kb).test_client()
    excerpt = excerpt_of(client, "how+often+do+you+ship")
    link = html.unescape(excerpt["citation"]["text"].rpartition(" ")[2]).removeprefix("http://localhost")
    old = link.partition("#")[0] + f"&quote={excerpt['start']}-{excerpt['end']}"
    before = client.get(old).text
    assert "<mark>" in before
    assert "earlier revision" not in before
    assert "Corrected" not in before

    kb.correct(excerpt["answer_id"], text="Ship daily. It calms everyone.")
    page = client.get(old).text
    today = kb.revisions(excerpt["answer_id"])[-1].created_at.date()
    assert (
        f"earlier revision of the answer, which was replaced on {today:%B} {today.day}, {today.year}" in page
    )
    assert "Ship daily." in page
    assert "Ship weekly." not in page
    assert "<mark>" not in page
    new = client.get(excerpt_of(client, "how+often+do+you+ship")["permalink"].partition("#")[0]).text
    for plain in (new, client.get(f"/answers/{excerpt['answer_id']}?revision=0123456789ab").text):
        assert "earlier revision" not in plain
        assert f'Corrected</dt><dd><time datetime="{today}">' in plain

    told = client.get(f"/api/v1/answers/{excerpt['answer_id']}").json
    assert [each["revision"] for each in told["revisions"]] == [excerpt["revision"], told["revision"]]
    assert told["revisions"][1]["since"].startswith(str(today))


def test_votes_that_change_are_no_correction(kb: KnowledgeBase) -> None:
    kb.add_drafts([replace(WEEKLY, votes=1)], source="s")
    kb.add_drafts([replace(WEEKLY, votes=2)], source="s")
    (answer,) = kb.answers()
    assert answer.votes == 2
    client = create_app(kb).test_client()
    assert "Corrected" not in client.get(f"/answers/{answer.id}").text
    assert len(client.get(f"/api/v1/answers/{answer.id}").json["revisions"]) == 1


def test_a_withdrawn_answer_is_gone_and_says_so(kb: KnowledgeBase) -> None:
    kb.add_drafts([WEEKLY], source="s")
    (answer,) = kb.answers()
    kb.remove_answer(answer.id)
    client = create_app(kb).test_client()
    for path in (f"/answers/{answer.id}", f"/answers/{answer.id}/cite"):
        page = client.get(path)
        assert page.status_code == 410
        assert "was withdrawn" in page.text
        assert "Ship weekly" not in page.text
        assert client.get(f"/api/v1{path}").json["code"] == "withdrawn"
