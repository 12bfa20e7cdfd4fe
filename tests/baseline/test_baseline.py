"""Is the baseline what a careful manager would do: within every rule, the same each time, and no straw man?"""

import subprocess
import sys
from functools import lru_cache

import pytest

from rosterer.baseline import baseline_plan
from rosterer.generate import Load, generate
from rosterer.referee import judge
from rosterer.referee.verdict import Verdict
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

LOADS: tuple[Load, ...] = ("easy", "normal", "tight")


@lru_cache(maxsize=12)
def judged(people: int, load: Load, seed: int = 1) -> tuple[Case, Plan, Verdict]:
    case = generate(people, 28, load, seed)
    plan = baseline_plan(case)
    return case, plan, judge(case, plan)


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize(("people", "seed"), [(30, 1), (30, 2), (131, 1)])
def test_a_baseline_breaks_no_rule(people: int, load: Load, seed: int) -> None:
    _, _, verdict = judged(people, load, seed)
    assert verdict.broken == ()


def test_equal_cases_get_equal_plans() -> None:
    assert baseline_plan(generate(30, 28, "tight", 1)) == baseline_plan(generate(30, 28, "tight", 1))


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("people", [30, 131])
def test_a_baseline_costs_far_less_than_doing_nothing(people: int, load: Load) -> None:
    case, _, verdict = judged(people, load)
    assert verdict.cost < judge(case, Plan()).cost / 2


def test_a_baseline_reaches_no_solver() -> None:
    script = (
        "import sys, rosterer.baseline; print([name for name in ('highspy', 'ortools', 'scipy', 'pandas') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
    assert found == "[]"
