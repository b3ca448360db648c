"""What was done by hand, so that loading a source again does not undo it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the two columns; nothing was withdrawn for good or corrected here until now."""
    op.add_column(
        "answers", sa.Column("kept_out", sa.Boolean, nullable=False, server_default=sa.text("false"))
    )
    op.add_column("answers", sa.Column("source_fingerprint", sa.String(64)))
