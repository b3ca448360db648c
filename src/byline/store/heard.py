"""The part of the Store that keeps questions left for the experts, and feedback.

Neither is about the answers, so neither raises the store's revision: the search index, and with it every
reply, stays as it is.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from byline.errors import NotFoundError, UnavailableError
from byline.heard import Feedback, FeedbackReason, OpenQuestion, Quoted
from byline.store.database import Database
from byline.store.records import check_storable
from byline.store.schema import feedback, open_questions

MOST_KEPT = 50_000
"""How many questions or feedbacks are kept at most: a stranger's program must not fill the disk."""


class HeardKeeping:
    """What ``Store`` inherits; it makes the attribute."""

    _database: Database

    def leave_question(self, question: str, contact: str | None, index_revision: int) -> OpenQuestion:
        """Keep a question for the experts; the same one by the same contact is kept once while it is open.

        Raises:
            InputError: a text can not be stored.
            UnavailableError: there are too many already.
        """
        check_storable("the question", question)
        check_storable("the contact", contact)
        with self._database.write() as connection:
            for kept in _questions(connection, *_is_open(question, contact)):
                return kept
            _refuse_too_many(connection, open_questions, "`byline questions list` shows them")
            left = OpenQuestion(
                f"o_{secrets.token_hex(8)}", question, contact, datetime.now(UTC), index_revision
            )
            connection.execute(
                insert(open_questions).values({name: getattr(left, name) for name in OpenQuestion.__slots__})
            )
            return left

    def open_questions(self, *, done: bool | None = False) -> list[OpenQuestion]:
        """Return the questions left for the experts, oldest first.

        Args:
            done: whether those that were seen to; None means all.
        """
        has_end = open_questions.c.done_at.is_not(None)
        where = [] if done is None else [has_end if done else ~has_end]
        with self._database.read() as connection:
            return list(_questions(connection, *where))

    def close_questions(self, ids: Sequence[str]) -> None:
        """Note that questions were seen to; one that was already keeps its time.

        Raises:
            NotFoundError: there is none of an id; nothing was changed.
        """
        with self._database.write() as connection:
            _refuse_unknown(connection, open_questions, open_questions.c.id, ids, "question")
            connection.execute(
                update(open_questions)
                .where(open_questions.c.id.in_(ids), open_questions.c.done_at.is_(None))
                .values(done_at=datetime.now(UTC))
            )

    def remove_questions(self, ids: Sequence[str]) -> None:
        """Remove questions for good, with their contacts.

        Raises:
            NotFoundError: there is none of an id; nothing was changed.
        """
        with self._database.write() as connection:
            _refuse_unknown(connection, open_questions, open_questions.c.id, ids, "question")
            connection.execute(delete(open_questions).where(open_questions.c.id.in_(ids)))

    def give_feedback(self, given: Feedback) -> Feedback:
        """Keep feedback in place of what was said of the same reply before; return it with its time.

        Raises:
            InputError: a text can not be stored.
            UnavailableError: there is too much already.
        """
        check_storable("the question", given.question)
        check_storable("the words", given.words)
        now = datetime.now(UTC)
        with self._database.write() as connection:
            connection.execute(delete(feedback).where(feedback.c.reply_id == given.reply_id))
            _refuse_too_many(connection, feedback, "`byline feedback list` shows it")
            connection.execute(insert(feedback).values(**_feedback_values(given), given_at=now))
        return replace(given, given_at=now)

    def feedback(self) -> list[Feedback]:
        """Return all feedback, oldest first."""
        ordered = select(feedback).order_by(feedback.c.given_at, feedback.c.reply_id)
        with self._database.read() as connection:
            return [_feedback_from(row) for row in connection.execute(ordered)]

    def remove_feedback(self, reply_ids: Sequence[str]) -> None:
        """Remove feedback for good, by the ids of the replies.

        Raises:
            NotFoundError: there is none on a reply; nothing was changed.
        """
        with self._database.write() as connection:
            _refuse_unknown(connection, feedback, feedback.c.reply_id, reply_ids, "feedback")
            connection.execute(delete(feedback).where(feedback.c.reply_id.in_(reply_ids)))


def _is_open(question: str, contact: str | None) -> tuple[ColumnElement[bool], ...]:
    said = open_questions.c.contact
    same_contact = said.is_(None) if contact is None else said == contact
    return open_questions.c.question == question, same_contact, open_questions.c.done_at.is_(None)


def _questions(connection: Connection, *where: ColumnElement[bool]) -> Iterator[OpenQuestion]:
    rows = connection.execute(
        select(open_questions).where(*where).order_by(open_questions.c.left_at, open_questions.c.id)
    )
    for row in rows:
        yield OpenQuestion(**row._mapping)


def _feedback_values(given: Feedback) -> dict[str, Any]:
    quoted = [[each.answer_id, each.revision, each.start, each.end] for each in given.quoted]
    return {
        "reply_id": given.reply_id,
        "question": given.question,
        "helped": given.helped,
        "reasons": json.dumps([reason.value for reason in given.reasons]),
        "words": given.words,
        "quoted": json.dumps(quoted),
        "index_revision": given.index_revision,
    }


def _feedback_from(row: Any) -> Feedback:
    return Feedback(
        reply_id=row.reply_id,
        question=row.question,
        helped=row.helped,
        quoted=tuple(Quoted(*each) for each in json.loads(row.quoted)),
        index_revision=row.index_revision,
        reasons=tuple(map(FeedbackReason, json.loads(row.reasons))),
        words=row.words,
        given_at=row.given_at,
    )


def _refuse_too_many(connection: Connection, table: Table, where: str) -> None:
    if connection.execute(select(func.count()).select_from(table)).scalar_one() >= MOST_KEPT:
        raise UnavailableError(
            f"{MOST_KEPT:,} are kept already, and no more are taken. Whoever looks after the answers can "
            f"remove some: {where}."
        )


def _refuse_unknown(
    connection: Connection, table: Table, key: ColumnElement[str], ids: Sequence[str], what: str
) -> None:
    known = set(connection.execute(select(key).select_from(table).where(key.in_(ids))).scalars())
    for each in ids:
        if each not in known:
            raise NotFoundError(
                f"There is no {what} {each!r}. "
                f"`byline {'questions' if table is open_questions else 'feedback'} list` shows all."
            )
