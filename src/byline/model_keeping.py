"""The part of a KnowledgeBase that keeps transformers: add, list, remove, and encode what there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from byline.encoding import VectorKeeper
from byline.tier_two import TierTwo
from byline.transformer import libraries
from byline.transformers import Model

ModelProgress = Callable[[str, int, int], None]
"""Called with a stage ("fetching" or "encoding"), how much of it is done, and how much there is."""


class ModelKeeping:
    """What ``KnowledgeBase`` inherits; it makes the two attributes."""

    _tier_two: TierTwo
    _vector_keeper: VectorKeeper

    def add_model(
        self,
        source: Path | str,
        *,
        reranker: bool = False,
        revision: str | None = None,
        question_prompt: str | None = None,
        sentence_prompt: str | None = None,
        progress: ModelProgress | None = None,
    ) -> Model:
        """Add a transformer, in place of the one of its kind, and encode every sentence with it.

        Adding the same one again goes on with what an interrupted call left.

        Args:
            source: a folder with an ONNX export, or a model's name on the hub, which is then fetched.
            reranker: whether it is a cross-encoder, which reads a question and a sentence together.
            revision: a branch, tag or commit on the hub; None means the main branch.
            question_prompt: what the model wants in front of questions; None means what its files say.
            sentence_prompt: the same for sentences.
            progress: is told how far it is.

        Raises:
            ModelError, FileFormatError: it can not be used; nothing was changed.
            NotFoundError: the hub has no such model.
            HubError: the hub can not be reached.
            MissingExtraError: the extra "models" is not installed.
        """
        entry = libraries.adding().add(
            self._tier_two.shelf,
            str(source),
            reranker=reranker,
            revision=revision,
            question_prompt=question_prompt,
            sentence_prompt=sentence_prompt,
            progress=progress,
        )
        self._encode(progress)
        return next(model for model in self.models() if model.checksum == entry.checksum)

    def models(self) -> list[Model]:
        """Return the transformers that were added: one encoder and one reranker at most."""
        return self._tier_two.models()

    def remove_model(self, name: str) -> None:
        """Take a transformer out of use, and remove its files and vectors.

        Raises:
            NotFoundError: there is none of that name.
        """
        self._tier_two.remove(name)

    def _encode(self, progress: ModelProgress | None) -> None:
        encoder = self._tier_two.current().encoder
        if encoder:
            told = (lambda done, total: progress("encoding", done, total)) if progress else None
            self._vector_keeper.catch_up(encoder, told)
