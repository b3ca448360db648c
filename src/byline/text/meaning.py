"""Meaning vectors that ship with Byline: one for each piece of a word, the same wherever it stands.

``data/model`` holds them with the card that says how they were made. The table is mapped into memory, so
processes share it and starting costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from byline.resources import resource
from byline.text.wordpiece import WordPieces

Vectors = NDArray[np.float32]

VOCABULARY = "vocabulary.txt"
_SMALL_PRODUCT = 4 * 65536
"""Multiplications; OpenBLAS shares larger products among its threads, which takes longer than these do,
above all where a server's own threads want the processors too."""


class MeaningVectors:
    """Unit vectors of word pieces, and how much each piece counts.

    Args:
        folder: holds ``vocabulary.txt``, ``vectors.npy`` (int8, pieces by dimensions), ``scale.npy``
            (float32, what each row is multiplied by to be of length 1) and ``emphasis.npy`` (float32, 1
            where nothing was learned).
        pieces: the vocabulary, where it was read before.
    """

    def __init__(self, folder: Path, pieces: WordPieces | None = None) -> None:
        self._pieces = pieces or WordPieces(folder / VOCABULARY)
        # As a plain array: indexing a memmap costs more than the rows it returns.
        self._table: NDArray[np.int8] = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r"))
        self._scale: NDArray[np.float32] = np.load(folder / "scale.npy")
        self._emphasis: NDArray[np.float32] = np.load(folder / "emphasis.npy")

    def pieces(self, word: str) -> tuple[int, ...]:
        """Return the numbers of a folded word's pieces; none when it can not be put together."""
        return self._pieces.pieces(word)

    def vectors(self, pieces: Iterable[int] | NDArray[np.int32]) -> Vectors:
        """Return the unit vectors of pieces, a row each."""
        numbers = np.asarray(pieces, dtype=np.int32)
        return self._table[numbers] * self._scale[numbers, None]

    def distinct(self, pieces: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the pieces in order, each once, and for each of ``pieces`` its place among these.

        The same as ``np.unique``, without sorting.
        """
        is_there = np.zeros(len(self._scale), dtype=np.bool_)
        is_there[pieces] = True
        found = np.flatnonzero(is_there)
        place = np.empty(len(self._scale), dtype=np.intp)
        place[found] = np.arange(len(found))
        return found, place[pieces]

    def cosines(self, pieces: NDArray[np.intp], others: Vectors) -> Vectors:
        """Return the cosine of each of other unit vectors (rows) with each piece (columns)."""
        rows = self._table.take(pieces, axis=0).astype(np.float32)
        cosines = np.empty((len(rows), len(others)), dtype=np.float32)
        step = max(1, _SMALL_PRODUCT // max(1, others.size))
        for start in range(0, len(rows), step):
            np.matmul(rows[start : start + step], others.T, out=cosines[start : start + step])
        return np.multiply(cosines.T, self._scale.take(pieces), order="C")

    def emphasis(self, pieces: Iterable[int] | NDArray[np.int32]) -> Vectors:
        """Return how much each piece counts, beside its rarity."""
        return self._emphasis[np.asarray(pieces, dtype=np.int32)]


@cache
def word_pieces() -> WordPieces:
    """Return the pieces that the shipped vectors are of."""
    return WordPieces(resource("data") / "model" / VOCABULARY)


@cache
def meaning_vectors() -> MeaningVectors:
    """Return the vectors that ship with Byline."""
    return MeaningVectors(resource("data") / "model", word_pieces())
