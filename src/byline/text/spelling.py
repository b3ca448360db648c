"""Matches question words that the corpus does not have to near words that it has.

The distance is optimal string alignment: an insertion, a deletion, a substitution and a swap of two
neighbours count one each. Numbers, acronyms and words that the corpus knows are never changed, nor is a
first letter, which people rarely get wrong and which tells "bread" from "read".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4
_TWO_EDITS_FROM = 8
_CANDIDATES = 8


def may_be_misspelt(raw: str) -> bool:
    """Say whether a word, as it was written, is of the kind that is corrected at all.

    >>> [may_be_misspelt(word) for word in ("techncal", "PMs", "iPhone7", "3.5", "api")]
    [True, False, False, False, False]
    """
    return len(raw) >= _SHORTEST and raw.isalpha() and (raw.islower() or raw.istitle())


def allowed_edits(word: str) -> int:
    """Return how many edits a word of this length may be away from what was meant."""
    return 2 if len(word) >= _TWO_EDITS_FROM else 1


class Speller:
    """Near words by first letter.

    Args:
        frequencies: the corpus's folded words, and in how many sentences each stands.
    """

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        self._by_letter: dict[str, list[str]] = {}
        for word in frequencies:
            if len(word) >= _SHORTEST - 1 and word.isalpha():
                self._by_letter.setdefault(word[0], []).append(word)

    def correct(self, word: str) -> str | None:
        """Return the corpus's word that ``word`` (folded) most likely meant, or None.

        The nearest wins; of equally near ones the more frequent, then the first by the alphabet.
        """
        near = self._near(word, allowed_edits(word))
        return (
            min(near, key=lambda pair: (pair[1], -self._frequencies[pair[0]], pair[0]))[0] if near else None
        )

    def _near(self, word: str, edits: int) -> list[tuple[str, int]]:
        candidates: Iterable[str] = self._by_letter.get(word[:1], ())
        if word[1:2] and word[1] != word[0]:
            # The first two letters swapped: the word meant begins with the second one.
            swapped = word[1] + word[0]
            candidates = [
                *candidates,
                *(other for other in self._by_letter.get(word[1], ()) if other.startswith(swapped)),
            ]
        found = process.extract(
            word,
            candidates,
            scorer=OSA.distance,  # type: ignore[arg-type]  # its cutoff is an int
            processor=None,
            score_cutoff=edits,
            limit=_CANDIDATES,
        )
        return [(other, int(distance)) for other, distance, _ in found]
