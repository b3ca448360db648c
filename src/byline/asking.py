"""The way of a question: from plain language to a Reply, over one revision of the corpus."""

from __future__ import annotations

import secrets
from bisect import bisect_right
from dataclasses import dataclass, replace

from byline.conversation import Reading
from byline.corpus import Corpus
from byline.dense import closeness, near_candidates
from byline.gathering import gather, to_same_questions
from byline.models import FILTER_FIELDS, Answer, Confidence, Filters, More, Reason, Reply
from byline.ranking.candidates import Candidates
from byline.ranking.diversity import diverse
from byline.ranking.features import Evidence, has_terms
from byline.ranking.scoring import rank, reranked, shipped_weights
from byline.reply import LOOKED_AT, NEAR_MISSES, Gathered, choose, choose_near, excerpts, grown, related
from byline.search.engine import Candidate, Index
from byline.search.records import limits_of, text_hash
from byline.search.understanding import Understanding, understand
from byline.settings import Settings
from byline.stages import stage
from byline.text.analysis import tokens
from byline.text.meaning import meaning_vectors
from byline.text.names import attributed_author, attributed_company, resolve_all
from byline.text.operators import combine, unquoted, write_question
from byline.tier_two import NO_MODELS, Models
from byline.transformer.passages import passage

CANDIDATES = 100
"""How many sentences the engine hands to the ranking, and as many again those that are near in meaning."""
_PROMISING, _FEWEST = 0.25, 30
"""Of these, the ones with less than this share of the best one's score are left out, down to so many: they
come first in one question of a thousand, and to read and measure them takes half of the time."""
RERANKED = 20
"""How many of the first ones a cross-encoder reads."""


@dataclass(frozen=True, slots=True)
class _Searched:
    """A reading of a question as it was searched, and the evidence for it in order.

    ``needed`` are the terms, in groups, that evidence must have one of: those that a follow-up said.
    """

    text: str
    understood: Understanding
    limits: Filters
    ranked: list[Evidence]
    needed: list[list[int]]


@dataclass(frozen=True, slots=True)
class _Found:
    """What ranking made of a question: the evidence in order, the part of it that answers, and how sure."""

    ranked: list[Evidence]
    chosen: list[Evidence]
    confidence: Confidence
    support: float


@dataclass(frozen=True, slots=True)
class _Shown:
    """What of it a reply shows, how much is left out, and the answers that it is quoted from, by number."""

    found: _Found
    quoted: list[Gathered]
    near: list[Gathered]
    more: More
    related: list[Evidence]
    answers: dict[int, Answer]


@dataclass(frozen=True, slots=True)
class Asked:
    """What belongs to one ask, however its question is read: what was typed and given, and who answers."""

    question: str
    given: Filters
    top: int | None
    settings: Settings
    engine: Index
    corpus: Corpus
    models: Models = NO_MODELS
    behind: bool = False
    """Whether the store is newer than the corpus."""
    keeps: bool = False
    """Whether the reply is kept with the corpus for who asks the same, and one that was kept is given."""

    @property
    def most(self) -> int:
        """How many excerpts are shown at most."""
        return self.top or self.settings.top


def answer(asked: Asked, reading: Reading) -> Reply:
    """Answer one reading of a question; what it took is for ``following.ask`` to say, over all readings.

    What was asked before of the same revision is answered the same, with an id of its own: links are
    opened again, follow-ups look at what they follow, and colleagues ask alike.
    """
    if not asked.keeps:
        return _answered(asked, reading)
    kept = asked.corpus.replies
    key = (reading, asked.given, asked.most)
    reply = kept.get(key)
    if reply is None:
        reply = _answered(asked, reading)
        kept.keep(key, reply)
        return reply
    return replace(reply, id=_new_id(), question=asked.question)


def _new_id() -> str:
    return f"q_{secrets.token_hex(8)}"


def is_answered(asked: Asked, reading: Reading) -> bool:
    """Say whether ``answer`` would find an answer: for less, since nothing is quoted."""
    if asked.behind:
        return answer(asked, reading).answered  # what was found may be gone, as only the store knows
    searched = _searched(asked, reading)
    return bool(_found(searched, asked.most, asked.settings).chosen)


