"""What a search engine must do for Byline, and the records that go in and come out.

An engine keeps sentences, not answers: each is found on its own, through its own terms, those of the
question its author was answering, and those of what stands around it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from byline.text.acronyms import Explanation


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an index was built from: the store revision it reflects."""

    revision: int


class AnswerRecord(NamedTuple):
    """One answer as it is indexed; ``text_hash`` tells one revision from another.

    What is said of its sentences stands in lines, one a sentence, in which terms, words and pieces are
    separated by spaces: processes hand records on, and a few long strings cost less than many short ones.
    Names are folded.
    """

    number: int
    text_hash: int
    language: str
    terms: str
    """The last line is the question's."""
    words: str
    """The last line is the question's."""
    before: str
    """The terms of the sentence before, of those that one leans on, and of the heading above."""
    grams: str
    explains: Mapping[int, Sequence[Explanation]]
    """By the sentence, the acronyms that it explains; an answer that explains one twice has it once."""
    author: str
    company: str
    role: str
    collection: str
    tags: Sequence[str]
    day: date | None


@dataclass(frozen=True, slots=True)
class Limits:
    """Filters as the engine applies them: folded values, phrases and unwanted words as terms.

    A phrase must stand in the sentence, in the question answered or in what the sentence is read with; an
    unwanted one must not stand in the sentence.
    """

    author: Sequence[str] = ()
    company: Sequence[str] = ()
    role: Sequence[str] = ()
    tag: Sequence[str] = ()
    collection: Sequence[str] = ()
    after: date | None = None
    before: date | None = None
    phrases: Sequence[Sequence[str]] = ()
    without: Sequence[Sequence[str]] = ()
    not_author: Sequence[str] = ()


class Candidate(NamedTuple):
    """A sentence that may answer, with the engine's BM25 score over all its fields."""

    answer: int
    ordinal: int
    text_hash: int
    score: float


class Index(Protocol):
    """What asking needs: candidates for a question, and what the corpus says of its words."""

    def search(
        self,
        terms: Mapping[str, float],
        limits: Limits,
        limit: int,
        grams: Sequence[str] = (),
        *,
        questions: bool = True,
    ) -> list[Candidate]:
        """Return the best ``limit`` sentences for weighted terms; with no terms, any that pass ``limits``.

        ``grams`` are pieces of the words searched, which find compounds and words that are written otherwise.
        A term may be a phrase: terms separated by spaces, which must stand side by side. Without
        ``questions`` no sentence is found through the question that its author was answering.
        """
        ...

    def among(
        self, answers: Collection[int], terms: Mapping[str, float], limits: Limits, grams: Sequence[str] = ()
    ) -> list[Candidate]:
        """Return every sentence of certain answers that passes ``limits``, with a score of 0 for no term."""
        ...

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """Return in how many sentences each term or phrase stands, in the sentence's own text."""
        ...

    def explanations(self, *, acronym: str = "", phrase: str = "") -> dict[Explanation, int]:
        """Return what acronyms the texts explain, and in how many answers.

        Args:
            acronym: only explanations of the acronym that has this term.
            phrase: only those whose phrase begins with these terms, separated by spaces.
        """
        ...

    def written(self, word: str) -> int:
        """Return in how many sentences the folded word stands just as it is."""
        ...

    def beginning(self, prefix: str) -> list[str]:
        """Return every folded word of the sentences that begins so, in any order."""
        ...

    def languages(self) -> dict[str, int]:
        """Return in which languages the sentences are, and how many are in each."""
        ...

    def sentence_count(self) -> int:
        """Return how many sentences are indexed."""
        ...


class Engine(Index, Protocol):
    """An index that can be changed. Implementations are safe to share between threads."""

    def stamp(self) -> Stamp | None:
        """Return what the view in use was built from; None when nothing was ever indexed."""
        ...

    def committed_at(self) -> float | None:
        """Return when the index was last written, in seconds since 1970; None where that can not be told."""
        ...

    def refresh(self) -> None:
        """Take up the newest committed view."""
        ...

    def writing(self, wait_s: float) -> AbstractContextManager[bool]:
        """Hold the one right to write, among all processes; gives False if it is not had in time."""
        ...

    def update(self, changes: Iterable[tuple[int, AnswerRecord | None]], revision: int) -> None:
        """Replace the answers of those numbers (None: delete) and stamp, all visible at once or not at all.

        Called while ``writing`` is held. What an index does afterwards to stay quick, such as putting its
        parts together, goes on in the background, and until it is done the right to write is not given back.
        """
        ...

    def settle(self) -> None:
        """Wait until no thread of this process writes, nor anything goes on in the background after it."""
        ...

    def close(self) -> None:
        """Let what goes on in the background come to its end, and let go of the index's files."""
        ...
