"""What is everything that is known?"""

import hashlib
import json
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import Field

from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.cover import Cover, TriageSlots
from rosterer_models.vocabulary.glance import as_table, in_a_line
from rosterer_models.vocabulary.loss import Loss
from rosterer_models.vocabulary.person import (
    Absence,
    Availability,
    Cap,
    Employer,
    FixedDuty,
    Person,
    Request,
    Skill,
    Team,
    WorkedDuty,
)
from rosterer_models.vocabulary.place import Closure, Place, Unit
from rosterer_models.vocabulary.referral import (
    ArrivalClass,
    Barrier,
    Occupant,
    Realised,
    Referral,
    Stage,
    StayPoint,
)
from rosterer_models.vocabulary.settings import (
    ChangePrices,
    Limits,
    Payers,
    PriceList,
    Rules,
    Tail,
)
from rosterer_models.vocabulary.shift import Band, Pattern, Shift

ADDED: tuple[tuple[str, str, object], ...] = (
    ("cover", "short_hour", None),
    ("prices", "carer_at_place", 0),
    ("units", "short", ""),
    ("people", "night_worker", None),
    ("people", "history_from", None),
    ("rules", "unknown_weeks", "contract"),
    ("employers", "overtime_percent", 150),
    ("people", "hours_period", "horizon"),
    ("people", "max_period_hours", None),
    ("people", "max_week_hours", None),
    ("people", "overtime", False),
    ("people", "overtime_percent", None),
    ("rules", "absence_hours", "replaced"),
    ("people", "leave_hours", None),
    ("absences", "hours", None),
    ("employers", "enhanced_by", "night-shift"),
    ("employers", "clock_change", "clock"),
    ("shifts", "break_start", None),
    ("people", "max_week_duties", None),
    ("people", "max_nights", None),
    ("people", "max_weekends", None),
    ("people", "weekend_off_every", None),
    ("people", "days_off", []),
    ("shifts", "not_next_day", []),
    ("rules", "rest_days_after_nights", 0),
    ("shifts", "spells", []),
    ("rules", "sleep_in", "work"),
    ("employers", "sleep_in_pay", 0),
    ("employers", "on_call_pay", 0),
    ("prices", "split_weekend", 0),
    ("prices", "lone_night", 0),
    ("prices", "lone_duty", 0),
)
"""Columns and settings that came later, with their default: where they have it the case keeps the
fingerprint from before them.
"""


class Case(Fact):
    """One immutable input. Field names are the names of its tables; ``case.toml`` holds the
    rest.
    """

    name: str
    note: str = ""
    first_day: date
    days: Annotated[int, Field(ge=1, le=400)]
    zone: str = "Europe/London"
    holidays: tuple[date, ...] = ()
    """Bank holidays that earn the enhancement."""
    prices: PriceList = PriceList()
    limits: Limits = Limits()
    tail: Tail = Tail()
    rules: Rules = Rules()
    payers: Payers = Payers()
    change_prices: ChangePrices = ChangePrices()
    """Of replanning alone: not in the fingerprint, since no plan is judged by it."""

    employers: tuple[Employer, ...] = ()
    teams: tuple[Team, ...] = ()
    skills: tuple[Skill, ...] = ()
    people: tuple[Person, ...] = ()
    caps: tuple[Cap, ...] = ()
    absences: tuple[Absence, ...] = ()
    requests: tuple[Request, ...] = ()
    fixed: tuple[FixedDuty, ...] = ()
    history: tuple[WorkedDuty, ...] = ()
    availability: tuple[Availability, ...] = ()
    bands: tuple[Band, ...] = ()
    shifts: tuple[Shift, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    places: tuple[Place, ...] = ()
    cover: tuple[Cover, ...] = ()
    units: tuple[Unit, ...] = ()
    closures: tuple[Closure, ...] = ()
    triage: tuple[TriageSlots, ...] = ()
    options: tuple[Stage, ...] = ()
    stays: tuple[StayPoint, ...] = ()
    referrals: tuple[Referral, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    expected: tuple[ArrivalClass, ...] = ()
    realised: tuple[Realised, ...] = ()
    census: tuple[Occupant, ...] = ()
    losses: tuple[Loss, ...] = ()
    """Of the rota that it was read from; every plan of the case is told with them."""

    def __repr__(self) -> str:
        return in_a_line("Case", f" {self.name!r}, {self._when}", self._sizes)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return as_table(f"Case {self.name}, {self._when}", self._sizes)

    @property
    def _when(self) -> str:
        return f"{self.days} days from {self.first_day}"

    @property
    def _sizes(self) -> dict[str, int]:
        return {
            "people": len(self.people),
            "places": len(self.places),
            "units": len(self.units),
            "people in care": len(self.census),
            "referrals": len(self.referrals),
            "arrival classes": len({row.arrival_class for row in self.expected}),
        }

    @property
    def tail_days(self) -> int:
        """Days of the tail."""
        return 7 * self.tail.weeks

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change when anything in the case changes by which a plan
        is judged.
        """
        tables = self.model_dump(mode="json", exclude={"change_prices"})
        if not tables["losses"]:
            del tables["losses"]  # a table that came later
        for table, name, default in ADDED:
            for row in tables[table] if isinstance(tables[table], list) else [tables[table]]:
                if row[name] == default:
                    del row[name]
        document = json.dumps(tables, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(document.encode()).hexdigest()[:16]
