"""What an evaluation finds out: frozen dataclasses, and nothing that acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MEASURES = ("P@1", "MRR@10", "hit@10", "nDCG@10")
"""The names of what is measured of a ranking; each lies between 0 and 1, and more is better."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question.

    ``rank`` is that of the first right document, from 1, or None when it is not among the first ten.
    ``support`` is the reply's. ``measures`` holds a value for each of ``MEASURES``.
    """

    id: str
    rank: int | None
    support: float
    measures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Abstention:
    """How well the replies' support tells questions that have an answer from those that have none.

    ``auroc`` is the chance that a question with an answer has more support than one without, ties counting
    half. ``wrongly_answered`` is the share of the questions without an answer that would be answered at
    ``threshold``, the highest support that still lets 95 % of the others be answered.
    """

    questions: int
    auroc: float
    wrongly_answered: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Speed:
    """How long things took and how much room they need, on the machine that ran the evaluation.

    ``p50_ms`` and ``p99_ms`` are of asking for ten excerpts, in process, one question after the other.
    ``load_s`` is from the first document to the last one found by a question: stored and indexed.
    """

    p50_ms: float
    p99_ms: float
    load_s: float
    answers_per_s: float
    index_bytes: int
    store_bytes: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which program gave the figures, and when.

    ``commit`` is given when the program runs from a git checkout; it ends in ``-dirty`` when files differ
    from it. ``date`` is in ISO 8601, in UTC.
    """

    version: str
    commit: str | None
    date: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one test collection.

    ``measures`` holds the mean over the questions for each of ``MEASURES``; ``notes`` says in sentences
    what of the collection could not be used.
    """

    collection: str
    documents: int
    sentences: int
    questions: int
    typos: float
    seed: int
    measures: Mapping[str, float]
    abstention: Abstention | None
    speed: Speed
    notes: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    provenance: Provenance
    tier: str = "built-in"
    """Which models took part, as in the settings."""

    def figure(self, name: str) -> float | None:
        """Return the figure of that name, one of ``MEASURES`` or "AUROC"; None when it was not measured."""
        if name == "AUROC":
            return self.abstention.auroc if self.abstention else None
        return self.measures.get(name)
