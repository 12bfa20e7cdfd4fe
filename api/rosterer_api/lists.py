"""How is a long list read in parts?"""

from typing import Annotated, Any, TypeVar

from fastapi import Path, Query
from sqlalchemy import Select
from sqlalchemy.orm import Session

Row = TypeVar("Row")
RowId = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]+$", max_length=64)]
"""An id that the service gave."""
Limit = Annotated[int, Query(ge=1, le=200, description="Most items of a page.")]
Cursor = Annotated[str | None, Query(pattern=r"^[A-Za-z0-9-]+$", max_length=64, description="``next`` of the page before.")]


def page_of(session: Session, query: Select[Row], column: Any, limit: int, cursor: str | None) -> tuple[list[Row], str | None]:
    """A page of rows in falling order of their ids, and the cursor of the next.

    Parameters
    ----------
    column
        The id's column.
    """
    if cursor is not None:
        query = query.where(column < cursor)
    rows = list(session.scalars(query.order_by(column.desc()).limit(limit + 1)))
    more = len(rows) > limit
    return rows[:limit], (str(getattr(rows[limit - 1], column.key)) if more else None)
