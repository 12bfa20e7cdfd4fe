"""Who could take a duty if something else moved: their own duty that day, or one near it that
somebody else does?

Only a few are looked at, those who serve least where they are and those who owe most hours: a swap
asks two people, and is looked for where one alone does not do.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from rosterer.candidates.facts import balance
from rosterer.candidates.found import Candidate, Group
from rosterer.candidates.gap import Gap
from rosterer.referee.slots import Slot
from rosterer.referee.verdict import Breach
from rosterer.session import Effect, Session
from rosterer.session.rows import handed_over, rows_at
from rosterer_models.vocabulary.edit import Assign, Drop, Edit, Move, Visit, Where
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.plan import DutyPiece

MOST_MOVED, MOST_BLOCKED, MOST_OTHERS = 6, 4, 12
"""People on duty that day, people whom their own roster keeps from it, and people asked to take a
duty of theirs.
"""
NEAR_DAYS = 2
"""Duties that can stand in the way."""
Aside = tuple[Person, Where, Candidate]


class Search(Protocol):
    """What looks at people."""

    session: Session
    gap: Gap
    dropped: Effect

    def judged(
        self, person: Person, group: Group, edits: list[Edit], where: Where
    ) -> Candidate | Breach:
        """The person with edits; what they break, where they do."""


def moved_here(search: Search, aside: Sequence[Aside]) -> Iterator[Candidate]:
    """People on duty that day who do more good here than where they are."""
    session, gap = search.session, search.gap
    when = session.grounds.register.calendar.date(gap.day)

    def serving(one: Aside) -> float:
        slot = session.judging.duties.slots[one[0].person, when]
        if slot.duty is None or slot.duty.is_fixed or slot.duty.unit is not None:
            return float("inf")
        return sum(piece.minutes for piece in slot.duty.pieces)

    for person, where, _ in sorted(aside, key=serving)[:MOST_MOVED]:
        if serving((person, where, _)) == float("inf") or not where:
            continue
        move = Move(person=person.person, date=when, to_shift=gap.shift.shift, to_where=where)
        row = DutyPiece(person=person.person, date=when, shift=gap.shift.shift)
        rows = rows_at(session.grounds.register, row, where)
        if session.judging.duties.brought(person.person, {(person.person, when): rows}):
            continue
        found = search.judged(person, "needs-a-swap", [move], where)
        # Moving somebody is worth asking for only where it is better than leaving the gap.
        if isinstance(found, Candidate) and _is_better(session, move):
            yield found


def _is_better(session: Session, move: Move) -> bool:
    return session.tried(move).total < 0


def handed_on(search: Search, aside: Sequence[Aside]) -> Iterator[Candidate]:
    """People who can take it when somebody else takes a duty of theirs near it."""
    session, gap = search.session, search.gap
    owing = sorted(aside, key=lambda one: balance(session, one[0], {}) or 0.0)
    for person, where, _ in owing[:MOST_BLOCKED]:
        if gap.unit is None and not where:
            continue
        when = session.grounds.register.calendar.date(gap.day)
        row = DutyPiece(person=person.person, date=when, shift=gap.shift.shift)
        rows = rows_at(session.grounds.register, row, where)
        for slot in session.judging.duties.own(person.person):
            duty = slot.duty
            if duty is None or duty.is_fixed or not 0 < abs(duty.day - gap.day) <= NEAR_DAYS:
                continue
            other_date = slot.rows[0].date
            changed = {(person.person, when): rows, (person.person, other_date): ()}
            if session.judging.duties.brought(person.person, changed):
                continue
            found = _with_taker(search, person, where, slot)
            if found is not None:
                yield found
                break


def _with_taker(search: Search, person: Person, where: Where, slot: Slot) -> Candidate | None:
    """The swap with the first who can take the duty that stands in the way."""
    session, gap = search.session, search.gap
    register, duties = session.grounds.register, session.judging.duties
    when, other_date = register.calendar.date(gap.day), slot.rows[0].date
    asked = 0
    for other in register.case.people:
        key = (other.person, other_date)
        if other.person in (person.person, gap.person) or key in duties.slots:
            continue
        rows = handed_over(register, slot.rows, other.person)
        if asked == MOST_OTHERS:
            return None
        asked += 1
        if duties.brought(other.person, {key: rows}):
            continue
        visits = tuple(
            Visit(place=row.place, band=row.band, skill=row.skill, minutes=row.minutes)
            for row in rows
        )
        edits: list[Edit] = [
            Assign(person=person.person, date=when, shift=gap.shift.shift, where=where),
            Drop(person=person.person, date=other_date),
            Assign(person=other.person, date=other_date, shift=rows[0].shift, where=visits),
        ]
        found = search.judged(person, "needs-a-swap", edits, where)
        if isinstance(found, Candidate) and (found.total or 0.0) < search.dropped.total:
            return found
    return None
