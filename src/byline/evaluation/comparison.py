"""Two evaluations of the same questions beside each other: what changed, and is it more than chance?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from byline.errors import InputError
from byline.evaluation.results import MEASURES, Evaluation

ROUNDS = 10_000
_DIGITS = 9
"""Decimals to which differences are told apart; what is beyond them is noise of the arithmetic."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How one measure changed, over the questions that both evaluations asked.

    ``better`` and ``worse`` count questions. ``p_value`` is the chance of a difference at least this large
    if it were decided by a coin, for each question, which of the two evaluations got which result.
    """

    measure: str
    before: float
    after: float
    better: int
    worse: int
    p_value: float

    @property
    def change(self) -> float:
        """What was won; negative when it was lost."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between two evaluations; ``questions`` is how many both asked."""

    questions: int
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]


def compare(before: Evaluation, after: Evaluation) -> Comparison:
    """Compare two evaluations of one collection, question by question.

    Raises:
        InputError: they have no question in common.
    """
    earlier = {outcome.id: outcome.measures for outcome in before.outcomes}
    pairs = [(earlier[outcome.id], outcome.measures) for outcome in after.outcomes if outcome.id in earlier]
    if not pairs:
        raise InputError(
            f"An evaluation of {before.collection!r} and one of {after.collection!r} have no question in "
            "common, and only the same questions can be compared. Name an evaluation of the same folder."
        )
    return Comparison(
        questions=len(pairs),
        differences=tuple(
            _difference(name, [old[name] for old, _ in pairs], [new[name] for _, new in pairs])
            for name in MEASURES
        ),
        notes=tuple(_unlike(before, after, len(pairs))),
    )


def _difference(measure: str, before: Sequence[float], after: Sequence[float]) -> Difference:
    changes = [new - old for old, new in zip(before, after, strict=True)]
    return Difference(
        measure=measure,
        before=math.fsum(before) / len(before),
        after=math.fsum(after) / len(after),
        better=sum(change > 0 for change in changes),
        worse=sum(change < 0 for change in changes),
        p_value=p_value(changes),
    )


def p_value(changes: Sequence[float], rounds: int = ROUNDS) -> float:
    """Return the two-sided p-value of paired differences, by randomisation.

    In each round every difference gets a random sign; counted are the rounds whose sum is at least as far
    from 0 as the true one. Differences of one size are drawn together: the signs of n coins are the bits
    of one random number, which makes a round take as long as there are sizes and not questions.
    """
    sizes = Counter(round(abs(change), _DIGITS) for change in changes)
    del sizes[0.0]
    observed = abs(math.fsum(changes))
    random = Random(0)  # noqa: S311 - nothing secret, and the same figures the next time
    as_far = 0
    for _ in range(rounds):
        total = math.fsum(
            size * (2 * random.getrandbits(count).bit_count() - count) for size, count in sizes.items()
        )
        as_far += abs(total) >= observed - 10**-_DIGITS * len(changes)
    return (as_far + 1) / (rounds + 1)


def _unlike(before: Evaluation, after: Evaluation, common: int) -> list[str]:
    """Return in sentences what is not alike about the evaluations, besides the program."""
    notes = []
    if before.collection != after.collection:
        notes.append(f"The earlier evaluation is of {before.collection!r}, this one of {after.collection!r}.")
    if (before.typos, before.seed) != (after.typos, after.seed):
        notes.append(
            f"The earlier evaluation has typos in {before.typos:.0%} of the longer words "
            f"(seed {before.seed}), "
            f"this one in {after.typos:.0%} (seed {after.seed})."
        )
    if not common == len(before.outcomes) == len(after.outcomes):
        notes.append(
            f"Compared are the {common:,} questions that both asked, of {len(before.outcomes):,} then "
            f"and {len(after.outcomes):,} now."
        )
    return notes
