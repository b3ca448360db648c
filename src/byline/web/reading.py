"""The pages on which answers are read and cited: an answer, an author, a question. No JavaScript needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from byline.citation import author_permalink, question_permalink
from byline.errors import NotFoundError, QuotationError
from byline.fragments import fragment_url
from byline.knowledge import KnowledgeBase
from byline.models import Answer
from byline.web.addresses import cite_link
from byline.web.citing import Cited, cite
from byline.web.linked_data import question_page
from byline.web.previews import shortened
from byline.web.quotation import answer_pieces
from byline.wire import answer_json, citation_json

PAGE = 20
"""Answers on one page of an author or a question."""
_QUOTE = re.compile(r"(\d{1,9})-(\d{1,9})")
_FORMATS = ("text", "markdown", "html", "bibtex")


def reading(kb: KnowledgeBase) -> Blueprint:
    """Return the pages of answers, authors and questions in ``kb``."""
    blueprint = Blueprint("reading", __name__)

    @blueprint.get("/answers/<answer_id>")
    def answer(answer_id: str) -> str:
        found = kb.answer(answer_id)
        sentences = kb.sentences(found)
        quoted = _quoted(kb, found)
        return render_template(
            "answer.html",
            answer=answer_json(found, sentences),
            pieces=answer_pieces(found.text, sentences, (quoted.start, quoted.end) if quoted else None),
            quoted=quoted,
            preview_text=shortened(quoted.text if quoted else found.text),
            source_link=_source_link(found, quoted),
            question_link=_question_link(kb, found),
            linked_data=question_page(found.question, [found], _root(kb)),
            root=_root(kb),
        )

    @blueprint.get("/answers/<answer_id>/cite")
    def citation(answer_id: str) -> str | Response:
        found = kb.answer(answer_id)
        cited = cite(kb, found, _number("start"), _number("end"))
        forms = citation_json(cited.citation)
        wanted = request.args.get("format", "")
        if wanted in _FORMATS:
            return Response(forms[wanted] + "\n", mimetype="text/plain")
        if wanted:
            raise QuotationError(f"format = {wanted!r}: there is none. Write one of {', '.join(_FORMATS)}.")
        sentences = kb.sentences(found)
        return render_template(
            "cite.html",
            answer=answer_json(found, sentences),
            cited=cited,
            forms=forms,
            sentences=[found.text[each.start : each.end] for each in sentences],
        )

    @blueprint.get("/answers/<answer_id>/cite/sentences")
    def choose(answer_id: str) -> WerkzeugResponse:
        """Go on to the citation of the sentences chosen by their numbers, which is what a form can send."""
        sentences = kb.sentences(kb.answer(answer_id))
        first, last = _number("from") or 0, _number("to") or 0
        if max(first, last) >= len(sentences):
            raise QuotationError(
                f"{max(first, last) + 1}: the answer has {len(sentences)} sentences. Choose one of them."
            )
        first, last = min(first, last), max(first, last)
        return redirect(cite_link(answer_id, sentences[first].start, sentences[last].end), 303)

    @blueprint.get("/authors/<author_id>")
    def author(author_id: str) -> str:
        found = kb.author(author_id)
        page = _page_number()
        answers = kb.answers_by(found.name, limit=PAGE, offset=(page - 1) * PAGE)
        return render_template(
            "author.html",
            author=found,
            topics=kb.topics_of(found.name),
            answers=_shown(kb, answers),
            page=page,
            more=page * PAGE < found.answers,
            canonical=author_permalink(found.name),
            root=_root(kb),
        )

    @blueprint.get("/questions")
    def question() -> str:
        asked = request.args.get("q", "")
        page = _page_number()
        answers = kb.answers_to(asked, limit=PAGE + 1, offset=(page - 1) * PAGE) if asked else []
        if not answers:
            raise NotFoundError(
                f"Nobody was asked {asked[:200]!r}, in these words. Ask it on the first page."
            )
        return render_template(
            "question.html",
            question=asked,
            answers=_shown(kb, answers[:PAGE]),
            page=page,
            more=len(answers) > PAGE,
            linked_data=question_page(asked, answers[:PAGE], _root(kb)),
            canonical=question_permalink(asked),
            root=_root(kb),
        )

    return blueprint


def _root(kb: KnowledgeBase) -> str:
    """Return what canonical addresses begin with: ``public_url``, or the path below which a proxy serves."""
    return kb.settings.public_url.rstrip("/") or request.script_root


def _number(name: str) -> int | None:
    """Read a number of the address.

    Raises:
        QuotationError: it is none.
    """
    value = request.args.get(name, "")
    if not value:
        return None
    if not re.fullmatch(r"\d{1,9}", value):
        raise QuotationError(f"{name} = {value[:40]!r}: this is no number. Write one such as 0.")
    return int(value)


def _page_number() -> int:
    value = request.args.get("page", "")
    return max(1, int(value)) if re.fullmatch(r"\d{1,6}", value) else 1


def _quoted(kb: KnowledgeBase, answer: Answer) -> Cited | None:
    """Read ``quote=120-311``, what a reply had quoted; None for a range of another revision."""
    match = _QUOTE.fullmatch(request.args.get("quote", ""))
    if match is None:
        return None
    try:
        return cite(kb, answer, int(match[1]), int(match[2]))
    except QuotationError:
        return None


def _source_link(answer: Answer, quoted: Cited | None) -> str | None:
    """Return the source's address at what was quoted, or at the answer."""
    start, end = (quoted.start, quoted.end) if quoted else (0, len(answer.text))
    return fragment_url(answer, start, end)


def _question_link(kb: KnowledgeBase, answer: Answer) -> str | None:
    """Return the path of the question's page, where somebody else answered it too."""
    if answer.question and len(kb.answers_to(answer.question, limit=2)) > 1:
        return question_permalink(answer.question)
    return None


def _shown(kb: KnowledgeBase, answers: Sequence[Answer]) -> list[dict[str, Any]]:
    return [
        {**answer_json(each, kb.sentences(each)), "question_link": question_permalink(each.question)}
        for each in answers
    ]
