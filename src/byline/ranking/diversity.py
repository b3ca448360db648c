"""Which of the ranked sentences are shown: one excerpt an author before a second, and an answer only once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from byline.ranking.features import Evidence

_SAME_TEXT = 92
"""Percent; above it two sentences are one, copied with a changed comma."""
_NUMBER = re.compile(r"\d+")


def diverse(ranked: Sequence[Evidence], top: int) -> list[Evidence]:
    """Return at most ``top`` of the ranked sentences.

    An answer is taken from only once. Each author comes with their best sentence before anyone comes with
    a second; among the first ones, and among the others, the order is that of rank.
    """
    first: list[Evidence] = []
    others: list[Evidence] = []
    answers: set[int] = set()
    authors: set[str] = set()
    for evidence in ranked:
        if len(first) == top:
            break
        if evidence.analysed.number in answers:
            continue
        answers.add(evidence.analysed.number)
        author = evidence.analysed.author
        if author is not None and author in authors:
            others.append(evidence)
            continue
        if author is not None:
            authors.add(author)
        first.append(evidence)
    return [*first, *others][:top]


def nearly_same(one: str, other: str) -> bool:
    """Say whether two texts are one and the same, but for a few letters. Every digit counts."""
    shorter, longer = sorted((len(one), len(other)))
    if 200 * shorter < _SAME_TEXT * (shorter + longer):
        return False  # so much longer that even every letter in common is not enough
    alike = fuzz.ratio(one, other, processor=None, score_cutoff=_SAME_TEXT) > 0
    return alike and _NUMBER.findall(one) == _NUMBER.findall(other)
