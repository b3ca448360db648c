"""One state of the index, and what it was asked of words."""

from __future__ import annotations

from collections import defaultdict

import tantivy

from byline.search.engine import Stamp

_KEPT_COUNTS = 20_000
"""Words of one field."""
_KEPT_EXPLAINED = 20_000
_READ_AT_ONCE = 4
"""Letters that the explanations begin with that are read at once, their kind and a tab among them: the words
of a question begin none, as a rule, and soon it is known which letters do not either."""


class View:
    """One state of the index, and what it was asked of words: the same ones come again and again."""

    def __init__(self, searcher: tantivy.Searcher, stamp: Stamp | None) -> None:
        self.searcher = searcher
        self.stamp = stamp
        self._counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._explained: dict[str, list[str]] = {}

    def count(self, field: str, term: str) -> int:
        """Return how many documents have a term in a field."""
        counts = self._counts[field]
        found = counts.get(term)
        if found is None:
            if len(counts) > _KEPT_COUNTS:
                counts.clear()
            found = counts[term] = int(self.searcher.doc_freq(field, term))
        return found

    def explained(self, prefix: str) -> list[str]:
        """Return the explanations of acronyms that begin so, as they are indexed."""
        beginning = prefix[:_READ_AT_ONCE]
        found = self._explained.get(beginning)
        if found is None:
            if len(self._explained) > _KEPT_EXPLAINED:
                self._explained.clear()
            entries = self.searcher.terms_with_prefix("explains", beginning)
            found = self._explained[beginning] = [entry for entry, _ in entries]
        return [entry for entry in found if entry.startswith(prefix)]
