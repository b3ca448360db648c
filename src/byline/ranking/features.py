"""The evidence that a sentence answers a question, as named numbers. Pure functions.

Every feature lies between 0 and 1, so that weights can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from rapidfuzz import fuzz

from byline.search.understanding import Understanding
from byline.text.analysed import FAMILY_PREFIX, AnalysedAnswer, TermSet

_BM25_CEILING = 2.2
"""A term's BM25 is at most its weight times k1 + 1, with Tantivy's k1 of 1.2."""

_FAMILY = 0.75


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for one sentence."""

    bm25: float
    """The engine's score, as a share of the highest that these terms could give."""
    coverage: float
    """The share of what is asked about (by rarity) that stands in the sentence itself."""
    context: float
    """The same, with the sentence before and the question answered."""
    question: float
    """Likeness of the question asked to the question that the author was answering (rapidfuzz)."""
    wording: float
    """Likeness of the question to the sentence, as sets of terms (rapidfuzz)."""
    lead: float
    """1 for an answer's first sentence and less for each later one: people begin with the point."""

    def as_dict(self) -> dict[str, float]:
        """Return the features by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate sentence with the features that speak for it and the score they add up to."""

    analysed: AnalysedAnswer
    ordinal: int
    features: Features
    score: float


def measure(question: Understanding, analysed: AnalysedAnswer, ordinal: int, bm25: float) -> Features:
    """Return the features of one sentence; ``bm25`` is the engine's score."""
    own = analysed.terms[ordinal]
    present = [presence(term.term, own) for term in question.subject]
    around = [
        max(here, *(presence(term.term, each) for each in analysed.context(ordinal))) if here < 1 else here
        for here, term in zip(present, question.subject, strict=True)
    ]
    ceiling = _BM25_CEILING * question.subject_weight
    return Features(
        bm25=min(1.0, bm25 / ceiling) if ceiling else 0.0,
        coverage=_weighted(question, present),
        context=_weighted(question, around),
        question=_sameness(question.joined, analysed.question),
        wording=_likeness(question.subject_joined, own),
        lead=1 / (1 + ordinal),
    )


def coverage(question: Understanding, found: TermSet) -> float:
    """Return the share of the subject's weight whose terms are among ``found``; 0 for no subject.

    A word of the same family ("differentiate" for "difference") counts for three quarters.
    """
    return _weighted(question, [presence(term.term, found) for term in question.subject])


def presence(term: str, found: TermSet) -> float:
    """Return how much of a term is among others: all, three quarters for a relative, nothing."""
    if term in found.all:
        return 1.0
    return _FAMILY if len(term) >= FAMILY_PREFIX and found.has_relative(term) else 0.0


def _weighted(question: Understanding, present: Sequence[float]) -> float:
    total = question.subject_weight
    if not total:
        return 0.0
    return sum(term.weight * share for term, share in zip(question.subject, present, strict=True)) / total


def _likeness(asked: str, found: TermSet) -> float:
    # Two empty texts are alike to rapidfuzz; to a person there is nothing to compare.
    if not asked or not found.terms:
        return 0.0
    return fuzz.token_set_ratio(asked, found.joined, processor=None) / 100


def _sameness(asked: str, found: TermSet) -> float:
    """Likeness in which words that only one of the two has count against it, as two questions need."""
    if not asked or not found.terms:
        return 0.0
    return (_likeness(asked, found) + fuzz.token_sort_ratio(asked, found.joined, processor=None) / 100) / 2


def weigh(features: Features, weights: Mapping[str, float]) -> float:
    """Return the weighted sum of the features that have a weight."""
    return float(sum(weight * getattr(features, name) for name, weight in weights.items()))
