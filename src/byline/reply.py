"""From ranked evidence to a Reply: excerpts a person can read, or nobody answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from byline.models import Answer, Confidence, Excerpt, ExcerptSentence, Repeat, Sentence, Why
from byline.ranking.confidence import learned_score, likelihoods, shipped_confidence
from byline.ranking.diversity import diverse
from byline.ranking.features import Evidence
from byline.ranking.kinds import Kind
from byline.ranking.scoring import shipped_weights
from byline.search.understanding import Understanding
from byline.stages import stage
from byline.text.analysed import Wanted
from byline.text.indexed import IndexedAnswer
from byline.text.languages import DEFAULT_LANGUAGE

NEAR_MISSES = 3
_RELATED = 3
_WORTH_SHOWING = 0.6
"""An excerpt after the first must have this share of the first one's support."""
LOOKED_AT = 3
"""So many answers are looked at for each that may be shown: some repeat others, and some are left out."""
_NEAR = 3.0
"""Logits: what scores so much lower, the ranking holds for a twentieth as likely to be right."""
_CLOSE = 0.5
"""On a transformer's scale: half as near as a question and its own answer are on average."""
_TELLS_MORE = 0.2
"""A sentence elsewhere in the answer is quoted too when it has this share of the subject, all of it new."""
_MATCHED = 0.6
"""A neighbour is part of the answer when it covers this share of what the best sentence covers."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The evidence that answers, best first, more of it than is shown; how likely it is that somebody
    answered; and how sure it is."""

    evidence: list[Evidence]
    support: float
    confidence: Confidence


def choose(question: Understanding, ranked: Sequence[Evidence], top: int, threshold: float) -> Choice:
    """Choose the evidence that answers; none when nothing does.

    Of the sentences that fit nearly as well as the first, the likeliest decides whether anything is shown;
    the confidence is about what is shown first. With a threshold of 0 whatever came nearest answers, and
    nothing is left out as too weak.
    """
    if not ranked:
        return Choice([], 0.0, Confidence.NONE)
    with_model = _with_model(ranked)
    model = shipped_confidence(with_model=with_model)
    weights = shipped_weights(question.language, with_model=with_model)
    places = _first_of_answers(ranked, LOOKED_AT * top)
    likely = likelihoods(question, ranked, places, weights, model)
    least = learned_score(ranked[0], weights) - _NEAR
    best = max(likely[place].answered for place in places if learned_score(ranked[place], weights) >= least)
    if best < threshold:
        return Choice([], best, Confidence.NONE)
    floor = max(threshold, best * _WORTH_SHOWING) if threshold else 0.0
    kept = [place for place in places if likely[place].answered >= floor]
    shown = [ranked[place] for place in kept] if threshold else list(ranked)
    level = model.level(likely[kept[0]], threshold, len(question.subject))
    return Choice(diverse(shown, LOOKED_AT * top), best, level)


def _first_of_answers(ranked: Sequence[Evidence], most: int) -> list[int]:
    """Return the places of the best sentences of so many answers; an answer is quoted only once."""
    places: dict[int, int] = {}
    for place, each in enumerate(ranked):
        if len(places) == most:
            break
        places.setdefault(each.analysed.number, place)
    return list(places.values())


def _with_model(ranked: Iterable[Evidence]) -> bool:
    return any(each.feature("dense") for each in ranked)


def choose_near(question: Understanding, ranked: Sequence[Evidence], top: int) -> list[Evidence]:
    """Return what came nearest when nothing answers.

    These are sentences that have at least one word of the subject, or that a transformer holds for close.
    There are more of them than ``top``, because some may repeat others.
    """
    subject = question.looked_for
    near = [
        each
        for each in ranked
        if each.feature("dense") >= _CLOSE or subject.present(each.analysed.terms_of(each.ordinal))
    ]
    return diverse(near, LOOKED_AT * top)


