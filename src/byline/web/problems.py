"""Every error of the web in one shape: RFC 9457 for programs, a page in the same words for people."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, Response, current_app, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from byline.errors import (
    BylineError,
    FilterError,
    InputError,
    NotFoundError,
    QuestionError,
    QuotationError,
    SearchIndexError,
    StoreError,
    UnavailableError,
    WithdrawnError,
)
from byline.web.tracing import trace

log = logging.getLogger(__name__)

FieldErrors = Sequence[tuple[str, str]]
"""What is not right, as (field, message)."""

MIMETYPE = "application/problem+json"
_PROGRAM_PATHS = ("/api/", "/integrations/", "/openapi.json", "/oembed", "/healthz", "/readyz", "/metrics")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its stable code, its status, its title and what to do about it."""

    code: str
    status: int
    title: str
    meaning: str


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("bad_request", 400, "The request can not be read", "Its form is not that of HTTP. Mend it."),
        Kind("bad_json", 400, "The body is not JSON", "Send one JSON object, in UTF-8."),
        Kind(
            "not_signed",
            401,
            "The request is not signed as it should be",
            "Compare the secret in the chat tool with the one in the settings.",
        ),
        Kind(
            "no_token",
            401,
            "The token is missing or wrong",
            "Send that of the setting `metrics_token` as `Authorization: Bearer`.",
        ),
        Kind(
            "not_from_here",
            403,
            "This is for the machine itself",
            "Ask on the machine that serves, or set `metrics_token`.",
        ),
        Kind("other_site", 403, "This came from another site", "Send it from the pages of this server."),
        Kind("not_found", 404, "There is nothing here", "Check the address, or the id of the answer."),
        Kind(WithdrawnError.code, 410, "This answer was withdrawn", "Ask again for what there is now."),
        Kind(
            "method_not_allowed",
            405,
            "That can not be done here",
            "The header Allow names the methods that can.",
        ),
        Kind("too_large", 413, "The request is too large", "The setting `body_bytes` is the limit."),
        Kind("unsupported_type", 415, "The body has the wrong type", "Send it as application/json."),
        Kind(
            "wrong_host", 421, "This address is not known here", "Set `public_url` to the address people use."
        ),
        Kind(
            "bad_fields", 422, "Some fields are not right", "`errors` names each field and what it should be."
        ),
        Kind(
            QuestionError.code,
            422,
            "The question can not be asked",
            "It is empty, or longer than `question_chars`.",
        ),
        Kind(
            QuotationError.code,
            422,
            "The quotation can not be taken",
            "It is empty or too long, or the range is not one of whole sentences.",
        ),
        Kind(FilterError.code, 422, "The limits can not be read", "A day is written 2024-12-31."),
        Kind(InputError.code, 422, "Something in the request is not right", "`detail` says what."),
        Kind("too_many", 429, "Too many requests at once", "Wait as long as the header Retry-After says."),
        Kind(
            "internal", 500, "Something went wrong on our side", "The log has the rest, under the reference."
        ),
        Kind("not_implemented", 501, "That form is not made here", "Ask for JSON."),
        Kind(UnavailableError.code, 503, "Byline can not answer right now", "Try again in a moment."),
        Kind(StoreError.code, 503, "The answers can not be read right now", "Try again in a moment."),
        Kind(SearchIndexError.code, 503, "The search can not be read right now", "Try again in a moment."),
    )
}

_CODE_OF_STATUS = {
    400: "bad_request",
    401: "not_signed",
    403: "other_site",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_type",
    421: "wrong_host",
    429: "too_many",
}


def problem_body(code: str, detail: str, errors: FieldErrors = ()) -> dict[str, Any]:
    """Return the one shape of an error, ready for JSON and for the page alike.

    Args:
        code: one of ``KINDS``.
        detail: what went wrong and what to do, in a sentence or two.
        errors: (field, message) for each field that is not right.
    """
    kind = KINDS[code]
    trace().problem = code
    body: dict[str, Any] = {
        "type": f"{url_for('pages.docs')}#problem-{kind.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": request.path,
        "code": kind.code,
    }
    if errors:
        body["errors"] = [{"field": field, "message": message} for field, message in errors]
    return body


