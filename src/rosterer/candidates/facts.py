"""What does one more duty mean for a person: balance, rest, travel, places that they know?"""

from collections.abc import Iterable

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.continuity import WEEK
from rosterer.referee.preferences import balance_at_end, fixed_shifts
from rosterer.referee.slots import read_slot
from rosterer.session import Session
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.plan import DutyPiece

NEAR_DAYS = 7
"""Rest from a duty further away is not told."""


def balance(session: Session, person: Person, extra: dict[int, ShiftHours]) -> float | None:
    """Hours beyond contract at the end of the horizon, with further duties."""
    duties, register = session.judging.duties, session.grounds.register
    worked = fixed_shifts(register, person)
    own = (slot.duty for slot in duties.own(person.person) if slot.duty is not None)
    worked.update((duty.day, duty.shift) for duty in own)
    worked.update(extra)
    found = balance_at_end(register, person, worked, duties.line(person.person))
    return None if found is None else round(found, 2)


def rests(
    session: Session, person: Person, day: int, shift: ShiftHours
) -> tuple[float | None, float | None]:
    """Hours from the end of the duty before to the start of this one, and from its end to the next
    one.
    """
    calendar = session.grounds.register.calendar
    worked = {d: list(own) for d, own in session.grounds.roster.settled(person).duties.items()}
    for slot in session.judging.duties.own(person.person):
        if slot.duty is not None and not slot.duty.is_fixed:
            worked.setdefault(slot.duty.day, []).append(slot.duty.shift)
    start, end = calendar.moment(day, shift.start), calendar.moment(day, shift.end)
    near = [d for d in worked if d != day and abs(d - day) <= NEAR_DAYS]
    ends = [calendar.moment(d, one.end) for d in near if d < day for one in worked[d]]
    starts = [calendar.moment(d, one.start) for d in near if d > day for one in worked[d]]
    return (
        round((start - max(ends)) / 60, 2) if ends else None,
        round((min(starts) - end) / 60, 2) if starts else None,
    )


def miles(session: Session, rows: tuple[DutyPiece, ...]) -> float:
    """By car to the visits of a duty."""
    travel = read_slot(session.grounds.register, 0, rows).travel
    return round(sum(entry.amount for entry in travel), 2)


def known_places(session: Session, person: Person, day: int, places: Iterable[str]) -> int:
    """How many of the places the person comes to on other days of that week."""
    duties = session.judging.duties
    return sum(duties.comes_to(place, day // WEEK, person.person) for place in set(places))


def breaks_wish(session: Session, person: Person, day: int, shift: ShiftHours) -> bool:
    """The person wished to be off, or on another shift."""
    register = session.grounds.register
    return any(
        register.calendar.number(row.date) == day and row.wish not in ("on", shift.shift)
        for row in register.requests.get(person.person, ())
    )
