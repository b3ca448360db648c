"""The reads, each a function of a connection. None changes anything."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, func, select, text, true

from byline.models import Answer, AuthorSummary, CollectionSummary, Source
from byline.store.records import (
    ANSWER_COLUMNS,
    AnswerRevision,
    AskedQuestion,
    StoreCounts,
    answer_from,
)
from byline.store.schema import (
    answers,
    beginning_of_question,
    collections,
    meta,
    question_start,
    revisions,
    sources,
    synonyms,
)

_STREAMED = 500
"""How many rows are in memory at a time."""

_whole_question: ColumnElement[str] = func.substr(revisions.c.question, text("1"))
"""The question, beside what it begins with. Of a bare ``question = 'x'`` SQLite would conclude that the
beginning is that of 'x', and look through every answer instead of in the index of beginnings."""
_WITH_SOURCES = answers.join(sources).join(collections)
_CURRENT = _WITH_SOURCES.join(
    revisions, and_(revisions.c.number == answers.c.number, revisions.c.ordinal == answers.c.ordinal)
)
_IS_THERE = answers.c.withdrawn.is_(False)

_ANSWERS = select(*ANSWER_COLUMNS, answers.c.withdrawn).select_from(_CURRENT)
BY_NUMBERS = _ANSWERS.where(answers.c.number.in_(bindparam("numbers", expanding=True)), _IS_THERE)
"""The current answers of ``numbers``, as ``answer_from`` takes them."""
_BY_AGE = (
    select(
        revisions.c.question,
        answers.c.number,
        func.row_number()
        .over(
            partition_by=revisions.c.question,
            order_by=(revisions.c.date_value.desc().nulls_last(), answers.c.number.desc()),
        )
        .label("place"),
        func.count().over(partition_by=revisions.c.question).label("total"),
    )
    .select_from(_CURRENT)
    .where(_IS_THERE, beginning_of_question.in_(bindparam("starts", expanding=True)))
    .where(_whole_question.in_(bindparam("questions", expanding=True)))
)


def _newest_of(by_age: Select[Any]) -> Select[Any]:
    ordered = by_age.subquery()
    return select(ordered.c.question, ordered.c.number, ordered.c.total).where(ordered.c.place == 1)


NEWEST_TO = _newest_of(_BY_AGE)
"""What ``newest_to`` reads, of all collections."""
REVISION = select(meta.c.revision)
"""The store's revision, 0 before the first change."""
_HAS_SOURCE = exists().where(sources.c.collection_id == collections.c.id, sources.c.removed.is_(False))


def answer(connection: Connection, public_id: str) -> tuple[Answer, bool] | None:
    """Return the answer of that id and whether it was withdrawn; None when there never was one."""
    row = connection.execute(_ANSWERS.where(answers.c.id == public_id)).one_or_none()
    return None if row is None else (answer_from(row), row.withdrawn)


def history(connection: Connection, public_id: str) -> list[AnswerRevision]:
    """Return every revision of the answer of that id, oldest first; empty when there never was one."""
    of_any_age = _WITH_SOURCES.join(revisions, revisions.c.number == answers.c.number)
    rows = connection.execute(
        select(*ANSWER_COLUMNS, revisions.c.created_at, revisions.c.store_revision)
        .select_from(of_any_age)
        .where(answers.c.id == public_id)
        .order_by(revisions.c.ordinal)
    )
    return [AnswerRevision(answer_from(row), row.created_at, row.store_revision) for row in rows]


def corrected(connection: Connection, containing: Sequence[str], limit: int) -> list[str]:
    """Return the ids of current answers an earlier revision of which has all of these in its text.

    Only the revisions of answers that were ever corrected are read. Capital letters may not count.
    """
    earlier = and_(revisions.c.number == answers.c.number, revisions.c.ordinal < answers.c.ordinal)
    found = (
        select(answers.c.id)
        .select_from(answers.join(revisions, earlier))
        .where(answers.c.ordinal > 1, _IS_THERE)
        .where(*(revisions.c.text.contains(each, autoescape=True) for each in containing))
        .distinct()
        .limit(limit)
    )
    return list(connection.execute(found).scalars())


