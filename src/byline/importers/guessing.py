"""Tells two encodings that a file does not name: UTF-16 without its mark, and Windows-1252.

A rule of our own, strict, over charset-normalizer: of four short tables in French, German and English that
took one for Chinese, two for Eastern and one for Baltic, and a wrong letter in a quotation is one that its
author never wrote. Here everything but Western text is refused, with how to save it as UTF-8.
"""

from __future__ import annotations

import re

WINDOWS = "cp1252"

# The five places that Windows-1252 leaves empty, and control characters that no text has.
_NO_TEXT = re.compile(rb"[\x81\x8d\x8f\x90\x9d\x00-\x08\x0e-\x1f\x7f]")
# A letter or quotation mark of UTF-8: a file that has one is damaged UTF-8, and not Windows-1252.
_UTF8 = re.compile(rb"[\xc3-\xc5\xce-\xd1][\x80-\xbf]|\xe2[\x80-\x86][\x80-\xbf]|\xf0\x9f[\x80-\xbf]{2}")
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z\x8a\x8c\x8e\x9a\x9c\x9e\x9f\xc0-\xd6\xd8-\xf6\xf8-\xff]")
# Western words have one letter with an accent at a time, rarely two; other alphabets have nothing else.
_RUN = re.compile(rb"[\xc0-\xff]{4}")
_MOST_HIGH = 0.25

_WHERE_NUL = {"utf-16-le": 1, "utf-16-be": 0}
_ENOUGH_BYTES = 4


def unmarked_utf16(start: bytes) -> str | None:
    """Return the codec of UTF-16 without a mark, None when ``start`` is something else.

    At least half of the characters must be of the first 256, which leaves a NUL in every other byte.
    """
    if len(start) < _ENOUGH_BYTES:
        return None
    for codec, place in _WHERE_NUL.items():
        high, low = start[place::2], start[1 - place :: 2]
        if high.count(0) * 2 >= len(high) and not low.count(0):
            return codec
    return None


class WesternText:
    """Looks at the bytes of a file, block by block, for whether they are text in Windows-1252."""

    def __init__(self) -> None:
        self.may_be = True
        self._high = 0
        self._letters = 0
        self._last = b""

    def look(self, block: bytes) -> None:
        """Look at the next block."""
        joined = self._last + block
        self._last = block[-3:]
        if _NO_TEXT.search(block) or _UTF8.search(joined) or _RUN.search(joined):
            self.may_be = False
        self._high += len(_HIGH.findall(block))
        self._letters += len(_LETTER.findall(block))

    def is_it(self) -> bool:
        """Say whether all that was looked at is Western text."""
        return self.may_be and self._high <= self._letters * _MOST_HIGH
