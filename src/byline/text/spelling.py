"""Matches question words that nobody knows to words that the corpus, or English at large, has.

The distance is optimal string alignment: an insertion, a deletion, a substitution and a swap of two
neighbours count one each. Left alone are numbers, acronyms, words that the corpus has, and words that are
simply English. In a short word a substitution counts as a slip only when the two keys are neighbours:
"bake" is no "make", but "nake" is. A wrong first letter is rare, so it must be the only mistake.

A word with one mistake has the beginning or the end of the word that was meant, so only words that share
one of these are compared:

    tecnnical    te........    words that begin alike, of nearly the same length
    rechnical    .......cal    words that end alike
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from byline.text.function_words import is_function_word

_SHORTEST = 4
_TWO_EDITS_FROM = 8
_ANY_SUBSTITUTION_FROM = 6
_FIRST_LETTER_FROM = 5
_FOREIGN_FROM = 6
"""Only for English is there a list of words that exist. In other languages only long words are mended, and
only where the letters are the same: "gearbeitet" is no slip for "bearbeitet", though nobody here wrote it."""
_SHORTEST_PART = 3
_FREQUENT_PART = 5
"""Sentences that must have a part of three letters: in a large corpus any three letters are a name."""
_COMMON = 2
"""Times that the text at large must have a word before it is taken for what was meant."""
_FREQUENT = 50
"""The same for a word that the corpus has not: what it is mended to is only shown, and must be plain."""
_KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ENDS = {8: (3, 4), 6: (2, 3), 0: (1, 2)}
"""Letters that must be alike at the beginning, or else at the end, by the least length of a word. One
mistake, a swap in the middle too, can not touch both, so no word with one mistake is missed."""
_BEGINNING = 2
"""Letters that must be alike when two mistakes are allowed."""


def _neighbouring_keys() -> frozenset[tuple[str, str]]:
    pairs = {(row[i], row[i + 1]) for row in _KEY_ROWS for i in range(len(row) - 1)}
    for upper, lower in pairwise(_KEY_ROWS):
        # Each row of keys stands half a key to the right of the one above.
        pairs |= {(key, upper[at]) for i, key in enumerate(lower) for at in (i, i + 1) if at < len(upper)}
    return frozenset(pairs | {(b, a) for a, b in pairs})


_DOUBLED = re.compile(r"(.)\1")
_Preference = tuple[int, bool, bool, bool, bool, int, int, str]
_NEIGHBOURS = _neighbouring_keys()
_MISTAKEN = 60
"""Percent of the letters that two words share where one may have been written for the other."""


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

    def one_edit_from(self, word: str) -> set[str]:
        """Return the words that begin or end as ``word`` does, of lengths that one edit could make."""
        prefix, suffix = next(ends for least, ends in _ENDS.items() if len(word) >= least)
        return {*self._with(f"{word[:prefix]}-", word, 1), *self._with(f"-{word[-suffix:]}", word, 1)}

    def two_edits_from(self, word: str) -> set[str]:
        """Return the words that begin as ``word`` does, of lengths that two edits could make."""
        return set(self._with(f"{word[:_BEGINNING]}-", word, 2))

    def _with(self, ending: str, word: str, edits: int) -> Iterator[str]:
        for length in range(len(word) - edits, len(word) + edits + 1):
            yield from self._of_length(length).get(ending, ())

    def _of_length(self, length: int) -> dict[str, list[str]]:
        if length not in self._sorted:
            bucket: dict[str, list[str]] = {}
            for word in self._by_length.get(length, ()):
                for prefix, suffix in _ENDS.values():
                    bucket.setdefault(f"{word[:prefix]}-", []).append(word)
                    bucket.setdefault(f"-{word[-suffix:]}", []).append(word)
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

        The nearest wins; of equally near ones a function word, which most questions have, then a word with
        the same letters (two are swapped, one is doubled), which is the commonest slip, then one that begins
        alike, then a word of the corpus, then the more frequent, then the first by the alphabet. When that
        is a word that neither the corpus nor anyone else uses much, nothing would be found by it, and the
        word stays.
        """
        english = language == "en"
        if self.is_word(word, language) or (not english and len(word) < _FOREIGN_FROM):
            return None
        best = self._best(word, 1, english)
        if best is None and english and allowed_edits(word) > 1:
            best = self._best(word, 2, english)
        return best if best in self._corpus or self._general.get(best or "", 0) >= _FREQUENT else None

    def _best(self, word: str, edits: int, english: bool) -> str | None:
        places = (self._near_corpus, self._near_general) if english else (self._near_corpus,)
        candidates = set[str]().union(
            *(place.one_edit_from(word) if edits == 1 else place.two_edits_from(word) for place in places)
        )
        found = process.extract(
            word, candidates, scorer=OSA.distance, processor=None, score_cutoff=edits, limit=None
        )
        slips = [
            (other, int(far))
            for other, far, _ in found
            if (_is_slip(word, other, int(far)) and (english or _is_same_letters(word, other)))
            or (english and _is_long_function_word(other))
        ]
        return min(slips, key=lambda pair: self._preference(word, *pair))[0] if slips else None

    def split(self, word: str, language: str = "en") -> tuple[str, ...]:
        """Return the corpus's words that ``word`` is written of in one, empty when there are none.

        Two parts are preferred to three, then parts that are frequent. German may join them with an "s"; in
        languages other than English, prefixes ("unter", "auf") are no words of their own.
        """
        if self.is_word(word, language):
            return ()
        halves = list(self._halves(word, language))
        if halves or language != "en":
            return max(halves, key=self._rarest, default=())
        thirds = [
            (first, *rest)
            for first, tail in self._heads(word, language)
            for rest in self._halves(tail, language)
        ]
        return max(thirds, key=self._rarest, default=())

    def _halves(self, word: str, language: str) -> Iterable[tuple[str, str]]:
        return ((first, rest) for first, rest in self._heads(word, language) if self._is_part(rest, language))

    def _heads(self, word: str, language: str) -> Iterable[tuple[str, str]]:
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            if self._is_part(word[:at], language):
                yield word[:at], word[at:]
            elif language == "de" and word[at - 1] == "s" and self._is_part(word[: at - 1], language):
                yield word[: at - 1], word[at:]

    def _is_part(self, word: str, language: str) -> bool:
        frequency = self._corpus.get(word, 0)
        if len(word) > _SHORTEST_PART:
            return frequency > 0 and (language == "en" or not is_function_word(word, language))
        return language == "en" and frequency >= _FREQUENT_PART

    def _rarest(self, parts: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        return min(self._corpus[part] for part in parts), parts

    def _preference(self, word: str, other: str, distance: int) -> _Preference:
        other_beginning = other[0] != word[0] and not _is_swapped_at_first(word, other)
        return (
            distance,
            not _is_long_function_word(other),
            not _is_same_letters(word, other),
            other_beginning,
            other not in self._corpus,
            -self._corpus.get(other, 0),
            -self._general.get(other, 0),
            other,
        )


def _is_plain(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha()


def _is_same_letters(written: str, meant: str) -> bool:
    """Say whether letters were only swapped, doubled or not doubled."""
    if written[0] != meant[0] and not _is_swapped_at_first(written, meant):
        return False
    return sorted(written) == sorted(meant) or _DOUBLED.sub(r"\1", written) == _DOUBLED.sub(r"\1", meant)


def _is_swapped_at_first(written: str, meant: str) -> bool:
    return written[:2] == meant[1::-1]


def _is_long_function_word(word: str) -> bool:
    return len(word) > _SHORTEST and is_function_word(word)  # "whvch", "ahout": they stand in most questions


def _is_slip(written: str, meant: str, distance: int) -> bool:
    """Say whether a near word is near in the way that fingers slip."""
    if written[0] != meant[0] and (
        distance > 1 or (len(written) < _FIRST_LETTER_FROM and not _is_swapped_at_first(written, meant))
    ):
        return False
    if distance > 1 or len(written) >= _ANY_SUBSTITUTION_FROM or len(written) != len(meant):
        return True
    changed = [pair for pair in zip(written, meant, strict=True) if pair[0] != pair[1]]
    return len(changed) > 1 or changed[0] in _NEIGHBOURS  # two changed places are a swap


def alike(word: str, others: Sequence[str]) -> int | None:
    """Return which of ``others`` a word was probably meant in place of, None where none looks like it."""
    found = process.extractOne(
        word.casefold(), others, scorer=fuzz.ratio, processor=None, score_cutoff=_MISTAKEN
    )
    return None if found is None else int(found[2])
