"""What people who ask tell in return: questions left for the experts, and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the two tables, empty."""
    op.create_table(
        "open_questions",
        sa.Column("id", sa.String(18), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("contact", sa.Text),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("index_revision", sa.Integer, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_open_questions"),
    )
    op.create_table(
        "feedback",
        sa.Column("reply_id", sa.String(18), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("helped", sa.Boolean, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("words", sa.Text),
        sa.Column("quoted", sa.Text, nullable=False),
        sa.Column("index_revision", sa.Integer, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("reply_id", name="pk_feedback"),
    )
