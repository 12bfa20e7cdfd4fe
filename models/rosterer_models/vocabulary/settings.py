"""What does each shortfall cost, how far do people travel, and which rules apply?"""

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from rosterer_models.vocabulary.base import Fact, Id
from rosterer_models.vocabulary.person import Pounds

Count = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class OutOfOrder(NamedTuple):
    """A price that does not stand in its order to another."""

    setting: str
    others: tuple[str, ...]
    """The prices that it is measured by."""
    sentence: str
    remedy: str


class PriceList(Fact):
    """Pounds for everything soft. Sources of the defaults: ``rosterer_models.library.prices``."""

    delay_acute: Pounds = 395
    delay_community: Pounds = 150
    delay_home: Pounds = 125
    """A delayed midnight, by where the person waits, at priority 2."""
    priority_1_percent: Pounds = 150
    priority_2_percent: Pounds = 100
    priority_3_percent: Pounds = 75
    """Weight of a delayed midnight by priority."""
    standard_missed: Pounds = 100
    """Once, for a start more than ``standard_days`` after the referral."""
    short_hour: Pounds = 900
    """An hour of care at a place that nobody gives."""
    unsafe_hour: Pounds = 900
    """An hour for which a unit lacks one head of its required staff or of a named skill."""
    agency_hour: Pounds = 60
    """An hour of care bought from an agency."""
    mile: Pounds = 0.45
    broken_wish: Pounds = 40
    line_change: Pounds = 150
    unsocial_duty: Pounds = 25
    """The first duty over the unsocial target; the second costs twice as much, and so on (convex).
    """
    balance_hour: Pounds = 4
    """An hour of balance at the end of the horizon beyond ``balance_band_hours``, either way."""
    carer_at_place: Pounds = 0
    """Each different person who gives care at a place in a week of the horizon."""
    split_weekend: Pounds = 0
    """A weekend on which a contract person works one of its days alone."""
    lone_night: Pounds = 0
    """A night of a contract person with no night on the day before or after."""
    lone_duty: Pounds = 0
    """A duty of a contract person with none on the day before or after."""
    tail_hour: Pounds = 30
    """An hour of care in the tail beyond what is free there."""
    tail_bed_day: Pounds = 150
    """A bed day in the tail beyond the unit's beds."""

    @model_validator(mode="after")
    def _order_is_kept(self) -> "PriceList":
        faults = [f"{fault.setting} {fault.sentence}" for fault in self.out_of_order()]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def out_of_order(self) -> Iterator[OutOfOrder]:
        """Each price that is too small or too large beside the others."""
        for more, less in (
            ("priority_1_percent", "priority_2_percent"),
            ("priority_2_percent", "priority_3_percent"),
        ):
            least = getattr(self, less)
            if getattr(self, more) < least:
                yield OutOfOrder(
                    more,
                    (less,),
                    f"must be at least {less} ({least:g})",
                    f"use {least:g} or more, or lower {less}",
                )
        delays = ("delay_acute", "delay_community", "delay_home")
        weights = ("priority_1_percent", "priority_2_percent", "priority_3_percent")
        worst_day = max(getattr(self, name) for name in delays) * (
            max(getattr(self, name) for name in weights) / 100
        )
        for hour in ("short_hour", "unsafe_hour"):
            if getattr(self, hour) < worst_day:
                sentence = f"must be at least a delayed day at its dearest (£{worst_day:g})"
                yield OutOfOrder(
                    hour,
                    (*delays, *weights),
                    sentence,
                    f"use {worst_day:g} or more, or lower what a delay costs",
                )
        for name, most, words in (
            ("agency_hour", self.short_hour, "short_hour"),
            ("carer_at_place", self.short_hour / 4, "a quarter of short_hour"),
        ):
            if getattr(self, name) > most:
                yield OutOfOrder(
                    name,
                    ("short_hour",),
                    f"must not exceed {words} (£{most:g})",
                    f"use {most:g} or less, or raise short_hour",
                )


