"""The changes, each inside the one transaction that the caller commits.

Every change first takes the store's revision for itself (``next_revision``), so that two writers come
one after the other on any database.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from byline.errors import FileFormatError, InputError, RemovalError
from byline.loaded import Change, ImportReport
from byline.models import Answer, Draft, Source
from byline.store.many_rows import insert_rows
from byline.store.records import DraftKeys, answer_id, place_of, revision_values
from byline.store.samples import Samples
from byline.store.schema import answers, collections, meta, revisions, sources

BATCH = 1000
"""How many drafts are in memory at a time, and between two calls of ``progress``."""

_FREELY_REMOVED = 10
"""One answer in so many may leave a source without anyone saying yes."""

RejectDraft = Callable[[Draft, InputError], None]
"""Takes a draft that can not be stored, and why."""

_KNOWN = (
    select(
        answers.c.key,
        answers.c.number,
        answers.c.ordinal,
        revisions.c.fingerprint,
        answers.c.withdrawn,
        answers.c.kept_out,
        answers.c.source_fingerprint,
    )
    .select_from(
        answers.join(
            revisions, and_(revisions.c.number == answers.c.number, revisions.c.ordinal == answers.c.ordinal)
        )
    )
    .where(answers.c.source_id == bindparam("of"), answers.c.key.in_(bindparam("keys", expanding=True)))
)
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


class TakeNew(Protocol):
    """Takes the answers that come in with an import while it goes on, for whoever has work to do on them."""

    def begin(self, highest: int, revision: int) -> None:
        """The import has begun.

        Args:
            highest: the number of the answer that came last before; those that are new have higher ones.
            revision: what the store's will be when this import is committed, if it changes anything.
        """

    def take(self, new: list[tuple[int, Answer]]) -> None:
        """Some have come in, with their numbers. Nothing is committed, and all may still be undone."""


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


class _Seen:
    """Where the source says the answers that were met so far, in eight bytes an answer.

    Args:
        lowest, highest: the numbers between which the answers are that the source had before; 0 for none.
        last: the number that was given last before the import.
    """

    def __init__(self, lowest: int, highest: int, last: int) -> None:
        self._lowest, self._first_new = lowest, last + 1
        self._old = array("q", bytes(8 * (highest - lowest + 1)))
        self._new = array("q")

    def set(self, number: int, place: int) -> None:
        """Say that an answer was met: an old one, or the next new one."""
        if number >= self._first_new:
            self._new.append(place)
        else:
            self._old[number - self._lowest] = place

    def get(self, number: int) -> int:
        """Return where it was met; 0 when it was not."""
        if number >= self._first_new:
            return self._new[number - self._first_new]
        return self._old[number - self._lowest]


class SourceImport:
    """One import of one source. Used once: ``take`` the drafts, ``finish``, read the ``report``.

    What it holds of the source is a few numbers an answer, never keys or texts.

    Args:
        connection: of the one transaction.
        source: what the source is called from now on.
        reject: takes drafts that can not be stored; without it the first of them ends the import.
        samples: takes the first answers of each kind of change.
        new: takes the answers that are new.
    """

    def __init__(
        self,
        connection: Connection,
        source: Source,
        reject: RejectDraft | None = None,
        samples: Samples | None = None,
        new: TakeNew | None = None,
    ) -> None:
        self._connection = connection
        self._source = source
        self._reject = reject
        self._samples = samples
        self._take_new = new
        self._revision = next_revision(connection)
        self._now = datetime.now(UTC)
        self._source_id, self._source_changed = _found_source(connection, source)
        theirs = answers.c.source_id == self._source_id
        numbers = func.min(answers.c.number), func.max(answers.c.number)
        lowest, highest = connection.execute(select(*numbers).where(theirs)).one()
        self._there = theirs & answers.c.withdrawn.is_(False)
        self._current = connection.execute(select(func.count()).where(self._there)).scalar_one()
        self._last_number = connection.execute(select(func.max(answers.c.number))).scalar() or 0
        self._last_before = self._last_number
        self._seen = _Seen(lowest or 0, highest or 0, self._last_number)
        self._keys = DraftKeys()
        self._met = 0
        self._new = self._changed = self._unchanged = self._skipped = 0
        if new is not None:
            new.begin(self._last_number, self._revision)

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
                progress(self._met)

    def finish(self, left_out: int) -> RemovalError | None:
        """Withdraw the answers that the source no longer has, and raise the store's revision if need be.

        Args:
            left_out: how many records of the source could not be loaded. An answer that is gone may be in
                one of them, so with any left out none goes without a yes.

        Returns:
            Why someone must say yes to this before it is committed; None when nobody needs to.
        """
        gone = self._gone()
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

    def _gone(self) -> list[int]:
        """Return the numbers of the answers that the source had and no longer has."""
        before = select(answers.c.number).where(self._there, answers.c.number <= self._last_before)
        rows = self._connection.execute(before.order_by(answers.c.number)).scalars()
        return [number for number in rows if not self._seen.get(number)]

    def _write(self, batch: list[Draft]) -> None:
        new_answers: list[dict[str, Any]] = []
        set_current: list[dict[str, Any]] = []
        new_revisions: list[dict[str, Any]] = []
        taken_in: list[tuple[int, Answer]] = []
        for draft, key, known, values in self._placed(batch):
            if known is None:
                number, ordinal = self._last_number, 1
                new_answers.append(self._answer_row(number, key))
                if self._take_new is not None:
                    public_id = new_answers[-1]["id"]
                    taken_in.append((number, _answer(number, public_id, draft, values, self._source)))
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
            back = known is None or known.withdrawn
            if back:
                self._new += 1
            else:
                self._changed += 1
            if self._samples:
                self._samples.take_draft(Change.NEW if back else Change.CHANGED, draft)
            if known is None or ordinal != known.ordinal:
                values.update(
                    number=number, ordinal=ordinal, store_revision=self._revision, created_at=self._now
                )
                new_revisions.append(values)
        insert_rows(self._connection, answers, new_answers)
        insert_rows(self._connection, revisions, new_revisions)
        if set_current:
            self._connection.execute(_SET_CURRENT, set_current)
        if self._take_new is not None:
            self._take_new.take(taken_in)

    def _placed(self, batch: list[Draft]) -> Iterator[tuple[Draft, str, _Known | None, dict[str, Any]]]:
        """Yield the drafts that can be stored, each with its key, what is known under that, and its values.

        A draft under whose key nothing is known has been given the last number when it comes.
        """
        found: list[tuple[Draft, str, int, dict[str, Any]]] = []
        for draft in batch:
            self._met += 1
            try:
                values = revision_values(draft, self._met)
            except InputError as error:
                self._refuse(draft, error)
            else:
                found.append((draft, self._keys.key_of(draft), self._met, values))
        known = _known(self._connection, self._source_id, [key for _, key, _, _ in found])
        here: dict[str, int] = {}
        for draft, key, position, values in found:
            there = known.get(key)
            number = here.get(key) or (there.number if there else 0)
            if number and (earlier := self._seen.get(number)):
                self._refuse(draft, self._twice(draft, position, key, earlier))
                continue
            if not number:
                self._last_number += 1
                number = here[key] = self._last_number
            self._seen.set(number, position if draft.line is None else -draft.line)
            yield draft, key, there, values

    def _refuse(self, draft: Draft, error: InputError) -> None:
        if self._reject is None:
            raise error
        self._reject(draft, error)

    def _twice(self, draft: Draft, position: int, key: str, earlier: int) -> InputError:
        """Return what is wrong with a second draft of one key."""
        first = f"line {-earlier}" if earlier < 0 else f"answer {earlier}"
        both = f"{first} and {place_of(draft, position)}"
        rule = f"{both} have the same key {key!r}, and a key names one answer of a source."
        return FileFormatError(self._source.title, rule, "Give one of them another key.", line=draft.line)

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


def _known(connection: Connection, source_id: int, keys: Sequence[str]) -> dict[str, _Known]:
    rows = connection.execute(_KNOWN, {"of": source_id, "keys": keys})
    return {row[0]: _Known(*row[1:]) for row in rows}


def _answer(number: int, public_id: str, draft: Draft, values: dict[str, Any], source: Source) -> Answer:
    """Return the answer that a draft becomes."""
    return Answer(
        number,
        public_id,
        "sha256:" + values["sha256"],
        draft.text,
        draft.byline,
        draft.question,
        source,
        draft.url,
        draft.tags,
        draft.accepted,
        draft.votes,
        draft.lang,
        draft.license,
        draft.truncated,
    )
