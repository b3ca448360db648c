"""The pages that people read. They work without JavaScript; the same markup serves with it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from pydantic import ValidationError

from byline.errors import InputError
from byline.knowledge import KnowledgeBase
from byline.web import previews, quotation_words
from byline.web.addresses import (
    base_url,
    cite_link,
    is_link,
    place_link,
    reading_link,
    whole_cite_link,
)
from byline.web.chat import MOST_EARLIER, conversation, earlier, follow, limits_of
from byline.web.limits import Limited
from byline.web.problems import KINDS, body_of, fields_of, problem_body, sentence_of
from byline.web.quotation import excerpt_pieces
from byline.web.reference import openapi_document, operations
from byline.web.schemas import FilterFields
from byline.web.words import (
    answer_count,
    author_count,
    corrections,
    limit_kind,
    place,
    script_words,
    verdict,
)

STARTERS = 4
_KEPT = ("pages", "reading", "checking", "framed")


def pages(kb: KnowledgeBase, limited: Limited) -> Blueprint:
    """Return the chat page and the page about the JSON endpoint.

    Args:
        kb: the knowledge base that is asked.
        limited: the decorator that counts questions, one of ``request_limits``.
    """
    blueprint = Blueprint("pages", __name__)
    settings = kb.settings
    blueprint.app_context_processor(lambda: {"title": settings.title, "says": quotation_words})
    for helper in (
        answer_count,
        author_count,
        cite_link,
        corrections,
        excerpt_pieces,
        is_link,
        limit_kind,
        follow,
        place,
        place_link,
        reading_link,
        script_words,
        verdict,
        whole_cite_link,
    ):
        blueprint.add_app_template_global(helper)

    @blueprint.get("/")
    @limited
    def chat() -> str | tuple[str, int]:
        question = request.args.get("q", "")
        if not question.strip():
            return _page(kb, stats=kb.stats(), starters=kb.starters(STARTERS))
        try:
            turns, trail = conversation(kb, question, limits_of(request.args), request.args)
            shown = previews.of_reply(turns[-1]["reply"])
            return _page(kb, question=question, turns=turns, trail=trail, preview_text=shown)
        except ValidationError as error:
            errors = fields_of(error)
            return _page(kb, question=question, problem=problem_body("bad_fields", sentence_of(errors))), 422
        except InputError as error:
            return _page(kb, question=question, problem=body_of(error)), 422

    @blueprint.get("/openapi.json")
    def openapi() -> dict[str, Any]:
        return openapi_document(current_app)

    @blueprint.get("/docs")
    def docs() -> str:
        document = openapi_document(current_app)
        return render_template(
            "docs.html",
            document=document,
            operations=operations(document),
            kinds=KINDS.values(),
            root=base_url(settings),
        )

    @blueprint.after_app_request
    def may_be_kept(response: Response) -> Response:
        if request.blueprint in _KEPT and response.status_code == 200 and _is_public():
            response.headers["Cache-Control"] = "no-cache"
        return response

    return blueprint


def _is_public() -> bool:
    """Whether a request says nothing about the person who sent it: no question, no quotation."""
    return request.method != "POST" and not request.args.get("q")


def _page(kb: KnowledgeBase, **context: Any) -> str:
    """Render the chat page with the limits and the conversation of this request still in its form."""
    page: dict[str, Any] = {
        "given": {name: request.args.getlist(name) for name in FilterFields.model_fields},
        "names": kb.names(),
        "trail": earlier(request.args),
        "turns": [],
        "most_earlier": MOST_EARLIER,
        "question_chars": kb.settings.question_chars,
        "root": kb.settings.public_url.rstrip("/") or request.script_root,
        "path": f"/?{request.query_string.decode('ascii', 'replace')}",
    }
    return render_template("chat.html", **page | context)
