"""Does a verdict say what it found, what no plan avoids and what was not judged, each apart?"""

from rosterer.referee import Breach, NotJudged, Verdict, judge
from tests.cases import small_case, small_plan

BREACH = Breach(rule="beds", who="hub", sentence="hub: 1 bed too few")
UNKNOWN = NotJudged(
    rule="weekly-average",
    what="48-hour average",
    why="3 of 17 weeks known",
    people=("p1",),
    sentence="48-hour average: 3 of 17 weeks known for 1 person",
)


def _with(**found: object) -> Verdict:
    return judge(small_case(), small_plan()).model_copy(update=found)


def test_a_rule_that_was_not_judged_is_not_called_kept() -> None:
    whole = _with(not_judged=()).summary.splitlines()
    partial = _with(not_judged=(UNKNOWN,)).summary.splitlines()
    assert whole[0] == "Every rule is kept."
    assert partial[:2] == [
        "Every rule that could be judged is kept.",
        "Not judged: 48-hour average: 3 of 17 weeks known for 1 person.",
    ]


def test_what_no_plan_can_avoid_is_told_but_held_against_none() -> None:
    inherited, broken = _with(inherited=(BREACH,)), _with(broken=(BREACH,))
    assert inherited.is_good
    assert "1 breach no plan can avoid" in inherited.summary
    assert not broken.is_good
    assert broken.summary.startswith("1 breach of 1 rule: beds.")


def test_what_was_not_judged_is_no_fault() -> None:
    assert _with(not_judged=(UNKNOWN,)).is_good
