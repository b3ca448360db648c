"""How common a word is in English at large, for what a small corpus can not say.

Counted by ``training/words.py``; see ``data/words/README.md``.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

from byline.resources import resource
from byline.text.spelling import WordList

COUNTED = 737_249
"""How many running words were counted."""
_RECENT = 1
_FEWEST = 2
"""A word counted less often than this is as rare as one that was not met."""


@cache
def general_words() -> dict[str, int]:
    """Return folded English words and how often the counted text has each; many, never.

    Words that are younger than the text ("webinar") are among them, as if it had them once.
    """
    folder = resource("data") / "words"
    fields = (folder / "en.tsv").read_text(encoding="utf-8").split()
    counts = dict.fromkeys((folder / "recent.txt").read_text(encoding="utf-8").split(), _RECENT)
    return counts | dict(zip(fields[::2], map(int, fields[1::2]), strict=True))


@cache
def general_list() -> WordList:
    """Return the same, to look for the words that begin alike."""
    return WordList(general_words())


@lru_cache(maxsize=50_000)
def general_rarity(word: str) -> float:
    """Return the inverse frequency of a folded word in general English, as a logarithm."""
    return math.log(1 + COUNTED / max(_FEWEST, _count(word)))


def _count(word: str) -> int:
    """Return how often a word was counted, without reading all words for the sake of one."""
    if general_words.cache_info().currsize:
        return general_words().get(word, 0)
    line = f"\n{word}\t".encode()
    start = _table().find(line)
    if start < 0:
        return 0
    begin = start + len(line)
    return int(_table()[begin : _table().index(b"\n", begin)])


@cache
def _table() -> bytes:
    return b"\n" + (resource("data") / "words" / "en.tsv").read_bytes()
