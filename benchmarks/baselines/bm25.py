"""BM25 by bm25s: over stemmed words without stop words, and over pairs of characters."""

from __future__ import annotations

from collections.abc import Callable

import bm25s
import numpy as np
import Stemmer

from baselines.contract import Ranked, Scores, System, best, texts_of
from byline.evaluation.beir import JudgedCollection

Scorer = Callable[[str], Scores]
"""Scores every document for a question."""

_K1, _B = 1.2, 0.75
"""Those of Lucene and Tantivy; the library's own 1.5 costs 0.6 points of P@1 on selqa-dev."""
_STOP_WORDS = {"de": "german"}
_STEMMERS = {"de": "german", "en": "english"}


def word_scores(collection: JudgedCollection, language: str) -> Scorer:
    """Return scores over stemmed words; a language without a stemmer here is cut into words alone."""
    stemmer = Stemmer.Stemmer(_STEMMERS[language]) if language in _STEMMERS else None
    options = {"stopwords": _STOP_WORDS.get(language, "en"), "stemmer": stemmer, "show_progress": False}
    index = bm25s.BM25(k1=_K1, b=_B)
    index.index(bm25s.tokenize(texts_of(collection), **options), show_progress=False)

    def scores(question: str) -> Scores:
        (tokens,) = bm25s.tokenize([question], return_ids=False, **options)
        return _scores(index, tokens, len(collection.documents))

    return scores


def bigram_scores(collection: JudgedCollection) -> Scorer:
    """Return scores over pairs of neighbouring characters, which serves every script."""
    index = bm25s.BM25(k1=_K1, b=_B)
    index.index([_pairs(text) for text in texts_of(collection)], show_progress=False)
    return lambda question: _scores(index, _pairs(question), len(collection.documents))


def searching(collection: JudgedCollection, scores: Scorer) -> System:
    """Return the search for the documents that score highest."""

    def search(question: str) -> Ranked:
        return best(collection, scores(question))

    return search


def _scores(index: bm25s.BM25, tokens: list[str], count: int) -> Scores:
    known = [token for token in tokens if token in index.vocab_dict]
    if not known:
        return np.zeros(count, dtype=np.float32)
    found: Scores = index.get_scores(known)
    return found


def _pairs(text: str) -> list[str]:
    """Return the overlapping pairs of characters; with spaces, so that where words begin and end counts."""
    folded = text.casefold()
    return [folded[at : at + 2] for at in range(len(folded) - 1)]