@dataclass(frozen=True, slots=True)
class Grown:
    """A sentence that was chosen with those around it that make an excerpt, before its answer is read."""

    evidence: Evidence
    ordinals: range
    matched: frozenset[int]
    """Those that carry the evidence."""

    @property
    def number(self) -> int:
        """The answer's."""
        return self.evidence.analysed.number

    @property
    def sentences(self) -> list[Sentence]:
        """Where they stand."""
        return list(map(self.evidence.analysed.sentence, self.ordinals))


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is shown as one: an excerpt, and those of other answers that say the same words."""

    head: Grown
    repeats: tuple[Grown, ...]


Others = tuple[Answer | None, int]
"""What else was answered to an answer's question: the newest, where it is newer, and how many it has."""


@stage("excerpts")
def grown(question: Understanding, chosen: Iterable[Evidence], longest: int) -> list[Grown]:
    """Return the chosen sentences with those around them, at most ``longest`` each."""
    return [Grown(each, *grow(question, each.analysed, each.ordinal, longest)) for each in chosen]


@stage("excerpts")
def excerpts(
    question: Understanding,
    shown: Iterable[Gathered],
    answers: Mapping[int, Answer],
    others: Mapping[int, Others],
    ranked: Sequence[Evidence] = (),
) -> tuple[Excerpt, ...]:
    """Return the excerpts that a reply shows, with why they are and what else their answers say.

    Args:
        question: what was searched.
        shown: what is shown, in its order.
        answers: what it is quoted from, by number: the same texts that were indexed.
        others: for each of these what else was answered to its question.
        ranked: the evidence that it was chosen from; more of the same answer may be shown with each.
    """
    return tuple(
        _excerpt(question, each, answers, others[each.head.number], rank, ranked)
        for rank, each in enumerate(shown, start=1)
    )


def related(asked: str, ranked: Iterable[Evidence], shown: Iterable[Evidence]) -> list[Evidence]:
    """Return evidence in reply to other questions, neither ``asked`` nor answered by what is ``shown``."""
    seen = {_plain(asked)} | {_plain(each.analysed.asked or "") for each in shown}
    found: list[Evidence] = []
    for evidence in ranked:
        question = _plain(evidence.analysed.asked or "")
        if question and question not in seen:
            seen.add(question)
            found.append(evidence)
        if len(found) == _RELATED:
            break
    return found


def _plain(question: str) -> str:
    return re.sub(r"\W+", " ", question).strip().casefold()


def _excerpt(
    question: Understanding,
    shown: Gathered,
    answers: Mapping[int, Answer],
    others: Others,
    rank: int,
    ranked: Sequence[Evidence],
) -> Excerpt:
    evidence, ordinals, matched = shown.head.evidence, shown.head.ordinals, shown.head.matched
    analysed, answer = evidence.analysed, answers[evidence.analysed.number]
    cut = shown.head.sentences
    start, end = cut[0].start, cut[-1].end
    further = _further(question, evidence, ordinals, ranked)
    newer, count = others
    return Excerpt(
        rank=rank,
        text=answer.text[start:end],
        start=start,
        end=end,
        sentences=tuple(
            ExcerptSentence(one.start, one.end, one.ordinal, matched=one.ordinal in matched) for one in cut
        ),
        answer=answer,
        why=_why(question, evidence, [*ordinals, *further]),
        score=evidence.score,
        further=tuple(
            ExcerptSentence(one.start, one.end, one.ordinal, matched=True)
            for one in map(analysed.sentence, further)
        ),
        repeats=tuple(_repeat(each, answers[each.number]) for each in shown.repeats),
        newer=newer,
        answers=count,
    )


def _repeat(grown: Grown, answer: Answer) -> Repeat:
    cut = grown.sentences
    return Repeat(answer, cut[0].start, cut[-1].end)


def _why(question: Understanding, evidence: Evidence, ordinals: Sequence[int]) -> Why:
    analysed = evidence.analysed
    found = _having(question.wanted, analysed, ordinals)
    synonyms = _synonyms(question, analysed, ordinals)
    kind, kind_met = _kind(evidence)
    there = [not found.isdisjoint(term.alternatives) for term in question.subject]
    return Why(
        terms=tuple(term.written for term, has in zip(question.subject, there, strict=True) if has),
        missing=tuple(
            term.written
            for term, has in zip(question.subject, there, strict=True)
            if not has and not any(term.written in asked.split() for asked in synonyms)
        ),
        fuzzy={one.written: one.searched for one in question.corrections},
        synonyms=synonyms,
        meaning=_meaning(question, evidence),
        kind=kind,
        kind_met=kind_met,
        features=evidence.as_dict(),
    )


