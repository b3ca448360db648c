"""What indexing worked out of each answer, kept beside the search index, so that asking need not do it again.

It is derived: its files can be removed at any time and are made anew from the answers. One process writes
them at a time, and the index after them. Each record says of which text it is. So whoever looks for a
sentence by an index that is behind finds its record, or one that says it is of another text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from byline.errors import SearchIndexError
from byline.store.answer_files import Mapped, Writer, generations, in_our_words, remove_all_but
from byline.text.found_through import FoundThrough, Integers
from byline.text.indexed import IndexedAnswer

_COPIED_FROM = 1 << 24
"""Fewer bytes of zeros than this are left alone. From there on, when half of the records are zeros, those
that count are copied."""
_MISSED = 3
"""How often files may be gone when they are opened: whoever writes may have just made the next ones."""


class IndexedAnswers:
    """The answers as they were indexed. Safe to share between threads; several processes may use one folder.

    Args:
        folder: that of the search index, whose name says by which analyser they were made.

    Raises:
        SearchIndexError: the files can not be used.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mapped: Mapped | None = None
        self.refresh()

    def refresh(self) -> None:
        """See what was written since."""
        with in_our_words(self._folder):
            for missed in range(_MISSED):
                try:
                    self._mapped = Mapped(self._folder, max(generations(self._folder), default=0))
                    return
                except FileNotFoundError:
                    if missed + 1 == _MISSED:
                        raise

    def revision(self) -> int:
        """Return the store revision that was last written whole; 0 before the first."""
        self.refresh()
        return self._view().revision

    def read(self, numbers: Collection[int]) -> dict[int, IndexedAnswer]:
        """Return the answers of those numbers; one that is not there is left out."""
        return self._knowing(np.array([*numbers], dtype=np.int64)).read(numbers)

    def found_through(
        self, numbers: Sequence[int], hashes: Sequence[int], ordinals: Sequence[int]
    ) -> tuple[list[int], FoundThrough]:
        """Return what sentences are found through, and which of them this is: those whose answers are there.

        Args:
            numbers: for each sentence that of its answer.
            hashes: that of the text that it is of; an answer that has another is not there.
            ordinals: its place in that text.

        Returns:
            The places of the sentences that are there, in the order of ``numbers``, and theirs alone.
        """
        wanted = np.array((numbers, hashes, ordinals), dtype=np.int64)
        return self._knowing(wanted[0]).found_through(*wanted)

    def _knowing(self, numbers: Integers) -> Mapped:
        """Return the files mapped anew if some of the numbers were written since they were mapped."""
        view = self._view()
        if not view.knows(numbers):
            self.refresh()
            view = self._view()
        return view

    @contextmanager
    def writing(self, revision: int, *, anew: bool = False) -> Iterator[Writer]:
        """Give what writes; at the end, everything is on the disk and stamped with the store's revision.

        Nothing of it is there before, nor if the block is left by an error. One process writes at a time: the
        one that holds the right to write the index.

        Args:
            revision: the store's.
            anew: whether nothing of what is there is kept.
        """
        self.refresh()
        before = self._view()
        if not anew and before.zeroed > max(_COPIED_FROM, before.end // 2):
            with self.writing(before.revision, anew=True) as copy:
                for row in before.rows():
                    copy.put(row)
            before = self._view()
        is_next = anew or not before.generation
        with in_our_words(self._folder):
            writer = Writer(self._folder, before.generation + is_next, 0 if is_next else before.end)
        try:
            yield writer
            writer.commit(revision)
        except BaseException:
            writer.abandon()
            raise
        finally:
            writer.close()
        self.refresh()
        remove_all_but(self._folder, self._view().generation)

    def close(self) -> None:
        """Let go of the files. Closing twice does no harm; whoever still reads, reads to the end."""
        self._mapped = None

    def _view(self) -> Mapped:
        mapped = self._mapped
        if mapped is None:
            raise SearchIndexError(f"{self._folder}: the indexed answers were closed. Open them again.")
        return mapped
