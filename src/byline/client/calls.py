"""The calls of the JSON endpoint, and what becomes of their responses; nothing here knows a network.

A call that keeps nothing on the server is ``safe``: sent twice it does no harm, so it is tried again. One
that keeps something is sent again only where it can not have arrived.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from byline.client.reading import read
from byline.client.replies import (
    Answer,
    Authors,
    AuthorSummary,
    Citation,
    Collections,
    CollectionSummary,
    Health,
    KeptFeedback,
    LeftQuestion,
    Reply,
    Suggestions,
    Verification,
)
from byline.errors import Problem, ProblemError, UnreachableError
from byline.heard import FeedbackReason
from byline.models import Filters

T = TypeVar("T")
Json = dict[str, Any]
BUSY = 429
AGAIN = frozenset({BUSY, 502, 503, 504})
"""The statuses after which a safe call is tried again."""
LONGEST_WAIT_S = 10.0
"""A server that wants more patience than this is told of at once."""


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One request, and how its response is read."""

    path: str
    of: Callable[[Any], T]
    params: Mapping[str, Any] = field(default_factory=dict)
    body: Json | None = None
    safe: bool = True

    @property
    def method(self) -> str:
        """POST where there is a body."""
        return "GET" if self.body is None else "POST"


def ask(
    question: str, filters: Filters | None, top: int | None, previous: str | None, debug: bool
) -> Call[Reply]:
    """Ask a question."""
    body = {
        "question": question,
        "filters": _filters(filters or Filters()),
        "top": top,
        "previous": previous,
        "debug": debug,
    }
    return Call("/api/v1/ask", _as(Reply), body=body)


def suggest(typed: str, limit: int) -> Call[tuple[str, ...]]:
    """Complete a question."""
    return Call(
        "/api/v1/suggest", lambda found: read(Suggestions, found).questions, {"q": typed, "limit": limit}
    )


def answer(answer_id: str) -> Call[Answer]:
    """Read an answer in full."""
    return Call(f"/api/v1/answers/{quote(answer_id, safe='')}", _as(Answer))


def cite(answer_id: str, start: int | None, end: int | None) -> Call[Citation]:
    """Cite sentences of an answer."""
    params = {name: value for name, value in (("start", start), ("end", end)) if value is not None}
    return Call(f"/api/v1/answers/{quote(answer_id, safe='')}/cite", _as(Citation), params)


def verify(text: str) -> Call[Verification]:
    """Check a quotation."""
    return Call("/api/v1/verify", _as(Verification), body={"text": text})


def authors(collection: Sequence[str]) -> Call[tuple[AuthorSummary, ...]]:
    """List the authors."""
    return Call(
        "/api/v1/authors", lambda found: read(Authors, found).authors, {"collection": list(collection)}
    )


def collections() -> Call[tuple[CollectionSummary, ...]]:
    """List the collections."""
    return Call("/api/v1/collections", lambda found: read(Collections, found).collections)


def leave_question(question: str, contact: str | None) -> Call[LeftQuestion]:
    """Leave a question for the experts."""
    body = {"question": question, "contact": contact}
    return Call("/api/v1/open-questions", _as(LeftQuestion), body=body, safe=False)


def give_feedback(
    reply: Reply, helped: bool, reasons: Sequence[FeedbackReason], words: str | None
) -> Call[KeptFeedback]:
    """Say whether a reply helped."""
    body = {
        "reply_id": reply.id,
        "question": reply.asked if reply.limits or reply.carried else reply.question,
        "helped": helped,
        "reasons": [str(reason) for reason in reasons],
        "words": words,
        "excerpts": [
            {"answer_id": each.answer_id, "revision": each.revision, "start": each.start, "end": each.end}
            for each in reply.excerpts
        ],
        "index_revision": reply.index_revision,
    }
    return Call("/api/v1/feedback", _as(KeptFeedback), body=body, safe=False)


def ready() -> Call[Health]:
    """Say whether the server can answer."""
    return Call("/readyz", _as(Health))


def result(call: Call[T], url: str, status: int, body: bytes) -> T:
    """Return what a response says.

    Raises:
        ProblemError: the server told of a problem.
        UnreachableError: it is no response of a Byline server.
    """
    try:
        found = json.loads(body)
        if status == 200:
            return call.of(found)
        problem = read(Problem, found)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UnreachableError(
            f"{url}: the response (status {status}) is not one of this release of Byline: {error}. "
            "Check that this is the address of a Byline server, and its version."
        ) from error
    raise ProblemError(problem)


def wait_s(call: Call[Any], attempt: int, status: int, retry_after: str | None) -> float | None:
    """Return how long to wait before a call is tried again after this status; None where it is not.

    Args:
        call: the call.
        attempt: how often it was tried again already.
        status: that of the response.
        retry_after: its header of that name, in seconds.
    """
    if status not in (AGAIN if call.safe else {BUSY}):
        return None
    wanted = float(retry_after) if retry_after and retry_after.isdecimal() else pause_s(attempt)
    return wanted if wanted <= LONGEST_WAIT_S else None


def pause_s(attempt: int) -> float:
    """Return how long to wait where the server does not say: a little, and longer each time."""
    return 0.1 * float(2**attempt)


def _as(kind: type[T]) -> Callable[[Any], T]:
    return lambda found: read(kind, found)


def _filters(filters: Filters) -> Json:
    values = {each.name: getattr(filters, each.name) for each in fields(filters)}
    return {
        name: value.isoformat() if isinstance(value, date) else list(value)
        for name, value in values.items()
        if value
    }
