"""What whoever runs the server sees: ids, times by stage, lines in the log, figures for Prometheus."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from byline.errors import StoreError
from byline.settings import load_settings
from byline.web.logs import write_logs

from .conftest import Clients

ASK = "/api/v1/ask?q=how+do+you+keep+a+roadmap+honest"
QUESTION = "how do you keep a roadmap honest"
TOKEN = "a token that nobody guesses"


def figures(client: FlaskClient, **headers: str) -> dict[tuple[str, ...], float]:
    """Read /metrics as Prometheus does: the values by the name and the values of the labels."""
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged as a server logs it, once ``write_logs`` is called with it."""
    root, own = logging.getLogger(), logging.getLogger("byline")
    level, stream = own.level, io.StringIO()
    yield stream
    for handler in root.handlers[:]:
        if isinstance(handler, logging.StreamHandler) and handler.stream is stream:
            root.removeHandler(handler)
    own.setLevel(level)


# Ids


@pytest.mark.parametrize("given_id", ["7b1f", "Root=1-67891233-abcdef0123", "a" * 128, "A+/=_.:-"])
def test_the_id_that_a_proxy_gave_is_kept(client: FlaskClient, given_id: str) -> None:
    assert client.get(ASK, headers={"X-Request-ID": given_id}).headers["X-Request-ID"] == given_id


@pytest.mark.parametrize("bad", ["", "a" * 129, "two words", 'quote"', "<b>", "-v", "Ü", "a\tb"])
def test_an_id_that_could_break_a_log_is_replaced(client: FlaskClient, bad: str) -> None:
    answered = client.get(ASK, headers={"X-Request-ID": bad}).headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{16}", answered)


def test_each_request_has_an_id_of_its_own_and_so_have_errors(client: FlaskClient) -> None:
    paths = ("/", "/healthz", ASK, "/api/v1/ask", "/nothing", "/metrics", "/static/style.css")
    ids = [client.get(path).headers["X-Request-ID"] for path in paths]
    assert len(set(ids)) == len(paths)


@given(st.text(max_size=140))
def test_whatever_is_sent_as_an_id_what_comes_back_is_plain(any_client: FlaskClient, text: str) -> None:
    try:
        sent = text.encode("latin-1").decode("latin-1")
        response = any_client.get("/healthz", headers={"X-Request-ID": sent})
    except ValueError:  # no client can send it in a header
        return
    answered = response.headers["X-Request-ID"]
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:=+/-]{0,127}", answered)


@pytest.fixture(scope="session")
def any_client(app: Flask) -> FlaskClient:
    """One client for many examples."""
    return app.test_client()


# Server-Timing


def test_a_reply_says_how_long_each_stage_took(client_with: Clients) -> None:
    client = client_with(kept_replies=0)
    for path in (ASK, f"/?q={QUESTION}"):
        told = client.get(path).headers["Server-Timing"]
        times = {name: float(took) for name, took in re.findall(r"(\w+);dur=([\d.]+)", told)}
        assert {"understanding", "candidates", "ranking", "excerpts", "total"} <= times.keys()
        assert sum(times.values()) - times["total"] <= times["total"]
        assert re.fullmatch(r"\w+;dur=[\d.]+(, \w+;dur=[\d.]+)*", told)


def test_what_asks_nothing_says_how_long_it_took(client: FlaskClient) -> None:
    assert re.fullmatch(r"total;dur=[\d.]+", client.get("/healthz").headers["Server-Timing"])
    assert "Server-Timing" not in client.get("/static/style.css").headers


# Logs


