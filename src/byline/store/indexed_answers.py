"""What indexing worked out of each answer, kept beside the search index, so that asking need not do it again.

A SQLite file of its own, apart from the store, because it is derived: it can be removed at any time and is
made anew from the answers. It is written before the index is, and each row says of which text it is. So
whoever looks for a sentence by an index that is behind finds its row, or one that says it is of another text.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from byline.errors import SearchIndexError
from byline.text.indexed import IndexedAnswer

FILE_NAME = "answers.sqlite3"
_BATCH = 1000
"""How many answers are written in one transaction."""
_BUSY_SECONDS = 10.0
_PAGE_BYTES = 16384
"""Most answers fit into one page. With SQLite's own 4,096 bytes a hundred take half as long again to read."""
_MAPPED_BYTES = 1 << 31
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS answers (
        number INTEGER PRIMARY KEY, text_hash INTEGER NOT NULL, places BLOB NOT NULL, body BLOB NOT NULL
    );
    CREATE TABLE IF NOT EXISTS stamp (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL);
"""
_READ = "SELECT * FROM answers WHERE number IN (SELECT value FROM json_each(?))"
_WRITE = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)"

Row = tuple[int, int, bytes, bytes]
"""An answer as it is written."""


class IndexedAnswers:
    """The answers as they were indexed. Safe to share between threads; several processes may use one file.

    Args:
        folder: that of the search index, whose name says by which analyser they were made.

    Raises:
        SearchIndexError: the file can not be used.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE_NAME
        self._lock = Lock()
        with self._in_our_words():
            self._connection = self._connected()
            self._connection.executescript(_SCHEMA)

    def revision(self) -> int:
        """Return the store revision that was last written whole; 0 before the first."""
        with self._in_our_words(), self._lock:
            row = self._connection.execute("SELECT revision FROM stamp").fetchone()
        return int(row[0]) if row else 0

    def read(self, numbers: Collection[int]) -> dict[int, IndexedAnswer]:
        """Return the answers of those numbers; one that is not there is left out."""
        if not numbers:
            return {}
        with self._in_our_words(), self._lock:
            rows = self._connection.execute(_READ, (json.dumps(list(numbers)),)).fetchall()
        return {row[0]: IndexedAnswer(*row) for row in rows}

    @contextmanager
    def writing(self, revision: int) -> Iterator[Writer]:
        """Give what writes; at the end, everything is on the disk and stamped with the store's revision.

        One process does so at a time: the one that holds the right to write the index.
        """
        with self._in_our_words():
            connection = self._connected()
            connection.execute("PRAGMA secure_delete = ON")  # what was withdrawn is to be gone
            try:
                writer = Writer(connection)
                yield writer
                connection.execute("INSERT OR REPLACE INTO stamp VALUES (1, ?)", (revision,))
                connection.commit()
            finally:
                connection.close()

    def close(self) -> None:
        """Let go of the file. Closing twice does no harm."""
        self._connection.close()

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=_BUSY_SECONDS, check_same_thread=False)
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        # Readers go on reading while one writes.
        connection.execute("PRAGMA journal_mode = WAL")
        # What the index names must be there after a power failure too.
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise SearchIndexError(
                f"{self._file}: the indexed answers can not be used ({error}). The answers are safe in the "
                "store; check the disk's space and rights. If the file is damaged, remove its folder: it is "
                "made anew."
            ) from error


def row_of(answer: IndexedAnswer) -> Row:
    """Return an answer as it is written."""
    return answer.number, answer.text_hash, answer.places, answer.body


class Writer:
    """Writes and removes indexed answers; see ``IndexedAnswers.writing``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._written = 0

    def put(self, row: Row) -> None:
        """Write an answer, in place of what there was of its number."""
        self._connection.execute(_WRITE, row)
        self._count()

    def remove(self, number: int) -> None:
        """Remove an answer, if it is there."""
        self._connection.execute("DELETE FROM answers WHERE number = ?", (number,))
        self._count()

    def remove_after(self, highest: int) -> None:
        """Remove the answers with higher numbers, which were written ahead of a load that came to nothing."""
        self._connection.execute("DELETE FROM answers WHERE number > ?", (highest,))
        self._connection.commit()

    def _count(self) -> None:
        self._written += 1
        if self._written % _BATCH == 0:
            self._connection.commit()
