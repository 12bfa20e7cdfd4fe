"""Are half weekends, nights alone and duties alone counted, priced and avoided?

Day 0 is a Monday: 5 and 6, 12 and 13 are weekends of the two weeks.
"""

import pytest

from rosterer.referee import judge
from rosterer.solve import solve
from rosterer_models.engines.highs import solve_mixed
from rosterer_models.formulation.joint import joint_model
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.person import Absence, FixedDuty, Person
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.settings import PriceList
from tests.cases import day, small_case
from tests.contract_cases import eve, on_days, three_kinds
from tests.models.embedded import assert_embeds, embedded

PRICE = 30.0
LINES = {"split-weekends": "split_weekend", "lone-nights": "lone_night", "lone-duties": "lone_duty"}


def _case(person: Person | None = None, **changes: object) -> Case:
    """One contract person who may work much, two weeks, nobody waits."""
    quiet = {"units": (), "referrals": (), "barriers": (), "expected": (), "census": ()}
    person = eve(overtime=True) if person is None else person
    fields = {"people": (person,), "availability": (), "cover": (), "days": 14, **quiet}
    prices = PriceList.model_validate(dict.fromkeys(LINES.values(), PRICE))
    return three_kinds(**{"prices": prices, **fields, **changes})


def _count(case: Case, plan: Plan) -> dict[str, float]:
    """How often each line is charged."""
    ledger = judge(case, plan).ledger
    assert all(
        line.pounds == pytest.approx(PRICE * line.amount) for line in ledger if line.name in LINES
    )
    found = {name: sum(line.amount for line in ledger if line.name == name) for name in LINES}
    return {name: amount for name, amount in found.items() if amount}


@pytest.mark.parametrize(
    ("days", "shift", "expected"),
    [
        ((5,), "D", {"split-weekends": 1, "lone-duties": 1}),
        ((5, 6), "D", {}),
        ((4, 5), "D", {"split-weekends": 1}),
        ((6, 7, 12), "D", {"split-weekends": 2, "lone-duties": 1}),
        ((2,), "N", {"lone-nights": 1, "lone-duties": 1}),
        ((2, 3), "N", {}),
        ((0, 13), "D", {"split-weekends": 1}),  # beyond the horizon nobody knows
        ((), "D", {}),
    ],
)
def test_what_stands_alone_is_counted(
    days: tuple[int, ...], shift: str, expected: dict[str, int]
) -> None:
    plan = Plan(duties=on_days(*days, shift=shift))
    assert _count(_case(), plan) == expected
    assert_embeds(embedded(_case(), plan))


def test_a_night_beside_a_day_is_a_night_alone() -> None:
    plan = Plan(duties=(*on_days(1), *on_days(2, shift="N")))
    assert _count(_case(), plan) == {"lone-nights": 1}
    assert_embeds(embedded(_case(), plan))


@pytest.mark.parametrize(
    "case",
    [
        _case(eve(overtime=True, days_off=("sun", "thu"))),
        _case(absences=(Absence(person="eve", first_day=day(6), last_day=day(6)),)),
        _case(prices=PriceList()),
    ],
    ids=["days off of the week", "absence", "no price"],
)
def test_nobody_is_charged_for_a_day_that_cannot_be_asked_for(case: Case) -> None:
    plan = Plan(duties=on_days(5))
    assert _count(case, plan) == {}
    assert_embeds(embedded(case, plan))


def test_a_fixed_duty_counts_and_another_beside_it_mends_it() -> None:
    case = _case(fixed=(FixedDuty(person="eve", date=day(5), shift="D"),))
    alone, both = (Plan(duties=on_days(*days)) for days in ((5,), (5, 6)))
    assert _count(case, alone) == {"split-weekends": 1, "lone-duties": 1}
    assert _count(case, both) == {}
    for plan in (alone, both):
        assert_embeds(embedded(case, plan))


def test_who_has_a_line_or_owes_nothing_is_not_charged() -> None:
    bank = eve(kind="bank", contract_hours=0, max_duties=5)
    assert _count(_case(bank), Plan(duties=on_days(5))) == {}


def _needs(shift: str, *numbers: int) -> tuple[Cover, ...]:
    band = "night" if shift == "N" else "morning"
    return tuple(
        Cover(place="A", band=band, skill="care", first_day=day(t), last_day=day(t), minutes=120)
        for t in numbers
    )


TWO = (eve(overtime=True), eve(person="fay", overtime=True))
BINDING = {
    "split-weekends": _needs("D", 5, 6),
    "lone-nights": _needs("N", 8, 9),
    "lone-duties": _needs("D", 8, 9),
}


@pytest.mark.parametrize("line", BINDING)
def test_a_plan_avoids_what_has_a_price_where_that_costs_nothing_else(line: str) -> None:
    case = _case(people=TWO, cover=BINDING[line])
    found = solve(case, work=1)
    ledger = judge(case, found.plan)
    assert ledger.broken == ()
    assert sum(one.pounds for one in ledger.ledger if one.name == line) == 0
    assert sum(one.pounds for one in ledger.ledger if one.name == "short-care") == 0
    assert_embeds(embedded(case, found.plan))


def test_the_optimum_pays_for_what_it_cannot_avoid() -> None:
    """Eve may work one duty a week, which is alone in both, and half a weekend in one."""
    busy = eve(overtime=True, max_week_duties=1)
    case, free = (
        _case(busy, cover=_needs("D", 5), **changes) for changes in ({}, {"prices": PriceList()})
    )
    values = []
    for one in (case, free):
        outcome = solve_mixed(joint_model(one).programme, time_limit=60, absolute_gap=0.001)
        assert outcome.status == "optimal"
        values.append(outcome.value)
    assert values[0] == pytest.approx(values[1] + 3 * PRICE, abs=0.01)
    plan = solve(case, work=1).plan
    assert plan.certificate is not None
    assert plan.certificate.cost == pytest.approx(sum(one.pounds for one in plan.ledger), abs=0.01)


def test_no_price_is_the_fingerprint_of_before() -> None:
    assert small_case(prices=PriceList(lone_night=0)).fingerprint == small_case().fingerprint
    assert small_case(prices=PriceList(lone_night=1)).fingerprint != small_case().fingerprint