def by_author(connection: Connection, author: str, limit: int, offset: int) -> list[Answer]:
    """Return the current answers of the author of that name, newest first as ``all_authors`` has it."""
    query = _ANSWERS.where(_IS_THERE, revisions.c.author == author)
    newest = query.order_by(revisions.c.date_value.desc().nulls_last(), answers.c.number.desc())
    return [answer_from(row) for row in connection.execute(newest.limit(limit).offset(offset))]


def tags_of(connection: Connection, author: str) -> list[tuple[str, int]]:
    """Return the tags of an author's current answers and how many have each, the most frequent first."""
    rows = connection.execute(
        select(revisions.c.tags, func.count())
        .select_from(_CURRENT)
        .where(_IS_THERE, revisions.c.author == author)
        .group_by(revisions.c.tags)
    )
    counted: Counter[str] = Counter()
    for said, count in rows:
        counted.update(dict.fromkeys(json.loads(said), count))
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))


def to_question(connection: Connection, question: str, limit: int, offset: int) -> list[Answer]:
    """Return the current answers to the question that is written so, in the order in which they came."""
    begins_so = beginning_of_question == question_start(question)
    query = _ANSWERS.where(_IS_THERE, begins_so, _whole_question == question).order_by(answers.c.number)
    return [answer_from(row) for row in connection.execute(query.limit(limit).offset(offset))]


def newest_to(
    connection: Connection, questions: Collection[str], wanted: Sequence[str]
) -> dict[str, tuple[int, int]]:
    """Return for each question the number of its newest current answer, and how many current ones it has.

    The newest is that with the latest date; of answers without a year, and of those of one day, that which
    came last.
    """
    rows = connection.execute(
        _newest_of(_BY_AGE.where(_in_collections(connection, wanted))), asked_questions(questions)
    )
    return {row.question: (row.number, row.total) for row in rows}


def asked_questions(questions: Collection[str]) -> dict[str, list[str]]:
    """Return the values that ``NEWEST_TO`` is given."""
    return {"starts": [question_start(each) for each in questions], "questions": list(questions)}


def by_numbers(connection: Connection, numbers: Collection[int]) -> dict[int, Answer]:
    """Return the current answers of those numbers; a number that is not one's is left out."""
    return numbered(connection.execute(BY_NUMBERS, {"numbers": list(numbers)}).all())


def numbered(rows: Iterable[Sequence[Any]]) -> dict[int, Answer]:
    """Return the answers in rows of ``BY_NUMBERS``, by number."""
    return {row[0]: answer_from(row) for row in rows}


def highest_number(connection: Connection) -> int:
    """Return the number of the answer that came last, withdrawn or not; 0 when none ever came."""
    return int(connection.execute(select(func.max(answers.c.number))).scalar() or 0)


def all_answers(
    connection: Connection, wanted: Sequence[str], limit: int | None, offset: int
) -> Iterator[Answer]:
    """Stream the current answers in the order in which they first came."""
    query = _ANSWERS.where(_IS_THERE, _in_collections(connection, wanted)).order_by(answers.c.number)
    for row in _streamed(connection, query.limit(limit).offset(offset or None)):
        yield answer_from(row)


def changes_since(
    connection: Connection, since: int, highest: int | None
) -> Iterator[tuple[int, Answer | None]]:
    """Stream the numbers of the answers changed after store revision ``since``, None for a withdrawn one."""
    query = _ANSWERS.where(answers.c.changed_in > since).order_by(answers.c.number)
    if highest is not None:
        query = query.where(answers.c.number <= highest)
    for row in _streamed(connection, query):
        yield row[0], None if row.withdrawn else answer_from(row)


def all_sources(connection: Connection, wanted: Sequence[str]) -> list[Source]:
    """Return the sources by collection and title, with the number of their current answers."""
    there = and_(answers.c.source_id == sources.c.id, _IS_THERE)
    rows = connection.execute(
        select(
            sources.c.key, sources.c.title, collections.c.name, sources.c.url, func.count(answers.c.number)
        )
        .select_from(sources.join(collections).outerjoin(answers, there))
        .where(sources.c.removed.is_(False), _in_collections(connection, wanted))
        .group_by(sources.c.id, sources.c.key, sources.c.title, collections.c.name, sources.c.url)
        .order_by(collections.c.name, sources.c.title, sources.c.key)
    )
    return [Source(*row) for row in rows]


