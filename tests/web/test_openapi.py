"""The OpenAPI document describes what the app really does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import BaseModel

from byline.web import contents_schemas, hearing_schemas, proof_schemas, schemas

FEEDBACK = {
    "reply_id": "q_0123456789abcdef",
    "question": "who bakes?",
    "helped": False,
    "reasons": ["out_of_date", "other"],
    "words": "Since May it is another.",
    "excerpts": [],
    "index_revision": 3,
}

REQUESTS = [
    ("get", "/api/v1/ask", "/api/v1/ask?q=roadmap&debug=true", None),
    ("get", "/api/v1/ask", "/api/v1/ask?q=sourdough+bread+with+customers", None),
    ("get", "/api/v1/ask", "/api/v1/ask?q=", None),
    ("post", "/api/v1/ask", "/api/v1/ask", {"question": 'raodmap -wishes "five customers"'}),
    ("post", "/api/v1/ask", "/api/v1/ask", {"question": "roadmap", "filters": {"after": "2024-01-01"}}),
    ("post", "/api/v1/ask", "/api/v1/ask", {"question": "hiring", "conversation_id": "c1"}),
    (
        "post",
        "/api/v1/ask",
        "/api/v1/ask",
        {"question": "anyone else?", "previous": "roadmap company:contoso"},
    ),
    ("get", "/api/v1/ask", "/api/v1/ask?q=why&previous=raodmap&not_author=Mara", None),
    ("post", "/api/v1/ask", "/api/v1/ask", {}),
    ("get", "/api/v1/suggest", "/api/v1/suggest?q=how+do", None),
    ("get", "/api/v1/suggest", "/api/v1/suggest?q=how&limit=0", None),
    ("get", "/api/v1/answers/{answer_id}", "/api/v1/answers/a_none", None),
    ("get", "/api/v1/answers/{answer_id}/cite", "/api/v1/answers/a_none/cite", None),
    ("get", "/api/v1/answers/{answer_id}/cite", "/api/v1/answers/a_none/cite?start=-1", None),
    ("post", "/api/v1/verify", "/api/v1/verify", {"text": "Review it every six weeks with the people"}),
    ("post", "/api/v1/verify", "/api/v1/verify", {"text": "Review it each six weeks with the people"}),
    ("post", "/api/v1/verify", "/api/v1/verify", {"text": "five customers […] the roadmap"}),
    ("post", "/api/v1/verify", "/api/v1/verify", {"text": "the roadmap follows […] five customers"}),
    ("post", "/api/v1/verify", "/api/v1/verify", {"text": "bake bread"}),
    ("post", "/api/v1/verify", "/api/v1/verify", {"text": "?"}),
    ("post", "/api/v1/verify", "/api/v1/verify", {}),
    ("post", "/api/v1/open-questions", "/api/v1/open-questions", {"question": "who bakes?", "contact": None}),
    ("post", "/api/v1/open-questions", "/api/v1/open-questions", {"question": " "}),
    ("post", "/api/v1/feedback", "/api/v1/feedback", FEEDBACK),
    ("post", "/api/v1/feedback", "/api/v1/feedback", {**FEEDBACK, "reasons": ["dull"]}),
    ("post", "/api/v1/feedback", "/api/v1/feedback", {**FEEDBACK, "reply_id": "q_1"}),
    ("get", "/api/v1/authors", "/api/v1/authors", None),
    ("get", "/api/v1/collections", "/api/v1/collections", None),
    ("get", "/healthz", "/healthz", None),
    ("get", "/readyz", "/readyz", None),
]


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    return client.get("/openapi.json").json


def model_of(document: dict[str, Any], method: str, path: str, status: int, mimetype: str) -> type[BaseModel]:
    """Return the model which the document names for a response."""
    content = document["paths"][path][method]["responses"][str(status)]["content"]
    name = content[mimetype]["schema"]["$ref"].removeprefix("#/components/schemas/")
    assert name in document["components"]["schemas"]
    modules = (schemas, contents_schemas, hearing_schemas, proof_schemas)
    return next(found for module in modules if (found := getattr(module, name, None)))


@pytest.mark.parametrize(("method", "path", "url", "body"), REQUESTS)
def test_every_response_is_as_described(
    client: FlaskClient, document: dict[str, Any], method: str, path: str, url: str, body: object
) -> None:
    response = client.open(url, method=method.upper(), json=body) if body is not None else client.get(url)
    model = model_of(document, method, path, response.status_code, response.mimetype)
    model.model_validate_json(response.data, strict=True)


def test_an_answer_is_as_described(client: FlaskClient, document: dict[str, Any]) -> None:
    excerpts = client.get("/api/v1/ask?q=technical+product+manager").json["excerpts"]
    response = client.get(f"/api/v1/answers/{excerpts[0]['answer_id']}")
    model = model_of(document, "get", "/api/v1/answers/{answer_id}", 200, "application/json")
    model.model_validate_json(response.data, strict=True)


def test_every_route_of_the_endpoint_is_described(client: FlaskClient, document: dict[str, Any]) -> None:
    served = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in client.application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint.startswith(("api.", "health."))
    }
    described = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert described == served == {(path, method) for method, path, _, _ in REQUESTS}


def test_every_operation_says_what_it_does_and_which_errors_it_has(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["summary"]
            errors = {status for status in operation["responses"] if status != "200"}
            assert "500" in errors
            takes = bool(operation.get("parameters") or operation.get("requestBody"))
            assert ("422" in errors) is takes, path
            for status in errors:
                assert list(operation["responses"][status]["content"]) == ["application/problem+json"]


def test_every_reference_in_the_document_resolves(document: dict[str, Any]) -> None:
    def references(part: object) -> set[str]:
        if isinstance(part, dict):
            return {part["$ref"]} if "$ref" in part else set().union(*map(references, part.values()), set())
        if isinstance(part, list):
            return set().union(*map(references, part), set())
        return set()

    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert document["openapi"] == "3.1.0"
    assert references(document["paths"]) <= known
    assert "Problem" in json.dumps(document["components"])


def test_the_page_about_the_endpoint_shows_every_operation_and_field(
    client: FlaskClient, document: dict[str, Any]
) -> None:
    page = client.get("/docs").text
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert f"{method.upper()} {path}" in page
            assert operation["summary"].rstrip(".") in page
    for field in ("conversation_id", "applied_filters", "near_misses", "question_answered"):
        assert f"<code>{field}</code>" in page
