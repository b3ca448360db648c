"""The index of vectors: those of every sentence, for one model, in step with the answers.

It lies in a folder of its own beside the search index. ``commit.json`` names the segments that make it up and
the store revision that they reflect; replacing that one small file is what a commit is, so a process that is
killed leaves what was committed before. What no commit names is removed by the next one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from byline.durable import write_json
from byline.errors import SearchIndexError
from byline.transformer.segments import (
    ANSWERS,
    Encoded,
    Segment,
    Vectors,
    merge_segments,
    nearest_rows,
    remove_segments,
    write_segment,
)

_COMMIT = "commit.json"
_TRIES = 5
"""How often a view is opened anew when a commit removes the segments of the one before meanwhile."""
_WIDER = 4
ANY_TEXT = -1
"""Stands for a hash that is not asked about; hashes are never negative."""


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence, by its answer's number and its ordinal, and the cosine of a question with it."""

    answer: int
    ordinal: int
    cosine: float


Wanted = tuple[int, int, int | None]
"""A sentence: its answer's number, its ordinal, and the hash of what must have been encoded; None for any."""


class _View:
    """What one commit holds."""

    def __init__(
        self, folder: Path, dimensions: int, names: Sequence[str] = (), revision: int = 0, following: int = 1
    ) -> None:
        self.revision = revision
        self.following = following
        self.dimensions = dimensions
        self.segments = [Segment(folder, name) for name in names]
        self._settle()

    def _settle(self) -> None:
        """Find out which segment has the last word on each answer."""
        tables = [segment.answers for segment in self.segments]
        everything = np.concatenate([np.zeros(0, dtype=ANSWERS), *tables])
        _, from_end = np.unique(everything["number"][::-1], return_index=True)
        last = len(everything) - 1 - from_end
        live = np.zeros(len(everything), dtype=np.bool_)
        live[last] = True
        bounds = np.cumsum([len(table) for table in tables])
        self.lives: list[NDArray[np.bool_]] = np.split(live, bounds[:-1]) if tables else []
        of_segment = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
        there = last[everything["count"][last] > 0]
        self.answers: NDArray[np.void] = everything[there]
        self._of_segment: NDArray[np.int64] = of_segment[there]
        self.sentences = int(self.answers["count"].sum())

    def places(self, numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return where answers stand in ``answers``, and which of them stand there at all."""
        if not len(self.answers):
            return np.zeros(len(numbers), dtype=np.int64), np.zeros(len(numbers), dtype=np.bool_)
        at = np.minimum(np.searchsorted(self.answers["number"], numbers), len(self.answers) - 1)
        return at, self.answers["number"][at] == numbers

    def rows(self, wanted: Sequence[Wanted]) -> tuple[NDArray[np.int64], NDArray[np.float16]]:
        """Return which of the sentences have vectors of the text that is wanted, and these vectors."""
        asked = np.array([(n, o, ANY_TEXT if h is None else h) for n, o, h in wanted], dtype=np.int64)
        asked = asked.reshape(-1, 3)
        at, there = self.places(asked[:, 0])
        answers = self.answers[at] if len(self.answers) else np.zeros(len(asked), dtype=ANSWERS)
        there &= (asked[:, 2] == ANY_TEXT) | (answers["hash"] == asked[:, 2])
        there &= asked[:, 1] < answers["count"]
        vectors = np.zeros((len(asked), self.dimensions), dtype=np.float16)
        for number, segment in enumerate(self.segments):
            here = np.flatnonzero(there & (self._of_segment[at] == number))
            vectors[here] = segment.vectors[answers["first"][here] + asked[here, 1]]
        return np.flatnonzero(there), vectors[there]

    def nearest(self, question: Vectors, count: int) -> list[Near]:
        """Return the sentences nearest to a question, nearest first."""
        found: list[Near] = []
        for segment, live in zip(self.segments, self.lives, strict=True):
            wide = count
            while True:
                rows, cosines = segment.nearest(question, wide)
                of_answer = np.searchsorted(segment.answers["first"], rows, side="right") - 1
                is_live = live[of_answer]
                # The nearest may be of texts that are gone; then more are looked at.
                if int(is_live.sum()) >= count or wide >= len(segment):
                    break
                wide *= _WIDER
            for row, at, cosine in zip(rows[is_live], of_answer[is_live], cosines[is_live], strict=True):
                answer = segment.answers[at]
                ordinal = int(row - answer["first"])
                found.append(Near(int(answer["number"]), ordinal, float(cosine)))
        return sorted(found, key=lambda near: (-near.cosine, near.answer, near.ordinal))[:count]


class VectorIndex:
    """The vectors of one model's sentences. Safe to share between threads; one process writes at a time.

    Args:
        folder: where it lies; made by the first commit.
        dimensions: of the vectors.

    Raises:
        SearchIndexError: the index is damaged.
    """

    def __init__(self, folder: Path, dimensions: int) -> None:
        self.folder = folder
        self._dimensions = dimensions
        self._seen: tuple[int, int] | None = None
        self._view = _View(folder, dimensions)
        self.refresh()

    @property
    def revision(self) -> int:
        """The store revision whose answers all have their vectors here."""
        return self._view.revision

    @property
    def sentences(self) -> int:
        """How many sentences have vectors."""
        return self._view.sentences

    def hash_of(self, number: int) -> int | None:
        """Return the hash of an answer as it was encoded; None when it was not."""
        view = self._view
        (at,), (there,) = view.places(np.array([number]))
        return int(view.answers["hash"][at]) if there else None

    def nearest(self, question: Vectors, count: int) -> list[Near]:
        """Return the sentences nearest to a question, nearest first; exact."""
        return self._view.nearest(question, count)

    def nearest_among(self, question: Vectors, wanted: Sequence[Wanted], count: int) -> list[Near]:
        """Return the nearest of certain sentences; those without a vector are left out."""
        places, vectors = self._view.rows(wanted)
        rows, cosines = nearest_rows(vectors, question, count)
        return [
            Near(wanted[place][0], wanted[place][1], float(cosine))
            for place, cosine in zip(places[rows], cosines, strict=True)
        ]

    def cosines(self, question: Vectors, wanted: Sequence[Wanted]) -> Vectors:
        """Return the cosine of a question with each sentence; NaN where it has no such vector."""
        places, vectors = self._view.rows(wanted)
        found = np.full(len(wanted), np.nan, dtype=np.float32)
        found[places] = vectors.astype(np.float32) @ question
        return found

    def refresh(self) -> None:
        """Take up the newest commit; looks at one file where there is none."""
        for _ in range(_TRIES):
            try:
                status = (self.folder / _COMMIT).stat()
            except OSError:
                return
            seen = (status.st_mtime_ns, status.st_ino)
            if seen == self._seen:
                return
            try:
                told = json.loads((self.folder / _COMMIT).read_text(encoding="utf-8"))
                self._view = _View(
                    self.folder, self._dimensions, told["segments"], int(told["revision"]), int(told["next"])
                )
                self._seen = seen
                return
            except FileNotFoundError as error:
                failure: Exception = error  # a commit came in between; look again
            except (OSError, ValueError, KeyError, TypeError) as error:
                failure = error
                break
        raise SearchIndexError(
            f"{self.folder}: the index of vectors can not be read ({failure}). Remove the folder, then "
            "`byline model add` with the same model encodes the answers anew."
        ) from failure

    def commit(self, encoded: Sequence[Encoded], revision: int) -> None:
        """Add the vectors of answers in place of those they had, and say what revision this reflects.

        Called by one process at a time.

        Raises:
            SearchIndexError: the disk is full or can not be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.refresh()
            self._commit(encoded, revision)
        except OSError as error:
            raise SearchIndexError(
                f"{self.folder}: the index of vectors can not be written ({error}). Check the disk's space "
                "and rights; what was encoded before is safe, and the next load goes on from there."
            ) from error

    def _commit(self, encoded: Sequence[Encoded], revision: int) -> None:
        names, following = [segment.name for segment in self._view.segments], self._view.following
        if encoded:
            names.append(f"{following:08}")
            following += 1
            write_segment(self.folder, names[-1], self._dimensions, encoded)
            view = _View(self.folder, self._dimensions, names)
            many = _to_merge(view)
            if many > 1:
                merged = f"{following:08}"
                following += 1
                first = many == len(names)
                merge_segments(self.folder, merged, view.segments[-many:], view.lives[-many:], first=first)
                names[-many:] = [merged]
        write_json(self.folder / _COMMIT, {"revision": revision, "segments": names, "next": following})
        self.refresh()
        remove_segments(self.folder, names)


def _to_merge(view: _View) -> int:
    """Return how many of the last segments become one, so that there are few, each twice the next at least.

    All of them, when more than half of the rows are of texts that are gone.
    """
    sizes = [len(segment) + len(segment.answers) for segment in view.segments]
    if sum(map(len, view.segments)) > 2 * view.sentences + 1000:
        return len(sizes)
    many = 1
    while many < len(sizes) and sizes[-many - 1] < 2 * sum(sizes[-many:]):
        many += 1
    return many
