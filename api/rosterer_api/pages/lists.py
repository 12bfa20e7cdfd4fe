"""What do lists on pages share?"""

from collections.abc import Iterable
from typing import Annotated, TypeVar

from fastapi import Query
from pydantic import StringConstraints
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from rosterer_api.storage.tables import CaseRow, KeyRow, PlanRow

MOST_ROWS = 50
"""Of a page of a list."""
Row = TypeVar("Row", CaseRow, PlanRow)
_ID = r"^[A-Za-z0-9-]*$"
After = Annotated[str, Query(pattern=_ID, max_length=64)]
"""The id of a row after which a list goes on; blank for its beginning."""
OfPlan = Annotated[str, Query(pattern=_ID, max_length=64)]
"""The id of a plan; blank for the present one."""
Chosen = list[Annotated[str, StringConstraints(pattern=_ID, max_length=64)]]
"""Ids of plans that somebody has ticked."""


def newest(
    session: Session, table: type[Row], after: str, *conditions: ColumnElement[bool]
) -> tuple[list[Row], str]:
    """Rows, newest first, and the id after which the next page begins; blank at the end.

    Parameters
    ----------
    after
        Where the page before ended.
    """
    query = select(table).where(*conditions).order_by(table.id.desc()).limit(MOST_ROWS + 1)
    if after:
        query = query.where(table.id < after)
    rows = list(session.scalars(query))
    return rows[:MOST_ROWS], rows[MOST_ROWS - 1].id if len(rows) > MOST_ROWS else ""


def holders(session: Session, ids: Iterable[str | None]) -> dict[str, str]:
    """Names of those who hold keys, by id; anybody else is called by their id."""
    wanted = {one for one in ids if one}
    rows = session.execute(select(KeyRow.id, KeyRow.name).where(KeyRow.id.in_(wanted)))
    return {one: one.removeprefix("oidc:") for one in wanted} | {row.id: row.name for row in rows}
