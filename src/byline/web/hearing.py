"""The forms by which people leave a question, or say whether a reply helped. They need no JavaScript.

A form that is sent leads to a page of thanks. ``static/tell.js`` sends the same form without leaving the
page, and gets nothing back, or a problem.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from byline.errors import InputError
from byline.knowledge import KnowledgeBase
from byline.listening import CONTACT_CHARS, WORDS_CHARS
from byline.settings import Settings
from byline.web.hearing_schemas import FeedbackBody
from byline.web.limits import Limited
from byline.web.problems import body_of, fields_problem, for_a_person
from byline.web.security import refuse_other_sites

_EXCERPT = re.compile(r"(\S+) (\d{1,9})-(\d{1,9}) (\S+)")

Answered = Response | tuple[str, int]
"""What a view of a form answers."""


def hearing(kb: KnowledgeBase, telling: Limited) -> Blueprint:
    """Return the views of the forms, as far as the settings want them.

    Args:
        kb: the knowledge base that keeps what is told.
        telling: the decorator that counts what is told, one of ``request_limits``.
    """
    blueprint = Blueprint("hearing", __name__)
    settings = kb.settings
    blueprint.app_context_processor(lambda: {"told": _told(settings)})
    blueprint.add_app_template_global(quoted_value)
    if settings.leave_questions:
        _leaving(blueprint, kb, telling)
    if settings.feedback:
        _judging(blueprint, kb, telling)
    return blueprint


def quoted_value(excerpt: dict[str, Any]) -> str:
    """Return what the form says of an excerpt (as the JSON endpoint gives it), in one field."""
    return f"{excerpt['answer_id']} {excerpt['start']}-{excerpt['end']} {excerpt['revision']}"


def _told(settings: Settings) -> dict[str, Any]:
    """Return what the templates know of the forms: which there are, and how much one may write."""
    return {
        "leave": settings.leave_questions,
        "feedback": settings.feedback,
        "question_chars": settings.question_chars,
        "contact_chars": CONTACT_CHARS,
        "words_chars": WORDS_CHARS,
    }


def _leaving(blueprint: Blueprint, kb: KnowledgeBase, telling: Limited) -> None:
    @blueprint.post("/open-questions")
    @telling
    def leave() -> Answered:
        refuse_other_sites(kb.settings)
        question, contact = request.form.get("question", ""), request.form.get("contact", "")
        try:
            kb.leave_question(question, contact=contact)
        except InputError as error:
            if not for_a_person():
                raise
            kept = {"question": question, "contact": contact}
            return render_template("leave.html", problem=body_of(error), kept=kept), 422
        return _thanked("hearing.left")

    @blueprint.get("/open-questions/thanks")
    def left() -> str:
        return render_template("thanks.html", what="question")


def _judging(blueprint: Blueprint, kb: KnowledgeBase, telling: Limited) -> None:
    @blueprint.post("/feedback")
    @telling
    def judge() -> Answered:
        refuse_other_sites(kb.settings)
        try:
            body = FeedbackBody.model_validate(_fields())
        except ValidationError as error:
            return fields_problem(error)
        kb.give_feedback(body.feedback())
        return _thanked("hearing.judged")

    @blueprint.get("/feedback/thanks")
    def judged() -> str:
        return render_template("thanks.html", what="feedback")


def _thanked(endpoint: str) -> Response:
    """Lead to the page of thanks, so that loading it again sends nothing again; a script needs none."""
    return redirect(url_for(endpoint), 303) if for_a_person() else Response(status=204)


def _fields() -> dict[str, Any]:
    """Read the form as the body of the endpoint, so that one schema checks both."""
    form = request.form
    return {
        **{name: form.get(name, "") for name in ("reply_id", "question", "words")},
        "helped": {"yes": True, "no": False}.get(form.get("helped", "")),
        "reasons": form.getlist("reason"),
        "excerpts": [_excerpt(value) for value in form.getlist("excerpt")],
        "index_revision": int(revision) if (revision := form.get("index_revision", "")).isdecimal() else None,
    }


def _excerpt(value: str) -> dict[str, Any]:
    """Read what ``quoted_value`` wrote; what it did not write lacks every field."""
    match = _EXCERPT.fullmatch(value)
    if match is None:
        return {}
    answer_id, start, end, revision = match.groups()
    return {"answer_id": answer_id, "revision": revision, "start": int(start), "end": int(end)}
