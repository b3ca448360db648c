"""Whatever is sent that the OpenAPI document allows, or does not, is answered as the document says.

Requests are made from the document by schemathesis, and each response is held against it: the status, the
type of the body, its schema, the headers.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.web.conftest import Clients

EXAMPLES = 12
"""Requests for each operation, of those that the document allows and of those that it does not."""

PLAIN = {"Accept-Encoding": "identity"}
IN_WORDS = {"bad_question", "bad_quotation", "bad_filter", "bad_input"}
"""What may be wrong with a request that has the right form: a question of no words, a day that is none."""

OPERATIONS = [
    "GET /api/v1/ask",
    "POST /api/v1/ask",
    "GET /api/v1/suggest",
    "GET /api/v1/answers/{answer_id}",
    "GET /api/v1/answers/{answer_id}/cite",
    "POST /api/v1/verify",
    "GET /api/v1/authors",
    "GET /api/v1/collections",
    "POST /api/v1/open-questions",
    "POST /api/v1/feedback",
    "GET /healthz",
    "GET /readyz",
]


@pytest.fixture
def operations(client_with: Clients) -> dict[str, Any]:
    client = client_with(telling_rate="")
    schema = schemathesis.openapi.from_wsgi("/openapi.json", client.application)
    return {each.label: each for each in (found.ok() for found in schema.get_all_operations())}


def test_the_document_keeps_to_the_specification(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_every_operation_is_tried(operations: dict[str, Any]) -> None:
    assert sorted(operations) == sorted(OPERATIONS)


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("label", OPERATIONS)
def test_responses_are_as_the_document_says(
    label: str, mode: GenerationMode, operations: dict[str, Any]
) -> None:
    operation = operations[label]
    if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body):
        pytest.skip("it takes nothing that could be wrong, or an id, which any text may be")

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def try_it(case: Any) -> None:
        response = case.call(headers=PLAIN)
        too_large = [negative_data_rejection] if response.status_code == 413 else []  # it does not know 413
        case.validate_response(
            response, headers=PLAIN, excluded_checks=[positive_data_acceptance, *too_large]
        )
        if mode is GenerationMode.POSITIVE and response.status_code == 422:
            assert json.loads(response.content)["code"] in IN_WORDS, response.content

    try_it()
