"""Trains the confidence: when is the best sentence an answer, and when did nobody answer?

For collections of many sizes, questions are asked that the collection answers and questions that it does
not: those of another collection, of the same one with the right document taken out, and things people say
to assistants. A logistic regression learns from the signals whether the best sentence is right.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from examples import Corpus, Question
from numpy.typing import NDArray

from byline.ranking.confidence import SIGNALS, signals
from byline.ranking.scoring import rank
from byline.text.meaning import MeaningVectors

SIZES = (10, 30, 100, 300, 1000, 3000)
"""Documents of the small collections, besides each whole one."""
ASKED = 120
"""Questions of each sort that a collection is asked."""
PENALTY = 1e-3
SEED = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """Signals of replies, whether the best sentence was right, and whether there was anything to find."""

    signals: NDArray[np.float32]
    right: NDArray[np.bool_]
    answerable: NDArray[np.bool_]


def judge(
    corpus: Corpus, questions: Sequence[Question], vectors: MeaningVectors, weights: Mapping[str, float]
) -> Judged:
    """Ask questions of a corpus and judge each best sentence; one that finds nothing at all is left out."""
    rows, right, answerable = [], [], []
    for question in questions:
        example = corpus.ask(question)
        if not example.candidates:
            continue
        ranked = rank(example.question, example.candidates, vectors, weights)
        best = ranked[0].analysed.answer.number
        good = {
            c[0].answer.number for c, good in zip(example.candidates, example.relevant, strict=True) if good
        }
        rows.append(signals(example.question, ranked))
        right.append(best in good)
        answerable.append(bool(question.right & corpus.documents))
    return Judged(
        np.array(rows, dtype=np.float32).reshape(-1, len(SIGNALS)),
        np.array(right, bool),
        np.array(answerable, bool),
    )


def samples(
    corpus: Corpus, others: Sequence[Question], chance: random.Random
) -> list[tuple[Corpus, list[Question]]]:
    """Return the corpus whole and small, each with questions that it answers and others."""
    found = [(corpus, [*_some(corpus.questions, chance), *_some(others, chance)])]
    for size in SIZES:
        if size < len(corpus.documents):
            small = corpus.sample(size, chance)
            inside = [each for each in corpus.questions if each.right & small.documents]
            outside = [each for each in corpus.questions if not each.right & small.documents]
            found.append((small, [*_some(inside, chance), *_some(outside, chance), *_some(others, chance)]))
    return found


def _some(questions: Sequence[Question], chance: random.Random) -> list[Question]:
    return chance.sample(list(questions), min(ASKED, len(questions)))


def train(judged: Sequence[Judged]) -> tuple[dict[str, float], float]:
    """Return the weights of the signals and the bias: logistic regression, each sample counting alike."""
    inputs = torch.from_numpy(np.concatenate([each.signals for each in judged]))
    target = torch.from_numpy(np.concatenate([each.right for each in judged])).float()
    share = torch.from_numpy(
        np.concatenate([np.full(len(each.right), 1 / max(1, len(each.right)), np.float32) for each in judged])
    )
    mean, spread = inputs.mean(dim=0), inputs.std(dim=0) + 1e-6
    scaled = (inputs - mean) / spread
    weights = torch.zeros(inputs.shape[1], requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, bias], max_iter=200)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        each = torch.nn.functional.binary_cross_entropy_with_logits(
            scaled @ weights + bias, target, reduction="none"
        )
        value = (each * share).sum() / share.sum() + PENALTY * weights.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    learned = (weights / spread).detach()
    return (
        dict(zip(SIGNALS, learned.tolist(), strict=True)),
        float(bias.detach() - (learned * mean).sum()),
    )


def least_likelihood(likelihoods: NDArray[np.float64], right: NDArray[np.bool_], precision: float) -> float:
    """Return the least likelihood from which on the replies are right so often; 1 if they never are."""
    order = np.argsort(-likelihoods)
    so_far = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(so_far >= precision)
    return float(likelihoods[order[enough[-1]]]) if len(enough) else 1.0


def separation(likelihoods: NDArray[np.float64], answerable: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the AUROC of telling answerable questions from others, and the share of the others that is
    answered where 95 % of the answerable are.
    """
    yes, no = np.sort(likelihoods[answerable]), np.sort(likelihoods[~answerable])
    below = np.searchsorted(no, yes, side="left") + np.searchsorted(no, yes, side="right")
    threshold = yes[int(len(yes) * 0.05)]
    return float(below.sum() / (2 * len(yes) * len(no))), float((no >= threshold).mean())
