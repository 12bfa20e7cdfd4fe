"""What can be altered in a case, and what is a scenario?

One closed set of changes serves scenarios, replanning and the service's patches. ``applied(case,
changes)`` gives a new case; seven kinds (sickness, winter, spot, leaving, returning, ageing,
turn-round) say how a winter is simulated and leave the case as it is. How each kind alters a case
is in ``changing.py``; what comes up from one day to the next is in ``daily_change.py``.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from rosterer_models.vocabulary.base import Fact, Id
from rosterer_models.vocabulary.daily_change import BarrierCleared as BarrierCleared
from rosterer_models.vocabulary.daily_change import CoverAdded as CoverAdded
from rosterer_models.vocabulary.daily_change import OfferAccepted as OfferAccepted
from rosterer_models.vocabulary.daily_change import OfferDeclined as OfferDeclined
from rosterer_models.vocabulary.daily_change import PersonAvailable as PersonAvailable
from rosterer_models.vocabulary.daily_change import ReferralReady as ReferralReady
from rosterer_models.vocabulary.daily_change import Reopening as Reopening
from rosterer_models.vocabulary.dated import Closed
from rosterer_models.vocabulary.dated import Dated as Dated
from rosterer_models.vocabulary.person import AbsenceKind, Person, Pounds
from rosterer_models.vocabulary.referral import Barrier, Referral
from rosterer_models.vocabulary.time import Weekday

Percent = Annotated[float, Field(ge=-100, le=1000, allow_inf_nan=False)]
"""More (or, negative, less) than before, in per cent."""
LARGEST_COUNT = 1_000_000
"""Beds, starts or slots: far beyond any service, far below where arithmetic goes wrong."""
Count = Annotated[int, Field(ge=0, le=LARGEST_COUNT)]
LARGEST_AMOUNT = 1_000_000_000
"""As in the tables of a case."""
FirstDay = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2150, 1, 1))]
"""Where a horizon may start."""
MOST_CHANGES = 1000
"""Of one scenario or request."""


class DemandPercent(Dated):
    """Base demand for care at places."""

    kind: Literal["demand"] = "demand"
    percent: Percent
    places: tuple[Id, ...] = ()
    """Blank for all."""


class ArrivalsPercent(Dated):
    """Expected referrals."""

    kind: Literal["arrivals"] = "arrivals"
    percent: Percent
    pathway: Literal[1, 2, 3] | None = None
    """Of classes whose first option is on this pathway; blank for all."""


class PersonUnavailable(Closed):
    """Somebody is off; the range must be closed."""

    kind: Literal["person-unavailable"] = "person-unavailable"
    person: Id
    reason: AbsenceKind = "unavailable"


class PersonAdded(Fact):
    """A new member of the bank; with availability on all days when a bank person."""

    kind: Literal["person-added"] = "person-added"
    person: Person


class BankSize(Fact):
    """More or fewer bank people: copies of those there are, or the last ones in table order left
    out.
    """

    kind: Literal["bank-size"] = "bank-size"
    percent: Percent


class Beds(Fact):
    """A unit's number of beds."""

    kind: Literal["beds"] = "beds"
    unit: Id
    beds: Count


class BedClosure(Closed):
    """Beds out of use, or a unit closed to admissions, on a closed range."""

    kind: Literal["closure"] = "closure"
    unit: Id
    beds: Count = 0
    admissions: bool = True


StartsOn = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "all"]


def _by_name(schema: dict[str, Any]) -> None:
    """Say in the JSON Schema that no other names are known."""
    names = schema.pop("propertyNames")["enum"]
    schema["properties"] = dict.fromkeys(names, schema["additionalProperties"])
    schema["additionalProperties"] = False


class Admissions(Fact):
    """Most starts a day in a unit, by weekday or ``all``; weekdays not named keep what they
    have.
    """

    kind: Literal["admissions"] = "admissions"
    unit: Id
    starts: Annotated[dict[StartsOn, Count], Field(json_schema_extra=_by_name)]


class Slots(Dated):
    """Triage slots on the days of a range, instead of what was there."""

    kind: Literal["triage-slots"] = "triage-slots"
    slots: Count
    weekdays: tuple[Weekday, ...] = ()


class ReferralAdded(Fact):
    """One more known referral."""

    kind: Literal["referral-added"] = "referral-added"
    referral: Referral
    barriers: tuple[Barrier, ...] = ()


class ReferralWithdrawn(Fact):
    """A referral that no longer needs the service."""

    kind: Literal["referral-withdrawn"] = "referral-withdrawn"
    referral: Id


class BarriersClear(Fact):
    """Officers clear barriers so many days earlier (not before the first day)."""

    kind: Literal["barriers-clear"] = "barriers-clear"
    days_earlier: Annotated[int, Field(ge=0, le=36_600)]
    referral: Id | None = None
    """Blank for all referrals."""


