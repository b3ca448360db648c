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
        _Candidate(text, _subject(text, languages), answered)
        for text, answered in zip(questions, authors, strict=True)
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
        if told.isdisjoint(each.subject - common):
            chosen.append(each)
            told |= each.subject
    # Once all subjects are told, another question about one of them is fine.
    chosen += [each for each in short if each not in chosen][: max(0, count - len(chosen))]
    return tuple(each.text for each in chosen[:count])


def _subject(text: str, languages: Sequence[str]) -> frozenset[str]:
    words = {fold(token.word) for token in tokens(text)}
    grammar = {*languages, DEFAULT_LANGUAGE}
    return frozenset(word for word in words if not any(is_function_word(word, each) for each in grammar))
