"""The chat page in a frame of another page, and what it was told by the page that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from byline.embedding.attributes import CHOICES, NAMES, collections_of, faults
from byline.errors import InputError
from byline.knowledge import KnowledgeBase
from byline.models import Filters
from byline.web.chat import MOST_EARLIER, conversation, earlier
from byline.web.limits import Limited
from byline.web.offering import LOOKED_AT, within
from byline.web.problems import body_of
from byline.web.security import FRAME

STARTERS = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame of this request was told. ``kept`` is what each address in it goes on with."""

    collections: tuple[str, ...]
    company: str
    theme: str
    mode: str
    placeholder: str
    kept: dict[str, list[str]]

    @property
    def companies(self) -> tuple[str, ...]:
        """The companies whose people are asked; none means all."""
        return (self.company,) if self.company else ()

    @property
    def fixed(self) -> tuple[str, ...]:
        """The limits that a reader can not take away."""
        limits = {"collection": self.collections, "company": self.company}
        return tuple(name for name, value in limits.items() if value)

    def filters(self) -> Filters:
        """Return the limits of every question that is asked in it."""
        return Filters(collection=self.collections, company=self.companies)


def framed(kb: KnowledgeBase, limited: Limited) -> Blueprint:
    """Return the page that stands in frames.

    Args:
        kb: the knowledge base that is asked.
        limited: the decorator that counts questions.
    """
    blueprint = Blueprint("framed", __name__)
    blueprint.app_context_processor(lambda: {"framed": current(), "layout": _layout()})
    blueprint.add_app_template_global(chat_link)

    @blueprint.get(FRAME)
    @limited
    def embed() -> str | tuple[str, int]:
        known = [each.name for each in kb.collections()]
        wrong = faults(request.args.items(multi=True), known)
        g.framed = frame = _read(known)
        if wrong:
            return render_template("framed_wrong.html", findings=wrong), 422
        question = request.args.get("q", "")
        page: dict[str, Any] = {
            "question": question,
            "turns": [],
            "trail": earlier(request.args),
            "most_earlier": MOST_EARLIER,
            "question_chars": kb.settings.question_chars,
        }
        if not question.strip():
            page["starters"] = within(
                kb, kb.starters(LOOKED_AT), frame.collections, frame.companies, STARTERS
            )
            return render_template("framed.html", **page)
        try:
            page["turns"], page["trail"] = conversation(kb, question, frame.filters(), request.args)
        except InputError as error:
            return render_template("framed.html", **page, problem=body_of(error)), 422
        return render_template("framed.html", **page)

    return blueprint


def current() -> Frame | None:
    """Return what the frame of this request was told; None where it is no frame."""
    frame: Frame | None = g.get("framed")
    return frame


def chat_link(**parameters: Any) -> str:
    """Return where a question is asked: in the frame that this page stands in, or on the chat page."""
    frame = current()
    if frame is None:
        return url_for("pages.chat", **parameters)
    return url_for("framed.embed", **{**frame.kept, **parameters})


def _read(known: list[str]) -> Frame:
    given = {name: request.args.get(name, "").strip() for name in NAMES}
    chosen = {name: given[name] if given[name] in values else values[0] for name, values in CHOICES.items()}
    collections = [
        name for value in request.args.getlist("collection") for name in collections_of(value, known)
    ]
    kept = {name: [value] for name, value in given.items() if value and name not in ("q", "collection")}
    return Frame(
        collections=tuple(collections),
        company=given["company"],
        theme=chosen["theme"],
        mode=chosen["mode"],
        placeholder=given["placeholder"],
        kept=kept | ({"collection": collections} if collections else {}),
    )


def _layout() -> str:
    """Return the template that whatever is answered stands in: an error in a frame stays one of a frame."""
    return "frame.html" if request.path == FRAME else "base.html"
