"""What is to be taken: a shift on a day, in a unit or on a round, and what is uncovered then?"""

from dataclasses import dataclass

from rosterer.candidates.asked import AskedDuty, AskedGap
from rosterer.candidates.visits import uncovered_visits
from rosterer.files.faults import BadInput, Fault, nearest
from rosterer.referee.calendar import ShiftHours
from rosterer.referee.words import said
from rosterer.session import Session
from rosterer_models.vocabulary.edit import Drop, Visit, Where
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.plan import DutyPiece


@dataclass(frozen=True)
class Gap:
    """A duty to be taken."""

    day: int
    shift: ShiftHours
    unit: str | None
    places: tuple[str, ...]
    """Of a round; blank for wherever visits are uncovered."""
    rows: tuple[DutyPiece, ...]
    """Of the duty, where somebody has it now."""
    drop: Drop | None

    @property
    def person(self) -> str | None:
        """Whose it is now."""
        return None if self.drop is None else self.drop.person

    def where(self, session: Session, person: Person) -> Where:
        """Where somebody would do it: in the unit, or at what they can do of what is uncovered."""
        if self.unit is not None:
            return (Visit(place=self.unit),)
        return uncovered_visits(session, person, self.day, self.shift, self.places)


def gap_of(session: Session, asked: AskedDuty | AskedGap) -> Gap | str:
    """The gap that is asked about; a sentence where there is none.

    Raises
    ------
    BadInput
        When it names what the case does not have, all of it at once.
    """
    _require_known(session, asked)
    register = session.grounds.register
    day = register.calendar.number(asked.date)
    if not register.calendar.has(day):
        first, last = register.calendar.date(0), register.calendar.date(register.calendar.days - 1)
        return f"{asked.date} is outside the days of this plan, {first} to {last}."
    if isinstance(asked, AskedGap):
        is_unit = asked.where in register.units
        places = () if asked.where is None or is_unit else (asked.where,)
        unit = asked.where if is_unit else None
        return Gap(day, register.shifts[asked.shift], unit, places, (), None)
    rows = session.duty_rows((asked.person, asked.date))
    if not rows or rows[0].shift not in register.shifts:
        return f"{register.called(asked.person)} has no duty on {said(asked.date)}."
    unit = rows[0].place if rows[0].place in register.units else None
    drop = Drop(person=asked.person, date=asked.date)
    return Gap(day, register.shifts[rows[0].shift], unit, (), rows, drop)


def _require_known(session: Session, asked: AskedDuty | AskedGap) -> None:
    register = session.grounds.register
    if isinstance(asked, AskedDuty):
        named = [("person", asked.person, list(register.people))]
    else:
        named = [("shift", asked.shift, list(register.shifts))]
        if asked.where is not None:
            named.append(("where", asked.where, [*register.places, *register.units]))
    faults = [
        Fault(
            "question",
            f"{name!r} is not in the case",
            nearest(name, known),
            column=what,
            value=name,
        )
        for what, name, known in named
        if name not in known
    ]
    if faults:
        raise BadInput(faults)
