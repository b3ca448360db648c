"""What a server gives, as frozen dataclasses: the shapes of docs/api.md under the same names.

What the library gives in the same shape is the library's own class. Offsets are Unicode code points (what
Python's ``str`` counts), half-open, into ``Answer.text``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812 - a field of the replies is called date
from datetime import datetime

from byline.heard import FeedbackReason
from byline.models import CollectionSummary, Confidence, DatePrecision, More, Reason, Rule
from byline.verdicts import Difference, Verdict

__all__ = ["CollectionSummary", "Difference", "More"]


@dataclass(frozen=True, slots=True)
class Author:
    """Who said it, as printed with the answer. A part that the source does not say is None."""

    name: str | None
    role: str | None
    company: str | None
    as_printed: str | None
    permalink: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the answer came from."""

    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the question that nobody uses, and the near one that was searched instead."""

    written: str = field(metadata={"json": "from"})
    searched: str = field(metadata={"json": "to"})
    instead: str


@dataclass(frozen=True, slots=True)
class ExcerptSentence:
    """One sentence of an excerpt; ``matched`` says whether it carries the evidence."""

    start: int
    end: int
    matched: bool


@dataclass(frozen=True, slots=True)
class FurtherSentence:
    """A sentence elsewhere in the answer that tells more."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The quotation with its byline and link, ready to paste."""

    text: str
    markdown: str
    html: str
    bibtex: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of answer was asked for, and whether the excerpt has something of it."""

    asked_for: str
    found: bool


@dataclass(frozen=True, slots=True)
class Why:
    """The evidence, in terms a person can check."""

    terms: tuple[str, ...]
    missing: tuple[str, ...]
    fuzzy: Mapping[str, str]
    synonyms: Mapping[str, str]
    meaning: float | None
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another answer: by whom and of when it is, and where it is read."""

    answer_id: str
    author: Author
    date: Day | None
    date_precision: DatePrecision
    date_as_printed: str | None
    permalink: str


@dataclass(frozen=True, slots=True)
class Repeat(Elsewhere):
    """An answer that says the same, nearly word for word, and where in its text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Debug:
    """How an excerpt was ranked. Names and scales may change between releases."""

    score: float
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Whole, consecutive sentences of one answer: ``answer.text[start:end] == text``, always."""

    rank: int
    text: str
    start: int
    end: int
    sentences: tuple[ExcerptSentence, ...]
    further: tuple[FurtherSentence, ...]
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
    repeated_in: tuple[Repeat, ...]
    source: Source
    permalink: str
    fragment_url: str | None
    citation: Citation
    why: Why
    debug: Debug | None = None


@dataclass(frozen=True, slots=True)
class AppliedFilters:
    """The limits that held, those written inside the question included."""

    author: tuple[str, ...]
    company: tuple[str, ...]
    role: tuple[str, ...]
    tag: tuple[str, ...]
    collection: tuple[str, ...]
    after: Day | None
    before: Day | None
    phrases: tuple[str, ...]
    without: tuple[str, ...]
    not_author: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """What a follow-up took over from the question before."""

    rule: Rule
    topic: str | None
    without: str | None
    again: bool


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit that held."""

    field: str
    value: str
    carried: bool
    without: str | None


@dataclass(frozen=True, slots=True)
class ReplyDebug:
    """How sure the reply is, before that is told in words."""

    support: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What asking gives. Not answered is a result, never an error."""

    id: str
    question: str
    answered: bool
    confidence: Confidence
    reason: Reason | None
    searched_for: str
    corrections: tuple[Correction, ...]
    applied_filters: AppliedFilters
    asked: str
    words: str
    carried: Carried | None
    limits: tuple[Limit, ...]
    excerpts: tuple[Excerpt, ...]
    more: More
    near_misses: tuple[Excerpt, ...]
    rephrasings: tuple[str, ...]
    related_questions: tuple[str, ...]
    took_ms: float
    index_revision: int
    debug: ReplyDebug | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Questions of the collection that go on as was begun, the best first."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of an answer."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnswerRevision:
    """A revision of an answer, which read otherwise than the one before."""

    revision: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """One text by one author, whole."""

    id: str
    revision: str
    collection: str
    question_answered: str | None
    text: str
    sentences: tuple[AnswerSentence, ...]
    author: Author
    date: Day | None
    date_precision: DatePrecision
    date_as_printed: str | None
    age_days: int | None
    source: Source
    permalink: str
    tags: tuple[str, ...]
    accepted: bool
    votes: int | None
    lang: str | None
    license: str | None
    truncated: bool
    revisions: tuple[AnswerRevision, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A range of an answer's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands, or the passage it was made from."""

    verdict: Verdict
    text: str
    start: int
    end: int
    ranges: tuple[Range, ...]
    context: str
    context_start: int
    differences: tuple[Difference, ...]
    answer_id: str
    revision: str
    until: datetime | None
    question_answered: str | None
    author: Author
    date: Day | None
    date_precision: DatePrecision
    date_as_printed: str | None
    age_days: int | None
    source: Source
    permalink: str
    fragment_url: str | None


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking a quotation found. Unknown is a result, never an error."""

    text: str
    verdict: Verdict
    places: tuple[Place, ...]
    parts: tuple[Verification, ...]
    took_ms: float


@dataclass(frozen=True, slots=True)
class AuthorSummary:
    """An author, with what their bylines said, newest first."""

    name: str
    permalink: str
    answers: int
    roles: tuple[str, ...]
    companies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Authors:
    """Who has answered."""

    authors: tuple[AuthorSummary, ...]


@dataclass(frozen=True, slots=True)
class Collections:
    """What can be asked."""

    collections: tuple[CollectionSummary, ...]


@dataclass(frozen=True, slots=True)
class LeftQuestion:
    """A question for the experts, as it was kept."""

    id: str
    question: str
    left_at: datetime


@dataclass(frozen=True, slots=True)
class KeptFeedback:
    """What was kept of what was said about a reply."""

    reply_id: str
    helped: bool
    reasons: tuple[FeedbackReason, ...]
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """The process runs, or the knowledge base can answer."""

    status: str