def _answered(asked: Asked, reading: Reading) -> Reply:
    corpus = asked.corpus
    searched = _searched(asked, reading)
    understood, applied = searched.understood, searched.limits
    shown = _shown(asked, searched)
    found, answers = shown.found, shown.answers
    quoted = {each.head.number: answers[each.head.number] for each in (*shown.quoted, *shown.near)}
    others = to_same_questions(quoted.values(), corpus, applied.collection, behind=asked.behind)
    return Reply(
        id=_new_id(),
        question=asked.question,
        answered=bool(found.chosen),
        confidence=found.confidence,
        reason=None if found.chosen else _reason(asked, searched),
        searched_for=understood.text,
        corrections=understood.corrections,
        applied_filters=applied,
        excerpts=excerpts(understood, shown.quoted, answers, others, found.ranked),
        near_misses=excerpts(understood, shown.near, answers, others),
        related_questions=tuple(answers[each.analysed.number].question or "" for each in shown.related),
        took_ms=0.0,
        index_revision=corpus.revision,
        support=found.support,
        asked=write_question(searched.text, applied),
        carried=reading.carried,
        more=shown.more,
    )


def _searched(asked: Asked, reading: Reading) -> _Searched:
    corpus = asked.corpus
    text, applied = _attributed(reading.text, _resolved(_limits(asked.given, reading), corpus), corpus)
    understood = understood_as(asked, text, applied)
    ranked = _ranked(asked, understood, applied)
    if applied.phrases and not ranked:
        # Quotation marks also set off names and titles, which answers may write otherwise. Around a single
        # word they stay: they say that just this word is meant, however it is spelled.
        for phrase in applied.phrases:
            text = unquoted(text, phrase) if " " in phrase else text
        applied = replace(applied, phrases=())
        understood = understood_as(asked, text, applied)
        ranked = _ranked(asked, understood, applied)
    needed = [words for each in (reading.added, reading.kept) if (words := _words_of(understood, each))]
    return _Searched(text, understood, applied, ranked, needed)


@stage("understanding")
def understood_as(asked: Asked, text: str, limits: Filters) -> Understanding:
    """Return a text as it is searched by those who answer, with the synonyms of the collections asked.

    Where nobody answered, the same is wanted once more: for what else could be asked.
    """
    corpus, key = asked.corpus, (text, limits.collection)
    found = corpus.understood.get(key) if asked.keeps else None
    if found is None:
        synonyms = corpus.synonyms(limits.collection)
        found = understand(text, asked.engine, corpus.speller, corpus.languages, synonyms)
        if asked.keeps:
            corpus.understood.keep(key, found)
    return found


def _limits(given: Filters, reading: Reading) -> Filters:
    """Return the limits of a reading together with those given beside the question.

    In a follow-up, what was carried gives way to what is given, and that to what the follow-up says itself.
    """
    if reading.carried is None:
        return combine(reading.filters, given)
    fields = (field for field in FILTER_FIELDS if field not in reading.said)
    return replace(reading.filters, **{field: value for field in fields if (value := getattr(given, field))})


def _words_of(understood: Understanding, part: str) -> list[int]:
    """Return which terms of a question are words of subject of a part of it."""
    if not part:
        return []
    wanted = {token.word for token in tokens(part)}
    return [
        at
        for at, term in enumerate(understood.terms)
        if term.content and any(token.word in wanted for token in tokens(term.written))
    ]


def _having(understood: Understanding, needed: list[list[int]], ranked: list[Evidence]) -> list[Evidence]:
    """Return the evidence that has a term of each group that a follow-up needs; see ``Reading``."""
    if not needed or not ranked:
        return ranked
    found = has_terms(understood, Candidates.of((each.analysed, each.ordinal, each.score) for each in ranked))
    return [each for at, each in enumerate(ranked) if all(found[terms, at].any() for terms in needed)]


