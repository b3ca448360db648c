"""Links to answers and replies unfold where they are pasted."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from .conftest import Clients

ROOT = "https://ask.example.org/byline"


@pytest.fixture
def public(client_with: Clients) -> FlaskClient:
    return client_with(public_url=ROOT)


def unfold(client: FlaskClient, url: str, **given: str) -> Any:
    return client.get("/oembed", query_string={"url": url, **given})


def discovered(page: str) -> str:
    found = re.search(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def an_answer(client: FlaskClient) -> str:
    return str(client.get("/api/v1/ask?q=interview+curiosity").json["excerpts"][0]["answer_id"])


def test_the_link_of_an_answer_unfolds_into_the_quotation_and_its_byline(public: FlaskClient) -> None:
    path = f"/answers/{an_answer(public)}"
    provider = discovered(public.get(path).text)
    assert provider.startswith(f"{ROOT}/oembed?")
    asked = parse_qs(urlsplit(provider).query)
    assert asked == {"url": [ROOT + path], "format": ["json"]}
    told = unfold(public, asked["url"][0]).json
    assert (told["type"], told["version"], told["author_name"]) == ("rich", "1.0", "Chen Wei")
    assert isinstance(told["width"], int)
    assert isinstance(told["height"], int)
    assert "&lt;b&gt;Interview&lt;/b&gt; for curiosity first &amp; foremost." in told["html"]
    assert f'href="{ROOT}{path}' in told["html"]
    assert not re.search(r"<script|<iframe|\son\w+=|<b>", told["html"])


def test_what_a_link_marks_is_what_is_quoted(public: FlaskClient) -> None:
    excerpt = public.get("/api/v1/ask?q=how+do+you+keep+a+roadmap+honest").json["excerpts"][0]
    path = f"/answers/{excerpt['answer_id']}?quote={excerpt['start']}-{excerpt['end']}"
    told = unfold(public, parse_qs(urlsplit(discovered(public.get(path).text)).query)["url"][0]).json
    assert excerpt["text"] in html.unescape(told["html"])
    assert "Review it every six weeks" in excerpt["text"] or "Review it" not in told["html"]


def test_the_link_of_a_reply_unfolds_into_what_was_quoted_within_its_limits(public: FlaskClient) -> None:
    page = public.get("/?q=roadmap&author=Idris+Okafor").text
    told = unfold(public, parse_qs(urlsplit(discovered(page)).query)["url"][0]).json
    assert "Idris Okafor" in told["html"]
    assert "Mara Lindqvist" not in told["html"]
    preview = re.search(r'<meta property="og:description" content="([^"]+)"', page)
    assert preview
    assert preview[1].startswith("Idris Okafor: ")
    nobody = unfold(public, f"{ROOT}/?q=sourdough").json
    assert nobody["html"] == "<p>Nobody here has answered that.</p>"


def test_a_page_says_where_it_unfolds_only_where_its_whole_address_is_known(client: FlaskClient) -> None:
    assert "oembed" not in client.get("/?q=roadmap").text
    assert "oembed" not in client.get("/").text


@pytest.mark.parametrize(
    ("url", "given", "status"),
    [
        (f"{ROOT}/answers/a_none", {}, 404),
        (f"{ROOT}/docs", {}, 404),
        (f"{ROOT}/", {}, 404),
        ("https://elsewhere.example/answers/a_none", {}, 404),
        ("http://ask.example.org/byline/?q=roadmap", {}, 404),
        ("https://[", {}, 404),
        ("", {}, 422),
        (f"{ROOT}/?q=roadmap&after=soon", {}, 422),
        (f"{ROOT}/?q=roadmap", {"format": "xml"}, 501),
        (f"{ROOT}/?q=roadmap", {"format": "json"}, 200),
    ],
)
def test_what_can_not_be_unfolded_is_said_in_the_one_shape(
    public: FlaskClient, url: str, given: dict[str, str], status: int
) -> None:
    response = unfold(public, url, **given)
    assert response.status_code == status
    if status != 200:
        assert response.mimetype == "application/problem+json"
        assert response.json["status"] == status


def test_it_keeps_to_the_room_there_is(public: FlaskClient) -> None:
    told = unfold(public, f"{ROOT}/?q=roadmap", maxwidth="320", maxheight="x").json
    assert (told["width"], told["height"]) == (320, 320)


def test_unfolding_a_reply_counts_as_asking(client_with: Clients) -> None:
    client = client_with(public_url=ROOT, rate="1/minute")
    assert unfold(client, f"{ROOT}/?q=roadmap").status_code == 200
    assert unfold(client, f"{ROOT}/?q=roadmap").status_code == 429
