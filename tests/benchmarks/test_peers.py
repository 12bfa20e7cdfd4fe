"""Do other ways solve the very same case, at the same prices, and can the referee judge what they
find?
"""

import numpy as np
import pytest
from benchmarks.peers import PeerPlan, plan_by
from benchmarks.peers.plain import plain_model

from rosterer.generate import generate
from rosterer.referee import judge
from rosterer_models.engines.cpsat import on_a_grid
from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.joint import joint_model
from rosterer_models.vocabulary.case import Case
from tests.cases import small_case


@pytest.fixture(scope="module")
def case() -> Case:
    return generate(8, 7, "normal", 1)


def agrees(case: Case, found: PeerPlan) -> None:
    assert found.plan is not None
    verdict = judge(case, found.plan)
    assert verdict.broken == ()
    if found.own_objective is not None:
        # Minutes are written to a hundredth and amounts to a millionth; the rest is the same to the
        # penny.
        assert verdict.cost <= found.own_objective + 5


@pytest.mark.parametrize("way", ["baseline", "sequential", "plain-highs"])
def test_the_referee_accepts_what_a_peer_finds(case: Case, way: str) -> None:
    agrees(case, plan_by(way, case, 5.0, 1))


@pytest.mark.slow
def test_the_referee_accepts_what_cp_sat_finds(case: Case) -> None:
    found = plan_by("plain-cp-sat", case, 8.0, 1)
    if found.plan is None:  # the machine is busy
        found = plan_by("plain-cp-sat", case, 120.0, 1)
    agrees(case, found)


def test_the_plain_optimum_of_a_small_case_is_judged_at_its_own_objective() -> None:
    case = small_case()
    found = plan_by("plain-highs", case, 20.0, 1)
    assert found.status == "optimal"
    assert found.plan is not None
    verdict = judge(case, found.plan)
    assert verdict.broken == ()
    assert verdict.cost == pytest.approx(found.own_objective, abs=1)


def test_the_plain_model_narrows_the_joint_one(case: Case) -> None:
    # Every point of the plain model is one of the joint model, so its relaxation cannot be cheaper.
    plain = LinearSolver(plain_model(case)[0].programme).solve().value
    joint = LinearSolver(joint_model(case).programme.relaxed()).solve().value
    assert plain >= joint - 1e-3 * abs(joint)


def test_finer_units_leave_the_objective_as_it_is(case: Case) -> None:
    programme = plain_model(case)[0].programme
    scaled, units = on_a_grid(programme)
    x = np.random.default_rng(1).random(programme.num_columns)
    assert scaled.value(x * units) == pytest.approx(programme.value(x))
    assert scaled.matrix @ (x * units) == pytest.approx(programme.matrix @ x)
