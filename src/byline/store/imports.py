"""The changes, each inside the one transaction that the caller commits.

Every change first takes the store's revision for itself (``next_revision``), so that two writers come
one after the other on any database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from byline.errors import FileFormatError, InputError, RemovalError
from byline.loaded import Change, ImportReport
from byline.models import Draft, Source
from byline.store.records import DraftKeys, answer_id, place_of, revision_values
from byline.store.samples import Samples
from byline.store.schema import answers, collections, meta, revisions, sources

BATCH = 1000
"""How many drafts are in memory at a time, and between two calls of ``progress``."""

_FREELY_REMOVED = 10
"""One answer in so many may leave a source without anyone saying yes."""

RejectDraft = Callable[[Draft, InputError], None]
"""Takes a draft that can not be stored, and why."""

_SET_CURRENT = (
    update(answers)
    .where(answers.c.number == bindparam("of"))
    .values(
        ordinal=bindparam("to"),
        changed_in=bindparam("at"),
        withdrawn=False,
        source_fingerprint=bindparam("corrected"),
    )
)
_WITHDRAW = (
    update(answers)
    .where(answers.c.number == bindparam("of"))
    .values(changed_in=bindparam("at"), withdrawn=True)
)


class _Known(NamedTuple):
    """What the store has under a key."""

    number: int
    ordinal: int
    fingerprint: str
    withdrawn: bool
    kept_out: bool
    corrected: str | None
    """What the source said when someone corrected it by hand."""


def next_revision(connection: Connection) -> int:
    """Return the revision that this change will make, and keep other writers out until it is done."""
    return int(connection.execute(select(meta.c.revision).with_for_update()).scalar_one()) + 1


def record_revision(connection: Connection, revision: int) -> None:
    """Raise the store's revision: something changed."""
    connection.execute(update(meta).values(revision=revision))


def withdraw(connection: Connection, numbers: Iterable[int], revision: int) -> int:
    """Withdraw the answers of those numbers in store revision ``revision``; return how many they were."""
    rows = [{"of": number, "at": revision} for number in numbers]
    if rows:
        connection.execute(_WITHDRAW, rows)
    return len(rows)


