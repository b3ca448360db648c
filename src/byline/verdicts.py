"""What checking a quotation finds: frozen, slotted dataclasses beside those of ``models``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from byline.models import Answer


class Verdict(StrEnum):
    """What checking a pasted quotation found."""

    EXACT = "exact"
    """It stands there character for character."""
    EQUAL = "equal"
    """Its words are those that stand there; white space, quotation marks or dashes are set otherwise."""
    ALTERED = "altered"
    """Something like it stands there, in other words."""
    UNKNOWN = "unknown"
    """Nobody in the collection wrote anything like it."""


class DifferenceKind(StrEnum):
    """How a stretch of a quotation stands to what was written."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    """Quoted, and never written."""
    LEFT_OUT = "left_out"
    """Written, and not quoted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One stretch of a quotation, and of the text it was made from. All together they are both texts."""

    kind: DifferenceKind
    quoted: str
    said: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands, or the passage it was made from.

    ``ranges`` are half-open, in ``answer.text``, one for each part that ``[…]`` separates. ``answer`` is the
    revision in which it stands: ``until`` is when that was replaced (UTC), None while it is the current one.
    """

    answer: Answer
    ranges: tuple[tuple[int, int], ...]
    verdict: Verdict
    until: datetime | None = None
    differences: tuple[Difference, ...] = ()
    """Only of an altered quotation."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a quotation found. Unknown is a result, never an error."""

    text: str
    """The quotation as it was understood: without the marks around it and the name below it."""
    verdict: Verdict
    places: tuple[Place, ...]
    """The answers that contain it, the current ones first; of an altered one the passages most like it."""
    parts: tuple[Verification, ...] = ()
    """Each part by itself, where they do not stand in this order in one answer."""
    took_ms: float = 0.0
