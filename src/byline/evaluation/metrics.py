"""The figures: those of rankings by ir-measures, and the few that it does not have."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from importlib import import_module

from byline.errors import MissingExtraError
from byline.evaluation.results import MEASURES

_LIBRARY = "ir_measures"
_THEIR_NAMES = dict(zip(MEASURES, ("P@1", "RR@10", "Success@10", "nDCG@10"), strict=True))

ANSWERED = 0.95
"""The share of the questions with an answer that must be answered when wrong answers are counted."""


class Scorer:
    """Measures rankings.

    Raises:
        MissingExtraError: ir-measures, which comes with the extra "eval", is not installed.
    """

    def __init__(self) -> None:
        try:
            self._library = import_module(_LIBRARY)
        except ModuleNotFoundError as error:
            raise MissingExtraError("eval", error.name or _LIBRARY) from error
        parsed = {name: self._library.parse_measure(theirs) for name, theirs in _THEIR_NAMES.items()}
        self._names = {measure: name for name, measure in parsed.items()}

    def __call__(
        self, relevant: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[str]]
    ) -> dict[str, dict[str, float]]:
        """Return the value of each of ``MEASURES`` for each question.

        Args:
            relevant: each question's right documents with how well they answer; those are the questions.
            rankings: each question's documents as they were found, best first, none of them twice.
        """
        run = {
            question: {document: -float(rank) for rank, document in enumerate(ranking)}
            for question, ranking in rankings.items()
            if ranking
        }
        values: dict[str, dict[str, float]] = {
            question: dict.fromkeys(MEASURES, 0.0) for question in relevant
        }
        for found in self._library.iter_calc(list(self._names), relevant, run):
            values[found.query_id][self._names[found.measure]] = float(found.value)
        return values


def means(values: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean of each of ``MEASURES`` over questions; 0 for no question."""
    return {name: math.fsum(each[name] for each in values) / max(1, len(values)) for name in MEASURES}


def auroc(answerable: Sequence[float], unanswerable: Sequence[float]) -> float:
    """Return the chance that one of the first has a higher value than one of the second; ties count half."""
    ordered = sorted(unanswerable)
    below = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in answerable)
    return below / (2 * len(answerable) * len(unanswerable))


def wrongly_answered(answerable: Sequence[float], unanswerable: Sequence[float]) -> tuple[float, float]:
    """Return the share of ``unanswerable`` at or above a threshold, and that threshold.

    The threshold is the highest that leaves 95 % of ``answerable`` at or above it.
    """
    threshold = sorted(answerable, reverse=True)[math.ceil(ANSWERED * len(answerable)) - 1]
    return sum(value >= threshold for value in unanswerable) / len(unanswerable), threshold


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that ``share`` of the values do not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
