"""Who works on which day, where and for how long, as rota pages, calendars and payroll tell it?"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.contracts import Settlement, settlements
from rosterer.referee.enhancements import Kind, Paid
from rosterer.referee.leave import credited_by_kind, days_employed
from rosterer.referee.register import Register
from rosterer.referee.roster import Roster, read_lines
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import NOT_EMPLOYED, AbsenceKind, Person
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.shift import Shift
from rosterer_models.vocabulary.spell import SpellKind
from rosterer_models.vocabulary.time import clock_text


@dataclass(frozen=True)
class WorkedSpell:
    """A part of a duty, on the clock of the case's zone."""

    starts: datetime
    ends: datetime
    kind: SpellKind

    @property
    def elapsed_hours(self) -> float:
        """Hours that really pass."""
        zone = ZoneInfo("UTC")
        return (self.ends.astimezone(zone) - self.starts.astimezone(zone)).total_seconds() / 3600

    def __str__(self) -> str:
        kind = "" if self.kind == "work" else f" {self.kind}"
        return f"{self.starts:%H:%M}-{self.ends:%H:%M}{kind}"


NO_TASK = "no task yet"
"""Of a duty on which nobody is served."""


@dataclass(frozen=True)
class WorkedDay:
    """One duty of one person.

    Attributes
    ----------
    unit
        Where the whole duty is spent; blank for a round and for training.
    pieces
        The rows of the plan; for a round where it goes.
    paid
        Paid hours by the enhancement that counts for them, and what it adds.
    """

    person: Person
    date: date
    shift: Shift
    unit: str
    is_training: bool
    pieces: tuple[DutyPiece, ...]
    starts: datetime
    ends: datetime
    paid: Paid
    hourly_pay: float
    spells: tuple[WorkedSpell, ...]

    @property
    def paid_hours(self) -> float:
        """Hours less the unpaid break, by the clock or as they pass, as the employer pays."""
        return self.paid.hours

    def hours_at(self, kind: Kind) -> float:
        """Paid hours with an enhancement, or plain."""
        return self.paid.minutes.get(kind, 0.0) / 60

    @property
    def enhancement_percent(self) -> float:
        """What enhancements add to the pay of the whole duty, in per cent."""
        pay = self.hourly_pay * self.paid_hours
        return 100 * self.paid.enhanced / pay if pay else 0.0

    @property
    def elapsed_hours(self) -> float:
        """Hours of the spells that really pass, one more or less on the nights when the clocks
        change.
        """
        return sum(spell.elapsed_hours for spell in self.spells)

    @property
    def clock_hours(self) -> float:
        """The same by the clock."""
        return sum(spell.minutes for spell in self.shift.parts) / 60

    @property
    def is_spare(self) -> bool:
        """Nobody is served: a duty beyond what is needed, as for the hours of a contract."""
        is_elsewhere = bool(self.unit) or self.is_training
        return not is_elsewhere and all(piece.minutes == 0 for piece in self.pieces)

    @property
    def places(self) -> tuple[str, ...]:
        """Places of the round in the order of the plan; the person's home when the plan names
        none. None where nobody is served.
        """
        if self.unit or self.is_training or self.is_spare:
            return ()
        return tuple(dict.fromkeys(piece.place or self.person.home for piece in self.pieces))

    @property
    def where(self) -> str:
        """The unit, the places of the round, training, or that there is no task, in a few words."""
        if self.is_spare:
            return NO_TASK
        return "training" if self.is_training else self.unit or ", ".join(self.places)

    @property
    def source(self) -> str:
        """Why the duty is there."""
        return self.pieces[0].source


def worked_days(case: Case, plan: Plan) -> list[WorkedDay]:
    """The duties of a plan that the case knows, by person in the order of the case, then by
    date.
    """
    people = {person.person: person for person in case.people}
    shifts = {shift.shift: shift for shift in case.shifts}
    units = {unit.unit for unit in case.units}
    training = {(fixed.person, fixed.date) for fixed in case.fixed if fixed.training}
    rows: dict[str, dict[date, list[DutyPiece]]] = defaultdict(lambda: defaultdict(list))
    for piece in plan.duties:
        if piece.person in people and piece.shift in shifts:
            rows[piece.person][piece.date].append(piece)
    register = Register(case)
    days = []
    for person in case.people:
        for day, pieces in sorted(rows[person.person].items()):
            shift = shifts[pieces[0].shift]
            is_training = (person.person, day) in training
            spells = spells_on(case, shift, day)
            days.append(
                WorkedDay(
                    person=person,
                    date=day,
                    shift=shift,
                    unit=pieces[0].place if pieces[0].place in units and not is_training else "",
                    is_training=is_training,
                    pieces=tuple(pieces),
                    starts=spells[0].starts,
                    ends=spells[-1].ends,
                    paid=register.pay_of(
                        person, register.calendar.number(day), register.shifts[shift.shift]
                    ),
                    hourly_pay=register.employers[person.employer].hourly_pay,
                    spells=spells,
                )
            )
    return days


