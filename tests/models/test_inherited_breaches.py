"""Does the model leave to a plan what adds nothing to a breach that history and fixed duties bring?

The referee holds against nobody what is broken as much without them, so no bound may.
"""

import pytest

from rosterer.referee import judge
from rosterer.solve import solve
from rosterer_models.formulation.joint import joint_model
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.person import Availability, FixedDuty, WorkedDuty
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.settings import Rules
from rosterer_models.vocabulary.shift import Shift
from tests.cases import day, duty
from tests.models.embedded import assert_embeds, embedded
from tests.referee.known_weeks import LONG_DAY, NIGHT, lone_case

SETTLED = {0: "D", 1: "D", 2: "N", 4: "N", 7: "D", 8: "D", 9: "D"}
"""Two rest days of ten: day 3 follows a night, day 5 too, and only day 6 and one more are free."""
WORKED = {-13: "D", -12: "D", -11: "D", -10: "D", -9: "D", -8: "N"} | {
    -5: "D",
    -4: "D",
    -3: "N",
    -2: "N",
    -1: "N",
}
"""One rest day in the fortnight to day 0, and day 0 follows a night."""


def _case(settled: dict[int, str], wanted: int, rules: Rules, days: int, **more: object) -> Case:
    case = lone_case("five", days=days, opt_out=True, nights=True)
    bank = {"kind": "bank", "pattern": None, "phase": None, "contract_hours": 0}
    person = case.people[0].model_validate({**dict(case.people[0]), **bank})
    asked = {"band": "night", "skill": "care", "first_day": day(wanted), "last_day": day(wanted)}
    return case.model_copy(
        update={
            "people": (person,),
            "rules": rules,
            "fixed": tuple(
                FixedDuty(person="ann", date=day(number), shift=shift, training=True)
                for number, shift in settled.items()
                if number >= 0
            ),
            "history": tuple(
                WorkedDuty(person="ann", date=day(number), shift=shift)
                for number, shift in settled.items()
                if number < 0
            ),
            "availability": (Availability(person="ann", first_day=day(0), last_day=day(days - 1)),),
            "cover": (Cover.model_validate({"place": "A", "minutes": 30, **asked}),),
            **more,
        }
    )


def _plan(case: Case, *more: DutyPiece) -> Plan:
    rows = (duty("ann", (row.date - day(0)).days, row.shift, place="A") for row in case.fixed)
    return Plan(duties=(*rows, *more), reservations=())


def _night(number: int) -> DutyPiece:
    return duty("ann", number, "N", place="A", band="night", skill="care", minutes=30.0)


FREE_NIGHT = _case(SETTLED, 3, Rules(rest_window_days=10, rest_days=3), 10)
AFTER_A_NIGHT = _case(
    {**WORKED, 1: "N"}, 0, Rules(max_consecutive_days=7, max_consecutive_nights=5), 2
)


@pytest.mark.parametrize(("case", "night"), [(FREE_NIGHT, 3), (AFTER_A_NIGHT, 0)])
def test_a_night_on_a_day_that_is_no_rest_day_anyway_is_a_point(case: Case, night: int) -> None:
    found = embedded(case, _plan(case, _night(night)))
    assert "weekly-rest" in [breach.rule for breach in found.verdict.inherited]
    assert_embeds(found)


@pytest.mark.parametrize(("case", "night"), [(FREE_NIGHT, 3), (AFTER_A_NIGHT, 0)])
def test_a_solve_finds_it_and_bounds_no_higher(case: Case, night: int) -> None:
    by_hand = judge(case, _plan(case, _night(night)))
    solution = solve(case, work=1)
    assert solution.broken == ()
    assert solution.plan.certificate is not None
    assert solution.plan.certificate.bound <= by_hand.cost + 0.01
    assert (day(night), "N") in {(row.date, row.shift) for row in solution.plan.duties}


def test_a_night_that_takes_the_rest_day_that_is_left_is_no_point() -> None:
    plan = _plan(FREE_NIGHT, _night(5))  # day 5 follows a night, and day 6 is a rest day
    found = embedded(FREE_NIGHT, plan)
    assert "weekly-rest" in [breach.rule for breach in found.verdict.broken]
    assert found.excess().max() > 0.5 or found.embedded.misfits


def test_a_given_duty_that_ends_late_counts_only_for_the_one_next_to_it() -> None:
    """A whole day's duty to day 1, 20:00, and a fixed one within it: the rest before day 2 runs
    from the end of that.
    """
    whole = Shift(shift="W", start="20:00", end="20:00", unpaid_break=0, contact={})
    early = Shift(shift="E", start="05:00", end="08:00", unpaid_break=0, contact={"morning": 60})
    case = _case({0: "W", 1: "E"}, 2, Rules(), 3, shifts=(LONG_DAY, NIGHT, whole, early))
    plan = _plan(case, duty("ann", 2, "E", place="A", minutes=0, band="morning"))
    found = embedded(case, plan)
    # of the whole day itself, which leaves no rest within it, and of the fixed duty in it
    assert [breach.rule for breach in found.verdict.inherited] == ["rest-between-duties"] * 2
    assert "24 hours" in str([breach.sentence for breach in found.verdict.inherited])
    assert_embeds(found)


def test_the_model_of_the_search_leaves_it_too() -> None:
    assert_embeds(embedded(FREE_NIGHT, _plan(FREE_NIGHT, _night(3)), joint_model(FREE_NIGHT)))
