"""The way of a question: from plain language to a Reply, over one revision of the corpus."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace

from byline.corpus import Corpus
from byline.errors import QuestionError
from byline.models import Confidence, Filters, Reason, Reply
from byline.ranking.diversity import diverse
from byline.ranking.features import Evidence
from byline.ranking.scoring import rank, shipped_weights, support
from byline.reply import NEAR_MISSES, choose, choose_near, confidence_of, excerpts, related_questions
from byline.search.engine import Engine
from byline.search.records import limits_of, text_hash
from byline.search.understanding import Understanding, understand
from byline.settings import Settings
from byline.text.meaning import meaning_vectors
from byline.text.names import attributed_author, attributed_company, resolve_all
from byline.text.operators import combine, parse_question

CANDIDATES = 100
"""How many sentences the engine hands to the ranking."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What ranking made of a question: the evidence in order, the part of it that answers, and how sure."""

    ranked: list[Evidence]
    chosen: list[Evidence]
    confidence: Confidence
    support: float


def ask(
    question: str, filters: Filters, *, top: int | None, settings: Settings, engine: Engine, corpus: Corpus
) -> Reply:
    """Answer a question; see ``KnowledgeBase.ask``."""
    started = time.perf_counter()
    parsed = parse_question(_checked(question, settings.question_chars))
    text, applied = _attributed(parsed.text, _resolved(combine(parsed.filters, filters), corpus), corpus)
    understood = understand(
        text, engine, corpus.speller, corpus.languages, synonyms=corpus.synonyms(applied.collection)
    )
    found = _find(understood, applied, top or settings.top, settings, engine, corpus)
    shown = excerpts(understood, found.chosen, settings.sentences)
    near = [] if found.chosen else choose_near(understood, found.ranked, NEAR_MISSES)
    return Reply(
        id=f"q_{secrets.token_hex(8)}",
        question=question,
        answered=bool(found.chosen),
        confidence=found.confidence,
        reason=None if found.chosen else _reason(understood, applied, settings, engine, corpus),
        searched_for=understood.text,
        corrections=understood.corrections,
        applied_filters=applied,
        excerpts=shown,
        near_misses=excerpts(understood, near, settings.sentences),
        related_questions=related_questions(understood.text, found.ranked, shown),
        took_ms=(time.perf_counter() - started) * 1000,
        index_revision=corpus.revision,
        support=found.support,
    )


def _checked(question: str, limit: int) -> str:
    asked = question.strip()
    if not any(map(str.isalnum, asked)):
        raise QuestionError(f"The question {asked!r} has no words. Write what you want to know.")
    if len(asked) > limit:
        raise QuestionError(
            f"The question has {len(asked):,} characters; {limit:,} are the limit. "
            "Shorten it to what you want to know."
        )
    return asked


def _resolved(filters: Filters, corpus: Corpus) -> Filters:
    """Names as the collection spells them, for names as people type them."""
    return replace(
        filters,
        author=resolve_all(filters.author, corpus.authors),
        company=resolve_all(filters.company, corpus.companies),
        role=resolve_all(filters.role, corpus.roles),
        tag=resolve_all(filters.tag, corpus.tags),
    )


def _attributed(text: str, filters: Filters, corpus: Corpus) -> tuple[str, Filters]:
    """Read "what does Devika say about ..." as a question to Devika, where no filter says otherwise."""
    if not filters.author and (match := attributed_author(text, corpus.authors)):
        text, filters = match.rest, replace(filters, author=(match.value,))
    if not filters.company and (match := attributed_company(text, corpus.companies)):
        text, filters = match.rest, replace(filters, company=(match.value,))
    return text, filters


def _find(
    understood: Understanding,
    filters: Filters,
    top: int,
    settings: Settings,
    engine: Engine,
    corpus: Corpus,
) -> _Found:
    if filters and not understood.has_subject:
        # "What does Devika think": nothing is asked about, so these are simply her answers.
        ranked = _ranked(understood, {}, filters, engine, corpus)
        openings = [each for each in ranked if each.ordinal == 0]
        chosen = diverse(openings, top)
        return _Found(ranked, chosen, Confidence.LOW if chosen else Confidence.NONE, 0.0)
    ranked = _ranked(understood, understood.searched, filters, engine, corpus)
    chosen = choose(understood, ranked, top, settings.threshold)
    best = max((support(understood, each) for each in ranked), default=0.0)
    return _Found(ranked, chosen, confidence_of(understood, chosen, settings.threshold), best)


def _ranked(
    understood: Understanding, terms: dict[str, float], filters: Filters, engine: Engine, corpus: Corpus
) -> list[Evidence]:
    candidates = engine.search(
        terms, limits_of(filters, understood.language), CANDIDATES, understood.grams if terms else ()
    )
    analysed = corpus.analysed(candidate.answer for candidate in candidates)
    return rank(
        understood,
        [
            (analysed[candidate.answer], candidate.ordinal, candidate.score)
            for candidate in candidates
            # An index that is behind may name an answer that is gone or now reads otherwise.
            if candidate.answer in analysed
            and text_hash(analysed[candidate.answer].answer) == candidate.text_hash
        ],
        meaning_vectors(),
        shipped_weights(understood.language),
    )


def _reason(
    understood: Understanding, filters: Filters, settings: Settings, engine: Engine, corpus: Corpus
) -> Reason:
    if not engine.sentence_count():
        return Reason.EMPTY_CORPUS
    if filters and _find(understood, Filters(), 1, settings, engine, corpus).chosen:
        return Reason.FILTERED_OUT
    return Reason.BELOW_THRESHOLD