class SourceImport:
    """One import of one source. Used once: ``take`` the drafts, ``finish``, read the ``report``.

    What it holds of the source are keys and fingerprints, never the texts.

    Args:
        connection: of the one transaction.
        source: what the source is called from now on.
        reject: takes drafts that can not be stored; without it the first of them ends the import.
        samples: takes the first answers of each kind of change.
    """

    def __init__(
        self,
        connection: Connection,
        source: Source,
        reject: RejectDraft | None = None,
        samples: Samples | None = None,
    ) -> None:
        self._connection = connection
        self._source = source
        self._reject = reject
        self._samples = samples
        self._revision = next_revision(connection)
        self._now = datetime.now(UTC)
        self._source_id, self._source_changed = _found_source(connection, source)
        self._missing = _known(connection, self._source_id)
        self._current = sum(not known.withdrawn for known in self._missing.values())
        self._last_number = connection.execute(select(func.max(answers.c.number))).scalar() or 0
        self._places: dict[str, str] = {}
        self._keys = DraftKeys()
        self._new = self._changed = self._unchanged = self._skipped = 0

    def take(self, drafts: Iterable[Draft], progress: Callable[[int], None] | None) -> None:
        """Write the drafts as they come.

        Args:
            drafts: what the source has now, all of it.
            progress: called with the number of drafts written so far, after each batch.

        Raises:
            InputError: two drafts have one key, or a draft has a text that can not be stored, and nothing
                takes such drafts.
        """
        for batch in _batches(drafts):
            self._write(batch)
            if progress is not None:
                progress(len(self._places))

    def finish(self, left_out: int) -> RemovalError | None:
        """Withdraw the answers that the source no longer has, and raise the store's revision if need be.

        Args:
            left_out: how many records of the source could not be loaded. An answer that is gone may be in
                one of them, so with any left out none goes without a yes.

        Returns:
            Why someone must say yes to this before it is committed; None when nobody needs to.
        """
        gone = [known.number for known in self._missing.values() if not known.withdrawn]
        if self._samples:
            self._samples.take_numbers(Change.REMOVED, gone)
        self._removed = withdraw(self._connection, gone, self._revision)
        if self._source_changed or self._new or self._changed or self._removed:
            record_revision(self._connection, self._revision)
        if gone and (left_out or len(gone) * _FREELY_REMOVED > self._current):
            return RemovalError(self._source.title, len(gone), self._current, left_out)
        return None

    def report(self) -> ImportReport:
        """Return what happened."""
        there = self._new + self._changed + self._unchanged
        source = Source(
            self._source.key, self._source.title, self._source.collection, self._source.url, there
        )
        samples = self._samples.taken() if self._samples else ()
        return ImportReport(
            source,
            self._new,
            self._changed,
            self._removed,
            self._unchanged,
            skipped=self._skipped,
            samples=samples,
        )

    def _write(self, batch: list[Draft]) -> None:
        new_answers: list[dict[str, Any]] = []
        set_current: list[dict[str, Any]] = []
        new_revisions: list[dict[str, Any]] = []
        for draft in batch:
            try:
                values = revision_values(draft, len(self._places) + 1)
                key = self._key(draft)
            except InputError as error:
                if self._reject is None:
                    raise
                self._reject(draft, error)
                continue
            known = self._missing.pop(key, None)
            if known is None:
                self._last_number += 1
                number, ordinal = self._last_number, 1
                new_answers.append(self._answer_row(number, key))
            else:
                if known.kept_out:
                    self._skipped += 1
                    if self._samples:
                        self._samples.take_draft(Change.SKIPPED, draft)
                    continue
                # A correction stays until the source says something else than when it was made.
                same = (known.corrected or known.fingerprint) == values["fingerprint"]
                if same and not known.withdrawn:
                    self._unchanged += 1
                    continue
                number, ordinal = known.number, known.ordinal + (not same)
                corrected = known.corrected if same else None
                set_current.append(
                    {"of": number, "to": ordinal, "at": self._revision, "corrected": corrected}
                )
            if known is None or known.withdrawn:
                self._new += 1
            else:
                self._changed += 1
            if self._samples:
                back = known is None or known.withdrawn
                self._samples.take_draft(Change.NEW if back else Change.CHANGED, draft)
            if known is None or ordinal != known.ordinal:
                values.update(
                    number=number, ordinal=ordinal, store_revision=self._revision, created_at=self._now
                )
                new_revisions.append(values)
        for statement, rows in (
            (insert(answers), new_answers),
            (insert(revisions), new_revisions),
            (_SET_CURRENT, set_current),
        ):
            if rows:
                self._connection.execute(statement, rows)

    def _key(self, draft: Draft) -> str:
        """Return the draft's key within the source, having made sure that it is the only one."""
        place = place_of(draft, len(self._places) + 1)
        key = self._keys.key_of(draft)
        if key in self._places:
            rule = (
                f"{self._places[key]} and {place} have the same key {key!r}, and a key names one answer of a "
                "source."
            )
            raise FileFormatError(self._source.title, rule, "Give one of them another key.", line=draft.line)
        self._places[key] = place
        return key

    def _answer_row(self, number: int, key: str) -> dict[str, Any]:
        return {
            "number": number,
            "id": answer_id(self._source.collection, self._source.key, key),
            "source_id": self._source_id,
            "key": key,
            "ordinal": 1,
            "changed_in": self._revision,
            "withdrawn": False,
        }


def _batches(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    waiting = iter(drafts)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _found_source(connection: Connection, source: Source) -> tuple[int, bool]:
    """Return the row id of the source, made or brought up to date, and whether that changed anything."""
    collection_id = connection.execute(
        select(collections.c.id).where(collections.c.name == source.collection)
    ).scalar()
    if collection_id is None:
        collection_id = connection.execute(
            insert(collections).values(name=source.collection).returning(collections.c.id)
        ).scalar_one()
    row = connection.execute(
        select(sources).where(sources.c.collection_id == collection_id, sources.c.key == source.key)
    ).one_or_none()
    said = {"title": source.title, "url": source.url, "removed": False}
    if row is None:
        made = insert(sources).values(collection_id=collection_id, key=source.key, **said)
        return connection.execute(made.returning(sources.c.id)).scalar_one(), True
    if (row.title, row.url, row.removed) == tuple(said.values()):
        return row.id, False
    connection.execute(update(sources).where(sources.c.id == row.id).values(**said))
    return row.id, True


def _known(connection: Connection, source_id: int) -> dict[str, _Known]:
    current = and_(revisions.c.number == answers.c.number, revisions.c.ordinal == answers.c.ordinal)
    rows = connection.execute(
        select(
            answers.c.key,
            answers.c.number,
            answers.c.ordinal,
            revisions.c.fingerprint,
            answers.c.withdrawn,
            answers.c.kept_out,
            answers.c.source_fingerprint,
        )
        .select_from(answers.join(revisions, current))
        .where(answers.c.source_id == source_id)
    )
    return {row[0]: _Known(*row[1:]) for row in rows}
