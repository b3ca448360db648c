"""How common a word is in English at large, for what a small corpus can not say.

Counted by ``training/words.py``; see ``data/words/README.md``.
"""

from __future__ import annotations

from functools import cache

from byline.resources import resource


@cache
def general_words() -> dict[str, int]:
    """Return folded English words and how often the counted text has each; many, never."""
    fields = (resource("data") / "words" / "en.tsv").read_text(encoding="utf-8").split()
    return dict(zip(fields[::2], map(int, fields[1::2]), strict=True))
