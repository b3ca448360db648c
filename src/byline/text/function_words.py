"""Words that carry a sentence's grammar and not its subject.

They are indexed like all others, but a question is searched by its other words, and a sentence is not
evidence for an answer because it shares "how", "is" and "the" with the question. The lists lie in
``data/words/grammar.toml``.
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache

from byline.resources import resource

_BY_CHARACTER = ("ja", "zh")
_PLAIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "ı": "i"})
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@cache
def languages_with_grammar() -> tuple[str, ...]:
    """Return the ISO 639-1 codes of the languages that have lists."""
    return tuple(_lists())


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the function words of ``language``, English when it has no list: folded, with their accents,
    without, and for German as typed on a keyboard without umlauts.
    """
    return question_words(language) | _forms(language, "others")


@cache
def question_words(language: str) -> frozenset[str]:
    """Return the function words that ask: "who", "wann", "combien"."""
    return _forms(language, "questions")


@cache
def pointing_words(language: str) -> tuple[str, ...]:
    """Return the words and phrases that, at its beginning, point from a sentence at the one before."""
    listed = _lists().get(language) or _lists()["en"]
    return tuple(word.replace("_", " ") for word in listed["points_back"].split())


@lru_cache(maxsize=16_384)
def is_function_word(word: str, language: str = "en") -> bool:
    """Say whether a folded word carries grammar only, in ``language``."""
    words = function_words(language)
    if language in _BY_CHARACTER and not word.isascii():
        return all(character in words for character in word)
    return word in words


def without_accents(text: str) -> str:
    """Return ``text`` with its combining marks taken off, and rare letters as others type them."""
    decomposed = unicodedata.normalize("NFD", text).translate(_PLAIN)
    return unicodedata.normalize("NFC", "".join(one for one in decomposed if not unicodedata.combining(one)))


@cache
def _lists() -> dict[str, dict[str, str]]:
    text = (resource("data") / "words" / "grammar.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _forms(language: str, kind: str) -> frozenset[str]:
    listed = _lists().get(language) or _lists()["en"]
    words = "".join(listed[kind].split()) if language in _BY_CHARACTER else listed[kind].split()
    forms = {unicodedata.normalize("NFKC", word).casefold() for word in words}
    if language == "de":
        forms |= {unicodedata.normalize("NFKC", word).translate(_DIGRAPHS) for word in words}
    # Marks are vowels in Indic scripts: only Latin letters keep what they are without them.
    return frozenset(forms | {bare for form in forms if (bare := without_accents(form)).isascii()})
