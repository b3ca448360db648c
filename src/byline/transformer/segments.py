"""Vectors on disk, in parts that never change once they are written.

A segment holds the vectors of some answers' sentences, and says of other answers that they are gone: what a
later segment says of an answer holds. Two files: the vectors (float16, a row a sentence) and the answers (the
number of each, a hash of what was encoded, its first row, and how many rows it has). Both are mapped into
memory. Searching is exact; usearch does it, on the sixteen bits as they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from usearch.compiled import MetricKind
from usearch.index import search

from byline.durable import sync

Vectors = NDArray[np.float32]
ANSWERS = np.dtype([("number", "<i8"), ("hash", "<i8"), ("first", "<i8"), ("count", "<i4")])


@dataclass(frozen=True, slots=True)
class Encoded:
    """An answer's vectors, a row a sentence; no rows say that the answer is gone."""

    number: int
    hash: int
    vectors: NDArray[np.float16]


class Segment:
    """A segment, mapped into memory.

    Raises:
        OSError, ValueError: its files are gone, or shorter than they say.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.vectors: NDArray[np.float16] = np.asarray(np.load(_vectors_file(folder, name), mmap_mode="r"))
        self.answers: NDArray[np.void] = np.load(_answers_file(folder, name))

    def __len__(self) -> int:
        return len(self.vectors)

    def nearest(self, question: Vectors, count: int) -> tuple[NDArray[np.int64], Vectors]:
        """Return the rows whose vectors are nearest to a question's, and their cosines, nearest first."""
        return nearest_rows(self.vectors, question, count)


def nearest_rows(
    vectors: NDArray[np.float16], question: Vectors, count: int
) -> tuple[NDArray[np.int64], Vectors]:
    """Return the rows nearest to a question, and their cosines, nearest first."""
    if not len(vectors):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    asked = question.astype(np.float16)[None, :]
    found = search(vectors, asked, min(count, len(vectors)), MetricKind.Cos, exact=True)
    return found.keys.astype(np.int64), (1 - found.distances).astype(np.float32)


def write_segment(folder: Path, name: str, dimensions: int, answers: Iterable[Encoded]) -> None:
    """Write a segment, safe on disk when this returns."""
    kept = list(answers)
    table = np.zeros(len(kept), dtype=ANSWERS)
    first = 0
    for row, each in zip(table, kept, strict=True):
        row["number"], row["hash"] = each.number, each.hash
        row["first"], row["count"] = first, len(each.vectors)
        first += len(each.vectors)
    vectors = [each.vectors for each in kept if len(each.vectors)]
    _save(
        _vectors_file(folder, name),
        np.concatenate(vectors) if vectors else np.zeros((0, dimensions), dtype=np.float16),
    )
    _save(_answers_file(folder, name), table)


def merge_segments(
    folder: Path, name: str, segments: Sequence[Segment], lives: Sequence[NDArray[np.bool_]], *, first: bool
) -> None:
    """Write a segment that says what several neighbouring ones say together.

    Args:
        folder: where segments lie.
        name: of the new one.
        segments: the old ones.
        lives: for each of them, which of its answers are still as it says.
        first: whether no segment comes before these; then answers that are gone need no mention.
    """
    dimensions = segments[0].vectors.shape[1]
    tables, total = [], 0
    for segment, live in zip(segments, lives, strict=True):
        table = segment.answers[live & (segment.answers["count"] > 0)]
        moved = table.copy()
        moved["first"] = total + np.cumsum(table["count"]) - table["count"]
        total += int(table["count"].sum())
        tables.append((table, moved))
    path = _vectors_file(folder, name)
    merged = np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=(total, dimensions))
    for segment, (table, moved) in zip(segments, tables, strict=True):
        for old, new in zip(table, moved, strict=True):
            merged[new["first"] : new["first"] + new["count"]] = segment.vectors[
                old["first"] : old["first"] + old["count"]
            ]
    merged.flush()
    del merged
    sync(path)
    answers = [moved for _, moved in tables]
    if not first:
        for segment, live in zip(segments, lives, strict=True):
            gone = segment.answers[live & (segment.answers["count"] == 0)].copy()
            gone["first"] = total
            answers.append(gone)
    _save(_answers_file(folder, name), np.concatenate(answers))


def remove_segments(folder: Path, names: Iterable[str]) -> None:
    """Remove every segment of a folder but those named; who still reads one keeps what is mapped."""
    kept = {path for name in names for path in (_vectors_file(folder, name), _answers_file(folder, name))}
    for path in folder.glob("*.npy"):
        if path not in kept:
            path.unlink(missing_ok=True)


def _vectors_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.vectors.npy"


def _answers_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.answers.npy"


def _save(path: Path, array: NDArray[np.float16] | NDArray[np.void]) -> None:
    with path.open("wb") as file:
        np.save(file, array)
        file.flush()
        os.fsync(file.fileno())
