"""Finds where an answer of an expert page begins: a name, then a byline line.

Nothing separates one answer from the next, so this decides whose words are whose. Two mistakes are
possible: to take an author's heading for a name, or to miss a name and give the answer to the author
before. Therefore the surer the byline line is, the less is asked of the name, and the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from byline.importers.bylines import BylineLine, Order, parse_byline_line
from byline.importers.page_lines import Kind, kind_of, lower_case_name_in, may_be_heading, name_in


@dataclass(frozen=True, slots=True)
class Header:
    """The beginning of an answer: ``lines[start:end]`` say who wrote it, its words begin at ``end``."""

    name: str | None
    byline: BylineLine
    start: int
    end: int
    doubled: bool = False
    """Whether the name stands twice, as pages with numbered questions print it."""


def header_at(
    lines: Sequence[str], start: int, order: Order | None, captured: date | None, *, fresh: bool
) -> Header | None:
    """Return the header that begins at ``lines[start]``, None when none does.

    Args:
        lines: the lines of the page.
        start: the 0-based line to look at.
        order: what comes first in this page's bylines, if the page says.
        captured: the day that ages are counted back from.
        fresh: whether nothing is open before this line: it is the first, or follows an empty line or the
            end of an answer.
    """
    if kind_of(lines[start]) is not Kind.TEXT:
        return None
    own = parse_byline_line(lines[start], order, captured)
    if own is not None and own.certain:
        return Header(None, own, start, start + 1)
    name = name_in(lines[start]) or (lower_case_name_in(lines[start]) if fresh else None)
    if name is None:
        return None
    place = _next_line(lines, start)
    doubled = place < len(lines) and name_in(lines[place]) == name
    if doubled:
        place = _next_line(lines, place)
    byline = parse_byline_line(lines[place], order, captured) if place < len(lines) else None
    if byline is None or not _believable(lines, name, byline, start, place, doubled):
        return None
    return Header(name, byline, start, place + 1, doubled)


def _believable(
    lines: Sequence[str], name: str, byline: BylineLine, start: int, place: int, doubled: bool
) -> bool:
    """Say whether a name and a byline line belong together."""
    if doubled or byline.certain:
        return True
    if name_in(lines[start]) is None:
        return False  # in lower case; only a certain byline makes that a name
    adjacent = place == start + 1
    return byline.has_role or (adjacent and (byline.marked or not may_be_heading(name)))


def _next_line(lines: Sequence[str], place: int) -> int:
    """Return the line after ``place``, passing over one empty line."""
    place += 1
    if place < len(lines) and kind_of(lines[place]) is Kind.BLANK:
        place += 1
    return place