class Price(Fact):
    """One entry of the price list."""

    kind: Literal["price"] = "price"
    name: Id
    pounds: Annotated[Pounds, Field(le=LARGEST_AMOUNT)]


class Limit(Fact):
    """One entry of the limits."""

    kind: Literal["limit"] = "limit"
    name: Id
    value: Annotated[float, Field(ge=0, le=LARGEST_AMOUNT, allow_inf_nan=False)]


class StaysPercent(Fact):
    """Longer or shorter stays."""

    kind: Literal["stays"] = "stays"
    percent: Percent
    options: tuple[Id, ...] = ()
    """Blank for all."""


class PackageHours(Fact):
    """More or less care in packages (reviews release hours)."""

    kind: Literal["package-hours"] = "package-hours"
    percent: Percent
    options: tuple[Id, ...] = ()


class StartDate(Fact):
    """The first day of the horizon.

    All tables move with it, by whole weeks, so that weekdays stay what they are; bank holidays
    stay.
    """

    kind: Literal["start-date"] = "start-date"
    first_day: FirstDay


class Sickness(Dated):
    """Share of staff off sick, in per cent of heads; in a simulation only."""

    kind: Literal["sickness"] = "sickness"
    percent: Annotated[float, Field(ge=0, le=95)]


class WinterSeverity(Fact):
    """How much one winter differs from another (standard deviation, per cent), moving arrivals,
    sickness and stays together.
    """

    kind: Literal["winter"] = "winter"
    spread_percent: Annotated[float, Field(ge=0, le=100)]


class Spot(Fact):
    """Beds bought, or surge beds opened, from the midnight when ``opens_at`` people wait for a kind
    of unit until nobody does.
    """

    kind: Literal["spot"] = "spot"
    unit_kind: Id
    beds: Annotated[int, Field(ge=1, le=LARGEST_COUNT)]
    opens_at: Annotated[int, Field(ge=1, le=LARGEST_COUNT)] = 1
    pounds_per_day: Annotated[Pounds, Field(le=LARGEST_AMOUNT)]
    """An occupied bed day."""
    payer: Id | None = None
    """Blank for the service."""


class Leaving(Fact):
    """Chance a day, in per cent, that somebody who waits (for triage too) recovers, is readmitted
    or dies.
    """

    kind: Literal["leaving"] = "leaving"
    recover: Annotated[float, Field(ge=0, le=50)] = 0
    readmitted: Annotated[float, Field(ge=0, le=50)] = 0
    die: Annotated[float, Field(ge=0, le=50)] = 0
    readmitted_days: Annotated[float, Field(ge=0, le=365)] = 8
    """Days in an acute bed of somebody who is readmitted: an input to be set from your own figures.
    """


class Returning(Fact):
    """Of people whose care by an option ends, so many per cent come back at once and need another
    (from home to the hub).
    """

    kind: Literal["returning"] = "returning"
    option: Id
    to: Id
    """The option that they need then, from its first stage."""
    percent: Annotated[float, Field(ge=0, le=90)]


class Ageing(Fact):
    """After so many days of waiting somebody counts as one priority more urgent; in a simulation
    only, where without it nobody overtakes who is more urgent.
    """

    kind: Literal["ageing"] = "ageing"
    days: Annotated[float, Field(gt=0, le=365, allow_inf_nan=False)]


class TurnRound(Fact):
    """A bed is free again so many hours after somebody left it (cleaning, the next person's
    journey); in a simulation only, where without it a bed is free at once.
    """

    kind: Literal["turn-round"] = "turn-round"
    hours: Annotated[float, Field(ge=0, le=336, allow_inf_nan=False)]
    unit: Id | None = None
    """Blank for all units with beds."""


Change = Annotated[
    DemandPercent
    | ArrivalsPercent
    | PersonUnavailable
    | PersonAdded
    | BankSize
    | Beds
    | BedClosure
    | Admissions
    | Slots
    | ReferralAdded
    | ReferralWithdrawn
    | BarriersClear
    | Price
    | Limit
    | StaysPercent
    | PackageHours
    | StartDate
    | Sickness
    | WinterSeverity
    | Spot
    | Leaving
    | Returning
    | Ageing
    | TurnRound
    | PersonAvailable
    | OfferAccepted
    | OfferDeclined
    | ReferralReady
    | BarrierCleared
    | Reopening
    | CoverAdded,
    Field(discriminator="kind"),
]


class Scenario(Fact):
    """A named list of changes; in TOML ``name``, ``note``, ``programme_pounds`` and one
    ``[[change]]`` table each.
    """

    name: Id
    note: str = ""
    programme_pounds: Annotated[Pounds, Field(le=LARGEST_AMOUNT)] = 0
    """What the scheme itself costs over the time simulated (officers, set-up), for the business
    case.
    """
    change: Annotated[tuple[Change, ...], Field(max_length=MOST_CHANGES)] = ()
