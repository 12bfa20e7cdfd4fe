"""Is a figure told as it is meant, and is noise nothing?"""

import pytest

from rosterer.shown import (
    amount,
    as_shown,
    chance,
    days,
    hours,
    is_nothing,
    pounds,
    pounds_cell,
    pounds_or_pence,
    signed,
    tenths_cell,
    to_step,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "–"),
        (0.0499, "–"),
        (-1e-9, "–"),
        (0.05, "0.1"),
        (2.0, "2"),
        (-2.34, "−2.3"),
        (99.96, "100"),
        (1234.5, "1,235"),
        (float("nan"), "–"),
    ],
)
def test_a_figure_of_a_table(number: float, text: str) -> None:
    assert amount(number) == text


def test_a_difference_has_its_sign() -> None:
    assert (signed(2.0), signed(-2.0), signed(0.01)) == ("+2", "−2", "–")


def test_money_is_told_in_whole_pounds() -> None:
    assert (pounds(1234.5), pounds(-0.6), pounds(0.4)) == ("£1,235", "−£1", "£0")
    assert (pounds_cell(0.4), pounds_cell(-3)) == ("–", "−£3")


def test_hours_and_days_of_a_sentence_are_told_as_tables_tell_them() -> None:
    assert (hours(0.2), hours(1.0), hours(12.64)) == ("0.2 hours", "1 hour", "12.6 hours")
    assert (days(0.4), days(1.04), days(316.5)) == ("0.4 days", "1 day", "316.5 days")
    assert (tenths_cell(0.2), tenths_cell(316.5)) == ("0.2", "316.5")


def test_what_is_not_nothing_is_never_told_as_nothing() -> None:
    assert hours(0.04) == "less than 0.1 hours"
    assert tenths_cell(0.04) == "less than 0.1"
    assert pounds_or_pence(0.78) == "£0.78"


def test_what_tolerances_leave_is_nothing() -> None:
    assert (hours(1e-9), days(0.0), tenths_cell(1e-4)) == ("0 hours", "0 days", "–")
    assert (pounds_or_pence(0.001), pounds_or_pence(78.4)) == ("£0", "£78")


def test_halves_go_away_from_nothing_so_that_parts_add_up_to_their_sum() -> None:
    for known in range(5):
        assert to_step(known + 0.5, 1) == known + to_step(0.5, 1)


def test_what_is_shown_alike_is_alike() -> None:
    assert as_shown(0.0400001) == as_shown(0.0) == as_shown(1e-12)
    assert is_nothing(0.2, 0.5)
    assert not is_nothing(0.3, 0.5)
    assert chance(0.0549) == "5%"
