"""Who has signed in, in a browser?"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(200), primary_key=True),
        sa.Column(
            "key_id", sa.String(200), sa.ForeignKey("keys.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("created", sa.Float(), nullable=False),
        sa.Column("expires", sa.Float(), nullable=False),
    )
    op.create_index("ix_sessions_expires", "sessions", ["expires"])
