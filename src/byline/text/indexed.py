"""An answer as ranking reads it: what indexing worked out, kept so that no question works it out again.

A question has a hundred candidates, and taking a hundred answers apart takes a hundred times as long as
searching for them. So an answer is kept in two strings of bytes, of which only what is asked for is read:

    body     the pieces of each sentence and of the question, the hashes of their terms, the terms, one line
             each, and the words as they are spelled; then the text, the author and the question as written
    places   six numbers for where the last of these begin and end, and fifteen for each sentence, for the
             question and for the end: where its parts begin in the body, and what it leans on

Numbers have 32 bits, in the byte order of the machine; text is UTF-8.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Literal

from byline.models import Sentence
from byline.text.analysed import AnalysedAnswer, TermSet
from byline.text.grams import MARK
from byline.text.leaning import MOST_LEANED_ON

_NUMBER: Literal["i"] = "i"
"""The code of an int32 in Python's arrays."""
NONE = -1
_AUTHOR, _ASKED, _SUBJECT = 0, 2, 4
"""Where the numbers of what an answer has once stand in its places: from where to where it is."""
HEAD = 6
(
    _START, _END, _PARAGRAPH, _POINTS_BACK, _HEADING,
    PIECES, HASHES, _TERMS, _SPELLED, _TEXT, _TEXT_END,
    LEANED_ON,
) = range(12)  # fmt: skip
"""What the numbers of a sentence say; the last ones are the sentences that it leans on."""
_OWN = _HEADING + 1
"""How many of them say something of the sentence; those after them say where it stands in the body."""
COLUMNS = LEANED_ON + MOST_LEANED_ON
_NO_MORE = (NONE,) * MOST_LEANED_ON
AFTER_SENTENCES = 2
"""Rows that are no sentence's: the question's, and one for where its parts end."""


class IndexedAnswer:
    """One revision of an answer, as it was indexed. What is quoted comes from the store, never from here.

    Args:
        number: the answer's.
        text_hash: tells one revision of the text from another.
        places: where everything stands and what the sentences lean on, see above.
        body: see above.
    """

    __slots__ = ("_made", "_numbers", "_question", "body", "number", "places", "text_hash")

    def __init__(self, number: int, text_hash: int, places: bytes, body: bytes) -> None:
        self.number = number
        self.text_hash = text_hash
        self.places = places
        self.body = body
        numbers = self._numbers = memoryview(places).cast(_NUMBER)
        self._question = len(numbers) - AFTER_SENTENCES * COLUMNS
        self._made: dict[int, TermSet] = {}

    def __len__(self) -> int:
        """Return how many sentences there are."""
        return (self._question - HEAD) // COLUMNS

    @property
    def author(self) -> str | None:
        """The author as printed, None when unknown."""
        return self._once(_AUTHOR)

    @property
    def asked(self) -> str | None:
        """The question that it answers, None when unknown."""
        return self._once(_ASKED)

    @property
    def question_subject(self) -> str:
        """The terms of that question that are no grammar, separated by spaces."""
        return self._once(_SUBJECT) or ""

    @property
    def text(self) -> str:
        """The text, as it was indexed."""
        numbers, last = self._numbers, self._question
        return self._read(numbers[last + _TEXT], numbers[last + _TEXT_END])

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the text."""
        return tuple(map(self.sentence, range(len(self))))

    def sentence(self, ordinal: int) -> Sentence:
        """Return where a sentence stands."""
        row = HEAD + COLUMNS * ordinal
        start, end, paragraph = self._numbers[row : row + _PARAGRAPH + 1]
        return Sentence(start, end, ordinal, paragraph)

    def paragraph_of(self, ordinal: int) -> int:
        """Return the number of the paragraph that a sentence is in."""
        return self._numbers[HEAD + COLUMNS * ordinal + _PARAGRAPH]

    @property
    def question(self) -> TermSet:
        """The terms of the question that it answers."""
        return self._terms_at(self._question)

    def terms_of(self, ordinal: int) -> TermSet:
        """Return the terms of a sentence."""
        return self._terms_at(HEAD + COLUMNS * ordinal)

    def spelled(self, ordinal: int) -> str:
        """Return the words of a sentence for comparing spellings, see ``grams.spelling_share``."""
        numbers, row = self._numbers, HEAD + COLUMNS * ordinal
        return self._read(numbers[row + _SPELLED], numbers[row + COLUMNS + _SPELLED])

    def text_of(self, ordinal: int) -> str:
        """Return the sentence's text."""
        numbers, row = self._numbers, HEAD + COLUMNS * ordinal
        return self._read(numbers[row + _TEXT], numbers[row + _TEXT_END])

    def leans_on(self, ordinal: int) -> list[int]:
        """Return the sentences without which one can not be understood, the nearest first."""
        first = HEAD + COLUMNS * ordinal + LEANED_ON
        if self._numbers[first] == NONE:  # most sentences stand on their own
            return []
        return [other for other in self._numbers[first : first + MOST_LEANED_ON] if other != NONE]

    def points_back(self, ordinal: int) -> bool:
        """Say whether a sentence begins with a word that points at the one before, in its paragraph."""
        return bool(self._numbers[HEAD + COLUMNS * ordinal + _POINTS_BACK])

    def leaned_on(self, ordinal: int) -> list[TermSet]:
        """Return the terms of the sentences without which one can not be understood."""
        return [self.terms_of(other) for other in self.leans_on(ordinal)]

    def subjects(self, ordinal: int) -> list[TermSet]:
        """Return the terms of what a sentence is about: the question answered, and the heading above."""
        heading = self._numbers[HEAD + COLUMNS * ordinal + _HEADING]
        return [self.question] if heading == NONE else [self.question, self.terms_of(heading)]

    def before(self, ordinal: int) -> Sequence[TermSet]:
        """Return the terms of the sentence before; none for the first."""
        return [self.terms_of(ordinal - 1)] if ordinal else ()

    def found_through(self, ordinal: int) -> str:
        """Return the terms of a sentence, of the question and of what it leans on.

        They are separated by spaces and have one at each end, and no phrase goes from one text to another.
        """
        rows = (self._question, *(HEAD + COLUMNS * other for other in self.leans_on(ordinal)))
        found = [self._between(row, _TERMS) for row in (HEAD + COLUMNS * ordinal, *rows)]
        return b"".join(found).decode()

    def unasked(self) -> IndexedAnswer:
        """Return the answer as if nobody knew the question that it answers."""
        ordinals = range(len(self))
        rows = [HEAD + COLUMNS * each for each in ordinals]
        kept = _Kept(
            rows=[tuple(self._numbers[row : row + _OWN]) for row in rows],
            leaning=[tuple(self.leans_on(each)) for each in ordinals],
            pieces=[*(self._between(row, PIECES) for row in rows), b""],
            hashes=[*(self._between(row, HASHES) for row in rows), b""],
            terms=[*(self.terms_of(each).joined for each in ordinals), ""],
            spelled=[*(self.spelled(each)[1:-1] for each in ordinals), ""],
        )
        return kept.written(self.number, self.text_hash, self.text, (self.author, None, ""))

    def _once(self, which: int) -> str | None:
        begin = self._numbers[which]
        return None if begin == NONE else self._read(begin, self._numbers[which + 1])

    def _read(self, begin: int, end: int) -> str:
        return self.body[begin:end].decode()

    def _between(self, row: int, column: int) -> bytes:
        """Return what the body has of a row, up to where that of the next one begins."""
        numbers = self._numbers
        return self.body[numbers[row + column] : numbers[row + COLUMNS + column]]

    def _terms_at(self, row: int) -> TermSet:
        made = self._made.get(row)
        if made is None:
            # A line has a space at each end, by which terms are found in it, and the end of the line.
            made = self._made[row] = TermSet(self._between(row, _TERMS)[1:-2].decode())
        return made


