"""Does a plan that breaks a rule go back only where it breaks it?"""

from rosterer.baseline import baseline_plan
from rosterer.mend import added_breaches, mended
from rosterer.referee import judge
from rosterer.solve import solve
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan
from tests.cases import small_case


def _both() -> tuple[Case, Plan, Plan]:
    """A case with the careful manager's plan and a cheaper one."""
    case = small_case()
    return case, baseline_plan(case), solve(case, work=1).plan


def _mended(case: Case, plan: Plan, sound: Plan) -> Plan:
    verdict, before = judge(case, plan), judge(case, sound)
    assert added_breaches(verdict, before)
    whole = mended(case, plan, verdict, sound, before)
    assert whole is not None
    assert not added_breaches(judge(case, whole.plan), before)
    return whole.plan


def test_one_row_out_of_reach_goes_back_and_nobody_else_does() -> None:
    case, sound, plan = _both()
    one = next(row for row in plan.duties if row.minutes)
    broken = plan.model_copy(
        update={
            "duties": tuple(
                row.model_copy(update={"minutes": 10_000.0}) if row is one else row
                for row in plan.duties
            )
        }
    )
    whole = _mended(case, broken, sound)
    others = [row for row in plan.duties if row.person != one.person]
    assert [row for row in whole.duties if row.person != one.person] == others


def test_somebody_placed_twice_goes_back_and_everybody_keeps_their_duties() -> None:
    case, sound, plan = _both()
    twice = plan.model_copy(update={"placements": (*plan.placements, plan.placements[0])})
    assert _mended(case, twice, sound).duties == plan.duties


def test_too_much_reserved_is_left_to_the_referees_rule() -> None:
    case, sound, plan = _both()
    assert plan.reservations
    more = [row.model_copy(update={"amount": row.amount + 1e3}) for row in plan.reservations]
    broken = plan.model_copy(update={"reservations": tuple(more)})
    whole = _mended(case, broken, sound)
    assert whole.reservations is None
    assert whole.duties == plan.duties


def test_a_line_that_is_not_allowed_takes_the_whole_roster_back() -> None:
    case, sound, plan = _both()
    first = plan.lines[0]
    odd = first.model_copy(update={"pattern": "none-such"})
    broken = plan.model_copy(update={"lines": (odd, *plan.lines[1:])})
    whole = _mended(case, broken, sound)
    assert [row for row in whole.duties if row.person == first.person] == [
        row for row in sound.duties if row.person == first.person
    ]
