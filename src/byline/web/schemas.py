"""The one schema of the JSON endpoint: what it takes and what it gives, as pydantic models.

Requests are validated with these, ``/openapi.json`` is made from these, and the contract tests hold
every response against these. Offsets are Unicode code points, half-open.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from byline.models import Confidence, DatePrecision, Filters, Reason, Rule


def _iso_day(value: object) -> object:
    """Read "2024-12-31"; pydantic alone would also read a bare number as seconds since 1970."""
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("write the day as YYYY-MM-DD, such as 2024-12-31")
    return date.fromisoformat(value)


def _writable(value: str) -> str:
    """Refuse half of a surrogate pair, which JSON can spell and UTF-8 can not."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"character {error.start + 1} is half of a pair; send whole characters") from error
    return value


Text = Annotated[str, AfterValidator(_writable)]
Day = Annotated[date, BeforeValidator(_iso_day)]
Name = Annotated[Text, Field(min_length=1, max_length=200)]
Names = Annotated[list[Name], Field(max_length=50)]


class Taken(BaseModel):
    """A part of a request: a field that is not known is an error, so that a typo is not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the JSON schema, made once: flask-openapi3 asks for it with every request (2.5 ms)."""
        return _json_schema(cls, args, tuple(kwargs.items()))


@cache
def _json_schema(
    model: type[Taken], args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]
) -> dict[str, Any]:
    return super(Taken, model).model_json_schema(*args, **dict(kwargs))


