"""From ranked evidence to a Reply: excerpts a person can read, or nobody answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from byline.models import Answer, Confidence, Excerpt, ExcerptSentence, Why
from byline.ranking.diversity import diverse
from byline.ranking.features import Evidence, Subject
from byline.ranking.scoring import level, support
from byline.search.understanding import Understanding
from byline.text.analysed import Wanted
from byline.text.indexed import IndexedAnswer

NEAR_MISSES = 3
_RELATED = 3
_WORTH_SHOWING = 0.6
"""An excerpt after the first must have this share of the first one's support."""
_MATCHED = 0.6
"""A neighbour is part of the answer when it covers this share of what the best sentence covers."""


def choose(question: Understanding, ranked: Sequence[Evidence], top: int, threshold: float) -> list[Evidence]:
    """Return the evidence that answers, best first; empty when nothing does.

    With a threshold of 0 whatever came nearest answers, and nothing is left out as too weak.
    """
    supported = [(each, support(question, each)) for each in ranked]
    best = max((value for _, value in supported), default=0.0)
    floor = max(threshold, best * _WORTH_SHOWING) if threshold else 0.0
    return diverse([each for each, value in supported if value >= floor], top)


def choose_near(question: Understanding, ranked: Sequence[Evidence], top: int) -> list[Evidence]:
    """Return what came nearest when nothing answers: sentences that have at least one word of the subject."""
    subject = Subject(question)
    return diverse([each for each in ranked if subject.present(each.analysed.terms[each.ordinal])], top)


def confidence_of(question: Understanding, chosen: Sequence[Evidence], threshold: float) -> Confidence:
    """Return the confidence that the chosen evidence answers."""
    return level(max((support(question, each) for each in chosen), default=0.0), threshold)


def excerpts(
    question: Understanding, chosen: Iterable[Evidence], answers: Mapping[int, Answer], longest: int
) -> tuple[Excerpt, ...]:
    """Return an excerpt for each of the chosen sentences.

    Args:
        question: what was searched.
        chosen: the sentences, in the order they are shown.
        answers: what they are quoted from, by number: the same texts that were indexed.
        longest: how many sentences an excerpt has at most.
    """
    return tuple(
        _excerpt(question, evidence, answers[evidence.analysed.number], rank, longest)
        for rank, evidence in enumerate(chosen, start=1)
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


def _excerpt(question: Understanding, evidence: Evidence, answer: Answer, rank: int, longest: int) -> Excerpt:
    analysed = evidence.analysed
    ordinals, matched = grow(question, analysed, evidence.ordinal, longest)
    cut = [analysed.sentences[ordinal] for ordinal in ordinals]
    start, end = cut[0].start, cut[-1].end
    found = _having(question.wanted, analysed, ordinals)
    return Excerpt(
        rank=rank,
        text=answer.text[start:end],
        start=start,
        end=end,
        sentences=tuple(
            ExcerptSentence(one.start, one.end, one.ordinal, matched=one.ordinal in matched) for one in cut
        ),
        answer=answer,
        why=Why(
            terms=tuple(term.written for term in question.subject if not found.isdisjoint(term.alternatives)),
            fuzzy={one.written: one.searched for one in question.corrections},
            synonyms=_synonyms(question, analysed, ordinals),
            features=evidence.as_dict(),
        ),
        score=evidence.score,
    )


def _having(wanted: Wanted, analysed: IndexedAnswer, ordinals: Iterable[int]) -> frozenset[str]:
    """Return which terms and phrases the sentences have."""
    return frozenset[str]().union(*(analysed.terms[ordinal].having(wanted) for ordinal in ordinals))


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
    subject = Subject(question)

    def covered(ordinal: int) -> float:
        return subject.share(subject.present(analysed.terms[ordinal]))

    least = _MATCHED * covered(best)
    matched = {best}
    needed = (other for other in analysed.leans_on(best) if best - other < longest)
    first, last = min(needed, default=best), best

    def is_evidence(ordinal: int) -> bool:
        return least > 0 and covered(ordinal) >= least

    def together(one: int, other: int) -> bool:
        return analysed.sentences[one].paragraph == analysed.sentences[other].paragraph

    def is_announced(begin: int, ordinal: int) -> bool:
        return any(analysed.text_of(one).endswith((":", "：")) for one in range(begin, ordinal))

    while last - first + 1 < longest:
        before, after = first - 1, last + 1
        if after < len(analysed.sentences) and (
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
