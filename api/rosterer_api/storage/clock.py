"""What time is it for everybody who shares a database?

Leases are compared on the database's own clock, because the clocks of many machines disagree.
"""

from typing import Any

from sqlalchemy import Float, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement


class db_now(FunctionElement[float]):  # noqa: N801 - reads as an SQL function
    """Seconds since 1970 on the database's clock, to the millisecond."""

    type = Float()
    inherit_cache = True


@compiles(db_now, "postgresql")
def _postgresql(element: db_now, compiler: Any, **options: Any) -> str:
    return "extract(epoch from clock_timestamp())::double precision"


@compiles(db_now, "sqlite")
def _sqlite(element: db_now, compiler: Any, **options: Any) -> str:
    # SQLite before 3.42 has no unixepoch('subsec'); 2440587.5 is the Julian day of 1970.
    return "((julianday('now') - 2440587.5) * 86400.0)"


def moment(session: Session) -> float:
    """Now, on the database's clock."""
    return float(session.scalar(select(db_now())) or 0.0)
