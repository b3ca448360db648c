"""What is sent is small to those who can read it so, and the same for all."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient

PATHS = ["/", "/?q=roadmap", "/static/byline.css", "/static/chat.js", "/docs", "/openapi.json", "/verify"]
GZIP = {"Accept-Encoding": "br, gzip;q=0.8"}


@pytest.mark.parametrize("path", PATHS)
def test_a_client_that_reads_gzip_gets_the_same_in_fewer_bytes(client: FlaskClient, path: str) -> None:
    plain = client.get(path, buffered=True)
    small = client.get(path, headers=GZIP, buffered=True)
    assert small.headers["Content-Encoding"] == "gzip"
    assert int(small.headers["Content-Length"]) == len(small.data) < 0.6 * len(plain.data)
    if "q=" not in path:  # a reply says how long it took
        assert gzip.decompress(small.data) == plain.data


@pytest.mark.parametrize("path", [*PATHS, "/none"])
def test_a_cache_is_told_that_the_form_depends_on_who_asks(client: FlaskClient, path: str) -> None:
    for accepted in ("gzip", "identity"):
        response = client.get(path, headers={"Accept-Encoding": accepted}, buffered=True)
        assert "accept-encoding" in response.headers["Vary"].lower()


@pytest.mark.parametrize("accepted", [None, "identity", "br", "gzip;q=0", "gzip; q=0, *"])
def test_a_client_that_does_not_read_gzip_gets_plain_text(client: FlaskClient, accepted: str | None) -> None:
    response = client.get("/", headers={"Accept-Encoding": accepted} if accepted else {})
    assert "Content-Encoding" not in response.headers
    assert response.text.startswith("<!doctype html>")


def test_a_small_response_stays_as_it_is(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers=GZIP).headers


def test_a_part_of_a_file_is_sent_as_it_is(client: FlaskClient) -> None:
    response = client.get("/static/byline.css", headers={**GZIP, "Range": "bytes=0-9"}, buffered=True)
    assert response.status_code == 206
    assert "Content-Encoding" not in response.headers
    assert len(response.data) == 10


def test_a_file_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    small = client.get("/static/byline.css", headers=GZIP, buffered=True).headers["ETag"]
    plain = client.get("/static/byline.css", buffered=True).headers["ETag"]
    assert small != plain
    again = client.get("/static/byline.css", headers={**GZIP, "If-None-Match": small}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(
        "/static/byline.css", headers={**GZIP, "If-None-Match": plain[:-2] + '"'}, buffered=True
    )
    assert other.status_code == 200


def test_a_head_says_what_a_get_would_send(client: FlaskClient) -> None:
    head = client.head("/verify", headers=GZIP)
    assert head.headers["Content-Encoding"] == "gzip"
    assert head.data == b""
