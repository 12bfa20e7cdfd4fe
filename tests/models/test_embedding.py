"""Is every plan that the referee accepts a point of the joint model, and does it cost there what
the ledger says?
"""

from collections.abc import Iterator

import pytest

from rosterer.baseline import baseline_plan
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.solve import solve
from rosterer_models.formulation.joint import joint_model
from rosterer_models.vocabulary.case import Case
from tests.cases import duty, small_case, small_plan
from tests.models.embedded import assert_embeds, embedded
from tests.models.staged_cases import staged_case, waiting_case
from tests.models.test_joint_bound import SMALL_CASES, _variations

PLAIN = {"ledger": (), "delays": (), "certificate": None}


def _cases() -> Iterator[tuple[str, Case]]:
    for name, fields in SMALL_CASES.items():
        yield name, small_case(**fields)
    for seed in range(6):
        yield f"stages {seed}", staged_case(seed)
        yield f"waits {seed}", waiting_case(seed)
    yield "city", generate(16, 14, "tight", 1)
    for seed in (1, 2):
        yield f"shire {seed}", generate(16, 14, "tight", seed, family="shire")


CASES = dict(_cases())


@pytest.mark.parametrize("name", CASES)
def test_a_careful_managers_plan_and_those_near_it_are_points(name: str) -> None:
    case = CASES[name]
    joint, accepted = joint_model(case, as_judged=True), 0
    for plan in _variations(case, baseline_plan(case).model_copy(update=PLAIN)):
        if not judge(case, plan).broken:
            accepted += 1
            assert_embeds(embedded(case, plan, joint))
    assert accepted >= 1


@pytest.mark.parametrize("name", ["as it is", "fixed", "waits 3"])
def test_a_plan_of_the_search_is_a_point(name: str) -> None:
    case = CASES[name]
    assert_embeds(embedded(case, solve(case, work=1).plan.model_copy(update=PLAIN)))


def test_a_plan_by_hand_with_blanks_is_a_point() -> None:
    found = embedded(small_case(), small_plan())
    assert_embeds(found)
    assert found.differences() == {}


def test_what_the_model_does_not_see_is_told_apart() -> None:
    # FAR has no need of anybody, so a piece there is travel for nothing.
    case = small_case(limits=small_case().limits.model_copy(update={"reach_minutes": 120}))
    plan = small_plan()
    rows = tuple(row for row in plan.duties if (row.person, row.place) != ("dan", "A"))
    away = [duty("dan", t, place="FAR", band="morning", minutes=30) for t in (4, 5)]
    found = embedded(case, plan.model_copy(update={"duties": (*rows, *away)}))
    far = found.joint.sets.place["FAR"]
    assert [one.minutes for one in found.embedded.idle if one.place == far] == [30, 30]
    assert found.idle_travel() > 0
    assert found.differences() == {}


def test_a_duty_that_nobody_may_have_is_a_misfit() -> None:
    plan = small_plan(duties=(*small_plan().duties, duty("ann", 5)))
    found = embedded(small_case(), plan)
    assert found.verdict.broken
    assert found.embedded.misfits[0] == "ann has duties for which there are no columns"
