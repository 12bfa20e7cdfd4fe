"""Does the plan's last night make a night worker of somebody who has worked too long before?

Seventeen weeks of 60 hours, opted out: 13 of them, 65 duties, are in the 17 weeks that end with the
horizon. The night limit is 17 × 48 = 816 hours. The period to day 6 has 16 × 60 = 960, that to the
last day 13 × 60 = 780.
"""

import pytest

from rosterer.referee import Verdict, judge
from rosterer_models.vocabulary.person import WorkedDuty
from rosterer_models.vocabulary.plan import ChosenLine, Plan
from tests.cases import day, duty
from tests.referee.known_weeks import broken_rules, history, lone_case


def _after(nights: int, plan: Plan) -> Verdict:
    """So many nights among the 65 duties, the others by day."""
    late = [row.date for row in history("five", 13) if row.date.weekday() in (3, 4)]
    at_night = set(sorted(late, key=lambda on: (-on.weekday(), on))[:nights])
    worked = tuple(
        WorkedDuty(person="ann", date=row.date, shift="N" if row.date in at_night else "D")
        for row in history("five", 17)
    )
    case = lone_case("five", opt_out=True, nights=True, patterns=("nights",))
    return judge(case.model_copy(update={"history": worked}), plan)


def _plan(*duties: tuple[int, str], line: str | None = None) -> Plan:
    return Plan(
        duties=tuple(duty("ann", on, shift, place="A") for on, shift in duties),
        lines=() if line is None else (ChosenLine(person="ann", pattern=line, phase=0),),
        reservations=(),
    )


def test_a_night_that_makes_a_night_worker_breaks_the_limit_of_every_judged_period() -> None:
    # 17 of 66 duties are one in four; no duty of the plan is in the periods that are exceeded.
    verdict = _after(16, _plan((27, "N")))
    (told,) = (one for one in verdict.broken if one.rule == "night-average")
    assert (told.when, told.by) == (day(6), (960 - 816) * 60)
    # To day 13: 900 hours; to day 20: 840.
    assert [one.by for one in told.follows] == [84 * 60, 24 * 60]
    assert "give fewer nights" in told.sentence


def test_the_last_night_by_day_leaves_no_night_worker() -> None:
    verdict = _after(16, _plan((25, "D")))
    assert "night-average" not in broken_rules(verdict)
    assert "night-average" not in [one.rule for one in verdict.inherited]


@pytest.mark.parametrize("plan", [_plan(), _plan((27, "N")), _plan((25, "D"))])
def test_who_was_a_night_worker_before_inherits_what_was_too_much(plan: Plan) -> None:
    verdict = _after(17, plan)
    assert "night-average" not in broken_rules(verdict)
    (told,) = (one for one in verdict.inherited if one.rule == "night-average")
    assert told.when == day(6)


def test_nights_that_keep_somebody_a_night_worker_are_the_plans() -> None:
    # 17 of 70 are fewer than one in four, 18 of 71 are not: without its night nobody would ask.
    by_day = tuple((on, "D") for on in (21, 22, 23, 24, 25))
    assert "night-average" not in [one.rule for one in _after(17, _plan(*by_day)).inherited]
    assert "night-average" in broken_rules(_after(17, _plan(*by_day, (27, "N"))))


def test_a_line_by_night_makes_a_night_worker_too() -> None:
    assert "night-average" in broken_rules(_after(0, _plan(line="nights")))
    assert "night-average" not in broken_rules(_after(0, _plan()))


def _present_by_night(line: str, **about: object) -> Verdict:
    """Ann, on nights now, has 960 hours by day behind her in a period that is judged."""
    case = lone_case("nights", opt_out=True, nights=True, **about)
    return judge(case.model_copy(update={"history": history("five", 17)}), _plan(line=line))


def test_a_present_line_that_a_plan_may_leave_is_the_plans() -> None:
    about = {"patterns": ("five",), "line_rule": "free", "floats_back": 28}
    stays = _present_by_night("nights", **about)
    assert "night-average" in broken_rules(stays)
    assert "night-average" not in [one.rule for one in stays.inherited]
    leaves = _present_by_night("five", **about)
    assert "night-average" not in broken_rules(leaves)
    assert "night-average" not in [one.rule for one in leaves.inherited]


@pytest.mark.parametrize("about", [{"line_rule": "kept"}, {"line_rule": "free", "patterns": ()}])
def test_a_present_line_that_no_plan_may_leave_is_not(about: dict[str, object]) -> None:
    verdict = _present_by_night("nights", **{"patterns": ("five",), **about})
    assert "night-average" not in broken_rules(verdict)
    assert "night-average" in [one.rule for one in verdict.inherited]
