"""What flows between the modules: frozen, slotted dataclasses, and nothing that acts.

The words are those of the table in docs/design.md. Offsets are Unicode code points (what Python's
``str`` counts), half-open, into ``Answer.text``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum


class DatePrecision(StrEnum):
    """How much of a date the source printed."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RELATIVE = "relative"
    """An age ("5y"), counted back from the page's own date where it has one."""
    NONE = "none"
    """No date, or one without a year: never guess what the page does not say."""


class Confidence(StrEnum):
    """How sure a Reply is that its first excerpt answers the question."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"


class Reason(StrEnum):
    """Why nobody answered."""

    BELOW_THRESHOLD = "below_threshold"
    EMPTY_CORPUS = "empty_corpus"
    FILTERED_OUT = "filtered_out"


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as the source printed it, and what can be known from that.

    ``value`` is the first day of what was printed ("May 2021" gives 2021-05-01), None when the year is
    not known.
    """

    as_printed: str | None = None
    value: date | None = None
    precision: DatePrecision = DatePrecision.NONE


@dataclass(frozen=True, slots=True)
class Byline:
    """Who said it: name, role, company and date as printed with the answer.

    ``as_printed`` is the raw line. People change jobs, so a byline is never joined to a newer profile.
    A part that the source does not say is None.
    """

    author: str | None
    role: str | None = None
    company: str | None = None
    date: PrintedDate = PrintedDate()
    as_printed: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One answer as an importer found it, before the store knows it.

    ``text`` is final: it is what will be quoted. ``key`` names the answer within its source (a row's
    id); without one the store derives a key from author, question and order. ``line`` is the 1-based
    line of the file where the answer begins, for messages.
    """

    text: str
    byline: Byline
    question: str | None = None
    key: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    accepted: bool = False
    votes: int | None = None
    lang: str | None = None
    license: str | None = None
    truncated: bool = False
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file, page or feed an answer came from."""

    key: str
    """What makes it the same source when it is imported again: the resolved path, or the name given."""
    title: str
    collection: str
    url: str | None = None
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """One text by one author in reply to a question.

    ``number`` is the store's row, used inside the process only; ``id`` is what links and the JSON
    endpoint show. ``revision`` is ``sha256:`` and the hash of ``text`` in UTF-8.
    """

    number: int
    id: str
    revision: str
    text: str
    byline: Byline
    question: str | None
    source: Source
    url: str | None = None
    tags: tuple[str, ...] = ()
    accepted: bool = False
    votes: int | None = None
    lang: str | None = None
    license: str | None = None
    truncated: bool = False

    @property
    def collection(self) -> str:
        """The collection's name."""
        return self.source.collection


@dataclass(frozen=True, slots=True)
class Sentence:
    """A half-open range ``[start, end)`` of an Answer's text, without surrounding white space.

    ``ordinal`` counts the sentences of the answer from 0; ``paragraph`` counts its paragraphs.
    """

    start: int
    end: int
    ordinal: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What an ask is limited to. Values of one field are alternatives; the fields are all required.

    Names are matched without case. ``after`` and ``before`` are inclusive days; an answer whose year is
    unknown never passes them. ``phrases`` must stand in the answer's text, ``without`` must not.
    ``not_author`` leaves people out.
    """

    author: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    collection: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    not_author: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is limited at all."""
        return self != Filters()


FILTER_FIELDS = tuple(each.name for each in fields(Filters))
"""The names of the limits, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A question word that the corpus does not know, and the near word that was searched instead."""

    written: str
    searched: str


@dataclass(frozen=True, slots=True)
class Why:
    """The evidence for an excerpt, in terms a person can check."""

    terms: tuple[str, ...] = ()
    """Question words found in the excerpt, as they were asked."""
    missing: tuple[str, ...] = ()
    """Question words that say what is asked about and are not in the excerpt, nor anything in their place."""
    fuzzy: Mapping[str, str] = field(default_factory=dict)
    """Words as written in the question -> words as searched."""
    synonyms: Mapping[str, str] = field(default_factory=dict)
    """Words as written in the question -> what the excerpt has in their place, and says the same."""
    meaning: float | None = None
    """Closeness in meaning, 0 to 1; None when no meaning vectors took part."""
    kind: str | None = None
    """The kind of answer that was asked for, such as a number or a date; None when any will do."""
    kind_met: bool = False
    """Whether the excerpt has something of that kind."""
    features: Mapping[str, float] = field(default_factory=dict)
    """Every named feature of the ranking, for debugging."""


