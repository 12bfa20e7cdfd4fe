"""Which postcode sectors does the service cover, and how far apart are they?"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rosterer_models.library.sectors import find_sector, nearest_sectors
from rosterer_models.vocabulary.place import Place
from rosterer_models.vocabulary.settings import Limits

CENTRE = "DE1 1"
"""The sector of Derby's centre; a case takes those nearest to it."""


@dataclass(frozen=True)
class Area:
    """Sectors in order of distance from the centre, with what travel between them allows."""

    sectors: tuple[Place, ...]
    postcodes: NDArray[np.float64]
    """Postcodes per sector: where people live."""
    limits: Limits

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each sector."""
        return {place.place: number for number, place in enumerate(self.sectors)}

    @cached_property
    def metres(self) -> NDArray[np.float64]:
        """Road distance between sectors (sectors × sectors)."""
        points = np.array([(place.easting, place.northing) for place in self.sectors], dtype=float)
        gaps = points[:, None, :] - points[None, :, :]
        return np.asarray(np.sqrt((gaps**2).sum(axis=2)) * self.limits.detour)

    def reach(self, home: int, mobile: bool) -> list[int]:
        """Sectors that a round from a home may serve, nearest first."""
        return self._reach[home, mobile]

    def share(self, home: int, place: int, mobile: bool) -> float:
        """Travel minutes for each contact minute."""
        speed = (
            self.limits.drive_metres_per_minute if mobile else self.limits.walk_metres_per_minute
        )
        journey = 0.0 if home == place else self.metres[home, place] / speed
        return self.limits.local_travel + float(journey) / self.limits.round_minutes

    @cached_property
    def _reach(self) -> dict[tuple[int, bool], list[int]]:
        found: dict[tuple[int, bool], list[int]] = {}
        for home in range(len(self.sectors)):
            order = sorted(
                range(len(self.sectors)),
                key=lambda k: (self.metres[home, k], self.sectors[k].place),
            )
            nearest = order[: self.limits.nearest_places]
            for mobile in (True, False):
                speed = (
                    self.limits.drive_metres_per_minute
                    if mobile
                    else self.limits.walk_metres_per_minute
                )
                found[home, mobile] = [
                    k
                    for k in nearest
                    if k == home or self.metres[home, k] / speed <= self.limits.reach_minutes
                ]
        return found

    def spread_sites(self, count: int) -> list[int]:
        """Sectors for so many sites: the centre, then always the one farthest from all sites so
        far, among the sectors of the nearer half with many postcodes, so that staff from all sides
        can come.
        """
        nearer = range((len(self.sectors) + 1) // 2)
        dense = [k for k in nearer if self.postcodes[k] >= np.median(self.postcodes)] or [0]
        sites = [0]
        while len(sites) < count:
            sites.append(
                max(dense, key=lambda k: (min(self.metres[k, site] for site in sites), -k))
            )
        return sites


def area_around_centre(count: int, limits: Limits) -> Area:
    """The ``count`` lived-in sectors nearest to the centre of Derby."""
    return area_around(CENTRE, count, limits)


def area_around(sector: str, count: int, limits: Limits) -> Area:
    """The ``count`` lived-in sectors nearest to one of them."""
    centre = find_sector(sector)
    chosen = nearest_sectors(centre.easting, centre.northing, count)
    return Area(
        tuple(sector.place for sector in chosen),
        np.array([sector.postcodes for sector in chosen], dtype=float),
        limits,
    )
