"""How common a word is in English at large, for what a small corpus can not say.

Counted by ``training/words.py``; see ``data/words/README.md``.
"""

from __future__ import annotations

from functools import cache

from byline.resources import resource

_RECENT = 1


@cache
def general_words() -> dict[str, int]:
    """Return folded English words and how often the counted text has each; many, never.

    Words that are younger than the text ("webinar") are among them, as if it had them once.
    """
    folder = resource("data") / "words"
    fields = (folder / "en.tsv").read_text(encoding="utf-8").split()
    counts = dict.fromkeys((folder / "recent.txt").read_text(encoding="utf-8").split(), _RECENT)
    return counts | dict(zip(fields[::2], map(int, fields[1::2]), strict=True))
