"""Does a careful manager's plan come to an end in time, valid however early it is cut short?"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import pytest

from rosterer.baseline import baseline_plan
from rosterer.commands.ending import ending
from rosterer.generate import generate
from rosterer.hurry import Hurry, cut_short
from rosterer.referee import judge
from rosterer.solve import solve
from rosterer_models.heuristics.progress import Budget

CASE = generate(people=16, days=14, load="tight", seed=5)


class Clock:
    """Every look at it takes a second."""

    def __init__(self, first: int = 0) -> None:
        self.looks = count(first)

    def __call__(self) -> float:
        return float(next(self.looks))


@dataclass
class FakeBudget(Budget):
    """A budget of another clock."""

    clock: Callable[[], float] = lambda: 0.0

    @property
    def spent(self) -> float:
        return self.clock()


def _after(steps: int) -> Callable[[], bool]:
    looks = count()
    return lambda: next(looks) >= steps


@pytest.mark.parametrize("steps", [0, 1, 15, 30, 45, 60, 75, 90])
def test_a_plan_that_is_cut_short_breaks_no_rule(steps: int) -> None:
    plan = baseline_plan(CASE, _after(steps))
    assert judge(CASE, plan).broken == ()


def test_the_earlier_it_is_cut_short_the_less_is_placed() -> None:
    placed = [
        sum(row.option is not None for row in baseline_plan(CASE, _after(steps)).placements)
        for steps in (0, 10_000)
    ]
    assert placed[0] == 0 < placed[1]


def _looks(seconds: float, first: int) -> list[bool]:
    """What a careful manager hears at each second, who begins when so many are gone."""
    clock = Clock(first)
    hurry = Hurry(FakeBudget(seconds=seconds, clock=clock))
    said = [hurry() for _ in range(8)]
    assert hurry.is_said == said[-1]
    return said


@pytest.mark.parametrize(
    ("seconds", "first", "heard"),
    [
        (10.0, 0, [False] * 5 + [True] * 3),  # until 5
        (10.0, 4, [False] * 3 + [True] * 5),  # until 7
        (10.0, 9, [False] + [True] * 7),  # a second in any case
        (10.0, 99, [False] + [True] * 7),
    ],
)
def test_half_of_the_time_that_is_left_is_for_the_careful_manager(
    seconds: float, first: int, heard: list[bool]
) -> None:
    assert _looks(seconds, first) == heard


def test_without_a_limit_nobody_hurries() -> None:
    hurry = Hurry(FakeBudget(seconds=None, work=5, clock=Clock()))
    assert not any(hurry() for _ in range(1000))


def test_whoever_is_asked_to_stop_hurries_at_once() -> None:
    assert Hurry(Budget(stop=lambda: True))()


def test_half_a_plan_is_compared_with_nothing_and_says_so() -> None:
    solution = solve(CASE, stop=lambda: True)
    assert solution.verdict.broken == ()
    assert (solution.compared, solution.baseline_cost) == (None, None)
    assert solution.remark is not None
    words = cut_short(solution.origin)
    assert words in solution.remark
    told = ending(solution.standing, solution.verdict, solution.delays, solution.free_places, None)
    assert sum(words in line for line in told) == 1


def test_a_plan_that_is_kept_is_not_said_to_be_missing() -> None:
    for origin, is_kept in (("baseline", True), ("search", False), ("start", False)):
        assert ("is kept as far as there was time" in cut_short(origin)) == is_kept
        assert ("There was no time to finish" in cut_short(origin)) != is_kept