class Limits(Fact):
    """How far, how many, how finely: restrictions of the service that the referee checks."""

    nearest_places: Annotated[int, Field(ge=1, le=100)] = 16
    """A round's places are among the sectors nearest to the person's home, its own included."""
    reach_minutes: Count = 25
    """Longest travel time from home to a place of the round."""
    commute_minutes: Count = 40
    """Longest travel time from home to a unit."""
    detour: Annotated[float, Field(ge=1, le=3, allow_inf_nan=False)] = 1.3
    """Road distance over straight distance."""
    drive_metres_per_minute: Annotated[int, Field(ge=1)] = 450
    walk_metres_per_minute: Annotated[int, Field(ge=1)] = 75
    local_travel: Share = 0.1
    """Travel within a place, as a share of contact time."""
    round_minutes: Annotated[int, Field(ge=1)] = 120
    """Contact minutes at a place for each journey there from home."""
    places_per_duty: Annotated[int, Field(ge=1, le=20)] = 6
    piece_minutes: Count = 15
    """Least minutes of a duty at a place in a band, if any."""
    bed_buffer: Share = 0.25
    """κ: a stay of uncertain end takes S + κ·S·(1 − S) of a bed when S is the chance that it still
    lasts.
    """
    stage_wait_days: Annotated[int, Field(ge=0, le=14)] = 3
    """Longest planned wait to leave a stage of known length."""
    standard_days: Count = 2
    agency_hours_per_day: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0
    balance_band_hours: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 24
    float_spacing_days: Annotated[int, Field(ge=1, le=31)] = 7
    """Float duties of a person start at least so many days apart."""


class Tail(Fact):
    """The coarse weeks after the horizon."""

    weeks: Annotated[int, Field(ge=0, le=26)] = 4
    wait_days: Count = 7
    """Expected further wait of somebody who has not started by the last day."""
    hours_per_week: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """Care hours a week that are free for packages started in the horizon; blank for no limit."""


class Rules(Fact):
    """Settings of the rule catalogue ``uk-wtr``; each rule's sentence and citation are in the
    catalogue.
    """

    rest_minutes: Count = 660
    """rest-between-duties: consecutive rest between two duties, elapsed (reg 10)."""
    rest_days: Count = 2
    rest_window_days: Annotated[int, Field(ge=1, le=28)] = 14
    """weekly-rest: rest days in each window of so many days (reg 11)."""
    max_consecutive_days: Annotated[int, Field(ge=1, le=28)] = 6
    """consecutive-days: most days in a row with a duty."""
    max_consecutive_nights: Annotated[int, Field(ge=1, le=28)] = 4
    """consecutive-nights: most night duties on days in a row."""
    rest_days_after_nights: Annotated[int, Field(ge=0, le=14)] = 0
    """rest-after-nights: free days between a night and the next duty that is none."""
    average_hours: Annotated[float, Field(gt=0, le=168, allow_inf_nan=False)] = 48
    """weekly-average: hours a week on average over the reference period (reg 4)."""
    average_weeks: Annotated[int, Field(ge=1, le=52)] = 17
    night_average_hours: Annotated[float, Field(gt=0, le=24, allow_inf_nan=False)] = 8
    """night-average: hours in each 24 on average over the reference period (reg 6)."""
    unknown_weeks: Literal["contract", "line", "nothing"] = "contract"
    """What a plan that is made here supposes of weeks before all history: worked at the contract's
    hours, at the line's, or not at all. No plan is judged by it.
    """
    sleep_in: Literal["work", "rest", "neither"] = "work"
    """Whether hours of a sleep-in are working time (as the Court of Justice reads the directive
    behind the regulations, C-303/98 and C-151/02), or rest, or neither of the two.
    """
    absence_hours: Literal["replaced", "sevenths"] = "replaced"
    """What a day of absence is worth where its row does not say: the hours of the duty that the
    line gives on it, or a seventh of the contract week.
    """
    off: tuple[
        Literal[
            "rest-between-duties",
            "weekly-rest",
            "consecutive-days",
            "consecutive-nights",
            "weekly-average",
            "night-average",
        ],
        ...,
    ] = ()
    """Rules that do not apply here (a legal decision of the service)."""


class Payers(Fact):
    """Who carries what no employer and no option pays for."""

    acute: Id = "hospital"
    community: Id = "community"
    home: Id = "council"
    service: Id = "service"
    """Shortages, agency, travel, preferences, spot costs without a payer."""


class ChangePrices(Fact):
    """What it costs, in pounds, to change a duty that is published: the more, the nearer it is.

    A price of replanning: no ledger has it, and no plan is judged by it.
    """

    under_24_hours: Pounds = 100
    under_48_hours: Pounds = 60
    under_a_week: Pounds = 30
    under_six_weeks: Pounds = 10
    """A duty of somebody that begins, ends, moves or is another one, by the time from now to its
    beginning. Beyond six weeks it costs nothing.
    """
    other_visit: Pounds = 10
    """Each place that a round goes to anew."""
