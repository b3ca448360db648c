"""What two texts may differ in and still be word for word the same: how they are set, never what they say.

A text is brought into a plain form, in which white space, quotation marks, dashes and the dots of an
ellipsis look one way, and every part of that form is known to come from a range of the text. Two texts have
the same words when their plain forms are equal.

    ‘So –  “later”…’  and  'So - "later"...'   both give   'So — 'later'...'

Letters, digits, their case, other punctuation, and whether there is white space at all between two words are
what a text says: they are the same in the plain form.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
"""Soft hyphens, zero width spaces and marks of direction: copying adds and drops them unseen."""
_HAN_AND_KANA = (
    "\u3001-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uffef\U00020000-\U0003ffff"
)
_NO_BREAK = "\u00a0\u202f"
_FORMS = re.compile(
    # In Chinese and Japanese a space parts no words; it is where a line was broken.
    rf"(?P<nothing>(?<=[{_HAN_AND_KANA}])[\s{_INVISIBLE}]+(?=[{_HAN_AND_KANA}])|[{_INVISIBLE}]+(?!\s))"
    # French sets its quotation marks with spaces that do not break.
    rf"|(?P<quote>«[{_NO_BREAK}]|[{_NO_BREAK}]»|(?<!\d)[\"”″״＂]|[“„‟«»‹›'‘’‚‛´ʼ′׳「」『』〝〞〟＇])"
    # One plain space is its own plain form and the most frequent thing there is: it is not matched.
    rf"|(?P<space>(?! (?![\s{_INVISIBLE}]))[\s{_INVISIBLE}]+)"
    r"|(?P<inch>[\"”″״＂])"  # after a digit: 6" is not 6'
    r"|(?P<hyphen>(?<=\d)–(?=\d)|(?<!\S)[‐‑−](?=\S)|(?<=\S)[‐‑−])"
    r"|(?P<dash>[–―⸺⸻]|(?<!\S)[-‐‑−](?!\S)|(?<!-)-{2,3}(?!-))"
    r"|(?P<ellipsis>…|\.[ \u00a0\u202f]\.[ \u00a0\u202f]\.)"
)
_PLAIN = {
    "nothing": "",
    "quote": "'",
    "space": " ",
    "inch": '"',
    "hyphen": "-",
    "dash": "—",
    "ellipsis": "...",
}

_UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
)
"""Scripts that put no space between words: Han, kana, Thai, Lao, Myanmar, Khmer."""
_PARTS_WORDS = r"\s—'\"()\[\]{}<>!?;¿¡،؛؟।॥、。「」『』〈〉《》【】（）！，．：；？…"
_LETTER = rf"(?:[^{_PARTS_WORDS}{_UNSPACED}.,:*_~|])"
_INNER = rf"(?:{_LETTER}|[*_~|]|(?<=[^\W_])'(?=[^\W_])|(?<!\.)\.(?!\.)|(?<=\d)[,:](?=\d))"
_TOKEN = re.compile(rf"[{_UNSPACED}]|{_LETTER}(?:{_INNER}*{_LETTER})?|\.{{2,}}|\S")
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a sign that stands between words, in a plain form: where it is, and what it reads."""

    start: int
    end: int
    text: str

    @property
    def is_sign(self) -> bool:
        """Whether it is punctuation: nothing in it is a letter, a digit or a symbol."""
        return all(unicodedata.category(character).startswith("P") for character in self.text)


class Wording:
    """A text in its plain form, and the way back from there.

    Args:
        text: any text. ``plain`` is its plain form; it neither begins nor ends with white space when the
            text does not.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = "".join(piece for piece, _, _ in _pieces(text))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words and signs of the plain form, in order; in scripts without spaces, its characters."""
        found: list[Word] = []
        for match in _TOKEN.finditer(self.plain):
            start, end = match.span()
            if found and found[-1].end == start and _clings(self.plain, start):
                start = found.pop().start
            found.append(Word(start, end, self.plain[start:end]))
        return tuple(found)

    @cached_property
    def _inside_words(self) -> frozenset[int]:
        return frozenset(at for word in self.words for at in range(word.start + 1, word.end))

    def occurrences(self, other: Wording) -> Iterator[tuple[int, int]]:
        """Yield the ranges of the plain form at which ``other`` stands, from its first word to its last.

        A range that would cut a word in two is none: "able" does not stand in "unable", nor "3" in "3.5".
        """
        at = self.plain.find(other.plain) if other.plain else -1
        while at >= 0:
            end = at + len(other.plain)
            if at not in self._inside_words and end not in self._inside_words:
                yield at, end
            at = self.plain.find(other.plain, at + 1)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the text that a range of the plain form comes from, in code points."""
        return self._origin(start)[0], self._origin(end - 1)[1] if end > start else self._origin(start)[0]

    @cached_property
    def _cuts(self) -> tuple[list[int], list[tuple[int, int, bool]]]:
        """Where each piece of the plain form begins; and its range in the text, with whether it was kept."""
        begins: list[int] = []
        ranges: list[tuple[int, int, bool]] = []
        at = 0
        for piece, start, end in _pieces(self.text):
            if piece:
                begins.append(at)
                ranges.append((start, end, piece == self.text[start:end]))
                at += len(piece)
        return begins, ranges

    def _origin(self, at: int) -> tuple[int, int]:
        """Return the range of the text that the character at ``at`` of the plain form comes from."""
        begins, ranges = self._cuts
        index = bisect_right(begins, at) - 1
        if index < 0:
            return 0, 0
        start, end, kept = ranges[index]
        if not kept:
            return start, end
        here = start + at - begins[index]
        return min(here, end), min(here + 1, end)


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the plain form in pieces, each with the range of the text that it comes from."""
    at = 0
    for match in _FORMS.finditer(text):
        yield from _composed(text, at, match.start())
        yield _PLAIN[str(match.lastgroup)], match.start(), match.end()
        at = match.end()
    yield from _composed(text, at, len(text))


def _composed(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield a part of the text in Unicode's composed form (NFC), a letter with its accents as one piece."""
    part = text[start:end]
    if not part:
        return
    if unicodedata.is_normalized("NFC", part):
        yield part, start, end
        return
    begin = start
    for at in range(start + 1, end + 1):
        if at == end or not _clings(text, at):
            yield unicodedata.normalize("NFC", text[begin:at]), begin, at
            begin = at


def _clings(text: str, at: int) -> bool:
    """Whether the character at ``at`` belongs to the one before: an accent, a vowel sign, half a syllable."""
    character, before = text[at], text[at - 1]
    if character.isascii():
        return False
    return (
        unicodedata.category(character)[0] == "M"
        or "\u1160" <= character <= "\u11ff"  # Hangul vowels and finals
        or character == _JOINER
        or before == _JOINER
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # the shades of an emoji
    )
