"""Care and heads: what is bought in, driven for and short, worked out by hand."""

from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.plan import AgencyHours
from rosterer_models.vocabulary.settings import Limits, PriceList
from tests.cases import (
    COVER,
    DUTIES,
    UNITS,
    changed,
    day,
    duty,
    small_case,
    small_plan,
)
from tests.referee.line import Expected, expect


def lines_of_care() -> list[Expected]:
    """Examples of agencies, travel and shortages."""
    half_hour = small_plan(
        agency=(AgencyHours(date=day(0), place="B", band="morning", skill="care", minutes=30),)
    )
    # Sixty minutes by Dan alone, who cannot be both carers of the half hour at B.
    alone = small_plan(duties=(*DUTIES, duty("dan", 2, place="B", band="evening", minutes=60)))
    agency_pair = small_plan(
        agency=(AgencyHours(date=day(2), place="B", band="evening", skill="care", minutes=60),)
    )
    lead = Cover(
        unit="hub", band="night", skill="nurse", first_day=day(4), last_day=day(4), heads=2
    )
    crowded = changed(UNITS, "unit", "hub", beds_per_staff={"morning": 0.5}, min_staff={})
    pair, evening = (
        COVER[1],
        {"place": "B", "band": "evening", "skill": "care", "first_day": day(2), "last_day": day(2)},
    )
    tiers = (
        pair.model_copy(update={"carers": 1, "minutes": 20, "short_hour": 60}),
        Cover.model_validate({**evening, "minutes": 30}),
        Cover.model_validate({**evening, "minutes": 10, "short_hour": 1800}),
    )
    half_covered = small_plan(
        agency=(AgencyHours(date=day(2), place="B", band="evening", skill="care", minutes=35),)
    )
    return [
        expect(
            "agency",
            "service",
            30,
            "half an hour at £60",
            case=small_case(limits=Limits(detour=1, agency_hours_per_day=1)),
            plan=half_hour,
            amount=0.5,
        ),
        # Two days of (264 + 220) / (1 + 0.1 + 10/120) minutes, a journey of 4500 / 1609.344 miles
        # per 120 minutes, £0.45 a mile: 818.028 / 120 × 2.796170 × 0.45 = 8.5775.
        expect("travel", "service", 8.58, "Dan drives to A"),
        # Ann, Cat and Dan come to A.
        expect(
            "carers-at-places",
            "service",
            6,
            "three at A",
            case=small_case(prices=PriceList(carer_at_place=2)),
            amount=3,
        ),
        # Half an hour of two carers, nobody there: one hour.
        expect("short-care", "service", 900, "nobody is there", amount=1),
        # 2 × 30 − min(60, 30) = 30 minutes.
        expect("short-care", "service", 450, "one of two carers is there", plan=alone),
        expect("short-care", "service", 0, "an agency sends two", plan=agency_pair),
        # Twenty minutes at £60 an hour, thirty at £900, ten at £1,800.
        expect(
            "short-care",
            "service",
            770,
            "prices of their own",
            case=small_case(cover=tiers),
            amount=1,
        ),
        # Of 60 minutes 35 are bought: twenty of those missing are the cheap ones, five the usual.
        expect(
            "short-care",
            "service",
            95,
            "the cheapest is short first",
            case=small_case(cover=tiers),
            plan=half_covered,
        ),
        expect(
            "short-care",
            "service",
            5,
            "two carers at a price",
            case=small_case(cover=(pair.model_copy(update={"short_hour": 5}),)),
        ),
        # Mornings of days 2 to 6, six hours each: 30 h; nights of days 0 to 3, twelve hours each:
        # 48 h.
        expect("unsafe-units", "service", 70_200, "78 hours", amount=78),
        # Two nurses are named for Friday night, Ben is one: 12 h more.
        expect(
            "unsafe-units",
            "service",
            81_000,
            "a named skill",
            case=small_case(cover=(*small_case().cover, lead)),
        ),
        # Of two heads named at £10 and one at the usual price Ben is one, so the two cheap ones are
        # short for 12 h each.
        expect(
            "unsafe-units",
            "service",
            70_440,
            "named skills at their prices",
            case=small_case(
                cover=(
                    *COVER,
                    lead.model_copy(update={"short_hour": 10}),
                    lead.model_copy(update={"heads": 1}),
                )
            ),
        ),
        # r1 on days 0 to 2, o1 on days 0 and 1: 2, 2 and 1 people need 4, 4 and 2 heads; Cat is
        # there on days 0 and 1: 3 + 3 + 2 heads are missing for 6 h.
        expect(
            "unsafe-units",
            "service",
            43_200,
            "heads by occupied beds",
            case=small_case(units=crowded),
            amount=48,
        ),
    ]
