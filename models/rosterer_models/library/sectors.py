"""Where is each postcode sector of Great Britain?

The table beside this file holds the sectors with at least 20 postcodes; ``build_sectors.py`` says
how it is derived and ``NOTICE`` whose data it contains.
"""

import csv
import gzip
from functools import cache
from pathlib import Path

from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.place import Place

DERBY = "E06000015"
"""Government code of the city of Derby."""
LEAST_POSITIONS = 20
"""A sector on fewer distinct coordinates holds PO boxes and large users; nobody lives there."""


class Sector(Fact):
    """A postcode sector: the mean of its postcodes on the national grid, in metres, and how many
    there are.
    """

    sector: str
    """As written on letters: ``DE21 6``."""
    easting: int
    northing: int
    district: str
    postcodes: int
    positions: int
    """Distinct coordinates among its postcodes."""
    superseded_by: str = ""
    """The sector that took over its postcodes when the district was renumbered; blank for a sector
    in use.
    """
    authorities: tuple[str, ...] = ()
    """Government codes of the local authorities with at least 20 of its postcodes, largest first.
    """

    @property
    def is_lived_in(self) -> bool:
        """In use, and with enough distinct coordinates for streets."""
        return not self.superseded_by and self.positions >= LEAST_POSITIONS

    @property
    def place(self) -> Place:
        """The place of a case, with an id such as ``DE21-6``."""
        return Place(
            place=self.sector.replace(" ", "-"),
            easting=self.easting,
            northing=self.northing,
            district=self.district,
        )


@cache
def sectors() -> tuple[Sector, ...]:
    """All sectors of the table, sorted by name."""
    with gzip.open(
        Path(__file__).with_name("sectors.csv.gz"), "rt", encoding="utf-8", newline=""
    ) as file:
        return tuple(
            Sector(
                sector=row["sector"],
                easting=int(row["easting"]),
                northing=int(row["northing"]),
                district=row["district"],
                postcodes=int(row["postcodes"]),
                positions=int(row["positions"]),
                superseded_by=row["superseded_by"],
                authorities=tuple(row["authorities"].split()),
            )
            for row in csv.DictReader(file)
        )


def sectors_of(authority: str) -> tuple[Sector, ...]:
    """Sectors with at least 20 postcodes in a local authority, by government code such as
    ``E06000015`` (Derby).
    """
    return tuple(sector for sector in sectors() if authority in sector.authorities)


def find_sector(name: str) -> Sector:
    """The sector of a postcode, sector or place id: ``DE21 6``, ``de216``, ``DE21-6``; a superseded
    name finds its successor.

    Raises
    ------
    LookupError
        When the table has no such sector.
    """
    wanted = name.upper().replace(" ", "").replace("-", "")
    sector = _by_letters().get(wanted)
    if sector is None:
        raise LookupError(
            f"{name!r} is not a postcode sector with at least 20 postcodes; write it as in DE21 6"
        )
    return find_sector(sector.superseded_by) if sector.superseded_by else sector


def nearest_sectors(easting: float, northing: float, count: int) -> tuple[Sector, ...]:
    """The ``count`` lived-in sectors nearest to a point (metres on the national grid), nearest
    first, ties by name.
    """

    def distance(sector: Sector) -> tuple[float, str]:
        return (sector.easting - easting) ** 2 + (sector.northing - northing) ** 2, sector.sector

    return tuple(
        sorted((sector for sector in sectors() if sector.is_lived_in), key=distance)[:count]
    )


@cache
def _by_letters() -> dict[str, Sector]:
    return {sector.sector.replace(" ", ""): sector for sector in sectors()}
