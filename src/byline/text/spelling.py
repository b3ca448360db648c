"""Matches question words that nobody knows to words that the corpus, or English at large, has.

The distance is optimal string alignment: an insertion, a deletion, a substitution and a swap of two
neighbours count one each. Left alone are numbers, acronyms, words that the corpus has, and words that are
simply English. In a short word a substitution counts as a slip only when the two keys are neighbours:
"bake" is no "make", but "nake" is. A wrong first letter is rare, so it must be the only mistake.

A word with one mistake has the beginning or the end of the word that was meant, so only words that share
one of these are compared:

    tecnnical    te........    words that begin alike, of nearly the same length
    rechnical    ........al    words that end alike
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4
_TWO_EDITS_FROM = 8
_ANY_SUBSTITUTION_FROM = 6
_FIRST_LETTER_FROM = 5
_FOREIGN_FROM = 6
"""Only for English is there a list of words that exist, so the words of others are mended with more care."""
_SHORTEST_PART = 3
_FREQUENT_PART = 5
"""Sentences that must have a part of three letters: in a large corpus any three letters are a name."""
_COMMON = 2
"""Times that the text at large must have a word before it is taken for what was meant."""
_KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PREFIX = 2
_SUFFIX = 2


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


class _Buckets:
    """Words by length and by how they begin and end, sorted out a length at a time when first asked for."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = {}
        for word in words:
            self._by_length.setdefault(len(word), []).append(word)
        self._sorted: dict[int, dict[str, list[str]]] = {}

    def like(self, word: str, edits: int) -> set[str]:
        """Return the words whose beginning or end, and length, would allow so few edits."""
        found: set[str] = set()
        # A swap in the middle of a short word touches both ends: there one letter is all that is kept.
        prefix = word[: _PREFIX if len(word) > _PREFIX + _SUFFIX + 1 else 1]
        for length in range(len(word) - edits, len(word) + edits + 1):
            bucket = self._of_length(length)
            found.update(bucket.get(f"{prefix}.", ()), bucket.get(f".{word[-_SUFFIX:]}", ()))
        return found

    def _of_length(self, length: int) -> dict[str, list[str]]:
        if length not in self._sorted:
            bucket: dict[str, list[str]] = {}
            for word in self._by_length.get(length, ()):
                for key in (f"{word[0]}.", f"{word[:_PREFIX]}.", f".{word[-_SUFFIX:]}"):
                    bucket.setdefault(key, []).append(word)
            self._sorted[length] = bucket
        return self._sorted[length]


class Speller:
    """What was meant by a word that nobody knows.

    Args:
        corpus: the corpus's folded words, and in how many sentences each stands.
        general: words of English at large, and how common each is. Rare ones are known to be words, but
            are not what anyone is taken to have meant.
    """

    def __init__(self, corpus: Mapping[str, int], general: Mapping[str, int]) -> None:
        self._corpus = corpus
        self._general = general
        self._near_corpus = _Buckets(filter(_is_plain, corpus))
        self._near_general = _Buckets(
            word
            for word, count in general.items()
            if count >= _COMMON and word not in corpus and _is_plain(word)
        )

    def is_word(self, word: str, language: str = "en") -> bool:
        """Say whether the corpus has the folded word, or the language has it as far as we know."""
        return word in self._corpus or (language == "en" and word in self._general)

    def correct(self, word: str, language: str = "en") -> str | None:
        """Return the word that ``word`` (folded) most likely meant, or None when it is right or unlike any.

        The nearest wins; of equally near ones a word that begins alike, then a word of the corpus, then
        the more frequent, then the first by the alphabet.
        """
        english = language == "en"
        if self.is_word(word, language) or (not english and len(word) < _FOREIGN_FROM):
            return None
        edits = allowed_edits(word) if english else 1
        candidates = self._near_corpus.like(word, edits)
        if english:
            candidates |= self._near_general.like(word, edits)
        found = process.extract(
            word, candidates, scorer=OSA.distance, processor=None, score_cutoff=edits, limit=None
        )
        slips = [(other, int(far)) for other, far, _ in found if _is_slip(word, other, int(far))]
        return min(slips, key=lambda pair: self._preference(word, *pair))[0] if slips else None

    def split(self, word: str, language: str = "en") -> tuple[str, ...]:
        """Return the corpus's words that ``word`` is written of in one, empty when there are none.

        Two parts are preferred to three, then parts that are frequent. German may join them with an "s".
        """
        if self.is_word(word, language):
            return ()
        halves = list(self._halves(word, language))
        if not halves:
            thirds = [
                (first, *rest)
                for first, tail in self._heads(word, language)
                for rest in self._halves(tail, language)
            ]
            return max(thirds, key=self._rarest, default=())
        return max(halves, key=self._rarest)

    def _halves(self, word: str, language: str) -> Iterable[tuple[str, str]]:
        return ((first, rest) for first, rest in self._heads(word, language) if self._is_part(rest))

    def _heads(self, word: str, language: str) -> Iterable[tuple[str, str]]:
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            if self._is_part(word[:at]):
                yield word[:at], word[at:]
            elif language == "de" and word[at - 1] == "s" and self._is_part(word[: at - 1]):
                yield word[: at - 1], word[at:]

    def _is_part(self, word: str) -> bool:
        frequency = self._corpus.get(word, 0)
        return frequency > 0 and (
            len(word) > _SHORTEST_PART or (len(word) == _SHORTEST_PART and frequency >= _FREQUENT_PART)
        )

    def _rarest(self, parts: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        return min(self._corpus[part] for part in parts), parts

    def _preference(self, word: str, other: str, distance: int) -> tuple[int, bool, bool, int, int, str]:
        return (
            distance,
            other[0] != word[0],
            other not in self._corpus,
            -self._corpus.get(other, 0),
            -self._general.get(other, 0),
            other,
        )


def _is_plain(word: str) -> bool:
    return len(word) >= _SHORTEST - 1 and word.isalpha()


def _is_slip(written: str, meant: str, distance: int) -> bool:
    """Say whether a near word is near in the way that fingers slip."""
    if written[0] != meant[0]:
        swapped = written[:2] == meant[1::-1]
        if distance > 1 or (len(written) < _FIRST_LETTER_FROM and not swapped):
            return False
    if distance > 1 or len(written) >= _ANY_SUBSTITUTION_FROM or len(written) != len(meant):
        return True
    changed = [pair for pair in zip(written, meant, strict=True) if pair[0] != pair[1]]
    return len(changed) > 1 or changed[0] in _NEIGHBOURS  # two changed places are a swap
