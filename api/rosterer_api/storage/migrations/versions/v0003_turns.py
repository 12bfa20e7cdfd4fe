"""What came when the table of jobs became the queue?"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for table, column in (
        ("jobs", sa.Column("turn", sa.Float(), nullable=False, server_default="0")),
        ("jobs", sa.Column("priority", sa.Integer(), nullable=False, server_default="0")),
        ("jobs", sa.Column("failures", sa.Integer(), nullable=False, server_default="0")),
        ("workers", sa.Column("born", sa.BigInteger(), nullable=False, server_default="0")),
        ("keys", sa.Column("weight", sa.Integer(), nullable=False, server_default="1")),
        ("keys", sa.Column("most_waiting", sa.Integer(), nullable=True)),
        ("keys", sa.Column("most_running", sa.Integer(), nullable=True)),
    ):
        op.add_column(table, column)
    op.create_index("jobs_by_turn", "jobs", ["state", "turn", "id"])
    op.create_index("jobs_of_a_key", "jobs", ["created_by", "turn"])
    # Jobs that waited keep their order: all have the turn 0, and their ids tell who was first.
    op.execute("update jobs set state = 'queued' where state = 'created'")
    for name in ("generation", "is_enqueued", "touched", "heartbeat"):
        op.drop_column("jobs", name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop schema if exists dbos cascade")  # the queue that there was before
