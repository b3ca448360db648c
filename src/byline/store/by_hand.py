"""The part of the Store that changes answers by hand: withdrawing for good, erasing, correcting.

Loading a source again does not undo it. What was withdrawn stays out until someone brings it back. A
correction stays until the source itself says something else, because then its author has spoken last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select, update

from byline.errors import InputError, NotFoundError
from byline.models import Answer, Draft
from byline.store import queries
from byline.store.database import Database
from byline.store.imports import next_revision, record_revision, withdraw
from byline.store.records import check_storable, revision_values
from byline.store.schema import answers, revisions, sources

_ERASED = {
    "text": "", "sha256": "", "fingerprint": "", "question": None, "author": None, "role": None,
    "company": None, "as_printed": None, "date_value": None, "date_precision": "none",
    "date_as_printed": None, "url": None, "tags": "[]", "votes": None, "lang": None, "license": None,
}  # fmt: skip


class ByHand:
    """What ``Store`` inherits; it makes the attribute."""

    _database: Database

    def withdraw_answers(self, ids: Sequence[str], *, erase: bool = False) -> int:
        """Withdraw answers so that their sources do not bring them back; return how many were not before.

        Args:
            ids: the answers'; withdrawn ones may be among them, to be kept out or erased.
            erase: also take text, question and byline out of every revision, for good.

        Raises:
            NotFoundError: there never was an answer of one of the ids; nothing was changed.
        """
        with self._database.write() as connection:
            revision = next_revision(connection)
            rows = _rows(connection, ids)
            there = [number for number, withdrawn in rows if not withdrawn]
            withdraw(connection, there, revision)
            numbers = [number for number, _ in rows]
            connection.execute(update(answers).where(answers.c.number.in_(numbers)).values(kept_out=True))
            if erase:
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql("PRAGMA secure_delete = ON")  # no remains in freed space
                connection.execute(update(revisions).where(revisions.c.number.in_(numbers)).values(**_ERASED))
            record_revision(connection, revision)
        if erase:
            self._database.empty_log()
        return len(there)

    def bring_back(self, answer_id: str) -> None:
        """Let an answer that was withdrawn by hand be there again, as it last was.

        One that was erased comes when its source is loaded the next time.

        Raises:
            NotFoundError: there never was an answer of that id.
            InputError: it was not withdrawn by hand.
        """
        with self._database.write() as connection:
            revision = next_revision(connection)
            ((number, _),) = _rows(connection, [answer_id])
            if not connection.execute(select(answers.c.kept_out).where(answers.c.number == number)).scalar():
                raise InputError(
                    f"{answer_id}: nobody withdrew this answer by hand. Load its source to bring it back."
                )
            found = queries.answer(connection, answer_id)
            is_erased = found is None or not found[0].text
            connection.execute(
                update(answers)
                .where(answers.c.number == number)
                .values(kept_out=False, withdrawn=is_erased, changed_in=revision)
            )
            if not is_erased:  # its source may have been removed since
                source = select(answers.c.source_id).where(answers.c.number == number).scalar_subquery()
                connection.execute(update(sources).where(sources.c.id == source).values(removed=False))
            record_revision(connection, revision)

    def ids_by(self, author: str) -> list[str]:
        """Return the ids of all answers that the author of exactly that name has, or had in any revision."""
        found = (
            select(answers.c.id)
            .join(revisions, revisions.c.number == answers.c.number)
            .where(revisions.c.author == author)
            .distinct()
        )
        with self._database.read() as connection:
            return list(connection.execute(found).scalars())

    def correct(self, answer_id: str, corrected: Draft) -> None:
        """Make ``corrected`` the new revision of an answer.

        Raises:
            NotFoundError: there is no such answer, or it was withdrawn.
            InputError: it says what the answer says already, or something that can not be stored.
        """
        values = revision_values(corrected, 1)
        with self._database.write() as connection:
            revision = next_revision(connection)
            row = connection.execute(
                select(
                    answers.c.number, answers.c.ordinal, answers.c.source_fingerprint, revisions.c.fingerprint
                )
                .join(
                    revisions,
                    (revisions.c.number == answers.c.number) & (revisions.c.ordinal == answers.c.ordinal),
                )
                .where(answers.c.id == answer_id, answers.c.withdrawn.is_(False))
            ).one_or_none()
            if row is None:
                raise NotFoundError(f"There is no answer {answer_id!r} to correct, or it was withdrawn.")
            if row.fingerprint == values["fingerprint"]:
                raise InputError(f"{answer_id}: the answer says that already; nothing was changed.")
            last = select(func.max(revisions.c.ordinal)).where(revisions.c.number == row.number)
            ordinal = int(connection.execute(last).scalar_one()) + 1
            values.update(
                number=row.number, ordinal=ordinal, store_revision=revision, created_at=datetime.now(UTC)
            )
            connection.execute(insert(revisions), [values])
            connection.execute(
                update(answers)
                .where(answers.c.number == row.number)
                .values(
                    ordinal=ordinal,
                    changed_in=revision,
                    source_fingerprint=row.source_fingerprint or row.fingerprint,
                )
            )
            record_revision(connection, revision)


def draft_of(answer: Answer) -> Draft:
    """Return an answer as a draft that says the same."""
    same = ("question", "url", "tags", "accepted", "votes", "lang", "license", "truncated")
    return replace(Draft(answer.text, answer.byline), **{name: getattr(answer, name) for name in same})


def _rows(connection: Connection, ids: Sequence[str]) -> list[tuple[int, bool]]:
    """Return number and state of the answers of those ids."""
    found = []
    for answer_id in ids:
        check_storable("the id", answer_id)
        row = connection.execute(
            select(answers.c.number, answers.c.withdrawn).where(answers.c.id == answer_id)
        ).one_or_none()
        if row is None:
            raise NotFoundError(f"There is no answer {answer_id!r}. `byline list` shows the ids of all.")
        found.append((int(row.number), bool(row.withdrawn)))
    return found
