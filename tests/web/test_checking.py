"""A pasted quotation is checked, on the page and over JSON."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from byline import Byline, Draft, KnowledgeBase
from byline.web.app import create_app

from .conftest import Clients

SECOND = "A roadmap that nobody can hold in their head is a list of wishes."


def check(client: FlaskClient, quotation: str) -> str:
    return client.post("/verify", data={"q": quotation}).text


def seals(page: str) -> list[str]:
    return re.findall(r'class="seal (\w+)"', page)


@pytest.mark.parametrize(
    ("quotation", "verdict"),
    [
        (SECOND, "exact"),
        (f"“{SECOND}” — Mara Lindqvist", "exact"),
        (SECOND.replace(" ", "\n"), "equal"),
        (SECOND.replace("nobody", "everybody"), "altered"),
        ("Sourdough needs a warm kitchen.", "unknown"),
    ],
)
def test_page_and_endpoint_give_the_same_verdict(client: FlaskClient, quotation: str, verdict: str) -> None:
    assert seals(check(client, quotation)) == [verdict]
    assert client.post("/api/v1/verify", json={"text": quotation}).json["verdict"] == verdict


def test_the_words_are_marked_within_their_sentence_under_their_author(client: FlaskClient) -> None:
    page = check(client, "nobody can hold in their head")
    assert "A roadmap that <mark>nobody can hold in their head</mark> is a list of wishes." in page
    assert "Mara Lindqvist" in page
    link = html.unescape(re.search(r'href="([^"]+)">Read in the full answer', page)[1])
    assert re.search(rf"<mark>.*{SECOND}.*</mark>", re.sub("</?span[^>]*>", "", client.get(link).text))


def test_each_altered_word_is_shown_with_what_was_written(client: FlaskClient) -> None:
    page = re.sub(r'<span class="hidden">.*?</span>', "", check(client, SECOND.replace("wishes", "dreams")))
    assert "is a list of <del>dreams</del> <ins>wishes</ins>." in page


def test_what_was_corrected_is_no_proof_of_today(kb: KnowledgeBase) -> None:
    for text in ("We ship on Tuesdays. Call 555-0100.", "We ship on Mondays."):
        kb.add_drafts([Draft(text, Byline("Ann Ito"), key="1")], source="s")
    client = create_app(kb).test_client()
    page = check(client, "We ship on Tuesdays.")
    assert seals(page) == ["past"]
    assert "until it was corrected" in page
    assert "555-0100" not in page  # what was taken out is not shown again
    (place,) = client.post("/api/v1/verify", json={"text": "We ship on Tuesdays."}).json["places"]
    assert place["until"]
    assert place["context"] == "We ship on Tuesdays."


def test_parts_are_told_one_by_one(client: FlaskClient) -> None:
    page = check(client, f"{SECOND} […] Talk to six customers")
    assert seals(page) == ["altered", "exact", "altered"]


def test_a_quotation_may_come_in_the_address(client: FlaskClient) -> None:
    response = client.get("/verify", query_string={"q": SECOND})
    assert seals(response.text) == ["exact"]
    assert response.headers["Cache-Control"] == "no-store"
    assert client.get("/verify").headers["Cache-Control"] == "no-cache"


def test_what_can_not_be_checked_stays_in_the_box(client: FlaskClient) -> None:
    response = client.post("/verify", data={"q": "…"})
    assert response.status_code == 422
    assert "has no words" in response.text
    assert ">…</textarea>" in response.text
    assert client.post("/api/v1/verify", json={"text": "x" * 5001}).json["code"] == "bad_quotation"


def test_what_was_pasted_is_never_markup(client: FlaskClient) -> None:
    page = check(client, "</textarea><script>alert(1)</script> roadmap that nobody can hold in their head")
    assert "<script>alert" not in page


def test_checking_counts_as_asking(client_with: Clients) -> None:
    client = client_with(rate="2/minute")
    for _ in range(2):
        assert client.post("/verify", data={"q": SECOND}).status_code == 200
    assert client.post("/api/v1/verify", json={"text": SECOND}).status_code == 429
