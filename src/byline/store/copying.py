"""Copies a SQLite database while others use it, and checks a copy before anybody trusts it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from byline.errors import StoreError


def copy_database(file: Path, target: Path) -> None:
    """Write the database as it is at one moment to ``target``, by SQLite's online backup.

    Raises:
        StoreError: it can not be read, or the copy not written.
    """
    try:
        with (
            closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)  # in one step, and so of one state
            copy.execute("PRAGMA journal_mode = DELETE")  # all of it in one file
    except sqlite3.Error as error:
        raise StoreError(f"{file}: it can not be copied to {target} ({error}). Check the disk.") from error


def check_database(file: Path) -> str | None:
    """Return what SQLite finds wrong with a database file, None when nothing is."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return None if found == "ok" else str(found)
