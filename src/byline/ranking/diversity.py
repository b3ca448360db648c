"""Which of the ranked sentences are shown: one excerpt an author before a second, and nothing twice."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from byline.ranking.features import Evidence

_SAME_TEXT = 92
"""Percent; above it two sentences are one, copied with a changed comma."""


def diverse(ranked: Sequence[Evidence], top: int) -> list[Evidence]:
    """Return at most ``top`` of the ranked sentences, in their order of rank.

    Each author comes with their best sentence before anyone comes with a second, an answer is taken from
    only once, and a near-duplicate of what is already there is left out.
    """
    chosen: list[Evidence] = []
    waiting: list[Evidence] = []
    authors: set[str | None] = set()
    for evidence in ranked:
        if len(chosen) == top:
            break
        if _is_repeated(evidence, chosen):
            continue
        author = evidence.analysed.author
        if author is not None and author in authors:
            waiting.append(evidence)
            continue
        authors.add(author)
        chosen.append(evidence)
    for evidence in waiting:
        if len(chosen) == top:
            break
        if not _is_repeated(evidence, chosen):
            chosen.append(evidence)
    return chosen


def _is_repeated(evidence: Evidence, chosen: Sequence[Evidence]) -> bool:
    text = evidence.text
    return any(
        evidence.analysed.number == other.analysed.number
        or fuzz.ratio(text, other.text, processor=None, score_cutoff=_SAME_TEXT)
        for other in chosen
    )
