"""How do duties become crews, and what do units take of them?

A crew is people of one locality on one shift who can do the same. Units take, in each band, the
heads that their open beds need (their minimum, and heads asked for by name, whatever is open), of
everybody who can; who is left gives the contact time of the shift, less local travel, at home.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from rosterer.winter.abilities import Abilities
from rosterer.winter.calendar import daily
from rosterer.winter.supply import Footing, duties_of, heads_by
from rosterer_models.simulation.network import Crew, Floats, Post
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.place import Unit
from rosterer_models.vocabulary.time import day_number

ALL_DAY = "day"
"""The band of a case that has none."""


@dataclass(frozen=True)
class CrewFact:
    """Who a crew is: where they live, their shift, and what they can do."""

    locality: str
    shift: str
    skills: frozenset[str]

    @property
    def name(self) -> str:
        """What its random numbers are keyed by."""
        return f"{self.locality}.{self.shift}.{'+'.join(sorted(self.skills))}"


@dataclass(frozen=True)
class Staff:
    """Crews and posts of a winter."""

    facts: tuple[CrewFact, ...]
    heads: tuple[Floats, ...]
    minutes: tuple[Floats, ...]
    on_duty: tuple["np.ndarray[tuple[int, ...], np.dtype[np.bool_]]", ...]
    posts: tuple[tuple[str, Floats, Floats, tuple[int, ...]], ...]
    """Unit, least heads by day and band, beds a head allows, crews."""
    parts: tuple[str, ...]
    part_band: tuple[int, ...]

    def crews_at(self, nodes: dict[str, int]) -> tuple[Crew, ...]:
        """The crews, with the number of the node that they care for."""
        return tuple(
            Crew(fact.name, heads, nodes[f"home {fact.locality}"], minutes, on)
            for fact, heads, minutes, on in zip(
                self.facts, self.heads, self.minutes, self.on_duty, strict=True
            )
        )

    def posts_at(self, nodes: dict[str, int]) -> tuple[Post, ...]:
        """The posts, with the number of their unit; −1 for one without beds."""
        return tuple(
            Post(unit, nodes.get(unit, -1), least, ratio, crews)
            for unit, least, ratio, crews in self.posts
        )


def staff_of(case: Case, footing: Footing, abilities: Abilities, days: int) -> Staff:
    """Crews and posts of a case that is carried on and changed."""
    places, bands = footing.localities, bands_of(case)
    who = {
        p.person: (places.of.get(p.home, places.names[0]), "+".join(sorted(abilities.of(p))))
        for p in case.people
    }
    can = {"+".join(sorted(abilities.of(p))): abilities.of(p) for p in case.people}
    shifts = {shift.shift: shift for shift in case.shifts}
    duties = heads_by(duties_of(case, footing, days), who)
    for locality in places.names:
        # a shift that nobody there works can still be hired for
        usual = Counter(skills for home, skills in who.values() if home == locality)
        for shift in shifts if usual else ():
            if not any((home, on) == (locality, shift) for home, _, on in duties):
                duties[locality, usual.most_common(1)[0][0], shift] = np.zeros(days)
    facts, heads, minutes, on_duty = [], [], [], []
    for (locality, skills, shift), number in sorted(duties.items(), key=lambda item: item[0]):
        contact = shifts[shift].contact
        given = [contact.get(b, 0) / (1 + case.limits.local_travel) for b in bands]
        facts.append(CrewFact(locality, shift, can[skills]))
        heads.append(number)
        minutes.append(
            np.array([m if can[skills] & some else 0.0 for some in abilities.sets for m in given])
        )
        on_duty.append(np.array([b in contact for b in bands]))
    posts = tuple(
        _post(case, unit, facts, days)
        for unit in case.units
        if unit.skill is not None and (unit.min_staff or unit.beds_per_staff)
    )
    names = tuple(
        band if number == 0 else f"{band} ({', '.join(sorted(some))})"
        for number, some in enumerate(abilities.sets)
        for band in bands
    )
    part_band = tuple(b for _ in abilities.sets for b in range(len(bands)))
    return Staff(
        tuple(facts), tuple(heads), tuple(minutes), tuple(on_duty), posts, names, part_band
    )


def bands_of(case: Case) -> list[str]:
    """The bands of the day; one for all of it in a case that has none."""
    return [band.band for band in case.bands] or [ALL_DAY]


def open_beds(case: Case, unit: Unit, days: int) -> Floats:
    """Beds of a unit on each day, less those closed."""
    beds = np.full(days, float(unit.beds))
    for closure in case.closures:
        if closure.unit == unit.unit:
            first = max(0, day_number(case.first_day, closure.first_day))
            last = day_number(case.first_day, closure.last_day) + 1
            beds[first : max(first, last)] -= closure.beds
    return beds.clip(0)


def _post(
    case: Case, unit: Unit, facts: list[CrewFact], days: int
) -> tuple[str, Floats, Floats, tuple[int, ...]]:
    bands = bands_of(case)
    least = np.zeros((days, len(bands)))
    ratio = np.full(len(bands), np.inf)
    for number, band in enumerate(bands):
        asked = [row for row in case.cover if row.unit == unit.unit and row.band == band]
        least[:, number] = np.maximum(
            unit.min_staff.get(band, 0), daily(asked, case.first_day, days, "heads")
        )
        if band in unit.beds_per_staff:
            ratio[number] = unit.beds_per_staff[band]
    able = tuple(i for i, fact in enumerate(facts) if unit.skill in fact.skills)
    return unit.unit, least, ratio if unit.beds else np.full(len(bands), np.inf), able
