"""Find the answers of an author, and those to a question, without reading every answer."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the indexes. Of a question the beginning is enough: it may be longer than an index takes."""
    op.create_index("ix_revisions_author", "revisions", ["author"])
    op.create_index("ix_revisions_question_start", "revisions", [sa.text("substr(question, 1, 80)")])
