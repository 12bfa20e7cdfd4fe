"""Of what shape are the rows of a simulation's tables?

A figure is null where there is nothing to measure, such as the share used of what was not open.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel

Figure = float | None


class _Ranged(BaseModel):
    """A mean, how well it is known, and how much one winter differs from another."""

    mean: Figure
    mean_low: Figure
    mean_high: Figure
    range_low: Figure
    range_high: Figure


class WinterDelay(_Ranged):
    """How many wait, in a group."""

    scenario: str
    group: str
    measure: Literal["delayed_people", "delayed_days"]


class WinterWait(BaseModel):
    """How long those waited who started, in a group."""

    scenario: str
    group: str
    started: Figure
    mean_wait_days: Figure
    p95_wait_days: Figure
    share_within_standard: Figure
    waiting_at_end: Figure
    past_standard: Figure


class WinterNode(_Ranged):
    """How full a unit, a locality or a bought-in place is."""

    scenario: str
    node: str
    kind: str
    band: str
    usable: Figure
    share_used: Figure
    share_of_days_full: Figure
    open_days: Figure
    starts: Figure


class WinterBand(BaseModel):
    """Care at home and staffed beds in a part of the day: what there was, and on how many days who
    stood first found no room in it.
    """

    scenario: str
    node: str
    band: str
    usable: Figure
    used: Figure
    days_without_room: Figure


class WinterLeft(_Ranged):
    """How many stopped waiting without a start, in a group, and why."""

    scenario: str
    group: str
    cause: Literal["recovered", "readmitted", "died"]


class WinterSlope(BaseModel):
    """How a queue moves in the second half of the winter, in people a week."""

    scenario: str
    group: str
    mean: Figure
    mean_low: Figure
    mean_high: Figure
    has_settled: bool


class WinterLoad(BaseModel):
    """What is asked of a place a day, against what there is, where it is tightest."""

    scenario: str
    node: str
    band: str
    offered: Figure
    room: Figure
    share: Figure


class WinterCost(_Ranged):
    """Pounds over the simulated time, by line and who pays."""

    scenario: str
    line: str
    payer: str
    kind: str


class WinterComparison(_Ranged):
    """What a scenario changes against the base."""

    scenario: str
    measure: str
    base: Figure


class WinterGain(_Ranged):
    """What a scenario saves (positive) or costs, by line and who pays."""

    scenario: str
    line: str
    payer: str
    kind: str


class WinterLevel(BaseModel):
    """How many of the days are on a warning level."""

    scenario: str
    level: int
    from_delayed_people: Figure
    share_of_days: Figure


class WinterDay(BaseModel):
    """Delayed people on a day: centiles over the replications."""

    scenario: str
    date: date
    p05: Figure
    p25: Figure
    p50: Figure
    p75: Figure
    p95: Figure
    mean: Figure


class WinterCheck(BaseModel):
    """Whether the simulation agrees with what must be true of it."""

    scenario: str
    check: str
    passed: bool
    sentence: str


class WinterCapacity(BaseModel):
    """What a search for capacity found for a lever."""

    lever: str
    unit: str
    now: int
    found: int
    pounds_per_day: Figure
    band: str
    """The part of the day in which it helps."""
    pattern: str
    people: int
    """People more on the pattern, for further duties."""


class WinterCapacityPoint(BaseModel):
    """What another amount of one lever would cost."""

    lever: str
    amount: int
    pounds: Figure
    share_within_standard: Figure


WinterTable = Literal[
    "delays",
    "waits",
    "nodes",
    "bands",
    "left",
    "slopes",
    "loads",
    "costs",
    "comparison",
    "business_case",
    "levels",
    "daily",
    "checks",
    "capacity",
    "capacity_curve",
]

WINTER_TABLES: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "delays": WinterDelay,
        "waits": WinterWait,
        "nodes": WinterNode,
        "bands": WinterBand,
        "left": WinterLeft,
        "slopes": WinterSlope,
        "loads": WinterLoad,
        "costs": WinterCost,
        "comparison": WinterComparison,
        "business_case": WinterGain,
        "levels": WinterLevel,
        "daily": WinterDay,
        "checks": WinterCheck,
        "capacity": WinterCapacity,
        "capacity_curve": WinterCapacityPoint,
    }
)
"""Every table, and the shape of its rows."""
