"""An answer as ranking reads it: what indexing worked out, kept so that no question works it out again.

A question has a hundred candidates, and taking a hundred answers apart takes a hundred times as long as
searching for them. So texts, terms and pieces are kept as they were joined together, and of each only what
is asked for is taken apart:

    terms    "ship small batch\\nthey are safer\\nhow do you ship"      a line a sentence, then the question
    pieces   2905 2235 14108 | 2027 2024 10496 | 2129 2079 ...        numbers, in the same order
    places   start, end, paragraph, first piece, ...                  ten numbers for each of these
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from byline.models import Sentence
from byline.text.analysed import AnalysedAnswer, TermSet
from byline.text.leaning import MOST_LEANED_ON

_NUMBER: Literal["i"] = "i"
"""The code of an int32 in Python's arrays."""
_PIECE_BYTES = 4
_START, _END, _PARAGRAPH, _FIRST_PIECE, _POINTS_BACK, _HEADING, _LEANED_ON = range(7)
"""What the numbers of a sentence say; the last ones are the sentences that it leans on."""
_COLUMNS = _LEANED_ON + MOST_LEANED_ON
_NONE = -1
_NO_MORE = (_NONE,) * MOST_LEANED_ON
_QUESTION = -1
"""The question stands last."""
_BETWEEN = " \n "
"""Between texts, so that no phrase begins in one and ends in the next."""


class IndexedAnswer:
    """One revision of an answer, as it was indexed. What is quoted comes from the store, never from here.

    Args:
        number: the answer's.
        text_hash: tells one revision of the text from another.
        author: as printed, None when unknown.
        asked: the question that it answers, None when unknown.
        text: as it was indexed.
        question_subject: the terms of that question that are no grammar, separated by spaces.
        places: where sentences stand and what they lean on, see above.
        terms: of the sentences and of the question, see above.
        words: the folded words that the terms are made of, likewise.
        pieces: of the words, see above.
    """

    def __init__(
        self,
        number: int,
        text_hash: int,
        author: str | None,
        asked: str | None,
        text: str,
        question_subject: str,
        places: bytes,
        terms: str,
        words: str,
        pieces: bytes,
    ) -> None:
        self.number = number
        self.text_hash = text_hash
        self.author = author
        self.asked = asked
        self.text = text
        self.question_subject = question_subject
        self.places = places
        self.kept_terms = terms
        self.kept_words = words
        self.kept_pieces = pieces
        self._numbers = memoryview(places).cast(_NUMBER)
        self._lines = terms.split("\n")
        self._made: dict[int, TermSet] = {}

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the text."""
        return tuple(
            Sentence(row[_START], row[_END], ordinal, row[_PARAGRAPH])
            for ordinal, row in enumerate(map(self._row, range(len(self._numbers) // _COLUMNS - 1)))
        )

    @property
    def question(self) -> TermSet:
        """The terms of the question that it answers."""
        return self.terms_of(_QUESTION)

    @cached_property
    def _word_lines(self) -> list[str]:
        return self.kept_words.split("\n")

    def terms_of(self, ordinal: int) -> TermSet:
        """Return the terms of a sentence."""
        made = self._made.get(ordinal)
        if made is None:
            made = self._made[ordinal] = TermSet(self._lines[ordinal])
        return made

    @property
    def question_words(self) -> str:
        """The folded words of the question that it answers, separated by spaces."""
        return self._word_lines[_QUESTION]

    def words_of(self, ordinal: int) -> str:
        """Return the folded words of a sentence, separated by spaces."""
        return self._word_lines[ordinal]

    def text_of(self, ordinal: int) -> str:
        """Return the sentence's text."""
        row = self._row(ordinal)
        return self.text[row[_START] : row[_END]]

    def leans_on(self, ordinal: int) -> list[int]:
        """Return the sentences without which one can not be understood, the nearest first."""
        first = _COLUMNS * ordinal + _LEANED_ON
        if self._numbers[first] == _NONE:  # most sentences stand on their own
            return []
        return [other for other in self._numbers[first : first + MOST_LEANED_ON] if other != _NONE]

    def points_back(self, ordinal: int) -> bool:
        """Say whether a sentence begins with a word that points at the one before, in its paragraph."""
        return bool(self._row(ordinal)[_POINTS_BACK])

    def leaned_on(self, ordinal: int) -> list[TermSet]:
        """Return the terms of the sentences without which one can not be understood."""
        return [self.terms_of(other) for other in self.leans_on(ordinal)]

    def subjects(self, ordinal: int) -> list[TermSet]:
        """Return the terms of what a sentence is about: the question answered, and the heading above."""
        heading = self._numbers[_COLUMNS * ordinal + _HEADING]
        return [self.question] if heading == _NONE else [self.question, self.terms_of(heading)]

    def before(self, ordinal: int) -> Sequence[TermSet]:
        """Return the terms of the sentence before; none for the first."""
        return [self.terms_of(ordinal - 1)] if ordinal else []

    def pieces(self, ordinal: int) -> bytes:
        """Return the pieces of a sentence, of the question and of what it leans on, as int32 numbers."""
        numbers, kept, row = self._numbers, self.kept_pieces, _COLUMNS * ordinal
        begin, end = numbers[row + _FIRST_PIECE], numbers[row + _COLUMNS + _FIRST_PIECE]
        asked = numbers[_COLUMNS * _QUESTION + _FIRST_PIECE]
        own = kept[_PIECE_BYTES * begin : _PIECE_BYTES * end] + kept[_PIECE_BYTES * asked :]
        if numbers[row + _LEANED_ON] == _NONE:
            return own
        return own + b"".join(map(self._pieces_of, self.leans_on(ordinal)))

    def found_through(self, ordinal: int) -> str:
        """Return the terms of a sentence, of the question and of what it leans on.

        They are separated by spaces and have one at each end, and no phrase goes from one text to another.
        """
        lines = self._lines
        found = f" {lines[ordinal]}{_BETWEEN}{lines[_QUESTION]} "
        if self._numbers[_COLUMNS * ordinal + _LEANED_ON] == _NONE:  # most sentences stand on their own
            return found
        around = _BETWEEN.join([lines[line] for line in self.leans_on(ordinal)])
        return f"{found}{_BETWEEN}{around} "

    def unasked(self) -> IndexedAnswer:
        """Return the answer as if nobody knew the question that it answers."""
        first = self._numbers[_COLUMNS * _QUESTION + _FIRST_PIECE]
        return IndexedAnswer(
            number=self.number,
            text_hash=self.text_hash,
            author=self.author,
            asked=None,
            text=self.text,
            question_subject="",
            places=self.places,
            terms="\n".join([*self._lines[:_QUESTION], ""]),
            words="\n".join([*self.kept_words.split("\n")[:_QUESTION], ""]),
            pieces=self.kept_pieces[: _PIECE_BYTES * first],
        )

    def _row(self, ordinal: int) -> memoryview[int]:
        return self._numbers[_COLUMNS * ordinal : _COLUMNS * (ordinal + 1)]

    def _pieces_of(self, line: int) -> bytes:
        numbers, first = self._numbers, _COLUMNS * line + _FIRST_PIECE
        return self.kept_pieces[_PIECE_BYTES * numbers[first] : _PIECE_BYTES * numbers[first + _COLUMNS]]


