"""How is a long list read in parts, and one row by its id?"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, TypeVar, cast

from fastapi import Path, Query, Response
from sqlalchemy import ColumnElement, Select, inspect, select
from sqlalchemy.orm import Session

from rosterer_api.problems import ErrorItem, bad_request, not_found
from rosterer_api.routes.common import as_json, shown
from rosterer_api.service import Service
from rosterer_api.storage.tables import (
    Base,
    CaseRow,
    DeliveryRow,
    JobRow,
    PlanRow,
    ScenarioRow,
    WinterRow,
)
from rosterer_api.views import Item, Page

Row = TypeVar("Row", bound=Base)
RowId = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]+$", max_length=64)]
"""An id that the service gave."""
Limit = Annotated[int, Query(ge=1, le=200, description="Most items of a page.")]
OfCase = Annotated[
    str | None,
    Query(pattern=r"^[A-Za-z0-9-]+$", max_length=64, description="Only what is of this case."),
]
PREFIXES: Mapping[type[Base], str] = {
    CaseRow: "case",
    PlanRow: "plan",
    JobRow: "job",
    ScenarioRow: "scenario",
    WinterRow: "winter",
    DeliveryRow: "delivery",
}
"""How the ids of each list begin, and so its cursors, which say of which list they are."""
NUMBER = "[0-9a-f]{24}"
"""What an id ends with."""


def _cursor(beginning: str) -> Any:
    return Query(
        pattern=r"^[A-Za-z0-9-]+$",
        max_length=64,
        description="``next`` of the page before.",
        json_schema_extra={"pattern": f"^{beginning}-{NUMBER}$"},
    )


CaseCursor = Annotated[str | None, _cursor("case")]
PlanCursor = Annotated[str | None, _cursor("plan")]
JobCursor = Annotated[str | None, _cursor("job")]
ScenarioCursor = Annotated[str | None, _cursor("scenario")]
WinterCursor = Annotated[str | None, _cursor("winter")]
DeliveryCursor = Annotated[str | None, _cursor("delivery")]


def page_of(
    service: Service,
    table: type[Row],
    view: Callable[[Row], Item],
    limit: int,
    cursor: str | None,
    *conditions: ColumnElement[bool],
    beside: Callable[[Session, list[Row]], Callable[[Row], Item]] | None = None,
    **fields: str | None,
) -> Response:
    """A page of rows in falling order of their ids, and the cursor of the next.

    Parameters
    ----------
    view
        What is shown of a row; it can read whatever is not deferred.
    beside
        Makes the view from what else is read once for a whole page.
    fields
        Columns and what they must hold; those for which None is given do not count.
    """
    id_ = _column(table, "id")
    if cursor is not None:
        _require_of_list(table, cursor)
    query = _listing(table).where(*conditions, *([] if cursor is None else [id_ < cursor]))
    for name, value in fields.items():
        if value is not None:
            query = query.where(_column(table, name) == value)
    with service.database.reading() as session:
        rows = cast("list[Row]", list(session.execute(query.limit(limit + 1))))
        view = view if beside is None else beside(session, rows)
    following = str(rows[limit - 1].id) if len(rows) > limit else None  # type: ignore[attr-defined]
    return as_json(Page(items=shown(view, rows[:limit]), next=following))


def _require_of_list(table: type[Base], cursor: str) -> None:
    """Go on only with a cursor that such a list gave: any other text would stand somewhere too, and
    what follows it would look like a page. Its row may have gone meanwhile.
    """
    if not re.fullmatch(f"{PREFIXES[table]}-{NUMBER}", cursor):
        item = ErrorItem(
            detail="this is no cursor of this list",
            parameter="cursor",
            remedy="send 'next' of the page before, whole, to the list that gave it",
        )
        raise bad_request([item])


def found(session: Session, table: type[Row], row_id: str, what: str, *, lock: bool = False) -> Row:
    """A row by its id; it can be locked until the session ends.

    Raises
    ------
    ProblemError
        404 when it is not there.
    """
    row = session.get(table, row_id, with_for_update=lock or None)
    if row is None:
        raise not_found(what, row_id)
    return row


@cache
def _listing(table: type[Base]) -> Select[Any]:
    """All rows, newest first, as plain rows of the columns that are shown: half the time of whole
    objects.
    """
    shown = [
        _column(table, column.key) for column in inspect(table).column_attrs if not column.deferred
    ]
    return select(*shown).order_by(_column(table, "id").desc())


def _column(table: type[Base], name: str) -> Any:
    return table.__table__.columns[name]
