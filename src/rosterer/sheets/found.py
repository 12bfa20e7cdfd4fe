"""What does a rota say once its shape is understood: who, on which day, with which code, and where
it stood?
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rosterer.sheets.notes import Note

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "name",
        "names",
        "staff",
        "staff name",
        "employee",
        "employee name",
        "carer",
        "worker",
        "person",
        "full name",
        "team member",
    ),
    "first name": ("first name", "forename", "first", "given name"),
    "surname": ("surname", "last name", "family name", "last"),
    "id": (
        "id",
        "no",
        "no.",
        "staff no",
        "staff no.",
        "staff number",
        "employee no",
        "employee number",
        "payroll",
        "payroll no",
        "ref",
    ),
    "grade": ("grade", "band", "role", "job title", "job", "position", "title", "post"),
    "contract": (
        "contract",
        "contract hours",
        "contracted",
        "contracted hours",
        "contract hrs",
        "contract h/week",
        "con hrs",
        "hours/week",
        "hrs/wk",
        "weekly hours",
        "hours",
        "hrs",
        "wte",
        "fte",
    ),
    "date": ("date", "day", "shift date", "duty date"),
    "code": ("shift", "code", "duty", "shift code", "shift type", "type"),
    "start": ("start", "from", "start time", "shift start", "time in", "in"),
    "end": ("end", "to", "finish", "end time", "finish time", "shift end", "time out", "out"),
    "team": ("team", "unit", "ward", "location", "area", "site", "department"),
}
"""Headings of the columns that are looked for, as rotas name them."""

FULL_TIME_HOURS = 37.5
"""A week of a whole-time equivalent (Agenda for Change)."""


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


@dataclass(frozen=True)
class FoundNeed:
    """A row that says how many people are needed on each date."""

    team: str
    label: str
    counts: Mapping[date, str]
    places: Mapping[date, str]
    where: str


@dataclass
class Found:
    """All that was understood of a file."""

    people: dict[str, FoundPerson] = field(default_factory=dict)
    cells: list[FoundCell] = field(default_factory=list)
    needs: list[FoundNeed] = field(default_factory=list)
    dates: set[date] = field(default_factory=set)
    """That the rota shows, whether anybody works or not."""
    notes: list[Note] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    """Places of cells that were understood or told of."""
    headings: dict[str, dict[int, tuple[int, str]]] = field(default_factory=dict)
    """By sheet and column the row and text of headings beside those that are looked for."""

    def add_person(self, person: FoundPerson, where: str) -> None:
        """Remember somebody; what a second row adds is kept, and a second team is told."""
        known = self.people.get(person.key)
        if known is None:
            self.people[person.key] = person
            return
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


def meaning_of_heading(text: str, own: Mapping[str, str]) -> str:
    """Which column a heading names; empty when none that is looked for."""
    folded = " ".join(text.casefold().replace("_", " ").split()).strip(" :*")
    for heading, meaning in own.items():
        if folded == " ".join(heading.casefold().split()):
            return meaning
    return next((meaning for meaning, words in HEADINGS.items() if folded in words), "")


def contract_of(heading: str, text: str) -> float | None:
    """Contract hours a week out of a cell; a whole-time equivalent is multiplied."""
    try:
        number = float(text.replace(",", ".").removesuffix("h").strip())
    except ValueError:
        return None
    if not 0 < number <= 168:
        return None
    is_share = number <= 1 or any(word in heading.casefold() for word in ("wte", "fte"))
    return round(number * FULL_TIME_HOURS, 2) if is_share and number <= 1.5 else number
