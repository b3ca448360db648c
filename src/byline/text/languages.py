"""Tells a text's language, well enough to cut it into sentences and to stem its words.

Scripts decide first: a text in Devanagari is cut by Hindi rules. Texts in the Latin script are told
apart by their function words, which make up a third of ordinary prose; a text with too few of them is
taken as English, whose rules do the least harm to names and code.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

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

_FUNCTION_WORDS = {
    "en": "a about all an and any are as at be but by can come do for from had has have he how i if in is it "
    "may me my no not of on one or our out she so that the their they this to up was we were what when which "
    "who will with would you your",
    "de": "der die und in den das von zu mit sich des auf ist im dem nicht ein eine als auch es wie war wer "
    "was für wird wurde sind bei nach welche wann",
    "fr": "le la les de des et en un une du est que dans qui pour par sur au pas plus ce il sont avec quel "
    "quelle comment était à",
    "es": "el la los las de y en un una que es por con para del se su al como qué cuál cuándo fue más no lo",
    "pt": "o a os as de e em um uma que é do da por com para no na se foi como mais não ao qual são",
    "it": "il lo la i gli le di e in un una che è per con del della non si sono come più da nel quale",
    "nl": "de het een en van in is dat op te zijn met voor niet aan door ook als er wie wat hoe werd",
    "sv": "och i att det som en på är av för med den till inte var om ett hur vem vad",
}
FUNCTION_WORDS_BY_LANGUAGE = {
    language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()
}
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 2000


@lru_cache(maxsize=4096)
def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of the language ``text`` is most likely in, "en" when in doubt."""
    sample = text[:_SAMPLE]
    letters = sum(character.isalpha() for character in sample)
    for language, pattern in _SCRIPTS:
        # A tenth is plenty: Japanese prose is half kana, and product names stay in Latin letters.
        if letters and len(pattern.findall(sample)) * 10 > letters:
            return language
    votes: Counter[str] = Counter()
    for word in _LATIN_WORD.findall(sample.lower()):
        for language, words in FUNCTION_WORDS_BY_LANGUAGE.items():
            if word in words:
                votes[language] += 1
    if not votes:
        return DEFAULT_LANGUAGE
    best, count = max(votes.items(), key=lambda vote: vote[1])
    # One shared word ("was", "come", "a") proves nothing.
    return best if count >= votes[DEFAULT_LANGUAGE] + 2 else DEFAULT_LANGUAGE
