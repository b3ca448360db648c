"""Matches question words that nobody knows to words that the corpus, or English at large, has.

The distance is optimal string alignment: an insertion, a deletion, a substitution and a swap of two
neighbours count one each. Left alone are numbers, acronyms, words that the corpus has, and words that are
simply English. In a short word a substitution counts as a slip only when the two keys are neighbours:
"bake" is no "make", but "nake" is. A wrong first letter is rare, so it must be the only mistake.

Nothing is sorted out beforehand, since a large collection has millions of words and gets new ones all day.
What is one mistake away is made, a few hundred words, and looked up:

    tecnnical    ecnnical  tcnnical ...  etcnnical ...  aecnnical ...  technical ...

Words that are two mistakes away begin alike, and only those are compared that do.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise
from string import ascii_lowercase
from typing import Protocol

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
_BEGINNING = 3
"""Letters of the beginning that are compared when two mistakes are allowed."""
_ACCENTED = {
    plain: tuple(accented)
    for plain, accented in {
        "a": "àáâãäåæ", "c": "ç", "e": "èéêë", "i": "ìíîï", "n": "ñ", "o": "òóôõöøœ", "s": "ß", "u": "ùúûü",
        "y": "ýÿ",
    }.items()
}  # fmt: skip
"""Letters that are typed without their accents."""
_LAST = "\U0010ffff"
_KEPT = 5000
"""Words whose correction is kept: a question is read again for each other one that is offered for it."""


class Words(Protocol):
    """Folded words, and how often each is met."""

    def written(self, word: str) -> int:
        """Return in how many sentences the word stands just so; 0 for none."""
        ...

    def beginning(self, prefix: str) -> Sequence[str]:
        """Return the words that begin so, in any order."""
        ...


class WordList:
    """Words that are at hand.

    Args:
        counts: how often each is met.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts

    def written(self, word: str) -> int:
        """See ``Words``."""
        return self._counts.get(word, 0)

    def beginning(self, prefix: str) -> Sequence[str]:
        """See ``Words``."""
        words = self._sorted
        return words[bisect_left(words, prefix) : bisect_left(words, prefix + _LAST)]

    def __contains__(self, word: str) -> bool:
        """Say whether the word is one, be it never met."""
        return word in self._counts

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._counts)


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


def one_edit_from(word: str, letters: Iterable[str]) -> Iterator[str]:
    """Yield what one mistake makes of a word, some of it twice.

    Args:
        word: what is written.
        letters: that may be missing, or may be meant instead of others. Without any, letters are left out,
            doubled and swapped with their neighbours.
    """
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for head, tail in cuts[:-1]:
        yield head + tail[1:]
        yield head + tail[0] + tail
        for accented in _ACCENTED.get(tail[0], ()):
            yield head + accented + tail[1:]
    for head, tail in cuts[:-2]:
        yield head + tail[1] + tail[0] + tail[2:]
    for letter in letters:
        for head, tail in cuts:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


class Speller:
    """What was meant by a word that nobody knows.

    Args:
        corpus: the corpus's words.
        general: words of English at large. Rare ones are known to be words, but are not what anyone is taken
            to have meant.
    """

    def __init__(self, corpus: Words, general: WordList) -> None:
        self._corpus = corpus
        self._general = general
        self._corrected: dict[tuple[str, str], str | None] = {}

    def is_word(self, word: str, language: str = "en") -> bool:
        """Say whether the corpus has the folded word, or the language has it as far as we know."""
        return self._corpus.written(word) > 0 or (language == "en" and word in self._general)

    def correct(self, word: str, language: str = "en") -> str | None:
        """Return the word that ``word`` (folded) most likely meant, or None when it is right or unlike any.

        The nearest wins; of equally near ones a function word, which most questions have, then a word with
        the same letters (two are swapped, one is doubled), which is the commonest slip, then one that begins
        alike, then a word of the corpus, then the more frequent, then the first by the alphabet. When that
        is a word that neither the corpus nor anyone else uses much, nothing would be found by it, and the
        word stays.
        """
        if (word, language) not in self._corrected:
            if len(self._corrected) == _KEPT:
                self._corrected.clear()
            self._corrected[word, language] = self._correction(word, language)
        return self._corrected[word, language]

    def _correction(self, word: str, language: str) -> str | None:
        english = language == "en"
        if self.is_word(word, language) or (not english and len(word) < _FOREIGN_FROM):
            return None
        best = self._best(word, 1, english)
        if best is None and english and allowed_edits(word) > 1:
            best = self._best(word, 2, english)
        if best is None or not (self._corpus.written(best) or self._general.written(best) >= _FREQUENT):
            return None
        return best

    def _best(self, word: str, edits: int, english: bool) -> str | None:
        found = self._one_edit_from(word, english) if edits == 1 else self._two_edits_from(word)
        slips = [
            (other, far)
            for other, far in found
            if (_is_slip(word, other, far) and (english or _is_same_letters(word, other)))
            or (english and _is_long_function_word(other))
        ]
        return min(slips, key=lambda pair: self._preference(word, *pair))[0] if slips else None

    def _one_edit_from(self, word: str, english: bool) -> list[tuple[str, int]]:
        # In other languages only the word's own letters count; see ``_FOREIGN_FROM``.
        letters = {*ascii_lowercase, *word} if english else ()
        near = dict.fromkeys(one_edit_from(word, letters))
        near.pop(word, None)
        return [(other, 1) for other in near if _is_plain(other) and self._is_meant(other, english)]

    def _two_edits_from(self, word: str) -> list[tuple[str, int]]:
        # Where the third letter is left out or swapped with the fourth, that one stands in its place.
        begins = {word[:_BEGINNING], word[: _BEGINNING - 1] + word[_BEGINNING]}
        known = chain.from_iterable(
            words.beginning(begin) for words in (self._corpus, self._general) for begin in begins
        )
        likely = {other for other in known if abs(len(other) - len(word)) <= 2}
        found = process.extract(word, likely, scorer=OSA.distance, processor=None, score_cutoff=2, limit=None)
        return [
            (other, int(far)) for other, far, _ in found if _is_plain(other) and self._is_meant(other, True)
        ]

    def _is_meant(self, word: str, english: bool) -> bool:
        """Say whether somebody may have meant the word: it is the corpus's, or common enough."""
        return self._corpus.written(word) > 0 or (english and self._general.written(word) >= _COMMON)

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
        frequency = self._corpus.written(word)
        if len(word) > _SHORTEST_PART:
            return frequency > 0 and (language == "en" or not is_function_word(word, language))
        return language == "en" and frequency >= _FREQUENT_PART

    def _rarest(self, parts: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        return min(map(self._corpus.written, parts)), parts

    def _preference(self, word: str, other: str, distance: int) -> _Preference:
        other_beginning = other[0] != word[0] and not _is_swapped_at_first(word, other)
        return (
            distance,
            not _is_long_function_word(other),
            not _is_same_letters(word, other),
            other_beginning,
            not self._corpus.written(other),
            -self._corpus.written(other),
            -self._general.written(other),
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
