"""Answers as an engine indexes them, and filters as it applies them."""

from __future__ import annotations

from collections.abc import Iterable

from byline.models import Answer, Filters
from byline.search.engine import AnswerRecord, Limits, SentenceRecord
from byline.text.acronyms import Explanation, explanations
from byline.text.analysed import AnalysedAnswer
from byline.text.analysis import terms, tokens
from byline.text.grams import indexed_grams, indexed_word_grams
from byline.text.indexed import IndexedAnswer, indexed
from byline.text.meaning import word_pieces

_HASH_DIGITS = 15
"""Hexadecimal digits of the revision kept in the index: 60 bits, which fit its integers."""


def text_hash(answer: Answer) -> int:
    """Return a number that differs between revisions of an answer's text."""
    return int(answer.revision.removeprefix("sha256:")[:_HASH_DIGITS], 16)


def fold_name(name: str | None) -> str:
    """Return a name as it is compared in filters: case folded, white space as single spaces."""
    return " ".join(name.casefold().split()) if name else ""


def answer_record(analysed: AnalysedAnswer) -> AnswerRecord:
    """Return the record of an answer."""
    answer = analysed.answer
    byline = answer.byline
    explained = _explained(analysed)
    return AnswerRecord(
        number=answer.number,
        text_hash=text_hash(answer),
        language=analysed.language,
        question_terms=analysed.question.joined,
        sentences=[
            SentenceRecord(
                ordinal=sentence.ordinal,
                terms=analysed.terms[sentence.ordinal].joined,
                before=_around(analysed, sentence.ordinal),
                words=analysed.terms[sentence.ordinal].joined_words,
                grams=_grams(analysed, sentence.ordinal),
                explains=explained[sentence.ordinal],
            )
            for sentence in analysed.sentences
        ],
        author=fold_name(byline.author),
        company=fold_name(byline.company),
        role=fold_name(byline.role),
        collection=fold_name(answer.collection),
        tags=[fold_name(tag) for tag in answer.tags],
        day=byline.date.value,
    )


def _around(analysed: AnalysedAnswer, ordinal: int) -> str:
    """Return the terms of the sentences that one is found through besides itself and the question."""
    layout = analysed.layout
    heading = layout.headings[ordinal]
    others = {*layout.leans_on(ordinal), ordinal - 1, -1 if heading is None else heading} - {-1}
    return " ".join([joined for other in sorted(others) if (joined := analysed.terms[other].joined)])


def _grams(analysed: AnalysedAnswer, ordinal: int) -> str:
    """Return the pieces of a sentence's words."""
    found = indexed_word_grams(analysed.terms[ordinal].joined_words, analysed.language)
    if found is None:
        found = indexed_grams(tokens(analysed.text_of(ordinal), analysed.language), analysed.language)
    return " ".join(found)


def _explained(analysed: AnalysedAnswer) -> list[list[Explanation]]:
    """Return what each sentence explains, the first time that the answer does."""
    seen: set[Explanation] = set()
    found: list[list[Explanation]] = []
    for ordinal in range(len(analysed.sentences)):
        here = explanations(analysed.text_of(ordinal), analysed.language)
        found.append([each for each in here if each not in seen])
        seen.update(here)
    return found


def indexed_answer(analysed: AnalysedAnswer) -> IndexedAnswer:
    """Return an answer as ranking reads it."""
    return indexed(analysed, text_hash(analysed.answer), word_pieces())


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
