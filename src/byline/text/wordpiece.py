"""Cuts words into the pieces that have meaning vectors: WordPiece, greedy from the left.

Wu et al., Google's Neural Machine Translation System (2016), section 4.1, as BERT uses it: the longest
piece of the vocabulary that the word begins with, then the longest that the rest begins with, and so on;
a piece inside a word is written with "##" in front.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from byline.text.analysis import is_unspaced

PIECES_VERSION = 1
"""Raised whenever the same word would get other numbers, as with another ``data/model/vocabulary.txt``."""

_LONGEST_WORD = 60
_PART = re.compile(r"[^\W_]+")
_INSIDE = "##"


class WordPieces:
    """A vocabulary of pieces.

    Args:
        path: a text file, one piece a line; a piece's number is its line, counted from 0.
    """

    def __init__(self, path: Path) -> None:
        pieces = path.read_text(encoding="utf-8").split("\n")
        numbered = [(piece, number) for number, piece in enumerate(pieces) if piece]
        # Apart, so that no piece is put together only to be looked for.
        self._begins = dict(numbered)
        self._inside = {piece[2:]: number for piece, number in numbered if piece.startswith(_INSIDE)}
        self._longest = max(map(len, pieces))
        self.pieces = lru_cache(maxsize=16_384)(self._pieces)

    def __len__(self) -> int:
        return len(self._begins)

    def _pieces(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the pieces of a folded word; none for what no pieces make up."""
        if is_unspaced(word):
            return ()  # single characters: the vocabulary has them, and they say little
        bare = word if word.isascii() else _without_marks(word)
        return tuple(number for part in _PART.findall(bare[:_LONGEST_WORD]) for number in self._greedy(part))

    def _greedy(self, part: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(part):
            known = self._inside if start else self._begins
            for end in range(min(len(part), start + self._longest), start, -1):
                number = known.get(part[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return []
        return found


def _without_marks(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))
