"""Who is on duty on each day of a winter, under every scenario of a report alike?

All scenarios stand on one *footing*: the rota of a plan or, without one, present lines and what
bank people may work; and the usual leave. A scenario only takes the duties of who is away, adds the
lines of who is new, and drops who has left. Beyond the days that the case tells, lines go on as
lines do, less the usual share of leave, and bank people work their usual week.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np

from rosterer.files.faults import BadInput, Fault
from rosterer.report.words import day_words
from rosterer.winter.places import Localities, localities_of
from rosterer_models.simulation.network import Floats
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Availability, Person
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.shift import OFF
from rosterer_models.vocabulary.time import WEEKDAYS, day_number

REMEDY = "give the plan that was made of this case"
USUAL_DUTIES_A_WEEK = 2.0
"""Duties a week of a bank person who has no ``max_duties``, without a plan: an assumption that the
report names.
"""

Duties = dict[str, Floats]
"""Expected duties of a person by shift, on each day."""
Lines = dict[str, tuple[str, int]]
"""Pattern and phase of people whose line is not the present one."""


@dataclass(frozen=True)
class Footing:
    """What all scenarios of a report share.

    Attributes
    ----------
    told
        Days from the first that the case tells of its staff.
    away
        Share of the duties of lines that absences took on those days.
    bank_share
        Duties of bank people in the plan, as a share of those that they may work; 1 without a plan.
    """

    case: Case
    plan: Plan | None
    localities: Localities
    told: int
    away: float
    bank_share: float
    planned: dict[str, dict[int, str]] = field(repr=False)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was supposed, in sentences."""
        day = self.case.first_day + timedelta(days=self.told - 1)
        last = f"{day_words(day)} {day.year}"
        first = (
            f"The rota is the given plan's ({_named(self.plan)}); beyond its days lines go on, and "
            "who has none works the usual week of it."
            if self.plan is not None
            else "No plan was given: staff is counted from present lines, hours of contracts on "
            "all shifts alike, and what bank people may work, on the first shift that they offer "
            f"({USUAL_DUTIES_A_WEEK:g} duties a week where the case does not say)."
        )
        return (
            first,
            f"After {last} absences take {self.away:.1%} of the duties of lines, as in "
            "the days before, unless more are dated.",
        )


def _named(plan: Plan) -> str:
    """Which plan it is: where it comes from, and its decisions."""
    source = "" if plan.origin is None else f"from {plan.origin.source}, "
    return f"{source}decisions {plan.decisions}"


def footing_of(case: Case, plan: Plan | None = None, localities: int = 3) -> Footing:
    """The footing of a case and, perhaps, a plan of it.

    Raises
    ------
    BadInput
        When the plan has shifts, patterns or days that the case does not have.
    """
    if plan is not None:
        _require_plan_of(case, plan)
    planned: dict[str, dict[int, str]] = {}
    if plan is not None:
        training = {(row.person, row.date) for row in case.fixed if row.training}
        for piece in plan.duties:
            if (piece.person, piece.date) not in training:
                day = day_number(case.first_day, piece.date)
                planned.setdefault(piece.person, {})[day] = piece.shift
    told = _told_days(case)
    cycles = {p.pattern: p.cycle for p in case.patterns}
    off, all_duties = 0.0, 0.0
    gone = _days_away(case)
    for person in case.people:
        for duties in _line(cycles, person, _lines(plan), told).values():
            all_duties += float(duties.sum())
            off += float(duties[[d for d in gone.get(person.person, ()) if 0 <= d < told]].sum())
    may = sum(_most_duties(p, told) for p in case.people if p.kind == "bank")
    has = sum(len(planned.get(p.person, {})) for p in case.people if p.kind == "bank")
    share = 1.0 if plan is None or may == 0 else min(1.0, has / may)
    places = localities_of(case, localities)
    return Footing(
        case, plan, places, told, off / all_duties if all_duties else 0.0, share, planned
    )


