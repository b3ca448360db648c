"""Many rows at once are those that SQLAlchemy writes one by one; fingerprints are what they always were."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.exc import IntegrityError

from byline.models import Byline, DatePrecision, Draft, PrintedDate
from byline.store.many_rows import insert_rows
from byline.store.records import revision_values
from byline.store.schema import metadata, open_questions, revisions

_WORDS = st.none() | st.sampled_from(["", "Ann", "naïve \U0001f600", 'a "quoted" \\ word\n', "\x7f\u2028"])
_DAYS = st.none() | st.dates()
_DRAFTS = st.builds(
    Draft,
    text=st.sampled_from(["one", "two\nlines"]),
    byline=st.builds(
        Byline,
        author=_WORDS,
        role=_WORDS,
        company=_WORDS,
        date=st.builds(PrintedDate, _WORDS, _DAYS, st.sampled_from(DatePrecision)),
        as_printed=_WORDS,
    ),
    question=_WORDS,
    tags=st.lists(st.sampled_from(["a", "ü", '"']), max_size=2).map(tuple),
    accepted=st.booleans(),
    votes=st.none() | st.integers(-3, 3),
    lang=_WORDS,
    truncated=st.booleans(),
)


def _rows(drafts: list[Draft]) -> list[dict[str, Any]]:
    made = datetime(2024, 5, 1, 12, tzinfo=UTC)
    return [
        {**revision_values(draft, 1), "number": number, "ordinal": 1, "store_revision": 1, "created_at": made}
        for number, draft in enumerate(drafts, start=1)
    ]


@given(st.lists(_DRAFTS, max_size=4))
def test_rows_are_those_that_sqlalchemy_writes_one_by_one(drafts: list[Draft]) -> None:
    written = []
    for is_slow in (False, True):
        engine = create_engine("sqlite://")
        with engine.begin() as connection:
            metadata.create_all(connection)
            rows = _rows(drafts)
            if is_slow:
                for row in rows:
                    connection.execute(insert(revisions), row)
            else:
                insert_rows(connection, revisions, rows)
            raw = connection.execute(text("SELECT * FROM revisions ORDER BY number")).all()
            written.append((raw, connection.execute(select(revisions).order_by(revisions.c.number)).all()))
        engine.dispose()
    assert written[0] == written[1]


def test_a_row_that_breaks_a_rule_of_the_table_is_refused() -> None:
    row = {"id": "q", "question": "Who?", "left_at": datetime.now(UTC), "index_revision": 1}
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        with pytest.raises(IntegrityError):
            insert_rows(connection, open_questions, [row, row])
    engine.dispose()


@given(_DRAFTS)
def test_a_fingerprint_is_the_hash_of_what_is_said_besides_the_text(draft: Draft) -> None:
    values = revision_values(draft, 1)
    said = {
        name: str(value) if isinstance(value, date) else value
        for name, value in values.items()
        if name not in ("text", "fingerprint") and value is not None and value is not False
    }
    assert values["fingerprint"] == sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
