"""Of what shape are the rows of a plan's tables?"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel

from rosterer_models.vocabulary.plan import (
    AgencyHours,
    ChosenLine,
    Delay,
    DutyPiece,
    LedgerLine,
    Placement,
    Reservation,
)


class CoverRow(BaseModel):
    """Need, supply and shortage of care at a place, in minutes."""

    date: date
    place: str
    band: str
    skill: str
    need: float
    supply: float
    short: float


class OccupancyRow(BaseModel):
    """Beds, expected people and heads of a unit on a day."""

    date: date
    unit: str
    available: int
    expected: float
    buffered: float
    """Expected people with the allowance for uncertain stays."""
    heads: str
    """By band, such as ``day=2 night=1``."""
    required: str
    """Heads that the unit needs, in the same way."""


PlanTable = Literal[
    "lines",
    "duties",
    "agency",
    "placements",
    "reservations",
    "delays",
    "ledger",
    "cover",
    "occupancy",
]

PLAN_TABLES: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "lines": ChosenLine,
        "duties": DutyPiece,
        "agency": AgencyHours,
        "placements": Placement,
        "reservations": Reservation,
        "delays": Delay,
        "ledger": LedgerLine,
        "cover": CoverRow,
        "occupancy": OccupancyRow,
    }
)
"""Every table, and the shape of its rows."""
