"""What people who ask tell in return: questions left for the experts, and whether a reply helped.

Frozen, slotted dataclasses like those of ``models``. None of it takes part in ranking.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from byline.models import Reply

QUOTED_MOST = 20
"""How many excerpts feedback is about at most; no reply has more."""
REPLY_ID = "q_[0-9a-f]{16}"
"""What the id of a reply looks like, as a regular expression."""
REVISION_MOST = 2**63 - 1
"""The highest revision of a collection that can be kept."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that nobody had answered and somebody left for the experts.

    ``contact`` is how to tell the person, if they said. ``done_at`` is None until a curator has seen to
    it. ``index_revision`` is the revision of the collection in which nobody had answered. Times are UTC.
    """

    id: str
    question: str
    contact: str | None
    left_at: datetime
    index_revision: int
    done_at: datetime | None = None


class FeedbackReason(StrEnum):
    """Why a reply did not help."""

    NOT_ASKED = "not_asked"
    """It answers something else."""
    OUT_OF_DATE = "out_of_date"
    """It was true once."""
    WRONG_PERSON = "wrong_person"
    """Somebody else should have been quoted."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Quoted:
    """What of an answer a reply had quoted: a half-open range of the text of one revision."""

    answer_id: str
    revision: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """Whether a reply helped, as the person said it who had asked.

    ``reply_id`` and ``index_revision`` are those of the Reply, ``question`` can be asked alone. ``reasons``
    are given when it did not help; ``words`` are the person's own. ``given_at`` (UTC) is None until it is
    kept.
    """

    reply_id: str
    question: str
    helped: bool
    quoted: tuple[Quoted, ...]
    index_revision: int
    reasons: tuple[FeedbackReason, ...] = ()
    words: str | None = None
    given_at: datetime | None = None


def feedback_on(
    reply: Reply, *, helped: bool, reasons: tuple[FeedbackReason, ...] = (), words: str | None = None
) -> Feedback:
    """Return feedback on a reply, ready for ``KnowledgeBase.give_feedback``.

    Its question is one that can be asked alone: with the limits that held, and what a follow-up carried.
    """
    quoted = tuple(
        Quoted(each.answer.id, each.answer.revision, each.start, each.end) for each in reply.excerpts
    )
    whole = reply.asked if reply.applied_filters or reply.carried else reply.question
    return Feedback(reply.id, whole, helped, quoted, reply.index_revision, reasons, words)
