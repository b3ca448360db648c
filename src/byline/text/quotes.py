"""Pasted quotations: what of a paste was quoted, its parts, and how it differs from what was written."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from byline.text.wording import Word, Wording
from byline.verdicts import Difference, DifferenceKind

NEAR_ENOUGH = 0.5
"""A passage is what a quotation was made from when they share this much of their words' letters."""
_LEAST_SHARED = 2
"""Words; in a script without spaces characters, of which twice as many."""
_MARGIN = 8
"""Words before and after the nearest stretch that are looked at too, and of a long quotation one for each
two that it has: where words were left out, the stretch is shorter than what it was made from."""
_FAR, _FAR_LETTERS = 3, 20
"""A word at an end is there by accident when so many times its letters part it from the rest, or so many."""
_BY_LETTERS = 400
"""Characters; the stretch that a longer quotation was made from is found by its words, which is much quicker
and sure enough when they are many."""
_OMISSION = re.compile(r"\s*(?:\[\s*(?:…|\.{3}|\. \. \.)\s*\])\s*")
_OPENING, _CLOSING = "\"'“„‟«»‹›‘‚‛「『〝＂", "\"'”“‟«»‹›’‘」』〞〟＂"
_WRAPPED = re.compile(rf"[{_OPENING}](.+)[{_CLOSING}]", re.DOTALL)
_ATTRIBUTED = re.compile(rf"[{_OPENING}](.+)[{_CLOSING}]\s*[—–―-]\s*\S.*", re.DOTALL)
_QUOTED_LINE = re.compile(r"^\s*> ?", re.MULTILINE)
_MARKDOWN_BYLINE = re.compile(r"\n\s*[—–-]{1,2} [^\n]*$")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#|~])")
_ENDS = frozenset(".!?。！？।؟")
_EDGES = " \t\r\n\u00a0\u00ad\u200b\u200e\u200f\u202f\u2060\ufeff"

Range = tuple[int, int]


def readings(pasted: str) -> Iterator[str]:
    """Yield what may be the quotation in a paste, the paste itself first.

    People paste a quotation with the marks around it, with the name below it, or as Markdown.
    """
    seen = set()
    for reading in _readings(pasted.strip(_EDGES)):
        if reading and reading not in seen:
            seen.add(reading)
            yield reading


def _readings(text: str) -> Iterator[str]:
    yield text
    if text.startswith(">"):
        unquoted = _MARKDOWN_BYLINE.sub("", _QUOTED_LINE.sub("", text))
        text = _ESCAPED.sub(r"\1", unquoted).strip(_EDGES)
        yield text
    for pattern in (_ATTRIBUTED, _WRAPPED):
        if match := pattern.fullmatch(text):
            yield match[1].strip(_EDGES)


def parts_of(quotation: str) -> list[str]:
    """Return the parts of a quotation between ``[…]``, which says that something was left out."""
    return [part for part in _OMISSION.split(quotation) if part.strip(_EDGES)]


def standing(parts: Sequence[Wording], answer: Wording) -> list[Range] | None:
    """Return where the parts stand in an answer's text, in their order; None unless all of them do.

    Of several places the one that is the same character for character is taken, else the first.

    Returns:
        Ranges of the text in code points, one for each part, none before the end of the one before.
    """
    found: list[Range] = []
    after = 0
    for part in parts:
        places = [place for place in answer.occurrences(part) if place[0] >= after]
        if not places:
            return None
        chosen = places[0]
        if len(parts) == 1:
            verbatim = (at for at in places if _slice(answer, answer.origin(*at)) == part.text)
            chosen = next(verbatim, chosen)
        found.append(answer.origin(*chosen))
        after = chosen[1]
    return found


def _slice(wording: Wording, where: Range) -> str:
    return wording.text[where[0] : where[1]]


@dataclass(frozen=True, slots=True)
class Near:
    """The passage of an answer that a quotation was most likely made from."""

    likeness: float
    """The share of letters, 0 to 1, that stand in words which both have, in one order."""
    start: int
    end: int
    differences: tuple[Difference, ...]


def nearest(quotation: Wording, answer: Wording) -> Near | None:
    """Return the passage of ``answer`` that is most like ``quotation``; None when nothing there is."""
    ours = quotation.words
    first, last = _passage(quotation, answer)
    if first == last:
        return None
    runs = _aligned(ours, answer.words[first:last])
    while gap := _astray(runs):
        first, last = (first + gap, last) if gap > 0 else (first, last + gap)
        runs = _aligned(ours, answer.words[first:last])
    first, last = _faced(runs, answer.words, first, last)
    words = answer.words[first:last]
    runs = _aligned(ours, words)
    shared = [word for _, left, right in runs for word in _shared(left, right) if not word.is_sign]
    likeness = 2 * _letters(shared) / (_letters(ours) + _letters(words) or 1)
    enough = _LEAST_SHARED if any(len(word.text) > 1 for word in shared) else 2 * _LEAST_SHARED
    if likeness < NEAR_ENOUGH or len(shared) < enough:
        return None
    start, end = answer.origin(words[0].start, words[-1].end)
    return Near(likeness, start, end, tuple(_differences(quotation, answer, runs, (start, end))))


Run = tuple[bool, Sequence[Word], Sequence[Word]]
"""Words of the quotation and of the answer that stand against each other, and whether they are the same."""


def _shared(ours: Sequence[Word], theirs: Sequence[Word]) -> Iterator[Word]:
    """Yield the words of the first row that the second has too, in the same order but for case."""
    for step in LCSseq.opcodes(_keys(ours), _keys(theirs)):
        if step.tag == "equal":
            yield from ours[step.src_start : step.src_end]


def _letters(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words if not word.is_sign)


