"""Lays an excerpt out for the terminal: wrapped, indented, the matched sentences emphasised.

Wrapping may only turn white space into line ends: joined again, the lines are the author's words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import click

from byline.cli.terminal import cells, harmless
from byline.models import Excerpt

# A word is what may not be broken. Chinese and Japanese put no space between words, so there each
# character may begin a line; the marks that close a phrase stay with the character before them.
_WORD = re.compile(r"\s+|\S+")
_CLOSING = frozenset("、。，．：；！？）」』】〉》’”")

Piece = tuple[str, bool]
"""Some text of one line, and whether it is emphasised."""


def lay_out(excerpt: Excerpt, columns: int, *, indent: str = "    ") -> str:
    """Return the excerpt as indented lines of at most ``columns`` columns.

    Matched sentences are bold. An excerpt whose every sentence matched is left plain: emphasis on
    everything is emphasis on nothing. What it says further follows, or goes before, after a line "[…]".
    """
    lines: list[str] = []
    for part in excerpt.parts:
        if lines:
            lines.append(f"{indent}[…]")
        own = part == (excerpt.start, excerpt.end)
        text = excerpt.answer.text[slice(*part)]
        marks = _emphasis(excerpt) if own else [False] * len(text)
        lines.extend(indent + line if line else "" for line in _lines(text, marks, columns - len(indent)))
    return "\n".join(line.rstrip() for line in lines)


def _lines(text: str, emphasis: list[bool], columns: int) -> Iterator[str]:
    offset = 0
    for paragraph in text.split("\n"):
        marks = emphasis[offset : offset + len(paragraph)]
        offset += len(paragraph) + 1
        yield from map(_styled, _wrap(paragraph, marks, max(10, columns)))


def _emphasis(excerpt: Excerpt) -> list[bool]:
    """Return for each character of the excerpt whether it is emphasised."""
    marks = [False] * len(excerpt.text)
    if all(sentence.matched for sentence in excerpt.sentences):
        return marks
    for sentence in excerpt.sentences:
        if sentence.matched:
            start, end = sentence.start - excerpt.start, sentence.end - excerpt.start
            marks[start:end] = [True] * (end - start)
    return marks


def _wrap(paragraph: str, marks: list[bool], room: int) -> Iterator[list[Piece]]:
    """Yield the lines of one paragraph, each as pieces; an empty paragraph is one empty line."""
    line: list[Piece] = []
    used = 0
    for start, end in _unbreakable(paragraph, room):
        word, marked = harmless(paragraph[start:end]).replace("\t", " "), marks[start]
        wide = cells(word)
        if used + wide > room and line:
            yield line
            line, used = [], 0
        if line or not word.isspace():
            line.append((word, marked))
            used += wide
    if line or not paragraph.strip():
        yield line


def _unbreakable(paragraph: str, room: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges between which a line may end: words, white space, parts of what is too long."""
    for found in _WORD.finditer(paragraph):
        start, end = found.span()
        if start == end - 1 or (found[0].isascii() and end - start <= room):
            yield start, end
            continue
        begin = start
        for at in range(start + 1, end):
            if _may_break(paragraph, at) or cells(paragraph[begin : at + 1]) > room:
                yield begin, at
                begin = at
        yield begin, end


def _may_break(text: str, at: int) -> bool:
    """Whether a line may end before the character at ``at``, inside a run without spaces."""
    if text[at] in _CLOSING:
        return False
    return any(unicodedata.east_asian_width(character) in "WF" for character in text[at - 1 : at + 1])


def _styled(line: list[Piece]) -> str:
    """Return the pieces of a line joined, neighbours of one style in one go."""
    text, run, bold = "", "", False
    for piece, marked in [*line, ("", False)]:
        if marked != bold or not piece:
            text += click.style(run, bold=True) if bold and run else run
            run, bold = "", marked
        run += piece
    return text
