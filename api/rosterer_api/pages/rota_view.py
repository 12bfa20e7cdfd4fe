"""What stands on the rota of a team over some days, worked out once for each plan?

With the referee's verdict and the pages of the report, so that a page, a report and a poster never
tell three stories.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rosterer.referee import judge
from rosterer.report.breaches import Finding, found_in, marks_of
from rosterer.report.cover import Cover, cover_of
from rosterer.report.rota import Cell, Heading, Row, headings, team_pages
from rosterer.report.unit_codes import own_unit_of, unit_codes
from rosterer.report.worked import HoursAccount
from rosterer.shown import amount, is_nothing
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

MOST_ROWS = 60
"""People of one page: more make a browser slow, and nobody reads them at once."""
LENGTHS = (7, 14, 28)
"""Days that a page may show."""
ALMOST = 1e-6
"""Below it a fraction of a head is what floating point leaves."""


@dataclass(frozen=True)
class Person:
    """Somebody of a team with all their days; the name is for those who may see it."""

    person: str
    name: str
    cells: tuple[Cell, ...]
    account: HoursAccount
    marks: tuple[int, ...]
    """Numbers of breaches that speak of no day alone."""


@dataclass(frozen=True)
class Count:
    """What a day says of a unit, or of all: short for the eye, and in words."""

    text: str = ""
    words: str = ""
    is_short: bool = False


@dataclass(frozen=True)
class CountRow:
    """Counts of a unit, or of all, by day of the horizon."""

    name: str
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class TeamRota:
    """Everything of one team over the horizon."""

    team: str
    name: str
    people: tuple[Person, ...]
    findings: tuple[Finding, ...]
    fixed: frozenset[tuple[str, date]]
    uncovered: CountRow
    counts: tuple[CountRow, ...]


@dataclass(frozen=True)
class Rota:
    """A plan as its teams see it; whoever keeps it keeps names."""

    first_day: date
    days: int
    zone: str
    note: str
    shifts: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]
    headings: tuple[Heading, ...]
    teams: Mapping[str, TeamRota]


@dataclass(frozen=True)
class Window:
    """Some days of the horizon: the first by its number, and how many."""

    first: int
    number: int

    def of(self, items: Sequence[object]) -> Sequence[object]:
        """What belongs to these days."""
        return items[self.first : self.first + self.number]


def rota_of(case: Case, plan: Plan) -> Rota:
    """The rota of every team."""
    verdict = judge(case, plan)
    cover = cover_of(case, plan, verdict)
    broken, inherited = found_in(case, verdict)
    marks = marks_of((*broken, *inherited))
    people: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for page in team_pages(case, plan, show_names=True, marks=marks):
        for row in page.rows:
            people[page.team][row.person].append(row)
    dates = [case.first_day + timedelta(days=number) for number in range(case.days)]
    codes = unit_codes(case)
    teams = {}
    for team in case.teams:
        rows = [_person(blocks) for blocks in people[team.team].values()]
        ids = {row.person for row in rows}
        own = own_unit_of(case, team.team)
        counts = _units(case, cover, dates, codes, own)
        teams[team.team] = TeamRota(
            team.team,
            team.name or team.team,
            tuple(rows),
            tuple(one for one in (*broken, *inherited) if one.breach.who in ids),
            frozenset((one.person, one.date) for one in case.fixed if one.person in ids),
            _uncovered(case, cover, dates, codes, own),
            (_on_duty(rows, case.days), *counts),
        )
    named = [(code, unit.name or unit.unit) for unit in case.units for code in [codes[unit.unit]]]
    return Rota(
        case.first_day,
        case.days,
        case.zone,
        case.note,
        tuple((shift.shift, shift.times) for shift in case.shifts),
        tuple((code, name) for code, name in named if code != name),
        headings(case, dates),
        teams,
    )


def window_of(rota: Rota, start: date | None, length: int, today: date) -> Window:
    """The days that are shown: from the one that is asked for; else from the Monday of today, or
    from the first.
    """
    if start is None:
        offset = (today - rota.first_day).days
        is_within = 0 <= offset < rota.days
        start = today - timedelta(days=today.weekday()) if is_within else rota.first_day
    first = min(max(0, (start - rota.first_day).days), max(0, rota.days - 1))
    return Window(first, min(length, rota.days - first))


def _person(blocks: Sequence[Row]) -> Person:
    """Somebody's days, which tables of four weeks held."""
    first = blocks[0]
    cells = tuple(cell for block in blocks for cell in block.cells)
    return Person(first.person, first.name, cells, first.account, first.marks)


