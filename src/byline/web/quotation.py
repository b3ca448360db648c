"""Cut a text into the pieces that a page marks up. Put together again they are the text, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from byline.citation import LEFT_OUT
from byline.models import Sentence


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: a sentence with its number, or what stands between two (``ordinal`` is None)."""

    text: str
    ordinal: int | None


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive pieces that were all quoted, or none of them."""

    quoted: bool
    pieces: tuple[Piece, ...]


def excerpt_pieces(excerpt: dict[str, Any]) -> list[tuple[str, bool]]:
    """Return an excerpt (as the JSON endpoint gives it) as (text, matched) in the order of reading.

    What it says further stands before or after it, with ``[…]`` for what was left out between them.
    """
    ranges = ((each["start"], each["end"], each["matched"]) for each in excerpt["sentences"])
    own = _cut(excerpt["text"], excerpt["start"], ranges)
    before, after = [], []
    for each in excerpt["further"]:
        if each["start"] < excerpt["start"]:
            before += [(each["text"], True), (LEFT_OUT, False)]
        else:
            after += [(LEFT_OUT, False), (each["text"], True)]
    return [*before, *own, *after]


def _cut(text: str, offset: int, ranges: Iterable[tuple[int, int, bool]]) -> list[tuple[str, bool]]:
    """Cut a text that begins at ``offset`` into (text, marked); ranges are in order, each marked or not."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for begin, stop, is_marked in ranges:
        start, end = begin - offset, stop - offset
        pieces += [(text[at:start], False), (text[start:end], is_marked)]
        at = end
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]


def place_pieces(place: dict[str, Any]) -> list[tuple[str, bool]]:
    """Return where a quotation stands (as the JSON endpoint gives it) as (text, quoted), in order.

    Together they are the whole sentences around it.
    """
    ranges = ((each["start"], each["end"], True) for each in place["ranges"])
    return _cut(place["context"], place["context_start"], ranges)


def answer_pieces(
    text: str, sentences: Sequence[Sentence], quoted: tuple[int, int] | None = None
) -> list[Passage]:
    """Return an answer's text as passages of pieces.

    Args:
        text: the answer's text.
        sentences: its sentences, in order.
        quoted: the range that a reply quoted. One that does not begin and end with a sentence was made
            from another text than this, and marks nothing.
    """
    first = next((s.ordinal for s in sentences if quoted and s.start == quoted[0]), None)
    last = next((s.ordinal for s in sentences if quoted and s.end == quoted[1]), None)
    marked = range(first, last + 1) if first is not None and last is not None else range(0)
    runs = groupby(_pieces(text, sentences, marked), key=itemgetter(0))
    return [Passage(inside, tuple(piece for _, piece in run)) for inside, run in runs]


def _pieces(text: str, sentences: Sequence[Sentence], marked: range) -> Iterator[tuple[bool, Piece]]:
    """Give each piece and whether it is marked; a gap is when the sentences on both its sides are."""
    at = 0
    for sentence in sentences:
        here = sentence.ordinal in marked
        if sentence.start > at:
            yield here and sentence.ordinal - 1 in marked, Piece(text[at : sentence.start], None)
        yield here, Piece(text[sentence.start : sentence.end], sentence.ordinal)
        at = sentence.end
    if at < len(text):
        yield False, Piece(text[at:], None)
