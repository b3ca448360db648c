"""Takes one group of evidence away from the ranking, to see what it is worth.

The one place of the benchmarks that knows how the ranking keeps its weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from byline.ranking import scoring

GROUPS = {
    "the engine's BM25": ("bm25",),
    "coverage of the subject": ("coverage", "context"),
    "the question answered": ("question",),
    "likeness of wording (rapidfuzz)": ("wording",),
    "place in the answer": ("lead",),
}
"""Names for a reader, and the features whose weights are set to 0."""


@contextmanager
def without(group: str) -> Iterator[None]:
    """Rank without the features of a group while the block runs."""
    kept = dict(scoring.WEIGHTS)
    scoring.WEIGHTS.update(dict.fromkeys(GROUPS[group], 0.0))
    try:
        yield
    finally:
        scoring.WEIGHTS.update(kept)
