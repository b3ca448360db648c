"""The sentence transformer that vectors are distilled from, in the part of one that somebody has added."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from byline.encoding import encoded
from byline.text.indexed import IndexedAnswer
from byline.tier_two import Encoder, SentenceEncoder
from byline.transformer.adding import add
from byline.transformer.shelf import Entry, Shelf


class Teacher:
    """A transformer on a shelf. It reads no text twice, in however many collections that stands.

    Args:
        source: the folder of the model as ONNX.
        scratch: a folder for what it needs.
    """

    def __init__(self, source: Path, scratch: Path) -> None:
        self._shelf = Shelf(scratch / "models")
        self._entry = add(self._shelf, str(source))
        self._encoder = _Remembering(SentenceEncoder(self._shelf, self._entry, scratch).encoder)

    def reading(self, answers: Sequence[IndexedAnswer], folder: Path) -> SentenceEncoder:
        """Return it as it takes part in a collection of these answers, whose index lies in a folder."""
        using = _Using(self._shelf, self._entry, folder, self._encoder)
        using.vectors.commit(encoded(using, answers), revision=1)
        return using


class _Remembering:
    def __init__(self, encoder: Encoder) -> None:
        self.question = lru_cache(maxsize=None)(encoder.question)
        self._encoder = encoder
        self._read: dict[str, NDArray[np.float16]] = {}

    def encode(self, sentences: list[str]) -> NDArray[np.float32]:
        """Return the vectors of sentences, a row each."""
        new = list(dict.fromkeys(each for each in sentences if each not in self._read))
        if new:
            self._read.update(zip(new, self._encoder.encode(new).astype(np.float16), strict=True))
        return np.stack([self._read[each] for each in sentences]).astype(np.float32)


class _Using(SentenceEncoder):
    def __init__(self, shelf: Shelf, entry: Entry, folder: Path, encoder: Encoder) -> None:
        super().__init__(shelf, entry, folder)
        self._remembering = encoder

    @property
    def encoder(self) -> Encoder:
        """The one that remembers."""
        return self._remembering
