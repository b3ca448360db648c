"""Mends the words of a question that nobody knows: "techncal", "roadmapplanning", "road map"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from byline.search.engine import Index
from byline.search.expansion import Expander
from byline.stages import stage
from byline.text.analysis import Token, question_tokens, stem
from byline.text.function_words import is_function_word
from byline.text.operators import quoted_ranges
from byline.text.spelling import Speller, may_be_misspelt

_SHORTEST_FOREIGN_TERM = 4
"""Letters; shorter stems of different words are too often the same."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the question, and the words that are searched for it."""

    start: int
    end: int
    words: tuple[str, ...]
    mended: bool = False
    quoted: bool = False


class KnownWords:
    """What the corpus says of a question's words.

    Args:
        engine: whose corpus it is.
        language: of the question, as it was told.
        languages: of the answers.
        expander: has the collections' own words, which need no mending.
    """

    def __init__(self, engine: Index, language: str, languages: Collection[str], expander: Expander) -> None:
        self.language = language
        self._engine = engine
        self._expander = expander
        self._others = [other for other in languages if other != language]
        self._terms: dict[str, dict[str, int]] = {}

    def terms(self, word: str) -> dict[str, int]:
        """Return the terms of a word and in how many sentences each stands, the most frequent first.

        A question's language may be told otherwise than an answer's. So where no sentence has the word's
        term in the question's language, the sentences' terms in other languages stand in for it.
        """
        found = self._terms.get(word)
        if found is None:
            found = self._terms[word] = self._terms_of(word)
        return found

    def _terms_of(self, word: str) -> dict[str, int]:
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
        return self._engine.written(word) > 0

    def grammar(self, word: str) -> bool:
        """Say whether the word says nothing of the subject, in the question's language."""
        return is_function_word(word, self.language)

    def __contains__(self, word: str) -> bool:
        """Say whether the word needs no mending."""
        return (
            self.grammar(word)
            or is_function_word(word)
            or self.written(word)
            or stem(word, self.language) in self._expander
            or any(self.terms(word).values())
        )


def parts(question: str, known: KnownWords, speller: Callable[[], Speller]) -> Iterator[Part]:
    """Yield the question's words in order, those mended that nobody knows.

    Args:
        question: without operators.
        known: says which words need no mending.
        speller: gives the corpus's speller; called only when a word is unknown.
    """
    asked = question_tokens(question, known.language)
    quoted = quoted_ranges(question)
    position = 0
    while position < len(asked):
        token = asked[position]
        if any(start <= token.start < end for start, end in quoted):
            yield Part(token.start, token.end, (token.word,), quoted=True)
        elif joined := _joined(asked[position : position + 2], question, known):
            yield joined
            position += 1
        elif may_be_misspelt(question[token.start : token.end]):
            yield _mended(token, known, speller)
        else:
            yield Part(token.start, token.end, (token.word,))
        position += 1


def _joined(pair: Sequence[Token], question: str, known: KnownWords) -> Part | None:
    """Read "road map" as "roadmap" where the corpus has that word, and has not both of these."""
    if len(pair) < 2:
        return None
    (start, until, one, _), (since, end, other, _) = pair
    if known.grammar(one) or known.grammar(other) or not (one.isalpha() and other.isalpha()):
        return None
    # Whether both are written is known soon; what they are together is looked up in the index each time.
    if known.written(one) and known.written(other):
        return None
    if not question[until:since].isspace() or not known.written(word := one + other):
        return None
    return Part(start, end, (word,), mended=True)


def _mended(token: Token, known: KnownWords, speller: Callable[[], Speller]) -> Part:
    if token.word not in known and (words := _likely(token.word, known, speller)):
        return Part(token.start, token.end, words, mended=True)
    return Part(token.start, token.end, (token.word,))


@stage("spelling")
def _likely(word: str, known: KnownWords, speller: Callable[[], Speller]) -> tuple[str, ...]:
    """Return what was likely meant by a word that nobody knows, nothing where nothing is near."""
    near = speller().correct(word, known.language)
    return (near,) if near else tuple(speller().split(word, known.language))
