"""The first tables: collections, sources, answers, their revisions, and the store's own revision."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables and the one row of ``meta``."""
    meta = op.create_table(
        "meta",
        sa.Column("id", sa.Integer, autoincrement=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_meta"),
    )
    op.bulk_insert(meta, [{"id": 1, "revision": 0}])
    op.create_table(
        "collections",
        sa.Column("id", sa.Integer),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_collections"),
        sa.UniqueConstraint("name", name="uq_collections_name"),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer),
        sa.Column("collection_id", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("removed", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collections.id"], name="fk_sources_collection_id_collections"
        ),
        sa.UniqueConstraint("collection_id", "key", name="uq_sources_collection_id_key"),
    )
    op.create_index("ix_sources_key", "sources", ["key"])
    _make_answers()


def _make_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("id", sa.String(18), nullable=False),
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("changed_in", sa.Integer, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_answers"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_answers_source_id_sources"),
        sa.UniqueConstraint("id", name="uq_answers_id"),
        sa.UniqueConstraint("source_id", "key", name="uq_answers_source_id_key"),
    )
    op.create_index("ix_answers_changed_in", "answers", ["changed_in"])
    op.create_table(
        "revisions",
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("ordinal", sa.Integer, autoincrement=False),
        sa.Column("store_revision", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("role", sa.Text),
        sa.Column("company", sa.Text),
        sa.Column("as_printed", sa.Text),
        sa.Column("date_value", sa.Date),
        sa.Column("date_precision", sa.String(16), nullable=False),
        sa.Column("date_as_printed", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.Column("votes", sa.BigInteger),
        sa.Column("lang", sa.Text),
        sa.Column("license", sa.Text),
        sa.Column("truncated", sa.Boolean, nullable=False),
        sa.Column("question", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", "ordinal", name="pk_revisions"),
        sa.ForeignKeyConstraint(["number"], ["answers.number"], name="fk_revisions_number_answers"),
    )
