"""Turns text into terms: the one analyser, used on answers when they are indexed and on questions.

A word is normalised (Unicode NFKC, case folded), freed of accents, and stemmed by Snowball: in the text's
language where it is written in that language's script, else in a language of its own script, so that
"roadmaps" is one term in an English, a Russian and a Chinese text. Scripts without spaces give overlapping
pairs of characters, which is what BM25 does best on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple
from zlib import crc32

import Stemmer

from byline.text.function_words import without_accents
from byline.text.languages import DEFAULT_LANGUAGE

ANALYSER_VERSION = 3
"""Raised whenever the same text would give other terms; the search index is then built anew."""

_LONGEST_TERM = 100
_UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han, kana
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Myanmar, Khmer
)
# Vowel signs and accents that stand on their own, which \w leaves out: Latin, Hebrew, Arabic, Indic.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
_IN_WORD = rf"(?:(?![{_UNSPACED}])[\w{_MARKS}])"
_WORD = re.compile(
    rf"[{_UNSPACED}]+"
    rf"|\d+(?:[.,:/]\d+)*(?:(?![{_UNSPACED}])[^\W\d_])*"  # 3.5, 10:30, 20th
    r"|(?:[^\W\d_]\.){2,}"  # U.S., e.g.
    rf"|[^\W_]{_IN_WORD}*(?:['’](?:(?![{_UNSPACED}])[^\W_])+)?(?:\+\+|#)?"  # don't, C++, C#
)
_ASCII_WORD = re.compile(
    r"\d+(?:[.,:/]\d+)*[A-Za-z]*|(?:[A-Za-z]\.){2,}|[A-Za-z0-9]\w*(?:'[A-Za-z0-9]+)?(?:\+\+|#)?", re.ASCII
)
"""The same in a text that has nothing but ASCII, and three times as quick."""
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]")
_POSSESSIVE = re.compile(r"['’]s$")
_ACRONYMS = re.compile(r"[A-Z]{2,}s")
_ELIDED = re.compile(
    r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|un|dell|nell|all|sull|dall|quell|quest|bell)['’](?=[^\W\d_]{2})",
    re.IGNORECASE,
)
"""French and Italian drop a vowel and write two words as one: "l'équipe", "dell'arte"."""
_STEMMERS = {
    "ar": "arabic", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fr": "french",
    "hi": "hindi", "it": "italian", "nl": "dutch", "pt": "portuguese", "ru": "russian", "sv": "swedish",
}  # fmt: skip
_LATIN = frozenset(("de", "en", "es", "fr", "it", "nl", "pt", "sv"))
_ACCENTS_MATTER = ("de", "sv")
"""Their stemmers read "ueber" as "über", or take an accented letter for one of its own."""
_OTHER_SCRIPTS = (
    ("ar", "\u0600", "\u06ff"),
    ("el", "\u0370", "\u03ff"),
    ("hi", "\u0900", "\u097f"),
    ("ko", "\uac00", "\ud7af"),
    ("ru", "\u0400", "\u04ff"),
)
_KOREAN_PARTICLES = re.compile(
    r"(?<=[\uac00-\ud7af]{2})(?:에서는|으로서|으로써|에게서|까지|부터|에서|에게|으로|보다|처럼|은|는|이|가|을|를|의|에|로|와|과|도|만)$"
)


class Token(NamedTuple):
    """A word of a text: where it stands (code points), as folded, and as indexed.

    Word and term are never empty and have no white space, so that they can be joined and taken apart again.
    A tuple, because a load makes a hundred of them an answer, and nothing is made more quickly.
    """

    start: int
    end: int
    word: str
    term: str


def tokens(text: str, language: str = DEFAULT_LANGUAGE) -> list[Token]:
    """Return the tokens of ``text`` in order; those of unspaced scripts overlap."""
    found: list[Token] = []
    for match in (_ASCII_WORD if text.isascii() else _WORD).finditer(text):
        raw = match.group()
        if plain := _plain(raw, language):
            found.append(Token(*match.span(), *plain))
        elif _UNSPACED_RUN.match(raw):
            found.extend(_pairs(raw, match.start()))
        else:
            found.extend(_elided(raw, match.start(), language))
    return found


@lru_cache(maxsize=256)
def question_tokens(question: str, language: str = DEFAULT_LANGUAGE) -> tuple[Token, ...]:
    """Return the tokens of a question, which are looked at again and again while it is answered."""
    return tuple(tokens(question, language))


@lru_cache(maxsize=16_384)
def _plain(raw: str, language: str) -> tuple[str, str] | None:
    """Return word and term of what is one word; None where a text has it as several."""
    if _UNSPACED_RUN.match(raw) or _ELIDED.match(raw):
        return None
    word = fold(raw)
    return word, stem(word, language)


def _elided(raw: str, start: int, language: str) -> Iterator[Token]:
    """Yield the words of what may begin with one that has lost its vowel."""
    if elided := _ELIDED.match(raw):
        yield _token(elided.group()[:-1], start, language)
        raw = raw[elided.end() :]
        start += elided.end()
    yield _token(raw, start, language)


def is_unspaced(word: str) -> bool:
    """Say whether a folded word is of a script without spaces, where tokens are overlapping pairs."""
    return not word.isascii() and _UNSPACED_RUN.match(word) is not None


def _token(raw: str, start: int, language: str) -> Token:
    word = fold(raw)
    return Token(start, start + len(raw), word, stem(word, language))


def terms(text: str, language: str = DEFAULT_LANGUAGE) -> list[str]:
    """Return the terms of ``text`` in order, as they are indexed."""
    return [token.term for token in tokens(text, language)]


def folded_words(text: str) -> list[str]:
    """Return the folded words of ``text`` in order: what its tokens have beside their terms."""
    if text.isascii() and "'" not in text:
        return list(map(fold, _ASCII_WORD.findall(text)))
    return [token.word for token in tokens(text)]


def term_hash(term: str) -> int:
    """Return a number of 32 bits for a term, by which it is looked for among many: that of ISO 3309 (CRC-32).

    Two terms that differ within four bytes never share one.
    """
    return crc32(term.encode())


def _pairs(run: str, offset: int) -> list[Token]:
    if len(run) == 1:
        return [Token(offset, offset + 1, fold(run), fold(run))]
    return [
        Token(offset + index, offset + index + 2, pair, pair)
        for index in range(len(run) - 1)
        for pair in (fold(run[index : index + 2]),)
    ]


@lru_cache(maxsize=16_384)
def fold(word: str) -> str:
    """Return ``word`` as it is compared: "PMs" as "pm", "Ito's" as "ito", "U.S." as "us"."""
    if word.isascii() and word.isalpha() and not word[1:2].isupper():
        return word.lower()[:_LONGEST_TERM]  # the same as below for most words, in a quarter of the time
    if _ACRONYMS.fullmatch(word):
        word = word[:-1]  # no stemmer takes the plural off an acronym
    folded = unicodedata.normalize("NFKC", word).casefold()[:_LONGEST_TERM]
    folded = _POSSESSIVE.sub("", "".join(folded.split()))  # one letter may stand for several Arabic words
    return folded.replace(".", "") if folded.endswith(".") else folded


@lru_cache(maxsize=16_384)
def stem(word: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the term of a folded word: its stem, without accents where these are only accents.

    >>> [stem("managers", "zh"), stem("über", "de"), stem("ueber", "de"), stem("activités", "fr")]
    ['manag', 'uber', 'uber', 'activit']
    """
    plain = without_accents(word) if not word.isascii() else word
    language = _language_of(plain, language)
    if language not in _ACCENTS_MATTER and plain.isascii():
        word = plain
    if word[:1].isdigit():
        return plain if plain.isascii() else word
    if language == "ko":
        return _KOREAN_PARTICLES.sub("", word)
    algorithm = _STEMMERS.get(language)
    stemmed = _stemmer(algorithm).stemWord(word) if algorithm else word
    # Marks are vowels in Indic scripts and must stay; only letters that keep something lose them.
    bare = stemmed if stemmed.isascii() else without_accents(stemmed)
    return bare if bare and bare.isascii() else stemmed


def _language_of(plain: str, language: str) -> str:
    """Return the language to stem a word by: the text's, unless the word is in another script."""
    if plain.isascii():
        return language if language in _LATIN else DEFAULT_LANGUAGE
    first = plain[:1]
    for other, low, high in _OTHER_SCRIPTS:
        if low <= first <= high:
            return language if other == "ru" and language == "uk" else other
    return language


@cache
def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(algorithm)