@dataclass(slots=True)
class _Kept:
    """What is kept of the sentences of an answer, and after them of its question, before it is written."""

    rows: Sequence[Sequence[int]]
    """Of each sentence, the numbers up to the heading."""
    leaning: Sequence[Sequence[int]]
    pieces: Sequence[bytes]
    hashes: Sequence[bytes]
    terms: Sequence[str]
    spelled: Sequence[str]

    def written(self, number: int, text_hash: int, text: str, once: Iterable[str | None]) -> IndexedAnswer:
        """Return the answer with all of this, a text, and what it has once: author, question, its subject."""
        sections = [
            self.pieces,
            self.hashes,
            [f" {each} \n".encode() for each in self.terms],
            [f"{MARK}{each}{MARK}".encode() for each in self.spelled],
        ]
        begins: list[list[int]] = []
        at = 0
        for section in sections:
            begins.append(list(accumulate(map(len, section), initial=at)))
            at = begins[-1][-1]
        encoded = text.encode()
        texts = _byte_ranges(text, self.rows, at, is_ascii=len(encoded) == len(text))
        texts += [(at, at + len(encoded)), (0, 0)]
        at += len(encoded)
        head: list[int] = []
        alone: list[bytes] = []
        for each in once:
            said = (each or "").encode()
            head += (NONE, NONE) if each is None else (at, at + len(said))
            alone.append(said)
            at += len(said)
        places = head
        rows = [*self.rows, *[(0,) * _OWN] * AFTER_SENTENCES]
        leaning = [*self.leaning, *[()] * AFTER_SENTENCES]
        for row, begin, text_range, others in zip(
            rows, zip(*begins, strict=True), texts, leaning, strict=True
        ):
            places += (*row, *begin, *text_range, *others, *_NO_MORE[len(others) :])
        body = b"".join([*chain.from_iterable(sections), encoded, *alone])
        return IndexedAnswer(number, text_hash, array(_NUMBER, places).tobytes(), body)


def _byte_ranges(
    text: str, rows: Iterable[Sequence[int]], at: int, *, is_ascii: bool
) -> list[tuple[int, int]]:
    """Return where the sentences of a text stand in its UTF-8, which begins at a byte."""
    if is_ascii:
        return [(at + row[_START], at + row[_END]) for row in rows]
    found: list[tuple[int, int]] = []
    reached = 0
    for row in rows:
        begin = at + len(text[reached : row[_START]].encode())
        at = begin + len(text[row[_START] : row[_END]].encode())
        found.append((begin, at))
        reached = row[_END]
    return found


def indexed(analysed: AnalysedAnswer, text_hash: int) -> IndexedAnswer:
    """Return an answer as it is kept.

    Args:
        analysed: the answer, taken apart.
        text_hash: tells its revision from others.
    """
    answer, layout, parts = analysed.answer, analysed.layout, analysed.parts
    headings = [NONE if each is None else each for each in layout.headings]
    kept = _Kept(
        rows=[
            (each.start, each.end, each.paragraph, layout.points_back(each.ordinal), headings[each.ordinal])
            for each in analysed.sentences
        ],
        leaning=[layout.leans_on(each.ordinal) for each in analysed.sentences],
        pieces=[each.pieces for each in parts],
        hashes=[each.hashes for each in parts],
        terms=[each.terms for each in parts],
        spelled=[each.spelled for each in parts],
    )
    return kept.written(
        answer.number, text_hash, answer.text, (answer.byline.author, answer.question, parts[-1].subject)
    )
