"""Acronyms that a text explains itself: "technical product manager (TPM)", "TPM (technical product manager)".

Precise rather than greedy: the initials must be the letters, in order, and small words between may be
passed over ("Department of Defense (DoD)", "objectives and key results (OKR)"). What is merely near an
acronym is not its meaning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from byline.text.analysis import fold, stem, terms
from byline.text.function_words import is_function_word
from byline.text.languages import DEFAULT_LANGUAGE

_SHORTEST = 2
_LONGEST = 8
_ACRONYM = r"[A-Z](?:[A-Za-z]|&(?=[A-Z])){1,7}"
_BRACKETED = re.compile(rf"\(\s*[\"“']?(?P<acronym>{_ACRONYM})[\"”']?\s*\)")
_EXPLAINED = re.compile(rf"(?<![\w&])(?P<acronym>{_ACRONYM})\s+\((?P<phrase>[^()\n]{{3,120}})\)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BEFORE = 120
"""Characters before the bracket in which the phrase is looked for."""
_BREAK = re.compile(r"[.!?;:,()\n\"“”]")
_SMALL = frozenset(
    {"a", "an", "and", "at", "by", "de", "der", "des", "die", "du", "et", "for", "in", "la", "le", "of", "on"}
    | {"or", "the", "to", "und", "von", "y"}
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """An acronym and what a text says that it stands for, in small letters; both also as terms."""

    acronym: str
    phrase: str
    acronym_term: str
    phrase_terms: str
    """Separated by spaces."""


def explanations(text: str, language: str = DEFAULT_LANGUAGE) -> list[Explanation]:
    """Return the acronyms that ``text`` explains, each once.

    An acronym that reads as a function word ("IT", "US") is left out: its term is in every other sentence.
    """
    if "(" not in text:
        return []
    return [
        Explanation(acronym, phrase, stem(word, language), " ".join(terms(phrase, language)))
        for acronym, phrase in sorted(set(explained(text)))
        if not is_function_word(word := fold(acronym), language)
    ]


def meant(counts: Mapping[Explanation, int]) -> Explanation | None:
    """Return the explanation that most texts give, from how many give each; all are of one acronym.

    Where two are as frequent there is none, since nobody can know which is meant. "managers" is no other
    explanation than "manager"; of the two the shorter is returned.
    """
    votes: Counter[str] = Counter()
    for each, count in counts.items():
        votes[each.phrase_terms] += count
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    same = [each for each in counts if each.phrase_terms == ranked[0][0]]
    return min(same, key=lambda each: (len(each.phrase), each.phrase, each.acronym))


def explained(text: str) -> Iterator[tuple[str, str]]:
    """Yield each acronym that ``text`` explains, singular, with its phrase in lower case."""
    for bracket in _BRACKETED.finditer(text):
        acronym = _singular(bracket["acronym"])
        before = _BREAK.split(text[max(0, bracket.start() - _BEFORE) : bracket.start()])[-1]
        if acronym and (phrase := _ending(_WORD.findall(before), _letters(acronym))):
            yield acronym, " ".join(phrase).lower()
    for note in _EXPLAINED.finditer(text):
        acronym = _singular(note["acronym"])
        words = _WORD.findall(note["phrase"])
        if acronym and words and _ending(words, _letters(acronym)) == words:
            yield acronym, " ".join(words).lower()


def _singular(written: str) -> str | None:
    """Return the acronym without a plural's "s"; None for an ordinary word with a capital."""
    acronym = written[:-1] if written[-1] == "s" and written[:-1].isupper() else written
    capitals = sum(map(str.isupper, acronym))
    if not _SHORTEST <= len(acronym) <= _LONGEST or capitals < max(_SHORTEST, len(acronym) - 1):
        return None
    return acronym


def _letters(acronym: str) -> str:
    return acronym.replace("&", "").lower()


def _ending(words: Sequence[str], letters: str) -> list[str]:
    """Return the words at the end whose initials are ``letters``; empty when there are none.

    Small words may stand for a letter or for none. A word with a hyphen counts as its parts.
    """
    left = len(words)
    rest = letters
    while rest:
        if left == 0:
            return []
        left -= 1
        word = words[left].lower()
        if word[0] == rest[-1]:
            rest = rest[:-1]
        elif word not in _SMALL or left == len(words) - 1:
            return []
    phrase = list(words[left:])
    return phrase if len(phrase) > 1 else []
