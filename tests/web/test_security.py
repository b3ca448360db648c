"""What every response carries, and who is answered at all."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from byline.web.assets import FOLDER

from .conftest import Clients

PAGES = ("/", "/?q=roadmap", "/docs", "/answers/a_none", "/none")
REST = ("/openapi.json", "/healthz", "/api/v1/ask?q=roadmap", "/api/v1/ask", "/static/byline.css")


def headers_of(client: FlaskClient, path: str) -> Headers:
    """Return the headers of a response, and close the file that it may hold open."""
    with closing(client.get(path)) as response:
        return response.headers


@pytest.mark.parametrize("path", PAGES + REST)
def test_every_response_carries_the_security_headers(client: FlaskClient, path: str) -> None:
    headers = headers_of(client, path)
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert not re.search(r"unsafe|\*|http", headers["Content-Security-Policy"])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"]
    assert headers["Cache-Control"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_keep_their_own_policy(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    # Blocks of data are not run, so they need no address.
    runs = r"<script(?![^>]*\ssrc=)(?! type=\"application/(?:ld\+)?json\")"
    assert not re.search(rf"<style|\sstyle=|\son\w+=|{runs}", page)
    sources = re.findall(r'(?:src|action)="([^"]*)"|<link[^>]*href="([^"]*)"', page)
    assert sources
    assert all((one or two).startswith("/") for one, two in sources)


def test_the_script_never_makes_markup_of_text() -> None:
    script = (FOLDER / "chat.js").read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", script
    )
    assert len(script.encode()) < 15_000


@pytest.mark.parametrize(
    "path", ["/open-questions", "/feedback", "/api/v1/open-questions", "/api/v1/feedback"]
)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:9"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
    ],
    ids=str,
)
def test_nothing_is_kept_that_a_page_of_another_site_sends(
    client: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    if path.startswith("/api/"):
        body = {"question": "who?", "helped": True, "reply_id": "q_0123456789abcdef", "index_revision": 1}
        body = body if "feedback" in path else {"question": "who?"}
        response = client.post(path, json=body, headers=headers)
    else:
        accepted = {**headers, "Accept": "application/json"}
        response = client.post(path, data={"question": "who?"}, headers=accepted)
    assert (response.status_code, response.json["code"]) == (403, "other_site")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Origin": "https://ask.example.org"},
    ],
    ids=str,
)
def test_what_its_own_pages_and_programs_send_is_taken(client_with: Clients, headers: dict[str, str]) -> None:
    client = client_with(public_url="https://ask.example.org/wiki")
    assert client.post("/open-questions", data={"question": "who?"}, headers=headers).status_code == 303


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "::1"])
def test_a_server_of_this_machine_alone_answers_to_no_other_name(client: FlaskClient, host: str) -> None:
    response = client.get("/api/v1/ask?q=roadmap", headers={"Host": host})
    assert (response.status_code, response.json["code"]) == (421, "wrong_host")
    assert client.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
def test_it_answers_to_its_own_names(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_it_answers_to_its_public_name_and_behind_a_proxy_to_every_name(client_with: Clients) -> None:
    public = client_with(public_url="https://ask.example.org")
    assert public.get("/healthz", headers={"Host": "ask.example.org"}).status_code == 200
    assert public.get("/healthz", headers={"Host": "evil.example"}).status_code == 421
    for settings in ({"proxies": 1}, {"host": "0.0.0.0"}):
        assert client_with(**settings).get("/healthz", headers={"Host": "any.example"}).status_code == 200


def test_pages_do_not_repeat_what_a_request_says_about_its_host(client_with: Clients) -> None:
    client = client_with(host="0.0.0.0")
    for path in ("/", "/?q=roadmap", "/none"):
        page = client.get(path, headers={"Host": "evil.example"}).text
        assert "evil.example" not in re.sub(r'data-citation="[^"]*"', "", page)


def test_a_file_is_kept_for_a_year_under_the_address_of_its_content_only(client: FlaskClient) -> None:
    address = re.search(r'href="(/static/byline\.css\?v=\w+)"', client.get("/").text)[1]
    assert headers_of(client, address)["Cache-Control"] == "public, max-age=31536000, immutable"
    for other in ("/static/byline.css", "/static/byline.css?v=000000000000"):
        headers = headers_of(client, other)
        assert headers["Cache-Control"] == "no-cache"
    with closing(client.get(other, headers={"If-None-Match": headers["ETag"]})) as again:
        assert again.status_code == 304


def test_files_outside_of_the_folder_are_not_served(client: FlaskClient) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py"):
        assert client.get(path).status_code == 404
