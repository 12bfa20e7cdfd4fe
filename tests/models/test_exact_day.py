"""Is a day that is settled whole as good as its programme says, and one that people can work?"""

import pytest

from rosterer.baseline import baseline_plan
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer_models.heuristics.making import Making
from rosterer_models.heuristics.neighbourhoods.minutes import finish
from rosterer_models.heuristics.progress import Budget
from rosterer_models.vocabulary.case import Case


def _case(places: int, nearest: int) -> Case:
    case = generate(16, 7, "tight", 3)
    limits = case.limits.model_copy(update={"places_per_duty": places, "nearest_places": nearest})
    return case.model_copy(update={"limits": limits})


def _making(case: Case) -> Making:
    """The careful manager's rota, and what that plan asks of each day."""
    plan = baseline_plan(case)
    reservations = judge(case, plan).reservations
    return Making.of_plan(case, plan.model_copy(update={"reservations": reservations}))


@pytest.mark.parametrize(("places", "nearest"), [(1, 3), (2, 4), (6, 16)])
def test_a_plan_of_whole_days_keeps_every_rule(places: int, nearest: int) -> None:
    case = _case(places, nearest)
    making = _making(case)
    making.redo(range(case.days), 1.0, 60.0, whole=True)
    assert not making.unnamed(range(case.days))
    rounds = making.everybody().rounds
    assert max(len({k for _, k in duty.pieces}) for duty in rounds) <= places
    plan = finish(
        case, making.people, making.rota, making.everybody(), making.amounts, Budget(600)
    ).plan
    assert judge(case, plan).broken == ()


def test_a_day_done_again_whole_is_never_dearer() -> None:
    case = _case(2, 4)
    making = _making(case)
    before = making._own(range(len(case.people))) + sum(making.losses())
    for t in range(case.days):
        making.redo([t], 1.0, 60.0, whole=True)
        after = making._own(range(len(case.people))) + sum(making.losses())
        assert after <= before + 0.01
        before = after


def test_where_rounds_have_few_places_whole_days_gain_on_days_in_two_steps() -> None:
    case = _case(1, 3)
    making, everybody = _making(case), range(len(case.people))
    making.choose(range(case.days), 60.0)
    making.name(range(case.days), 60.0)
    before = making._own(everybody) + sum(making.losses())
    making.redo(range(case.days), 1.0, 60.0, whole=True)
    assert making._own(everybody) + sum(making.losses()) < before - 100.0


def test_a_plan_read_back_is_finished_at_no_more_than_it_cost() -> None:
    case = generate(12, 7, "normal", 1)
    verdict, making = judge(case, baseline_plan(case)), _making(case)
    found = finish(
        case, making.people, making.rota, making.everybody(), making.amounts, Budget(600)
    )
    again = judge(case, found.plan)
    assert again.broken == ()
    assert again.cost <= verdict.cost + 1.0
    assert found.cost == pytest.approx(again.cost, abs=1.0)
