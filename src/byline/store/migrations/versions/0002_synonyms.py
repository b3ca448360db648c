"""What a collection calls the same thing: the text of its synonyms file."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table; no collection has synonyms yet."""
    op.create_table(
        "synonyms",
        sa.Column("collection_id", sa.Integer, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("collection_id", name="pk_synonyms"),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collections.id"], name="fk_synonyms_collection_id_collections"
        ),
    )
