"""Is the joint model a relaxation of what the referee accepts? No plan without a breach may cost
less than its bound.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from rosterer.baseline import baseline_plan
from rosterer.generate import Load, generate
from rosterer.referee import Verdict, judge
from rosterer.solve import solve
from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.joint import joint_model
from rosterer_models.matrix.model import Programme
from rosterer_models.relaxation.aggregation import relaxed_model
from rosterer_models.relaxation.bound import safe_bound
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import TriageSlots
from rosterer_models.vocabulary.person import Absence, Cap, FixedDuty, Request
from rosterer_models.vocabulary.plan import Placement, Plan
from rosterer_models.vocabulary.settings import Limits, Tail
from rosterer_models.vocabulary.shift import Shift
from tests.cases import EMPLOYERS, PEOPLE, changed, day, small_case, small_plan

PIECE_POUNDS = 0.08
"""Minutes are written to a hundredth, so a piece may be half a hundredth of £15 a minute too good.
"""


def _forgiven(verdict: Verdict, plan: Plan) -> float:
    """Pounds by which rounding alone may make a plan cheaper than its bound."""
    return 0.02 + 0.005 * len(verdict.ledger) + PIECE_POUNDS * len(plan.duties)


def _bounds(programme: Programme) -> tuple[float, float]:
    """The value of the linear relaxation, and the safe bound from its prices."""
    outcome = LinearSolver(programme).solve()
    assert outcome.status == "optimal"
    assert outcome.row_duals is not None
    return outcome.value, safe_bound(programme, outcome.row_duals)


def _variations(case: Case, plan: Plan) -> Iterator[Plan]:
    """Plans near by: no reservations, the referee's own, without a placement, a start a day
    later.
    """
    yield plan
    yield plan.model_copy(update={"reservations": ()})
    yield plan.model_copy(update={"reservations": None})
    served = dict.fromkeys(row.referral for row in plan.placements if row.option is not None)
    for name in list(served)[:3]:
        others = tuple(row for row in plan.placements if row.referral != name)
        yield plan.model_copy(
            update={"placements": (*others, Placement(referral=name)), "reservations": None}
        )
        later = tuple(
            row.model_copy(
                update={
                    "start": row.start and row.start + timedelta(days=1),
                    "end": row.end and row.end + timedelta(days=1),
                    "delay_days": row.delay_days + (row.stage == 1),
                }
            )
            for row in plan.placements
            if row.referral == name
        )
        yield plan.model_copy(update={"placements": (*others, *later)})


def _assert_no_plan_below_the_bound(case: Case, plans: list[Plan]) -> None:
    value, bound = _bounds(joint_model(case).programme)
    assert bound <= value + 1e-6
    for zones in (1, 2, 3):
        assert _bounds(relaxed_model(case, zones).joint.programme)[1] <= value + 0.01
    accepted = 0
    for start in plans:
        for plan in _variations(
            case, start.model_copy(update={"ledger": (), "delays": (), "certificate": None})
        ):
            verdict = judge(case, plan)
            if verdict.broken:
                continue
            accepted += 1
            assert verdict.cost >= max(value, bound) - _forgiven(verdict, plan)
            assert verdict.unavoidable <= verdict.cost + 0.01
    assert accepted >= len(plans)


SMALL_CASES: dict[str, dict[str, object]] = {
    "as it is": {},
    "no buffer": {"limits": Limits(detour=1, bed_buffer=0)},
    "agency": {"limits": Limits(detour=1, agency_hours_per_day=3)},
    "no tail": {"tail": Tail(weeks=0)},
    "tail hours": {"tail": Tail(weeks=2, hours_per_week=1)},
    "slots": {
        "triage": (
            TriageSlots(first_day=day(0), last_day=day(6), weekdays=("mon", "thu"), slots=1),
        )
    },
    "fixed": {
        "fixed": (
            FixedDuty(person="dan", date=day(6), shift="D", unit="hub"),
            FixedDuty(person="cat", date=day(2), shift="D", training=True),
        )
    },
    "time off": {
        "absences": (Absence(person="ann", first_day=day(1), last_day=day(2)),),
        "requests": (
            Request(person="ben", date=day(5)),
            Request(person="dan", date=day(4), wish="D", price=7),
        ),
        "caps": (Cap(person="dan", first_day=day(-500), last_day=day(500), weekly_hours=22),),
    },
    # What leave is worth to cat depends on the line, and the balance is out of its band either way.
    "leave": {
        "people": changed(PEOPLE, "person", "cat", balance_hours=-30),
        "absences": (
            Absence(person="ann", first_day=day(1), last_day=day(2), hours=30, kind="parental"),
            Absence(person="cat", first_day=day(0), last_day=day(1)),
        ),
    },
    # Days in two spells, nights with a sleep-in, paid flat; enhancements by the hour.
    "spells": {
        "employers": (
            EMPLOYERS[0].model_copy(update={"sleep_in_pay": 45}),
            EMPLOYERS[1].model_copy(update={"saturday_percent": 30, "clock_change": "elapsed"}),
        ),
        "shifts": (
            Shift(
                shift="D",
                start="07:00",
                end="19:00",
                spells=("07:00-12:00", "13:00-19:00"),
                contact={"morning": 264, "evening": 220},
            ),
            Shift(
                shift="N",
                start="19:00",
                end="07:00",
                spells=("19:00-23:00", "23:00-05:00=sleep-in", "05:00-07:00"),
                contact={"night": 330},
            ),
        ),
    },
    "unfair": {"people": changed(PEOPLE, "person", "ben", unsocial_target=1)},
}


@pytest.mark.parametrize("name", SMALL_CASES)
def test_no_plan_of_a_small_case_is_below_its_bound(name: str) -> None:
    case = small_case(**SMALL_CASES[name])
    plans = [baseline_plan(case), solve(case, work=1).plan]
    if name == "as it is":
        plans.append(small_plan())
    _assert_no_plan_below_the_bound(case, plans)


@pytest.mark.parametrize(
    ("load", "days", "seed"),
    [
        ("easy", 7, 1),
        ("normal", 7, 2),
        ("tight", 7, 3),
        pytest.param("normal", 14, 4, marks=pytest.mark.slow),
    ],
)
def test_no_plan_of_a_generated_case_is_below_its_bound(load: Load, days: int, seed: int) -> None:
    case = generate(12, days, load, seed)
    _assert_no_plan_below_the_bound(case, [baseline_plan(case)])


@pytest.mark.slow
def test_a_solved_plan_of_a_generated_case_is_not_below_its_bound() -> None:
    case = generate(12, 7, "tight", 5)
    _assert_no_plan_below_the_bound(case, [solve(case, work=1).plan])
