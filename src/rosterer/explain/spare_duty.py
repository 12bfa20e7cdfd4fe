"""What would be the best use of one more duty: a unit that lacks a head, or care that is short
within reach?
"""

from collections import defaultdict

from rosterer.explain.grounds import Grounds
from rosterer.referee.calendar import ShiftHours
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.plan import DutyPiece


def most_useful_rows(
    grounds: Grounds, person: Person, day: int, shift: ShiftHours
) -> list[DutyPiece]:
    """Rows of a duty that takes most minutes off what is short: in a unit, or as a round. A duty
    that can serve nobody is left at home.
    """
    unit, heads = _unit_most_in_need(grounds, person, day, shift)
    pieces = _round(grounds, person, day, shift)
    if unit and heads > sum(row.minutes or 0.0 for row in pieces):
        return [_row(grounds, person, day, shift, place=unit)]
    return pieces or [_row(grounds, person, day, shift, minutes=0)]


def _row(
    grounds: Grounds, person: Person, day: int, shift: ShiftHours, **fields: object
) -> DutyPiece:
    when = grounds.calendar.date(day)
    return DutyPiece.model_validate(
        {"person": person.person, "date": when, "shift": shift.shift, **fields}
    )


def _unit_most_in_need(
    grounds: Grounds, person: Person, day: int, shift: ShiftHours
) -> tuple[str, float]:
    """The unit within reach that lacks most, and the minutes that one head takes off it."""
    register, found = grounds.register, defaultdict[str, float](float)
    for row in grounds.short_units:
        unit = register.units[row.unit]
        if (
            row.day == day
            and row.band in shift.contact
            and row.skill in register.can_do[person.person]
            and register.geography.reaches_unit(person.home, unit.place)
        ):
            found[row.unit] += min(1.0, row.required - row.heads) * register.bands[row.band]
    most = max(found, key=lambda name: (found[name], name), default="")
    return most, found.get(most, 0.0)


def _round(grounds: Grounds, person: Person, day: int, shift: ShiftHours) -> list[DutyPiece]:
    """A round through what is shortest within reach, as far as the shift has time."""
    register, limits = grounds.register, grounds.case.limits
    reach = register.geography.round_reach(person.home, person.mobile)
    left = {band: float(minutes) for band, minutes in shift.contact.items()}
    places: set[str] = set()
    rows = []
    cells = [
        (minutes, cell)
        for cell, minutes in grounds.short_cells.items()
        if cell[1] == day
        and cell[0] in reach
        and cell[2] in left
        and cell[3] in register.can_do[person.person]
    ]
    for minutes, (place, _, band, skill) in sorted(cells, key=lambda one: (-one[0], one[1])):
        share = register.geography.share(person.home, place, person.mobile)
        given = min(max(minutes, limits.piece_minutes), left[band] / (1 + share))
        is_full = place not in places and len(places) >= limits.places_per_duty
        if is_full or given < max(limits.piece_minutes, 1.0):
            continue
        left[band] -= given * (1 + share)
        places.add(place)
        rows.append(
            _row(grounds, person, day, shift, place=place, band=band, skill=skill, minutes=given)
        )
    return rows
