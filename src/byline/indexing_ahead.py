"""Writes the index of a large load while the store still takes it in.

Reading a file and storing it keeps one processor busy, and the others wait. So new answers are taken apart as
they come, handed on by a thread of its own. Nothing of it can be found before the store has committed them:
the index is committed after that, or never.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from queue import Empty, Full, Queue
from threading import Thread

from byline.analysing import MANY, Change, prepared
from byline.errors import UnavailableError
from byline.models import Answer
from byline.search.engine import AnswerRecord, Engine
from byline.store import Store
from byline.store.indexed_answers import IndexedAnswers

_WAITING = 4
"""Batches of answers that wait to be taken apart; the store stops for those that follow."""
_LOOK_AGAIN_S = 0.2
_EVERY = 100


class _AbandonedError(Exception):
    """The load was refused or broken off."""


class Ahead:
    """Takes the new answers of one import; see ``store.imports.TakeNew``. Fewer than ``MANY`` it lets go by.

    Args:
        store: whose import it is.
        engine: its right to write is held, and it reflects the store.
        indexed: the answers as they are indexed.
        since: the revision that the index reflects.
        progress: is told how many answers are indexed, once the import is committed.
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        indexed: IndexedAnswers,
        since: int,
        progress: Callable[[str, int], None] | None,
    ) -> None:
        self._store = store
        self._engine = engine
        self._indexed = indexed
        self._since = since
        self._progress = progress
        self._highest = self._revision = 0
        self._first: list[Change] = []
        self._batches: Queue[list[Change] | None] = Queue(_WAITING)
        self._thread: Thread | None = None
        self._abandoned = self._committed = False

    def begin(self, highest: int, revision: int) -> None:
        """See ``TakeNew``."""
        self._highest, self._revision = highest, revision

    def take(self, new: list[tuple[int, Answer]]) -> None:
        """See ``TakeNew``."""
        if self._thread is not None:
            self._put([*new])
            return
        self._first += new
        if len(self._first) > MANY:
            self._thread = Thread(target=self._index, name="byline-indexing", daemon=True)
            self._thread.start()
            self._put(self._first)
            self._first = []

    def finish(self) -> None:
        """Bring the index to the import, which is committed. What fails is left to the next to catch up."""
        self._committed = True
        self._end()

    def abandon(self) -> None:
        """Leave the index as it was: nothing of the import is committed."""
        self._abandoned = True
        self._end()

    def _end(self) -> None:
        if self._thread is not None:
            self._put(None)
            self._thread.join()

    def _put(self, batch: list[Change] | None) -> None:
        while self._thread is not None and self._thread.is_alive():
            try:
                self._batches.put(batch, timeout=_LOOK_AGAIN_S)
                return
            except Full:
                continue

    def _index(self) -> None:
        try:
            self._engine.update(self._records(), self._revision)
        except (UnavailableError, _AbandonedError):
            return  # the index is behind, and whoever catches up is told what is wrong with it

    def _records(self) -> Iterator[tuple[int, AnswerRecord | None]]:
        with self._indexed.writing(self._revision) as writer:
            for done, (number, row, record) in enumerate(prepared(self._changes()), start=1):
                if row:
                    writer.put(row)
                else:
                    writer.remove(number)
                yield number, record
                if self._progress and self._committed and done % _EVERY == 0:
                    self._progress("indexing", done)

    def _changes(self) -> Iterator[Change]:
        """Yield the new answers as they come; and when they are committed, what else has changed."""
        while True:
            try:
                batch = self._batches.get(timeout=_LOOK_AGAIN_S)
            except Empty:
                if self._abandoned:
                    raise _AbandonedError from None
                continue
            if self._abandoned:
                raise _AbandonedError
            if batch is None:
                break
            yield from batch
        yield from self._store.changes_since(self._since, self._highest)
