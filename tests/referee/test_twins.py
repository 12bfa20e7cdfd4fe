"""Is each rule broken by what breaks it, kept by what keeps it, and is there such a pair for every
rule?
"""

from typing import get_args

import pytest

from rosterer.referee import judge
from rosterer.referee.verdict import RuleName
from tests.cases import small_case, small_plan
from tests.referee import twins_of_duties, twins_of_placements, twins_of_rosters
from tests.referee.twin import Twin

TWINS = [*twins_of_duties.TWINS, *twins_of_rosters.TWINS, *twins_of_placements.TWINS]


def _name(twin: Twin) -> str:
    return f"{twin.rule}: {twin.fact}"


def test_every_rule_has_a_breaking_and_a_keeping_example() -> None:
    assert {twin.rule for twin in TWINS} == set(get_args(RuleName))


def test_the_small_plan_keeps_every_rule() -> None:
    assert judge(small_case(), small_plan()).broken == ()


@pytest.mark.parametrize("twin", TWINS, ids=_name)
def test_the_breaking_example_breaks_its_rule_and_no_other(twin: Twin) -> None:
    broken = judge(twin.case, twin.breaks).broken
    assert {breach.rule for breach in broken} == {twin.rule, *twin.also}


@pytest.mark.parametrize("twin", TWINS, ids=_name)
def test_the_keeping_example_keeps_every_rule(twin: Twin) -> None:
    assert judge(twin.keeping_case, twin.keeps).broken == ()


@pytest.mark.parametrize("twin", TWINS, ids=_name)
def test_a_breach_says_who_and_what_to_do(twin: Twin) -> None:
    for breach in judge(twin.case, twin.breaks).broken:
        assert breach.who
        assert len(breach.sentence) > 30
        assert breach.by is None or (breach.by > 0 and breach.unit)
