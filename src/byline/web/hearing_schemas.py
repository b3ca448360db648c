"""What the endpoint takes and gives where somebody leaves a question or says whether a reply helped."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from byline.heard import QUOTED_MOST, REPLY_ID, REVISION_MOST, Feedback, FeedbackReason, Quoted
from byline.web.schemas import Count, Given, Taken, Text, Whole

Why = Annotated[FeedbackReason, Field(strict=False)]


class LeaveBody(Taken):
    """A question for the experts."""

    model_config = ConfigDict(strict=True)

    question: Text = Field(description="The question that nobody answered.")
    contact: Text | None = Field(default=None, description="How to reach the person, if they say.")


class LeftQuestion(Given):
    """The question as it was kept."""

    id: str
    question: str
    left_at: datetime


class QuotedExcerpt(Taken):
    """An excerpt of the reply, as the reply names it."""

    model_config = ConfigDict(strict=True)

    answer_id: Text = Field(max_length=40)
    revision: Text = Field(max_length=100)
    start: Whole
    end: Whole


class FeedbackBody(Taken):
    """Whether a reply helped."""

    model_config = ConfigDict(strict=True)

    reply_id: Text = Field(pattern=f"^{REPLY_ID}$", description="The reply's `id`.")
    question: Text = Field(description="The question that it is a reply to.")
    helped: bool = Field(description="Whether it helped.")
    reasons: list[Why] = Field(default=[], max_length=10, description="Why not, when it did not.")
    words: Text | None = Field(
        default=None, description="What the person says of it, up to 2,000 characters."
    )
    excerpts: list[QuotedExcerpt] = Field(
        default=[], max_length=QUOTED_MOST, description="What the reply had quoted."
    )
    index_revision: Count = Field(le=REVISION_MOST, description="The reply's `index_revision`.")

    def feedback(self) -> Feedback:
        """Return it as the knowledge base takes it."""
        return Feedback(
            reply_id=self.reply_id,
            question=self.question,
            helped=self.helped,
            quoted=tuple(
                Quoted(each.answer_id, each.revision, each.start, each.end) for each in self.excerpts
            ),
            index_revision=self.index_revision,
            reasons=tuple(self.reasons),
            words=self.words,
        )


class KeptFeedback(Given):
    """What was kept of it."""

    reply_id: str
    helped: bool
    reasons: list[FeedbackReason]
    given_at: datetime
