"""Turns a question into what is searched: its terms, their rarity, and the words mended on the way."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from byline.models import Correction
from byline.search.engine import Engine
from byline.text.analysis import Token, stem, tokens
from byline.text.function_words import is_function_word
from byline.text.general_words import general_words
from byline.text.grams import indexed_grams
from byline.text.languages import detect_language
from byline.text.operators import quoted_ranges
from byline.text.spelling import Speller, may_be_misspelt

_SMALLEST_CORPUS = 1000
"""Sentences."""
_SHORTEST_FOREIGN_TERM = 4
"""Letters; shorter stems of different words are too often the same."""


@dataclass(frozen=True, slots=True)
class QuestionTerm:
    """One word of the question.

    ``weight`` is its inverse document frequency over sentences, BM25's: ln(1 + (N - n + 0.5) / (n + 0.5)).
    A word that no sentence has weighs most, so that what nobody wrote about counts against an answer.
    ``variants`` are other terms that say the same; a sentence that has one of them has the term.
    """

    written: str
    word: str
    term: str
    weight: float
    content: bool
    variants: tuple[str, ...] = ()

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The term and its variants."""
        return (self.term, *self.variants)


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
    def searched(self) -> dict[str, float]:
        """The subject's terms and their variants, and how much each counts in the engine's search.

        Grammar is left to the ranking: it does not find more sentences, and takes longer than all else.
        """
        return {term: 1.0 for each in self.subject for term in each.alternatives}

    @cached_property
    def joined(self) -> str:
        """The terms in order, separated by spaces."""
        return " ".join(term.term for term in self.terms)

    @cached_property
    def grams(self) -> tuple[str, ...]:
        """The pieces of the subject's words, each once, for the engine's field of pieces."""
        return tuple(dict.fromkeys(indexed_grams(tokens(self.text, self.language), self.language)))


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the question, and the words that are searched for it."""

    start: int
    end: int
    words: tuple[str, ...]
    mended: bool = False


def build_speller(engine: Engine) -> Speller:
    """Return a speller for the engine's view."""
    return Speller(engine.vocabulary(), general_words())


def understand(
    question: str, engine: Engine, speller: Callable[[], Speller], languages: Collection[str] = ()
) -> Understanding:
    """Return the question as it is searched. Words in quotation marks are searched as they are written.

    Args:
        question: without operators.
        engine: whose corpus says which words are known and how rare.
        speller: gives the corpus's speller; called only when a word is unknown.
        languages: that the answers are in; a question's words are looked for in all of them.
    """
    language = detect_language(question)
    known = _KnownWords(engine, language, languages)
    parts = list(_parts(question, known, speller))
    text = question
    for part in reversed(parts):
        if part.mended:
            text = text[: part.start] + " ".join(part.words) + text[part.end :]
    terms: dict[str, QuestionTerm] = {}
    total = engine.sentence_count()
    for part in parts:
        for word in part.words:
            found = known.terms(word)
            term, *variants = found
            if term not in terms:
                terms[term] = QuestionTerm(
                    written=question[part.start : part.end],
                    word=word,
                    term=term,
                    weight=inverse_frequency(min(total, sum(found.values())), total),
                    content=not is_function_word(word, language),
                    variants=tuple(variants),
                )
    corrections = tuple(
        Correction(question[part.start : part.end], " ".join(part.words)) for part in parts if part.mended
    )
    return Understanding(text, language, tuple(terms.values()), corrections)


def inverse_frequency(frequency: int, total: int) -> float:
    """Return BM25's weight of a term that ``frequency`` of ``total`` sentences have.

    Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), in the form that is never negative.
    A small corpus is taken as part of a larger one: among ten sentences, counts say little about rarity.
    """
    total = max(total, _SMALLEST_CORPUS)
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


class _KnownWords:
    """What the corpus says of a question's words.

    Args:
        engine: whose corpus it is.
        language: of the question, as it was told.
        languages: of the answers.
    """

    def __init__(self, engine: Engine, language: str, languages: Collection[str]) -> None:
        self.language = language
        self._engine = engine
        self._others = [other for other in languages if other != language]

    def terms(self, word: str) -> dict[str, int]:
        """Return the terms of a word and in how many sentences each stands, the most frequent first.

        A question's language may be told otherwise than an answer's. So where no sentence has the word's
        term in the question's language, the sentences' terms in other languages stand in for it.
        """
        term = stem(word, self.language)
        own = self._engine.frequencies((term,))
        if own[term] or not word.isalpha():
            return own
        others = {stem(word, other) for other in self._others} - {term}
        known = {
            other: frequency
            for other, frequency in self._engine.frequencies(others).items()
            if frequency and len(other) >= _SHORTEST_FOREIGN_TERM
        }
        return dict(sorted(known.items(), key=lambda pair: (-pair[1], pair[0]))) or own

    def written(self, word: str) -> bool:
        """Say whether somebody wrote the word just so."""
        return self._engine.knows(word)

    def grammar(self, word: str) -> bool:
        """Say whether the word says nothing of the subject, in the question's language."""
        return is_function_word(word, self.language)

    def __contains__(self, word: str) -> bool:
        """Say whether the word needs no mending."""
        return (
            self.grammar(word)
            or is_function_word(word)
            or self.written(word)
            or any(self.terms(word).values())
        )


def _parts(question: str, known: _KnownWords, speller: Callable[[], Speller]) -> Iterator[_Part]:
    asked = tokens(question, known.language)
    quoted = quoted_ranges(question)
    position = 0
    while position < len(asked):
        token = asked[position]
        if any(start <= token.start < end for start, end in quoted):
            yield _Part(token.start, token.end, (token.word,))
        elif joined := _joined(asked[position : position + 2], question, known):
            yield joined
            position += 1
        elif may_be_misspelt(question[token.start : token.end]):
            yield _mended(token, known, speller)
        else:
            yield _Part(token.start, token.end, (token.word,))
        position += 1


def _joined(pair: Sequence[Token], question: str, known: _KnownWords) -> _Part | None:
    """Read "road map" as "roadmap" where the corpus has that word, and has not both of these."""
    if len(pair) < 2 or not question[pair[0].end : pair[1].start].isspace():
        return None
    words = [token.word for token in pair]
    if not all(word.isalpha() and not known.grammar(word) for word in words):
        return None
    word = "".join(words)
    if not known.written(word) or all(map(known.written, words)):
        return None
    return _Part(pair[0].start, pair[1].end, (word,), mended=True)


def _mended(token: Token, known: _KnownWords, speller: Callable[[], Speller]) -> _Part:
    if token.word not in known:
        near = speller().correct(token.word, known.language)
        words = (near,) if near else speller().split(token.word, known.language)
        if words:
            return _Part(token.start, token.end, words, mended=True)
    return _Part(token.start, token.end, (token.word,))
