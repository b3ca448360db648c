"""The Store: one method for each unit of work. Commit belongs here and nowhere else."""

from __future__ import annotations

import importlib
import random
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from types import TracebackType

from sqlalchemy import ColumnElement, Connection, delete, insert, inspect, select, text, update

from byline.errors import InputError, NotFoundError, WithdrawnError
from byline.loaded import ImportReport
from byline.models import Answer, AuthorSummary, CollectionSummary, Draft, Source
from byline.store import naming, queries
from byline.store.by_hand import ByHand
from byline.store.database import Database
from byline.store.heard import HeardKeeping
from byline.store.imports import RejectDraft, SourceImport, TakeNew, next_revision, record_revision, withdraw
from byline.store.records import AnswerRevision, AskedQuestion, Names, StoreCounts, check_storable
from byline.store.samples import Samples
from byline.store.schema import HEAD, VERSION_TABLE, answers, collections, sources, synonyms

BUSY_SECONDS = 10.0
_PICKED_AT_ONCE = 200
_ID = re.compile(r"a_[a-z2-7]{16}")


class Store(ByHand, HeardKeeping):
    """Answers, their revisions, sources and collections in one database.

    A Store may be shared between threads. It may not be used in a forked process: open a new one there.
    Several processes may use one file; one writes at a time, and readers see the state before a change
    or after it. ``Store.open`` makes one; it is also a context manager, which closes it.

    Every method raises StoreError when the database can not be used at the time.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str, *, busy_seconds: float = BUSY_SECONDS) -> Store:
        """Open the database, creating it and bringing it up to date where that is needed.

        Args:
            url: an SQLAlchemy URL, such as ``sqlite:////folder/byline.sqlite3``; a missing folder is made.
            busy_seconds: how long to wait while another process writes.

        Raises:
            SettingsError: the URL names no database that can be used.
            StoreError: the database is locked, damaged, newer than this program, or not Byline's.
        """
        database = Database(url, busy_seconds)
        try:
            with database.read() as connection:
                version = _version(connection)
            if version != HEAD:
                # Loaded on demand: Alembic takes longer to import than most questions take to answer.
                migrate = importlib.import_module("byline.store.migrate")
                with database.write() as connection:
                    migrate.upgrade(connection, database.name)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def close(self) -> None:
        """Close the connections. Closing twice is fine; any other use afterwards is a StoreError."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Changes

    def import_source(
        self,
        drafts: Iterable[Draft],
        *,
        key: str,
        collection: str,
        title: str,
        url: str | None = None,
        dry_run: bool = False,
        allow_removal: bool = False,
        progress: Callable[[int], None] | None = None,
        reject: RejectDraft | None = None,
        left_out: Callable[[], int] = int,
        new: TakeNew | None = None,
    ) -> ImportReport:
        """Make a source's answers in the store those of ``drafts``, in one transaction.

        An answer that is new, or back after it was withdrawn, counts as new; one whose text or byline
        or anything else differs gets a new revision; one that ``drafts`` lacks is withdrawn. The store's
        revision rises by one if anything changed, the source's title and url included. An exception, also
        one from ``drafts``, leaves the store as it was.

        Args:
            drafts: all the answers that the source has now; streamed, a batch in memory at a time.
            key: what makes it the same source next time.
            collection: the collection's name; it is made if it is missing.
            title: the source's title, shown with each excerpt.
            url: the source's address.
            dry_run: report what would happen, and change nothing. No removal is refused then.
            allow_removal: yes, remove however many answers the source no longer has.
            progress: called now and then with the number of drafts done.
            reject: takes drafts that can not be stored, or have a key that another had before; the rest is
                loaded. None: the first of them is raised.
            left_out: called at the end; says how many records of the source were left out.
            new: takes the answers that are new, before they are committed.

        Raises:
            InputError: two drafts have one key, a text can not be stored, or a name is blank.
            RemovalError: answers would go, more than a tenth of the source's or while records were left
                out, and nobody said yes.
        """
        for what, value in (("source", key), ("collection", collection), ("title", title), ("url", url)):
            check_storable(f"the {what} {value!r}", value)
            if value is not None and not value.strip():
                raise InputError(f"the {what} {value!r} is blank, and must say something. Give it a name.")
        with self._database.write() as connection:
            samples = Samples(connection) if dry_run else None
            work = SourceImport(connection, Source(key, title, collection, url), reject, samples, new)
            work.take(drafts, progress)
            needs_yes = work.finish(left_out())
            if needs_yes and not allow_removal and not dry_run:
                raise needs_yes
            if dry_run:
                connection.rollback()
        return replace(work.report(), dry_run=dry_run, needs_yes=dry_run and needs_yes is not None)

    def remove_source(self, key: str, collection: str | None = None) -> int:
        """Withdraw a source's answers; importing it again brings them back.

        Args:
            key: the source's key.
            collection: the collection it is in; None means every collection that has it.

        Returns:
            How many answers were withdrawn.

        Raises:
            NotFoundError: there is no such source.
        """
        check_storable(f"the source {key!r}", key)
        where = [sources.c.key == key]
        if collection is not None:
            check_storable(f"the collection {collection!r}", collection)
            where.append(collections.c.name == collection)
        place = "" if collection is None else f" in the collection {collection!r}"
        return self._remove_sources(
            where, f"There is no source {key!r}{place}. `byline list` shows every source."
        )

    def remove_collection(self, name: str) -> int:
        """Withdraw the answers of all of a collection's sources; return how many they were.

        Raises:
            NotFoundError: there is no such collection.
        """
        check_storable(f"the collection {name!r}", name)
        return self._remove_sources(
            [collections.c.name == name],
            f"There is no collection {name!r}. `byline list` shows every collection.",
        )

    def remove_answer(self, answer_id: str) -> None:
        """Withdraw one answer. Its source does not bring it back; ``bring_back`` does.

        Raises:
            NotFoundError: there is no such answer, or it was withdrawn before.
        """
        self.withdraw_answers([self.answer(answer_id).id])

    def set_synonyms(self, collection: str, said: str | None) -> None:
        """Keep the text of a collection's synonyms, in place of what it had; None takes them away.

        The text is the caller's to check. The store's revision rises by one if anything changed.

        Raises:
            NotFoundError: there is no such collection.
            InputError: the text can not be stored.
        """
        check_storable(f"the collection {collection!r}", collection)
        check_storable("the synonyms' text", said)
        with self._database.write() as connection:
            revision = next_revision(connection)
            owner = queries.collection_id(connection, collection)
            if owner is None:
                raise NotFoundError(
                    f"There is no collection {collection!r}, and synonyms belong to one. "
                    "`byline list collections` shows every collection; load its answers first."
                )
            if queries.all_synonyms(connection).get(collection) == said:
                return
            connection.execute(delete(synonyms).where(synonyms.c.collection_id == owner))
            if said is not None:
                connection.execute(insert(synonyms).values(collection_id=owner, text=said))
            record_revision(connection, revision)

    # Reads

    def revision(self) -> int:
        """Return the store's revision: 0 at first, one more with each change. Cheap: ask it per question."""
        return self._database.number(queries.REVISION)

    def answer(self, answer_id: str) -> Answer:
        """Return the current revision of an answer.

        Raises:
            NotFoundError: there is no answer of that id; WithdrawnError: there is none any more.
        """
        with self._database.read() as connection:
            return _current(connection, answer_id)

    def history(self, answer_id: str) -> list[AnswerRevision]:
        """Return every revision of an answer, oldest first; those of a withdrawn answer too.

        Raises:
            NotFoundError: there never was an answer of that id.
        """
        with self._database.read() as connection:
            found = queries.history(connection, answer_id) if _ID.fullmatch(answer_id) else []
        if not found:
            raise _never_was(answer_id)
        return found

    def corrected(self, containing: Sequence[str], limit: int) -> list[str]:
        """Return the ids of answers that had all of these in their text before they were corrected.

        Args:
            containing: parts of a text; capital letters may not count.
            limit: how many ids at most.
        """
        with self._database.read() as connection:
            return queries.corrected(connection, containing, limit)

    def by_author(self, author: str, limit: int, offset: int = 0) -> list[Answer]:
        """Return the answers of the author of exactly that name, newest first."""
        with self._database.read() as connection:
            return queries.by_author(connection, author, limit, offset)

    def tags_of(self, author: str) -> list[tuple[str, int]]:
        """Return the tags of an author's answers, the most frequent first, and how many have each."""
        with self._database.read() as connection:
            return queries.tags_of(connection, author)

    def to_question(self, question: str, limit: int, offset: int = 0) -> list[Answer]:
        """Return the answers to exactly that question, in the order in which they came."""
        with self._database.read() as connection:
            return queries.to_question(connection, question, limit, offset)

    def newest_to(
        self, questions: Collection[str], collection: Sequence[str] = ()
    ) -> dict[str, tuple[int, int]]:
        """Return for each of exactly these questions the number of its newest answer, and how many it has."""
        if not questions:
            return {}
        if not collection:
            rows = self._database.rows(queries.NEWEST_TO, queries.asked_questions(questions))
            return {question: (number, total) for question, number, total in rows}
        with self._database.read() as connection:
            return queries.newest_to(connection, questions, collection)

    def by_numbers(self, numbers: Collection[int]) -> dict[int, Answer]:
        """Return the current answers of those numbers; a withdrawn or unknown one is left out."""
        return queries.numbered(self._database.rows(queries.BY_NUMBERS, {"numbers": list(numbers)}))

    def answers(
        self, *, collection: Sequence[str] = (), limit: int | None = None, offset: int = 0
    ) -> Iterator[Answer]:
        """Stream the current answers, in the order in which they first came, from one state of the store.

        Args:
            collection: names of collections, matched without case; none means all.
            limit: how many at most; None means all.
            offset: how many to leave out first.
        """
        with self._database.read() as connection:
            yield from queries.all_answers(connection, collection, limit, offset)

    def picked(self, most: int, seed: int) -> Iterator[Answer]:
        """Yield at most so many of the current answers, picked by chance; reads no further than is asked for.

        Args:
            most: how many at most.
            seed: the same one picks the same answers of the same store, in the same order.
        """
        highest = self.highest_number()
        # Numbers of withdrawn answers are passed over: there may be fewer than ``most`` of many.
        numbers = random.Random(seed).sample(range(1, highest + 1), min(most, highest))  # noqa: S311
        for start in range(0, len(numbers), _PICKED_AT_ONCE):
            some = numbers[start : start + _PICKED_AT_ONCE]
            found = self.by_numbers(some)
            yield from (found[number] for number in some if number in found)

    def changes_since(self, revision: int, to: int | None = None) -> Iterator[tuple[int, Answer | None]]:
        """Stream what changed after a store revision, from one state; with ``to``, of numbers up to that.

        Yields:
            The number of each answer that changed, once, and the answer as it is now; None if withdrawn.
        """
        with self._database.read() as connection:
            yield from queries.changes_since(connection, revision, to)

    def highest_number(self) -> int:
        """Return the number of the answer that came last, withdrawn or not; 0 when none ever came."""
        with self._database.read() as connection:
            return queries.highest_number(connection)

    def sources(self, collection: Sequence[str] = ()) -> list[Source]:
        """Return the sources of the collections (none means all), with the number of their answers."""
        with self._database.read() as connection:
            return queries.all_sources(connection, collection)

    def collections(self) -> list[CollectionSummary]:
        """Return the collections by name, and how much is in each."""
        with self._database.read() as connection:
            return queries.all_collections(connection)

    def synonyms(self) -> dict[str, str]:
        """Return the text of each collection's synonyms, by the collection's name; none has no entry."""
        with self._database.read() as connection:
            return queries.all_synonyms(connection)

    def authors(self, collection: Sequence[str] = (), *, name: str | None = None) -> list[AuthorSummary]:
        """Return the authors of the collections (none means all) by name, with what their bylines said.

        With a name, only the author who has exactly that.
        """
        with self._database.read() as connection:
            return queries.all_authors(connection, collection, name)

    def questions(self, limit: int) -> list[AskedQuestion]:
        """Return up to ``limit`` distinct questions of the current answers, in the order they came."""
        with self._database.read() as connection:
            return queries.questions(connection, limit)

    def names(self, known: Names | None = None, since: int = 0) -> Names:
        """Return the names in the current answers; given what was ``known`` at ``since``, in less time."""
        with self._database.read() as connection:
            return naming.names_since(connection, known, since) if known else naming.names(connection)

    def counts(self) -> StoreCounts:
        """Return the store in numbers."""
        with self._database.read() as connection:
            return queries.counts(connection, self._database.bytes_on_disk())

    def _remove_sources(self, where: Sequence[ColumnElement[bool]], missing: str) -> int:
        with self._database.write() as connection:
            revision = next_revision(connection)
            found = (
                select(sources.c.id)
                .select_from(sources.join(collections))
                .where(sources.c.removed.is_(False), *where)
            )
            if connection.execute(found.limit(1)).first() is None:
                raise NotFoundError(missing)
            numbers = connection.execute(
                select(answers.c.number).where(answers.c.source_id.in_(found), answers.c.withdrawn.is_(False))
            ).scalars()
            withdrawn = withdraw(connection, numbers, revision)
            connection.execute(update(sources).where(sources.c.id.in_(found)).values(removed=True))
            record_revision(connection, revision)
            return withdrawn


def _current(connection: Connection, answer_id: str) -> Answer:
    """Return the answer as it is now; NotFoundError says whether it was withdrawn or never was."""
    found = queries.answer(connection, answer_id) if _ID.fullmatch(answer_id) else None
    if found is None:
        raise _never_was(answer_id)
    answer, withdrawn = found
    if withdrawn:
        raise WithdrawnError(
            f"The answer {answer_id!r} was withdrawn: its source no longer has it, or someone removed "
            "it. Ask again for what the collection says now."
        )
    return answer


def _never_was(answer_id: str) -> NotFoundError:
    return NotFoundError(f"There is no answer {answer_id!r}. Check the link it came from.")


def _version(connection: Connection) -> str | None:
    """Return the last migration that the database has had, None when it has had none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
