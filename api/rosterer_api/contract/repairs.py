"""What does a job of the kind ``replan`` come to?"""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from rosterer.money import MoneyKind
from rosterer.referee.verdict import Breach
from rosterer.replan.differences import AgencyChange, DutyChange, StartChange, VisitChange
from rosterer_models.vocabulary.plan import Plan


class RepairCounts(BaseModel):
    """How many of what change."""

    model_config = ConfigDict(extra="allow")

    people: int
    duties: int
    forced: int
    rounds: int
    starts: int


class RepairFigures(BaseModel):
    """The published plan if nobody does anything about what has come up."""

    model_config = ConfigDict(extra="allow")

    sentence: str
    money: str
    is_published: bool
    is_left: bool
    counts: RepairCounts
    price_of_change: float
    cost: float
    total: float
    more_than_left: dict[MoneyKind, float]
    short_hours: float
    delay_days: float
    broken: int


class RepairView(BaseModel):
    """A repair: a plan of the case with the changes, and what it does otherwise."""

    model_config = ConfigDict(extra="allow")

    now: datetime
    is_published: bool
    is_left: bool
    counts: RepairCounts
    price_of_change: float
    ledger: dict[MoneyKind, float]
    more_than_left: dict[MoneyKind, float]
    total: float
    total_of_left: float
    short_hours: float
    short_hours_of_left: float
    delay_days: float
    delay_days_of_left: float
    broken: list[Breach]
    duties: list[DutyChange]
    visits: list[VisitChange]
    starts: list[StartChange]
    agency: list[AgencyChange]
    notes: list[str]
    sentences: list[str]
    plan: Plan


class ReplanResult(BaseModel):
    """The best repairs, the best first, beside leaving the plan as it is."""

    model_config = ConfigDict(extra="allow")

    now: datetime
    seconds: float
    stopped: bool
    fingerprint: str
    """Of the case with the changes."""
    notes: list[str]
    repairs: list[RepairView]
    left: RepairFigures