def _resolved(filters: Filters, corpus: Corpus) -> Filters:
    """Names as the collection spells them, for names as people type them."""
    if not filters:
        return filters
    return replace(
        filters,
        author=resolve_all(filters.author, corpus.authors),
        not_author=resolve_all(filters.not_author, corpus.authors),
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


@stage("ranking")
def _ranked(asked: Asked, understood: Understanding, filters: Filters) -> list[Evidence]:
    engine, corpus, models = asked.engine, asked.corpus, asked.models
    limits = limits_of(filters, understood.language)
    if _by_filters_alone(understood, filters):
        models = NO_MODELS
        candidates = engine.search({}, limits, CANDIDATES)
    else:
        candidates = promising(engine.search(understood.searched, limits, CANDIDATES, understood.grams))
    encoder = models.encoder if models.encoder and models.encoder.vectors.sentences else None
    if encoder:
        near = near_candidates(engine, encoder, understood, limits, CANDIDATES)
        candidates = list({(each.answer, each.ordinal): each for each in [*candidates, *near]}.values())
    found = corpus.candidates(candidates)
    dense = closeness(encoder, understood.text, found.all()) if encoder else None
    weights = shipped_weights(understood.language, with_model=dense is not None)
    ranked = rank(understood, found, meaning_vectors(), weights, dense)
    if models.reranker and ranked:
        first = [passage(each.analysed, each.ordinal) for each in ranked[:RERANKED]]
        ranked = reranked(ranked, models.reranker.closeness(understood.text, first))
    return ranked


def promising(found: list[Candidate]) -> list[Candidate]:
    """Return what is worth measuring of what the engine found, best first."""
    if len(found) <= _FEWEST:
        return found
    kept = bisect_right(found, -_PROMISING * found[0].score, key=lambda each: -each.score)
    return found[: max(kept, _FEWEST)]


def _by_filters_alone(understood: Understanding, filters: Filters) -> bool:
    """Say whether nothing is asked about, as in "what does Devika think": these are simply her answers."""
    return bool(filters) and not understood.has_subject


@stage("choosing")
def _found(searched: _Searched, top: int, settings: Settings) -> _Found:
    understood, ranked = searched.understood, searched.ranked
    if _by_filters_alone(understood, searched.limits):
        chosen = diverse([each for each in ranked if each.ordinal == 0], LOOKED_AT * top)
        return _Found(ranked, chosen, Confidence.LOW if chosen else Confidence.NONE, 0.0)
    having = _having(understood, searched.needed, ranked)
    choice = choose(understood, having, top, settings.threshold)
    return _Found(ranked, choice.evidence, choice.confidence, choice.support)


def _shown(asked: Asked, searched: _Searched) -> _Shown:
    """Decide what is shown. Only now are answers read: the store has the last word on what they say."""
    understood, longest = searched.understood, asked.settings.sentences
    while True:
        ranked = searched.ranked
        found = _found(searched, asked.most, asked.settings)
        quoted, more = gather(grown(understood, found.chosen, longest), asked.most)
        nearest = [] if found.chosen else choose_near(understood, ranked, NEAR_MISSES)
        near, _ = gather(grown(understood, nearest, longest), NEAR_MISSES)
        others = related(understood.text, ranked, found.chosen[: asked.most])
        gathered = [each for one in (*quoted, *near) for each in (one.head, *one.repeats)]
        shown = {
            each.analysed.number: each.analysed for each in (*(one.evidence for one in gathered), *others)
        }
        answers = asked.corpus.answers(shown.keys(), behind=asked.behind)
        # An index that is behind may name an answer that is gone or now reads otherwise.
        stale = {
            number
            for number, each in shown.items()
            if number not in answers or text_hash(answers[number]) != each.text_hash
        }
        if not stale:
            return _Shown(found, quoted, near, more, others, answers)
        kept = [each for each in ranked if each.analysed.number not in stale]
        searched = replace(searched, ranked=kept)


def _reason(asked: Asked, searched: _Searched) -> Reason:
    if not asked.engine.sentence_count():
        return Reason.EMPTY_CORPUS
    if searched.limits:
        ranked = _ranked(asked, searched.understood, Filters())
        if _found(replace(searched, ranked=ranked, limits=Filters()), 1, asked.settings).chosen:
            return Reason.FILTERED_OUT
    return Reason.BELOW_THRESHOLD
