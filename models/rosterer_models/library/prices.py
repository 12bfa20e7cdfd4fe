"""What does each price stand for, where does its default come from, and which order do prices
keep?
"""

from typing import Literal

from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.settings import PriceList

Basis = Literal["published", "order", "assumed"]


class UsualPrice(Fact):
    """A price of the list: per what it is paid, and the source of its default."""

    price: str
    """Field of the price list."""
    per: str
    sentence: str
    source: str
    basis: Basis
    """published: a figure of the source; order: chosen to keep the order of prices; assumed: for
    the service to set.
    """

    @property
    def default(self) -> float:
        """Of the price list."""
        return float(getattr(PriceList(), self.price))


TO_SET = "For the service to set"
BED_DAY = "IPACS 2022: a pathway 2 bed costs £150 a day"
ABOVE_DELAY = "Above the dearest delayed day that the hour could avoid"


def _price(
    price: str, per: str, sentence: str, source: str = TO_SET, basis: Basis = "assumed"
) -> UsualPrice:
    return UsualPrice(price=price, per=per, sentence=sentence, source=source, basis=basis)


USUAL_PRICES = (
    _price(
        "delay_acute",
        "midnight",
        "Somebody ready waits in an acute bed.",
        "King's Fund: £395 a bed day; IPACS 2022 uses £346, NHS England 2025 £562, District "
        "Direct 2018 £250",
        "published",
    ),
    _price(
        "delay_community",
        "midnight",
        "Somebody ready waits in a community bed.",
        BED_DAY,
        "published",
    ),
    _price(
        "delay_home",
        "midnight",
        "Somebody ready waits at home.",
        "IPACS 2022: pathway 1 care costs £125 a day",
        "published",
    ),
    _price("priority_1_percent", "per cent of a delayed midnight", "Weight of the most urgent."),
    _price(
        "priority_2_percent",
        "per cent of a delayed midnight",
        "Weight of the usual priority, the unit.",
    ),
    _price("priority_3_percent", "per cent of a delayed midnight", "Weight of the least urgent."),
    _price(
        "standard_missed",
        "referral",
        "A start later than two days after referral.",
        "The standard is NICE QS173 and the NHS Long Term Plan; the price is for the service "
        "to set",
    ),
    _price("short_hour", "hour", "Care that nobody gives.", ABOVE_DELAY, "order"),
    _price(
        "unsafe_hour",
        "hour of one head",
        "A unit lacks a head of its staff or a named skill.",
        ABOVE_DELAY,
        "order",
    ),
    _price(
        "agency_hour",
        "hour",
        "Care bought from an agency.",
        "Between the bank's own hour and an uncovered one",
        "order",
    ),
    _price("mile", "mile", "Travel by car on rounds."),
    _price("broken_wish", "wish", "A request that is not met."),
    _price("line_change", "person", "A changeable person leaves the present line."),
    _price(
        "unsocial_duty",
        "first duty over the target",
        "Nights, weekends and holidays beyond the fair share.",
    ),
    _price("balance_hour", "hour outside the band", "Hours far from the contract."),
    _price(
        "carer_at_place",
        "person, place and week",
        "Different people give care at a place, instead of few who are known there.",
    ),
    _price("split_weekend", "weekend", "One day of a weekend is worked and the other is not."),
    _price("lone_night", "night", "A night with none on the day before or after."),
    _price("lone_duty", "duty", "A duty with none on the day before or after."),
    _price("tail_hour", "hour", "Care in the weeks after the horizon beyond what is free."),
    _price(
        "tail_bed_day",
        "bed day",
        "Beds in the weeks after the horizon beyond those there are.",
        BED_DAY,
        "published",
    ),
)
"""Every field of the price list, in its order."""

ORDER = (
    "priority_1_percent ≥ priority_2_percent ≥ priority_3_percent",
    "short_hour ≥ the dearest delayed midnight",
    "unsafe_hour ≥ the dearest delayed midnight",
    "agency_hour ≤ short_hour",
    "carer_at_place ≤ short_hour / 4",
)
"""What ``PriceList`` refuses to have otherwise: an uncovered visit or an unsafe unit costs more
than any delay it avoids, and a quarter of an hour without anybody more than one with somebody new.
"""


def usual_price(price: str) -> UsualPrice:
    """The entry of a field of the price list.

    Raises
    ------
    LookupError
        When the price list has no such field.
    """
    for entry in USUAL_PRICES:
        if entry.price == price:
            return entry
    raise LookupError(f"the price list has no {price!r}")
