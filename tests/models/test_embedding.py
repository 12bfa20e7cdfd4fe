"""Is every plan that the referee accepts a point of the joint model, and does it cost there what
the ledger says?
"""

from collections.abc import Iterator

import pytest

from rosterer.baseline import baseline_plan
from rosterer.generate import generate
from rosterer.referee import duties, judge, occupancy, reservations
from rosterer.solve import solve
from rosterer_models.formulation.joint import joint_model
from rosterer_models.formulation.leeway import JUDGED
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Reservation
from rosterer_models.vocabulary.settings import Limits
from tests.cases import day, duty, small_case, small_plan
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


def test_the_leeway_is_the_referees() -> None:
    assert JUDGED.minutes == JUDGED.short_minutes == duties.TOLERANCE_MINUTES
    assert JUDGED.people == occupancy.TOLERANCE == reservations.TOLERANCE


def test_a_plan_that_uses_all_that_is_let_pass_is_a_point() -> None:
    """More contact time, pieces that are shorter, more reserved: as much as the referee accepts."""
    case = small_case(limits=Limits(detour=1, piece_minutes=30), barriers=())
    plan, here, away = small_plan(), 1.1, 1.1 + 10 / 120
    rows = [row for row in plan.duties if row.person != "ann"]
    for t in range(4):
        rest = (264.0499 - 29.9501 * away) / here
        rows += [
            duty("ann", t, place="A", band="morning", minutes=rest, source="line"),
            duty("ann", t, place="B", band="morning", minutes=29.9501, source="line"),
            duty("ann", t, place="A", band="evening", minutes=220.0499 / here, source="line"),
        ]
    more = Reservation(arrival_class="north", date=day(3), option="home-care", amount=0.5009)
    found = embedded(case, plan.model_copy(update={"duties": tuple(rows), "reservations": (more,)}))
    assert_embeds(found)


def test_what_is_reserved_beyond_all_that_is_expected_saves_nothing() -> None:
    def cost(amount: float) -> float:
        rows = tuple(
            Reservation(arrival_class="north", date=day(4), option="home-care", amount=part)
            for part in (0.5, amount)
        )
        verdict = judge(small_case(), small_plan(reservations=rows))
        assert verdict.broken == ()
        return sum(line.pounds for line in verdict.ledger if line.name.startswith("expected"))

    assert cost(0.5009) == cost(0.5)
