"""What can each person reach, and do there? Facts of people on rounds and in units, looked up
once.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rosterer_models.formulation.care import Care
from rosterer_models.formulation.deployment import unit_work
from rosterer_models.formulation.sets import Geography
from rosterer_models.matrix.model import Floats

Home = tuple[int, bool]
"""Place and mobility: all that a round depends on."""


@dataclass(frozen=True)
class Reach:
    """Reach of everybody in a case."""

    care: Care

    @cached_property
    def skills(self) -> list[frozenset[int]]:
        """Person → skills that they can do."""
        return [self.care.sets.can_do(person) for person in self.care.case.people]

    @cached_property
    def homes(self) -> list[Home]:
        """Person → home and mobility."""
        return [
            (self.care.sets.place[person.home], person.mobile) for person in self.care.case.people
        ]

    @cached_property
    def places(self) -> dict[Home, list[int]]:
        """Home → places that a round may serve."""
        geography = Geography(self.care.case)
        return {home: geography.round_places(*home) for home in set(self.homes)}

    @cached_property
    def weight(self) -> dict[Home, Floats]:
        """Home → K: minutes of a duty that a minute of care takes, travel included."""
        geography = Geography(self.care.case)
        return {home: 1 + geography.share(*home) for home in set(self.homes)}

    @cached_property
    def miles(self) -> dict[Home, Floats]:
        """Home → K: pounds of mileage of a minute of care."""
        geography = Geography(self.care.case)
        return {home: geography.pounds_per_minute(*home) for home in set(self.homes)}

    @cached_property
    def units(self) -> list[list[int]]:
        """Person → units in reach where they are of use."""
        geography = Geography(self.care.case)
        near = {home: set(geography.units_in_reach(home)) for home, _ in set(self.homes)}
        work = {q: unit_work(self.care, q) for q in set(self.skills)}
        return [
            [u for u in work[q] if u in near[home]]
            for q, (home, _) in zip(self.skills, self.homes, strict=True)
        ]


def most_alone(need: Floats, pair: Floats) -> Floats:
    """Minutes that one person may give in cells so that visits by two find two: nobody gives more
    than all but one's share.
    """
    return np.where(pair > 0, need - pair, np.inf)
