"""Which other sentences of an answer a sentence leans on, and can not be understood without.

Refunds                                  a heading, of all that follows until the next
We pay in ten days. They arrive on       "They" points back at the sentence before
a Monday. You need:
- the number of the order                a list leans on the line that announces it,
- an account                             each item on its own
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property

from byline.models import Sentence
from byline.text.analysis import is_unspaced
from byline.text.function_words import pointing_words
from byline.text.languages import DEFAULT_LANGUAGE

_LONGEST_CHAIN = 3
MOST_LEANED_ON = _LONGEST_CHAIN + 1
"""How many sentences one leans on at most: a chain of them, and what announces the list it is in."""
_LONGEST_LIST = 20
"""Sentences; what stands further away is not looked for."""
_HEADING_WORDS = 10
_COLON = (":", "：")
_ENDS = re.compile(r"[.!?…。！？।؟:;：；,][\"'”’»)\]]*$")


def leans_back(sentence: str, language: str = DEFAULT_LANGUAGE) -> bool:
    """Say whether a sentence begins with a word that points at the sentence before."""
    return _pointing(language).match(sentence) is not None


@cache
def _pointing(language: str) -> re.Pattern[str]:
    words = sorted(pointing_words(language), key=len, reverse=True)
    end = "" if is_unspaced(words[0]) else r"(?![\w\u0900-\u0963])"  # vowel signs of Hindi are no letters
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))}){end}", re.IGNORECASE)


class Layout:
    """How the sentences of a text stand to each other.

    Args:
        text: an answer's.
        sentences: of the text, in order.
        language: of the text.
    """

    def __init__(self, text: str, sentences: Sequence[Sentence], language: str) -> None:
        self._text = text
        self._sentences = sentences
        self._language = language
        self._leaning: dict[int, tuple[int, ...]] = {}
        self._has_colon = any(colon in text for colon in _COLON)

    def leans_on(self, ordinal: int) -> tuple[int, ...]:
        """Return the sentences without which one can not be understood, the nearest first."""
        if ordinal not in self._leaning:  # worked out when first asked for, since most sentences never are
            self._leaning[ordinal] = self._leans_on(ordinal)
        return self._leaning[ordinal]

    def _leans_on(self, ordinal: int) -> tuple[int, ...]:
        found: list[int] = []
        at = ordinal
        while len(found) < _LONGEST_CHAIN and self.points_back(at):
            at -= 1
            found.append(at)
        announcer = self._announcer(at) if self._has_colon else None
        return (*found, announcer) if announcer is not None else tuple(found)

    @cached_property
    def headings(self) -> tuple[int | None, ...]:
        """The heading that each sentence stands under, None where there is none."""
        if "\n" not in self._text:
            return (None,) * len(self._sentences)
        found: list[int | None] = []
        nearest: int | None = None
        for ordinal in range(len(self._sentences)):
            found.append(nearest)
            if self.is_heading(ordinal):
                nearest = ordinal
        return tuple(found)

    def is_heading(self, ordinal: int) -> bool:
        """Say whether a sentence is a short line of its own that nothing ends, and that more follows."""
        return (
            ordinal + 1 < len(self._sentences)
            and "\n" in self._gap(ordinal + 1)
            and not _ENDS.search(said := self._said(ordinal))
            and len(said.split()) <= _HEADING_WORDS
            and (ordinal == 0 or "\n" in self._gap(ordinal))
            and not self._is_item(ordinal)
        )

    def _announcer(self, ordinal: int) -> int | None:
        """Return the line with a colon that announces the list in which a sentence stands."""
        outside = 0
        for other in range(ordinal - 1, max(-1, ordinal - 1 - _LONGEST_LIST), -1):
            if self._said(other).endswith(_COLON):
                return other
            outside += not self._is_item(other + 1)
            if outside > 1 or (outside and not self._together(other, other + 1)):
                return None
        return None

    def points_back(self, ordinal: int) -> bool:
        """Say whether a sentence begins with a word that points at the one before, in its paragraph."""
        return self._points_back[ordinal]

    @cached_property
    def _points_back(self) -> list[bool]:
        return [
            ordinal > 0
            and self._together(ordinal - 1, ordinal)
            and leans_back(self._said(ordinal), self._language)
            for ordinal in range(len(self._sentences))
        ]

    def _is_item(self, ordinal: int) -> bool:
        """Say whether a list marker, which is part of no sentence, stands before the sentence."""
        return bool(self._gap(ordinal).strip())

    def _gap(self, ordinal: int) -> str:
        before = self._sentences[ordinal - 1].end if ordinal else 0
        return self._text[before : self._sentences[ordinal].start]

    def _said(self, ordinal: int) -> str:
        sentence = self._sentences[ordinal]
        return self._text[sentence.start : sentence.end]

    def _together(self, one: int, other: int) -> bool:
        return self._sentences[one].paragraph == self._sentences[other].paragraph
