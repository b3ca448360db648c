"""What a question asks about, and how much of it a text has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from byline.text.analysed import FAMILY_PREFIX, TermSet, Wanted
from byline.text.indexed import IndexedAnswer

SUBJECT = 0.8
"""What a word counts that is found in the question answered or in the heading above."""
_LEANED_ON = 1.0
"""The same in a sentence that this one leans on ("She joined in 2019")."""
_BEFORE = 0.4
"""The same in the sentence before, where this one does not lean on it."""
_FAMILY = 0.75


@dataclass(frozen=True, slots=True)
class QuestionTerm:
    """One word of the question.

    ``weight`` is its inverse document frequency over sentences, BM25's: ln(1 + (N - n + 0.5) / (n + 0.5)).
    A word that no sentence has weighs most, so that what nobody wrote about counts against an answer.
    ``variants`` are other terms that say the same, and phrases, which are terms separated by spaces; a
    sentence that has one of them has the term. ``known`` says whether there is such a sentence.
    """

    written: str
    word: str
    term: str
    weight: float
    content: bool
    variants: tuple[str, ...] = ()
    known: bool = True

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The term and its variants."""
        return (self.term, *self.variants)


class Subject:
    """What a question asks about, ready to be looked for in many sentences.

    What is found is a mapping from the subject's terms to how much of each is there: all, or three
    quarters for a word of the same family ("differentiate" for "difference"). It is kept: ranking,
    confidence and excerpts look into the same few sentences again and again.
    """

    def __init__(self, terms: Sequence[QuestionTerm]) -> None:
        self._weights = {term.term: term.weight for term in terms}
        self._total = sum(term.weight for term in terms)
        self._meets: dict[str, list[str]] = {}
        for term in terms:
            for alternative in term.alternatives:
                self._meets.setdefault(alternative, []).append(term.term)
        self._wanted = [(each, self._meets[term]) for term, each in Wanted(self._meets).padded]
        self._families = [
            (term, f" {term[:FAMILY_PREFIX]}") for term in self._weights if len(term) >= FAMILY_PREFIX
        ]
        self._present: dict[str, dict[str, float]] = {}
        self._around: dict[tuple[IndexedAnswer, int], Mapping[str, float]] = {}

    def present(self, found: TermSet) -> Mapping[str, float]:
        """Return what of the subject is among the terms of a text."""
        here = self._present.get(found.joined)
        if here is None:
            padded = found.padded
            here = {term: 1.0 for each, terms in self._wanted if each in padded for term in terms}
            for term, begins in self._families:
                # Most sentences have no word that begins so: to ask here is quicker than to call.
                if begins in padded and term not in here and found.has_relative(term):
                    here[term] = _FAMILY
            self._present[found.joined] = here
        return here

    def with_context(self, analysed: IndexedAnswer, ordinal: int) -> Mapping[str, float]:
        """Return what is present in a sentence or, for less, in what it is found through."""
        around = self._around.get((analysed, ordinal))
        if around is None:
            around = self._around[analysed, ordinal] = self._with_context(analysed, ordinal)
        return around

    def _with_context(self, analysed: IndexedAnswer, ordinal: int) -> Mapping[str, float]:
        here = self.present(analysed.terms_of(ordinal))
        if len(here) == len(self._weights) and min(here.values(), default=0.0) == 1.0:
            return here
        around = dict(here)
        near = [(_LEANED_ON, each) for each in analysed.leaned_on(ordinal)]
        near += [(SUBJECT, each) for each in analysed.subjects(ordinal) if each.joined]
        near += [(_BEFORE, each) for each in analysed.before(ordinal)]
        for worth, each in near:
            for term, share in self.present(each).items():
                if worth * share > around.get(term, 0.0):
                    around[term] = worth * share
        return around

    def share(self, here: Mapping[str, float]) -> float:
        """Return the share of the subject, by rarity, that is present; 0 for no subject."""
        if not self._total or not here:
            return 0.0
        weights = self._weights
        return sum([weights[term] * share for term, share in here.items()]) / self._total
