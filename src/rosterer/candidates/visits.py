"""Which uncovered visits could somebody do on a duty?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import floor

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.duties import TOLERANCE_MINUTES
from rosterer.referee.load import Cell
from rosterer.session import Session
from rosterer_models.vocabulary.edit import Visit
from rosterer_models.vocabulary.person import Person


def uncovered_visits(
    session: Session, person: Person, day: int, shift: ShiftHours, places: Iterable[str] = ()
) -> tuple[Visit, ...]:
    """Visits of what is short that day, within the person's reach, skills and contact time and the
    limits of a round: where most is short first.

    Parameters
    ----------
    places
        Where to look; blank for everywhere.
    """
    wanted = frozenset(places)
    register = session.grounds.register
    reach = register.geography.round_reach(person.home, person.mobile)
    able = register.can_do[person.person]
    short: dict[str, dict[Cell, float]] = defaultdict(dict)
    for place in sorted(reach & wanted if wanted else reach):
        for cell, minutes in session.judging.short.cells.get(place, {}).items():
            if cell[1] == day and cell[3] in able and minutes > TOLERANCE_MINUTES:
                short[place][cell] = minutes
    free = {band: float(minutes) for band, minutes in shift.contact.items()}
    most, least = register.case.limits.places_per_duty, register.case.limits.piece_minutes
    visits: list[Visit] = []
    ranked = sorted(short, key=lambda place: (-_gettable(short[place], free), place))
    for place in ranked:
        if len({visit.place for visit in visits}) >= most:
            break
        pace = 1 + register.geography.share(person.home, place, person.mobile)
        visits.extend(_at(place, short[place], free, pace, least))
    return tuple(visits)


def _gettable(short: Mapping[Cell, float], free: Mapping[str, float]) -> float:
    by_band: dict[str, float] = defaultdict(float)
    for (_, _, band, _), minutes in short.items():
        by_band[band] += minutes
    return sum(min(minutes, free.get(band, 0.0)) for band, minutes in by_band.items())


def _at(
    place: str, short: Mapping[Cell, float], free: dict[str, float], pace: float, least: float
) -> Iterable[Visit]:
    """Visits at a place; in each band at least a whole piece."""
    for band in sorted({cell[2] for cell in short}):
        room = floor(100 * free.get(band, 0.0) / pace) / 100
        if room < least:
            continue
        given: list[Visit] = []
        for cell in sorted(cell for cell in short if cell[2] == band):
            minutes = min(room, floor(100 * short[cell] + 0.999) / 100)
            if minutes > 0:
                given.append(Visit(place=place, band=band, skill=cell[3], minutes=minutes))
                room = round(room - minutes, 2)
        lacking = least - sum(visit.minutes or 0 for visit in given)
        if given and lacking > 0:
            # A piece is at least so long, needed or not; there is room for it.
            last = given[-1]
            longer = round((last.minutes or 0) + lacking, 2)
            given[-1] = last.model_copy(update={"minutes": longer})
        free[band] -= pace * sum(visit.minutes or 0 for visit in given)
        yield from given
