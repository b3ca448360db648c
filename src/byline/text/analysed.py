"""An answer taken apart once: its sentences and their terms, as both indexing and ranking need them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from byline.models import Answer, Sentence
from byline.text.analysis import Token, tokens
from byline.text.grams import spelling
from byline.text.languages import detect_language
from byline.text.leaning import Layout
from byline.text.segmentation import sentences

FAMILY_PREFIX = 5
"""Two terms are of a family when one begins with the other and that has this many letters at least."""


class Wanted:
    """Terms to look for, and phrases, which are terms separated by spaces."""

    def __init__(self, alternatives: Iterable[str]) -> None:
        self.all = frozenset(alternatives)
        self.terms = frozenset(each for each in self.all if " " not in each)
        self.phrases = tuple(sorted(self.all - self.terms))


class TermSet:
    """The terms of a text in the forms that comparing needs, each worked out once when first asked for.

    Args:
        terms: of the text, in order.
        words: the folded words that the terms are made of, for comparing spellings.
    """

    def __init__(self, terms: tuple[str, ...], words: tuple[str, ...] = ()) -> None:
        self.terms = terms
        self.words = words

    @cached_property
    def all(self) -> frozenset[str]:
        """The terms without repetition."""
        return frozenset(self.terms)

    @cached_property
    def joined(self) -> str:
        """The terms in order, separated by spaces."""
        return " ".join(self.terms)

    def having(self, wanted: Wanted) -> frozenset[str]:
        """Return which of the terms are here, and which of the phrases stand here word by word."""
        found = wanted.terms & self.all
        if wanted.phrases:
            padded = f" {self.joined} "
            found |= {phrase for phrase in wanted.phrases if f" {phrase} " in padded}
        return found

    def place(self, wanted: str) -> int:
        """Return at which term a term or phrase that is here begins, the first time."""
        if " " not in wanted:
            return self.terms.index(wanted)
        before, _, _ = f" {self.joined} ".partition(f" {wanted} ")
        return before.count(" ")

    @cached_property
    def spelling(self) -> frozenset[str]:
        """The pieces of all words."""
        return frozenset().union(*map(spelling, self.words))

    def share_of(self, word: str) -> float:
        """Return how much of a folded word's spelling is here, 0 to 1; 1 for a word that is there."""
        asked = spelling(word)
        return len(asked & self.spelling) / len(asked)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The neighbouring terms."""
        return frozenset(pairwise(self.terms))

    @cached_property
    def _by_prefix(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for term in self.all:
            if len(term) >= FAMILY_PREFIX:
                found.setdefault(term[:FAMILY_PREFIX], []).append(term)
        return found

    def has_relative(self, term: str) -> bool:
        """Say whether a word of the same family is among the terms: "differenti" for "differ"."""
        return any(
            other.startswith(term) or term.startswith(other)
            for other in self._by_prefix.get(term[:FAMILY_PREFIX], ())
        )


@dataclass(frozen=True, slots=True)
class AnalysedAnswer:
    """An answer with its sentences, the tokens of each (offsets from the sentence's start) and their
    terms, and the terms of the question it answers.
    """

    answer: Answer
    language: str
    sentences: tuple[Sentence, ...]
    tokens: tuple[tuple[Token, ...], ...]
    terms: tuple[TermSet, ...]
    question: TermSet
    layout: Layout
    """How the sentences stand to each other."""

    def text_of(self, ordinal: int) -> str:
        """Return the sentence's text, verbatim."""
        sentence = self.sentences[ordinal]
        return self.answer.text[sentence.start : sentence.end]

    def leaned_on(self, ordinal: int) -> tuple[TermSet, ...]:
        """Return the terms of the sentences without which one can not be understood."""
        return tuple(self.terms[other] for other in self.layout.leans_on(ordinal))

    def subjects(self, ordinal: int) -> tuple[TermSet, ...]:
        """Return the terms of what a sentence is about: the question answered, and the heading above."""
        heading = self.layout.headings[ordinal]
        return (self.question,) if heading is None else (self.question, self.terms[heading])

    def before(self, ordinal: int) -> tuple[TermSet, ...]:
        """Return the terms of the sentence before; none for the first."""
        return self.terms[ordinal - 1 : ordinal] if ordinal else ()


def analyse(answer: Answer) -> AnalysedAnswer:
    """Take ``answer`` apart; a pure function of its text, question and language."""
    language = answer.lang or detect_language(answer.text)
    cut = sentences(answer.text, language)
    found = tuple(tuple(tokens(answer.text[one.start : one.end], language)) for one in cut)
    return AnalysedAnswer(
        answer=answer,
        language=language,
        sentences=cut,
        tokens=found,
        terms=tuple(_term_set(each) for each in found),
        question=_term_set(tokens(answer.question, language) if answer.question else ()),
        layout=Layout(answer.text, cut, language),
    )


def _term_set(found: Sequence[Token]) -> TermSet:
    return TermSet(tuple(token.term for token in found), tuple(token.word for token in found))
