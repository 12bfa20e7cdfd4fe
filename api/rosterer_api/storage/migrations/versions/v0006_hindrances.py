"""Where does a worker say what hinders it, and which folders held files?"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("workers", sa.Column("hindered", sa.Text(), nullable=True))
    op.create_table("folders", sa.Column("path", sa.Text(), primary_key=True))
