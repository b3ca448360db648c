"""An answer taken apart once: its sentences and their terms, as both indexing and ranking need them."""

from __future__ import annotations

from dataclasses import dataclass

from byline.models import Answer, Sentence
from byline.text.analysis import Token, terms, tokens
from byline.text.languages import detect_language
from byline.text.segmentation import sentences


@dataclass(frozen=True, slots=True)
class AnalysedAnswer:
    """An answer with its sentences, the tokens of each (offsets from the sentence's start), and the
    terms of the question it answers.
    """

    answer: Answer
    language: str
    sentences: tuple[Sentence, ...]
    tokens: tuple[tuple[Token, ...], ...]
    terms: tuple[tuple[str, ...], ...]
    question_terms: tuple[str, ...]

    def text_of(self, ordinal: int) -> str:
        """Return the sentence's text, verbatim."""
        sentence = self.sentences[ordinal]
        return self.answer.text[sentence.start : sentence.end]

    def context_terms(self, ordinal: int) -> tuple[str, ...]:
        """Return the terms of the sentence before, through which a sentence is found besides its own."""
        return self.terms[ordinal - 1] if ordinal else ()


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
        terms=tuple(tuple(token.term for token in each) for each in found),
        question_terms=tuple(terms(answer.question, language)) if answer.question else (),
    )
