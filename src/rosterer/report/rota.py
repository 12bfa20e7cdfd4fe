"""Who works when and where, as a page that hangs on a wall?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rosterer.report.breaches import NO_MARKS, Marks, cell_id, person_id
from rosterer.report.unit_codes import own_unit_of, unit_codes
from rosterer.report.words import day_words
from rosterer.report.worked import (
    NO_TASK,
    HoursAccount,
    WorkedDay,
    absent_days,
    hours_accounts,
    worked_days,
)
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.time import SATURDAY

DAYS_ACROSS = 28
"""Days of one table: four weeks fit across a sheet of paper."""
WORDY_DAYS_ACROSS = 14
"""Days of a table with words in its cells."""
LEAVE_CODE, AWAY_CODE = "AL", "X"
"""Annual leave, and absence of which colleagues need not know why."""


def absence_code(kind: str) -> str:
    """What a page for colleagues says of an absence: leave, or that the person is away."""
    return LEAVE_CODE if kind == "leave" else AWAY_CODE


@dataclass(frozen=True)
class Cell:
    """A day of a person.

    Attributes
    ----------
    where
        The unit, training, or the places of a round.
    code
        Where, as it fits on paper: the unit's short code; blank for a round and for the team's own
        unit.
    tone
        Of the background.
    marks
        Numbers of the breaches that speak of this day.
    anchor
        The id of the cell, where a breach leads to it.
    """

    shift: str = ""
    where: tuple[str, ...] = ()
    code: str = ""
    tone: str = "rest"
    marks: tuple[int, ...] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Row:
    """A person's days and hours.

    Attributes
    ----------
    label
        Who it is on a wall: the name where it may be shown, with the id where two have one name.
    """

    person: str
    name: str
    label: str
    cells: tuple[Cell, ...]
    account: HoursAccount
    marks: tuple[int, ...] = ()
    anchor: str = ""

    @property
    def duties(self) -> int:
        """Days with a duty."""
        return sum(bool(cell.shift) for cell in self.cells)


@dataclass(frozen=True)
class Heading:
    """A day above a table."""

    date: date
    is_holiday: bool

    @property
    def weekday(self) -> str:
        """``Mon``."""
        return f"{self.date:%a}"

    @property
    def day(self) -> str:
        """``2 Nov``."""
        return f"{self.date.day} {self.date:%b}"

    @property
    def words(self) -> str:
        """``Mon 2 Nov``."""
        return day_words(self.date)

    @property
    def is_special(self) -> bool:
        """Weekend or bank holiday."""
        return self.is_holiday or self.date.weekday() >= SATURDAY


@dataclass(frozen=True)
class TeamPage:
    """The rota of one team over some weeks."""

    team: str
    name: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]


def blocks(case: Case, across: int = DAYS_ACROSS) -> list[list[date]]:
    """The days of the horizon, in pieces that fit across a page."""
    dates = [case.first_day + timedelta(days=number) for number in range(case.days)]
    return [dates[first : first + across] for first in range(0, len(dates), across)]


def headings(case: Case, dates: Sequence[date]) -> tuple[Heading, ...]:
    """Days as they stand above a table; bank holidays say so."""
    return tuple(Heading(day, day in case.holidays) for day in dates)


def team_pages(
    case: Case, plan: Plan, *, show_names: bool, marks: Marks = NO_MARKS
) -> list[TeamPage]:
    """The rota of each team that has people, in the order of the case, four weeks at a time."""
    worked = worked_days(case, plan)
    days = {(one.person.person, one.date): one for one in worked}
    away, accounts, codes = absent_days(case), hours_accounts(case, plan, worked), unit_codes(case)
    labels = person_labels(case, show_names=show_names)

    def cell(person: Person, day: date) -> Cell:
        key = (person.person, day)
        plain = _cell(days.get(key), away.get(key), codes, own_unit_of(case, person.team))
        found = marks.cells.get(key, ())
        return replace(plain, marks=found, anchor=cell_id(*key)) if found else plain

    def row(person: Person, dates: Sequence[date]) -> Row:
        found = marks.people.get(person.person, ()) if dates[0] == case.first_day else ()
        return Row(
            person.person,
            person.name if show_names else "",
            labels[person.person],
            tuple(cell(person, day) for day in dates),
            accounts[person.person],
            found,
            person_id(person.person) if found else "",
        )

    pages = []
    for team in case.teams:
        people = [person for person in case.people if person.team == team.team]
        for dates in blocks(case):
            if people:
                rows = tuple(row(person, dates) for person in people)
                pages.append(
                    TeamPage(team.team, team.name or team.team, headings(case, dates), rows)
                )
    return pages


def person_labels(case: Case, *, show_names: bool) -> dict[str, str]:
    """How each person is called on paper: by name where that may be shown; namesakes with their
    ids.
    """
    times = Counter(person.name for person in case.people)
    labels = {}
    for person in case.people:
        label = person.name if show_names and person.name else person.person
        twice = label == person.name and times[person.name] > 1
        labels[person.person] = f"{label} ({person.person})" if twice else label
    return labels


def _cell(
    worked: WorkedDay | None, absence: str | None, codes: Mapping[str, str], own_unit: str
) -> Cell:
    if worked is None:
        return Cell() if absence is None else Cell(where=(absence_code(absence),), tone="away")
    if worked.is_training:
        where: tuple[str, ...] = ("training",)
        code, tone = "T", "training"
    elif worked.unit:
        is_own = worked.unit == own_unit
        where = () if is_own else (worked.unit,)
        code, tone = "" if is_own else codes[worked.unit], "unit"
    else:
        where = (NO_TASK,) if worked.is_spare else worked.places
        code, tone = "", "round"
    return Cell(worked.shift.shift, where, code, "night" if worked.shift.is_night else tone)
