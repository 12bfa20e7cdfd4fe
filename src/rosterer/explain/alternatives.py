"""What does a plan look like when something else is done instead?"""

from collections.abc import Iterator
from datetime import date, timedelta
from math import floor

from rosterer.explain.answer import Instead, InsteadDuty, InsteadPerson, InsteadStart
from rosterer.explain.grounds import Grounds
from rosterer.explain.spare_duty import most_useful_rows
from rosterer_models.vocabulary.plan import DutyPiece, Placement, Plan


def with_instead(grounds: Grounds, instead: Instead) -> Plan:
    """The plan with this done, all else left as it is; what the plan says of itself falls away."""
    if isinstance(instead, InsteadDuty):
        rows = _rows_of_duty(grounds, instead)
        return _with_day(grounds.plan, {instead.person}, instead.date, rows)
    if isinstance(instead, InsteadPerson):
        theirs = list(_as_time_allows(grounds, instead))
        both = {instead.person, instead.instead_of}
        return _with_day(grounds.plan, both, instead.date, theirs)
    others = [row for row in grounds.plan.placements if row.referral != instead.referral]
    rows_of_start = tuple(_rows_of_start(grounds, instead))
    return grounds.plan.model_copy(update={"placements": (*others, *rows_of_start)})


def is_done_already(grounds: Grounds, instead: Instead) -> bool:
    """Whether the plan does just this."""
    if isinstance(instead, InsteadStart):
        start = grounds.reading.starts.get(instead.referral)
        if instead.option is None or start is None:
            return instead.option is None and start is None
        units = tuple(unit for unit in start.units if unit is not None)
        return (
            start.option == instead.option
            and grounds.calendar.date(start.day) == instead.date
            and instead.units in ((), units)
        )
    if isinstance(instead, InsteadPerson):
        return False
    duty = grounds.duties.get((instead.person, grounds.calendar.number(instead.date)))
    if duty is None or instead.shift is None:
        return duty is None and instead.shift is None
    places = {piece.place for piece in duty.pieces}
    places |= {duty.unit.unit} if duty.unit is not None else set()
    return duty.shift.shift == instead.shift and instead.where in (None, *places)


def _as_time_allows(grounds: Grounds, instead: InsteadPerson) -> Iterator[DutyPiece]:
    """The other's rows, with fewer minutes in a band where the way from another home takes more."""
    person, geography = grounds.register.people[instead.person], grounds.register.geography
    rows = [row for row in grounds.rows.get(instead.instead_of, ()) if row.date == instead.date]
    used: dict[str, float] = {}
    for row in rows:
        if row.band is not None and row.place in grounds.register.places:
            share = geography.share(person.home, row.place, person.mobile)
            used[row.band] = used.get(row.band, 0.0) + (row.minutes or 0.0) * (1 + share)
    for row in rows:
        most = grounds.register.shifts[row.shift].contact.get(row.band or "", 0)
        minutes = row.minutes
        if minutes is not None and row.band is not None and used.get(row.band, 0.0) > most:
            minutes = floor(100 * minutes * most / used[row.band]) / 100
        yield row.model_copy(
            update={"person": instead.person, "source": "manual", "minutes": minutes}
        )


def _with_day(plan: Plan, people: set[str], day: date, rows: list[DutyPiece]) -> Plan:
    kept = [row for row in plan.duties if not (row.person in people and row.date == day)]
    return plan.model_copy(update={"duties": (*kept, *rows)})


def _rows_of_duty(grounds: Grounds, instead: InsteadDuty) -> list[DutyPiece]:
    if instead.shift is None:
        return []
    shift, person = (
        grounds.register.shifts[instead.shift],
        grounds.register.people[instead.person],
    )
    if instead.where is not None:
        row = DutyPiece(
            person=instead.person, date=instead.date, shift=instead.shift, place=instead.where
        )
        return [row]
    now = [row for row in grounds.rows.get(instead.person, ()) if row.date == instead.date]
    bands = set(shift.contact)
    if now and all(row.band is None or row.band in bands for row in now):
        return [row.model_copy(update={"shift": instead.shift, "source": "manual"}) for row in now]
    return most_useful_rows(grounds, person, grounds.calendar.number(instead.date), shift)


def _rows_of_start(grounds: Grounds, instead: InsteadStart) -> Iterator[Placement]:
    """A row for each stage, each begun as soon as the one before ends, as far as that is known."""
    if instead.option is None:
        yield Placement(referral=instead.referral)
        return
    register, courses = grounds.register, grounds.reading.courses
    given = iter(instead.units)
    begin = instead.date
    for stage in register.stages[instead.option]:
        unit = None
        if stage.setting != "home":
            first = (one.unit for one in grounds.case.units if register.takes(one, stage))
            unit = next(given, None) or next(first, None)
        yield Placement(
            referral=instead.referral,
            option=instead.option,
            stage=stage.stage,
            unit=unit,
            start=begin,
        )
        length = courses.known_length(stage, unit)
        begin = None if begin is None or length is None else begin + timedelta(days=length)
