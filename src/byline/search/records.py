"""Answers as an engine indexes them, and filters as it applies them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from byline.models import Answer, Filters
from byline.search.engine import AnswerRecord, Limits
from byline.text.acronyms import Explanation, explanations
from byline.text.analysed import AnalysedAnswer
from byline.text.analysis import terms
from byline.text.indexed import IndexedAnswer, indexed

_HASH_DIGITS = 15
"""Hexadecimal digits of the revision kept in the index: 60 bits, which fit its integers."""


def text_hash(answer: Answer) -> int:
    """Return a number that differs between revisions of an answer's text."""
    return int(answer.revision.removeprefix("sha256:")[:_HASH_DIGITS], 16)


@lru_cache(maxsize=4096)
def fold_name(name: str | None) -> str:
    """Return a name as it is compared in filters: case folded, white space as single spaces."""
    return " ".join(name.casefold().split()) if name else ""


def answer_record(analysed: AnalysedAnswer) -> AnswerRecord:
    """Return the record of an answer."""
    return taken_apart(analysed)[1]


def indexed_answer(analysed: AnalysedAnswer) -> IndexedAnswer:
    """Return an answer as ranking reads it."""
    return indexed(analysed, text_hash(analysed.answer))


def taken_apart(analysed: AnalysedAnswer) -> tuple[IndexedAnswer, AnswerRecord]:
    """Return an answer as ranking reads it, and its record."""
    kept = indexed_answer(analysed)
    answer = analysed.answer
    byline = answer.byline
    ordinals = range(len(analysed.sentences))
    record = AnswerRecord(
        number=kept.number,
        text_hash=kept.text_hash,
        language=analysed.language,
        terms="\n".join([each.terms for each in analysed.parts]),
        words="\n".join([each.words for each in analysed.parts]),
        before="\n".join([_around(analysed, ordinal) for ordinal in ordinals]),
        grams="\n".join([analysed.parts[ordinal].grams for ordinal in ordinals]),
        explains=_explained(analysed),
        author=fold_name(byline.author),
        company=fold_name(byline.company),
        role=fold_name(byline.role),
        collection=fold_name(answer.collection),
        tags=[fold_name(tag) for tag in answer.tags],
        day=byline.date.value,
    )
    return kept, record


def _around(analysed: AnalysedAnswer, ordinal: int) -> str:
    """Return the terms of the sentences that one is found through besides itself and the question."""
    layout, parts = analysed.layout, analysed.parts
    heading, leans_on = layout.headings[ordinal], layout.leans_on(ordinal)
    if heading is None and not leans_on:  # as most sentences
        return parts[ordinal - 1].terms if ordinal else ""
    others = {*leans_on, ordinal - 1, -1 if heading is None else heading} - {-1}
    return " ".join([joined for other in sorted(others) if (joined := parts[other].terms)])


def _explained(analysed: AnalysedAnswer) -> dict[int, list[Explanation]]:
    """Return what each sentence explains, the first time that the answer does."""
    found: dict[int, list[Explanation]] = {}
    if "(" not in analysed.answer.text:
        return found
    seen: set[Explanation] = set()
    for ordinal in range(len(analysed.sentences)):
        here = explanations(analysed.text_of(ordinal), analysed.language)
        if new := [each for each in here if each not in seen]:
            found[ordinal] = new
        seen.update(here)
    return found


def limits_of(filters: Filters, language: str) -> Limits:
    """Return ``filters`` as an engine applies them."""
    return Limits(
        author=_folded(filters.author),
        company=_folded(filters.company),
        role=_folded(filters.role),
        tag=_folded(filters.tag),
        collection=_folded(filters.collection),
        after=filters.after,
        before=filters.before,
        phrases=[phrase for phrase in (terms(text, language) for text in filters.phrases) if phrase],
        without=[phrase for phrase in (terms(text, language) for text in filters.without) if phrase],
        not_author=_folded(filters.not_author),
    )


def _folded(names: Iterable[str]) -> list[str]:
    return [fold_name(name) for name in names]
