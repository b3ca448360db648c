"""Inserts many rows at once, without the work that SQLAlchemy does for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

_Process = Callable[[Any], Any]


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, each of which says the same columns of the table, two or more.

    Where the driver takes values by their place, as SQLite's does, they are handed to it as they are; each
    different value of a date or another type that the driver does not know is turned into one that it does
    once. Any other driver is served by SQLAlchemy.
    """
    if not rows:
        return
    if connection.dialect.paramstyle != "qmark":
        connection.execute(insert(table), rows)
        return
    statement, places, processes = _prepared(table, tuple(rows[0]), connection.dialect)
    columns = zip(*map(itemgetter(*places), rows), strict=True)
    made = map(_processed, columns, processes)
    connection.exec_driver_sql(statement, [*zip(*made, strict=True)])


@lru_cache(maxsize=8)
def _prepared(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[str, ...], tuple[_Process | None, ...]]:
    """Return the statement, the columns in the order of its places, and what makes the driver's values."""
    compiled = insert(table).compile(dialect=dialect, column_keys=names)
    places = tuple(column.name for column in table.columns if column.name in names)
    processes = (table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in places)
    return str(compiled), places, tuple(processes)


def _processed(column: Sequence[Any], process: _Process | None) -> Sequence[Any]:
    if process is None:
        return column
    made = {value: process(value) for value in set(column)}
    return [made[value] for value in column]