def _having(wanted: Wanted, analysed: IndexedAnswer, ordinals: Iterable[int]) -> frozenset[str]:
    """Return which terms and phrases the sentences have."""
    return frozenset[str]().union(*(analysed.terms_of(ordinal).having(wanted) for ordinal in ordinals))


def _further(
    question: Understanding, evidence: Evidence, ordinals: range, ranked: Iterable[Evidence]
) -> list[int]:
    """Return the sentence, if there is one, that tells more of what is asked elsewhere in the same answer.

    It fits nearly as well as the best one, has a good share of the subject that the excerpt has nothing of,
    can be understood where it stands, and is not next to the excerpt.
    """
    analysed, subject = evidence.analysed, question.looked_for
    here = {term for ordinal in ordinals for term in subject.present(analysed.terms_of(ordinal))}
    for other in ranked:
        ordinal = other.ordinal
        if other.analysed.number != analysed.number or other.score < evidence.score - _NEAR:
            continue
        if ordinals.start - 1 <= ordinal <= ordinals.stop:
            continue
        found = subject.present(analysed.terms_of(ordinal))
        new = {term: share for term, share in found.items() if term not in here}
        alone = not analysed.leans_on(ordinal) and not analysed.points_back(ordinal)
        if alone and subject.share(new) >= _TELLS_MORE:
            return [ordinal]
    return []


def _meaning(question: Understanding, evidence: Evidence) -> float | None:
    """Return how close the sentence is in meaning, as a transformer says it, or else the vectors of words."""
    close = evidence.feature("dense")
    if not close:
        if question.language != DEFAULT_LANGUAGE:
            return None  # the vectors know no other
        close = evidence.feature("align")
    return min(1.0, max(0.0, close))


def _kind(evidence: Evidence) -> tuple[str | None, bool]:
    """Return which kind of answer was asked for, and whether the sentence has something of it."""
    for kind in Kind:
        found = evidence.feature(f"kind_{kind.value}")
        if found:
            return kind.value, found > 0
    return None, False


def _synonyms(question: Understanding, analysed: IndexedAnswer, ordinals: Iterable[int]) -> dict[str, str]:
    """Return the question's words that the sentences have not themselves, with the synonym they have."""
    if not question.synonyms:
        return {}
    known = Wanted(term for each in question.synonyms for term in (each.term, each.synonym.term))
    found = _having(known, analysed, ordinals)
    met: dict[str, str] = {}
    for each in question.synonyms:
        if each.synonym.term in found and each.term not in found:
            met.setdefault(each.written, each.synonym.written)
    return met


def grow(
    question: Understanding, analysed: IndexedAnswer, best: int, longest: int
) -> tuple[range, frozenset[int]]:
    """Return the sentences of an excerpt around the best one, and those that carry the evidence.

    A sentence joins when it is evidence itself, or when the excerpt could not be understood without it:
    the best one leans on it, or announces it with a colon. Excerpts stay within a paragraph unless a colon
    leads out of it.
    """
    subject = question.looked_for

    def covered(ordinal: int) -> float:
        return subject.share(subject.present(analysed.terms_of(ordinal)))

    least = _MATCHED * covered(best)
    matched = {best}
    needed = (other for other in analysed.leans_on(best) if best - other < longest)
    first, last = min(needed, default=best), best

    def is_evidence(ordinal: int) -> bool:
        return least > 0 and covered(ordinal) >= least

    def together(one: int, other: int) -> bool:
        return analysed.paragraph_of(one) == analysed.paragraph_of(other)

    def is_announced(begin: int, ordinal: int) -> bool:
        return any(analysed.text_of(one).endswith((":", "：")) for one in range(begin, ordinal))

    while last - first + 1 < longest:
        before, after = first - 1, last + 1
        if after < len(analysed) and (
            (together(last, after) and (is_evidence(after) or is_announced(first, after)))
            or is_announced(last, after)
        ):
            last = after
        elif before >= 0 and together(before, first) and (is_evidence(before) or analysed.points_back(first)):
            first = before
        else:
            break
    matched.update(one for one in range(first, last + 1) if is_evidence(one))
    return range(first, last + 1), frozenset(matched)