def all_collections(connection: Connection) -> list[CollectionSummary]:
    """Return the collections that have a source, by name."""
    counted = connection.execute(
        select(sources.c.collection_id, func.count(), func.count(revisions.c.author.distinct()))
        .select_from(_CURRENT)
        .where(_IS_THERE)
        .group_by(sources.c.collection_id)
    )
    answers_of = {row[0]: (row[1], row[2]) for row in counted}
    rows = connection.execute(
        select(collections.c.id, collections.c.name, func.count())
        .select_from(collections.join(sources))
        .where(sources.c.removed.is_(False))
        .group_by(collections.c.id, collections.c.name)
        .order_by(collections.c.name)
    )
    return [CollectionSummary(name, *answers_of.get(id_, (0, 0)), count) for id_, name, count in rows]


def collection_id(connection: Connection, name: str) -> int | None:
    """Return the row id of the collection that has a source; None when there is none of that name."""
    found = select(collections.c.id).where(collections.c.name == name, _HAS_SOURCE)
    return connection.execute(found).scalar_one_or_none()


def all_synonyms(connection: Connection) -> dict[str, str]:
    """Return the text of each collection's synonyms, by the collection's name."""
    rows = connection.execute(
        select(collections.c.name, synonyms.c.text)
        .select_from(collections.join(synonyms))
        .where(_HAS_SOURCE)
        .order_by(collections.c.name)
    )
    return {row.name: row.text for row in rows}


def all_authors(
    connection: Connection, wanted: Sequence[str], name: str | None = None
) -> list[AuthorSummary]:
    """Return the authors by name, each with the roles and companies of their bylines, newest first.

    With a name, only the author who has exactly that.
    Newest goes by the printed date; bylines without a year come after, the last imported first.
    """
    rows = connection.execute(
        select(
            revisions.c.author,
            revisions.c.role,
            revisions.c.company,
            func.count(),
            func.max(revisions.c.date_value),
            func.max(answers.c.number),
        )
        .select_from(_CURRENT)
        .where(_IS_THERE, _in_collections(connection, wanted))
        .where(revisions.c.author.is_not(None) if name is None else revisions.c.author == name)
        .group_by(revisions.c.author, revisions.c.role, revisions.c.company)
    )
    bylines: dict[str, list[Sequence[Any]]] = {}
    for row in sorted(rows, key=lambda row: (row[4] or date.min, row[5]), reverse=True):
        bylines.setdefault(row[0], []).append(row)
    return [
        AuthorSummary(
            name=name,
            answers=sum(row[3] for row in bylines[name]),
            roles=_distinct(row[1] for row in bylines[name]),
            companies=_distinct(row[2] for row in bylines[name]),
        )
        for name in sorted(bylines)
    ]


def questions(connection: Connection, limit: int) -> list[AskedQuestion]:
    """Return up to ``limit`` distinct questions of the current answers, in the order in which they came."""
    rows = connection.execute(
        select(revisions.c.question, func.count(revisions.c.author.distinct()).label("authors"))
        .select_from(_CURRENT)
        .where(_IS_THERE, revisions.c.question.is_not(None))
        .group_by(revisions.c.question)
        .order_by(func.min(answers.c.number))
        .limit(limit)
    )
    return [AskedQuestion(row.question, row.authors) for row in rows]


def counts(connection: Connection, bytes_on_disk: int) -> StoreCounts:
    """Return the store in numbers."""
    there = select(func.count(), func.count(revisions.c.author.distinct())).select_from(_CURRENT)
    answer_count, author_count = connection.execute(there.where(_IS_THERE)).one()
    source_count, collection_count = connection.execute(
        select(func.count(), func.count(sources.c.collection_id.distinct())).where(
            sources.c.removed.is_(False)
        )
    ).one()
    return StoreCounts(
        collections=collection_count,
        sources=source_count,
        answers=answer_count,
        authors=author_count,
        revision=int(connection.execute(REVISION).scalar_one()),
        bytes=bytes_on_disk,
    )


def _in_collections(connection: Connection, wanted: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a source is in one of the collections; no name means all of them.

    Names are matched without case, here and not in SQL, where each dialect folds in its own way.
    """
    if not wanted:
        return true()
    folded = {name.casefold() for name in wanted}
    rows = connection.execute(select(collections.c.id, collections.c.name))
    return sources.c.collection_id.in_([id_ for id_, name in rows if name.casefold() in folded])


def _streamed(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    yield from connection.execute(query, execution_options={"yield_per": _STREAMED})


def _distinct(values: Iterator[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
