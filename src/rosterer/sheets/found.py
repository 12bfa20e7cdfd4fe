"""What does a rota say once its shape is understood: who, on which day, with which code, and where
it stood?
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from rosterer.sheets.meanings import Meaning
from rosterer.sheets.names import OpenKind
from rosterer.sheets.notes import Note
from rosterer_models.vocabulary.loss import Loss


@dataclass(frozen=True)
class FoundPerson:
    """Somebody in a rota."""

    key: str
    """Name as it is compared: who has the same is the same person."""
    name: str
    team: str
    number: str = ""
    grade: str = ""
    contract_hours: float | None = None


@dataclass(frozen=True)
class FoundCell:
    """What stands for a person on a date."""

    person: str
    date: date
    text: str
    where: str
    fill: str = ""
    meaning: Meaning | None = None
    """Where the hours stand beside the code; the text is then only its name."""


@dataclass(frozen=True)
class FoundNeed:
    """A row that says how many people are needed on each date."""

    team: str
    label: str
    counts: Mapping[date, str]
    places: Mapping[date, str]
    where: str


@dataclass(frozen=True)
class FoundOpen:
    """Work on a date that nobody of the rota does."""

    kind: OpenKind
    team: str
    date: date
    text: str
    where: str
    meaning: Meaning | None = None


@dataclass(frozen=True)
class Concluded:
    """A day without a heading: its date, where the heading would stand, and its cells."""

    date: date
    where: str
    places: frozenset[str]


@dataclass
class Found:
    """All that was understood of a file."""

    people: dict[str, FoundPerson] = field(default_factory=dict)
    cells: list[FoundCell] = field(default_factory=list)
    needs: list[FoundNeed] = field(default_factory=list)
    open: list[FoundOpen] = field(default_factory=list)
    dates: set[date] = field(default_factory=set)
    """That the rota shows, whether anybody works or not."""
    notes: list[Note] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    """Places of cells that were understood or told of."""
    headings: dict[str, dict[int, tuple[int, str]]] = field(default_factory=dict)
    """By sheet and column the row and text of headings beside those that are looked for."""
    unread: set[tuple[str, date]] = field(default_factory=set)
    """People and dates of which something stands there that was not read."""
    lists: set[str] = field(default_factory=set)
    """Sheets that have a row for each duty."""
    person_rows: dict[str, set[int]] = field(default_factory=dict)
    """By sheet the rows in which people stand."""
    heading_rows: dict[str, set[int]] = field(default_factory=dict)
    """By sheet the rows of headings."""
    headed: dict[date, set[str]] = field(default_factory=dict)
    """By date that a heading says the people of whom its column speaks."""
    losses: tuple[Loss, ...] = ()
    """Of the sheet that an exported workbook goes back to."""
    undated: set[str] = field(default_factory=set)
    """Sheets that say no date and begin as was assumed."""
    concluded: list[Concluded] = field(default_factory=list)
    """Days that no heading says."""

    def add_person(self, person: FoundPerson, where: str) -> str:
        """Remember somebody, and give their key; what a second row adds is kept, and a second team
        is told. Of one name but other numbers are other people.
        """
        known = self.people.get(person.key)
        if known is not None and known.number and person.number not in ("", known.number):
            person = replace(person, key=f"{person.key} {person.number}")
            known = self.people.get(person.key)
        if known is None:
            self.people[person.key] = person
            return person.key
        if known.team != person.team:
            text = (
                f"{person.name} stands under {known.team} and {person.team}; taken for one "
                f"person of {known.team}"
            )
            self.notes.append(Note("guess", text, where))
        self.people[person.key] = FoundPerson(
            known.key,
            known.name,
            known.team,
            known.number or person.number,
            known.grade or person.grade,
            known.contract_hours if known.contract_hours is not None else person.contract_hours,
        )
        return person.key
