"""Candidates that are near in meaning, beside those that share words; both within the same limits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from byline.encoding import text_key
from byline.ranking import candidates
from byline.search.engine import Candidate, Index, Limits
from byline.search.understanding import Understanding
from byline.stages import stage
from byline.tier_two import SentenceEncoder

_FEW = 20_000
"""Sentences; when no more than these pass the limits, all of them are compared with the question."""
_WIDER = 8
_KNOWN = 0.5
"""The least share of a question's candidates that must have vectors for these to count."""


@stage("vectors")
def near_candidates(
    engine: Index, using: SentenceEncoder, question: Understanding, limits: Limits, count: int
) -> list[Candidate]:
    """Return the ``count`` sentences nearest to a question in meaning, of those that pass the limits.

    Each has the engine's score, so that it can stand beside the engine's own candidates.
    """
    vector = using.encoder.question(question.text)
    near = _nearest(engine, using, vector, limits, count)
    wanted = set(near)
    among = (
        engine.among({answer for answer, _ in near}, question.searched, limits, question.grams)
        if near
        else []
    )
    return [each for each in among if (each.answer, each.ordinal) in wanted]


def _nearest(
    engine: Index, using: SentenceEncoder, vector: NDArray[np.float32], limits: Limits, count: int
) -> list[tuple[int, int]]:
    if limits == Limits():
        return [(each.answer, each.ordinal) for each in using.vectors.nearest(vector, count)]
    passing = engine.search({}, limits, _FEW)
    if len(passing) < _FEW:
        few = [(each.answer, each.ordinal, None) for each in passing]
        return [(each.answer, each.ordinal) for each in using.vectors.nearest_among(vector, few, count)]
    wide = count
    while True:
        near = [(each.answer, each.ordinal) for each in using.vectors.nearest(vector, wide)]
        passed = {
            (each.answer, each.ordinal) for each in engine.among({number for number, _ in near}, {}, limits)
        }
        found = [each for each in near if each in passed]
        if len(found) >= count or len(near) < wide:
            return found[:count]
        wide *= _WIDER


@stage("vectors")
def closeness(
    using: SentenceEncoder, question: str, sentences: Sequence[candidates.Candidate]
) -> NDArray[np.float32] | None:
    """Return how near sentences are to a question, on the scale that all models share.

    A sentence without a vector, while others are still being encoded, is taken to be as near as the rest
    are on average. None says that too few have one: then words must do.
    """
    wanted = [
        (answer.number, ordinal, text_key(answer.text_hash, answer.asked)) for answer, ordinal, _ in sentences
    ]
    cosines: NDArray[np.float32] = using.vectors.cosines(using.encoder.question(question), wanted)
    known = ~np.isnan(cosines)
    if not len(cosines) or known.mean() < _KNOWN:
        return None
    cosines[~known] = cosines[known].mean()
    return using.scale.of(cosines)
