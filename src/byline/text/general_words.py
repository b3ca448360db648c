"""How common a word is in English at large, for what a small corpus can not say.

Counted by ``training/words.py``; see ``data/words/README.md``.
"""

from __future__ import annotations

from functools import cache

from byline.resources import resource


@cache
def general_words() -> dict[str, int]:
    """Return folded English words and how often the counted text has each, the most frequent first."""
    with (resource("data") / "words" / "en.tsv").open(encoding="utf-8") as lines:
        return {word: int(count) for word, _, count in (line.partition("\t") for line in lines)}
