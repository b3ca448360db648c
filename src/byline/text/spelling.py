"""Matches question words that nobody knows to near words that the corpus, or English at large, has.

The distance is optimal string alignment: an insertion, a deletion, a substitution and a swap of two
neighbours count one each. Left alone are numbers, acronyms, words that the corpus has, words that are
simply English, and a first letter, which people rarely get wrong. In a short word a substitution counts
as a slip only when the two keys are neighbours: "bake" is no "make", but "nake" is.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4
_TWO_EDITS_FROM = 8
_ANY_SUBSTITUTION_FROM = 6
_CANDIDATES = 16
_COMMON = 2
"""Times that the text at large must have a word before it is taken for what was meant."""
_KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbouring_keys() -> frozenset[tuple[str, str]]:
    pairs = {(row[i], row[i + 1]) for row in _KEY_ROWS for i in range(len(row) - 1)}
    for upper, lower in pairwise(_KEY_ROWS):
        # Each row of keys stands half a key to the right of the one above.
        pairs |= {(key, upper[at]) for i, key in enumerate(lower) for at in (i, i + 1) if at < len(upper)}
    return frozenset(pairs | {(b, a) for a, b in pairs})


_NEIGHBOURS = _neighbouring_keys()


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
        corpus: the corpus's folded words, and in how many sentences each stands.
        general: words of the language at large, and how common each is. Rare ones are known to be words,
            but are not what anyone is taken to have meant.
    """

    def __init__(self, corpus: Mapping[str, int], general: Mapping[str, int]) -> None:
        self._corpus = corpus
        self._general = general
        self._by_letter: dict[str, list[str]] = {}
        meant = {word for word, count in general.items() if count >= _COMMON}
        for word in {*corpus, *meant}:
            if len(word) >= _SHORTEST - 1 and word.isalpha():
                self._by_letter.setdefault(word[0], []).append(word)

    def correct(self, word: str) -> str | None:
        """Return the word that ``word`` (folded) most likely meant, or None when it is right or unlike any.

        The nearest wins; of equally near ones a word of the corpus, then the more frequent, then the first
        by the alphabet.
        """
        if word in self._corpus or word in self._general:
            return None
        near = [pair for pair in self._near(word, allowed_edits(word)) if _is_slip(word, *pair)]
        return min(near, key=self._preference)[0] if near else None

    def _preference(self, pair: tuple[str, int]) -> tuple[int, bool, int, int, str]:
        word, distance = pair
        return (
            distance,
            word not in self._corpus,
            -self._corpus.get(word, 0),
            -self._general.get(word, 0),
            word,
        )

    def _near(self, word: str, edits: int) -> list[tuple[str, int]]:
        candidates = list(self._by_letter.get(word[:1], ()))
        if word[1:2] and word[1] != word[0]:
            # The first two letters swapped: the word meant begins with the second one.
            swapped = word[1] + word[0]
            candidates += (other for other in self._by_letter.get(word[1], ()) if other.startswith(swapped))
        found = process.extract(
            word,
            candidates,
            scorer=OSA.distance,
            processor=None,
            score_cutoff=edits,
            limit=_CANDIDATES,
        )
        return [(other, int(distance)) for other, distance, _ in found]


def _is_slip(written: str, meant: str, distance: int) -> bool:
    """Say whether a near word is near in the way that fingers slip."""
    if distance > 1 or len(written) >= _ANY_SUBSTITUTION_FROM or len(written) != len(meant):
        return True
    changed = [pair for pair in zip(written, meant, strict=True) if pair[0] != pair[1]]
    return len(changed) > 1 or changed[0] in _NEIGHBOURS  # two changed places are a swap
