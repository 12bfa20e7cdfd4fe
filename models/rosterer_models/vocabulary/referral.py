"""Who waits, for what, since when, and who is already being cared for?"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rosterer_models.vocabulary.base import Fact, Id
from rosterer_models.vocabulary.person import Pounds

Where = Literal["acute", "community", "home"]
"""Where somebody waits: an acute hospital, a community bed, or at home."""
Priority = Literal[1, 2, 3]
"""1 is the most urgent."""
BandMinutes = dict[Id, Annotated[int, Field(ge=0, le=1440)]]


LONGEST_STAGE_DAYS = 400
"""Of a stage whose length is known."""


class Stage(Fact):
    """One step of an option: a stay in a unit of a kind, or care at home, for a known number of
    days or by a survival curve.
    """

    option: Id
    stage: Annotated[int, Field(ge=1, le=5)]
    pathway: Literal[1, 2, 3] = 1
    """Home with care, a short stay in a bed, a care home; the same on all rows of an option."""
    setting: Id
    """``home``, or the kind of unit."""
    stay: Id | None = None
    """Survival curve."""
    days: Annotated[int, Field(ge=1, le=LONGEST_STAGE_DAYS)] | None = None
    """Known length, instead of a curve."""
    skill: Id | None = None
    """Skill of the visits; needed where minutes are given."""
    carers: Literal[1, 2] = 1
    minutes: BandMinutes = {}
    """Care per band on the first day, for each carer."""
    minutes_end: BandMinutes = {}
    """Care per band when tapered; a band not named falls to 0."""
    taper_days: Annotated[int, Field(ge=0, le=400)] = 0
    """Days over which the care tapers; 0 for care that stays as it starts."""
    cost_per_day: Pounds = 0
    """Bought in: spot beds, live-in care; nothing for what the bank's own staff and beds do."""
    cost_once: Pounds = 0
    payer: Id | None = None
    """Who pays; blank for the price list's."""

    @property
    def has_care(self) -> bool:
        """Carers come, on the first day or once it has tapered up."""
        return bool(self.minutes or self.minutes_end)

    @model_validator(mode="after")
    def _is_complete(self) -> "Stage":
        if (self.stay is None) == (self.days is None):
            raise ValueError("give either stay (a survival curve) or days (a known length)")
        if self.setting == "home" and self.has_care and self.skill is None:
            raise ValueError("care at home needs the skill of its visits")
        if self.setting != "home" and self.has_care:
            raise ValueError(
                "minutes belong to care at home; a unit's staff follows from its occupied beds"
            )
        return self


class StayPoint(Fact):
    """One point of a survival curve: of a thousand who started, how many are still there on a day
    after the start.
    """

    stay: Id
    day: Annotated[int, Field(ge=0, le=1000)]
    per_mille: Annotated[int, Field(ge=0, le=1000)]


class Referral(Fact):
    """One person already referred."""

    referral: Id
    home: Id
    """Place where they live (sector or district, never an address)."""
    where: Where = "acute"
    referred: date
    ready: date
    """From this date each midnight before the start is delay."""
    priority: Priority = 2
    triaged: bool = True
    """False when a triage slot must be used on the day of the start."""
    options: tuple[Id, ...] = ()
    """What triage allows; blank when nothing yet."""


class Barrier(Fact):
    """What keeps a person from starting (housing, equipment, a family meeting) until it clears."""

    referral: Id
    barrier: str = "barrier"
    clears: date
    """First day on which a start is possible."""
    blocks: tuple[Id, ...] = ()
    """Options it blocks; blank for all."""


class ArrivalClass(Fact):
    """Expected referrals alike in sector, pathway and priority, and how many are expected on a
    day.
    """

    arrival_class: Id
    home: Id
    where: Where = "acute"
    priority: Priority = 2
    options: tuple[Id, ...]
    first_day: date
    last_day: date
    weekdays: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    amount: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    """People a day. Several rows make one class; home, where, priority and options must agree."""


class Realised(Fact):
    """What really arrived: read by evaluation alone, never by a solve."""

    referral: Id
    home: Id
    where: Where = "acute"
    referred: date
    ready: date
    priority: Priority = 2
    options: tuple[Id, ...] = ()


class Occupant(Fact):
    """Somebody in a bed or a package when the horizon starts."""

    occupant: Id
    option: Id
    stage: Annotated[int, Field(ge=1, le=5)] = 1
    unit: Id | None = None
    """The bed; blank when the stage is at home."""
    home: Id | None = None
    """Where care at home is or will be given; blank when no stage is at home."""
    started: date
    """First day of the present stage."""
    until: date | None = None
    """First day on which they are no longer there, if known; else the stage's stay decides, given
    the time already stayed.
    """
