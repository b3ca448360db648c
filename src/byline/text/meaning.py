"""Meaning vectors that ship with Byline: one for each piece of a word, the same wherever it stands.

``data/model`` holds them with the card that says how they were made. The table is mapped into memory, so
processes share it and starting costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from byline.resources import resource
from byline.text.wordpiece import WordPieces

Vectors = NDArray[np.float32]


class MeaningVectors:
    """Unit vectors of word pieces, and how much each piece counts.

    Args:
        folder: holds ``vocabulary.txt``, ``vectors.npy`` (int8, pieces by dimensions), ``scale.npy``
            (float32, what each row is multiplied by to be of length 1) and ``emphasis.npy`` (float32, 1
            where nothing was learned).
    """

    def __init__(self, folder: Path) -> None:
        self._pieces = WordPieces(folder / "vocabulary.txt")
        # As a plain array: indexing a memmap costs more than the rows it returns.
        self._table: NDArray[np.int8] = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r"))
        self._scale: NDArray[np.float32] = np.load(folder / "scale.npy")
        self._emphasis: NDArray[np.float32] = np.load(folder / "emphasis.npy")
        self.pieces_of = lru_cache(maxsize=20000)(self._pieces_of)

    def pieces(self, word: str) -> tuple[int, ...]:
        """Return the numbers of a folded word's pieces; none when it can not be put together."""
        return self._pieces.pieces(word)

    def _pieces_of(self, words: tuple[str, ...]) -> NDArray[np.int32]:
        """Return the pieces of several words, one after the other."""
        return np.fromiter((piece for word in words for piece in self.pieces(word)), dtype=np.int32)

    def vectors(self, pieces: Iterable[int] | NDArray[np.int32]) -> Vectors:
        """Return the unit vectors of pieces, a row each."""
        numbers = np.asarray(pieces, dtype=np.int32)
        return self._table[numbers] * self._scale[numbers, None]

    def emphasis(self, pieces: Iterable[int] | NDArray[np.int32]) -> Vectors:
        """Return how much each piece counts, beside its rarity."""
        return self._emphasis[np.asarray(pieces, dtype=np.int32)]


@cache
def meaning_vectors() -> MeaningVectors:
    """Return the vectors that ship with Byline."""
    return MeaningVectors(resource("data") / "model")
