"""What is short when two must come at once, and how likely is a unit to overflow?"""

from itertools import product
from math import comb, exp, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterer.referee import judge
from rosterer.referee.cells import pair_deficit
from rosterer.referee.occupancy import chance_of_more_than
from rosterer.referee.reserve import most_for_two
from tests.cases import day, small_case, small_plan

MINUTES = st.floats(0, 300)


def test_two_carers_together_do_what_one_alone_cannot() -> None:
    assert pair_deficit(30, [60], 0) == 30
    assert pair_deficit(30, [30, 30], 0) == 0
    assert pair_deficit(30, [60, 10], 10) == 10


@given(st.lists(MINUTES, max_size=5), MINUTES)
def test_the_most_for_two_is_just_enough(own: list[float], bought: float) -> None:
    most = most_for_two(own, bought)
    assert pair_deficit(most, own, bought) <= 1e-6
    assert pair_deficit(most + 1, own, bought) > 0.5


@given(MINUTES, MINUTES)
def test_two_can_be_together_for_exactly_as_long_as_the_lesser_gives(
    one: float, more: float
) -> None:
    # Sums are not taken apart again: 100 + 29.07 − 100 is less than 29.07.
    assert most_for_two([one, one + more], 0) == one
    assert most_for_two([100, 29.07], 0) == 29.07


def test_the_chance_of_overflow_of_people_alike_is_binomial() -> None:
    # More than 2 of 4, each there with chance 0.3: 4 × 0.3³ × 0.7 + 0.3⁴.
    assert chance_of_more_than(2, [0.3] * 4) == pytest.approx(comb(4, 3) * 0.3**3 * 0.7 + 0.3**4)


def test_the_chance_of_overflow_of_reservations_is_poisson() -> None:
    # More than 1 when 0.5 are expected: 1 − e^−0.5 × (1 + 0.5).
    assert chance_of_more_than(1, [], 0.5) == pytest.approx(1 - exp(-0.5) * 1.5)


@given(st.lists(st.floats(0, 1), max_size=6), st.integers(0, 5))
def test_the_chance_of_overflow_counts_every_outcome(chances: list[float], beds: int) -> None:
    outcomes = product((True, False), repeat=len(chances))
    more = sum(
        prod(
            chance if is_there else 1 - chance
            for chance, is_there in zip(chances, outcome, strict=True)
        )
        for outcome in outcomes
        if sum(outcome) > beds
    )
    assert chance_of_more_than(beds, chances) == pytest.approx(more, abs=1e-9)


def test_overflow_is_told_for_each_unit_and_day() -> None:
    overflow = {row.date: row for row in judge(small_case(), small_plan()).overflow}
    assert len(overflow) == 7
    # r1 and o1 are there for certain, in three beds.
    assert (overflow[day(0)].expected, overflow[day(0)].beds, overflow[day(0)].probability) == (
        2,
        3,
        0,
    )
