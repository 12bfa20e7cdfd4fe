"""How far is a place from a person's home, may a round go there, and what does the way cost in
time?
"""

import math
from collections.abc import Iterable
from functools import lru_cache

from rosterer_models.vocabulary.place import Place
from rosterer_models.vocabulary.settings import Limits

SMALL = 1e-9
"""Travel minutes that floating point may add to a distance which is exactly at the limit."""

METRES_PER_MILE = 1609.344


class Geography:
    """Distances, reach and travel shares between the places of a case."""

    def __init__(self, places: Iterable[Place], limits: Limits) -> None:
        self._places = {place.place: place for place in places}
        self._limits = limits
        self.distance = lru_cache(maxsize=None)(self._distance)
        self.round_reach = lru_cache(maxsize=None)(self._round_reach)
        self.share = lru_cache(maxsize=None)(self._share)

    def _distance(self, home: str, place: str) -> float:
        """Road metres between two places."""
        here, there = self._places[home], self._places[place]
        east, north = here.easting - there.easting, here.northing - there.northing
        return math.sqrt(east * east + north * north) * self._limits.detour

    def travel_minutes(self, home: str, place: str, mobile: bool) -> float:
        """Minutes on the way, by car or on foot."""
        speed = (
            self._limits.drive_metres_per_minute if mobile else self._limits.walk_metres_per_minute
        )
        return self.distance(home, place) / speed

    def _round_reach(self, home: str, mobile: bool) -> frozenset[str]:
        """Sectors that a round from this home may serve."""
        sectors = [place.place for place in self._places.values() if place.kind == "sector"]
        nearest = sorted(sectors, key=lambda sector: (self.distance(home, sector), sector))[
            : self._limits.nearest_places
        ]
        limit = self._limits.reach_minutes + SMALL
        reach = {sector for sector in nearest if self.travel_minutes(home, sector, mobile) <= limit}
        return frozenset(reach | ({home} & set(sectors)))

    def reaches_unit(self, home: str, place: str) -> bool:
        """The drive to a unit's place is not too long (also for those who do not drive their
        round).
        """
        return self.travel_minutes(home, place, mobile=True) <= self._limits.commute_minutes + SMALL

    def _share(self, home: str, place: str, mobile: bool) -> float:
        """Travel per contact minute at the place."""
        away = (
            0.0
            if place == home
            else self.travel_minutes(home, place, mobile) / self._limits.round_minutes
        )
        return self._limits.local_travel + away
