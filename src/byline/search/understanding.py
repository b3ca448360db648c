"""Turns a question into what is searched: its terms, their rarity, and the words mended on the way."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from byline.models import Correction
from byline.search.engine import Engine
from byline.text.analysis import Token, stem, tokens
from byline.text.function_words import ENGLISH_FUNCTION_WORDS, is_function_word
from byline.text.general_words import general_words
from byline.text.languages import detect_language
from byline.text.spelling import Speller, may_be_misspelt

_SMALLEST_CORPUS = 1000
"""Sentences."""


@dataclass(frozen=True, slots=True)
class QuestionTerm:
    """One word of the question.

    ``weight`` is its inverse document frequency over sentences, BM25's: ln(1 + (N - n + 0.5) / (n + 0.5)).
    A word that no sentence has weighs most, so that what nobody wrote about counts against an answer.
    """

    written: str
    word: str
    term: str
    weight: float
    content: bool


@dataclass(frozen=True)
class Understanding:
    """A question as it is searched."""

    text: str
    language: str
    terms: tuple[QuestionTerm, ...]
    corrections: tuple[Correction, ...]

    @property
    def has_subject(self) -> bool:
        """Whether the question has words that say what is asked about."""
        return any(term.content for term in self.terms)

    @cached_property
    def subject(self) -> tuple[QuestionTerm, ...]:
        """The words that say what is asked about; all words when every one is a function word."""
        return tuple(term for term in self.terms if term.content) or self.terms

    @cached_property
    def subject_weight(self) -> float:
        """The weight of all that is asked about."""
        return sum(term.weight for term in self.subject)

    @cached_property
    def joined(self) -> str:
        """The terms in order, separated by spaces."""
        return " ".join(term.term for term in self.terms)

    @cached_property
    def subject_joined(self) -> str:
        """The subject's terms in order, separated by spaces."""
        return " ".join(term.term for term in self.subject)


def build_speller(engine: Engine) -> Speller:
    """Return a speller for the engine's view."""
    return Speller(engine.vocabulary(), general_words())


def understand(question: str, engine: Engine, speller: Callable[[], Speller]) -> Understanding:
    """Return the question as it is searched.

    Args:
        question: without operators.
        engine: whose corpus says which words are known and how rare.
        speller: gives the corpus's speller; called only when a word is unknown.
    """
    language = detect_language(question)
    asked = tokens(question, language)
    searched = {token.start: _mended(token, question, engine, speller) for token in asked}
    corrections: list[Correction] = []
    text = question
    for token in reversed(asked):
        word = searched[token.start]
        if word != token.word:
            written = question[token.start : token.end]
            corrections.insert(0, Correction(written, word))
            text = text[: token.start] + word + text[token.end :]
    found = [(token, searched[token.start]) for token in asked]
    frequencies = engine.frequencies({stem(word, language) for _, word in found})
    total = engine.sentence_count()
    terms: dict[str, QuestionTerm] = {}
    for token, word in found:
        term = stem(word, language)
        if term not in terms:
            terms[term] = QuestionTerm(
                written=question[token.start : token.end],
                word=word,
                term=term,
                weight=inverse_frequency(frequencies[term], total),
                content=not is_function_word(word, language),
            )
    return Understanding(text, language, tuple(terms.values()), tuple(corrections))


def inverse_frequency(frequency: int, total: int) -> float:
    """Return BM25's weight of a term that ``frequency`` of ``total`` sentences have.

    Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), in the form that is never negative.
    A small corpus is taken as part of a larger one: among ten sentences, counts say little about rarity.
    """
    total = max(total, _SMALLEST_CORPUS)
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def _mended(token: Token, question: str, engine: Engine, speller: Callable[[], Speller]) -> str:
    raw = question[token.start : token.end]
    known = (
        not may_be_misspelt(raw)
        or token.word in ENGLISH_FUNCTION_WORDS
        or engine.knows(token.word)
        or any(engine.frequencies((token.term,)).values())
    )
    return token.word if known else speller().correct(token.word) or token.word