def _passage(quotation: Wording, answer: Wording) -> Range:
    """Return which of the answer's words the quotation was made from: the first, and the one after the last.

    That is the shortest run that has as many of the quotation's words, in their order, as there are in and
    around the stretch whose letters are most like the quotation's.
    """
    first, last = _stretch(quotation, answer)
    ours, theirs = _keys(quotation.words), _keys(answer.words[first:last])
    most = LCSseq.similarity(ours, theirs)
    end = bisect_left(range(len(theirs)), most, key=lambda at: LCSseq.similarity(ours, theirs[:at]))
    length = bisect_left(
        range(end), most, key=lambda count: LCSseq.similarity(ours, theirs[end - count : end])
    )
    return first + end - length, first + end


def _stretch(quotation: Wording, answer: Wording) -> Range:
    ours, theirs = _lower(quotation.plain), _lower(answer.plain)
    short = len(ours) <= _BY_LETTERS and len(ours) < len(theirs)
    found = fuzz.partial_ratio_alignment(ours, theirs) if short else None
    if found is None:
        return 0, len(answer.words)
    inside = [
        number
        for number, word in enumerate(answer.words)
        if word.end > found.dest_start and word.start < found.dest_end
    ]
    if not inside:
        return 0, len(answer.words)
    margin = max(_MARGIN, len(quotation.words) // 2)
    return max(0, inside[0] - margin), min(len(answer.words), inside[-1] + 1 + margin)


def _keys(words: Sequence[Word]) -> list[str]:
    """Return the words without case, to find a quotation in capitals; ``_alike`` tells them apart."""
    return [word.text.lower() for word in words]


def _lower(plain: str) -> str:
    """Return the text in small letters, where that keeps every letter in its place."""
    lower = plain.lower()
    return lower if len(lower) == len(plain) else plain


def _aligned(ours: Sequence[Word], theirs: Sequence[Word]) -> list[Run]:
    """Return both rows of words cut into runs that are the same and runs that are not, in turns."""
    steps = LCSseq.opcodes(_keys(ours), _keys(theirs))
    runs: list[Run] = []
    for step in steps:
        same = step.tag == "equal"
        left, right = ours[step.src_start : step.src_end], theirs[step.dest_start : step.dest_end]
        for run in _alike(left, right) if same else [(False, left, right)]:
            if runs and runs[-1][0] == run[0]:
                runs[-1] = (run[0], [*runs[-1][1], *run[1]], [*runs[-1][2], *run[2]])
            else:
                runs.append(run)
    return runs


def _alike(ours: Sequence[Word], theirs: Sequence[Word]) -> Iterator[Run]:
    """Yield words that are the same but for case one by one: same, or not by their case or a space before."""
    for at in range(len(ours)):
        same = ours[at].text == theirs[at].text
        if at and same:
            same = (ours[at - 1].end < ours[at].start) == (theirs[at - 1].end < theirs[at].start)
        yield same, ours[at : at + 1], theirs[at : at + 1]


def _astray(runs: Sequence[Run]) -> int:
    """Return how many words of the passage to take off its beginning, or as a negative number its end.

    A common word of the quotation may stand far before or after the passage that it was made from.
    """
    for side, number in ((1, 0), (-1, len(runs) - 1)):
        same = number if runs[number][0] else number + side
        gap = same + side
        if not (0 <= gap < len(runs) and 0 <= same < len(runs)):
            continue
        away = _letters(runs[gap][2]) - _letters(runs[gap][1])
        if away > max(_FAR_LETTERS, _FAR * _letters(runs[same][2])):
            return side * sum(len(run[2]) for run in (runs[: gap + 1] if side == 1 else runs[gap:]))
    return 0


def _faced(runs: Sequence[Run], words: Sequence[Word], first: int, last: int) -> Range:
    """Set words of the answer against those that the quotation begins and ends with and the passage has not.

    As many as these are, from before and after the passage, within the sentence. Returns the passage with
    them.
    """
    begin, end = first, last
    _, ours, theirs = runs[0]
    if not theirs:
        while begin and first - begin < len(ours) and words[begin - 1].text not in _ENDS:
            begin -= 1
    _, ours, theirs = runs[-1]
    if not theirs and len(runs) > 1:
        while end < len(words) and end - last < len(ours) and words[end - 1].text not in _ENDS:
            end += 1
    return begin, end


def _differences(
    quotation: Wording, answer: Wording, runs: Sequence[Run], passage: Range
) -> Iterator[Difference]:
    """Yield the runs as they read, with the white space after them: together they are both texts again."""
    ours, theirs = 0, passage[0]
    for number, (same, left, right) in enumerate(runs):
        ours_end = _end(quotation, [run[1] for run in runs[number:]], ours, len(quotation.text))
        theirs_end = _end(answer, [run[2] for run in runs[number:]], theirs, passage[1])
        quoted, said = quotation.text[ours:ours_end], answer.text[theirs:theirs_end]
        yield Difference(_kind(same, left, right), quoted, said)
        ours, theirs = ours_end, theirs_end


def _end(wording: Wording, runs: Sequence[Sequence[Word]], begin: int, last: int) -> int:
    """Return where the first of the runs ends in the text: where the next that has words begins."""
    if not runs[0]:
        return begin
    following = next((words[0] for words in runs[1:] if words), None)
    return last if following is None else wording.origin(following.start, following.end)[0]


def _kind(same: bool, ours: Sequence[Word], theirs: Sequence[Word]) -> DifferenceKind:
    if same:
        return DifferenceKind.SAME
    if not theirs:
        return DifferenceKind.ADDED
    if not ours:
        return DifferenceKind.LEFT_OUT
    return DifferenceKind.CHANGED
