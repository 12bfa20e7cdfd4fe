"""Into which localities does care at home fall?

A carer's round reaches the sectors near home, so care is pooled over neighbouring places, but not
over a whole county. Sectors are grouped around a few centres, as near to each other as can be
(Lloyd's iteration from well-spread sectors; always the same result). A locality in which too few of
the bank live joins its neighbours.
"""

from collections import Counter
from dataclasses import dataclass

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.place import Place

LEAST_STAFF = 12
"""People of the bank who must live in a locality: fewer are two or three on duty, whose care no
package may count on every day.
"""
ITERATIONS = 20
"""More than a few dozen sectors need to settle."""


@dataclass(frozen=True)
class Localities:
    """Names, and the locality of each place."""

    names: tuple[str, ...]
    of: dict[str, str]


def localities_of(case: Case, number: int) -> Localities:
    """Group the sectors into at most ``number`` localities, named after their most common
    district.
    """
    place_of = {p.place: p for p in case.places}
    sectors = sorted((p for p in case.places if p.kind == "sector"), key=lambda p: p.place)
    if not sectors:
        return Localities(("all",), {p.place: "all" for p in case.places})
    east = sum(p.easting for p in sectors) / len(sectors)
    north = sum(p.northing for p in sectors) / len(sectors)
    centres = [min(sectors, key=lambda p: (p.easting - east) ** 2 + (p.northing - north) ** 2)]
    while len(centres) < min(number, len(sectors)):
        centres.append(max(sectors, key=lambda p: min(_square(p, c) for c in centres)))
    middles = [(float(c.easting), float(c.northing)) for c in centres]
    for _ in range(ITERATIONS):
        groups = [[p for p in sectors if _nearest(p, middles) == i] for i in range(len(middles))]
        middles = [
            (
                sum(p.easting for p in group) / len(group),
                sum(p.northing for p in group) / len(group),
            )
            if group
            else middle
            for group, middle in zip(groups, middles, strict=True)
        ]
    homes = Counter(_nearest(place_of[p.home], middles) for p in case.people if p.home in place_of)
    while len(middles) > 1 and min(homes[i] for i in range(len(middles))) < LEAST_STAFF:
        middles.pop(min(range(len(middles)), key=lambda i: homes[i]))
        homes = Counter(
            _nearest(place_of[p.home], middles) for p in case.people if p.home in place_of
        )
    names: list[str] = []
    for i in range(len(middles)):
        districts = Counter(p.district or p.place for p in sectors if _nearest(p, middles) == i)
        common = [
            name for name, _ in sorted(districts.items(), key=lambda item: (-item[1], item[0]))
        ] or [f"locality-{i + 1}"]
        names.append(next((name for name in common if name not in names), f"locality-{i + 1}"))
    return Localities(tuple(names), {p.place: names[_nearest(p, middles)] for p in case.places})


def _nearest(place: Place, middles: list[tuple[float, float]]) -> int:
    return min(
        range(len(middles)),
        key=lambda i: (place.easting - middles[i][0]) ** 2 + (place.northing - middles[i][1]) ** 2,
    )


def _square(one: Place, other: Place) -> int:
    return (one.easting - other.easting) ** 2 + (one.northing - other.northing) ** 2
