"""Cuts an answer into sentences whose offsets are exact.

The text is first laid out in blocks (a paragraph, a list item, a heading), because a full stop is not
the only thing that ends a sentence; each block is then cut by sentencex, which knows the abbreviations
of many languages. Nothing is copied or altered: a Sentence is a range of the text.

    "Two reasons:\\n* e.g. cost\\n* time. Dr. Ito agrees."
     └──────────┘    └───────┘    └───┘ └──────────────┘     four sentences, the markers left out
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

from byline.models import Sentence
from byline.text.languages import detect_language

LONGEST = 1000
"""Characters; a longer run without an end is cut at a pause, so that an excerpt stays readable."""

_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"[^\n]+")
_MARKER = re.compile(r"\s*(?:[*•‣▪◦·–—-]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+")
_INLINE_BULLET = re.compile(r"\s[*•]\s+(?=\S)")
_ENDS = re.compile(r"[.!?…。！？।؟:;：；][\"'”’»)\]]*\s*$")
_PAUSES = (re.compile(r"[;；]\s*"), re.compile(r"[,，、]\s*"), re.compile(r"\s+"))
_WRAPPED_LINE = 50
"""A line at least this long without an end of sentence is taken as prose wrapped by hand."""
_NEVER_ENDS = re.compile(r"(?<!\w)(?:e\.\s?g|i\.\s?e|z\.\s?B|d\.\s?h|cf|vs|approx|ca|bzw|vgl)\.\s*$")
"""What stands before an example, a comparison or a number never ends a sentence."""
_SELDOM_ENDS = re.compile(
    r"(?<!\w)(?:(?:[a-z]\.)+[a-z]|[Nn]o|[Nn]os|[Ff]igs?|[Vv]ols?|pp?|al|incl|excl|esp|resp|min|max|avg|dept|est|etc|usw)"
    r"\.\s*$"
)
"""These end a sentence only where a capital follows."""
_LONGEST_ABBREVIATION = 12
"""Characters in which the end of either is seen: "approx.", "e. g.", and of "a.b.c." the last two letters."""
_SPACE = re.compile(r"\s")
_ASCII_SPACE = {code: " " for code in range(128) if chr(code).isspace()}
_LONGEST_MARKER = 5
"""Characters: "(123)"."""
_GLIMPSE = 20
"""Characters of the rest that nearly always tell what is asked of it."""


def sentences(text: str, language: str | None = None) -> tuple[Sentence, ...]:
    """Cut ``text`` into sentences.

    Args:
        text: an answer's text.
        language: its ISO 639-1 code; detected when None.

    Returns:
        Ranges in code points, in order, apart from each other, each beginning and ending on a visible
        character. Every letter and digit of the text lies in exactly one of them, except the numbers and
        letters of list markers.
    """
    language = language or detect_language(text)
    found: list[Sentence] = []
    for paragraph, (paragraph_start, paragraph_end) in enumerate(_paragraphs(text)):
        for block_start, block_end in _blocks(text, paragraph_start, paragraph_end):
            for start, end in _cut(text, block_start, block_end, language):
                found.append(Sentence(start, end, len(found), paragraph))
    return tuple(found)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _PARAGRAPH_BREAK.finditer(text):
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Join the lines of a paragraph that are one run of prose; keep list items and headings apart."""
    block_start = block_end = -1
    for line in _LINE.finditer(text, start, end):
        marker = _MARKER.match(text, line.start(), line.end())
        if block_start >= 0 and marker is None and _continues(text[block_start:block_end], line.group()):
            block_end = line.end()
            continue
        if block_start >= 0:
            yield from _split_inline_bullets(text, block_start, block_end)
        block_start, block_end = (marker.end() if marker else line.start()), line.end()
    if block_start >= 0:
        yield from _split_inline_bullets(text, block_start, block_end)


def _continues(block: str, line: str) -> bool:
    if _ENDS.search(block):
        return not block.rstrip().endswith((":", "："))
    last_line = block.rsplit("\n", 1)[-1]
    return len(last_line.strip()) >= _WRAPPED_LINE or line.lstrip()[:1].islower()


def _split_inline_bullets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pages flatten a list to "first * second * third"; one star alone is a multiplication or a note."""
    bullets = list(_INLINE_BULLET.finditer(text, start, end))
    if len(bullets) < 2:
        yield start, end
        return
    for bullet in bullets:
        yield start, bullet.start()
        start = bullet.end()
    yield start, end


def _cut(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    # Same length, so offsets hold. Inside a block a line end is only white space, and sentencex's
    # slicing of bytes fails on white space of several bytes (U+2028).
    block = text[start:end]
    block = block.translate(_ASCII_SPACE) if block.isascii() else _SPACE.sub(" ", block)
    begin = 0
    position = 0
    for piece in sentencex.segment(language, block):
        position += len(piece)
        if _goes_on(block[begin:position], block, position):
            continue
        yield from _bounded(text, start + begin, start + position)
        begin = position
    yield from _bounded(text, start + begin, end)


def _goes_on(piece: str, block: str, position: int) -> bool:
    """Say whether ``piece`` needs what follows: a marker or an abbreviation at its end, or no word at all.

    Args:
        piece: of the block.
        block: whose rest follows.
        position: where the rest begins.
    """
    said = piece.strip()
    if not any(map(str.isalnum, said)) or (len(said) <= _LONGEST_MARKER and _MARKER.fullmatch(f"{said} ")):
        return True
    rest = block[position : position + _GLIMPSE].lstrip() or block[position:].lstrip()
    if rest and not any(map(str.isalnum, rest)) and not any(map(str.isalnum, block[position:])):
        return True  # a closing quote would be left alone
    end = len(piece.rstrip())
    if not piece.endswith(".", 0, end):
        return False
    # From the last few letters on, since both are short; what stands before is still looked back at.
    tail = max(0, end - _LONGEST_ABBREVIATION)
    return bool(
        _NEVER_ENDS.search(piece, tail) or (not rest[:1].isupper() and _SELDOM_ENDS.search(piece, tail))
    )


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Trim white space and cut what is far too long at its last pause before the limit."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = _pause(text, start)
        yield start, cut
        start = cut
        while text[start].isspace():
            start += 1
    if end > start:
        yield start, end


def _pause(text: str, start: int) -> int:
    window_end = start + LONGEST
    for pattern in _PAUSES:
        pauses = list(pattern.finditer(text, start + LONGEST // 2, window_end))
        if pauses:
            last = pauses[-1]
            return last.start() + len(last.group().rstrip())
    return window_end
