"""Trains the confidence: did anybody answer, and is the first sentence right?

Collections of many sizes and shapes are asked four sorts of questions: those that they answer ("answered"),
their own whose right documents were taken out ("left out", the hardest), those of another collection
("elsewhere"), and things people ask an assistant ("out of scope"). Two logistic regressions learn from the
signals of ``byline.ranking.confidence`` which were answered, and which first sentences are right. What
each collection is measured with was never trained on it, or on one of its group.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from examples import Corpus, Question
from numpy.typing import NDArray
from shapes import Shaped
from teacher import Teacher

from byline.ranking.candidates import Candidates
from byline.ranking.confidence import SIGNALS, Signals
from byline.ranking.scoring import rank
from byline.text.languages import DEFAULT_LANGUAGE
from byline.text.meaning import MeaningVectors

SIZES = (10, 30, 100, 300, 1000)
"""Documents of the small collections, besides each whole one."""
ASKED = 80
"""Questions of a sort that a small collection is asked; a whole one is asked twice as many."""
TINY = 60
"""Collections with fewer documents are made several times, until they have so many together."""
SORTS = ("answered", "left out", "elsewhere", "out of scope")
OF_SORT = {"answered": 3.0, "left out": 1.0, "elsewhere": 1.0, "out of scope": 1.0}
"""What the questions of a sort count together, in a collection: as many are answered as are not."""
NOT_FOR_ANSWERED = frozenset({"lead"})
"""That several people said the same is no sign that nobody did."""
PENALTY = 1e-4
HIGH, MEDIUM = 0.95, 0.80
"""How often replies of high and medium confidence are to be right."""
THRESHOLD = 0.5
"""The default of the setting: how likely an answer must be to be shown."""
BUCKETS = {"10": 10, "30": 30, "100": 100, "300": 300, "more": 10**9}
SEED = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of questions: a row each."""

    signals: NDArray[np.float32]
    right: NDArray[np.bool_]
    sort: NDArray[np.int64]
    documents: NDArray[np.int64]
    share: NDArray[np.float32]
    """What each question counts in training."""

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Which of the questions the collection answers."""
        return self.sort == SORTS.index("answered")


@dataclass(frozen=True, slots=True)
class Asking:
    """A collection and the questions it is asked, by sort."""

    documents: int
    corpus: Corpus
    questions: dict[str, list[Question]]


def askings(
    shaped: Shaped,
    elsewhere: Sequence[str],
    out_of_scope: Sequence[str],
    teacher: Teacher | None = None,
) -> Iterator[Asking]:
    """Yield the collection whole, but for what is left out, and small, each with its questions."""
    chance = random.Random(SEED)
    others = {"elsewhere": elsewhere, "out of scope": out_of_scope}

    def asking(kept: set[str], left_out: Sequence[Question], asked: int) -> Asking:
        own = {
            "answered": _some([each for each in shaped.questions if each.right & kept], asked, chance),
            "left out": _some(left_out, asked, chance),
        }
        strange = {
            sort: [Question(text) for text in _some(some, asked, chance)] for sort, some in others.items()
        }
        corpus = Corpus({name: shaped.documents[name] for name in sorted(kept)}, (), teacher)
        return Asking(len(kept), corpus, own | strange)

    every = list(shaped.documents)
    out = _some(shaped.questions, len(shaped.questions) // 3, chance)
    yield asking(set(every) - set().union(*(each.right for each in out)), out, 2 * ASKED)
    for size in SIZES:
        if 2 * size >= len(every):
            continue
        times = max(1, TINY // size)
        for _ in range(times):
            for kept, around in (_scattered(shaped, size, chance), _together(shaped, size, chance)):
                left_out = [each for each in shaped.questions if each.right & around - kept]
                yield asking(kept, left_out, max(8, ASKED // times))


def _scattered(shaped: Shaped, size: int, chance: random.Random) -> tuple[set[str], set[str]]:
    """Return documents from all over the collection, half of them with answers, and all documents."""
    every = set(shaped.documents)
    answering = sorted(set().union(*(each.right for each in shaped.questions)) & every)
    kept = set(_some(answering, size // 2, chance))
    kept.update(_some(sorted(every - kept), size - len(kept), chance))
    return kept, every


def _together(shaped: Shaped, size: int, chance: random.Random) -> tuple[set[str], set[str]]:
    """Return half of the documents of a stretch, and the stretch: what is left out is about the same things.

    So it is in a team's collection, however small.
    """
    every = list(shaped.documents)
    answering = {document for each in shaped.questions for document in each.right}
    first = chance.choice([at for at, name in enumerate(every) if name in answering])
    begin = max(0, min(first, len(every) - 2 * size))
    stretch = every[begin : begin + 2 * size]
    return set(_some(stretch, size, chance)), set(stretch)


def _some(items: Sequence, count: int, chance: random.Random) -> list:
    return chance.sample(list(items), min(count, len(items)))


@dataclass(frozen=True, slots=True)
class Ranking:
    """What sentences are ranked with: vectors, and weights for English and for other languages."""

    vectors: MeaningVectors
    weights: Mapping[str, float]
    other_languages: Mapping[str, float]

    def weights_for(self, language: str) -> Mapping[str, float]:
        """Return the weights for questions in a language."""
        return self.weights if language == DEFAULT_LANGUAGE else self.other_languages


def judge(asked: Iterable[Asking], ranking: Ranking) -> Judged:
    """Ask, and judge each first sentence; a question that finds nothing at all is left out."""
    rows: list[list[float]] = []
    right: list[bool] = []
    sort: list[int] = []
    documents: list[int] = []
    share: list[float] = []
    for asking in asked:
        for name, questions in asking.questions.items():
            for question in questions:
                example = asking.corpus.ask(question, with_model=True)
                if not example.candidates:
                    continue
                weights = ranking.weights_for(example.question.language)
                ranked = rank(
                    example.question,
                    Candidates.of(example.candidates),
                    ranking.vectors,
                    weights,
                    example.dense,
                )
                good = {
                    each[0].number
                    for each, good in zip(example.candidates, example.relevant, strict=True)
                    if good
                }
                rows.append(list(Signals(example.question, ranked, weights).at(0).values()))
                right.append(ranked[0].analysed.number in good)
                sort.append(SORTS.index(name))
                documents.append(asking.documents)
                share.append(OF_SORT[name] / max(ASKED / 2, len(questions)))
    return Judged(
        np.array(rows, dtype=np.float32).reshape(-1, len(SIGNALS)),
        np.array(right, dtype=bool),
        np.array(sort, dtype=np.int64),
        np.array(documents, dtype=np.int64),
        np.array(share, dtype=np.float32),
    )


def together(several: Sequence[Judged]) -> Judged:
    """Return what became of the questions of several collections, each counting alike."""
    return Judged(
        *(
            np.concatenate([getattr(each, name) for each in several])
            for name in ("signals", "right", "sort", "documents")
        ),
        share=np.concatenate([each.share / each.share.sum() for each in several]),
    )


def train(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Return the weights of the signals, and a bias, for "answered" and for "right"."""
    every = together(judged)
    return {
        "answered": _regression(every, every.answered, NOT_FOR_ANSWERED),
        "right": _regression(every, every.right, frozenset()),
    }


