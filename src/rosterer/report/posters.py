"""What hangs on a team's wall: its rota on one sheet, and a sheet for each day?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment

from rosterer.files.atomic import write_file
from rosterer.frame import page_environment
from rosterer.referee.verdict import Verdict
from rosterer.report.breaches import found_in, marks_of
from rosterer.report.rota import Heading, absence_code, headings, person_labels, team_pages
from rosterer.report.unit_codes import codes_by_name
from rosterer.report.visits import visit_lines
from rosterer.report.words import day_words
from rosterer.report.worked import NO_TASK, WorkedDay, absent_days, clock_times, worked_days
from rosterer.shown import amount, signed
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan


@dataclass(frozen=True)
class DutyLine:
    """A duty as it stands on the sheet of its day."""

    shift: str
    start: str
    end: str
    label: str
    where: str
    visits: tuple[str, ...]


@dataclass(frozen=True)
class DaySheet:
    """Who of a team works on a day, by when they begin, and who is away."""

    heading: Heading
    duties: tuple[DutyLine, ...]
    away: tuple[str, ...]


def write_posters(
    case: Case, plan: Plan, verdict: Verdict, directory: Path, *, show_names: bool = True
) -> list[Path]:
    """Write two pages for each team that has people: ``poster-TEAM.html`` with its rota, four weeks
    on a sheet, and ``days-TEAM.html`` with a sheet for each day.

    Parameters
    ----------
    verdict
        What the referee says of the plan; what it breaks is marked.
    show_names
        Whether people are called by their display names or by their ids.

    Raises
    ------
    OSError
        When nothing can be written there.
    """
    environment = page_environment("rosterer.report")
    environment.filters.update(day=day_words, amount=amount, signed=signed)
    broken, inherited = found_in(case, verdict)
    found = (*broken, *inherited)
    pages = team_pages(case, plan, show_names=show_names, marks=marks_of(found))
    sheets = day_sheets(case, plan, show_names=show_names)
    written = []
    for team in dict.fromkeys(page.team for page in pages):
        own = [page for page in pages if page.team == team]
        people = {row.person for row in own[0].rows}
        about = {"case": case, "name": own[0].name, "chapters": [], "codes": codes_by_name(case)}
        about["num_lost"] = len({*plan.losses, *case.losses})
        of_team = [one for one in found if one.breach.who in people]
        for kind, fields in (
            ("poster", {"pages": own, "findings": of_team}),
            ("days", {"sheets": sheets[team]}),
        ):
            path = directory / f"{kind}-{team}.html"
            write_file(path, _page(environment, f"{kind}.html", {**about, **fields}))
            written.append(path)
    return written


def _page(environment: Environment, template: str, fields: Mapping[str, object]) -> bytes:
    return environment.get_template(template).render(**fields).encode()


def day_sheets(case: Case, plan: Plan, *, show_names: bool) -> dict[str, list[DaySheet]]:
    """The sheets of each team, in the order of the days."""
    labels, away = person_labels(case, show_names=show_names), absent_days(case)
    worked: dict[tuple[str, date], list[WorkedDay]] = defaultdict(list)
    for one in worked_days(case, plan):
        worked[one.person.team, one.date].append(one)
    order = [(person.person, person.team) for person in case.people]
    sheets: dict[str, list[DaySheet]] = defaultdict(list)
    for heading in headings(case, _dates(case)):
        for team in case.teams:
            duties = _lines(case, worked[team.team, heading.date], labels)
            absent = tuple(
                f"{labels[person]} ({absence_code(away[person, heading.date])})"
                for person, its_team in order
                if its_team == team.team and (person, heading.date) in away
            )
            sheets[team.team].append(DaySheet(heading, duties, absent))
    return sheets


def _dates(case: Case) -> list[date]:
    first = case.first_day.toordinal()
    return [date.fromordinal(first + number) for number in range(case.days)]


def _lines(
    case: Case, worked: Sequence[WorkedDay], labels: Mapping[str, str]
) -> tuple[DutyLine, ...]:
    units = {unit.unit: unit.name or unit.unit for unit in case.units}
    bands = {band.band: band for band in case.bands}

    def line(one: WorkedDay) -> DutyLine:
        elsewhere = NO_TASK if one.is_spare else "visits"
        where = units.get(one.unit, "training" if one.is_training else elsewhere)
        visits = tuple(visit_lines(one, bands)) if one.places else ()
        shift, label = one.shift, labels[one.person.person]
        return DutyLine(shift.shift, *clock_times(shift), label, where, visits)

    ordered = sorted(worked, key=lambda one: (one.shift.start_minute, one.shift.shift, one.unit))
    return tuple(line(one) for one in ordered)
