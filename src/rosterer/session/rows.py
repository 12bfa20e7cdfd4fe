"""How is a duty written as rows, and what becomes of its visits when it changes hands or shift?"""

from collections.abc import Iterable

from rosterer.referee.register import Register
from rosterer_models.rules.idle import where_idle
from rosterer_models.vocabulary.edit import Visit
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.plan import DutyPiece

Rows = tuple[DutyPiece, ...]


def idle_rows(register: Register, row: DutyPiece) -> Rows:
    """The duty on which nobody is served."""
    person, geography = register.people[row.person], register.geography
    shares = {
        place: geography.share(person.home, place, person.mobile)
        for place in geography.round_reach(person.home, person.mobile)
    }
    return (row.model_copy(update={"band": None, "skill": None, **where_idle(shares)}),)


def rows_at(register: Register, row: DutyPiece, where: Iterable[Visit]) -> Rows:
    """The duty of a row with these visits; idle without any."""
    rows = tuple(row.model_copy(update=visit.model_dump()) for visit in where)
    return rows or idle_rows(register, row)


def unit_of(register: Register, rows: Rows) -> str | None:
    """The unit in which a duty is."""
    place = rows[0].place
    return place if place in register.units else None


def is_idle(rows: Rows) -> bool:
    """Nobody is served."""
    return all(row.minutes == 0 for row in rows)


def on_other_shift(register: Register, rows: Rows, shift: str) -> Rows:
    """The duty on another shift: it stays in its unit, and a round keeps what is said of no band
    and no minutes.
    """
    left = tuple(
        row.model_copy(update={"shift": shift, "source": "manual"})
        for row in rows
        if unit_of(register, rows) is not None or (row.band is None and row.minutes is None)
    )
    if left:
        return left
    return idle_rows(register, rows[0].model_copy(update={"shift": shift, "source": "manual"}))


def handed_over(register: Register, rows: Rows, person: str) -> Rows:
    """The duty done by somebody else, at the same places and with the same skills: what is blank
    is spelled out, for it would say something else of them.
    """
    giver = register.people[rows[0].person]
    to = {"person": person, "source": "manual"}
    if unit_of(register, rows) is not None:
        return tuple(row.model_copy(update=to) for row in rows)
    if is_idle(rows):
        return idle_rows(register, rows[0].model_copy(update=to))
    return tuple(row.model_copy(update={**to, **_spelled(giver, row)}) for row in rows)


def _spelled(giver: Person, row: DutyPiece) -> dict[str, str]:
    place = giver.home if row.place is None else row.place
    skill = giver.skills[0] if row.skill is None else row.skill
    return {"place": place, "skill": skill}
