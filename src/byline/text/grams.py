"""Pieces of words, which are alike where stems are not: compounds, rare inflections, slips of the pen.

    stimmrecht    _sti stim timm immr mmre mrec rech echt cht_
    recht                                  _rec rech echt cht_      three pieces of four are shared

A number is one piece, since 2014 is not nearly 2015. In scripts without spaces, whose terms are pairs of
characters, a piece is a character; in Korean it is a pair of syllables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from byline.text.analysis import Token, is_unspaced
from byline.text.function_words import is_function_word, without_accents

_INDEXED = 4
"""Characters: as good as three for finding, and three times as fast, since each stands in fewer sentences."""
_COMPARED = 3
_SYLLABLES = 2


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
    return () if is_function_word(word, language) else _grams(word)


MARK = "_"
"""Stands at both ends of a word. Where a word has one itself, a space stands for it, which no word has."""


@lru_cache(maxsize=16_384)
def spelled(word: str) -> str:
    """Return a folded word so that its pieces stand in it, with a mark at each end, and no other piece does.

    Words that are joined by marks can then be looked into as one string, and nothing is taken apart when a
    question is asked.
    """
    if is_unspaced(word) or _is_korean(word):
        return word
    plain = _plain(word)
    # A number is found in itself alone: no row of its digits stands in this.
    return f"=={'='.join(plain)}==" if plain[:1].isdigit() else plain.replace(MARK, " ")


@lru_cache(maxsize=16_384)
def spelling(word: str) -> frozenset[str]:
    """Return the pieces by which a folded word is compared with a text."""
    own = spelled(word)
    if is_unspaced(word):
        return frozenset(own)
    if _is_korean(word) and len(word) > 1:
        return frozenset(_rows(own, _SYLLABLES))
    if own.startswith("=="):
        return frozenset((own,))
    return frozenset(_rows(f"{MARK}{own}{MARK}", _COMPARED))


def spelling_share(pieces: Collection[str], text: str) -> float:
    """Return how many of the pieces a text has, as a share of them.

    Args:
        pieces: of a word, see ``spelling``.
        text: its words as they are ``spelled``, with marks between them and at both ends.
    """
    return [piece in text for piece in pieces].count(True) / len(pieces)


def _is_korean(word: str) -> bool:
    return "\uac00" <= word[:1] <= "\ud7af"


def _plain(word: str) -> str:
    return word if word.isascii() else _without_accents(word)


_without_accents = lru_cache(maxsize=16_384)(without_accents)


def _grams(word: str) -> tuple[str, ...]:
    plain = _plain(word)
    if plain[:1].isdigit():
        return (f"{MARK}{plain}{MARK}",)
    return _rows(word, _SYLLABLES) if _is_korean(word) else _rows(f"{MARK}{plain}{MARK}", _INDEXED)


def _rows(text: str, size: int) -> tuple[str, ...]:
    """Return all rows of so many characters; the text where it has no more."""
    return tuple(text[at : at + size] for at in range(max(1, len(text) - size + 1)))
