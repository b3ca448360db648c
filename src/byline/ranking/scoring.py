"""From features to an order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from byline.ranking.alignment import quiet_products
from byline.ranking.candidates import Candidates
from byline.ranking.features import FEATURES, Evidence, measure
from byline.resources import resource
from byline.search.understanding import Understanding
from byline.text.languages import DEFAULT_LANGUAGE
from byline.text.meaning import MeaningVectors

WITH_MODEL = {"weights": "with_model", "other_languages": "other_languages_with_model"}
"""For each table of weights, the one for when a transformer takes part."""
RERANKER_WEIGHT = 6.0
"""What a cross-encoder's closeness counts, on the scale where 1 is a question and its own answer."""


@cache
def weight_tables() -> dict[str, dict[str, float]]:
    """Return the tables of ``data/model/ranker.json`` by name: in each, a number for each of ``FEATURES``."""
    model = json.loads((resource("data") / "model" / "ranker.json").read_text(encoding="utf-8"))
    return {
        table: {name: float(model[table][name]) for name in FEATURES}
        for pair in WITH_MODEL.items()
        for table in pair
    }


def shipped_weights(language: str = DEFAULT_LANGUAGE, *, with_model: bool = False) -> dict[str, float]:
    """Return the table of weights for a language.

    The vectors know English; where words of another language are met, the ranking relies on them less.

    Args:
        language: of the question.
        with_model: those for when a transformer measures ``dense``, in place of those for when none does.
    """
    table = "weights" if language == DEFAULT_LANGUAGE else "other_languages"
    return weight_tables()[WITH_MODEL[table] if with_model else table]


@quiet_products
def rank(
    question: Understanding,
    candidates: Candidates,
    vectors: MeaningVectors,
    weights: Mapping[str, float],
    dense: NDArray[np.float32] | None = None,
) -> list[Evidence]:
    """Return the candidates worth ranking, best first; equals in the order of the text.

    ``dense`` is how near a transformer says that each candidate is, where there is one.
    """
    kept, features = measure(question, candidates, vectors, dense, spelled=weights["spelling"] != 0.0)
    scores = features @ np.array([weights[name] for name in FEATURES], dtype=np.float32)
    found = [
        Evidence(candidates[at][0], candidates[at][1], row, score)
        for at, row, score in zip(kept.tolist(), features.tolist(), scores.tolist(), strict=True)
    ]
    return sorted(found, key=lambda each: (-each.score, each.analysed.number, each.ordinal))


def reranked(ranked: Sequence[Evidence], closeness: NDArray[np.float32]) -> list[Evidence]:
    """Return ranked evidence with the first ones in a new order.

    Args:
        ranked: best first.
        closeness: what a cross-encoder says of the first ones, as many as it has read.
    """
    first = [
        replace(each, score=each.score + RERANKER_WEIGHT * float(close))
        for each, close in zip(ranked, closeness, strict=False)
    ]
    return sorted(first, key=lambda each: -each.score) + list(ranked[len(first) :])