def problem(
    code: str, detail: str, *, errors: FieldErrors = (), headers: Mapping[str, str] | None = None
) -> Response:
    """Return the response for an error: problem+json for programs, a page for people."""
    body = problem_body(code, detail, errors)
    if for_a_person():
        response = Response(render_template("error.html", problem=body), body["status"])
    else:
        response = Response(current_app.json.dumps(body), body["status"], mimetype=MIMETYPE)
    response.headers.extend(headers or {})
    return response


def for_a_person() -> bool:
    """Whether a page rather than JSON answers this request: by its path, then by what it accepts."""
    if request.path.startswith(_PROGRAM_PATHS):
        return False
    kinds = ["text/html", MIMETYPE, "application/json"]
    return request.accept_mimetypes.best_match(kinds, "text/html") == "text/html"


def fields_of(error: ValidationError) -> list[tuple[str, str]]:
    """Return what pydantic found as (field, message), in the order of the request."""
    return [
        (".".join(str(part) for part in found["loc"]) or "body", found["msg"].removeprefix("Value error, "))
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def fields_problem(error: ValidationError) -> Response:
    """Return the 422 that names each field that is not right."""
    errors = fields_of(error)
    return problem("bad_fields", sentence_of(errors), errors=errors)


def sentence_of(errors: FieldErrors) -> str:
    """Return the fields that are not right as one sentence."""
    return "; ".join(f"{field}: {message}" for field, message in errors) + "."


def body_of(error: BylineError) -> dict[str, Any]:
    """Return the shape of an error that Byline raised on purpose."""
    return problem_body(_code_of(error), str(error), _fields_at_fault(error))


def _code_of(error: BylineError) -> str:
    if error.code in KINDS:
        return error.code
    for base in (InputError, NotFoundError, UnavailableError):
        if isinstance(error, base):
            return base.code
    return "internal"


def _fields_at_fault(error: BylineError) -> list[tuple[str, str]]:
    if isinstance(error, QuestionError):
        return [("question" if request.method == "POST" else "q", str(error))]
    if isinstance(error, QuotationError):
        return [("text" if request.method == "POST" else "start", str(error))]
    if isinstance(error, FilterError):
        return [("filters", str(error))]
    return []


def _byline_error(error: BylineError) -> Response:
    code = _code_of(error)
    if code == "internal":
        return _unexpected(error)
    if isinstance(error, UnavailableError):
        log.error("%s %s: %s", request.method, request.path, error)
        return problem(code, str(error), headers={"Retry-After": "5"})
    return problem(code, str(error), errors=_fields_at_fault(error))


def _http_error(error: HTTPException) -> Response:
    if isinstance(error.response, Response):  # one that was made here already
        return error.response
    status = error.code or 500
    if status < 400:
        return cast(Response, error.get_response())
    if status >= 500:
        return _unexpected(error)
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return problem(_CODE_OF_STATUS.get(status, "bad_request"), _detail_of(error), headers=headers)


def _detail_of(error: HTTPException) -> str:
    match error.code:
        case 404:
            return f"{request.path}: there is no such page or endpoint. {url_for('pages.docs')} lists them."
        case 405:
            allowed = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
            return f"{request.method} does not work on {request.path}. Use {allowed}."
        case 413:
            limit = current_app.config["MAX_CONTENT_LENGTH"]
            return f"The body is larger than {limit:,} bytes. Send less, or raise the setting body_bytes."
        case 415:
            return f"{request.mimetype or 'A body without a type'}: send the body as application/json."
        case _:
            return error.description or "The request can not be read. Mend it and send it again."


def _unexpected(error: Exception) -> Response:
    reference = trace().request_id
    log.error("%s %s failed, reference %s", request.method, request.path, reference, exc_info=error)
    return problem(
        "internal", f"This is our mistake, not yours. The log has it under the reference {reference}."
    )


def handle_errors(app: Flask) -> None:
    """Answer every error of ``app`` in the one shape; log what nobody expected, and tell it to nobody."""
    app.register_error_handler(BylineError, _byline_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)
