"""What a way of searching gives, and the text that all of them search in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from byline.evaluation.beir import Document, JudgedCollection

TOP = 10


@dataclass(frozen=True, slots=True)
class Ranked:
    """The documents found, best first, and the score of the best one (0 when there is none)."""

    documents: tuple[str, ...]
    score: float


System = Callable[[str], Ranked]
"""Answers a question."""

Scores = np.ndarray[Any, np.dtype[np.float32]]
"""A score for each document of the collection."""


def text_of(document: Document) -> str:
    """Return the title and the text: a way of searching that has one field sees both in it."""
    return f"{document.title} {document.text}" if document.title else document.text


def texts_of(collection: JudgedCollection) -> list[str]:
    """Return the texts of all documents."""
    return [text_of(document) for document in collection.documents]


def best(collection: JudgedCollection, scores: Scores) -> Ranked:
    """Return the documents with the highest scores; equals in the order of the collection."""
    order = np.argsort(-scores, kind="stable")[:TOP]
    found = [place for place in order if scores[place] > 0]
    return ranked(collection, found, float(scores[found[0]]) if found else 0.0)


def ranked(collection: JudgedCollection, places: Sequence[int], score: float) -> Ranked:
    """Return the documents at those places."""
    return Ranked(tuple(collection.documents[place].id for place in places[:TOP]), score)