def duties_of(case: Case, footing: Footing, days: int) -> dict[str, Duties]:
    """Expected duties of everybody in a case that a scenario may have changed."""
    base = {person.person for person in footing.case.people}
    gone, lines = _days_away(case), _lines(footing.plan)
    cycles = {p.pattern: p.cycle for p in case.patterns}
    still_there, base_gone = _still_there(footing, days), _days_away(footing.case)
    offers: dict[str, list[Availability]] = {}
    for row in case.availability:
        offers.setdefault(row.person, []).append(row)
    training = {
        (row.person, day_number(case.first_day, row.date)) for row in case.fixed if row.training
    }
    taught: dict[str, list[int]] = {}
    for name, day in sorted(training):
        if 0 <= day < days:
            taught.setdefault(name, []).append(day)
    found: dict[str, Duties] = {}
    for person in case.people:
        is_new = person.person not in base
        if person.pattern is not None and person.phase is not None:
            duties = _line(cycles, person, lines, days)
            usual = np.full(days, 1 - footing.away) if is_new else still_there
            duties = {shift: heads * usual for shift, heads in duties.items()}
        else:
            off = (gone if is_new else base_gone).get(person.person, set())
            rows = offers.get(person.person, [])
            duties = _free(case, person, rows, off, footing, days, is_new)
        if footing.plan is not None and not is_new:
            planned = footing.planned.get(person.person, {})
            duties = _as_planned(duties, person, planned, footing, days)
        idle = [d for d in gone.get(person.person, ()) if d < days]
        for heads in duties.values():
            heads[[*idle, *taught.get(person.person, [])]] = 0.0
        found[person.person] = duties
    return found


def _require_plan_of(case: Case, plan: Plan) -> None:
    """Refuse a plan that is not of this case, instead of staffing a winter with nobody."""
    faults = []
    for what, known, named in (
        ("shift", {s.shift for s in case.shifts}, {piece.shift for piece in plan.duties}),
        ("pattern", {p.pattern for p in case.patterns}, {row.pattern for row in plan.lines}),
    ):
        faults += [
            Fault("plan", f"names the {what} {name!r}, which the case does not have", REMEDY)
            for name in sorted(named - known)
        ]
    days = [day_number(case.first_day, piece.date) for piece in plan.duties]
    if days and not any(0 <= day < case.days for day in days):
        first, last = min(d.date for d in plan.duties), max(d.date for d in plan.duties)
        faults.append(
            Fault("plan", f"has duties from {first} to {last}, on no day of the case", REMEDY)
        )
    if faults:
        raise BadInput(faults)


def _told_days(case: Case) -> int:
    """Days that the case tells: all of its own, unless its tables end before."""
    end = case.first_day + timedelta(days=case.days - 1)
    tables = (case.availability, case.cover, case.expected)
    lasts = [row.last_day for table in tables for row in table if row.first_day <= end]
    last = min(end, max(lasts, default=end))
    return max(1, day_number(case.first_day, last) + 1)


def _days_away(case: Case) -> dict[str, set[int]]:
    """Days on which each person is away, from the first day of the case."""
    found: dict[str, set[int]] = {}
    for row in case.absences:
        first = day_number(case.first_day, row.first_day)
        last = day_number(case.first_day, row.last_day)
        found.setdefault(row.person, set()).update(range(max(0, first), last + 1))
    return found


def _lines(plan: Plan | None) -> Lines:
    """The lines that a plan chose."""
    return {} if plan is None else {row.person: (row.pattern, row.phase) for row in plan.lines}


def _line(cycles: dict[str, tuple[str, ...]], person: Person, lines: Lines, days: int) -> Duties:
    """The duties of a line, whoever is away."""
    if person.pattern is None or person.phase is None:
        return {}
    pattern, phase = lines.get(person.person, (person.pattern, person.phase))
    cycle = cycles[pattern]
    found: Duties = {}
    for day in range(days):
        shift = cycle[(day + phase) % len(cycle)]
        if shift != OFF:
            found.setdefault(shift, np.zeros(days))[day] = 1.0
    return found


def _still_there(footing: Footing, days: int) -> Floats:
    """Share of the duties of lines that the usual leave leaves, beside absences that are dated."""
    case = footing.case
    gone = _days_away(case)
    cycles, lines = {p.pattern: p.cycle for p in case.patterns}, _lines(footing.plan)
    due, off = np.zeros(days), np.zeros(days)
    for person in case.people:
        away = [d for d in gone.get(person.person, ()) if d < days]
        for heads in _line(cycles, person, lines, days).values():
            due += heads
            off[away] += heads[away]
    dated = np.divide(off, due, out=np.zeros(days), where=due > 0)
    share = np.where(dated < footing.away, (1 - footing.away) / np.maximum(1 - dated, 1e-9), 1.0)
    share[: footing.told] = 1.0
    return np.asarray(share)


