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

from byline.text.meaning import MeaningVectors

_WEIGHTIEST = 3


@dataclass(frozen=True, slots=True)
class AlignedQuestion:
    """A question's pieces: their vectors, and the weight of each (rarity of its word times emphasis)."""

    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each sentence, each between -1 and 1.

    ``forward`` is the question's mean best cosine by weight, ``weakest`` the least of its weightiest
    pieces, ``backward`` how well the sentence's own words are met by the question, and ``mean`` the cosine
    of the two mean vectors.
    """

    forward: NDArray[np.float32]
    weakest: NDArray[np.float32]
    backward: NDArray[np.float32]
    mean: NDArray[np.float32]


def align_question(words: Sequence[tuple[str, float]], vectors: MeaningVectors) -> AlignedQuestion:
    """Return a question ready to be aligned, from its folded words and their rarities."""
    pieces: list[int] = []
    weights: list[float] = []
    for word, weight in words:
        parts = vectors.pieces(word)
        pieces.extend(parts)
        weights.extend(weight / len(parts) for _ in parts)
    return AlignedQuestion(
        vectors.vectors(pieces), np.asarray(weights, dtype=np.float32) * vectors.emphasis(pieces)
    )


def align(
    question: AlignedQuestion, sentences: Sequence[NDArray[np.int32]], vectors: MeaningVectors
) -> Alignment:
    """Align a question with sentences, each given by its pieces; one without pieces gets zeros."""
    count = len(sentences)
    lengths = np.fromiter((len(each) for each in sentences), dtype=np.int64, count=count)
    result = [np.zeros(count, dtype=np.float32) for _ in range(4)]
    if not len(question.weights) or not lengths.any():
        return Alignment(*result)
    some = np.flatnonzero(lengths).tolist()
    starts = np.concatenate(([0], np.cumsum(lengths[some])[:-1]))
    distinct, places = np.unique(np.concatenate([sentences[at] for at in some]), return_inverse=True)
    rows = vectors.vectors(distinct)
    cosines = (question.vectors @ rows.T)[:, places]
    best = np.maximum.reduceat(cosines, starts, axis=1)
    total = float(question.weights.sum()) or 1.0
    result[0][some] = (question.weights[:, None] * best).sum(axis=0) / total
    result[1][some] = best[np.argsort(-question.weights)[:_WEIGHTIEST]].min(axis=0)
    result[2][some] = np.add.reduceat(cosines.max(axis=0), starts) / lengths[some]
    means = np.add.reduceat(rows[places], starts, axis=0)
    own = (question.weights[:, None] * question.vectors).sum(axis=0)
    scale = np.sqrt(np.einsum("ij,ij->i", means, means)) * float(np.sqrt(own @ own)) + 1e-9
    result[3][some] = (means @ own) / scale
    return Alignment(*result)
