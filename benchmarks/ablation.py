"""Takes one group of evidence away from the ranking, to see what it is worth.

The one place of the benchmarks that knows how the ranking keeps its weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from byline.ranking.scoring import weight_tables

GROUPS = {
    "the engine's BM25": ("bm25",),
    "alignment by meaning": ("align", "align_weakest", "align_back"),
    "coverage of the subject": ("coverage", "context", "spelling", "grammar"),
    "order": ("phrase",),
    "likeness of wording (rapidfuzz)": ("partial",),
    "the kind of answer expected": ("kind_number", "kind_date", "kind_person", "kind_reason", "kind_place"),
    "the form of the sentence": ("length", "asks"),
    "the question answered": ("question",),
    "place in the answer": ("lead",),
}
"""Names for a reader, and the features whose weights are set to 0."""


@contextmanager
def without(group: str) -> Iterator[None]:
    """Rank without the features of a group while the block runs."""
    tables = weight_tables().values()
    kept = [dict(table) for table in tables]
    for table in tables:
        table.update(dict.fromkeys(GROUPS[group], 0.0))
    try:
        yield
    finally:
        for table, weights in zip(tables, kept, strict=True):
            table.update(weights)
