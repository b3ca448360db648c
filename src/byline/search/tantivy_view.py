"""One state of the index, and what it was asked of words."""

from __future__ import annotations

import tantivy

from byline.search.engine import Stamp

_KEPT_COUNTS = 50_000


class View:
    """One state of the index, and what it was asked of words: the same ones come again and again."""

    def __init__(self, searcher: tantivy.Searcher, stamp: Stamp | None) -> None:
        self.searcher = searcher
        self.stamp = stamp
        self._counts: dict[tuple[str, str], int] = {}
        self._explained: dict[str, list[str]] = {}

    def count(self, field: str, term: str) -> int:
        """Return how many documents have a term in a field."""
        found = self._counts.get((field, term))
        if found is None:
            if len(self._counts) > _KEPT_COUNTS:
                self._counts.clear()
            found = self._counts[field, term] = int(self.searcher.doc_freq(field, term))
        return found

    def explained(self, prefix: str) -> list[str]:
        """Return the explanations of acronyms that begin so, as they are indexed."""
        found = self._explained.get(prefix)
        if found is None:
            if len(self._explained) > _KEPT_COUNTS:
                self._explained.clear()
            entries = self.searcher.terms_with_prefix("explains", prefix)
            found = self._explained[prefix] = [entry for entry, _ in entries]
        return found