def indexed(analysed: AnalysedAnswer, text_hash: int) -> IndexedAnswer:
    """Return an answer as it is kept.

    Args:
        analysed: the answer, taken apart.
        text_hash: tells its revision from others.
    """
    places: list[int] = []
    first_piece = 0
    layout, parts = analysed.layout, analysed.parts
    headings = layout.headings
    for sentence, own in zip(analysed.sentences, parts, strict=False):
        ordinal = sentence.ordinal
        leans_on = layout.leans_on(ordinal)
        heading = headings[ordinal]
        places += (sentence.start, sentence.end, sentence.paragraph, first_piece)
        places += (layout.points_back(ordinal), _NONE if heading is None else heading)
        places += leans_on
        places += _NO_MORE[len(leans_on) :]
        first_piece += len(own.pieces) // _PIECE_BYTES
    places += (0, 0, 0, first_piece, *[_NONE] * (_COLUMNS - _POINTS_BACK))
    answer = analysed.answer
    return IndexedAnswer(
        number=answer.number,
        text_hash=text_hash,
        author=answer.byline.author,
        asked=answer.question,
        text=answer.text,
        question_subject=parts[-1].subject,
        places=array(_NUMBER, places).tobytes(),
        terms="\n".join([each.terms for each in parts]),
        words="\n".join([each.words for each in parts]),
        pieces=b"".join([each.pieces for each in parts]),
    )
