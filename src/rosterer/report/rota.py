"""Who works when and where, as a page that hangs on a wall?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rosterer.report.words import day_words
from rosterer.report.worked import HoursAccount, WorkedDay, absent_days, hours_accounts, worked_days
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.time import SATURDAY

DAYS_ACROSS = 28
"""Days of one table: four weeks fit across a sheet of paper."""
ABSENCE_CODES = {"leave": "AL", "unavailable": "away"}


@dataclass(frozen=True)
class Cell:
    """A day of a person: the shift, where, and the tone of its background."""

    shift: str = ""
    where: tuple[str, ...] = ()
    tone: str = "rest"


@dataclass(frozen=True)
class Row:
    """A person's days and hours."""

    person: str
    name: str
    cells: tuple[Cell, ...]
    account: HoursAccount

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


def blocks(case: Case) -> list[list[date]]:
    """The days of the horizon, in pieces that fit across a page."""
    dates = [case.first_day + timedelta(days=number) for number in range(case.days)]
    return [dates[first : first + DAYS_ACROSS] for first in range(0, len(dates), DAYS_ACROSS)]


def headings(case: Case, dates: Sequence[date]) -> tuple[Heading, ...]:
    """Days as they stand above a table; bank holidays say so."""
    return tuple(Heading(day, day in case.holidays) for day in dates)


def team_pages(case: Case, plan: Plan, *, show_names: bool) -> list[TeamPage]:
    """The rota of each team that has people, in the order of the case, four weeks at a time."""
    worked = worked_days(case, plan)
    days = {(one.person.person, one.date): one for one in worked}
    away, accounts = absent_days(case), hours_accounts(case, worked)

    def row(person: Person, dates: Sequence[date]) -> Row:
        cells = tuple(_cell(person.person, day, days, away) for day in dates)
        return Row(person.person, person.name if show_names else "", cells, accounts[person.person])

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


def _cell(
    person: str,
    day: date,
    days: Mapping[tuple[str, date], WorkedDay],
    away: Mapping[tuple[str, date], str],
) -> Cell:
    worked = days.get((person, day))
    if worked is None:
        return (
            Cell(where=(ABSENCE_CODES[away[person, day]],), tone="away")
            if (person, day) in away
            else Cell()
        )
    if worked.shift.is_night:
        tone = "night"
    elif worked.is_training:
        tone = "training"
    else:
        tone = "unit" if worked.unit else "round"
    where = (worked.where,) if tone in ("training", "unit") or worked.unit else worked.places
    return Cell(worked.shift.shift, where, tone)
