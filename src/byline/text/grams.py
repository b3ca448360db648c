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


@lru_cache(maxsize=16_384)
def spelled(word: str) -> str:
    """Return a folded word as texts are kept for comparing spellings.

    Whatever pieces a text's words have stand in these forms, joined by spaces, and no other piece of a word
    does: so pieces are looked for in one string, and no text is taken apart when a question is asked.
    """
    if is_unspaced(word) or (_is_korean(word) and len(word) > 1):
        return word
    plain = _plain(word)
    return _number(plain) if plain[:1].isdigit() else f"_{plain}_"


@lru_cache(maxsize=16_384)
def spelling(word: str) -> frozenset[str]:
    """Return the pieces by which a folded word is compared with a text."""
    if is_unspaced(word):
        return frozenset(word)
    if _plain(word)[:1].isdigit() or (_is_korean(word) and len(word) == 1):
        return frozenset((spelled(word),))
    return frozenset(_grams(word, _COMPARED))


def spelling_share(pieces: Collection[str], text: str) -> float:
    """Return how many of the pieces a text has, as a share of them.

    Args:
        pieces: of a word, see ``spelling``.
        text: its words as they are ``spelled``, separated by spaces.
    """
    return [piece in text for piece in pieces].count(True) / len(pieces)


def _number(plain: str) -> str:
    """Return a number so that it is found in itself alone: no row of its digits stands in it."""
    return f"=={'='.join(plain)}=="


def _is_korean(word: str) -> bool:
    return "\uac00" <= word[:1] <= "\ud7af"


def _plain(word: str) -> str:
    return word if word.isascii() else _without_accents(word)


_without_accents = lru_cache(maxsize=16_384)(without_accents)


@lru_cache(maxsize=16_384)
def _grams(word: str, size: int) -> tuple[str, ...]:
    plain = _plain(word)
    if plain[:1].isdigit():
        return (f"_{plain}_",)
    if _is_korean(word):
        return tuple(word[at : at + 2] for at in range(max(1, len(word) - 1)))
    padded = f"_{plain}_"
    return tuple(padded[at : at + size] for at in range(max(1, len(padded) - size + 1)))
