"""Are the bank holidays those of England?"""

from datetime import date

from rosterer_models.library.holidays import bank_holidays


def test_christmas_2026_lists_the_day_itself_and_the_day_in_its_place() -> None:
    # Boxing Day falls on a Saturday; Monday the 28th is given instead.
    days = bank_holidays(date(2026, 12, 1), 31)
    assert days == (date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28))


def test_a_horizon_over_new_year_has_holidays_of_both_years_in_order() -> None:
    assert bank_holidays(date(2026, 12, 27), 10) == (date(2026, 12, 28), date(2027, 1, 1))


def test_the_last_day_counts_and_the_day_after_does_not() -> None:
    assert bank_holidays(date(2026, 12, 24), 2) == (date(2026, 12, 25),)
    assert bank_holidays(date(2026, 12, 23), 2) == ()


def test_scotland_has_the_second_of_january_and_england_has_not() -> None:
    assert bank_holidays(date(2026, 1, 2), 1) == ()
