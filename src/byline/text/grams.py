"""Pieces of words, which are alike where stems are not: compounds, rare inflections, slips of the pen.

    stimmrecht    _sti stim timm immr mmre mrec rech echt cht_
    recht                                  _rec rech echt cht_      three pieces of four are shared

A number is one piece, since 2014 is not nearly 2015. In scripts without spaces, whose terms are pairs of
characters, a piece is a character; in Korean it is a pair of syllables.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from byline.text.analysis import Token, is_unspaced
from byline.text.function_words import is_function_word, without_accents

_INDEXED = 4
"""Characters: as good as three for finding, and three times as fast, since each stands in fewer sentences."""
_COMPARED = 3
_NUMBER = re.compile(r"(?<!\S)\d\S*")
_ACCENTED = re.compile(r"[^\x00-\x20]*[^\x00-\x7f][^\x00-\x20]*")
_OTHER_PIECES = re.compile("[\u0e00-\U0010ffff]")
"""Scripts without spaces and Korean, whose pieces have no marks at the ends, are among these."""


def indexed_grams(tokens: Iterable[Token], language: str) -> list[str]:
    """Return the pieces that sentences and questions are found by besides their terms.

    Args:
        tokens: of a sentence, or of what a question asks about, in order.
        language: of the text; its function words give no pieces.
    """
    found: list[str] = []
    reached = -1
    for token in tokens:
        pieces = _pieces(token.word, language)
        if pieces is not None:
            found.extend(pieces)
        else:
            for offset, character in enumerate(token.word):
                # Pairs overlap: each character counts once.
                if token.start + offset > reached and not is_function_word(character, language):
                    found.append(character)
            reached = token.end - 1
    return found


@lru_cache(maxsize=16_384)
def _pieces(word: str, language: str) -> tuple[str, ...] | None:
    """Return the pieces that a word gives by itself; None in a script without spaces, where words overlap."""
    if is_unspaced(word):
        return None
    return () if is_function_word(word, language) else _grams(word, _INDEXED)


class Spelling:
    """The pieces of all words of a text, to compare words with.

    Args:
        words: folded, separated by spaces.
    """

    def __init__(self, words: str) -> None:
        self._marked: str | None = None
        self._whole: frozenset[str] = frozenset()
        if not words.isascii():
            if _OTHER_PIECES.search(words):
                self._whole = frozenset().union(*map(spelling, words.split()))
                return
            words = _ACCENTED.sub(lambda found: _without_accents(found[0]), words)
        if numbers := _NUMBER.findall(words):
            self._whole = frozenset([f"_{number}_" for number in numbers])
            words = " ".join(_NUMBER.sub("", words).split())
        # A piece of a word is then a piece of this text, and no other is: pieces have no spaces.
        self._marked = f"_{words.replace(' ', '_ _')}_"

    def share(self, pieces: Collection[str]) -> float:
        """Return how many of the pieces are here, as a share of them."""
        marked, whole = self._marked, self._whole
        if marked is None:
            here = [piece in whole for piece in pieces]
        elif whole:
            here = [piece in marked or piece in whole for piece in pieces]
        else:
            here = [piece in marked for piece in pieces]
        return here.count(True) / len(pieces)


@lru_cache(maxsize=16_384)
def spelling(word: str) -> frozenset[str]:
    """Return the pieces by which a folded word is compared with a text."""
    return frozenset(word if is_unspaced(word) else _grams(word, _COMPARED))


def _plain(word: str) -> str:
    return word if word.isascii() else _without_accents(word)


_without_accents = lru_cache(maxsize=16_384)(without_accents)


@lru_cache(maxsize=16_384)
def _grams(word: str, size: int) -> tuple[str, ...]:
    plain = _plain(word)
    if plain[:1].isdigit():
        return (f"_{plain}_",)
    if "\uac00" <= word[:1] <= "\ud7af":
        return tuple(word[at : at + 2] for at in range(max(1, len(word) - 1)))
    padded = f"_{plain}_"
    return tuple(padded[at : at + size] for at in range(max(1, len(padded) - size + 1)))
