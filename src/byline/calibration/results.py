"""What a calibration finds out: frozen dataclasses, and how they are worked out from single replies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

ENOUGH = 50
"""Stored questions; from fewer no threshold is recommended."""
STEP = 0.01
"""Between the thresholds that are tried."""
_SURE = 1.96
"""Standard deviations that 95 % of a normal distribution lie within."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one question: its reply's support, and whether the first excerpt was right."""

    question: str
    support: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """What a threshold would do.

    Attributes:
        threshold: the least support that is answered.
        answered: the share of the stored questions that are answered.
        precision: the share of all replies whose first excerpt is right; None when there are no replies.
        low: the 95 % interval of the precision begins here (Wilson) ...
        high: ... and ends here.
        left_out: the share answered of the stored questions whose answers were left out: all of it wrongly.
        unrelated: the share answered of the unrelated questions: all of it wrongly.
        replies: how many questions of the three kinds are answered.
    """

    threshold: float
    answered: float
    precision: float | None
    low: float
    high: float
    left_out: float
    unrelated: float
    replies: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """What asking a collection its own questions told.

    Attributes:
        answers: how many answers the knowledge base has.
        questions: how many stored questions were asked, each with its wording held out.
        left_out: how many were asked with their answers left out.
        unrelated: how many unrelated questions were asked.
        wanted: the precision that was wished for.
        current: what the threshold in force does.
        recommended: the lowest threshold with the precision wished for; None where none has it, or where
            there are too few questions to tell.
        points: one for each threshold from 0 to 1.
        mistaken: unrelated questions that came nearest to being answered, the nearest first.
        notes: sentences on what the figures can not tell.
    """

    answers: int
    questions: int
    left_out: int
    unrelated: int
    wanted: float
    current: Point
    recommended: Point | None
    points: tuple[Point, ...]
    mistaken: tuple[str, ...]
    notes: tuple[str, ...]


def wilson(right: int, total: int) -> tuple[float, float]:
    """Return the interval that holds a share with 95 % certainty, having seen ``right`` of ``total``.

    Wilson, Probable Inference, the Law of Succession, and Statistical Inference (1927). Unlike the usual
    one it makes sense for few observations and for shares near 0 and 1. With none, anything may be.
    """
    if not total:
        return 0.0, 1.0
    share, spread = right / total, _SURE**2 / total
    middle = (share + spread / 2) / (1 + spread)
    half = _SURE * math.sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def point(
    threshold: float, held_out: Sequence[Trial], left_out: Sequence[Trial], unrelated: Sequence[Trial]
) -> Point:
    """Return what a threshold does to questions of the three kinds."""
    replies = [
        [each for each in kind if each.support >= threshold] for kind in (held_out, left_out, unrelated)
    ]
    total = sum(map(len, replies))
    right = sum(each.right for each in replies[0])
    low, high = wilson(right, total)
    shares = [
        len(some) / max(1, len(all_))
        for some, all_ in zip(replies, (held_out, left_out, unrelated), strict=True)
    ]
    return Point(
        threshold, shares[0], right / total if total else None, low, high, shares[1], shares[2], total
    )


def recommended(points: Sequence[Point], wanted: float) -> Point | None:
    """Return the lowest threshold from which on the precision is as wished for; None when there is none.

    "From which on": a lower one that has it by chance, with worse ones above it, is passed over.
    """
    found = None
    for each in sorted(points, key=lambda each: -each.threshold):
        if each.precision is None:
            continue
        if each.precision < wanted:
            break
        found = each
    return found
