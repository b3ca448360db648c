"""Gives documents without titles some, for training: people's answers have questions, and most public
collections have nothing in their place.

A made title is what a heading would be, the words that mark a document against all others: three, by how
often its sentences have them times their rarity. Sentences that stand together are of one document.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from byline.text.analysis import tokens
from byline.text.function_words import is_function_word

_TOGETHER = 8
"""Sentences that are taken for a document where the collection does not say."""
_WORDS = 3
_SHORTEST = 3
"""Letters of a word."""


def with_titles(documents: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the documents of a collection in BEIR form, those without a title with a made one."""
    groups = [
        str(each.get("metadata", {}).get("doc", f"group {at // _TOGETHER}"))
        for at, each in enumerate(documents)
    ]
    words = [_words(each["text"]) for each in documents]
    having = Counter(word for each in words for word in each)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for group, each in zip(groups, words, strict=True):
        counts[group].update(each)
    titles = {group: _title(count, having, len(documents)) for group, count in counts.items()}
    return [
        each if each.get("title") else {**each, "title": titles[group]}
        for group, each in zip(groups, documents, strict=True)
    ]


def _words(text: str) -> set[str]:
    found = {token.word for token in tokens(text, "en")}
    return {word for word in found if len(word) >= _SHORTEST and not is_function_word(word, "en")}


def _title(count: Counter[str], having: Counter[str], total: int) -> str:
    marking = sorted(count, key=lambda word: (-count[word] * math.log(total / having[word]), word))
    return " ".join(marking[:_WORDS])
