"""Turns a question into what is searched: its terms, their rarity, what else they may be called, and the
words mended on the way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from byline.models import Correction
from byline.search.engine import Index
from byline.search.expansion import Expander, SynonymsIn, no_synonyms
from byline.search.mending import KnownWords, Part, parts
from byline.search.subject import QuestionTerm, Subject
from byline.text.analysed import Wanted
from byline.text.analysis import question_tokens, stem
from byline.text.general_words import general_list
from byline.text.grams import indexed_grams
from byline.text.languages import detect_language
from byline.text.spelling import Speller
from byline.text.synonyms import Expansion, Synonym

_SMALLEST_CORPUS = 1000
"""Sentences."""


@dataclass(frozen=True, slots=True)
class QuestionSynonym:
    """A word or phrase of the question, as it was written and as its terms, and what may stand for it."""

    written: str
    term: str
    synonym: Synonym


@dataclass(frozen=True)
class Understanding:
    """A question as it is searched, in a corpus of so many sentences."""

    text: str
    language: str
    terms: tuple[QuestionTerm, ...]
    corrections: tuple[Correction, ...]
    synonyms: tuple[QuestionSynonym, ...] = ()
    sentences: int = 0

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
    def wanted(self) -> Wanted:
        """The subject's terms and their variants, to be looked for in texts."""
        return Wanted(self.searched)

    @cached_property
    def looked_for(self) -> Subject:
        """The subject, ready to be looked for in many sentences."""
        return Subject(self.subject)

    @cached_property
    def joined(self) -> str:
        """The terms in order, separated by spaces."""
        return " ".join(term.term for term in self.terms)

    @cached_property
    def grams(self) -> tuple[str, ...]:
        """The pieces of the subject's words, each once, for the engine's field of pieces."""
        return tuple(dict.fromkeys(indexed_grams(question_tokens(self.text, self.language), self.language)))


_Asked = list[tuple[Part, str, str]]
"""The question's words in order: the part of the question, the word as it is searched, and its term."""


def build_speller(engine: Index) -> Speller:
    """Return a speller for the engine's view."""
    return Speller(engine, general_list())


def understand(
    question: str,
    engine: Index,
    speller: Callable[[], Speller],
    languages: Collection[str] = (),
    synonyms: SynonymsIn = no_synonyms,
) -> Understanding:
    """Return the question as it is searched. Words in quotation marks are searched as they are written.

    Args:
        question: without operators.
        engine: whose corpus says which words are known and how rare.
        speller: gives the corpus's speller; called only when a word is unknown.
        languages: that the answers are in; a question's words are looked for in all of them.
        synonyms: of the collections asked.
    """
    language = detect_language(question)
    expander = Expander(synonyms(language), engine)
    known = KnownWords(engine, language, languages, expander)
    found = list(parts(question, known, speller))
    text = question
    for part in reversed(found):
        if part.mended:
            text = text[: part.start] + " ".join(part.words) + text[part.end :]
    asked = [(part, word, stem(word, language)) for part in found for word in part.words]
    expansions = expander.expand([None if part.quoted else term for part, _, term in asked])
    corrections = tuple(
        Correction(question[part.start : part.end], " ".join(part.words)) for part in found if part.mended
    )
    return Understanding(
        text,
        language,
        tuple(_terms(question, asked, expansions, known, engine)),
        corrections,
        tuple(_question_synonyms(question, asked, expansions)),
        engine.sentence_count(),
    )


def _terms(
    question: str, asked: _Asked, expansions: Sequence[Expansion], known: KnownWords, engine: Index
) -> Iterator[QuestionTerm]:
    """Yield each term of the question once, with all that may stand for it wherever it is asked."""
    standing: dict[str, dict[str, None]] = {}
    for expansion in expansions:
        for _, _, term in asked[expansion.start : expansion.end]:
            standing.setdefault(term, {}).update(dict.fromkeys(each.term for each in expansion.synonyms))
    total = engine.sentence_count()
    seen: set[str] = set()
    for part, word, stemmed in asked:
        found = known.terms(word)
        if others := [each for each in standing.get(stemmed, ()) if each not in found]:
            found = found | engine.frequencies(others)
        term, *variants = found
        if term not in seen:
            seen.add(term)
            yield QuestionTerm(
                written=question[part.start : part.end],
                word=word,
                term=term,
                weight=inverse_frequency(min(total, sum(found.values())), total),
                content=not known.grammar(word),
                variants=tuple(variants),
                known=any(found.values()),
            )


def _question_synonyms(
    question: str, asked: _Asked, expansions: Sequence[Expansion]
) -> Iterator[QuestionSynonym]:
    for expansion in expansions:
        stretch = asked[expansion.start : expansion.end]
        written = question[stretch[0][0].start : stretch[-1][0].end]
        for synonym in expansion.synonyms:
            yield QuestionSynonym(written, " ".join(term for _, _, term in stretch), synonym)


def inverse_frequency(frequency: int, total: int) -> float:
    """Return BM25's weight of a term that ``frequency`` of ``total`` sentences have.

    Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), in the form that is never negative.
    A small corpus is taken as part of a larger one: among ten sentences, counts say little about rarity.
    """
    total = max(total, _SMALLEST_CORPUS)
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
