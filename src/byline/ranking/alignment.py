"""Soft alignment: how well the words of a question are met by words of a sentence, the same or akin.

    question   how    is   a   PM      different
                                |          |
    sentence   what differentiates a  technical PM      best cosine for each question word,
               0.1      0.7        1     0.5    1       averaged by rarity

After Khattab and Zaharia, ColBERT (2020), with vectors that do not depend on context.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from byline.text.found_through import FoundThrough
from byline.text.meaning import MeaningVectors

quiet_products = np.errstate(invalid="ignore")
"""OpenBLAS may raise the "invalid" flag for finite products, as its kernels read past the end of a row
(numpy/numpy#24067, OpenMathLib/OpenBLAS#1924); what they return is right."""

_WEIGHTIEST = 3
UNKNOWN = -1
"""Stands for the pieces of a word that none make up."""


@dataclass(frozen=True, slots=True)
class AlignedQuestion:
    """A question's pieces: their vectors, the weight of each (rarity of its word times emphasis), and which
    term of the question each is of.
    """

    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    terms: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each sentence, each between -1 and 1.

    ``forward`` is the question's mean best cosine by weight, ``weakest`` the least of its weightiest
    pieces, and ``backward`` how well the sentence's own words are met by the question.
    """

    forward: NDArray[np.float32]
    weakest: NDArray[np.float32]
    backward: NDArray[np.float32]


def align_question(words: Sequence[tuple[str, float]], vectors: MeaningVectors) -> AlignedQuestion:
    """Return a question ready to be aligned, from its folded words, a term each, and their rarities."""
    pieces: list[int] = []
    weights: list[float] = []
    terms: list[int] = []
    for term, (word, weight) in enumerate(words):
        # A word that no pieces make up, as in Chinese, can only be met by itself.
        parts = vectors.pieces(word) or (UNKNOWN,)
        pieces += parts
        weights += [weight / len(parts)] * len(parts)
        terms += [term] * len(parts)
    numbers = np.array(pieces, dtype=np.int32)
    rows, emphasis = vectors.vectors(numbers), vectors.emphasis(numbers)
    if UNKNOWN in pieces:
        unknown = numbers == UNKNOWN
        rows[unknown], emphasis[unknown] = 0.0, 1.0
    return AlignedQuestion(
        rows, np.array(weights, dtype=np.float32) * emphasis, np.array(terms, dtype=np.int64)
    )


@quiet_products
def align(
    question: AlignedQuestion,
    sentences: FoundThrough,
    has_term: NDArray[np.bool_],
    vectors: MeaningVectors,
) -> Alignment:
    """Align a question with sentences.

    Args:
        question: what is asked.
        sentences: what they are found through; one without pieces gets zeros.
        has_term: terms of the question by sentences: whether the sentence has it. What is there in any form
            is met in full, whatever the vectors say of "miss" and "misses".
        vectors: of both.
    """
    pieces, lengths = sentences.pieces, sentences.piece_counts
    count = len(lengths)
    if not len(question.weights) or not count:
        return Alignment(*(np.zeros(count, dtype=np.float32) for _ in range(3)))
    distinct, places = vectors.distinct(pieces)
    cosines = vectors.cosines(distinct, question.vectors)
    some = lengths > 0
    begins = (np.cumsum(lengths) - lengths)[some]
    best = np.zeros((len(question.weights), count), dtype=np.float32)
    backward = np.zeros(count, dtype=np.float32)
    if len(begins):
        best[:, some] = np.maximum.reduceat(cosines.take(places, axis=1), begins, axis=1)
        backward[some] = np.add.reduceat(cosines.max(axis=0).take(places), begins) / lengths[some]
    best[has_term[question.terms]] = 1.0
    heaviest = np.argsort(-question.weights)[:_WEIGHTIEST]
    return Alignment(
        forward=question.weights @ best / (float(question.weights.sum()) or 1.0),
        weakest=best[heaviest].min(axis=0),
        backward=backward,
    )
