"""SQLite's full text search with the Porter stemmer."""

from __future__ import annotations

import re
import sqlite3

from baselines.contract import TOP, Ranked, System, ranked, texts_of
from byline.evaluation.beir import JudgedCollection

_WORD = re.compile(r"\w+")


def porter(collection: JudgedCollection) -> System:
    """Search for any of the words, ranked by FTS5's own BM25."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE documents USING fts5(body, tokenize = 'porter unicode61')")
    rows = enumerate(texts_of(collection))
    connection.executemany("INSERT INTO documents (rowid, body) VALUES (?, ?)", rows)

    def search(question: str) -> Ranked:
        words = _WORD.findall(question)
        if not words:
            return Ranked((), 0.0)
        any_word = " OR ".join(f'"{word}"' for word in words)
        query = "SELECT rowid, -rank FROM documents WHERE documents MATCH ? ORDER BY rank LIMIT ?"
        found = connection.execute(query, (any_word, TOP)).fetchall()
        return ranked(collection, [place for place, _ in found], found[0][1] if found else 0.0)

    return search
