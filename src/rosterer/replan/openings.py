"""Who could do something about a hole in a day, and where?

The neighbourhood that is opened around what has come up: the nearest of those who may be asked for
one duty more, of those on duty who could go elsewhere, and the places that they could change.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rosterer.referee.duties import Duty
from rosterer.referee.reading import Reading
from rosterer.replan.now import Now
from rosterer.replan.standing import Left
from rosterer_models.vocabulary.person import Person


@dataclass(frozen=True)
class Width:
    """How many people and stops are looked at."""

    asked: int
    """Who may be asked for one duty more."""
    moved: int
    """On duty, who may be sent elsewhere."""
    visitors: int
    """On a round, who may visit other places."""
    stops: int
    seconds: float
    """For one programme."""
    nodes: int


NARROW = Width(asked=80, moved=60, visitors=60, stops=120, seconds=1.5, nodes=20)
"""Settles a day of a city in two seconds, within a few per cent of the best."""
WIDE = Width(asked=400, moved=200, visitors=200, stops=400, seconds=15.0, nodes=400)
"""More than the search's own days have."""


@dataclass(frozen=True)
class Opened:
    """What is opened of a day, by ids."""

    day: int
    places: frozenset[str]
    asked: frozenset[str]
    """Without a duty that day."""
    moved: frozenset[str]
    visitors: frozenset[str]

    @property
    def people(self) -> frozenset[str]:
        """Everybody who may do something else."""
        return self.asked | self.moved | self.visitors


def opened(reading: Reading, left: Left, day: int, now: Now, width: Width) -> Opened:
    """The neighbourhood of what is missing on a day."""
    register, geography = reading.register, reading.register.geography
    places, units = left.places.get(day, frozenset()), left.units.get(day, frozenset())
    here = [duty for duty in reading.duties if duty.day == day]
    on_duty = {duty.person.person for duty in here}
    homes = {name: register.people[name].home for name in left.gained.get(day, ())}
    centres = [*places, *(register.units[name].place for name in units), *homes.values()]

    def far(person: Person) -> float:
        return min((geography.distance(person.home, place) for place in centres), default=0.0)

    def reaches(person: Person) -> bool:
        round_places = geography.round_reach(person.home, person.mobile)
        return any(place in round_places for place in places) or any(
            geography.reaches_unit(person.home, register.units[name].place) for name in units
        )

    def nearest(people: Iterable[Person], most: int) -> list[str]:
        ranked = sorted((far(one), one.person) for one in people if reaches(one))
        return [name for _, name in ranked[:most]]

    free = [duty for duty in here if _is_free(duty, now)]
    asked = nearest(
        (
            one
            for one in register.case.people
            if one.person not in on_duty
            and day not in register.absent.get(one.person, ())
            and (one.kind != "pattern" or one.floats_owed > 0)
        ),
        width.asked,
    )
    rounds = {duty.person.person: duty for duty in free if duty.unit is None}
    moved = nearest((duty.person for duty in free), width.moved)
    visitors = nearest((duty.person for duty in rounds.values()), width.visitors)
    visitors += [name for name in homes if name in rounds]
    at = {
        piece.place for name in {*visitors, *moved} & rounds.keys() for piece in rounds[name].pieces
    }
    near = _reached_by(register.people, geography.round_reach, homes)
    return Opened(
        day,
        frozenset({*places, *at, *near}),
        frozenset(asked),
        frozenset(moved),
        frozenset(visitors),
    )


def _is_free(duty: Duty, now: Now) -> bool:
    """May still be changed: not begun, and no training."""
    shift = next(one for one in now.case.shifts if one.shift == duty.shift.shift)
    return not duty.is_training and not now.has_begun(duty.day, shift)


def _reached_by(people: Mapping[str, Person], reach: object, homes: Mapping[str, str]) -> set[str]:
    """Places that those can visit who have a duty and no visits yet."""
    assert callable(reach)
    return {place for name in homes for place in reach(people[name].home, people[name].mobile)}
