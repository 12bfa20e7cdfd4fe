"""What of a published plan still stands once something has come up?

Whoever is newly away has no duty, an accepted offer is a duty, a withdrawn referral has no place,
and a start that can no longer be on its day is open again. All else stays, and so does everything
that has happened.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rosterer.referee.geography import Geography
from rosterer.referee.register import Register
from rosterer.replan.changes import Changed
from rosterer.replan.now import Now
from rosterer_models.rules.idle import where_idle, where_in_training
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import FixedDuty
from rosterer_models.vocabulary.plan import DutyPiece, Placement, Plan, Reservation
from rosterer_models.vocabulary.referral import Referral
from rosterer_models.vocabulary.time import day_number

SMALL = 1e-6


@dataclass(frozen=True)
class Left:
    """What stands, and where something is to be done."""

    plan: Plan
    """Without delays, ledger and certificate, unless it is the published one itself."""
    gone: frozenset[tuple[str, int]] = frozenset()
    """Person and day of duties that cannot be worked, or that a change gives to somebody."""
    places: dict[int, frozenset[str]] = field(default_factory=dict)
    """By day: places whose care lost somebody."""
    units: dict[int, frozenset[str]] = field(default_factory=dict)
    """By day: units that lost somebody."""
    gained: dict[int, frozenset[str]] = field(default_factory=dict)
    """By day: people who have a duty by a change alone, and no visits yet."""
    open_referrals: tuple[str, ...] = ()
    """Who may have another start than the published one."""

    @property
    def days(self) -> list[int]:
        """Days on which somebody is missing or more."""
        return sorted({*self.places, *self.units, *self.gained})


def what_stands(plan: Plan, changed: Changed, now: Now) -> Left:
    """The published plan with what has come up alone."""
    duties = _Duties(plan, changed, now)
    placements, open_referrals = _placements(plan, changed, now)
    reservations = plan.reservations
    if reservations is not None and changed.before.expected != changed.after.expected:
        reservations = tuple(_still_expected(changed.after, reservations))
    tables = {
        "duties": tuple(duties.left),
        "placements": tuple(placements),
        "reservations": reservations,
    }
    is_same = all(getattr(plan, name) == rows for name, rows in tables.items())
    claims = {"delays": (), "ledger": (), "certificate": None, "origin": None}
    return Left(
        plan if is_same else plan.model_copy(update={**tables, **claims}),
        frozenset(duties.gone),
        {day: frozenset(names) for day, names in duties.places.items()},
        {day: frozenset(names) for day, names in duties.units.items()},
        {day: frozenset(names) for day, names in duties.gained.items()},
        tuple(open_referrals),
    )


class _Duties:
    """Duties that are left, and what is missing where."""

    def __init__(self, plan: Plan, changed: Changed, now: Now) -> None:
        before, self.case, self.now = changed.before, changed.after, now
        self.shifts = {shift.shift: shift for shift in self.case.shifts}
        self.unit_names = {unit.unit for unit in self.case.units}
        was, now_away = (Register(one).absent for one in (before, self.case))
        self.away = {name: days - was.get(name, frozenset()) for name, days in now_away.items()}
        self.gone, self.left = set[tuple[str, int]](), list[DutyPiece]()
        self.places: dict[int, set[str]] = defaultdict(set)
        self.units: dict[int, set[str]] = defaultdict(set)
        self.gained: dict[int, set[str]] = defaultdict(set)
        fixed = {
            (row.person, self._day(row)): row for row in set(self.case.fixed) - set(before.fixed)
        }
        homes = {person.person: person.home for person in self.case.people}
        for row in plan.duties:
            key = row.person, self._day(row)
            if self._cannot_be_worked(row) or (key in fixed and not _is_as(row, fixed[key])):
                self._lose(row, homes)
            else:
                self.left.append(row)
        kept = {(row.person, self._day(row)) for row in self.left}
        new = [row for key, row in sorted(fixed.items()) if key not in kept]
        if new:
            self._add(new)

    def _day(self, row: DutyPiece | FixedDuty) -> int:
        return day_number(self.case.first_day, row.date)

    def _cannot_be_worked(self, row: DutyPiece) -> bool:
        day = self._day(row)
        return (
            day in self.away.get(row.person, ())
            and day >= self.now.first_open_day
            and row.shift in self.shifts
            and not self.now.has_begun(day, self.shifts[row.shift])
        )

    def _lose(self, row: DutyPiece, homes: dict[str, str]) -> None:
        day = self._day(row)
        self.gone.add((row.person, day))
        if row.place in self.unit_names:
            self.units[day].add(str(row.place))
        else:
            self.places[day].add(row.place or homes[row.person])

    def _add(self, rows: Iterable[FixedDuty]) -> None:
        geography = Geography(self.case.places, self.case.limits)
        people = {person.person: person for person in self.case.people}
        for row in rows:
            person, day = people[row.person], self._day(row)
            if row.training:
                where = where_in_training(row)
            elif row.unit is not None:
                where = {"place": row.unit}
                self.units[day].add(row.unit)
            else:
                where = where_idle(
                    {
                        place: geography.share(person.home, place, person.mobile)
                        for place in geography.round_reach(person.home, person.mobile)
                    }
                )
                self.gained[day].add(row.person)
            duty = DutyPiece(person=row.person, date=row.date, shift=row.shift, source="fixed")
            self.left.append(duty.model_copy(update=where))
            self.gone.add((row.person, day))


def _is_as(row: DutyPiece, fixed: FixedDuty) -> bool:
    return row.shift == fixed.shift and fixed.unit in (None, row.place)


def earliest_day(case: Case, referral: Referral, option: str) -> int:
    """The first day on which somebody may start an option, as far as they themselves are ready."""
    clears = [
        row.clears
        for row in case.barriers
        if row.referral == referral.referral and (not row.blocks or option in row.blocks)
    ]
    return max(
        day_number(case.first_day, one) for one in (referral.ready, referral.referred, *clears)
    )


def _placements(plan: Plan, changed: Changed, now: Now) -> tuple[list[Placement], list[str]]:
    """Rows that stand, one for everybody who has no place, and who may have another."""
    before = {row.referral: row for row in changed.before.referrals}
    barriers = [
        {name: [row for row in case.barriers if row.referral == name] for name in before}
        for case in (changed.before, changed.after)
    ]
    rows: dict[str, list[Placement]] = defaultdict(list)
    for row in plan.placements:
        rows[row.referral].append(row)
    left, open_referrals = list[Placement](), list[str]()
    for referral in changed.after.referrals:
        name, own = referral.referral, rows.get(referral.referral, [])
        is_new = name not in before
        is_other = not is_new and (
            before[name] != referral or barriers[0][name] != barriers[1][name]
        )
        if own and not is_new and not is_other:
            left += own
            continue
        starts = [
            day_number(changed.after.first_day, row.start)
            for row in own
            if row.option is not None and row.stage == 1 and row.start is not None
        ]
        has_started = bool(starts) and starts[0] < now.first_open_day
        stands = bool(starts) and starts[0] >= earliest_day(
            changed.after, referral, str(own[0].option)
        )
        ready = day_number(changed.after.first_day, referral.ready)
        if has_started or stands:
            left += [
                row.model_copy(update={"delay_days": max(0, starts[0] - ready)})
                if row.stage == 1
                else row
                for row in own
            ]
        else:
            left.append(unserved(changed.after, referral))
        if not has_started:
            open_referrals.append(name)
    known = {referral.referral for referral in changed.after.referrals} | before.keys()
    left += [row for name, own in rows.items() if name not in known for row in own]
    return left, open_referrals


def unserved(case: Case, referral: Referral) -> Placement:
    """The row of somebody who has no place."""
    ready = day_number(case.first_day, referral.ready)
    return Placement(referral=referral.referral, delay_days=max(0, case.days - ready))


def _still_expected(case: Case, rows: Iterable[Reservation]) -> Iterator[Reservation]:
    """Reservations, cut where no more are expected by their day."""
    register = Register(case)
    reserved: dict[str, float] = defaultdict(float)
    for row in sorted(rows, key=lambda one: one.date):
        day = register.calendar.number(row.date)
        expected = sum(register.expected.get(row.arrival_class, ())[: day + 1])
        amount = min(row.amount, expected - reserved[row.arrival_class])
        if amount > SMALL:
            reserved[row.arrival_class] += amount
            yield (
                row
                if amount == row.amount
                else row.model_copy(update={"amount": round(amount - SMALL, 6)})
            )
