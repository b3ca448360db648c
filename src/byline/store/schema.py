"""The tables, as the newest migration leaves them.

    collections ──< sources ──< answers ──< revisions            meta (one row)
         └── synonyms (one row at most)            open_questions   feedback

An answer's row says which of its revisions is the current one and in which revision of the store it
last changed. It is never deleted: a withdrawn answer keeps its id and its number, so that the search
index learns of the removal and an old link can be told that the answer is gone. Revisions are only
ever inserted.

``migrations/versions`` builds the same tables step by step; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    func,
    text,
)

HEAD = "0005"
"""The newest migration. Kept here so that opening an up-to-date store need not import Alembic."""

VERSION_TABLE = "byline_version"
"""Where Alembic records the last migration; a name of our own, never another program's."""

# Named constraints, so that a later migration can name the one it changes.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: goes in with any time zone, is stored in UTC, comes out in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn ``value`` to UTC. A time without a zone is refused: nobody knows when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; give one, such as datetime.now(UTC).")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back; SQLite keeps none."""
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


meta = Table(
    "meta",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
)

collections = Table(
    "collections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

synonyms = Table(
    "synonyms",
    metadata,
    Column("collection_id", ForeignKey("collections.id"), primary_key=True, autoincrement=False),
    # The file as it was read, notes and all, so that it can be had back and changed.
    Column("text", Text, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("collection_id", ForeignKey("collections.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text),
    Column("removed", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("collection_id", "key"),
)

answers = Table(
    "answers",
    metadata,
    # Given by the store, in the order of import, and never given twice.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", String(18), nullable=False, unique=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("changed_in", Integer, nullable=False, index=True),
    Column("withdrawn", Boolean, nullable=False),
    # Withdrawn by hand: its source does not bring it back.
    Column("kept_out", Boolean, nullable=False, server_default=text("false")),
    # What the source last said, where someone has corrected it by hand since.
    Column("source_fingerprint", String(64)),
    UniqueConstraint("source_id", "key"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("number", ForeignKey("answers.number"), primary_key=True, autoincrement=False),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("store_revision", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("author", Text),
    Column("role", Text),
    Column("company", Text),
    Column("as_printed", Text),
    Column("date_value", Date),
    Column("date_precision", String(16), nullable=False),
    Column("date_as_printed", Text),
    Column("url", Text),
    Column("tags", Text, nullable=False),
    Column("accepted", Boolean, nullable=False),
    Column("votes", BigInteger),
    Column("lang", Text),
    Column("license", Text),
    Column("truncated", Boolean, nullable=False),
    Column("question", Text),
    # Last, so that reading the columns before it need not walk a long text's overflow pages.
    Column("text", Text, nullable=False),
)

# What people who ask tell in return. Bound to no answer: answers may go, and what was said of them stays.
open_questions = Table(
    "open_questions",
    metadata,
    Column("id", String(18), primary_key=True),
    Column("question", Text, nullable=False),
    Column("contact", Text),
    Column("left_at", UtcDateTime, nullable=False),
    Column("index_revision", Integer, nullable=False),
    Column("done_at", UtcDateTime),
)

feedback = Table(
    "feedback",
    metadata,
    Column("reply_id", String(18), primary_key=True),
    Column("question", Text, nullable=False),
    Column("helped", Boolean, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("words", Text),
    # JSON: answer id, revision, start and end of each excerpt that the reply had.
    Column("quoted", Text, nullable=False),
    Column("index_revision", Integer, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
)

Index(None, sources.c.key)
Index(None, revisions.c.author)

# A question may be longer than a database takes into an index, so its beginning is looked up.
beginning_of_question = func.substr(revisions.c.question, text("1"), text("80"))
Index("ix_revisions_question_start", beginning_of_question)


def question_start(question: str) -> str:
    """Return what ``beginning_of_question`` is for this question."""
    return question[:80]
