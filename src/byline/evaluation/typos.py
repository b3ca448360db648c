"""Damages questions as hurried people do: one letter of some of the longer words."""

from __future__ import annotations

import re
import string
from random import Random

SHORTEST = 5
"""Letters; shorter words are left alone."""

_LONG_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")


def damaged(text: str, rate: float, seed: str) -> str:
    """Return ``text`` with typing errors.

    Each word of five letters or more is damaged with the chance ``rate``: one of its letters, anywhere in
    the word, is left out, replaced by another or exchanged with the next one, or another one is put in.
    A damaged word always differs from the one it was. Words are runs of letters, so in scripts that put no
    spaces between words a whole clause counts as one.

    Args:
        text: a question.
        rate: between 0 and 1.
        seed: the same seed damages the same text in the same way, on every machine.
    """
    random = Random(seed)  # noqa: S311 - nothing secret
    return _LONG_WORD.sub(
        lambda found: _misspelt(found[0], random) if random.random() < rate else found[0], text
    )


def _misspelt(word: str, random: Random) -> str:
    kind = random.choice(("delete", "insert", "substitute", "transpose"))
    place = random.randrange(len(word))
    if kind == "insert":
        return word[:place] + _letter(word, "", random) + word[place:]
    if kind == "substitute":
        return word[:place] + _letter(word, word[place], random) + word[place + 1 :]
    uneven = [at for at in range(len(word) - 1) if word[at] != word[at + 1]]
    if kind == "transpose" and uneven:
        place = random.choice(uneven)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + word[place + 1 :]


def _letter(word: str, other_than: str, random: Random) -> str:
    """Return a letter of the word's own script: of the Latin alphabet, or else one that the word has."""
    if word.isascii():
        letter = random.choice([each for each in string.ascii_lowercase if each != other_than.lower()])
        return letter.upper() if other_than.isupper() else letter
    # A word of one letter only has no other to offer; that one is written twice.
    return random.choice(sorted(set(word) - {other_than}) or [2 * other_than])
