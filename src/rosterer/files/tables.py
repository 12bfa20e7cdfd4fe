"""What does a reader of any kind of file hand on, before anybody asks whether it makes sense?

CSV folders, workbooks and JSON documents all become these, and one set of checks then serves them
all. Every row keeps the place it came from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from rosterer.files.faults import Fault
from rosterer_models.vocabulary.base import Fact

MOST_ROWS = 250_000
"""Of one table: a year of duties of 680 people; what has more is no rota."""
MOST_COLUMNS = 1_000
"""Headings of one table; the widest table that is known has a thirtieth of that."""
AnyFact = TypeVar("AnyFact", bound=Fact, covariant=True)


@dataclass(frozen=True)
class TextTable:
    """A sheet of text: what a CSV file or a worksheet holds.

    Attributes
    ----------
    origin
        What its owner calls it: ``people.csv``, or ``rota.xlsx, sheet people``.
    header
        The headings as they stand.
    rows
        Row number in the file and the cells, empty rows left out.
    """

    origin: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Entry(Generic[AnyFact]):
    """A fact and the row it stands in."""

    fact: AnyFact
    row: int


@dataclass(frozen=True)
class Rows(Generic[AnyFact]):
    """The sound rows of a table.

    Attributes
    ----------
    doubtful
        What could be read of the faulty rows, so that one fault does not look like many.
    is_whole
        False when the table could not be read, so that nothing is known of what it declares.
    """

    origin: str
    entries: tuple[Entry[AnyFact], ...] = ()
    doubtful: tuple[Mapping[str, object], ...] = ()
    is_whole: bool = True


@dataclass(frozen=True)
class Draft:
    """A case or plan while it is read: what is sound so far, where it stands, and what is not.

    Attributes
    ----------
    settings
        Everything that is no table, as checked values.
    settings_origin, settings_lines
        Where the settings stand: ``case.toml``, and the line of each where lines are known.
    """

    settings_origin: str
    settings: Mapping[str, object] = field(default_factory=dict)
    tables: Mapping[str, Rows[Fact]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    settings_lines: Mapping[str, int] = field(default_factory=dict)


def too_many_columns(table: TextTable) -> list[Fault]:
    """A fault when a table has more headings than any table needs."""
    number = sum(1 for heading in table.header if heading.strip())
    if number <= MOST_COLUMNS:
        return []
    remedy = f"a table may have {MOST_COLUMNS:,}; remove those that are not known"
    return [Fault(table.origin, f"has {number:,} columns", remedy, row=1)]


def too_many_rows(origin: str, number: int) -> list[Fault]:
    """A fault when a table has more rows than any table needs."""
    if number <= MOST_ROWS:
        return []
    remedy = f"a table may have {MOST_ROWS:,}; split the case"
    return [Fault(origin, f"has {number:,} rows", remedy)]
