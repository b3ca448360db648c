"""Tells a text's language, well enough to cut it into sentences and to stem its words.

Scripts decide first: a text in Devanagari is cut by Hindi rules. Texts in the Latin script are told
apart by their function words, which make up a third of ordinary prose, and by letters that few languages
have; a text with too little of either is taken as English, whose rules do the least harm to names and code.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from byline.text.function_words import function_words, languages_with_grammar, question_words

DEFAULT_LANGUAGE = "en"

# One range a script is enough: these blocks hold the letters of ordinary text.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),  # kana before Han: Japanese mixes both
    ("zh", re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
_ONE_IN_TEN = 10
"""Plenty for a script: Japanese prose is half kana, and product names stay in Latin letters."""
_ONE_LETTER_IN = {"uk": 30}
"""Ukrainian is told from Russian by the few letters that Russian has not."""
_LETTERS = {
    "ß": ("de",), "ä": ("de", "sv"), "ö": ("de", "sv"), "ü": ("de",), "å": ("sv",), "ñ": ("es",),
    "¿": ("es",), "¡": ("es",), "ã": ("pt",), "õ": ("pt",), "ç": ("fr", "pt"), "è": ("fr", "it"),
    "ê": ("fr", "pt"), "œ": ("fr",), "û": ("fr",), "î": ("fr",), "ò": ("it",), "ù": ("it", "fr"),
    "ó": ("es",), "ú": ("es",),
}  # fmt: skip
_LETTER_VOTE = 0.5
_QUESTION_VOTE = 0.5
"""What a word that asks has more at the beginning: "wann" alone says that a question is German."""
_LEAD = 1.1
"""Votes that another language must have more than English: one word ("et al.", "come") proves nothing."""
_WORD = re.compile(r"[^\W\d_]{2,}|[éèàó]")  # a plain letter alone is an initial or a unit
_SAMPLE = 2000
_ROUNDING = 1e-6
_ONLY_LETTERS = {code: " " for code in range(128) if not chr(code).islower()}


@lru_cache(maxsize=4096)
def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of the language ``text`` is most likely in, "en" when in doubt."""
    sample = text[:_SAMPLE]
    is_ascii = sample.isascii()
    letters = 0 if is_ascii else sum(map(str.isalpha, sample))  # scripts have no letter of ASCII
    for language, pattern in _SCRIPTS if letters else ():
        if len(pattern.findall(sample)) * _ONE_LETTER_IN.get(language, _ONE_IN_TEN) > letters:
            return language
    lowered = sample.lower()
    if is_ascii and _is_plainly_english(lowered):
        return DEFAULT_LANGUAGE
    votes = _votes(lowered)
    if not votes:
        return DEFAULT_LANGUAGE
    best, count = max(votes.items(), key=lambda vote: vote[1])
    return best if count >= votes.get(DEFAULT_LANGUAGE, 0.0) + _LEAD else DEFAULT_LANGUAGE


def _is_plainly_english(text: str) -> bool:
    """Say whether no language can have enough votes against English in a text of nothing but ASCII.

    Most texts are settled so, in a tenth of the time that counting all votes takes.
    """
    leads = _leads_of_english()
    lead = sum([leads[word] for word in text.translate(_ONLY_LETTERS).split() if word in leads])
    return lead > _QUESTION_VOTE - _LEAD + _ROUNDING


@cache
def _leads_of_english() -> dict[str, float]:
    """Return by the word how much English gains with it on whichever language gains most."""
    by_word = {word: having for word, having in _languages_by_word().items() if _WORD.fullmatch(word)}
    return {
        word: (1 if having == [DEFAULT_LANGUAGE] else -1) / len(having)
        for word, having in by_word.items()
        if DEFAULT_LANGUAGE not in having or having == [DEFAULT_LANGUAGE]
    }


def _votes(text: str) -> Mapping[str, float]:
    """Let each function word and telling letter vote; what several languages share is split among them."""
    votes: dict[str, float] = defaultdict(float)
    by_word = _languages_by_word()
    words = _WORD.findall(text)
    for word in words:
        if having := by_word.get(word):
            share = 1 / len(having)
            for language in having:
                votes[language] += share
    for language in list(votes):
        if words[:1] and words[0] in question_words(language):
            votes[language] += _QUESTION_VOTE
    for letter, spelling in () if text.isascii() else _LETTERS.items():
        if letter in text:
            for language in spelling:
                votes[language] += _LETTER_VOTE / len(spelling)
    return votes


@cache
def _languages_by_word() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for language in languages_with_grammar():
        for word in function_words(language):
            found[word].append(language)
    return found
