"""The way of a question: from plain language to a Reply, over one revision of the corpus."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace

from byline.corpus import Corpus
from byline.dense import closeness, near_candidates
from byline.errors import QuestionError
from byline.models import Answer, Confidence, Filters, Reason, Reply
from byline.ranking.diversity import diverse
from byline.ranking.features import Evidence
from byline.ranking.scoring import rank, reranked, shipped_weights
from byline.reply import NEAR_MISSES, choose, choose_near, excerpts, related
from byline.search.engine import Index
from byline.search.records import limits_of, text_hash
from byline.search.understanding import Understanding, understand
from byline.settings import Settings
from byline.text.meaning import meaning_vectors
from byline.text.names import attributed_author, attributed_company, resolve_all
from byline.text.operators import combine, parse_question
from byline.tier_two import NO_MODELS, Models
from byline.transformer.passages import passage

CANDIDATES = 100
"""How many sentences the engine hands to the ranking, and as many again those that are near in meaning."""
RERANKED = 20
"""How many of the first ones a cross-encoder reads."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What ranking made of a question: the evidence in order, the part of it that answers, and how sure."""

    ranked: list[Evidence]
    chosen: list[Evidence]
    confidence: Confidence
    support: float


@dataclass(frozen=True, slots=True)
class _Shown:
    """What of it a reply shows, and the answers that all of this is quoted from, by number."""

    found: _Found
    near: list[Evidence]
    related: list[Evidence]
    answers: dict[int, Answer]


def ask(
    question: str,
    filters: Filters,
    *,
    top: int | None,
    settings: Settings,
    engine: Index,
    corpus: Corpus,
    models: Models = NO_MODELS,
) -> Reply:
    """Answer a question; see ``KnowledgeBase.ask``."""
    started = time.perf_counter()
    parsed = parse_question(_checked(question, settings.question_chars))
    text, applied = _attributed(parsed.text, _resolved(combine(parsed.filters, filters), corpus), corpus)
    understood = understand(
        text, engine, corpus.speller, corpus.languages, synonyms=corpus.synonyms(applied.collection)
    )
    ranked = _ranked(understood, applied, engine, corpus, models)
    if applied.phrases and not ranked:
        # Quotation marks also set off names and titles, which answers may write otherwise.
        applied = replace(applied, phrases=())
        ranked = _ranked(understood, applied, engine, corpus, models)
    shown = _shown(understood, ranked, applied, top or settings.top, settings, corpus)
    found, answers = shown.found, shown.answers
    return Reply(
        id=f"q_{secrets.token_hex(8)}",
        question=question,
        answered=bool(found.chosen),
        confidence=found.confidence,
        reason=None if found.chosen else _reason(understood, applied, settings, engine, corpus, models),
        searched_for=understood.text,
        corrections=understood.corrections,
        applied_filters=applied,
        excerpts=excerpts(understood, found.chosen, answers, settings.sentences),
        near_misses=excerpts(understood, shown.near, answers, settings.sentences),
        related_questions=tuple(answers[each.analysed.number].question or "" for each in shown.related),
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


def _ranked(
    understood: Understanding, filters: Filters, engine: Index, corpus: Corpus, models: Models
) -> list[Evidence]:
    limits = limits_of(filters, understood.language)
    if _by_filters_alone(understood, filters):
        models = NO_MODELS
        candidates = engine.search({}, limits, CANDIDATES)
    else:
        candidates = engine.search(understood.searched, limits, CANDIDATES, understood.grams)
    encoder = models.encoder if models.encoder and models.encoder.vectors.sentences else None
    if encoder:
        near = near_candidates(engine, encoder, understood, limits, CANDIDATES)
        candidates = list({(each.answer, each.ordinal): each for each in [*candidates, *near]}.values())
    analysed = corpus.analysed(candidate.answer for candidate in candidates)
    found = [
        (analysed[candidate.answer], candidate.ordinal, candidate.score)
        for candidate in candidates
        # Another process may be ahead of the view that the candidates are from.
        if candidate.answer in analysed and analysed[candidate.answer].text_hash == candidate.text_hash
    ]
    dense = closeness(encoder, understood.text, found) if encoder else None
    weights = shipped_weights(understood.language, with_model=dense is not None)
    ranked = rank(understood, found, meaning_vectors(), weights, dense)
    if models.reranker and ranked:
        first = [passage(each.analysed, each.ordinal) for each in ranked[:RERANKED]]
        ranked = reranked(ranked, models.reranker.closeness(understood.text, first))
    return ranked


def _by_filters_alone(understood: Understanding, filters: Filters) -> bool:
    """Say whether nothing is asked about, as in "what does Devika think": these are simply her answers."""
    return bool(filters) and not understood.has_subject


def _found(
    understood: Understanding, ranked: list[Evidence], filters: Filters, top: int, settings: Settings
) -> _Found:
    if _by_filters_alone(understood, filters):
        chosen = diverse([each for each in ranked if each.ordinal == 0], top)
        return _Found(ranked, chosen, Confidence.LOW if chosen else Confidence.NONE, 0.0)
    choice = choose(understood, ranked, top, settings.threshold)
    return _Found(ranked, choice.evidence, choice.confidence, choice.support)


def _shown(
    understood: Understanding,
    ranked: list[Evidence],
    filters: Filters,
    top: int,
    settings: Settings,
    corpus: Corpus,
) -> _Shown:
    """Decide what is shown. Only now are answers read: the store has the last word on what they say."""
    while True:
        found = _found(understood, ranked, filters, top, settings)
        near = [] if found.chosen else choose_near(understood, ranked, NEAR_MISSES)
        others = related(understood.text, ranked, found.chosen)
        shown = {each.analysed.number: each.analysed for each in (*found.chosen, *near, *others)}
        answers = corpus.answers(shown.keys())
        # An index that is behind may name an answer that is gone or now reads otherwise.
        stale = {
            number
            for number, each in shown.items()
            if number not in answers or text_hash(answers[number]) != each.text_hash
        }
        if not stale:
            return _Shown(found, near, others, answers)
        ranked = [each for each in ranked if each.analysed.number not in stale]


def _reason(
    understood: Understanding,
    filters: Filters,
    settings: Settings,
    engine: Index,
    corpus: Corpus,
    models: Models,
) -> Reason:
    if not engine.sentence_count():
        return Reason.EMPTY_CORPUS
    if filters:
        ranked = _ranked(understood, Filters(), engine, corpus, models)
        if _found(understood, ranked, Filters(), 1, settings).chosen:
            return Reason.FILTERED_OUT
    return Reason.BELOW_THRESHOLD
