"""Does a search know that a machine is slow, and does it never hope for a faster one than was
measured?
"""

from functools import lru_cache

import pytest

from rosterer.generate import generate
from rosterer_models.formulation.care import Care, add_care
from rosterer_models.formulation.sets import Sets
from rosterer_models.heuristics.pace import SLOWEST, Pace, pace_of
from rosterer_models.matrix.model import Builder


@lru_cache
def care() -> Care:
    case = generate(8, 14, "normal", 3)
    return add_care(Builder(), case, Sets(case))


def test_a_machine_with_nothing_else_to_do_takes_what_was_measured() -> None:
    quiet = pace_of(care(), 0.0)
    assert quiet.factor == 1.0
    assert quiet.cells > 0


def test_twice_as_long_a_relaxation_means_twice_as_long_steps() -> None:
    usual = 0.4 * (pace_of(care(), 0.0).cells / 1500) ** 1.35
    quiet, slow = pace_of(care(), usual), pace_of(care(), 2 * usual)
    assert quiet.factor == 1.0
    for step in ("placing", "settling", "finishing"):
        assert getattr(slow, step) == pytest.approx(2 * getattr(quiet, step))


def test_a_relaxation_that_is_hard_by_itself_is_not_taken_for_a_machine_that_stands_still() -> None:
    assert pace_of(care(), 1e6).factor == SLOWEST


def test_asking_and_settling_take_less_than_looking_at_all_starts_in_a_city() -> None:
    city = Pace(5600, 1.0)
    assert city.placing + city.settling < city.finishing
