"""What the answers of a dump need from elsewhere in it, on disk: titles, tags, and the names of users."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from byline.importers.fields import read_whole_number
from byline.importers.text_cleaning import clean_line
from byline.importers.xml_stream import elements

_ROW = frozenset({"row"})
_QUESTION, _ANSWER = "1", "2"
_TABLES = """
pragma journal_mode = off;
pragma synchronous = off;
create table questions (id integer primary key, title text, tags text, accepted integer);
create table users (id integer primary key, name text);
"""


@dataclass(frozen=True, slots=True)
class Question:
    """What is kept of a question: its title, its tags as the dump writes them, the accepted answer's id."""

    title: str = ""
    tags: str = ""
    accepted: int | None = None


class DumpIndex:
    """Questions by id, and the names of those who wrote answers."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def question(self, number: int) -> Question | None:
        """Return the question of that id, None when the dump has none."""
        found = self._database.execute(
            "select title, tags, accepted from questions where id = ?", (number,)
        ).fetchone()
        return Question(*found) if found else None

    def name(self, user: int) -> str | None:
        """Return what a user is called, None when it is not known."""
        found = self._database.execute("select name from users where id = ?", (user,)).fetchone()
        return found[0] if found else None

    def learn_posts(self, posts: Path) -> None:
        """Take up the questions of Posts.xml, and the ids of those who wrote answers."""
        for _, row in elements(posts, "posts", _ROW):
            kind = row.get("PostTypeId")
            if kind == _QUESTION and (number := _id(row.get("Id"))) is not None:
                self._database.execute(
                    "insert or replace into questions values (?, ?, ?, ?)",
                    (number, row.get("Title", ""), row.get("Tags", ""), _id(row.get("AcceptedAnswerId"))),
                )
            elif kind == _ANSWER and (number := _id(row.get("OwnerUserId"))) is not None:
                self._database.execute("insert or ignore into users values (?, null)", (number,))

    def learn_names(self, users: Path) -> None:
        """Take up the names from Users.xml of those who wrote answers."""
        for _, row in elements(users, "users", _ROW):
            number, name = _id(row.get("Id")), clean_line(row.get("DisplayName", ""))
            if number is not None and name:
                self._database.execute("update users set name = ? where id = ?", (name, number))


@contextmanager
def open_index(posts: Path) -> Iterator[DumpIndex]:
    """Give the index of Posts.xml; its file is gone when the block ends.

    Raises:
        FileFormatError: the XML is broken.
    """
    with (
        tempfile.TemporaryDirectory(prefix="byline-dump-") as folder,
        closing(sqlite3.connect(Path(folder) / "dump.sqlite", isolation_level=None)) as database,
    ):
        database.executescript(_TABLES)
        database.execute("begin")
        index = DumpIndex(database)
        index.learn_posts(posts)
        yield index


def _id(printed: str | None) -> int | None:
    return read_whole_number(printed or "")
