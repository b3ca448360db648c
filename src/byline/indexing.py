"""Keeps the search index in step with the store.

The store is the truth and changes first; the index follows. A load that was killed between the two is
made good by whoever comes next, and until then the index's older view goes on answering.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from byline.analysing import prepared
from byline.errors import UnavailableError
from byline.indexing_ahead import Ahead
from byline.search.engine import AnswerRecord, Engine
from byline.stages import stage
from byline.store import Store
from byline.store.indexed_answers import IndexedAnswers

PATIENCE_S = 600.0
"""How long a load waits for another process that is writing the index."""
_EVERY = 100

Progress = Callable[[str, int], None]
"""Called with a stage ("reading" or "indexing") and how many answers it has done so far."""


@dataclass(frozen=True, slots=True)
class IndexState:
    """How far the index is."""

    revision: int
    """The store's revision that it reflects; 0 when nothing was indexed yet."""
    store_revision: int
    """The store's revision now; where it is higher, the index is behind."""
    sentences: int
    committed_at: float | None
    """When it was last written, in seconds since 1970; None where that can not be told."""


class IndexKeeper:
    """Brings an engine, and the answers as they are indexed, to the state of a store.

    Safe to share between threads and processes.
    """

    def __init__(self, store: Store, engine: Engine, indexed: IndexedAnswers) -> None:
        self._store = store
        self._engine = engine
        self._indexed = indexed
        stamp = engine.stamp()
        # They are written before the index is. If they are behind it, someone has removed their file.
        self._is_whole = stamp is None or indexed.revision() >= stamp.revision

    def indexed_revision(self) -> int:
        """Return the store revision that the view in use reflects; 0 when nothing was indexed yet."""
        stamp = self._engine.stamp()
        return stamp.revision if stamp and self._is_whole else 0

    def state(self) -> IndexState:
        """Return how far the view in use is, without bringing it further.

        Raises:
            StoreError: the store can not be read.
        """
        return IndexState(
            self.indexed_revision(),
            self._store.revision(),
            self._engine.sentence_count(),
            self._engine.committed_at(),
        )

    @stage("revision")
    def catch_up(self, wait_s: float, progress: Progress | None = None) -> bool:
        """Bring the index to the store's revision, unless another process is at it within ``wait_s``.

        Returns:
            Whether the index reflects the store as it was a moment ago.
        """
        if self._is_current():
            return True
        self._engine.refresh()
        if self._is_current():
            return True
        with self._engine.writing(wait_s) as held:
            if not held:
                return False
            self._engine.refresh()  # whoever held the right before may have done the work
            if not self._is_current():
                self._index_since(self.indexed_revision(), progress)
            return True

    @contextmanager
    def ahead(self, progress: Progress | None = None) -> Iterator[Ahead | None]:
        """Give what indexes the new answers of an import while it goes on; leave it when that is committed.

        Gives None where another process is writing the index or left it behind: whoever imported catches up.
        """
        self._engine.settle()  # a load before this one may still put parts of the index together
        with self._engine.writing(0) as held:
            if held:
                self._engine.refresh()
            if not held or not self._is_current():
                yield None
                return
            ahead = Ahead(self._store, self._engine, self._indexed, self.indexed_revision(), progress)
            try:
                yield ahead
            except BaseException:
                ahead.abandon()
                raise
            ahead.finish()
            stamp = self._engine.stamp()
            self._is_whole = stamp is None or self._indexed.revision() >= stamp.revision

    def rebuild(self, progress: Progress | None = None) -> None:
        """Index every answer anew.

        Raises:
            UnavailableError: another process is writing the index and does not come to an end.
        """
        with self._engine.writing(PATIENCE_S) as held:
            if not held:
                raise UnavailableError(
                    f"Another process has been writing the search index for {PATIENCE_S:.0f} s. "
                    "Try again when it is done."
                )
            self._index_since(0, progress)

    def _is_current(self) -> bool:
        return self.indexed_revision() == self._store.revision()

    def _index_since(self, since: int, progress: Progress | None) -> None:
        # Read before the changes: what is committed in between is indexed now and once more the next time.
        revision = self._store.revision()

        def records() -> Iterator[tuple[int, AnswerRecord | None]]:
            with self._indexed.writing(revision, anew=not since) as writer:
                changes = prepared(self._store.changes_since(since))
                for done, (number, row, record) in enumerate(changes, start=1):
                    if row:
                        writer.put(row)
                    else:
                        writer.remove(number)
                    yield number, record
                    if progress and done % _EVERY == 0:
                        progress("indexing", done)

        self._engine.update(records(), revision)
        self._is_whole = True
