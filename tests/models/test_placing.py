"""Do placements asked for anew suit those on duty, and can a search go back to what it had
chosen?
"""

import numpy as np
import pytest

from rosterer.generate import generate
from rosterer.referee import judge
from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.account import personal_pounds
from rosterer_models.formulation.pooled import pooled_model
from rosterer_models.heuristics.guide import Guide, guide_of
from rosterer_models.heuristics.making import Making
from rosterer_models.heuristics.neighbourhoods import placements as placing
from rosterer_models.heuristics.neighbourhoods.minutes import Finished, finish
from rosterer_models.heuristics.progress import Budget
from rosterer_models.rules.calendar import OFF

CASE = generate(16, 7, "tight", 3)


@pytest.fixture(scope="module")
def guide() -> Guide:
    found = guide_of(CASE, Budget(work=1), 0.3, engine="highs", seed=1)
    assert found is not None
    return found


@pytest.fixture
def making(guide: Guide) -> Making:
    made = Making.of_guide(CASE, guide)
    made.choose(range(CASE.days), 1.0)
    return made


def finished(making: Making) -> Finished:
    making.name(range(making.care.case.days), 0.0)
    return finish(
        making.care.case,
        making.people,
        making.rota,
        making.everybody(),
        making.amounts,
        Budget(work=1),
    )


def test_placements_asked_for_are_whole_and_make_a_cheaper_plan_than_rounds_for_nobody_new(
    making: Making,
) -> None:
    making.ask([])
    before = finished(making)
    making.place(0.98, None)
    referrals = len(making.care.waiting.referrals)
    starts = [(number, amount) for number, _, _, amount in making.amounts if number < referrals]
    assert starts
    assert all(abs(amount - 1) < 1e-4 for _, amount in starts)
    assert len({number for number, _ in starts}) == len(starts)
    after = finished(making)
    assert after.cost < before.cost - 100.0
    verdict = judge(making.care.case, after.plan)
    assert verdict.broken == ()
    assert verdict.cost == pytest.approx(after.cost, abs=1.0)


def test_minutes_shared_freely_cost_no_more_than_any_rounds_of_the_same_duties(
    making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def noted(*arguments: object) -> object:
        seen.append(pooled_model(*arguments))  # type: ignore[arg-type]
        return seen[-1]

    monkeypatch.setattr(placing, "pooled_model", noted)
    making.place(1.0, None)
    relaxed = LinearSolver(seen[0].programme).solve().value
    own = personal_pounds(
        making.care.case,
        making.people.calendar,
        making.people.persons,
        making.rota.line,
        making.rota.duty,
    )
    plan = finished(making)
    assert relaxed + sum(own.values()) <= plan.cost + 0.01
    assert relaxed + sum(own.values()) > plan.cost * 0.5


def test_without_time_what_was_asked_for_stays(making: Making) -> None:
    asked, demand = making.amounts, making.demand
    making.place(0.98, lambda: 0.0)
    assert making.amounts is asked
    assert making.demand is demand


def test_a_search_goes_back_to_all_that_it_had_chosen(making: Making) -> None:
    making.name(range(making.care.case.days), 0.0)
    made, losses = making.made(), making.losses()
    duty, posted = making.rota.duty.copy(), dict(making.posted)
    making.place(0.9, None)
    for t in range(making.care.case.days):
        making.rota.duty[:, t] = OFF
    making.posted.clear()
    for _ in range(2):
        making.go_back(made)
        assert (making.rota.duty == duty).all()
        assert making.posted == posted
        assert making.losses() == losses
        assert making.amounts is made.amounts
        making.rota.duty[:] = OFF
        making.posted.clear()
    assert (np.asarray(made.rota.duty) == duty).all()


def test_settled_alone_nobody_starts_who_was_not_asked_for(making: Making) -> None:
    making.place(0.98, None)
    making.name(range(CASE.days), 0.0)
    budget = Budget(60)
    alone, wide = (
        finish(
            CASE,
            making.people,
            making.rota,
            making.everybody(),
            making.amounts,
            budget,
            others=others,
        )
        for others in (False, True)
    )
    asked = {
        (number, journey.option, journey.units, journey.waits, t)
        for number, journey, t, _ in making.amounts
    }
    assert {
        (number, journey.option, journey.units, journey.waits, t)
        for number, journey, t, _ in alone.amounts
    } <= asked
    assert wide.cost <= alone.cost + 0.01
    for found in (alone, wide):
        verdict = judge(CASE, found.plan)
        assert verdict.broken == ()
        assert verdict.cost == pytest.approx(found.cost, abs=1.0)


def test_days_tell_how_much_of_what_was_promised_is_short(making: Making) -> None:
    before = making.part_short()
    making.ask([start._replace(amount=3 * start.amount) for start in making.amounts])
    making.choose(range(CASE.days), 1.0)
    assert making.part_short() > before >= 0
    making.ask([])
    making.choose(range(CASE.days), 1.0)
    assert making.part_short() <= before
