"""What comes up from one day to the next, once a plan is published?

The part of the vocabulary of changes that a rota manager writes down in the morning; how each kind
alters a case is in ``daily_changing.py``.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from rosterer_models.vocabulary.base import Fact, Id
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.dated import Closed, Day

MOST_BEDS = 1_000_000
"""Far beyond any service, far below where arithmetic goes wrong."""


class PersonAvailable(Closed):
    """Somebody who was to be away is there after all: absences on these days are lifted."""

    kind: Literal["person-available"] = "person-available"
    person: Id


class OfferAccepted(Fact):
    """Somebody has agreed to a duty: it is fixed."""

    kind: Literal["offer-accepted"] = "offer-accepted"
    person: Id
    date: Day
    shift: Id
    unit: Id | None = None
    """Where they were asked to work; blank leaves that open."""


class OfferDeclined(Fact):
    """Somebody has said no to one duty more: nobody asks them again for that shift on that day."""

    kind: Literal["offer-declined"] = "offer-declined"
    person: Id
    date: Day
    shift: Id | None = None
    """Blank for all of the day; people with a line are asked for no other shift that day either."""


class ReferralReady(Fact):
    """Somebody is ready on another day than was thought."""

    kind: Literal["referral-ready"] = "referral-ready"
    referral: Id
    ready: Day


class BarrierCleared(Fact):
    """The first day on which a barrier no longer keeps somebody from starting is another one."""

    kind: Literal["barrier-cleared"] = "barrier-cleared"
    referral: Id
    clears: Day
    barrier: str | None = None
    """Which; blank for all of theirs."""


class Reopening(Closed):
    """Beds back in use, or a unit open to admissions again, on the days of a range."""

    kind: Literal["reopening"] = "reopening"
    unit: Id
    beds: Annotated[int, Field(ge=1, le=MOST_BEDS)] | None = None
    """How many of those that are closed; blank for all. Admissions open with them."""


class CoverAdded(Fact):
    """Care or heads that are needed on top of what there is."""

    kind: Literal["cover-added"] = "cover-added"
    cover: Cover


DailyChange = (
    PersonAvailable
    | OfferAccepted
    | OfferDeclined
    | ReferralReady
    | BarrierCleared
    | Reopening
    | CoverAdded
)


def dates_of(change: DailyChange) -> tuple[date, date] | None:
    """The first and the last day that a change is about; None where it is about a referral."""
    match change:
        case PersonAvailable() | Reopening():
            return change.span
        case OfferAccepted() | OfferDeclined():
            return change.date, change.date
        case CoverAdded():
            return change.cover.first_day, change.cover.last_day
        case _:
            return None
