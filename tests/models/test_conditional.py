"""Is what can be saved at most, with a part of a plan kept, true of every plan that keeps it?"""

import pytest

from rosterer.baseline import baseline_plan
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.conditional import Kept, conditional, kept_columns, parts_of
from rosterer_models.formulation.joint import Joint, joint_model
from rosterer_models.matrix.model import Floats
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Placement
from tests.models.embedded import Embedding, embedded
from tests.models.test_joint_bound import _variations

CASE = generate(14, 14, "tight", 2)
PARTS = parts_of(joint_model(CASE, as_judged=True))


@pytest.fixture(scope="module")
def found() -> Embedding:
    return embedded(CASE, baseline_plan(CASE))


def _bound(joint: Joint, x: Floats, kept: Kept) -> float:
    outcome = LinearSolver(conditional(joint, x, kept)).solve()
    assert outcome.status == "optimal"
    return outcome.value


def test_a_certificate_speaks_of_three_parts_and_each_week() -> None:
    assert [part.what for part in PARTS] == ["heads", "rota", "placements", "weeks", "weeks"]
    assert [part.open_week for part in PARTS[-2:]] == [0, 1]


@pytest.mark.parametrize("kept", PARTS, ids=lambda kept: f"{kept.what} {kept.open_week}")
def test_the_plan_itself_is_not_below_its_bound(found: Embedding, kept: Kept) -> None:
    bound = _bound(found.joint, found.x, kept)
    assert bound <= found.joint.programme.value(found.x) + 0.01
    assert bound >= LinearSolver(found.joint.programme).solve().value - 0.01


def test_the_more_is_kept_the_less_can_be_saved(found: Embedding) -> None:
    heads, rota = (_bound(found.joint, found.x, Kept(what)) for what in ("heads", "rota"))  # type: ignore[arg-type]
    weeks = [_bound(found.joint, found.x, kept) for kept in PARTS if kept.what == "weeks"]
    assert rota <= heads + 0.01
    assert all(week <= heads + 0.01 for week in weeks)


def test_no_plan_with_the_same_duties_is_below_the_bound(found: Embedding) -> None:
    bound = _bound(found.joint, found.x, Kept("heads"))
    cheaper = 0
    plan = baseline_plan(CASE).model_copy(update={"ledger": (), "delays": (), "certificate": None})
    for other in _variations(CASE, plan):
        verdict = judge(CASE, other)
        if not verdict.broken:
            assert verdict.cost >= bound - 0.01 * len(verdict.ledger)
            cheaper += verdict.cost != found.verdict.cost
    assert cheaper


def test_no_plan_with_the_same_placements_is_below_the_bound(found: Embedding) -> None:
    bound = _bound(found.joint, found.x, Kept("placements"))
    plan = baseline_plan(CASE)
    duties = {(row.person, row.date) for row in plan.duties if row.source == "bank"}
    fewer = [row for row in plan.duties if (row.person, row.date) not in duties]
    reserved = found.verdict.reservations
    verdict = judge(
        CASE, plan.model_copy(update={"duties": tuple(fewer), "reservations": reserved})
    )
    assert verdict.cost >= bound - 0.01 * len(verdict.ledger)


def test_an_open_week_is_open_and_the_others_are_held(found: Embedding) -> None:
    held = set(kept_columns(found.joint, Kept("weeks", 1)).tolist())
    for group in found.joint.deployment.classes:
        for (t, _, _), column in group.heads.items():
            assert (column in held) == (t < 7)


def test_somebody_unserved_stays_so_where_placements_are_kept() -> None:
    case: Case = CASE
    plan = baseline_plan(case)
    name = case.referrals[0].referral
    others = tuple(row for row in plan.placements if row.referral != name)
    left = plan.model_copy(update={"placements": (*others, Placement(referral=name))})
    found = embedded(case, left)
    outcome = LinearSolver(conditional(found.joint, found.x, Kept("placements"))).solve()
    assert outcome.x is not None
    assert outcome.x[found.joint.care.unserved[0]] == pytest.approx(1)
