"""How much care can the bank give in each sector and band, once the units have their heads?"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from rosterer.generate.area import Area
from rosterer.generate.flow import Series
from rosterer.generate.rostered import Rostered
from rosterer.generate.sizes import Sizes
from rosterer_models.library.patterns import BANDS, SHIFTS
from rosterer_models.vocabulary.place import Unit

BAND_IDS = tuple(band.band for band in BANDS)
CONTACT = {
    shift.shift: np.array([shift.contact.get(band, 0) for band in BAND_IDS], dtype=float)
    for shift in SHIFTS
}
"""Contact minutes of a shift by band."""


@dataclass(frozen=True)
class Supply:
    """Contact minutes an average day, travel within rounds included."""

    by_place: Series
    """Sectors × bands, heads in units taken off evenly."""
    by_skill: dict[str, Series]
    """The same for those who have a skill beyond ``care``."""
    travel_share: float
    """Mean travel for a contact minute, over people and the sectors that they reach."""

    @property
    def total(self) -> float:
        """Contact minutes an average day."""
        return float(self.by_place.sum())

    @property
    def care(self) -> float:
        """Minutes face to face an average day: contact less travel."""
        return self.total / (1 + self.travel_share)


def expected_heads(units: Iterable[Unit], occupancy: float) -> dict[str, int]:
    """Long days and nights that the units of a service need every day when so many of their beds
    are occupied.
    """
    heads = {"D": 0, "N": 0}
    for unit in units:
        if unit.skill is None:
            continue
        for shift in heads:
            needed = [
                max(
                    unit.min_staff.get(band, 0),
                    occupancy * unit.beds / unit.beds_per_staff.get(band, np.inf),
                )
                for band, minutes in zip(BAND_IDS, CONTACT[shift], strict=True)
                if minutes
            ]
            heads[shift] += int(np.ceil(max(needed) - 1e-9))
    return heads


def supply_of(rostered: Rostered, area: Area, units: Iterable[Unit], sizes: Sizes) -> Supply:
    """Supply if present lines are worked and bank people come as often as they may."""
    places, bands = len(area.sectors), len(BAND_IDS)
    everywhere = np.zeros((places, bands))
    by_skill: dict[str, Series] = {}
    shares = []
    for person in rostered.people:
        home = area.index[person.home]
        reach = area.reach(home, person.mobile)
        shares.append(float(np.mean([area.share(home, place, person.mobile) for place in reach])))
        if person.kind == "pattern":
            minutes = sum(
                (CONTACT[shift] for shift in rostered.lines[person.person].values()),
                np.zeros(bands),
            )
        else:
            duties, shifts = rostered.offers[person.person]
            minutes = duties * np.mean([CONTACT[shift] for shift in shifts], axis=0)
        spread = np.zeros((places, bands))
        spread[reach] = minutes / sizes.days / len(reach)
        everywhere += spread
        for skill in person.skills[1:]:
            by_skill[skill] = by_skill.get(skill, np.zeros((places, bands))) + spread
    heads = expected_heads(units, min(1.0, sizes.target))
    taken = sum((num * CONTACT[shift] for shift, num in heads.items()), np.zeros(bands))
    left = 1 - np.minimum(0.9, taken / np.maximum(1e-9, everywhere.sum(axis=0)))
    return Supply(
        everywhere * left,
        {skill: minutes * left for skill, minutes in by_skill.items()},
        float(np.mean(shares)),
    )
