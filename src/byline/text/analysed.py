"""An answer taken apart once: its sentences and their terms, as both indexing and ranking need them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from byline.models import Answer, Sentence
from byline.text.chunks import Parts, parts
from byline.text.languages import detect_language
from byline.text.leaning import Layout
from byline.text.segmentation import sentences

FAMILY_PREFIX = 5
"""Two terms are of a family when one begins with the other and that has this many letters at least."""


class Wanted:
    """Terms to look for, and phrases, which are terms separated by spaces."""

    def __init__(self, alternatives: Iterable[str]) -> None:
        self.padded = tuple((each, f" {each} ") for each in dict.fromkeys(alternatives))

    def __len__(self) -> int:
        return len(self.padded)

    def found_in(self, padded: str) -> list[str]:
        """Return what is there, in terms that are separated by spaces and have one at each end."""
        return [each for each, looked_for in self.padded if looked_for in padded]


class TermSet:
    """The terms of a text, to be looked into.

    Terms and words are kept as they were joined, and looked for in that: a question looks for few terms in
    many texts, and to take all of these apart takes longer than all looking.

    Args:
        joined: the terms in order, separated by spaces.
        joined_words: the folded words that the terms are made of, for comparing spellings.
    """

    __slots__ = ("joined", "joined_words", "padded")

    def __init__(self, joined: str, joined_words: str = "") -> None:
        self.joined = joined
        self.joined_words = joined_words
        self.padded = f" {joined} "

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms in order."""
        return tuple(self.joined.split())

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words in order."""
        return tuple(self.joined_words.split())

    def __len__(self) -> int:
        return self.joined.count(" ") + 1 if self.joined else 0

    def __contains__(self, wanted: str) -> bool:
        return f" {wanted} " in self.padded

    def having(self, wanted: Wanted) -> list[str]:
        """Return which of the terms are here, and which of the phrases stand here word by word."""
        return wanted.found_in(self.padded)

    def has_relative(self, term: str) -> bool:
        """Say whether a word of the same family is among the terms: "differenti" for "differ"."""
        return f" {term[:FAMILY_PREFIX]}" in self.padded and any(
            len(other) >= FAMILY_PREFIX and (other.startswith(term) or term.startswith(other))
            for other in self.terms
        )


@dataclass(frozen=True, slots=True)
class AnalysedAnswer:
    """An answer with its sentences, and what the words of each and of the question it answers give."""

    answer: Answer
    language: str
    sentences: tuple[Sentence, ...]
    parts: tuple[Parts, ...]
    """What the words of each sentence give, and last those of the question."""
    layout: Layout
    """How the sentences stand to each other."""

    @property
    def terms(self) -> tuple[TermSet, ...]:
        """The terms of each sentence."""
        return tuple(map(_term_set, self.parts[:-1]))

    @property
    def question(self) -> TermSet:
        """The terms of the question that it answers."""
        return _term_set(self.parts[-1])

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
    text = answer.text
    cut = sentences(text, language)
    found = [parts(text[one.start : one.end], language) for one in cut]
    found.append(parts(answer.question or "", language))
    return AnalysedAnswer(
        answer=answer,
        language=language,
        sentences=cut,
        parts=tuple(found),
        layout=Layout(text, cut, language),
    )


def _term_set(found: Parts) -> TermSet:
    return TermSet(found.terms, found.words)
