"""What the ranking of languages is trained with of which the vectors know nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from byline.text.meaning import Vectors


class NoVectors:
    """Stands for vectors where there are none: words are met by themselves alone."""

    def pieces(self, word: str) -> tuple[int, ...]:  # noqa: ARG002 - as MeaningVectors has it
        """See ``MeaningVectors``."""
        return ()

    def vectors(self, pieces: NDArray[np.int32]) -> Vectors:
        """See ``MeaningVectors``."""
        return np.zeros((len(pieces), 1), dtype=np.float32)

    def distinct(self, pieces: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """See ``MeaningVectors``."""
        found, places = np.unique(pieces, return_inverse=True)
        return found.astype(np.intp), places

    def cosines(self, pieces: NDArray[np.intp], others: Vectors) -> Vectors:
        """See ``MeaningVectors``."""
        return np.zeros((len(pieces), len(others)), dtype=np.float32)

    def emphasis(self, pieces: NDArray[np.int32]) -> Vectors:
        """See ``MeaningVectors``."""
        return np.ones(len(pieces), dtype=np.float32)
