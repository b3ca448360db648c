"""The page on which a pasted quotation is checked. It works without JavaScript."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from byline.errors import InputError
from byline.knowledge import KnowledgeBase
from byline.verifying import QUOTATION_CHARS
from byline.web.limits import Limited
from byline.web.problems import body_of
from byline.web.quotation import place_pieces
from byline.wire import verification_json


def checking(kb: KnowledgeBase, limited: Limited) -> Blueprint:
    """Return the page that checks quotations against ``kb``.

    Args:
        kb: the knowledge base that is asked.
        limited: the decorator that counts questions; a quotation to check is one.
    """
    blueprint = Blueprint("checking", __name__)
    blueprint.add_app_template_global(place_pieces)

    @blueprint.get("/verify")
    @limited
    def verify() -> str | tuple[str, int]:
        return _page(kb, request.args.get("q", ""))

    # The form sends a quotation in the body: one of a page's length is longer than an address may be.
    @blueprint.post("/verify")
    @limited
    def verify_pasted() -> str | tuple[str, int]:
        return _page(kb, request.form.get("q", ""), pasted=True)

    return blueprint


def _page(kb: KnowledgeBase, quotation: str, *, pasted: bool = False) -> str | tuple[str, int]:
    context: dict[str, Any] = {"quotation": quotation, "most_chars": QUOTATION_CHARS}
    if not quotation.strip() and not pasted:
        return render_template("verify.html", **context)
    try:
        return render_template("verify.html", found=verification_json(kb.verify(quotation)), **context)
    except InputError as error:
        return render_template("verify.html", problem=body_of(error), **context), 422
