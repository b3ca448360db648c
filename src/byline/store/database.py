"""The connection: engine, pragmas, transactions, and the database's errors in Byline's words.

Everything that is particular to SQLite stands here; the rest of the store speaks to any dialect.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, Select, create_engine, event, make_url
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, TimeoutError
from sqlalchemy.sql.compiler import SQLCompiler

from byline.errors import SettingsError, StoreError

_WAL_BYTES_KEPT = 64 * 1024 * 1024
"""How large the write-ahead log may stay on disk once its content is in the database."""

_NEXT_STEP = {
    "SQLITE_BUSY": "is locked by another process that is writing. Try again when it has finished.",
    "SQLITE_LOCKED": "is locked by another process that is writing. Try again when it has finished.",
    "SQLITE_NOTADB": "is not a SQLite database. Move it away, or name another file.",
    "SQLITE_CORRUPT": "is damaged. Put back a copy, or move it away and import the sources again.",
    "SQLITE_CANTOPEN": "can not be opened. Check that it is a file and that you may read and write it.",
    "SQLITE_READONLY": "can not be written. Check the rights of the file and of its folder.",
    "SQLITE_PERM": "can not be opened. Check the rights of the file and of its folder.",
    "SQLITE_FULL": "has no room left to grow. Free some space on its disk; nothing was changed.",
}


class Database:
    """One database, its connections, and the two kinds of transaction: ``read`` and ``write``.

    Args:
        url: an SQLAlchemy URL. For SQLite it names a file; a missing folder is created.
        busy_seconds: how long to wait for another writer.

    Raises:
        SettingsError: the URL can not be used.
        StoreError: the file can not be opened, or is no SQLite database.
    """

    def __init__(self, url: str, busy_seconds: float) -> None:
        parsed = _parsed(url)
        self.file = Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None
        self.name = str(self.file or parsed.render_as_string(hide_password=True))
        self._busy_seconds = busy_seconds
        self._closed = False
        self._asking = Lock()
        self._kept: sqlite3.Connection | None = None
        self._engine = self._sqlite_engine(parsed, self.file) if self.file else _server_engine(parsed)
        # The same pool; the option tells the begin hook to take the write lock at once.
        self._writer = self._engine.execution_options(byline_write=True)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection whose statements all see one state of the database.

        Raises:
            StoreError: the database can not be read, or the store is closed.
        """
        with self._in_our_words(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection that alone may write; commit at the end, or leave nothing on an exception.

        Raises:
            StoreError: another process kept the database locked, the disk is full, the store is closed.
        """
        with self._in_our_words(), self._writer.connect() as connection:
            yield connection
            connection.commit()

    def number(self, statement: Select[Any]) -> int:
        """Return the one number that a statement asks for.

        Every question asks for the revision first. On SQLite a connection is kept for that: to take one from
        the pool, begin, end and give it back takes twenty times as long as the read.

        Raises:
            StoreError: the database can not be read, or the store is closed.
        """
        if self.file is None:
            with self.read() as connection:
                return int(connection.execute(statement).scalar_one())
        with self._in_our_words(), self._asking:
            (value,) = self._asked(self.file).execute(str(_plain(statement).compiled)).fetchone()
            return int(value)

    def rows(self, statement: Select[Any], given: Mapping[str, Sequence[Any]]) -> list[Sequence[Any]]:
        """Return all rows that a statement reads, where a question waits for them; see ``number``.

        Args:
            statement: the same object each time, since what SQLite reads of it is kept.
            given: values for each of its expanding parameters.

        Raises:
            StoreError: the database can not be read, or the store is closed.
        """
        if self.file is None:
            with self.read() as connection:
                return list(connection.execute(statement, given))
        plain = _plain(statement)
        text, places = _expanded(statement, tuple((name, len(values)) for name, values in given.items()))
        filled = [given[each.name][each.at] if isinstance(each, _Place) else each for each in places]
        with self._in_our_words(), self._asking:
            found = self._asked(self.file).execute(text, filled).fetchall()
        return [plain.made(row) for row in found]

    def _asked(self, file: Path) -> sqlite3.Connection:
        """Return the connection that is kept for questions. Whoever uses it holds ``_asking``."""
        if self._kept is None:
            self._kept = sqlite3.connect(
                file, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False
            )
        return self._kept

    def empty_log(self) -> None:
        """Bring what the write-ahead log has into the database, so that no older state is left in a file."""
        if self.file is not None:
            with self._in_our_words(), self._engine.connect() as connection:
                connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def close(self) -> None:
        """Close every connection that is not in use; those in use close when their user is done."""
        self._closed = True
        with self._asking:
            if self._kept is not None:
                self._kept.close()
                self._kept = None
        self._engine.dispose()

    def bytes_on_disk(self) -> int:
        """Return the size of the file and its write-ahead log, 0 where the database is a server's."""
        if self.file is None:
            return 0
        files = (self.file, self.file.with_name(self.file.name + "-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def _sqlite_engine(self, url: URL, file: Path) -> Engine:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{file.parent}: {error.strerror}, so the database can not be put there. "
                "Name a folder that you may write to."
            ) from error
        # Any number of connections: they are cheap, and a reader that waits for one could wait on itself.
        engine = create_engine(url, connect_args={"timeout": self._busy_seconds}, max_overflow=-1)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        try:
            with self._in_our_words():
                _use_write_ahead_log(engine, self._busy_seconds)
        except StoreError:
            engine.dispose()
            raise
        return engine

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        if self._closed:
            raise StoreError(f"{self.name}: the store is closed. Open it again to use it.")
        try:
            yield
        except (DBAPIError, sqlite3.Error, TimeoutError) as error:
            raise StoreError(f"{self.name}: {_explained(error)}") from error


@dataclass(frozen=True, slots=True)
class _Plain:
    """A statement as SQLite reads it, and what makes a value of each column that it has no type for."""

    compiled: SQLCompiler
    makers: tuple[tuple[int, Callable[[Any], Any]], ...]

    def made(self, row: Sequence[Any]) -> Sequence[Any]:
        """Return a row with the values that SQLAlchemy makes of it."""
        made = list(row)
        for place, make in self.makers:
            made[place] = make(made[place])
        return made


@lru_cache(maxsize=8)
def _plain(statement: Select[Any]) -> _Plain:
    dialect = sqlite.dialect()
    processors = (
        column.type.dialect_impl(dialect).result_processor(dialect, None)
        for column in statement.selected_columns
    )
    makers = tuple((place, make) for place, make in enumerate(processors) if make is not None)
    return _Plain(statement.compile(dialect=dialect), makers)


@dataclass(frozen=True, slots=True)
class _Place:
    """Stands for a value of an expanding parameter."""

    name: str
    at: int


@lru_cache(maxsize=256)
def _expanded(statement: Select[Any], lengths: tuple[tuple[str, int], ...]) -> tuple[str, tuple[Any, ...]]:
    """Return a statement for so many values of its parameters, and what each "?" of it stands for.

    To expand it takes SQLAlchemy several times as long as SQLite takes to read what it asks for.
    """
    places = {name: [_Place(name, at) for at in range(length)] for name, length in lengths}
    state = _plain(statement).compiled.construct_expanded_state(places)
    return state.statement, tuple(state.positional_parameters)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise SettingsError(
            f"database = {url!r} is not the URL of a database that can be used. "
            "Write sqlite:////folder/byline.sqlite3, or leave it empty for a file in the home folder."
        ) from error
    if parsed.get_backend_name() != "sqlite":
        return parsed
    if not parsed.database or parsed.database == ":memory:" or parsed.database.startswith("file:"):
        raise SettingsError(
            f"database = {url!r} names no file, and answers must outlive the program. "
            "Write sqlite:////folder/byline.sqlite3."
        )
    # Absolute, because the working folder may be another when the file is looked at again.
    return parsed.set(database=str(Path(parsed.database).absolute()))


def _server_engine(url: URL) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True)
    except ImportError as error:
        raise SettingsError(
            f"database = {url.render_as_string()!r} needs the package {error.name}, which is not installed. "
            f"Install it beside Byline: pip install {error.name}"
        ) from error


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    """Set what SQLite forgets with each connection."""
    # The begin hook below begins transactions; left alone, sqlite3 would begin them later than it is told.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # In WAL mode NORMAL may lose the last commits with the power; what was acknowledged must be there.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA journal_size_limit = {_WAL_BYTES_KEPT}")


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later can fail half-way; one that will write says so now.
    write = connection.get_execution_options().get("byline_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _use_write_ahead_log(engine: Engine, busy_seconds: float) -> None:
    """Let readers read while one process writes. The mode stays with the file.

    SQLite does not wait for another's write lock here, so we do: two processes may make the file at once.
    """
    give_up = time.monotonic() + busy_seconds
    while True:
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError as error:
            if _plain_name(error) != "SQLITE_BUSY" or time.monotonic() > give_up:
                raise
        finally:
            connection.close()
        time.sleep(0.01)


def _explained(error: DBAPIError | sqlite3.Error | TimeoutError) -> str:
    original = error.orig if isinstance(error, DBAPIError) else error
    return _NEXT_STEP.get(_plain_name(original), f"the database says: {original}. Trying again may help.")


def _plain_name(error: object) -> str:
    """Return SQLite's name of the error, less what an extended one (SQLITE_BUSY_SNAPSHOT) adds."""
    return "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])