def _regression(judged: Judged, target: NDArray[np.bool_], without: frozenset[str]) -> dict[str, float]:
    names = [name for name in SIGNALS if name not in without]
    inputs = torch.from_numpy(judged.signals[:, [list(SIGNALS).index(name) for name in names]])
    share = torch.from_numpy(judged.share / judged.share.sum())
    mean, spread = inputs.mean(dim=0), inputs.std(dim=0) + 1e-6
    scaled, wanted = (inputs - mean) / spread, torch.from_numpy(target).float()
    weights = torch.zeros(len(names) + 1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        each = torch.nn.functional.binary_cross_entropy_with_logits(
            scaled @ weights[1:] + weights[0], wanted, reduction="none"
        )
        value = (each * share).sum() + PENALTY * weights[1:].square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    learned = (weights[1:] / spread).detach()
    by_name = dict(zip(names, learned.tolist(), strict=True))
    bias = float(weights[0].detach() - (learned * mean).sum())
    return {"bias": bias, **{name: by_name.get(name, 0.0) for name in SIGNALS}}


@dataclass(frozen=True, slots=True)
class Held:
    """What became of questions, and how likely a model that never saw them holds each to be answered."""

    judged: Judged
    answered: NDArray[np.float64]
    right: NDArray[np.float64]

    @classmethod
    def of(cls, judged: Judged, weights: Mapping[str, Mapping[str, float]]) -> Held:
        """Return a collection's questions with the likelihoods of a model."""
        return cls(judged, _likely(judged, weights["answered"]), _likely(judged, weights["right"]))

    @classmethod
    def together(cls, several: Sequence[Held]) -> Held:
        """Return the questions of several collections as of one."""
        return cls(
            together([each.judged for each in several]),
            np.concatenate([each.answered for each in several]),
            np.concatenate([each.right for each in several]),
        )

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Which questions would be answered."""
        return self.answered >= THRESHOLD


def _likely(judged: Judged, weights: Mapping[str, float]) -> NDArray[np.float64]:
    logits = judged.signals @ np.array([weights[name] for name in SIGNALS]) + weights["bias"]
    return np.asarray(1 / (1 + np.exp(-logits)))


def cuts(held: Held) -> tuple[float, float]:
    """Return from which likelihood of being right on a reply is of high and of medium confidence.

    In collections of every size the replies of each level are to be right often enough, where as many
    questions are answered as are not.
    """
    high = _cut(held, HIGH, 1.0)
    return high, _cut(held, MEDIUM, high)


def _cut(held: Held, precision: float, below: float) -> float:
    least = 0.0
    for some in _buckets(held.judged.documents).values():
        within = np.flatnonzero(some & held.shown & (held.right < below))
        order = within[np.argsort(-held.right[within])]
        share = held.judged.share[order]
        so_far = np.cumsum(held.judged.right[order] * share) / np.cumsum(share)
        enough = np.flatnonzero(so_far >= precision)
        least = max(least, float(held.right[order[enough[-1]]]) if len(enough) else 1.0)
    return math.floor(least * 1e6) / 1e6


def _buckets(documents: NDArray[np.int64]) -> dict[str, NDArray[np.bool_]]:
    found, last = {}, 0
    for name, most in BUCKETS.items():
        found[name] = (documents > last) & (documents <= most)
        last = most
    return found


def figures(held: Held, high: float, medium: float) -> dict[str, dict[str, float]]:
    """Return how good the likelihoods are in collections of each size; see data/model/README.md."""
    judged, found = held.judged, {}
    left_out = judged.sort == SORTS.index("left out")
    strange = ~judged.answered & ~left_out
    levels = {
        "high": held.shown & (held.right >= high),
        "medium": held.shown & (held.right >= medium) & (held.right < high),
    }
    for name, some in (_buckets(judged.documents) | {"all": judged.documents > 0}).items():
        yes = some & judged.answered
        if not yes.any():
            continue
        row = {"left_out": separation(held.answered[yes], held.answered[some & left_out])[0]}
        if (some & strange).any():
            row["auroc"], row["wrong"] = separation(held.answered[yes], held.answered[some & strange])
        for sort, rows in (("answered", yes), ("left_out", some & left_out), ("strange", some & strange)):
            if rows.any():
                row[f"shown_{sort}"] = float(held.shown[rows].mean())
        for level, rows in levels.items():
            row[f"{level}_share"] = float(rows[yes].mean())
            if (rows & some).any():
                row[f"{level}_right"] = float(
                    np.average(judged.right[rows & some], weights=judged.share[rows & some])
                )
        found[name] = {key: round(value, 3) for key, value in row.items()}
    return found


def separation(yes: NDArray[np.float64], no: NDArray[np.float64]) -> tuple[float, float]:
    """Return the AUROC of telling ``yes`` from ``no``, and the share of ``no`` where 95 % of ``yes`` are."""
    ordered = np.sort(no)
    below = np.searchsorted(ordered, yes, side="left") + np.searchsorted(ordered, yes, side="right")
    threshold = np.sort(yes)[::-1][math.ceil(len(yes) * 0.95) - 1]
    return float(below.sum() / (2 * len(yes) * len(no))), float((no >= threshold).mean())
