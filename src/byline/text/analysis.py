"""Turns text into terms: the one analyser, used on answers when they are indexed and on questions.

A word is normalised (Unicode NFKC, case folded), stemmed by Snowball for its language, and freed of
accents. Scripts without spaces give overlapping pairs of characters, which is what BM25 does best on.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import Stemmer

from byline.text.languages import DEFAULT_LANGUAGE

ANALYSER_VERSION = 1
"""Raised whenever the same text would give other terms; the search index is then built anew."""

_LONGEST_TERM = 100
_UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han, kana
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Myanmar, Khmer
)
# Vowel signs and accents that stand on their own, which \w leaves out: Latin, Hebrew, Arabic, Indic.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
_WORD = re.compile(
    rf"[{_UNSPACED}]+"
    r"|\d+(?:[.,:/]\d+)*[^\W\d_]*"  # 3.5, 10:30, 20th
    r"|(?:[^\W\d_]\.){2,}"  # U.S., e.g.
    rf"|[^\W_][\w{_MARKS}]*(?:['’][^\W_]+)?(?:\+\+|#)?"  # don't, C++, C#
)
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]")
_POSSESSIVE = re.compile(r"['’]s$")
_ACRONYMS = re.compile(r"[A-Z]{2,}s")
_STEMMERS = {
    "ar": "arabic", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fr": "french",
    "hi": "hindi", "it": "italian", "nl": "dutch", "pt": "portuguese", "ru": "russian", "sv": "swedish",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: where it stands (code points), as folded, and as indexed."""

    start: int
    end: int
    word: str
    term: str


def tokens(text: str, language: str = DEFAULT_LANGUAGE) -> list[Token]:
    """Return the tokens of ``text`` in order; those of unspaced scripts overlap."""
    found: list[Token] = []
    for match in _WORD.finditer(text):
        raw = match.group()
        if _UNSPACED_RUN.match(raw):
            found.extend(_pairs(raw, match.start()))
        else:
            word = fold(raw)
            found.append(Token(match.start(), match.end(), word, stem(word, language)))
    return found


def terms(text: str, language: str = DEFAULT_LANGUAGE) -> list[str]:
    """Return the terms of ``text`` in order, as they are indexed."""
    return [token.term for token in tokens(text, language)]


def _pairs(run: str, offset: int) -> list[Token]:
    if len(run) == 1:
        return [Token(offset, offset + 1, fold(run), fold(run))]
    return [
        Token(offset + index, offset + index + 2, pair, pair)
        for index in range(len(run) - 1)
        for pair in (fold(run[index : index + 2]),)
    ]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return ``word`` as it is compared: "PMs" as "pm", "Ito's" as "ito", "U.S." as "us"."""
    if _ACRONYMS.fullmatch(word):
        word = word[:-1]  # no stemmer takes the plural off an acronym
    folded = unicodedata.normalize("NFKC", word).casefold()[:_LONGEST_TERM]
    folded = _POSSESSIVE.sub("", folded)
    return folded.replace(".", "") if folded.endswith(".") else folded


@lru_cache(maxsize=65536)
def stem(word: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the term of a folded word: its stem in ``language``, without accents."""
    algorithm = _STEMMERS.get(language)
    stemmed = _stemmer(algorithm).stemWord(word) if algorithm and not word[:1].isdigit() else word
    decomposed = unicodedata.normalize("NFD", stemmed)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    # Marks are vowels in Indic scripts and must stay; only letters that keep something lose them.
    return bare if bare.isascii() else stemmed


@cache
def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(algorithm)