class Given(BaseModel):
    """A part of a response."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FilterFields(Taken):
    """What an ask is limited to. Values of one field are alternatives; all the fields must hold."""

    author: Names = Field(default=[], description="Only answers by these authors.")
    company: Names = Field(default=[], description="Only answers whose byline names these companies.")
    role: Names = Field(default=[], description="Only answers whose byline names these roles.")
    tag: Names = Field(default=[], description="Only answers with one of these tags.")
    collection: Names = Field(default=[], description="Only answers of these collections.")
    after: Day | None = Field(default=None, description="Only answers of this day or later.")
    before: Day | None = Field(default=None, description="Only answers of this day or earlier.")

    phrases: Names = Field(default=[], description="Only answers in which these phrases stand.")
    without: Names = Field(default=[], description="Only answers in which these words do not stand.")
    not_author: Names = Field(default=[], description="Only answers by others than these authors.")

    def filters(self) -> Filters:
        """Return them as the knowledge base takes them."""
        return Filters(
            author=tuple(self.author),
            company=tuple(self.company),
            role=tuple(self.role),
            tag=tuple(self.tag),
            collection=tuple(self.collection),
            after=self.after,
            before=self.before,
            phrases=tuple(self.phrases),
            without=tuple(self.without),
            not_author=tuple(self.not_author),
        )


Top = Annotated[int, Field(ge=1, le=20)]
Previous = Annotated[Text, Field(max_length=8000)]
_PREVIOUS = "The question before, as its reply has it in `asked`; then a follow-up is read over it."


class AskBody(Taken):
    """A question and how to answer it."""

    model_config = ConfigDict(strict=True)

    question: Text = Field(description="The question, in plain language.")
    top: Top | None = Field(
        default=None, description="How many excerpts at most; the setting `top` when null."
    )
    filters: FilterFields = Field(default=FilterFields(), description="What the ask is limited to.")
    previous: Previous | None = Field(default=None, description=_PREVIOUS)
    conversation_id: Annotated[Text, Field(max_length=100)] | None = Field(
        default=None,
        description="Your own name for the conversation. Taken, and nothing is kept under it.",
    )
    debug: bool = Field(default=False, description="Whether scores and ranking features come with the reply.")


class AskQuery(FilterFields):
    """The same as query parameters; those that are lists may be repeated."""

    q: Text = Field(description="The question, in plain language.")
    top: Top | None = Field(
        default=None, description="How many excerpts at most; the setting `top` when absent."
    )
    previous: Previous | None = Field(default=None, description=_PREVIOUS)
    debug: bool = Field(default=False, description="Whether scores and ranking features come with the reply.")


class SuggestQuery(Taken):
    """The beginning of a question."""

    q: Annotated[Text, Field(max_length=2000)] = Field(description="What was typed so far.")
    limit: Annotated[int, Field(ge=1, le=20)] = Field(default=6, description="How many questions at most.")
    collection: Names = Field(default=[], description="Only questions that were answered in these.")
    company: Names = Field(default=[], description="Only those that people of these companies answered.")


class Author(Given):
    """Who said it, as printed with the answer. A part that the source does not say is null."""

    name: str | None
    role: str | None
    company: str | None
    as_printed: str | None
    permalink: str | None = Field(description="The path of the page with all their answers.")


class Source(Given):
    """Where the answer came from."""

    title: str
    url: str | None


class Correction(Given):
    """A word of the question that nobody uses, and the near one that was searched instead."""

    written: str = Field(alias="from")
    searched: str = Field(alias="to")
    instead: str = Field(description="The question that searches for the word as it was written.")


class ExcerptSentence(Given):
    """One sentence of an excerpt; `matched` says whether it carries the evidence."""

    start: int
    end: int
    matched: bool


class FurtherSentence(Given):
    """A sentence elsewhere in the answer that tells more; `answer.text[start:end] == text`, always."""

    start: int
    end: int
    text: str


class Citation(Given):
    """The quotation with its byline and link, ready to paste."""

    text: str
    markdown: str
    html: str
    bibtex: str


class Kind(Given):
    """What kind of answer was asked for, and whether the excerpt has something of it."""

    asked_for: Literal["number", "date", "person", "reason", "place"]
    found: bool


class Why(Given):
    """The evidence, in terms a person can check."""

    terms: list[str]
    missing: list[str]
    fuzzy: dict[str, str]
    synonyms: dict[str, str]
    meaning: float | None
    kind: Kind | None


class Elsewhere(Given):
    """Another answer: by whom and of when it is, and where it is read."""

    answer_id: str
    author: Author
    date: Day | None
    date_precision: DatePrecision
    date_as_printed: str | None
    permalink: str


class Repeat(Elsewhere):
    """An answer that says the same, nearly word for word, and where in its text."""

    start: int
    end: int


class More(Given):
    """What answers too and was left out; ask with a higher `top` to have it."""

    excerpts: int
    authors: int = Field(description="How many people whom the reply does not quote they are by.")


class Debug(Given):
    """How an excerpt was ranked. Names and scales may change between releases."""

    score: float
    features: dict[str, float]


class Excerpt(Given):
    """Whole, consecutive sentences of one answer: `answer.text[start:end] == text`, always."""

    rank: int
    text: str
    start: int
    end: int
    sentences: list[ExcerptSentence]
    further: list[FurtherSentence]
    answer_id: str
    revision: str
    question_answered: str | None
    question_permalink: str | None
    answers_to_question: int
    author: Author
    date: Day | None
    date_precision: DatePrecision
    date_as_printed: str | None
    age_days: int | None
    newer: Elsewhere | None
    repeated_in: list[Repeat]
    source: Source
    permalink: str
    fragment_url: str | None
    citation: Citation
    why: Why
    debug: Debug | None = Field(default=None, description="Only when `debug` was asked for.")


class AppliedFilters(Given):
    """The limits that held, those written inside the question included."""

    author: list[str]
    company: list[str]
    role: list[str]
    tag: list[str]
    collection: list[str]
    after: Day | None
    before: Day | None
    phrases: list[str]
    without: list[str]
    not_author: list[str]


class Carried(Given):
    """What a follow-up took over from the question before; the limits that it took over are in `limits`."""

    rule: Rule = Field(description="How the follow-up was read.")
    topic: str | None = Field(description="The words of the question before that were asked again.")
    without: str | None = Field(description="The question that leaves the topic out; null when none is left.")
    again: bool = Field(description="Whether there was no more than what was quoted before.")


class Limit(Given):
    """One limit that held."""

    field: str = Field(description="Its name in `applied_filters`.")
    value: str
    carried: bool = Field(description="Whether it was taken over from the question before.")
    without: str | None = Field(description="The question without this limit; null when none is left.")


class ReplyDebug(Given):
    """How sure the reply is, before that is told in words. The scale may change between releases."""

    support: float


class Reply(Given):
    """What asking gives. Not answered is a result, never an error."""

    id: str
    question: str
    answered: bool
    confidence: Confidence
    reason: Reason | None
    searched_for: str
    corrections: list[Correction]
    applied_filters: AppliedFilters
    asked: str = Field(description="The question with all that was carried, as it can be asked alone.")
    words: str = Field(description="`asked` without its limits.")
    carried: Carried | None
    limits: list[Limit]
    excerpts: list[Excerpt]
    more: More
    near_misses: list[Excerpt]
    rephrasings: list[str] = Field(
        description="Questions close to it that have an answer; only when nobody answered."
    )
    related_questions: list[str]
    took_ms: float
    index_revision: int
    debug: ReplyDebug | None = Field(default=None, description="Only when `debug` was asked for.")


class Suggestions(Given):
    """Questions of the collection that go on as was begun, the best first."""

    questions: list[str]


class Health(Given):
    """The process runs, or the knowledge base can answer."""

    status: Literal["ok", "ready"]


class FieldError(Given):
    """One field of the request that is not right."""

    field: str
    message: str


class Problem(Given):
    """Every error, in the shape of RFC 9457 (application/problem+json)."""

    type: str = Field(description="A link to what this kind of problem means.")
    title: str
    status: int
    detail: str
    instance: str = Field(description="The path that was asked for.")
    code: str = Field(description="The kind of problem in one stable word.")
    errors: list[FieldError] | None = Field(
        default=None, description="The fields that are not right, one by one."
    )
