"""An HTML page to read, which says the same to programs: schema.org ``QAPage`` as JSON-LD (https://schema.org/QAPage).

Answers to one question stand together where they come one after the other, so that no more than those are in
memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Any

from byline.exporters.contract import Piece
from byline.models import Answer, Byline, DatePrecision

NAME = "qa-page"
HELP = "a page of HTML with schema.org QAPage"
IS_FOLDER = False

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Answers</title>
<style>
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 serif }
blockquote { margin: 1rem 0; white-space: pre-wrap }
footer { margin-bottom: 2rem; font-style: italic }
</style>
</head>
<body>
"""
_PLAIN = "text/plain"
"""What a text says that its "*" and "<" are signs and no markup (schema.org ``encodingFormat``)."""
_PRINTED = {DatePrecision.DAY: 10, DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}
"""How many characters of 2024-12-31 the source printed."""


def pieces(answers: Iterable[Answer]) -> Iterator[Piece]:
    """Yield the page, a question at a time, each followed by what it says to programs."""
    yield Piece(_HEAD)
    for question, group in groupby(answers, key=lambda answer: answer.question):
        theirs = list(group)
        yield Piece("".join(_section(question, theirs)))
    yield Piece("</body>\n</html>\n")


def _section(question: str | None, answers: list[Answer]) -> Iterator[str]:
    yield "<section>\n"
    if question:
        yield f"<h2>{escape(question)}</h2>\n"
    for answer in answers:
        yield f"<blockquote>{escape(answer.text)}</blockquote>\n<footer>{_signed(answer)}</footer>\n"
    # Within a script no markup is read but its end, which "<" begins.
    told = json.dumps(_linked(question, answers), ensure_ascii=False).replace("<", "\\u003c")
    yield f'<script type="application/ld+json">{told}</script>\n</section>\n'


def _signed(answer: Answer) -> str:
    byline = answer.byline
    date = byline.date.as_printed or _date(byline)
    said = ", ".join(part for part in (byline.author, byline.role, byline.company, date) if part)
    signed = escape(said or "unnamed author")
    return f'<a href="{escape(answer.url)}">{signed}</a>' if answer.url else signed


def _linked(question: str | None, answers: list[Answer]) -> dict[str, Any]:
    entity: dict[str, Any] = {"@type": "Question", "encodingFormat": _PLAIN, "answerCount": len(answers)}
    if question:
        entity |= {"name": question, "text": question}
    tags = {answer.tags for answer in answers}
    shared = next(iter(tags)) if len(tags) == 1 else None
    if shared:
        entity["keywords"] = shared
    for name, wanted in (("acceptedAnswer", True), ("suggestedAnswer", False)):
        if found := [_answer(answer, shared) for answer in answers if answer.accepted is wanted]:
            entity[name] = found
    return {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": entity}


def _answer(answer: Answer, shared: tuple[str, ...] | None) -> dict[str, Any]:
    """Return an answer; its tags stand with the question where all its answers have them."""
    byline = answer.byline
    person: dict[str, Any] = {
        "@type": "Person",
        "name": byline.author,
        "jobTitle": byline.role,
        "affiliation": {"@type": "Organization", "name": byline.company} if byline.company else None,
    }
    return _known(
        {
            "@type": "Answer",
            "@id": f"urn:byline:{answer.id}",
            "text": answer.text,
            "url": answer.url,
            "encodingFormat": _PLAIN,
            "keywords": answer.tags if shared is None else None,
            "author": _known(person) if len(_known(person)) > 1 else None,
            "datePublished": _date(byline),
            "upvoteCount": answer.votes,
            "inLanguage": answer.lang,
            "license": answer.license,
        }
    )


def _date(byline: Byline) -> str | None:
    """Return the date as far as it was printed; an age such as "5y" is none."""
    shown = _PRINTED.get(byline.date.precision)
    return byline.date.value.isoformat()[:shown] if byline.date.value and shown else None


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
