"""What a question's words may also be called: the collections' own synonyms, and acronyms that texts explain.

    asked      what does a | technical product manager | do
    learned                  TPM
    own                                product manager = PM

Where a collection's own file has an acronym, what texts say of it does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from byline.search.engine import Index
from byline.text.acronyms import Explanation, meant
from byline.text.synonyms import LONGEST_PHRASE, Asked, Expansion, Synonym, Synonyms, stretches, whole

SynonymsIn = Callable[[str], Sequence[Synonyms]]
"""Gives the synonyms of the collections asked, for a question in that language."""


def no_synonyms(_language: str) -> Sequence[Synonyms]:
    """Return none: the collections have no words of their own."""
    return ()


class Expander:
    """Expands the terms of one question.

    Args:
        own: the synonyms of each of the collections asked.
        engine: whose texts explain acronyms.
    """

    def __init__(self, own: Sequence[Synonyms], engine: Index) -> None:
        self._own = own
        self._engine = engine

    def __contains__(self, term: str) -> bool:
        """Say whether the collections' own synonyms have the term."""
        return any(term in each for each in self._own)

    def expand(self, asked: Asked) -> list[Expansion]:
        """Return what else the stretches of a question may be called, in no order."""
        own = (expansion for each in self._own for expansion in each.expand(asked))
        return whole([*own, *self._learned(asked)])

    def meaning(self, acronym: str) -> Explanation | None:
        """Return what the texts say that an acronym, given as its term, stands for."""
        explained = self._engine.explanations(acronym=acronym)
        return meant(explained) if explained and acronym not in self else None

    def _learned(self, asked: Asked) -> Iterator[Expansion]:
        engine = self._engine
        for start, first in enumerate(asked):
            if first is None:
                continue
            if meaning := self.meaning(first):
                yield Expansion(start, start + 1, (Synonym(meaning.phrase_terms, meaning.phrase),))
            second = asked[start + 1] if start + 1 < len(asked) else None
            # What begins with no explained phrase of two words, as most of a question, begins with none.
            if second and (beginning := engine.explanations(phrase=f"{first} {second}")):
                yield from self._acronyms(asked, start, beginning)

    def _acronyms(self, asked: Asked, start: int, beginning: Collection[Explanation]) -> Iterator[Expansion]:
        """Yield what the acronyms are of the phrases that a question has from one of its words on.

        Args:
            asked: the question.
            start: the word.
            beginning: the explanations whose phrases begin with the first two words.
        """
        for first, end, phrase in stretches(asked[start : start + LONGEST_PHRASE]):
            if first:
                break
            acronyms = {
                each.acronym_term: Synonym(each.acronym_term, each.acronym)
                for each in beginning
                if each.phrase_terms == phrase
                and (meaning := self.meaning(each.acronym_term))
                and meaning.phrase_terms == phrase
            }
            if acronyms:
                yield Expansion(start, start + end, tuple(acronyms.values()))
