"""Is the sequential way what it says: a rota for forecast hours, then placements within every
rule?
"""

from typing import Any

import pytest

from rosterer.baseline.sequential import rota_case, sequential_plan
from rosterer.generate import Load, generate
from rosterer.referee import judge
from rosterer_models.heuristics import lns, plan_search
from rosterer_models.heuristics.neighbourhoods.minutes import Finished, finish
from rosterer_models.heuristics.progress import Budget
from rosterer_models.vocabulary.plan import Plan
from tests.cases import small_case


def test_rota_software_sees_hours_and_not_people() -> None:
    case = generate(30, 14, "tight", 1)
    seen = rota_case(case)
    assert seen.referrals == seen.expected == seen.barriers == ()
    hours = {
        c: sum(row.minutes * row.carers for row in case_.cover)
        for c, case_ in (("given", case), ("seen", seen))
    }
    assert hours["seen"] > hours["given"]


def test_two_carers_stay_two_in_the_forecast() -> None:
    case = generate(30, 14, "tight", 1)
    added = rota_case(case).cover[len(case.cover) :]
    assert {row.carers for row in added if row.place is not None} == {1, 2}


def test_forecast_care_is_what_the_referrals_need_when_nothing_else_waits() -> None:
    # Only r3 waits, for home care from day 1: 60 minutes in the morning and 30 in the evening of
    # its first day.
    case = small_case(expected=(), barriers=())
    case = case.model_copy(
        update={"referrals": tuple(r for r in case.referrals if r.referral == "r3")}
    )
    added = [row for row in rota_case(case).cover[len(case.cover) :] if row.place is not None]
    first = {row.band: row.minutes for row in added if row.first_day == case.referrals[0].ready}
    assert first == {"morning": 60, "evening": 30}


def test_heads_of_the_forecast_are_not_asked_for_twice() -> None:
    # What cover names of the unit's own skill counts towards what the forecast needs.
    case = generate(30, 14, "normal", 1)
    once = rota_case(case)
    assert rota_case(once).cover == once.cover


@pytest.mark.parametrize("load", ["normal", "tight"])
def test_a_sequential_plan_keeps_every_rule(load: Load) -> None:
    case = generate(12, 7, load, 1)
    verdict = judge(case, sequential_plan(case, 8.0))
    assert verdict.broken == ()
    assert verdict.cost < judge(case, Plan()).cost


def test_of_several_rounds_the_best_rota_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    case, costs = rota_case(generate(12, 7, "tight", 1)), list[float]()

    def noted(*given: Any, **more: Any) -> Finished:
        finished = finish(*given, **more)
        costs.append(finished.cost)
        return finished

    monkeypatch.setattr(lns, "finish", noted)
    planned = plan_search.search_rota(case, Budget(work=3))
    assert planned.people is not None
    assert planned.rota is not None
    assert planned.named is not None
    again = finish(case, planned.people, planned.rota, planned.named, None, Budget(work=3))
    assert again.cost <= min(costs) + 1.0
