"""The transformers that were added to a knowledge base, as the modules hand them on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ModelKind(StrEnum):
    """What a transformer does."""

    ENCODER = "encoder"
    """Makes a vector of a text; near vectors are near in meaning."""
    RERANKER = "reranker"
    """Reads a question and a sentence together and says how well one answers the other."""


@dataclass(frozen=True, slots=True)
class Model:
    """A transformer that was added to a knowledge base.

    ``origin`` is the folder or the repository that it came from, ``revision`` the repository's commit.
    ``checksum`` is the SHA-256 over all its files and how they are used. ``dimensions`` are those of an
    encoder's vectors, and ``sentences`` says how many sentences have one; both are None for a reranker.
    """

    name: str
    kind: ModelKind
    origin: str
    revision: str | None
    checksum: str
    bytes: int
    dimensions: int | None = None
    sentences: int | None = None
