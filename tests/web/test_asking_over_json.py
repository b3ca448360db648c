"""The JSON endpoint: what is asked and what comes back."""

from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient

from .conftest import Clients

QUESTION = "how do you keep a roadmap honest"


def ask(client: FlaskClient, question: str = QUESTION, **body: object) -> dict:
    response = client.post("/api/v1/ask", json={"question": question, **body})
    assert response.status_code == 200, response.text
    return response.json


def without_the_time(reply: dict) -> dict:
    return {name: value for name, value in reply.items() if name not in ("id", "took_ms")}


def test_an_excerpt_is_the_range_of_the_answer_that_it_names(client: FlaskClient) -> None:
    excerpt = ask(client)["excerpts"][0]
    answer = client.get(f"/api/v1/answers/{excerpt['answer_id']}").json
    assert excerpt["author"]["name"] == answer["author"]["name"] == "Mara Lindqvist"
    assert "🧭" in excerpt["text"]
    assert answer["text"][excerpt["start"] : excerpt["end"]] == excerpt["text"]
    for sentence in excerpt["sentences"]:
        assert {"start": sentence["start"], "end": sentence["end"]} in answer["sentences"]


def test_get_and_post_give_the_same_reply(client: FlaskClient) -> None:
    filters = {"author": ["Idris Okafor", "Mara Lindqvist"], "after": "2023-01-01"}
    posted = ask(client, filters=filters, top=1)
    got = client.get("/api/v1/ask", query_string={"q": QUESTION, "top": 1, **filters}).json
    assert without_the_time(got) == without_the_time(posted)
    assert got["applied_filters"]["author"] == ["Idris Okafor", "Mara Lindqvist"]


def test_a_filter_limits_who_is_quoted(client: FlaskClient) -> None:
    reply = ask(client, "roadmap", filters={"author": ["Idris Okafor"]})
    assert {excerpt["author"]["name"] for excerpt in reply["excerpts"]} == {"Idris Okafor"}


def test_that_nobody_answered_is_a_reply_and_no_error(client: FlaskClient) -> None:
    reply = ask(client, "how do I bake sourdough bread")
    assert (reply["answered"], reply["reason"], reply["excerpts"]) == (False, "below_threshold", [])


def test_nothing_to_search_in_is_said(empty_client: FlaskClient) -> None:
    assert ask(empty_client)["reason"] == "empty_corpus"


def test_scores_come_only_when_asked_for(client: FlaskClient) -> None:
    assert "debug" not in ask(client)["excerpts"][0]
    assert ask(client, debug=True)["excerpts"][0]["debug"]["features"]
    assert "debug" not in ask(client)
    assert 0 < ask(client, debug=True)["debug"]["support"] <= 1


def test_citations_carry_the_public_address_when_there_is_one(client_with: Clients) -> None:
    client = client_with(public_url="https://ask.example.org/team/")
    citation = ask(client)["excerpts"][0]["citation"]
    assert "https://ask.example.org/team/answers/a_" in citation["text"]


def test_a_citation_names_the_address_of_the_request_otherwise(client: FlaskClient) -> None:
    assert "http://localhost/answers/a_" in ask(client)["excerpts"][0]["citation"]["text"]


def test_authors_and_collections_are_listed(client: FlaskClient) -> None:
    authors = client.get("/api/v1/authors").json["authors"]
    assert {"Mara Lindqvist", "Devika Nair"} <= {author["name"] for author in authors}
    of_one = client.get("/api/v1/authors?collection=ama").json["authors"]
    assert {author["name"] for author in of_one} == {"Mara Lindqvist", "Idris Okafor", "Chen Wei"}
    collections = client.get("/api/v1/collections").json["collections"]
    assert {collection["name"]: collection["answers"] for collection in collections} == {"ama": 3, "main": 2}


def test_the_server_says_that_it_runs_and_that_it_can_answer(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ready"}


def test_no_reply_is_kept_by_a_cache(client: FlaskClient) -> None:
    for path in (f"/api/v1/ask?q={QUESTION}", f"/?q={QUESTION}"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("told", [False, True])
def test_questions_are_logged_only_when_the_setting_says_so(
    client_with: Clients, caplog: pytest.LogCaptureFixture, told: bool
) -> None:
    with caplog.at_level(logging.DEBUG):
        ask(client_with(log_questions=told))
    assert (QUESTION in caplog.text) is told
