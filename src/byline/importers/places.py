"""Where the words of drafts stand in the text that they were read from.

For a person who checks an import beside its original. What an importer changed on the way (markup taken
out, quotes of a table undone) does not stand there word for word; such words have no place.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from byline.models import Draft
from byline.text.wording import Wording

_SHORTEST_PIECE = 12
"""Letters that a line of an answer has at least to be looked for alone; fewer may stand in any word."""
_MOST_TRIES = 1000
"""Places at which a name is looked at before it counts as not found."""


class Part(StrEnum):
    """What of a draft stands at a place."""

    NAME = "name"
    BYLINE = "byline"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """A half-open range of the original, in code points; ``draft`` counts the drafts from 0."""

    start: int
    end: int
    draft: int
    part: Part


def places(original: str, drafts: Sequence[Draft]) -> tuple[DraftPlace, ...]:
    r"""Return where the words of the drafts stand, in the order of the text; no two places overlap.

    Each draft is looked for from its ``line`` to that of the next, one without a line after the one before;
    its question, where it is not there, above it. Words are the same as ``text.wording`` has it.

    Args:
        original: the text, with lines that end in ``\n``.
        drafts: what was read from it.
    """
    return _Search(original, drafts).found()


class _Search:
    """One text, and what has a place in it so far."""

    def __init__(self, original: str, drafts: Sequence[Draft]) -> None:
        self._drafts = drafts
        self._wording = Wording(original)
        begins = [0]
        for line in original.split("\n"):
            begins.append(begins[-1] + len(line) + 1)
        self._begins = begins
        self._taken: list[DraftPlace] = []  # by where they start

    def found(self) -> tuple[DraftPlace, ...]:
        above = 0
        for number, draft in enumerate(self._drafts):
            start = above if draft.line is None else self._plain(self._begin(draft.line))
            above = max(above, self._draft(number, draft, start, self._end(number), above))
        return tuple(self._taken)

    def _draft(self, number: int, draft: Draft, start: int, end: int, above: int) -> int:
        """Take the places of one draft; return where its last word ends, in the plain form."""
        last = start
        # The answer first: what is said of a person may stand inside of what that person says.
        for at, to in self._pieces(draft.text, start, end):
            self._take(at, to, number, Part.ANSWER)
            last = to
        byline = draft.byline
        # A printed byline is one line, and its parts are not looked for again.
        said = (byline.as_printed,) if byline.as_printed else (byline.role, byline.company)
        for words, part in (
            (byline.author, Part.NAME),
            *((each, Part.BYLINE) for each in said),
            (None if byline.as_printed else byline.date.as_printed, Part.BYLINE),
        ):
            self._short(words, number, part, start, end)
        question = draft.question
        if not self._short(question, number, Part.QUESTION, start, end):
            self._short(question, number, Part.QUESTION, above, start)
        return last

    def _end(self, number: int) -> int:
        """Return where the next draft begins, in the plain form."""
        line = self._drafts[number].line or 0
        later = (each.line for each in self._drafts[number + 1 :] if each.line and each.line > line)
        following = next(later, None)
        return len(self._wording.plain) if following is None else self._plain(self._begin(following))

    def _pieces(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where an answer stands: in one piece, or those of its lines that do, one after the other."""
        whole = Wording(text).plain
        at = self._find(whole, start, end)
        if at >= 0:
            yield at, at + len(whole)
            return
        for line in text.split("\n"):
            piece = Wording(line.strip()).plain
            at = self._find(piece, start, end) if len(piece) >= _SHORTEST_PIECE else -1
            if at >= 0:
                start = at + len(piece)
                yield at, start

    def _short(self, words: str | None, number: int, part: Part, start: int, end: int) -> bool:
        """Take the first place of a name or a line that nothing else has taken; say whether it has one."""
        plain = Wording(words or "").plain
        at = start - 1
        for _ in range(_MOST_TRIES):
            at = self._find(plain, at + 1, end)
            if at < 0:
                return False
            if self._take(at, at + len(plain), number, part):
                return True
        return False

    def _find(self, words: str, start: int, end: int) -> int:
        """Return where words stand in the plain form, or -1; a short name never inside a word."""
        plain = self._wording.plain
        at = plain.find(words, start, end) if words else -1
        for _ in range(_MOST_TRIES):
            inside = at > 0 and plain[at - 1].isalnum() and words[0].isalnum()
            if (
                not inside or len(words) >= _SHORTEST_PIECE
            ):  # "\\nAnd" in JSON is a line that begins with "And"
                return at
            at = plain.find(words, at + 1, end)
        return -1

    def _take(self, at: int, to: int, number: int, part: Part) -> bool:
        """Keep a place unless another has some of it."""
        start, end = self._wording.origin(at, to)
        taken = self._taken
        following = bisect_left(taken, start, key=_start)
        if start >= end or (following < len(taken) and taken[following].start < end):
            return False
        if following and taken[following - 1].end > start:
            return False
        insort(taken, DraftPlace(start, end, number, part), key=_start)
        return True

    def _begin(self, line: int) -> int:
        return self._begins[min(max(line, 1), len(self._begins)) - 1]

    def _plain(self, offset: int) -> int:
        """Return where an offset of the text comes to lie in the plain form."""
        wording = self._wording
        return bisect_left(range(len(wording.plain)), offset, key=lambda at: wording.origin(at, at + 1)[0])


def _start(place: DraftPlace) -> int:
    return place.start
