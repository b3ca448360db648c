"""What a page says of itself to programs that read it: schema.org's words for questions and answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from byline.citation import author_permalink, permalink
from byline.models import Answer, Byline, DatePrecision
from byline.web.addresses import is_link

_SCHEMA = "https://schema.org"
_PRINTED = {DatePrecision.DAY: 10, DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}
"""How many characters of 2024-12-31 the source printed."""


def question_page(question: str | None, answers: Sequence[Answer], root: str) -> dict[str, Any]:
    """Return the linked data of a page with answers to one question; ``root`` is what addresses begin with.

    A page whose question is not known is one of an answer alone.
    """
    told = [_answer(each, root) for each in answers]
    if question is None:
        return {"@context": _SCHEMA, "@type": "WebPage", "mainEntity": told[0]}
    accepted = [each for each, answer in zip(told, answers, strict=True) if answer.accepted]
    suggested = [each for each, answer in zip(told, answers, strict=True) if not answer.accepted]
    entity = {"@type": "Question", "name": question, "text": question, "answerCount": len(answers)}
    for name, found in (("acceptedAnswer", accepted), ("suggestedAnswer", suggested)):
        if found:
            entity[name] = found
    return {"@context": _SCHEMA, "@type": "QAPage", "mainEntity": entity}


def _answer(answer: Answer, root: str) -> dict[str, Any]:
    source = answer.url or answer.source.url
    return _known(
        {
            "@type": "Answer",
            "text": answer.text,
            "url": root + permalink(answer.id),
            "author": _person(answer.byline, root),
            "datePublished": _date(answer.byline),
            "upvoteCount": answer.votes,
            "inLanguage": answer.lang,
            "license": answer.license,
            "isBasedOn": source if is_link(source) else None,
        }
    )


def _person(byline: Byline, root: str) -> dict[str, Any] | None:
    if not byline.author:
        return None
    company = {"@type": "Organization", "name": byline.company} if byline.company else None
    return _known(
        {
            "@type": "Person",
            "name": byline.author,
            "url": f"{root}{author_permalink(byline.author)}",
            "jobTitle": byline.role,
            "affiliation": company,
        }
    )


def _date(byline: Byline) -> str | None:
    """Return the date as far as it was printed; an age such as "5y" is none."""
    shown = _PRINTED.get(byline.date.precision)
    return byline.date.value.isoformat()[:shown] if byline.date.value and shown else None


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
