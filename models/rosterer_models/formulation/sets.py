"""Over which sets does the model run, and how do ids become numbers?"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from rosterer_models.matrix.model import Flags, Floats
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Person
from rosterer_models.vocabulary.time import WEEKDAYS, day_number, weekday_of

PENCE = 0.01
"""Pounds."""
SMALL = 1e-9
"""Travel minutes that floating point may add to a distance which is exactly at the limit."""


def numbered(ids: list[str]) -> dict[str, int]:
    """Id → its place in the table."""
    return {name: i for i, name in enumerate(ids)}


@dataclass(frozen=True)
class Sets:
    """Sets of a case: D days, S shifts, B bands, K places, U units, Q skills."""

    case: Case
    shift: dict[str, int] = field(init=False)
    band: dict[str, int] = field(init=False)
    place: dict[str, int] = field(init=False)
    unit: dict[str, int] = field(init=False)
    skill: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        case = self.case
        for name, ids in (
            ("shift", [x.shift for x in case.shifts]),
            ("band", [x.band for x in case.bands]),
            ("place", [x.place for x in case.places]),
            ("unit", [x.unit for x in case.units]),
            ("skill", [x.skill for x in case.skills]),
        ):
            object.__setattr__(self, name, numbered(ids))

    @cached_property
    def contact(self) -> Floats:
        """S × B minutes."""
        table = np.zeros((len(self.shift), len(self.band)))
        for s, shift in enumerate(self.case.shifts):
            for band, minutes in shift.contact.items():
                table[s, self.band[band]] = minutes
        return table

    @cached_property
    def on_band(self) -> Flags:
        """S × B: the shift is on duty in a unit in the band."""
        table = np.zeros((len(self.shift), len(self.band)), dtype=bool)
        for s, shift in enumerate(self.case.shifts):
            table[s, [self.band[b] for b in shift.contact]] = True
        return table

    @cached_property
    def band_minutes(self) -> Floats:
        """B."""
        return np.array([b.minutes for b in self.case.bands], dtype=float)

    @cached_property
    def weekdays(self) -> list[str]:
        """``mon`` … ``sun`` of each day of the horizon."""
        return [WEEKDAYS[weekday_of(self.case.first_day, t)] for t in range(self.case.days)]

    def days_of(self, row: object) -> list[int]:
        """Days of the horizon in a row's date range and weekdays."""
        first = day_number(self.case.first_day, row.first_day)  # type: ignore[attr-defined]
        last = day_number(self.case.first_day, row.last_day)  # type: ignore[attr-defined]
        chosen = getattr(row, "weekdays", ())
        span = range(max(0, first), min(self.case.days - 1, last) + 1)
        return [t for t in span if not chosen or self.weekdays[t] in chosen]

    def can_do(self, person: Person) -> frozenset[int]:
        """Skills that a person has or that those cover."""
        covers = {s.skill: s.covers for s in self.case.skills}
        return frozenset(self.skill[q] for own in person.skills for q in (own, *covers[own]))


@dataclass(frozen=True)
class Geography:
    """Distances and reach; see judging section 1."""

    case: Case

    @cached_property
    def metres(self) -> Floats:
        """K × K road metres."""
        e = np.array([p.easting for p in self.case.places], dtype=float)
        n = np.array([p.northing for p in self.case.places], dtype=float)
        return np.asarray(
            np.sqrt((e[:, None] - e) ** 2 + (n[:, None] - n) ** 2) * self.case.limits.detour
        )

    def travel_minutes(self, home: int, mobile: bool) -> Floats:
        """K minutes from a home."""
        limits = self.case.limits
        pace = limits.drive_metres_per_minute if mobile else limits.walk_metres_per_minute
        return np.asarray(self.metres[home] / pace)

    def round_places(self, home: int, mobile: bool) -> list[int]:
        """Places that a round from a home may serve."""
        limits, places = self.case.limits, self.case.places
        sectors = [k for k, p in enumerate(places) if p.kind == "sector"]
        nearest = sorted(sectors, key=lambda k: (self.metres[home, k], places[k].place))[
            : limits.nearest_places
        ]
        minutes = self.travel_minutes(home, mobile)
        return [
            k
            for k in sectors
            if k == home or (k in nearest and minutes[k] <= limits.reach_minutes + SMALL)
        ]

    def share(self, home: int, mobile: bool) -> Floats:
        """K: travel per contact minute."""
        far = self.travel_minutes(home, mobile) / self.case.limits.round_minutes
        far[home] = 0.0
        return self.case.limits.local_travel + far

    def units_in_reach(self, home: int) -> list[int]:
        """Units to which somebody can commute."""
        number = numbered([p.place for p in self.case.places])
        minutes = self.travel_minutes(home, True)
        most = self.case.limits.commute_minutes + SMALL
        return [u for u, unit in enumerate(self.case.units) if minutes[number[unit.place]] <= most]

    def pounds_per_minute(self, home: int, mobile: bool) -> Floats:
        """K: mileage of a minute of care."""
        if not mobile:
            return np.zeros(len(self.case.places))
        return np.asarray(
            self.metres[home] / 1609.344 / self.case.limits.round_minutes * self.case.prices.mile
        )
