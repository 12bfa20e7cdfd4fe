"""Do contract people stand in the joint model as the referee judges them?"""

import dataclasses
import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rosterer.baseline import baseline_plan
from rosterer.referee import judge
from rosterer.solve import solve
from rosterer_models.columns import staff as staff_side
from rosterer_models.engines.highs import solve_mixed
from rosterer_models.formulation import contracts, people
from rosterer_models.formulation.joint import joint_model
from rosterer_models.formulation.names import Names
from rosterer_models.rules import limits
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence
from rosterer_models.vocabulary.plan import Plan
from tests.cases import COVER, PEOPLE, changed, day
from tests.contract_cases import eve, on_days, plan_with, three_kinds
from tests.models.embedded import assert_embeds, embedded

PENNIES = 0.5


def _drawn(seed: int, days: int = 7) -> Case:
    """The case of three kinds with drawn terms of the contract."""
    rng = random.Random(seed)
    person = eve(
        contract_hours=rng.choice((11, 22, 30)),
        hours_period=rng.choice(("week", "four-weeks", "horizon")),
        overtime=rng.random() < 0.5,
        overtime_percent=rng.choice((None, 100)),
        max_period_hours=rng.choice((None, 22, 33)),
        balance_hours=rng.choice((0, -9, 14)),
        nights=rng.random() < 0.5,
    )
    away = (Absence(person="eve", first_day=day(2), last_day=day(2)),) if seed % 2 else ()
    start = rng.choice((0, 4))
    return three_kinds(
        person,
        band=rng.choice((0, 4, 12)),
        days=days,
        first_day=day(start),
        absences=away,
        referrals=(),
        barriers=(),
        expected=(),
        census=(),
    )


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(
    st.integers(0, 60),
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from("DDN")), max_size=4),
)
def test_any_accepted_plan_with_contract_people_is_a_point(
    seed: int, duties: list[tuple[int, str]]
) -> None:
    case = _drawn(seed)
    start = (case.first_day - day(0)).days
    rows = [row for t, s in dict(duties).items() for row in on_days(start + t, shift=s)]
    plan = baseline_plan(case)
    others = tuple(row for row in plan.duties if row.person != "eve")
    plan = plan.model_copy(update={"duties": (*others, *rows)})
    if not judge(case, plan).broken:
        assert_embeds(embedded(case, plan))


def test_columns_of_a_contract_have_names() -> None:
    joint = joint_model(three_kinds(eve(hours_period="week"), days=10))
    mine, names = joint.people.persons[-1], Names(joint)
    assert [names.column(one.over) for one in mine.periods] == [
        f"hours over[eve, to {day(6)}]",
        f"hours over[eve, to {day(9)}]",
    ]


def _tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour less may be worked."""
    real = limits.windows_of

    def windows(*given):  # type: ignore[no-untyped-def]
        return [
            dataclasses.replace(one, most=one.most - 60) if one.rule == "contract-hours" else one
            for one in real(*given)
        ]

    monkeypatch.setattr(staff_side, "windows_of", windows)


def _free_overtime(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contracts, "overtime_pay", lambda person, employer: 0.0)


def _no_absence(monkeypatch: pytest.MonkeyPatch) -> None:
    real = staff_side.contract_periods
    monkeypatch.setattr(
        staff_side,
        "contract_periods",
        lambda case, person, absent: real(case, person, np.zeros_like(absent)),
    )


def _without_earlier_overtime(monkeypatch: pytest.MonkeyPatch) -> None:
    """Overtime that is paid stays in the balance."""
    real = people.add_contract_hours

    def rows(builder, case, staff, *rest):  # type: ignore[no-untyped-def]
        found = []
        for period in staff.periods:
            alone = dataclasses.replace(staff, periods=(period,))
            found += real(builder, case, alone, *rest)
        return found

    monkeypatch.setattr(people, "add_contract_hours", rows)


_TWO_WEEKS = three_kinds(
    days=14,
    people=(eve(hours_period="week", overtime=True),),
    availability=(),
    referrals=(),
    barriers=(),
    expected=(),
)
FAULTS = {
    "hours too tight": (_tight, three_kinds(band=11), plan_with(0, 1, 3)),
    "overtime for nothing": (_free_overtime, three_kinds(eve(overtime=True)), plan_with(0, 1, 3)),
    "absence not credited": (
        _no_absence,
        three_kinds(absences=(Absence(person="eve", first_day=day(4), last_day=day(6)),)),
        plan_with(0),
    ),
    "overtime twice": (
        _without_earlier_overtime,
        _TWO_WEEKS,
        Plan(duties=on_days(0, 1, 2, 8, 9), reservations=()),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plant, case, plan = FAULTS[name]
    assert_embeds(embedded(case, plan))
    plant(monkeypatch)
    found = embedded(case, plan)
    seen = {label for label, _ in found.differences()} - {"short-care", "carers-at-places"}
    assert found.excess().max() > 1e-6 or seen


def _tiny(seed: int) -> Case:
    """The contract person and Ann, three or four days, and need of more than they may give."""
    case = _drawn(seed, days=4)
    cover = changed(COVER, "place", "A", minutes=400, last_day=day(20))
    mine = (case.people[-1].model_copy(update={"nights": False}), PEOPLE[0])
    return case.model_copy(
        update={"people": mine, "cover": cover, "availability": (), "units": (), "absences": ()}
    )


@pytest.mark.parametrize("seed", [1, 2, 3, 5, 8])
def test_no_plan_with_a_contract_is_below_the_bound_or_cheaper_than_the_optimum(seed: int) -> None:
    case = _tiny(seed)
    start = (case.first_day - day(0)).days
    ann = [row for row in baseline_plan(case).duties if row.person == "ann"]
    cheapest = float("inf")
    for count in range(5):
        for chosen in combinations(range(4), count):
            rows = on_days(*(start + t for t in chosen))
            placed = tuple(row.model_copy(update={"place": "A"}) for row in rows)
            verdict = judge(case, Plan(duties=(*ann, *placed), reservations=()))
            if not verdict.broken:
                cheapest = min(cheapest, verdict.cost)
    exact = solve_mixed(joint_model(case).programme, time_limit=60, absolute_gap=0.01)
    assert exact.status == "optimal"
    assert exact.bound <= cheapest + PENNIES
    solution = solve(case, work=1)
    verdict = judge(case, solution.plan)
    assert verdict.broken == ()
    assert verdict.ledger_agrees
    assert solution.plan.certificate is not None
    assert solution.plan.certificate.cost <= cheapest + PENNIES
    assert solution.plan.certificate.bound is not None
    assert solution.plan.certificate.bound <= cheapest + PENNIES


def test_overtime_is_worked_where_it_is_agreed_and_worth_it() -> None:
    case = _tiny(1)
    person = eve(contract_hours=11, overtime=True)
    for consents, hours in ((True, 22), (False, 11)):
        mine = (person.model_copy(update={"overtime": consents}), PEOPLE[0])
        limited = case.limits.model_copy(update={"balance_band_hours": 4.8})
        # 11 × 4 / 7 hours are owed in four days; a band of 4.8 lets one duty be worked.
        plan = solve(case.model_copy(update={"people": mine, "limits": limited}), work=1).plan
        worked = {row.date for row in plan.duties if row.person == "eve"}
        assert 11 * len(worked) >= hours if consents else 11 * len(worked) <= hours
        assert {row.source for row in plan.duties if row.person == "eve"} == {"contract"}
