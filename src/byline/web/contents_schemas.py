"""What the JSON endpoint takes and gives to read what there is; see ``schemas``."""

from __future__ import annotations

from pydantic import Field

from byline.models import DatePrecision
from byline.web.schemas import Author, Day, Given, Names, Source, Taken


class AnswerPath(Taken):
    """Which answer."""

    answer_id: str = Field(description="The answer's id, as replies give it: a_...", max_length=200)


class AuthorsQuery(Taken):
    """Whose authors."""

    collection: Names = Field(default=[], description="Only authors of these collections.")


class AnswerSentence(Given):
    """One sentence of an answer; `#s4` in a permalink is the one at index 4."""

    start: int
    end: int


class AnswerRevision(Given):
    """A revision of an answer, which read otherwise than the one before."""

    revision: str = Field(
        description="As replies give it. One of another question or byline may have the same."
    )
    since: str = Field(description="When it came, in UTC.")


class Answer(Given):
    """One text by one author, whole. `revision` is "sha256:" and the hash of `text` in UTF-8."""

    id: str
    revision: str
    collection: str
    question_answered: str | None
    text: str
    sentences: list[AnswerSentence]
    author: Author
    date: Day | None
    date_precision: DatePrecision
    date_as_printed: str | None
    age_days: int | None
    source: Source
    permalink: str
    tags: list[str]
    accepted: bool
    votes: int | None
    lang: str | None
    license: str | None
    truncated: bool
    revisions: list[AnswerRevision] = Field(
        description="Oldest first; the last is this one. Where there are several, the answer was corrected."
    )


class AuthorSummary(Given):
    """An author, with what their bylines said, newest first."""

    name: str
    permalink: str = Field(description="The path of the page with all their answers.")
    answers: int
    roles: list[str]
    companies: list[str]


class Authors(Given):
    """Who has answered."""

    authors: list[AuthorSummary]


class CollectionSummary(Given):
    """A collection and how much is in it."""

    name: str
    answers: int
    authors: int
    sources: int


class Collections(Given):
    """What can be asked."""

    collections: list[CollectionSummary]