def spells_on(case: Case, shift: Shift, day: date) -> tuple[WorkedSpell, ...]:
    """When the spells of a shift that starts on a date are, on the clock of the case's zone."""
    zone = ZoneInfo(case.zone)

    def at(minute: int) -> datetime:
        on = day + timedelta(days=minute // 1440)
        return datetime(on.year, on.month, on.day, minute % 1440 // 60, minute % 60, tzinfo=zone)

    return tuple(WorkedSpell(at(one.start), at(one.end), one.kind) for one in shift.parts)


def clock_times(shift: Shift) -> tuple[str, str]:
    """When a shift starts and ends, of each spell where it has several."""
    if len(shift.parts) == 1:
        return shift.start, shift.end
    starts = ", ".join(clock_text(spell.start) for spell in shift.parts)
    return starts, ", ".join(clock_text(spell.end) for spell in shift.parts)


def absent_days(case: Case) -> dict[tuple[str, date], str]:
    """The kind of absence by person and day of the horizon."""
    away: dict[tuple[str, date], str] = {}
    end = case.first_day + timedelta(days=case.days)
    for absence in case.absences:
        day = max(absence.first_day, case.first_day)
        while day <= absence.last_day and day < end:
            away[absence.person, day] = absence.kind
            day += timedelta(days=1)
    return away


@dataclass(frozen=True)
class HoursAccount:
    """A person's hours over the horizon.

    Attributes
    ----------
    credited
        What absence is worth, whatever its kind.
    absence
        The same by kind of absence.
    leave_left
        Hours of annual leave that are left after the horizon; None where nobody counts them.
    opening, closing
        Hours worked beyond contract before and after the horizon; negative when hours are owed.
        Nothing for bank people.
    overtime
        Hours beyond contract that are paid, and not in the balance.
    """

    person: Person
    paid: float
    contract: float
    credited: float
    opening: float
    closing: float
    absence: Mapping[AbsenceKind, float]
    leave_left: float | None
    overtime: float = 0.0


def hours_accounts(case: Case, plan: Plan, days: Sequence[WorkedDay]) -> dict[str, HoursAccount]:
    """The hours of everybody, as the ledger line ``hours-balance`` counts them."""
    register = Register(case)
    lines, _ = read_lines(Roster(register), plan.lines)
    paid: dict[str, float] = defaultdict(float)
    for worked in days:
        paid[worked.person.person] += worked.paid_hours
    accounts, settled = {}, _settled(case, days)
    for person in case.people:
        contract = person.contract_hours * days_employed(register, person) / 7
        absence = dict(credited_by_kind(register, person, lines.get(person.person)))
        absence.pop(NOT_EMPLOYED, None)
        credited = math.fsum(absence.values())
        has_contract = person.kind != "bank"
        overtime = math.fsum(row.overtime for row in settled.get(person.person, ()))
        opening = person.balance_hours if has_contract else 0.0
        closing = opening + paid[person.person] + credited - contract - overtime
        left = person.leave_hours
        accounts[person.person] = HoursAccount(
            person,
            paid[person.person],
            contract,
            credited,
            opening,
            closing if has_contract else 0.0,
            absence,
            None if left is None else left - absence.get("leave", 0.0),
            overtime,
        )
    return accounts


def _settled(case: Case, days: Sequence[WorkedDay]) -> dict[str, list[Settlement]]:
    """How the periods of contract people end."""
    register = Register(case)
    worked: dict[str, dict[int, ShiftHours]] = defaultdict(dict)
    for one in days:
        day = register.calendar.number(one.date)
        worked[one.person.person][day] = register.shifts[one.shift.shift]
    return {
        person.person: settlements(register, person, worked[person.person])
        for person in case.people
        if person.kind == "contract"
    }
