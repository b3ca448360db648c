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


class WordPieces:
    """A vocabulary of pieces.

    Args:
        path: a text file, one piece a line; a piece's number is its line, counted from 0.
    """

    def __init__(self, path: Path) -> None:
        pieces = path.read_text(encoding="utf-8").split("\n")
        self._numbers = {piece: number for number, piece in enumerate(pieces) if piece}
        self.pieces = lru_cache(maxsize=65536)(self._pieces)

    def __len__(self) -> int:
        return len(self._numbers)

    def _pieces(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the pieces of a folded word; none for what no pieces make up."""
        if is_unspaced(word):
            return ()  # single characters: the vocabulary has them, and they say little
        bare = "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))
        return tuple(number for part in _PART.findall(bare[:_LONGEST_WORD]) for number in self._greedy(part))

    def _greedy(self, part: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                number = self._numbers.get(part[start:end] if start == 0 else f"##{part[start:end]}")
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return []
        return found