def _on_duty(rows: Sequence[Person], days: int) -> CountRow:
    """How many of the team work, and how many of them at night."""
    counts = []
    for day in range(days):
        there = [row.cells[day] for row in rows if row.cells[day].shift]
        nights = sum(cell.tone == "night" for cell in there)
        text = f"{len(there)}" + (f" ({nights}N)" if nights else "")
        counts.append(Count(text, f"{len(there)} on duty, {nights} of them at night"))
    return CountRow("On duty", tuple(counts))


def _uncovered(
    case: Case, cover: Cover, dates: Sequence[date], codes: Mapping[str, str], own: str
) -> CountRow:
    """What nobody does: hours of staff by unit, and hours of care of the whole service."""
    staff: dict[date, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    care: dict[date, float] = defaultdict(float)
    for cell in cover.staff:
        if not own or cell.unit == own:
            staff[cell.date][cell.unit] += cell.short_minutes / 60
    for one in cover.care if not own else ():
        care[one.date] += one.short / 60
    names = {unit.unit: unit.name or unit.unit for unit in case.units}
    counts = []
    for day in dates:
        short = [(unit, hours) for unit, hours in staff[day].items() if not is_nothing(hours)]
        texts = [f"{codes[unit] if unit != own else ''} {amount(hours)}h" for unit, hours in short]
        words = [f"{names[unit]} lacks {amount(hours)} hours of staff" for unit, hours in short]
        if not is_nothing(care[day]):
            texts.append(f"care {amount(care[day])}h")
            words.append(f"care at home lacks {amount(care[day])} hours")
        is_short = bool(texts)
        shown = "\n".join(text.strip() for text in texts) if is_short else "✓"
        counts.append(Count(shown, "; ".join(words) or "all is covered", is_short))
    return CountRow("Not covered", tuple(counts))


def _units(
    case: Case, cover: Cover, dates: Sequence[date], codes: Mapping[str, str], own: str
) -> list[CountRow]:
    """Heads needed and there in the tightest band of each unit, and hours of care needed and
    given.
    """
    by_unit: dict[str, dict[date, list[tuple[float, int, str]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for cell in cover.staff:
        if (not own or cell.unit == own) and cell.required > ALMOST:
            by_unit[cell.unit][cell.date].append((cell.required, cell.heads, cell.band))
    rows = []
    for unit in case.units:
        if by_unit[unit.unit]:
            counts = tuple(_tightest(by_unit[unit.unit][day]) for day in dates)
            rows.append(CountRow(f"{unit.name or unit.unit}, needed / there", counts))
    need: dict[date, float] = defaultdict(float)
    given: dict[date, float] = defaultdict(float)
    for one in cover.care if not own else ():
        need[one.date] += one.need / 60
        given[one.date] += (one.need - one.short) / 60
    if need:
        counts = tuple(_care(need[day], given[day]) for day in dates)
        rows.append(CountRow("Care at home, hours needed / given", counts))
    return rows


def _tightest(bands: Sequence[tuple[float, int, str]]) -> Count:
    if not bands:
        return Count("", "nobody is needed")
    required, heads, band = max(bands, key=lambda one: (one[0] - one[1], one[0]))
    needed = math.ceil(required - ALMOST)
    words = f"{needed} needed and {heads} there in the band {band}"
    return Count(f"{needed}/{heads}", words, heads < needed)


def _care(need: float, given: float) -> Count:
    if is_nothing(need):
        return Count("", "no care is needed")
    got = "0" if is_nothing(given) else amount(given)
    words = f"{amount(need)} hours needed, {got} given"
    return Count(f"{amount(need)}/{got}", words, not is_nothing(need - given))
