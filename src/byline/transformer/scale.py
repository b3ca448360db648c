"""Puts the closeness that a model tells on a scale that all models share.

One model gives unrelated texts a cosine of 0.05 and another 0.75. The handbook that comes with Byline has
questions with their answers: what a model says of a question and its own answer is 1 on the scale, and of a
question and another's answer 0, both on average. So the weights of the ranking hold for any model.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from byline.resources import resource

_PAIRS = 48
_OTHERS = (1, 7, 19)
"""How many places further the answers stand that a question is compared with and does not belong to."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What a model says, on average, of a question and another question's answer, and of its own."""

    unrelated: float
    related: float

    def of(self, closeness: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return closeness as the model tells it on the common scale."""
        return ((closeness - self.unrelated) / (self.related - self.unrelated)).astype(np.float32)


class _Encoder(Protocol):
    def question(self, text: str) -> NDArray[np.float32]: ...
    def encode(self, sentences: list[str]) -> NDArray[np.float32]: ...


class _Reranker(Protocol):
    def scores(self, question: str, sentences: list[str]) -> NDArray[np.float32]: ...


def encoder_scale(encoder: _Encoder) -> Scale | None:
    """Return the scale of an encoder's cosines; None when it tells related texts from others in no way."""
    questions, answers = zip(*_pairs(), strict=True)
    cosines = np.stack([encoder.question(each) for each in questions]) @ encoder.encode(list(answers)).T
    others = [cosines[row, (row + step) % len(answers)] for row in range(len(answers)) for step in _OTHERS]
    return _scale(np.diagonal(cosines), np.array(others))


def reranker_scale(reranker: _Reranker) -> Scale | None:
    """Return the scale of a reranker's scores; None when it tells related texts from others in no way."""
    pairs = _pairs()
    found = np.array(
        [
            reranker.scores(question, [pairs[(row + step) % len(pairs)][1] for step in (0, *_OTHERS)])
            for row, (question, _) in enumerate(pairs)
        ]
    )
    return _scale(found[:, 0], found[:, 1:])


def _scale(related: NDArray[np.float32], unrelated: NDArray[np.float32]) -> Scale | None:
    scale = Scale(float(unrelated.mean()), float(related.mean()))
    return scale if scale.related - scale.unrelated > 1e-4 else None


@cache
def _pairs() -> list[tuple[str, str]]:
    """Return questions of the handbook and their answers, spread evenly over it."""
    lines = (resource("data") / "handbook.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    step = max(1, len(entries) // _PAIRS)
    return [(each["question"], each["text"]) for each in entries[::step][:_PAIRS]]
