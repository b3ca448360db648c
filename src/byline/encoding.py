"""Keeps the index of vectors in step with the store.

Encoding takes milliseconds a sentence, so hours for a large collection. It happens while answers or a model
are added and never while a question waits; what is done is committed every few seconds, and an answer whose
vectors are there is passed over, so that an interrupted load goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from byline.models import Answer
from byline.search.records import indexed_answer, text_hash
from byline.store import Store
from byline.text.analysed import analyse
from byline.text.indexed import IndexedAnswer
from byline.tier_two import SentenceEncoder
from byline.transformer import libraries
from byline.transformer.passages import passage

if TYPE_CHECKING:
    from byline.transformer.segments import Encoded

_CHECKPOINT = 1000
"""Sentences."""
_READ = 100
"""Answers."""

Progress = Callable[[int, int], None]
"""Called with how many answers are encoded and how many there are to encode."""


def text_key(text_hash: int, asked: str | None) -> int:
    """Return a number that differs between answers whose sentences are encoded differently.

    Args:
        text_hash: tells one revision of the text from another.
        asked: the question that it answers.
    """
    told = f"{text_hash}\0{asked or ''}"
    return int(hashlib.sha256(told.encode()).hexdigest()[:15], 16)


def encoded(using: SentenceEncoder, answers: Sequence[IndexedAnswer]) -> list[Encoded]:
    """Return answers with the vectors of their sentences, ready for the index of vectors."""
    texts = [[passage(each, one.ordinal) for one in each.sentences] for each in answers]
    flat = [text for of_answer in texts for text in of_answer]
    rows = using.encoder.encode(flat).astype(np.float16) if flat else _no_vectors(using)
    own = np.split(rows, np.cumsum([len(of_answer) for of_answer in texts])[:-1])
    make = libraries.vectors().Encoded
    return [
        make(each.number, text_key(each.text_hash, each.asked), vectors)
        for each, vectors in zip(answers, own, strict=True)
    ]


def _no_vectors(using: SentenceEncoder) -> NDArray[np.float16]:
    return np.zeros((0, using.entry.dimensions or 0), dtype=np.float16)


class VectorKeeper:
    """Brings the vectors of an encoder to the state of a store.

    Encoding has a lock of its own: while one process encodes for hours, others go on writing the search
    index. One that comes second leaves the work to the first, which looks for more before it ends.
    """

    def __init__(self, store: Store, index_folder: Path) -> None:
        self._store = store
        self._index_folder = index_folder

    def catch_up(self, using: SentenceEncoder, progress: Progress | None = None) -> None:
        """Encode what has no vectors yet, and forget those of answers that are gone.

        Raises:
            UnavailableError: the model's files were changed.
            SearchIndexError: the vectors can not be written.
        """
        if using.vectors.revision == self._store.revision():
            return
        try:
            with FileLock(self._index_folder / "vectors.lock", timeout=0):
                using.vectors.refresh()
                while using.vectors.revision != self._store.revision():
                    self._encode(using, progress)
                self._remove_others(using.vectors.folder)
        except Timeout:
            return

    def _encode(self, using: SentenceEncoder, progress: Progress | None) -> None:
        vectors = using.vectors
        # Read before the changes: what is committed in between is encoded now or the next time.
        revision = self._store.revision()
        ready: list[Encoded] = []
        waiting: list[int] = []
        for number, answer in self._store.changes_since(vectors.revision):
            if answer is None:
                if vectors.hash_of(number) is not None:
                    ready.append(libraries.vectors().Encoded(number, 0, _no_vectors(using)))
            elif vectors.hash_of(number) != text_key(text_hash(answer), answer.question):
                waiting.append(number)
        done = 0
        for answers in self._batches(waiting):
            ready += encoded(using, [indexed_answer(analyse(each)) for each in answers])
            done += len(answers)
            if sum(len(each.vectors) for each in ready) >= _CHECKPOINT:
                vectors.commit(ready, vectors.revision)
                ready = []
            if progress:
                progress(done, len(waiting))
        vectors.commit(ready, revision)

    def _batches(self, numbers: list[int]) -> Iterator[list[Answer]]:
        """Yield the answers as they are when their turn comes; those withdrawn meanwhile are left out."""
        for start in range(0, len(numbers), _READ):
            batch = self._store.by_numbers(numbers[start : start + _READ])
            if batch:
                yield list(batch.values())

    def _remove_others(self, own: Path) -> None:
        for other in self._index_folder.glob("vectors*-analyser*"):
            if other != own:
                shutil.rmtree(other, ignore_errors=True)
