"""Which columns came with webhooks that filter, count and are switched off, and with deliveries in
order?
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    text, empty = sa.String(length=200), sa.text("'{}'")
    for column in (
        sa.Column("name", text, nullable=False, server_default=""),
        sa.Column("kinds", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("matching", sa.JSON(), nullable=False, server_default=empty),
        sa.Column("headers", sa.JSON(), nullable=False, server_default=empty),
        sa.Column("old_secret", text, nullable=True),
        sa.Column("old_until", sa.Float(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("switched_off", sa.Float(), nullable=True),
        sa.Column("off_reason", sa.Text(), nullable=True),
    ):
        op.add_column("webhooks", column)
    _number_deliveries()


def _number_deliveries() -> None:
    """Give every delivery a number in the order of their ids, in a table made anew: no engine adds
    a column that counts by itself to one that is there.
    """
    connection = op.get_bind()
    old = sa.Table("deliveries", sa.MetaData(), autoload_with=connection)
    kept = connection.execute(sa.select(old).order_by(old.c.id)).mappings().all()
    op.drop_table("deliveries")
    new = op.create_table(
        "deliveries",
        sa.Column("number", _SERIAL, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(length=200), nullable=False, unique=True),
        sa.Column("webhook_id", sa.String(length=200), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], ondelete="CASCADE"),
    )
    op.create_index("deliveries_in_order", "deliveries", ["webhook_id", "state", "number"])
    if kept:
        op.bulk_insert(new, [dict(row) for row in kept])
