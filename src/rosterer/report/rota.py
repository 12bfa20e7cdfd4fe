"""Who works when and where, as a page that hangs on a wall?"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rosterer.report.words import day_words
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.time import SATURDAY

ABSENCE_WORDS = {"leave": "leave", "unavailable": "away"}
"""As short as a cell is narrow."""


@dataclass(frozen=True)
class Cell:
    """A day of a person: the shift, where, and the tone of its background."""

    shift: str = ""
    where: str = ""
    tone: str = "rest"


@dataclass(frozen=True)
class Row:
    """A person's days."""

    person: str
    name: str
    cells: tuple[Cell, ...]

    @property
    def duties(self) -> int:
        """Days with a duty."""
        return sum(bool(cell.shift) for cell in self.cells)


@dataclass(frozen=True)
class TeamPage:
    """The rota of one team."""

    team: str
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Heading:
    """A day above the rota."""

    words: str
    is_special: bool
    """Weekend or bank holiday."""


def headings(case: Case) -> list[Heading]:
    """The days of the horizon."""
    days = [case.first_day + timedelta(days=number) for number in range(case.days)]
    return [Heading(day_words(day), day.weekday() >= SATURDAY or day in case.holidays) for day in days]


def team_pages(case: Case, plan: Plan, *, show_names: bool) -> list[TeamPage]:
    """The rota of each team that has people, in the order of the case."""
    duties: dict[tuple[str, date], list[DutyPiece]] = defaultdict(list)
    for piece in plan.duties:
        duties[piece.person, piece.date].append(piece)
    away = {
        (absence.person, case.first_day + timedelta(days=number)): absence.kind
        for absence in case.absences
        for number in range(
            max(0, (absence.first_day - case.first_day).days), min(case.days, (absence.last_day - case.first_day).days + 1)
        )
    }
    nights = {shift.shift for shift in case.shifts if shift.is_night}
    units = {unit.unit for unit in case.units}
    pages = []
    for team in case.teams:
        rows = []
        for person in case.people:
            if person.team != team.team:
                continue
            days = [case.first_day + timedelta(days=number) for number in range(case.days)]
            cells = tuple(
                _cell(duties.get((person.person, day), []), away.get((person.person, day), ""), nights, units) for day in days
            )
            rows.append(Row(person.person, person.name if show_names else "", cells))
        if rows:
            pages.append(TeamPage(team.team, team.name or team.team, tuple(rows)))
    return pages


def _cell(pieces: Sequence[DutyPiece], absence: str, nights: set[str], units: set[str]) -> Cell:
    if not pieces:
        return Cell(tone="away", where=ABSENCE_WORDS[absence]) if absence else Cell()
    shift = pieces[0].shift
    places = list(dict.fromkeys(piece.place for piece in pieces if piece.place))
    tone = "night" if shift in nights else ("unit" if places and places[0] in units else "round")
    return Cell(shift, ", ".join(places), tone)
