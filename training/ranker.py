"""Trains the weights of the ranking's features: a linear model over the candidates of each question.

The loss is the cross-entropy of the right candidates under a softmax over all candidates of the question
(ListNet: Cao et al., Learning to Rank, 2007), with a penalty on large weights; L-BFGS finds its minimum.
Features that no public collection has are weighed by hand and stay fixed; ``BY_HAND`` gives the reasons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from examples import Example
from no_vectors import NoVectors
from numpy.typing import NDArray

from byline.ranking.candidates import Candidates
from byline.ranking.features import FEATURES, measure
from byline.text.meaning import MeaningVectors

BY_HAND = {
    "question": 6.0,  # a question like the one that was answered is the best evidence there is
    "lead": 0.4,  # decides between equals: people begin with the point
}
PENALTY = 1e-2
LEAST = 1e-2
"""A smaller weight is none: it changes no order, and a feature without a weight may be left unmeasured."""

Measured = list[tuple[NDArray[np.float32], NDArray[np.bool_]]]
"""For each question the features of its candidates and which of them are right."""


def measured(examples: Sequence[Example], vectors: MeaningVectors | NoVectors) -> Measured:
    """Return the features of the candidates that are measured in full, for each question."""
    found = []
    for each in examples:
        kept, features = measure(each.question, Candidates.of(each.candidates), vectors, each.dense)
        found.append((features, each.relevant[kept]))
    return found


def train(collections: Sequence[Measured], without: frozenset[str] = frozenset()) -> dict[str, float]:
    """Return a weight for each feature; those named in ``without`` get none."""
    learned = [name for name in FEATURES if name not in BY_HAND and name not in without]
    columns = [list(FEATURES).index(name) for name in learned]
    lists = [
        (features[:, columns], right)
        for collection in collections
        for features, right in collection
        if right.any() and not right.all()
    ]
    every = np.concatenate([features for features, _ in lists])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-6
    longest = max(len(right) for _, right in lists)
    inputs = np.zeros((len(lists), longest, len(learned)), dtype=np.float32)
    absent = np.full((len(lists), longest), -1e9, dtype=np.float32)
    target = np.zeros((len(lists), longest), dtype=np.float32)
    for row, (features, right) in enumerate(lists):
        inputs[row, : len(right)] = (features - mean) / spread
        absent[row, : len(right)] = 0
        target[row, : len(right)] = right / right.sum()
    weights = _minimise(torch.from_numpy(inputs), torch.from_numpy(absent), torch.from_numpy(target))
    weighed = zip(learned, (weights / spread).tolist(), strict=True)
    by_name = {name: weight if abs(weight) >= LEAST else 0.0 for name, weight in weighed}
    return {name: by_name.get(name, 0.0 if name in without else BY_HAND.get(name, 0.0)) for name in FEATURES}


def _minimise(inputs: torch.Tensor, absent: torch.Tensor, target: torch.Tensor) -> NDArray[np.float32]:
    weights = torch.zeros(inputs.shape[2], requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        likely = torch.log_softmax(inputs @ weights + absent, dim=1).clamp(min=-50)
        value = -(target * likely).sum(dim=1).mean() + PENALTY * weights.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    return weights.detach().numpy()


def precision_at_1(collection: Measured, asked: int, weights: Mapping[str, float]) -> float:
    """Return the share of all questions asked whose best candidate is right."""
    by_column = np.array([weights[name] for name in FEATURES], dtype=np.float32)
    right = sum(
        bool(found[int((features @ by_column).argmax())]) for features, found in collection if len(found)
    )
    return right / asked
