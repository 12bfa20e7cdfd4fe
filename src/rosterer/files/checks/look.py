"""How does a check look at the tables of a draft?"""

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from rosterer.files.faults import Fault
from rosterer.files.tables import Draft, Entry, Rows
from rosterer_models.vocabulary.base import Fact

SomeFact = TypeVar("SomeFact", bound=Fact)


def entries(draft: Draft, table: str, model: type[SomeFact]) -> Iterator[Entry[SomeFact]]:
    """The sound rows of a table."""
    for entry in draft.tables[table].entries if table in draft.tables else ():
        if isinstance(entry.fact, model):
            yield Entry(entry.fact, entry.row)


def fault_at(
    draft: Draft,
    table: str,
    entry: Entry[Fact],
    column: str,
    message: str,
    remedy: str = "",
    value: object = None,
) -> Fault:
    """A fault in a row; the value shown is the column's unless another is given."""
    shown = getattr(entry.fact, column.partition(".")[0], None) if value is None else value
    return Fault(draft.tables[table].origin, message, remedy, entry.row, column, str(shown))


def known_words(draft: Draft, table: str, column: str) -> set[str] | None:
    """What stands in a column, in faulty rows too; None when the table could not be read and
    anything might.
    """
    rows = draft.tables.get(table, Rows[Fact]("", is_whole=False))
    if not rows.is_whole:
        return None
    sound = {str(getattr(entry.fact, column)) for entry in rows.entries}
    return sound | {str(values[column]) for values in rows.doubtful if column in values}


def doubtful_words(draft: Draft, table: str, column: str) -> set[str]:
    """What stands in a column of faulty rows: nothing more is known of these things."""
    return (
        {str(values[column]) for values in draft.tables[table].doubtful if column in values}
        if table in draft.tables
        else set()
    )


def first_day_of(draft: Draft) -> date | None:
    """The first day of the horizon, where the settings have one."""
    first_day = draft.settings.get("first_day")
    return first_day if isinstance(first_day, date) else None


def days_of(draft: Draft) -> int | None:
    """Days of the horizon, where the settings say."""
    days = draft.settings.get("days")
    return days if isinstance(days, int) else None
