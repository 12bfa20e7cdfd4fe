"""Whom does a table mean that names people as they are called?

Where a table asks for the id of a person, their name from ``people`` may be typed instead, in
whatever case, as long as nobody else is called so. An id is always taken for an id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rosterer.files.cells import short
from rosterer.files.checks.references import REFERENCES
from rosterer.files.faults import Fault
from rosterer.files.tables import TextTable

PEOPLE = "people"
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    table: tuple(one.column for one in REFERENCES if (one.table, one.target) == (table, PEOPLE))
    for table in {one.table for one in REFERENCES if one.target == PEOPLE}
}


@dataclass(frozen=True)
class PeopleByName:
    """Who is called what.

    Attributes
    ----------
    ids
        All ids that ``people`` declares.
    by_name
        Ids by name, small letters and single blanks.
    """

    ids: frozenset[str] = frozenset()
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def with_ids(self, name: str, table: TextTable) -> tuple[TextTable, list[Fault]]:
        """A table with ids where it names people, and a fault where two people share the name.

        Parameters
        ----------
        name
            Of the table, such as ``absences``.
        """
        places = [
            (place, heading.strip())
            for place, heading in enumerate(table.header)
            if heading.strip() in _COLUMNS.get(name, ())
        ]
        if not places or not self.by_name:
            return table, []
        faults: list[Fault] = []
        rows = []
        for number, cells in table.rows:
            changed = list(cells)
            for place, column in places:
                text = cells[place].strip() if place < len(cells) else ""
                meant = () if text in self.ids else self.by_name.get(_key(text), ())
                if len(meant) > 1:
                    faults.append(_shared(table.origin, number, column, text, meant))
                if meant:
                    changed[place] = meant[0]
            rows.append((number, tuple(changed)))
        return replace(table, rows=tuple(rows)), faults


def people_by_name(table: TextTable) -> PeopleByName:
    """Names and ids of a ``people`` table."""
    header = [heading.strip() for heading in table.header]
    if "person" not in header:
        return PeopleByName()
    ids: list[str] = []
    by_name: dict[str, list[str]] = {}
    for _, cells in table.rows:
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        ids.append(row.get("person", ""))
        if row.get("name") and ids[-1]:
            by_name.setdefault(_key(row["name"]), []).append(ids[-1])
    return PeopleByName(
        frozenset(ids), {name: tuple(dict.fromkeys(who)) for name, who in by_name.items()}
    )


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _shared(origin: str, row: int, column: str, text: str, meant: tuple[str, ...]) -> Fault:
    shown = short(text)
    return Fault(
        origin,
        f"{len(meant)} people are called {shown!r}",
        f"write the id instead: {' or '.join(meant[:5])}",
        row,
        column,
        shown,
    )
