"""The evidence that a sentence answers a question, as named numbers. Pure functions.

Every feature lies between 0 and 1, so that weights can be compared.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields

from rapidfuzz import fuzz

from byline.search.understanding import QuestionTerm, Understanding
from byline.text.analysed import AnalysedAnswer

_BM25_CEILING = 2.2
"""A term's BM25 is at most its weight times k1 + 1, with Tantivy's k1 of 1.2."""

_FAMILY = 0.75
_FAMILY_PREFIX = 5
"""Two terms are of a family when one begins with the other and that has this many letters at least."""


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


def coverage(subject: Sequence[QuestionTerm], found: Collection[str]) -> float:
    """Return the share of the subject's weight whose terms are among ``found``; 0 for no subject.

    A word of the same family ("differentiate" for "difference") counts for three quarters.
    """
    total = sum(term.weight for term in subject)
    if not total:
        return 0.0
    return sum(term.weight * _presence(term.term, found) for term in subject) / total


def _presence(term: str, found: Collection[str]) -> float:
    if term in found:
        return 1.0
    if len(term) >= _FAMILY_PREFIX and any(
        other.startswith(term) or (len(other) >= _FAMILY_PREFIX and term.startswith(other)) for other in found
    ):
        return _FAMILY
    return 0.0


def measure(question: Understanding, analysed: AnalysedAnswer, ordinal: int, bm25: float) -> Features:
    """Return the features of one sentence; ``bm25`` is the engine's score."""
    own = set(analysed.terms[ordinal])
    around = own.union(analysed.context_terms(ordinal), analysed.question_terms)
    subject = question.subject
    ceiling = _BM25_CEILING * sum(term.weight for term in subject)
    asked = " ".join(term.term for term in subject)
    whole = " ".join(term.term for term in question.terms)
    return Features(
        bm25=min(1.0, bm25 / ceiling) if ceiling else 0.0,
        coverage=coverage(subject, own),
        context=coverage(subject, around),
        question=_likeness(whole, analysed.question_terms),
        wording=_likeness(asked, analysed.terms[ordinal]),
        lead=1 / (1 + ordinal),
    )


def _likeness(asked: str, terms: Sequence[str]) -> float:
    # Two empty texts are alike to rapidfuzz; to a person there is nothing to compare.
    if not asked or not terms:
        return 0.0
    return fuzz.token_set_ratio(asked, " ".join(terms), processor=None) / 100


def weigh(features: Features, weights: Mapping[str, float]) -> float:
    """Return the weighted sum of the features that have a weight."""
    return float(sum(weight * getattr(features, name) for name, weight in weights.items()))
