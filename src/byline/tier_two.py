"""Tier two: what the models that were added do for a knowledge base, loaded when they are first needed.

A knowledge base without models pays one look at a file a question.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from byline.stages import stage
from byline.text.analysis import ANALYSER_VERSION
from byline.transformer import libraries
from byline.transformer.listed import seen
from byline.transformers import Model, ModelKind

if TYPE_CHECKING:
    from byline.transformer.scale import Scale
    from byline.transformer.shelf import Entry, Shelf

VECTORS_LAYOUT = 1
"""Raised whenever what is encoded, or how its vectors are kept, changes."""

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Makes unit vectors of texts; see ``byline.transformer.running.Encoder``."""

    def question(self, text: str) -> Vectors:
        """Return the vector of a question."""
        ...

    def encode(self, sentences: list[str]) -> Vectors:
        """Return the vectors of sentences, a row each."""
        ...


class Reranker(Protocol):
    """Reads a question and sentences together; see ``byline.transformer.running.Reranker``."""

    def scores(self, question: str, sentences: list[str]) -> Vectors:
        """Return how well each sentence answers, on the model's own scale."""
        ...


class SentenceEncoder:
    """The encoder in use, the scale of its cosines, and its index of vectors.

    Args:
        shelf: where its files are.
        entry: which it is.
        index_folder: where indexes lie.
    """

    def __init__(self, shelf: Shelf, entry: Entry, index_folder: Path) -> None:
        self._shelf = shelf
        self.entry = entry
        self.scale: Scale = entry.scale
        folder = vectors_folder(index_folder, entry)
        # The class is known when the extra is there; without it, mypy could not look into it either.
        self.vectors: Any = libraries.vectors().VectorIndex(folder, entry.dimensions)
        self._lock = Lock()

    @cached_property
    def _loaded(self) -> Encoder:
        folder = self._shelf.checked(self.entry)
        loaded: Encoder = libraries.running().Encoder(folder, self.entry.recipe)
        return loaded

    @property
    def encoder(self) -> Encoder:
        """The model itself, loaded when it is first used, which takes about a second.

        Raises:
            UnavailableError: a file of it was changed.
        """
        with self._lock:
            return self._loaded


class SentenceReranker:
    """The cross-encoder in use, and the scale of its scores."""

    def __init__(self, shelf: Shelf, entry: Entry) -> None:
        self._shelf = shelf
        self.entry = entry
        self._lock = Lock()

    @cached_property
    def _loaded(self) -> Reranker:
        folder = self._shelf.checked(self.entry)
        loaded: Reranker = libraries.running().Reranker(folder, self.entry.recipe)
        return loaded

    @stage("reranking")
    def closeness(self, question: str, sentences: list[str]) -> Vectors:
        """Return how well each sentence answers, on the scale that all models share.

        Raises:
            UnavailableError: a file of the model was changed.
        """
        with self._lock:
            model = self._loaded
        return self.entry.scale.of(model.scores(question, sentences))


@dataclass(frozen=True, slots=True)
class Models:
    """The models in use; either may be missing."""

    encoder: SentenceEncoder | None = None
    reranker: SentenceReranker | None = None


NO_MODELS = Models()


class TierTwo:
    """The models of a knowledge base, as its setting ``tier`` lets them take part. Safe to share.

    Args:
        home: of the knowledge base.
        index_folder: where its indexes lie.
        tier: "built-in" for none, "model" for the encoder alone, "reranker" for both.
    """

    def __init__(self, home: Path, index_folder: Path, tier: str) -> None:
        self._folder = home / "models"
        self._index_folder = index_folder
        self._tier = tier
        self._lock = Lock()
        self._seen: tuple[int, int] | None = None
        self._models = Models()

    @property
    def shelf(self) -> Shelf:
        """The models that were added."""
        shelf: Shelf = libraries.shelf().Shelf(self._folder)
        return shelf

    def current(self) -> Models:
        """Return the models in use now; one that was added or removed meanwhile counts.

        Raises:
            MissingExtraError: a model was added, and the extra "models" is not installed here.
            UnavailableError: the list of models, or the index of vectors, is damaged.
        """
        if self._tier == "built-in":
            return self._models
        now = seen(self._folder)
        if now != self._seen:
            with self._lock:
                self._models, self._seen = self._opened(), now
        if self._models.encoder:
            self._models.encoder.vectors.refresh()
        return self._models

    def _opened(self) -> Models:
        shelf = self.shelf
        entries = shelf.entries()
        encoder, reranker = entries.get(ModelKind.ENCODER), entries.get(ModelKind.RERANKER)
        return Models(
            SentenceEncoder(shelf, encoder, self._index_folder) if encoder else None,
            SentenceReranker(shelf, reranker) if reranker and self._tier == "reranker" else None,
        )

    def models(self) -> list[Model]:
        """Return the models that were added, in use or not."""
        encoder = self.current().encoder
        return [
            entry.as_model(encoder.vectors.sentences if encoder and entry == encoder.entry else None)
            for entry in self.shelf.entries().values()
        ]

    def remove(self, name: str) -> None:
        """Take a model out of use, and remove its files and vectors.

        Raises:
            NotFoundError: there is none of that name.
        """
        shelf = self.shelf
        with shelf.changing():
            entry = shelf.remove(name)
        shutil.rmtree(vectors_folder(self._index_folder, entry), ignore_errors=True)


def vectors_folder(index_folder: Path, entry: Entry) -> Path:
    """Return where the vectors of an encoder lie: apart for each model, layout and way to cut sentences."""
    version = f"{VECTORS_LAYOUT}-analyser{ANALYSER_VERSION}"
    return index_folder / f"vectors{version}-{entry.checksum[:16]}"