def lines(written: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_request_is_one_object_without_what_was_asked(client_with: Clients, written: io.StringIO) -> None:
    client = client_with(log_requests=True, log_format="json")
    write_logs(load_settings(log_format="json"), written)
    client.get(ASK, headers={"X-Request-ID": "abc-1"})
    client.post("/api/v1/ask", json={"question": QUESTION})
    client.get(f"/?q={QUESTION}")
    client.get("/api/v1/ask?q=", headers={"X-Request-ID": "abc-2"})
    asked, _, _, refused = lines(written)
    assert (asked["request_id"], asked["method"], asked["path"]) == ("abc-1", "GET", "/api/v1/ask")
    assert (asked["status"], asked["level"]) == (200, "info")
    assert asked["stages"]["candidates"] <= asked["ms"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", asked["time"])
    assert (refused["request_id"], refused["status"], refused["problem"]) == ("abc-2", 422, "bad_question")
    assert "roadmap" not in written.getvalue()


def test_a_line_for_people_says_the_same(client_with: Clients, written: io.StringIO) -> None:
    client = client_with(log_requests=True)
    write_logs(load_settings(), written)
    client.get(ASK, headers={"X-Request-ID": "abc-1"})
    (line,) = written.getvalue().splitlines()
    assert re.search(r"INFO \S+: GET /api/v1/ask 200, [\d.]+ ms \(revision .*ranking .*\) \[abc-1\]$", line)


def test_a_path_can_not_begin_a_line_of_its_own(client_with: Clients, written: io.StringIO) -> None:
    client = client_with(log_requests=True)
    write_logs(load_settings(), written)
    client.get("/x%0a2026-11-23 INFO byline: all is well")
    assert len(written.getvalue().splitlines()) == 1


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_went_wrong_is_logged_under_the_id_that_its_reader_was_shown(
    client_with: Clients, written: io.StringIO, form: str
) -> None:
    client = client_with()
    client.application.add_url_rule("/broken", view_func=lambda: 1 / 0)
    write_logs(load_settings(log_format=form), written)
    response = client.get("/broken", headers={"Accept": "application/json"})
    reference = response.headers["X-Request-ID"]
    assert reference in response.get_json()["detail"]
    assert reference in written.getvalue()
    assert "ZeroDivisionError" in written.getvalue()
    if form == "json":
        (told,) = lines(written)
        assert (told["request_id"], told["level"]) == (reference, "error")
        assert told["exception"].startswith("Traceback")


def test_without_the_setting_no_request_is_logged(client: FlaskClient, written: io.StringIO) -> None:
    write_logs(load_settings(), written)
    client.get(ASK)
    assert written.getvalue() == ""


# Figures


def test_questions_are_counted_by_whether_somebody_answered(client_with: Clients) -> None:
    client = client_with(kept_replies=0)
    before = figures(client)
    for path in (ASK, ASK, f"/?q={QUESTION}", "/api/v1/ask?q=how+do+I+bake+sourdough+bread"):
        client.get(path)
    after = figures(client)

    def grown(*name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    levels = ("high", "medium", "low")
    assert sum(grown("byline_questions_total", "yes", level) for level in levels) == 3
    assert grown("byline_questions_total", "no", "none") == 1
    assert grown("byline_ask_seconds_count") == 4
    assert grown("byline_ask_stage_seconds_count", "candidates") == 4
    stages = sum(value for name, value in after.items() if name[0] == "byline_ask_stage_seconds_sum")
    assert stages == pytest.approx(after["byline_ask_seconds_sum",], rel=1e-6)
    assert grown("byline_cache_lookups_total", "answers", "miss") > 0
    assert grown("byline_cache_lookups_total", "answers", "hit") > 0


def test_requests_and_problems_are_counted(client_with: Clients) -> None:
    client = client_with()
    client.get("/api/v1/ask?q=")
    client.get("/nothing/at/all")
    client.get("/nothing/else")
    found = figures(client)
    assert found["byline_problems_total", "bad_question"] == 1
    assert found["byline_problems_total", "not_found"] == 2
    assert found["byline_request_seconds_count", "none", "404"] == 2
    assert found["byline_request_seconds_count", "api.ask_by_address", "422"] == 1


def test_the_index_is_told_of(client: FlaskClient, loaded_home: Path) -> None:
    found = figures(client)
    assert found["byline_up",] == 1
    assert found["byline_index_revision",] == found["byline_store_revision",] > 0
    assert found["byline_index_sentences",] > 5
    newest = max(path.stat().st_mtime for path in (loaded_home / "index").rglob("meta.json"))
    assert found["byline_index_committed_timestamp_seconds",] == pytest.approx(newest)


def test_what_can_not_be_read_is_told_as_such(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, loaded_home: Path
) -> None:
    def broken(_: object) -> None:
        raise StoreError("the disk is gone")

    monkeypatch.setattr("byline.store.Store.revision", broken)
    found = figures(client)
    assert found["byline_up",] == 0
    assert ("byline_store_revision",) not in found


def test_no_question_is_in_the_figures(client: FlaskClient) -> None:
    client.get(ASK)
    client.get("/nothing/secret-roadmap")
    assert "roadmap" not in client.get("/metrics").text


def test_the_figures_are_for_the_machine_itself(client: FlaskClient) -> None:
    assert figures(client)
    elsewhere = client.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    assert (elsewhere.status_code, elsewhere.get_json()["code"]) == (403, "not_from_here")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_somebody_behind_a_proxy_that_nobody_told_of_is_not_the_machine_itself(
    client: FlaskClient, header: str
) -> None:
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 403


def test_behind_a_proxy_the_address_that_it_gives_counts(client_with: Clients) -> None:
    client = client_with(proxies=1)
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 403
    assert client.get("/metrics").status_code == 200


def test_with_a_token_it_must_be_given_and_is_enough(client_with: Clients) -> None:
    client = client_with(metrics_token=TOKEN)
    for wrong in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": TOKEN},
        {"Authorization": "Bearer \xfc"},
    ):
        refused = client.get("/metrics", headers=wrong)
        assert (refused.status_code, refused.get_json()["code"]) == (401, "no_token")
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
        assert TOKEN not in refused.text
    response = client.get(
        "/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, environ_base={"REMOTE_ADDR": "203.0.113.7"}
    )
    assert "byline_questions_total" in response.text


def test_there_are_none_where_the_setting_says_so(client_with: Clients) -> None:
    client = client_with(metrics=False)
    assert client.get(ASK).status_code == 200
    assert client.get("/metrics").status_code == 404


def test_the_figures_come_as_openmetrics_to_whoever_reads_that(client: FlaskClient) -> None:
    response = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert response.mimetype == "application/openmetrics-text"
    assert response.text.endswith("# EOF\n")