def _most_duties(person: Person, told: int) -> float:
    if person.max_duties is not None:
        return float(person.max_duties)
    return USUAL_DUTIES_A_WEEK * told / 7


def _free(
    case: Case,
    person: Person,
    rows: list[Availability],
    away: set[int],
    footing: Footing,
    days: int,
    is_new: bool,
) -> Duties:
    """What somebody without a line may work, spread over the days on which they are available: a
    bank person on the first shift that they offer, a contract person's hours on each alike.
    """
    told = footing.told
    is_contract = person.kind == "contract"
    if is_contract and not rows:
        last = case.first_day + timedelta(days=told - 1)
        rows = [Availability(person=person.person, first_day=case.first_day, last_day=last)]
    offered: dict[int, tuple[str, ...]] = {}
    every = tuple(s.shift for s in case.shifts if person.nights or not s.is_night)
    for row in rows:
        first = max(0, day_number(case.first_day, row.first_day))
        choice = row.shifts or every
        for day in range(first, min(told, day_number(case.first_day, row.last_day) + 1)):
            weekday = WEEKDAYS[(case.first_day.weekday() + day) % 7]
            if choice and day not in away and weekday not in person.days_off:
                offered.setdefault(day, choice if is_contract else choice[:1])
    if not offered:
        return {}
    may = (
        _owed_duties(case, person, offered, told, away)
        if is_contract
        else _most_duties(person, told) * (footing.bank_share if is_new else 1.0)
    )
    rate = min(1.0, may / len(offered))
    duties: Duties = {}
    for day, shifts in offered.items():
        for shift in shifts:
            duties.setdefault(shift, np.zeros(told))[day] = rate / len(shifts)
    return {shift: _going_on(heads, case, days) for shift, heads in sorted(duties.items())}


def _owed_duties(
    case: Case, person: Person, offered: dict[int, tuple[str, ...]], told: int, away: set[int]
) -> float:
    """Duties in which the contract's hours are worked, those of days of absence left out."""
    paid = {shift.shift: shift.paid_minutes / 60 for shift in case.shifts}
    hours = [sum(paid[shift] for shift in shifts) / len(shifts) for shifts in offered.values()]
    present = told - sum(0 <= day < told for day in away)
    mean = sum(hours) / len(hours)
    return person.contract_hours * present / 7 / mean if mean else 0.0


def _as_planned(
    duties: Duties, person: Person, planned: dict[int, str], footing: Footing, days: int
) -> Duties:
    """The plan's duties on its days; after them the line, or the usual week of who has none."""
    own = footing.case.days
    found: Duties = {}
    for shift in sorted({*duties, *planned.values()}):
        in_plan = np.zeros(own)
        in_plan[[d for d, s in planned.items() if s == shift and 0 <= d < own]] = 1.0
        if person.kind != "pattern":
            found[shift] = _going_on(in_plan, footing.case, days)
        else:
            heads = duties.get(shift, np.zeros(days)).copy()
            heads[:own] = in_plan[:days]
            found[shift] = heads
    return found


def _going_on(heads: Floats, case: Case, days: int) -> Floats:
    """Daily values, then the mean of each weekday (of all days, for one that does not occur)."""
    start = case.first_day.weekday()
    weekday = (start + np.arange(max(days, len(heads)))) % 7
    usual = np.array(
        [
            heads[weekday[: len(heads)] == day].mean()
            if (weekday[: len(heads)] == day).any()
            else heads.mean()
            for day in range(7)
        ]
    )
    found = usual[weekday]
    found[: len(heads)] = heads
    return np.asarray(found[:days], dtype=np.float64)


def heads_by(
    duties: dict[str, Duties], key: dict[str, tuple[str, str]]
) -> dict[tuple[str, str, str], Floats]:
    """Sums of duties by what people share (two words) and shift."""
    sums: dict[tuple[str, str, str], Floats] = {}
    for person, shifts in duties.items():
        for shift, heads in shifts.items():
            name = (*key[person], shift)
            sums[name] = sums.get(name, np.zeros(len(heads))) + heads
    return sums
