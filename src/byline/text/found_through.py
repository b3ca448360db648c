"""What many sentences are found through, as arrays: a question has a hundred candidates, and none of them is
worth a turn of Python's own before some are known to be good.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from byline.text.indexed import (
    AFTER_SENTENCES,
    COLUMNS,
    HASHES,
    HEAD,
    LEANED_ON,
    NONE,
    PIECES,
    IndexedAnswer,
)
from byline.text.leaning import MOST_LEANED_ON

_READ = np.array([[[PIECES, COLUMNS + PIECES]], [[HASHES, COLUMNS + HASHES]]], dtype=np.int64)
"""Where a row says that what is read begins, and the next one that it ends."""
_LEANED_ON = LEANED_ON + np.arange(MOST_LEANED_ON)

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FoundThrough:
    """What sentences are found through: themselves, the question answered and the sentences they lean on.

    ``pieces`` (int32) are the numbers of their vectors and ``hashes`` (uint32) those of their terms, see
    ``analysis.term_hash``, of one sentence after the other; the counts say how many each sentence has.
    """

    pieces: NDArray[np.int32]
    piece_counts: Integers
    hashes: NDArray[np.uint32]
    hash_counts: Integers

    @classmethod
    def of(cls, sentences: Iterable[tuple[IndexedAnswer, int]]) -> FoundThrough:
        """Return what sentences of answers are found through; each is named by its place in its text."""
        kept = [(answer.places, answer.body, ordinal) for answer, ordinal in sentences]
        padded = [places + body + bytes(-len(body) % 4) for places, body, _ in kept]
        lengths = np.array([len(each) // 4 for each in padded], dtype=np.int64)
        return found_through(
            np.frombuffer(b"".join(padded), dtype=np.int32),
            np.cumsum(lengths) - lengths,
            np.array([len(places) // 4 for places, _, _ in kept], dtype=np.int64),
            np.array([ordinal for *_, ordinal in kept], dtype=np.int64),
        )


def found_through(
    records: NDArray[np.int32], begins: Integers, counts: Integers, ordinals: Integers
) -> FoundThrough:
    """Return what sentences are found through, read where it lies.

    Args:
        records: hold the places of each answer and right after them its body, see ``text.indexed``.
        begins: for each sentence where the places of its answer begin.
        counts: how many numbers these are.
        ordinals: which sentence of the answer it is.
    """
    asked = begins + counts - AFTER_SENTENCES * COLUMNS
    first = begins + HEAD
    own = first + COLUMNS * ordinals
    others = records.take(own[:, None] + _LEANED_ON, mode="clip")
    rows = np.empty((len(begins), 2 + MOST_LEANED_ON), dtype=np.int64)
    rows[:, 0], rows[:, 1] = own, asked
    rows[:, 2:] = first[:, None] + COLUMNS * others
    # What is read of a row, for the pieces and then for the hashes: bytes from the beginning of the body.
    read = records.take(rows[None, :, :, None] + _READ[:, :, None, :], mode="clip") >> 2
    lengths = np.maximum(read[..., 1] - read[..., 0], 0)
    lengths[:, :, 2:][:, others == NONE] = 0
    starts = read[..., 0] + (begins + counts)[None, :, None]
    flat = lengths.ravel()
    ends = np.cumsum(flat)
    total = int(ends[-1]) if len(ends) else 0
    places = np.repeat(starts.ravel() - ends + flat, flat) + np.arange(total)
    values = records.take(places, mode="clip")
    of_each = lengths.sum(axis=2)
    middle = int(of_each[0].sum())
    return FoundThrough(values[:middle], of_each[0], values[middle:].view(np.uint32), of_each[1])
