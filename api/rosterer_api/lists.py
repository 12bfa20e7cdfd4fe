"""How is a long list read in parts?"""

from functools import cache
from typing import Annotated, Any, TypeVar, cast

from fastapi import Path, Query
from sqlalchemy import Select, inspect
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

    Returns
    -------
    list, str or None
        The rows can be read like those of the table, but for what is large, and not be changed.
    """
    if cursor is not None:
        query = query.where(column < cursor)
    # Plain rows of the columns that are shown: half the time of whole objects, of which nothing else would be used.
    found = session.execute(query.with_only_columns(*_shown(column.class_)).order_by(column.desc()).limit(limit + 1))
    rows = cast("list[Row]", list(found))
    more = len(rows) > limit
    return rows[:limit], (str(getattr(rows[limit - 1], column.key)) if more else None)


@cache
def _shown(table: type[Any]) -> tuple[Any, ...]:
    """The columns of a table without those that are read only when asked for."""
    return tuple(getattr(table, attribute.key) for attribute in inspect(table).column_attrs if not attribute.deferred)
