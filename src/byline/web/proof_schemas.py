"""What the JSON endpoint takes and gives to cite answers and to check quotations; see ``schemas``."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from byline.models import DatePrecision
from byline.verdicts import DifferenceKind, Verdict
from byline.web.schemas import Author, Day, Given, Source, Taken, Text


class VerifyBody(Taken):
    """A quotation to check."""

    model_config = ConfigDict(strict=True)

    text: Text = Field(
        description="The quotation as it was pasted; parts may be joined by […]. Up to 5,000 characters."
    )


class CiteQuery(Taken):
    """Which sentences of the answer are cited; the whole answer when neither is given."""

    start: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="Where the first sentence begins, in code points."
    )
    end: Annotated[int, Field(ge=0)] | None = Field(default=None, description="Where the last sentence ends.")


class Range(Given):
    """A range of an answer's text, half-open, in code points."""

    start: int
    end: int


class Difference(Given):
    """A stretch of the quotation, and of what was written. Joined, they are both texts."""

    kind: DifferenceKind
    quoted: str
    said: str


class Place(Given):
    """Where a quotation stands, or the passage it was made from."""

    verdict: Verdict
    text: str = Field(description="What is written there, from the first range to the last.")
    start: int
    end: int
    ranges: list[Range] = Field(description="One for each part that […] separates.")
    context: str = Field(description="The whole sentences around it; of an earlier revision only `text`.")
    context_start: int
    differences: list[Difference] = Field(description="Only of an altered quotation.")
    answer_id: str
    revision: str
    until: str | None = Field(
        description="When the answer was corrected and no longer said so; null while it does."
    )
    question_answered: str | None
    author: Author
    date: Day | None
    date_precision: DatePrecision
    date_as_printed: str | None
    age_days: int | None
    source: Source
    permalink: str
    fragment_url: str | None


class Verification(Given):
    """What checking a quotation found. Unknown is a result, never an error."""

    text: str = Field(description="The quotation as it was understood.")
    verdict: Verdict
    places: list[Place] = Field(description="The answers that contain it, 50 at most.")
    parts: list[Verification] = Field(
        description="Each part by itself, where they do not stand in this order in one answer."
    )
    took_ms: float