@dataclass(frozen=True, slots=True)
class ExcerptSentence:
    """One sentence of an excerpt; ``matched`` says whether it carries the evidence."""

    start: int
    end: int
    ordinal: int
    matched: bool


@dataclass(frozen=True, slots=True)
class Repeat:
    """The sentences of another answer that say, nearly word for word, what an excerpt says."""

    answer: Answer
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Whole, consecutive sentences of one Answer: ``answer.text[start:end] == text``, always."""

    rank: int
    text: str
    start: int
    end: int
    sentences: tuple[ExcerptSentence, ...]
    answer: Answer
    why: Why
    score: float
    further: tuple[ExcerptSentence, ...] = ()
    """Sentences elsewhere in the answer that say what these do not; others between them were left out."""
    repeats: tuple[Repeat, ...] = ()
    """Who else says the same, in the order in which they would have been shown."""
    newer: Answer | None = None
    """The newest answer to the same question, where it is newer than this one."""
    answers: int = 0
    """How many answers the question has that this one answers, this one among them; 0 when none is known."""

    @property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """The ranges that are quoted, in the order of the text."""
        return tuple(sorted([(self.start, self.end), *((each.start, each.end) for each in self.further)]))


@dataclass(frozen=True, slots=True)
class More:
    """What answers too and was left out to keep a reply short."""

    excerpts: int = 0
    authors: int = 0
    """How many people whom the reply does not quote they are by."""


class Rule(StrEnum):
    """How a follow-up was read over the question before it."""

    SOMEONE_ELSE = "someone_else"
    """Answered by others than those quoted: "anyone else?"."""
    SAME_AUTHOR = "same_author"
    """By the one quoted: "more from her"."""
    OLDER = "older"
    NEWER = "newer"
    TIME = "time"
    """Within a time: "only last year"."""
    NAME = "name"
    """By a person, or people of a company or in a role: "what about at Oracle?"."""
    LIMIT = "limit"
    """With operators alone: "company:oracle"."""
    WORDS = "words"
    """About something more, or something else in its place: "and for startups?"."""
    QUESTION = "question"
    """Asked otherwise: "why?"."""
    POINTING = "pointing"
    """With a word that points back: "how do you measure that?"."""
    CORRECTION = "correction"
    """In place of what was asked: "no, I meant ..."."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a follow-up took over from the question before."""

    rule: Rule
    topic: str | None = None
    """The words that are asked again, None when only limits were taken over."""
    limits: tuple[str, ...] = ()
    """The fields of Filters that were taken over."""
    again: bool = False
    """Whether more was asked for than the reply before quoted, and there is no more: it is quoted again."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What asking returns. Not answered is a result, never an error."""

    id: str
    question: str
    answered: bool
    confidence: Confidence
    reason: Reason | None
    searched_for: str
    """The question as it was searched, after corrections and without operators."""
    corrections: tuple[Correction, ...]
    applied_filters: Filters
    excerpts: tuple[Excerpt, ...]
    near_misses: tuple[Excerpt, ...]
    related_questions: tuple[str, ...]
    took_ms: float
    index_revision: int
    support: float = 0.0
    """How likely it is that somebody answered, 0 to 1, whether it was enough or not."""
    more: More = More()
    asked: str = ""
    """The question as it can be asked again alone: with what was carried, and the limits as operators."""
    carried: Carried | None = None
    """What was taken over from the question before; None for a question that stands alone."""
    rephrasings: tuple[str, ...] = ()
    """When nobody answered: questions close to it that have an answer, each as it can be asked alone."""


@dataclass(frozen=True, slots=True)
class AuthorSummary:
    """An author of the collection, with what their bylines said, newest first."""

    name: str
    answers: int
    roles: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CollectionSummary:
    """A collection and how much is in it."""

    name: str
    answers: int
    authors: int
    sources: int


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Words and phrases that say the same, as they were written."""

    words: tuple[str, ...]
    collection: str | None = None
    """The collection that was told so; None when the answers say it: "technical product manager (TPM)"."""


@dataclass(frozen=True, slots=True)
class Stats:
    """The knowledge base in numbers."""

    collections: int
    sources: int
    answers: int
    authors: int
    sentences: int
    revision: int
    """The store's revision: raised by each change."""
    index_revision: int
    """The store revision that the search index reflects."""
    store_bytes: int
    index_bytes: int
    model: str | None = None
    """The encoder in use."""
    reranker: str | None = None
    """The cross-encoder in use."""
    encoded: int = 0
    """How many sentences have a vector of the encoder."""
