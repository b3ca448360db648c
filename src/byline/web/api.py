"""The JSON endpoint. Views translate, they do not think: parse, call one method, serialise."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel
from werkzeug.exceptions import BadRequest

from byline.knowledge import KnowledgeBase
from byline.web import asking, citing
from byline.web.contents_schemas import Answer, AnswerPath, Authors, AuthorsQuery, Collections
from byline.web.hearing_schemas import FeedbackBody, KeptFeedback, LeaveBody, LeftQuestion
from byline.web.limits import Limited
from byline.web.offering import LOOKED_AT, within
from byline.web.problems import MIMETYPE, problem
from byline.web.proof_schemas import CiteQuery, Verification, VerifyBody
from byline.web.schemas import (
    AskBody,
    AskQuery,
    Citation,
    Health,
    Reply,
    Suggestions,
    SuggestQuery,
)
from byline.web.security import refuse_other_sites
from byline.wire import (
    answer_json,
    author_json,
    citation_json,
    collection_json,
    feedback_json,
    open_question_json,
    verification_json,
)

_ASKING = Tag(name="Asking", description="Ask, and read what was answered in full.")
_CONTENTS = Tag(name="What there is", description="Who has answered, and in which collections.")
_TELLING = Tag(name="Telling", description="What people who ask tell in return; it changes no ranking.")
_RUNNING = Tag(name="Running it", description="For whatever watches over the server.")


def _problems(*statuses: int) -> dict[str | int, type[BaseModel] | dict[Any, Any] | None]:
    """Return what an operation says about its errors; they all have the one shape."""
    content = {MIMETYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"content": content} for status in (*statuses, 500)}


def api(kb: KnowledgeBase, limited: Limited, telling: Limited) -> APIBlueprint:
    """Return the routes under /api/v1 that answer from ``kb``.

    Args:
        kb: the knowledge base that is asked.
        limited: the decorator that counts questions, one of ``request_limits``.
        telling: the one that counts what is told.
    """
    blueprint = APIBlueprint("api", __name__, url_prefix="/api/v1")
    blueprint.before_request(_refuse_what_is_not_json)

    @blueprint.post("/ask", tags=[_ASKING], responses={200: Reply, **_problems(400, 413, 415, 422, 429, 503)})
    @limited
    def ask(body: AskBody) -> dict[str, Any]:
        """Ask a question.

        The best-matching sentences come back word for word, each under its author's byline. When nobody
        answered it, that is a result too: `answered` is false and `near_misses` holds what came closest.
        """
        return asking.ask(
            kb,
            body.question,
            body.filters.filters(),
            top=body.top,
            previous=body.previous,
            debug=body.debug,
        )

    @blueprint.get("/ask", tags=[_ASKING], responses={200: Reply, **_problems(422, 429, 503)})
    @limited
    def ask_by_address(query: AskQuery) -> dict[str, Any]:
        """Ask a question in the address.

        The same as the POST, for links and quick tries. An address ends up in histories and logs; a
        question that nobody else should read is better sent in a body.
        """
        return asking.ask(
            kb, query.q, query.filters(), top=query.top, previous=query.previous, debug=query.debug
        )

    @blueprint.get("/suggest", tags=[_ASKING], responses={200: Suggestions, **_problems(422, 503)})
    def suggest(query: SuggestQuery) -> dict[str, Any]:
        """Complete a question.

        The questions come from the collection, so each has an answer. Words are met by their beginnings,
        and with a slip in them.
        """
        limited = query.collection or query.company
        found = kb.suggest(query.q, LOOKED_AT if limited else query.limit)
        return {"questions": within(kb, found, query.collection, query.company, query.limit)}

    @blueprint.get(
        "/answers/<answer_id>", tags=[_ASKING], responses={200: Answer, **_problems(404, 422, 503)}
    )
    def answer(path: AnswerPath) -> dict[str, Any]:
        """Read an answer in full, with the range of each sentence."""
        found = kb.answer(path.answer_id)
        return answer_json(found, kb.sentences(found))

    @blueprint.get(
        "/answers/<answer_id>/cite", tags=[_ASKING], responses={200: Citation, **_problems(404, 422, 503)}
    )
    def cite(path: AnswerPath, query: CiteQuery) -> dict[str, Any]:
        """Cite sentences of an answer.

        The quotation with its byline, date and link, as text, Markdown, HTML and BibTeX.
        """
        return citation_json(citing.cite(kb, kb.answer(path.answer_id), query.start, query.end).citation)

    @blueprint.post(
        "/verify", tags=[_ASKING], responses={200: Verification, **_problems(400, 413, 415, 422, 429, 503)}
    )
    @limited
    def verify(body: VerifyBody) -> dict[str, Any]:
        """Check a quotation.

        Who wrote it, word for word, and where. White space, quotation marks and dashes may differ
        (`equal`); any other change makes it `altered`, with the differences, or `unknown`.
        """
        return verification_json(kb.verify(body.text))

    @blueprint.get("/authors", tags=[_CONTENTS], responses={200: Authors, **_problems(422, 503)})
    def authors(query: AuthorsQuery) -> dict[str, Any]:
        """List the authors, with what their bylines said."""
        return {"authors": [author_json(author) for author in kb.authors(query.collection)]}

    @blueprint.get("/collections", tags=[_CONTENTS], responses={200: Collections, **_problems(503)})
    def collections() -> dict[str, Any]:
        """List the collections and how much is in each."""
        return {"collections": [collection_json(collection) for collection in kb.collections()]}

    _telling(blueprint, kb, telling)
    return blueprint


def _telling(blueprint: APIBlueprint, kb: KnowledgeBase, telling: Limited) -> None:
    """Add the routes that keep something, as far as the settings want them."""
    told = _problems(400, 403, 413, 415, 422, 429, 503)
    if kb.settings.leave_questions:

        @blueprint.post("/open-questions", tags=[_TELLING], responses={200: LeftQuestion, **told})
        @telling
        def leave_question(body: LeaveBody) -> dict[str, Any]:
            """Leave a question for the experts.

            For a question that nobody answered. It is kept for those who look after the answers, together
            with how to reach the person, if they say.
            """
            refuse_other_sites(kb.settings)
            left = open_question_json(kb.leave_question(body.question, contact=body.contact))
            return {name: left[name] for name in LeftQuestion.model_fields}

    if kb.settings.feedback:

        @blueprint.post("/feedback", tags=[_TELLING], responses={200: KeptFeedback, **told, **_problems(404)})
        @telling
        def give_feedback(body: FeedbackBody) -> dict[str, Any]:
            """Say whether a reply helped.

            There is one for each reply: saying it again takes the place of what was said before. It is kept
            with the question and what was quoted, for evaluation.
            """
            refuse_other_sites(kb.settings)
            kept = feedback_json(kb.give_feedback(body.feedback()))
            return {name: kept[name] for name in KeptFeedback.model_fields}


def health(kb: KnowledgeBase) -> APIBlueprint:
    """Return the two routes that whatever watches over the server asks."""
    blueprint = APIBlueprint("health", __name__)

    @blueprint.get("/healthz", tags=[_RUNNING], responses={200: Health, **_problems()})
    def healthz() -> dict[str, str]:
        """Say that the process runs."""
        return {"status": "ok"}

    @blueprint.get("/readyz", tags=[_RUNNING], responses={200: Health, **_problems(503)})
    def readyz() -> dict[str, str]:
        """Say whether questions can be answered: the database and the search index are both read."""
        kb.check()
        return {"status": "ready"}

    return blueprint


def _refuse_what_is_not_json() -> Response | None:
    """Answer 415 and 400 here: the library would take a body that is no JSON for an empty one."""
    if request.method != "POST":
        return None
    if not request.is_json:
        return problem(
            "unsupported_type", f"{request.mimetype or 'No type'}: send the body as application/json."
        )
    try:
        body = request.get_json()
    except BadRequest as error:
        return problem("bad_json", f"{_where_it_breaks(error)}. The body must be one JSON object, in UTF-8.")
    except RecursionError:
        return problem("bad_json", "The body is nested too deeply. A question needs two levels.")
    if not isinstance(body, dict):
        return problem("bad_json", 'The body is JSON, but no object. Send one such as {"question": "..."}.')
    return None


def _where_it_breaks(error: BaseException) -> str:
    """Return what the JSON reader said, such as "Expecting value: line 1 column 3 (char 2)"."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ValueError):
        cause = cause.__cause__ or cause.__context__
    return str(cause or "The body can not be read")
