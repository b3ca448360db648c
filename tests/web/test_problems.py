"""Every error has one shape, over every route."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from byline import KnowledgeBase
from byline.web.app import create_app
from byline.web.problems import KINDS
from byline.web.schemas import Problem

from .conftest import Clients

ASK = "/api/v1/ask"
JSON = "application/json"


def problem_of(response: TestResponse, status: int, code: str) -> dict:
    """Hold a response against the one shape and return it."""
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    Problem.model_validate(response.json)
    assert list(response.json)[:6] == ["type", "title", "status", "detail", "instance", "code"]
    assert response.json["status"] == status
    assert response.json["code"] == code
    assert response.headers["Cache-Control"] == "no-store"
    return response.json


def routes(client: FlaskClient) -> list[tuple[str, set[str]]]:
    """Return each path of the app, with its parameters filled in, and its methods."""
    return [
        (
            rule.rule.replace("<answer_id>", "a_none").replace("<path:filename>", "none.css"),
            rule.methods or set(),
        )
        for rule in client.application.url_map.iter_rules()
    ]


def test_every_route_refuses_the_methods_it_has_not_in_the_one_shape(client: FlaskClient) -> None:
    paths = routes(client)
    assert len(paths) >= 11
    for path, _ in paths:
        methods = {method for other, allowed in paths if other == path for method in allowed}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
            response = client.open(path, method=method, headers={"Accept": JSON})
            problem_of(response, 405, "method_not_allowed")
            assert set(response.headers["Allow"].split(", ")) == methods


def test_every_route_below_a_known_one_is_not_found_in_the_one_shape(client: FlaskClient) -> None:
    for path, _ in routes(client):
        problem_of(client.get(f"{path.rstrip('/')}/no/such", headers={"Accept": JSON}), 404, "not_found")


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b'{"question":', JSON, 400, "bad_json"),
        (b"\xff\xfe", JSON, 400, "bad_json"),
        (b"", JSON, 400, "bad_json"),
        (b"[" * 60_000, JSON, 400, "bad_json"),
        (b'["how"]', JSON, 400, "bad_json"),
        (b'"how"', JSON, 400, "bad_json"),
        (b'{"question": "how"}', "text/plain", 415, "unsupported_type"),
        (b"question=how", "application/x-www-form-urlencoded", 415, "unsupported_type"),
        (b'{"question": "how"}', None, 415, "unsupported_type"),
        (b" " * 70_000, JSON, 413, "too_large"),
        (b"{}", JSON, 422, "bad_fields"),
        (b'{"question": "   "}', JSON, 422, "bad_question"),
        (b'{"question": "\\ud83d roadmap"}', JSON, 422, "bad_fields"),
    ],
)
def test_a_body_that_can_not_be_taken_is_refused(
    client: FlaskClient, body: bytes, kind: str | None, status: int, code: str
) -> None:
    problem_of(client.post(ASK, data=body, content_type=kind), status, code)


def test_what_is_wrong_with_a_body_is_said_where_it_breaks(client: FlaskClient) -> None:
    response = client.post(ASK, data=b'{"question": how}', content_type=JSON)
    assert "line 1 column 14" in problem_of(response, 400, "bad_json")["detail"]


def test_each_field_that_is_not_right_is_named(client: FlaskClient) -> None:
    body = {"question": 5, "top": 0, "filters": {"after": "12", "auther": ["x"]}, "depth": 1}
    found = problem_of(client.post(ASK, json=body), 422, "bad_fields")
    fields = {error["field"]: error["message"] for error in found["errors"]}
    assert set(fields) == {"question", "top", "filters.after", "filters.auther", "depth"}
    assert fields["filters.after"] == "write the day as YYYY-MM-DD, such as 2024-12-31"


@pytest.mark.parametrize(
    ("query", "field"),
    [("", "q"), ("q=how&top=many", "top"), ("q=how&before=2024-02-30", "before"), ("q=how&x=1", "x")],
)
def test_each_parameter_that_is_not_right_is_named(client: FlaskClient, query: str, field: str) -> None:
    found = problem_of(client.get(f"{ASK}?{query}"), 422, "bad_fields")
    assert [error["field"] for error in found["errors"]] == [field]


def test_a_question_over_the_limit_gets_a_clear_error(client_with: Clients) -> None:
    client = client_with(question_chars=20)
    found = problem_of(client.post(ASK, json={"question": "why " * 6}), 422, "bad_question")
    assert found["errors"][0]["field"] == "question"
    assert "20" in found["detail"]
    page = client.get("/?q=" + "why+" * 6)
    assert page.status_code == 422
    assert found["detail"] in page.text


def test_an_answer_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    found = problem_of(client.get("/api/v1/answers/a_none"), 404, "not_found")
    assert "a_none" in found["detail"]
    page = client.get("/answers/a_none")
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert found["title"] in page.text


def test_too_many_questions_are_refused_with_the_time_to_wait(client_with: Clients) -> None:
    client = client_with(rate="2/minute")
    assert client.post(ASK, json={"question": "how"}).status_code == 200
    assert client.get("/?q=how").status_code == 200
    for response in (client.get(f"{ASK}?q=how"), client.post(ASK, json={"question": "how"})):
        problem_of(response, 429, "too_many")
        assert 0 < int(response.headers["Retry-After"]) <= 60
    page = client.get("/?q=how")
    assert (page.status_code, page.mimetype) == (429, "text/html")
    for path in ("/", "/api/v1/authors", "/healthz"):
        assert client.get(path).status_code == 200


def test_a_mistake_of_ours_is_logged_and_told_to_nobody(
    client_with: Clients, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise RuntimeError("the password is swordfish")

    client = client_with()
    client.application.add_url_rule("/api/v1/broken", view_func=broken)
    with caplog.at_level(logging.ERROR):
        response = client.get("/api/v1/broken?q=a+private+question")
    found = problem_of(response, 500, "internal")
    assert "swordfish" not in response.text
    assert "swordfish" in caplog.text
    assert found["detail"].rstrip(".").split()[-1] in caplog.text
    assert "private" not in caplog.text


def test_a_knowledge_base_that_can_not_answer_is_unavailable(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with KnowledgeBase.open(home) as kb:
        client = create_app(kb).test_client()
        kb.close()
        for file in home.glob("byline.sqlite3*"):
            file.unlink()
        (home / "byline.sqlite3").write_bytes(b"this is no database" * 100)
        response = client.get("/readyz")
        problem_of(response, 503, "store_unavailable")
        assert response.headers["Retry-After"]
        problem_of(client.post(ASK, json={"question": "how"}), 503, "store_unavailable")
        assert client.get("/healthz").status_code == 200
        assert client.get("/?q=how", headers={"Accept": "text/html"}).mimetype == "text/html"


def test_every_kind_of_problem_is_explained_where_its_type_points(client: FlaskClient) -> None:
    page = client.get("/docs").text
    for code in KINDS:
        assert f'id="problem-{code}"' in page
    assert client.get("/api/none").json["type"] == "/docs#problem-not_found"


@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("*/*", "text/html"),
        ("application/json", "application/problem+json"),
        ("application/problem+json", "application/problem+json"),
    ],
)
def test_people_get_a_page_and_programs_get_json(client: FlaskClient, accept: str, mimetype: str) -> None:
    assert client.get("/none", headers={"Accept": accept}).mimetype == mimetype
    assert client.get("/api/none", headers={"Accept": accept}).mimetype == "application/problem+json"
