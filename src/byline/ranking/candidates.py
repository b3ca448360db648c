"""The sentences that may answer a question: what all are measured by, and each where it is looked into."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np

from byline.text.found_through import FoundThrough
from byline.text.indexed import IndexedAnswer

Candidate = tuple[IndexedAnswer, int, float]
"""An answer, a sentence of it, and the engine's score."""
Read = Callable[[Collection[int]], dict[int, IndexedAnswer]]
"""Reads answers by their numbers, and leaves out those that are there no more."""


class Candidates:
    """Sentences that the engine found, in its order. Answers are read when they are first wanted.

    Args:
        numbers: of the answers, one for each sentence.
        hashes: of their texts: an answer whose text is another now is not there.
        ordinals: which sentence of the answer it is.
        scores: the engine's.
        through: what the sentences are found through.
        read: reads answers.
    """

    def __init__(
        self,
        numbers: Sequence[int],
        hashes: Sequence[int],
        ordinals: Sequence[int],
        scores: Sequence[float],
        through: FoundThrough,
        read: Read,
    ) -> None:
        self._numbers, self._hashes, self._ordinals, self._scores = numbers, hashes, ordinals, scores
        self.scores = np.array(scores, dtype=np.float32)
        self.through = through
        self._read = read
        self._answers: dict[int, IndexedAnswer] = {}

    @classmethod
    def of(cls, sentences: Iterable[Candidate]) -> Candidates:
        """Return sentences of answers that are in memory."""
        kept = list(sentences)
        found = cls(
            [answer.number for answer, *_ in kept],
            [answer.text_hash for answer, *_ in kept],
            [ordinal for _, ordinal, _ in kept],
            [score for *_, score in kept],
            FoundThrough.of((answer, ordinal) for answer, ordinal, _ in kept),
            lambda _: {},
        )
        found._answers = dict(enumerate(answer for answer, *_ in kept))
        return found

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, place: int) -> Candidate:
        """Return a sentence that is ``there``."""
        return self._answers[place], self._ordinals[place], self._scores[place]

    def there(self, places: Iterable[int]) -> list[int]:
        """Read the answers of the sentences at these places; return the places of those that are there."""
        wanted = list(places)
        missing = [place for place in wanted if place not in self._answers]
        found = self._read({self._numbers[place] for place in missing}) if missing else {}
        for place in missing:
            answer = found.get(self._numbers[place])
            if answer is not None and answer.text_hash == self._hashes[place]:
                self._answers[place] = answer
        return [place for place in wanted if place in self._answers]

    def all(self) -> list[Candidate]:
        """Return all that are there."""
        return [self[place] for place in self.there(range(len(self)))]
