"""Where is care given, and where do people start?"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from rosterer_models.vocabulary.base import Fact, Id

Metres = Annotated[int, Field(ge=0, le=1_500_000)]


class Place(Fact):
    """A postcode sector or district, a hub, or a hospital, on the national grid."""

    place: Id
    kind: Literal["sector", "hub", "hospital"] = "sector"
    """Rounds serve sectors; hubs and hospitals hold units."""
    easting: Metres
    northing: Metres
    district: str = ""


class Unit(Fact):
    """A set of beds with its staff, or (0 beds) a post that needs people, such as the 2-hour
    response.
    """

    unit: Id
    name: str = ""
    place: Id
    kind: Id = "hub"
    """What options ask for: ``hub``, ``community``, ``respite``, ``step-down``, ``care-home`` or
    your own word.
    """
    beds: Annotated[int, Field(ge=0)] = 0
    accepts: tuple[Id, ...] = ()
    """Options whose people it takes; blank for all that ask for its kind."""
    skill: Id | None = None
    """What its staff must be able to do; blank for no staff of the bank (it has its own)."""
    min_staff: dict[Id, Annotated[int, Field(ge=0)]] = {}
    """Heads per band whatever the occupancy."""
    beds_per_staff: dict[Id, Annotated[float, Field(ge=0.01, allow_inf_nan=False)]] = {}
    """Occupied beds that one head can look after, per band."""
    admissions: dict[Id, Annotated[int, Field(ge=0)]] = {}
    """Most starts a day, by ``mon`` … ``sun``; ``all`` for the days not named; blank for no limit.
    """
    longest_stay: Annotated[int, Field(ge=1)] | None = None
    """Days; the survival curve is cut there."""
    short: Annotated[str, Field(max_length=4, pattern=r"^([A-Za-z0-9][A-Za-z0-9_.-]*)?$")] = ""
    """Its code in the cells of a rota; blank for the first letters of the id."""


class Closure(Fact):
    """Beds out of use, or a unit closed to admissions but still staffed."""

    unit: Id
    first_day: date
    last_day: date
    beds: Annotated[int, Field(ge=0)] = 0
    """Beds out of use; 0 with ``admissions`` false closes to admissions alone."""
    admissions: bool = True
    """False when nobody is admitted on these days."""
