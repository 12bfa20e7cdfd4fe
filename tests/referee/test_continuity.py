"""Are people who come to a place counted once a week, and only for care?"""

import pytest

from rosterer.referee import judge
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import FixedDuty
from rosterer_models.vocabulary.plan import AgencyHours, DutyPiece, LedgerLine, Plan
from rosterer_models.vocabulary.settings import Limits, PriceList
from tests.cases import day, duty, small_case

PRICE = 3.0


def _line(
    case: Case, duties: tuple[DutyPiece, ...], agency: tuple[AgencyHours, ...] = ()
) -> LedgerLine | None:
    ledger = judge(case, Plan(duties=duties, agency=agency, reservations=())).ledger
    return next((line for line in ledger if line.name == "carers-at-places"), None)


def _visit(person: str, number: int, place: str = "A", minutes: float = 30) -> DutyPiece:
    return duty(person, number, place=place, band="morning", minutes=minutes)


@pytest.mark.parametrize(
    ("duties", "carers"),
    [
        ((_visit("ann", 0), _visit("dan", 0)), 2),
        ((_visit("ann", 0), _visit("dan", 3)), 2),
        ((_visit("ann", 0), _visit("ann", 1), _visit("ann", 6)), 1),
        ((_visit("ann", 0), _visit("ann", 0, "B")), 2),
        ((_visit("ann", 6), _visit("ann", 7)), 2),
        ((_visit("ann", 0), _visit("ann", 13)), 2),
        ((_visit("ann", 0), duty("ann", 0, place="A", band="evening", minutes=30)), 1),
        ((duty("ann", 0),), 1),
        ((_visit("ann", 0), _visit("dan", 0, minutes=0)), 1),
        ((_visit("ann", 0), duty("cat", 0, place="hub")), 1),
    ],
    ids=[
        "two people on a day",
        "two people on two days",
        "one person on three days of a week",
        "one person at two places",
        "one person on both sides of a week's end",
        "one person on the first day and the last of two weeks",
        "one person in two bands",
        "one person at home without further words",
        "minutes of nothing do not count",
        "a duty in a unit does not count",
    ],
)
def test_each_person_at_a_place_in_a_week_is_paid_for_once(
    duties: tuple[DutyPiece, ...], carers: int
) -> None:
    line = _line(small_case(days=14, prices=PriceList(carer_at_place=PRICE)), duties)
    assert line is not None
    assert (line.amount, line.pounds) == (carers, carers * PRICE)
    assert (line.kind, line.payer, line.avoidable) == ("preference", "service", True)


def test_nobody_is_counted_where_nobody_gives_care() -> None:
    case = small_case(
        prices=PriceList(carer_at_place=PRICE),
        limits=Limits(detour=1, agency_hours_per_day=1),
        fixed=(FixedDuty(person="ann", date=day(1), shift="D", training=True),),
    )
    bought = (AgencyHours(date=day(0), place="A", band="morning", skill="care", minutes=30),)
    assert (
        _line(
            case, (duty("ann", 1), duty("cat", 0, place="hub"), _visit("dan", 0, minutes=0)), bought
        )
        is None
    )


def test_without_a_price_the_number_is_told_and_costs_nothing() -> None:
    duties = (_visit("ann", 0), _visit("dan", 0), _visit("ann", 0, "B"))
    line = _line(small_case(), duties)
    assert line is not None
    assert (line.amount, line.pounds, line.evidence) == (3, 0, "A 2, B 1")
    costs = [
        judge(
            small_case(prices=PriceList(carer_at_place=p)), Plan(duties=duties, reservations=())
        ).cost
        for p in (0, 1)
    ]
    assert costs[1] - costs[0] == pytest.approx(3)
