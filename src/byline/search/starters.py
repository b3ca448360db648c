"""Chooses questions to start with, for someone who does not yet know what a collection answers.

Typical questions come first: those that many people answered, then those whose words many others have too.
Each one chosen is about something that those before it are not, so that four of them show four subjects.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from byline.text.analysis import fold, tokens
from byline.text.function_words import is_function_word
from byline.text.languages import DEFAULT_LANGUAGE

_LONGEST = 80
"""Characters; a longer question is told at length, and is no good to begin with."""
_LOOKED_AT = 1000
"""Of more questions, so many are looked at for being answered by many, and about as many of all others."""
_EVERYWHERE = 0.2
"""A word that this share of all questions has, such as the product's name, tells no subject from another."""
_FEW = 20
"""Of so few questions none has a word everywhere."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    subject: frozenset[str]
    authors: int


def starters(
    questions: Sequence[str], authors: Sequence[int], languages: Sequence[str], count: int
) -> tuple[str, ...]:
    """Return up to ``count`` questions to start with, the most typical first.

    Args:
        questions: that were answered, each once; where all else is equal, the first ones come first.
        authors: how many people answered each.
        languages: whose function words are no subject.
        count: how many are wanted.
    """
    candidates = [
        _Candidate(questions[at], _subject(questions[at], languages), authors[at]) for at in _pool(authors)
    ]
    having = Counter(word for each in candidates for word in each.subject)
    common = {word for word, found in having.items() if found > max(_FEW, len(candidates)) * _EVERYWHERE}

    def typical(each: _Candidate) -> tuple[int, float]:
        own = each.subject - common
        return each.authors, sum(math.log1p(having[word]) for word in own) / (len(own) or 1)

    short = [each for each in candidates if len(each.text) <= _LONGEST and each.subject]
    short.sort(key=typical, reverse=True)
    chosen: list[_Candidate] = []
    told: set[str] = set()
    for each in short:
        if len(chosen) < count and told.isdisjoint(each.subject - common):
            chosen.append(each)
            told |= each.subject
    # Once all subjects are told, another question about one of them is fine.
    seen = {each.text for each in chosen}
    chosen += [each for each in short if each.text not in seen][: count - len(chosen)]
    return tuple(each.text for each in chosen)


def _pool(authors: Sequence[int]) -> list[int]:
    """Return the places of the questions to choose from: of many, those most answered and some of all."""
    order = sorted(range(len(authors)), key=lambda at: -authors[at])
    rest = order[_LOOKED_AT:]
    return order[:_LOOKED_AT] + rest[:: len(rest) // _LOOKED_AT + 1]


def _subject(text: str, languages: Sequence[str]) -> frozenset[str]:
    words = {fold(token.word) for token in tokens(text)}
    grammar = {*languages, DEFAULT_LANGUAGE}
    return frozenset(word for word in words if not any(is_function_word(word, each) for each in grammar))
