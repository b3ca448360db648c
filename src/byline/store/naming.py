"""The names in the current answers: read whole, or brought up to date from what has changed.

To read a million answers for their names takes seconds, and a question after each change would wait for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, select

from byline.store.records import Names
from byline.store.schema import answers, revisions

_FEW = 1000
"""Revisions of changed answers; with more all names are read anew."""
_MOST_LOOKED_FOR = 20
"""Names that may be gone; each is looked for in all answers."""

_IS_THERE = answers.c.withdrawn.is_(False)
_CURRENT = answers.join(
    revisions, and_(revisions.c.number == answers.c.number, revisions.c.ordinal == answers.c.ordinal)
)
_SINGLE = {"authors": revisions.c.author, "companies": revisions.c.company, "roles": revisions.c.role}


def names(connection: Connection) -> Names:
    """Return the distinct names in the current answers."""
    rest = connection.execute(
        select(revisions.c.company, revisions.c.role, revisions.c.tags)
        .select_from(_CURRENT)
        .where(_IS_THERE)
        .distinct()
    ).all()
    companies, roles, tags = zip(*rest, strict=True) if rest else ((), (), ())
    return Names(
        authors=_authors(connection),
        companies=_sorted(companies),
        roles=_sorted(roles),
        tags=_sorted(_tags_in(set(tags))),
    )


def _authors(connection: Connection) -> tuple[str, ...]:
    """Return the authors of current answers.

    There may be tens of thousands, each of a few answers: their index has them in order, and one current
    answer of each is found in a quarter of the time that it takes to tell those of all answers apart.
    """
    ever = select(revisions.c.author).where(revisions.c.author.is_not(None)).distinct().subquery()
    current = (
        select(answers.c.number).select_from(_CURRENT).where(_IS_THERE, revisions.c.author == ever.c.author)
    )
    return _sorted(connection.execute(select(ever.c.author).where(current.exists())).scalars())


def names_since(connection: Connection, known: Names, since: int) -> Names:
    """Return the names in the current answers; ``known`` were those at store revision ``since``.

    A kind of name that did not change is the same tuple.
    """
    changed = connection.execute(
        select(
            (_IS_THERE & (revisions.c.ordinal == answers.c.ordinal)).label("is_current"),
            (revisions.c.text == "").label("is_erased"),
            revisions.c.author,
            revisions.c.company,
            revisions.c.role,
            revisions.c.tags,
        )
        .select_from(answers)
        .join(revisions, revisions.c.number == answers.c.number)
        .where(answers.c.changed_in > since)
        .limit(_FEW + 1)
    ).all()
    if len(changed) > _FEW or any(row.is_erased for row in changed):
        return names(connection)  # of what was erased nobody can tell any more whose it was
    here = [row for row in changed if row.is_current]
    gone = [row for row in changed if not row.is_current]
    found: dict[str, tuple[str, ...]] = {}
    for kind, column in _SINGLE.items():
        now, lost = _values(here, column.name), _values(gone, column.name)
        missing = (lost - now) & set(getattr(known, kind))
        if len(missing) > _MOST_LOOKED_FOR:
            return names(connection)
        absent = {name for name in missing if not _has(connection, column == name)}
        found[kind] = _updated(getattr(known, kind), now, absent)
    tags_now, tags_lost = (set(_tags_in(_values(rows, "tags"))) for rows in (here, gone))
    absent = set()
    if tags_lost - tags_now:
        everything = select(revisions.c.tags).select_from(_CURRENT).where(_IS_THERE).distinct()
        absent = (tags_lost - tags_now) - set(_tags_in(connection.execute(everything).scalars()))
    found["tags"] = _updated(known.tags, tags_now, absent)
    return Names(**found)


def _has(connection: Connection, condition: ColumnElement[bool]) -> bool:
    """Say whether a current answer meets the condition."""
    one = select(answers.c.number).select_from(_CURRENT).where(_IS_THERE, condition).limit(1)
    return connection.execute(one).first() is not None


def _values(rows: Sequence[Row[Any]], column: str) -> set[str]:
    return {value for row in rows if (value := getattr(row, column))}


def _updated(known: tuple[str, ...], now: set[str], absent: set[str]) -> tuple[str, ...]:
    before = set(known)
    after = (before | now) - absent
    return known if after == before else tuple(sorted(after))


def _tags_in(stored: Iterable[str]) -> Iterable[str]:
    return (tag for said in stored for tag in json.loads(said))


def _sorted(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))
