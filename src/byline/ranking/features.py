"""The evidence that a sentence answers a question, as named numbers. Pure functions.

All candidates of a question are measured together, a row each, since alignment is a matrix product.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from byline.ranking.alignment import align, align_question
from byline.ranking.kinds import Kind, expected_kind, fits
from byline.search.understanding import QuestionTerm, Understanding
from byline.text.analysed import FAMILY_PREFIX, AnalysedAnswer, TermSet
from byline.text.meaning import MeaningVectors

FEATURES = {
    "bm25": "the engine's score as a share of the best candidate's",
    "coverage": "the share, by rarity, of what is asked about that the sentence has",
    "context": "the same with the question answered and the sentence before, which count less",
    "grammar": "the share of the question's function words that the sentence has",
    "phrase": "the share of the question's neighbouring words that are neighbours in the sentence",
    "near": "how close together the words asked about stand",
    "partial": "likeness of the question to the most like stretch of the sentence (rapidfuzz)",
    "align": "soft alignment: the mean best cosine of the question's words",
    "align_weakest": "the least of the best cosines of the question's three weightiest pieces",
    "align_back": "how well the sentence's own words are met by the question's",
    "mean": "the cosine of the mean vectors",
    "length": "the sentence's length: the logarithm of one more than its words, by five",
    "asks": "1 when the sentence is itself a question",
    **{
        f"kind_{kind.value}": f"1 when a {kind.value} is asked for and there, -1 when missing"
        for kind in Kind
    },
    "question": "likeness of the question asked to the question answered (rapidfuzz)",
    "lead": "1 for an answer's first sentence and less for each later one: people begin with the point",
}
"""Every feature and what it says; the order is that of the columns."""

_CONTEXT = 0.8
"""A word found in the question answered or the sentence before counts for this much."""
_FAMILY = 0.75

Candidate = tuple[AnalysedAnswer, int, float]
"""An answer, a sentence of it, and the engine's score."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate sentence, its features in the order of ``FEATURES``, and the score they add up to."""

    analysed: AnalysedAnswer
    ordinal: int
    features: NDArray[np.float32]
    score: float

    def feature(self, name: str) -> float:
        """Return one feature."""
        return float(self.features[_COLUMN[name]])

    def as_dict(self) -> dict[str, float]:
        """Return the features by name."""
        return {name: float(value) for name, value in zip(FEATURES, self.features, strict=True)}


_COLUMN = {name: column for column, name in enumerate(FEATURES)}


def measure(
    question: Understanding, candidates: Sequence[Candidate], vectors: MeaningVectors
) -> NDArray[np.float32]:
    """Return the features of all candidates of a question, a row each, in the columns of ``FEATURES``."""
    found = np.zeros((len(candidates), len(FEATURES)), dtype=np.float32)
    if not candidates:
        return found
    aligned = align(
        align_question([(term.word, term.weight) for term in question.terms], vectors),
        [vectors.pieces_of(_words(analysed, ordinal)) for analysed, ordinal, _ in candidates],
        vectors,
    )
    for name, column in (
        ("align", aligned.forward),
        ("align_weakest", aligned.weakest),
        ("align_back", aligned.backward),
        ("mean", aligned.mean),
    ):
        found[:, _COLUMN[name]] = column
    best = max(bm25 for _, _, bm25 in candidates) or 1.0
    found[:, _COLUMN["bm25"]] = [bm25 / best for _, _, bm25 in candidates]
    _fill_words(found, question, candidates)
    _fill_kind(found, question, candidates)
    return found


def _words(analysed: AnalysedAnswer, ordinal: int) -> tuple[str, ...]:
    own = analysed.terms[ordinal].words
    return own + analysed.question.words


def _fill_words(found: NDArray[np.float32], question: Understanding, candidates: Sequence[Candidate]) -> None:
    grammar = frozenset(term.term for term in question.terms if not term.content)
    pairs = frozenset(pairwise(term.term for term in question.terms))
    lowered = question.text.lower()
    names = (
        "coverage",
        "context",
        "grammar",
        "phrase",
        "near",
        "partial",
        "length",
        "asks",
        "question",
        "lead",
    )
    columns = [_COLUMN[name] for name in names]
    for row, (analysed, ordinal, _) in enumerate(candidates):
        own = analysed.terms[ordinal]
        text = analysed.text_of(ordinal)
        present = [presence(term, own) for term in question.subject]
        around = [
            max(here, *(_CONTEXT * presence(term, each) for each in analysed.context(ordinal)))
            if here < 1
            else here
            for here, term in zip(present, question.subject, strict=True)
        ]
        found[row, columns] = (
            _weighted(question, present),
            _weighted(question, around),
            len(grammar & own.all) / len(grammar) if grammar else 0.0,
            len(pairs & own.pairs) / max(1, len(pairs)),
            _nearness(question, own),
            fuzz.partial_ratio(lowered, text.lower(), processor=None) / 100,
            math.log1p(len(own.terms)) / 5,
            text.rstrip().endswith(("?", "？", "؟")),
            _sameness(question.joined, analysed.question),
            1 / (1 + ordinal),
        )


def _fill_kind(found: NDArray[np.float32], question: Understanding, candidates: Sequence[Candidate]) -> None:
    kind = expected_kind(question.text)
    if kind is not None:
        fit = fits(kind, question.text)
        column = _COLUMN[f"kind_{kind.value}"]
        found[:, column] = [fit(analysed.text_of(ordinal)) for analysed, ordinal, _ in candidates]


def coverage(question: Understanding, found: TermSet) -> float:
    """Return the share of the subject's weight whose terms are among ``found``; 0 for no subject.

    A word of the same family ("differentiate" for "difference") counts for three quarters.
    """
    return _weighted(question, [presence(term, found) for term in question.subject])


def presence(asked: QuestionTerm, found: TermSet) -> float:
    """Return how much of a question's term is among others: all, three quarters for a relative, nothing."""
    if asked.term in found.all or any(variant in found.all for variant in asked.variants):
        return 1.0
    return _FAMILY if len(asked.term) >= FAMILY_PREFIX and found.has_relative(asked.term) else 0.0


def _weighted(question: Understanding, present: Sequence[float]) -> float:
    total = question.subject_weight
    if not total:
        return 0.0
    return sum(term.weight * share for term, share in zip(question.subject, present, strict=True)) / total


def _nearness(question: Understanding, own: TermSet) -> float:
    places = [own.terms.index(term.term) for term in question.subject if term.term in own.all]
    return 1 / (1 + (max(places) - min(places)) / len(places)) if len(places) > 1 else 0.0


def _sameness(asked: str, found: TermSet) -> float:
    """Likeness in which words that only one of two questions has count against it."""
    # Two empty texts are alike to rapidfuzz; to a person there is nothing to compare.
    if not asked or not found.terms:
        return 0.0
    shared = fuzz.token_set_ratio(asked, found.joined, processor=None)
    return (shared + fuzz.token_sort_ratio(asked, found.joined, processor=None)) / 200
