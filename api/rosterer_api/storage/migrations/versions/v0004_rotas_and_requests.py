"""Which tables came with rotas, of which one plan is published, and with keys of requests?"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
PAID = ("worked", "published")


def upgrade() -> None:
    op.add_column("cases", sa.Column("root_id", sa.String(length=200), nullable=True))
    for name in ("rota_id", "supersedes", "superseded_by"):
        op.add_column("plans", sa.Column(name, sa.String(length=200), nullable=True))
    rotas = op.create_table(
        "rotas",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.String(length=200), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(length=200), nullable=True),
        sa.Column("created", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("scope", "first_day", "days"),
    )
    op.create_table(
        "requests",
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("created", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("created_by", "idempotency_key"),
    )
    op.create_index("ix_requests_created", "requests", ["created"])
    _give_rotas(op.get_bind(), rotas)
    op.create_index(
        "one_published_plan",
        "plans",
        ["rota_id"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )


def _give_rotas(connection: Any, rotas: sa.Table) -> None:
    """Let the newest plan that was worked, else published, be the present one of its days."""
    tables = sa.MetaData()
    tables.reflect(connection, only=["cases", "plans"])
    cases, plans = tables.tables["cases"], tables.tables["plans"]
    columns = (cases.c.id, cases.c.parent, cases.c.created, _as_json(cases.c.about))
    known = {row.id: row for row in connection.execute(sa.select(*columns))}
    roots = {name: _root_of(name, known) for name in known}
    for name, root in roots.items():
        if root != name:
            connection.execute(cases.update().where(cases.c.id == name).values(root_id=root))
    made: dict[tuple[str, str, int], str] = {}
    found = connection.execute(sa.select(plans).where(plans.c.state.in_(PAID)))
    newest_first = sorted(found, key=lambda row: (row.state, row.created, row.id), reverse=True)
    for row in newest_first:
        about = known[row.case_id].about or {}
        place = (roots[row.case_id], about.get("first_day", ""), about.get("days", 0))
        values: dict[str, Any] = {"rota_id": f"rota-{made.get(place, row.id)}"}
        if place not in made:
            made[place] = row.id
            head = dict(zip(("scope", "first_day", "days"), place, strict=True))
            connection.execute(
                rotas.insert().values(
                    id=values["rota_id"], plan_id=row.id, created=row.created, **head
                )
            )
        elif row.state == "published":
            values |= {"state": "superseded", "superseded_by": made[place]}
            values["version"] = row.version + 1
        connection.execute(plans.update().where(plans.c.id == row.id).values(**values))


def _as_json(column: Any) -> Any:
    return sa.type_coerce(column, sa.JSON()).label("about")


def _root_of(name: str, known: dict[str, Any]) -> str:
    """The case from which another came in the end, as far back as anything is known."""
    while name in known and known[name].parent:
        name = known[name].parent
    return name
