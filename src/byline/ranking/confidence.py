"""How likely it is that the best sentence answers: a calibrated model over the evidence, not one score.

A logistic regression over the signals below, trained by ``training/confidence.py`` on questions that
collections of many sizes answer and on questions that they do not.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from byline.models import Confidence
from byline.ranking.features import Evidence, Subject
from byline.resources import resource
from byline.search.understanding import Understanding

SIGNALS = {
    "coverage": "the share, by rarity, of what is asked about that the best sentence has",
    "context": "the same with the question answered and the sentence before",
    "align": "soft alignment of the question with the best sentence",
    "align_weakest": "the least of the best cosines of the question's weightiest pieces",
    "spelling": "the share of the spelling of what is asked about that the best sentence has",
    "phrase": "the share of the question's neighbouring words that are neighbours in the sentence",
    "question": "likeness of the question asked to the question answered",
    "missing": "the weight of the rarest word asked about that is nowhere near, by the rarest of all",
    "lead": "how far the best score is above the second best of another answer",
    "words": "how many words say what is asked about: the logarithm of one more",
}
"""Every signal and what it says."""

_FROM_FEATURES = ("coverage", "context", "align", "align_weakest", "spelling", "phrase", "question")
_FARTHEST = 5.0
"""Beyond it the distance to the runner-up says no more."""


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Weights of the signals, and the likelihood from which each level of confidence is reached."""

    weights: Mapping[str, float]
    bias: float
    high: float
    medium: float

    @classmethod
    def read(cls, path: Path) -> ConfidenceModel:
        """Read a model from a JSON file with these four names."""
        model = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            {name: float(model["weights"][name]) for name in SIGNALS},
            model["bias"],
            model["high"],
            model["medium"],
        )

    def likelihood(self, signals: Sequence[float]) -> float:
        """Return how likely it is that the evidence with these signals answers, 0 to 1."""
        logit = self.bias + sum(
            weight * value for weight, value in zip(self.weights.values(), signals, strict=True)
        )
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))

    def level(self, likelihood: float, threshold: float) -> Confidence:
        """Return the confidence for a likelihood; none below ``threshold``."""
        if likelihood < threshold:
            return Confidence.NONE
        if likelihood >= self.high:
            return Confidence.HIGH
        return Confidence.MEDIUM if likelihood >= self.medium else Confidence.LOW


@cache
def shipped_confidence() -> ConfidenceModel:
    """Return the model that ships with Byline."""
    return ConfidenceModel.read(resource("data") / "model" / "confidence.json")


def signals(question: Understanding, ranked: Sequence[Evidence]) -> list[float]:
    """Return the signals of ranked evidence (not empty), in the order of ``SIGNALS``."""
    best = ranked[0]
    rival = next(
        (each for each in ranked if each.analysed.answer.number != best.analysed.answer.number), None
    )
    distance = _FARTHEST if rival is None else min(_FARTHEST, best.score - rival.score)
    around = (best.analysed.terms[best.ordinal], *best.analysed.context(best.ordinal))
    subject = Subject(question)
    known = {term for each in around for term in subject.present(each)}
    missing = [term.weight for term in question.subject if term.term not in known]
    rarest = max((term.weight for term in question.subject), default=0.0)
    return [
        *(best.feature(name) for name in _FROM_FEATURES),
        max(missing, default=0.0) / rarest if rarest else 1.0,
        distance / _FARTHEST,
        float(np.log1p(len(question.subject))),
    ]
