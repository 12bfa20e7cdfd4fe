"""Which rota sheets is somebody explaining?"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("created", sa.Float(), nullable=False),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("accepts_loss", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
