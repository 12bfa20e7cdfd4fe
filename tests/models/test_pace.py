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
    quiet = pace_of(care(), 5.0, 4.9)
    assert quiet.factor == 1.0
    assert quiet.cells > 0


def test_half_the_processor_means_twice_as_long_steps() -> None:
    quiet, slow = pace_of(care(), 3.0, 3.0), pace_of(care(), 6.0, 3.0)
    for step in ("placing", "settling", "finishing"):
        assert getattr(slow, step) == pytest.approx(2 * getattr(quiet, step))


def test_a_case_that_is_hard_by_itself_is_not_taken_for_a_slow_machine() -> None:
    assert pace_of(care(), 600.0, 600.0).factor == 1.0


def test_a_machine_that_stood_still_is_not_waited_for_for_ever() -> None:
    assert pace_of(care(), 1e6, 1.0).factor == SLOWEST


def test_what_took_no_time_says_nothing_of_the_machine() -> None:
    assert pace_of(care(), 1.0, 0.0).factor == 1.0


def test_looking_at_other_starts_takes_longer_than_settling_those_asked_for() -> None:
    for cells in (1000, 5600, 13_500):
        assert Pace(cells, 1.0).settling < Pace(cells, 1.0).finishing
