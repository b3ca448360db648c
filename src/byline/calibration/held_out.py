"""A knowledge base seen as if no question were stored, or as if nobody had answered one of them.

Nothing is copied or built anew: searching and reading pass through, and what is held out is taken out of
what they return. So six million answers are no more work than six.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from byline.corpus import Corpus
from byline.ranking.candidates import Candidates
from byline.search.engine import Candidate, Index, Limits
from byline.search.understanding import understand
from byline.text.acronyms import Explanation
from byline.text.analysed import Wanted
from byline.text.indexed import IndexedAnswer

_LOOKED_AT = 200
"""Sentences looked at for further answers to a stored question; every one has the question's own words."""


@dataclass(frozen=True, slots=True)
class View:
    """What is asked: an index and the corpus that goes with it."""

    index: Index
    corpus: Corpus


def folded(question: str | None) -> str:
    """Return a question as it is compared with others: case folded, white space as single spaces."""
    return " ".join((question or "").casefold().split())


def without_questions(whole: View) -> View:
    """Return the knowledge base as if no answer's question were known."""
    return View(_IndexWithoutQuestions(whole.index), _CorpusWithoutQuestions(whole.corpus))


def without_answers(whole: View, question: str) -> View:
    """Return the knowledge base as if the answers to this stored question had never come.

    Spelling still knows their words: a stored question is asked as it is written.
    """
    own = answers_to(whole, question)
    return View(_IndexWithout(whole.index, own), _CorpusWithout(whole.corpus, own))


def answers_to(whole: View, question: str) -> dict[int, IndexedAnswer]:
    """Return the answers, by their numbers, that were given to just this question."""
    corpus = whole.corpus
    searched = understand(question, whole.index, corpus.speller, corpus.languages).searched
    found = corpus.analysed(each.answer for each in whole.index.search(searched, Limits(), _LOOKED_AT))
    return {number: each for number, each in found.items() if folded(each.asked) == folded(question)}


class _CorpusView(Corpus):
    """A corpus of which some answers read otherwise; all else is that of the whole."""

    def __init__(self, whole: Corpus) -> None:
        self.__dict__.update(whole.__dict__)


class _CorpusWithoutQuestions(_CorpusView):
    def candidates(self, found: Sequence[Candidate]) -> Candidates:
        there = super().candidates(found).all()
        return Candidates.of((answer.unasked(), ordinal, score) for answer, ordinal, score in there)


class _CorpusWithout(_CorpusView):
    def __init__(self, whole: Corpus, gone: Collection[int]) -> None:
        super().__init__(whole)
        self._gone = gone

    def candidates(self, found: Sequence[Candidate]) -> Candidates:
        return super().candidates([each for each in found if each.answer not in self._gone])


class _IndexView:
    """An index that says what another one says."""

    def __init__(self, whole: Index) -> None:
        self._whole = whole

    def search(
        self,
        terms: Mapping[str, float],
        limits: Limits,
        limit: int,
        grams: Sequence[str] = (),
        *,
        questions: bool = True,
    ) -> list[Candidate]:
        return self._whole.search(terms, limits, limit, grams, questions=questions)

    def among(
        self, answers: Collection[int], terms: Mapping[str, float], limits: Limits, grams: Sequence[str] = ()
    ) -> list[Candidate]:
        return self._whole.among(answers, terms, limits, grams)

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        return self._whole.frequencies(terms)

    def explanations(self, *, acronym: str = "", phrase: str = "") -> dict[Explanation, int]:
        return self._whole.explanations(acronym=acronym, phrase=phrase)

    def written(self, word: str) -> int:
        return self._whole.written(word)

    def beginning(self, prefix: str) -> list[str]:
        return self._whole.beginning(prefix)

    def languages(self) -> dict[str, int]:
        return self._whole.languages()

    def sentence_count(self) -> int:
        return self._whole.sentence_count()


class _IndexWithoutQuestions(_IndexView):
    def search(
        self,
        terms: Mapping[str, float],
        limits: Limits,
        limit: int,
        grams: Sequence[str] = (),
        *,
        questions: bool = False,  # noqa: ARG002 - there are none to search
    ) -> list[Candidate]:
        return super().search(terms, limits, limit, grams, questions=False)


class _IndexWithout(_IndexView):
    def __init__(self, whole: Index, gone: Mapping[int, IndexedAnswer]) -> None:
        super().__init__(whole)
        self._gone = gone
        self._sentences = [each.terms_of(one.ordinal) for each in gone.values() for one in each.sentences]

    def search(
        self,
        terms: Mapping[str, float],
        limits: Limits,
        limit: int,
        grams: Sequence[str] = (),
        *,
        questions: bool = True,
    ) -> list[Candidate]:
        more = limit + len(self._sentences)
        found = super().search(terms, limits, more, grams, questions=questions)
        return [each for each in found if each.answer not in self._gone][:limit]

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        wanted = Wanted(terms)
        gone = Counter(term for each in self._sentences for term in each.having(wanted))
        return {term: count - gone[term] for term, count in super().frequencies(terms).items()}

    def sentence_count(self) -> int:
        return super().sentence_count() - len(self._sentences)
