"""Does each hour earn the enhancement of the day and the time at which it is worked?"""

from datetime import date

import pytest

from rosterer.referee.calendar import Calendar, hours_of
from rosterer.referee.enhancements import Paid, paid_of
from rosterer_models.vocabulary.person import Employer
from rosterer_models.vocabulary.shift import Shift
from tests.cases import small_case

CHANGE = date(2026, 10, 24)
"""A Saturday; in the night after it the clocks go back."""
SPRING = date(2027, 3, 27)
NIGHT = Shift(shift="N", start="19:00", end="07:30", unpaid_break=30)
EMPLOYER = Employer(
    employer="trust",
    hourly_pay=15,
    night_percent=41,
    saturday_percent=41,
    sunday_percent=83,
    holiday_percent=83,
)


def _paid(on: date, shift: Shift = NIGHT, holidays: tuple[date, ...] = (), **terms: object) -> Paid:
    employer = Employer.model_validate({**dict(EMPLOYER), **terms})
    case = small_case(first_day=on, holidays=holidays)
    return paid_of(employer, Calendar.of(case), 0, hours_of(shift))


def _hours(paid: Paid) -> dict[str, float]:
    return {kind: round(minutes / 60, 2) for kind, minutes in paid.minutes.items() if minutes}


# 12 of 12.5 hours are paid: 5 h are 4.8, 7.5 h are 7.2.
@pytest.mark.parametrize(
    ("on", "hours"),
    [
        (date(2026, 10, 31), {"saturday": 4.8, "sunday": 7.2}),
        (date(2026, 11, 1), {"sunday": 4.8, "night": 7.2}),
        (date(2026, 10, 30), {"night": 4.8, "saturday": 7.2}),
        (date(2026, 10, 29), {"night": 12}),
    ],
)
def test_saturday_and_sunday_are_from_midnight_to_midnight(
    on: date, hours: dict[str, float]
) -> None:
    assert _hours(_paid(on)) == hours


def test_the_money_is_the_sum_over_the_hours() -> None:
    # 4.8 h × £15 × 41 % + 7.2 h × £15 × 83 %.
    assert _paid(date(2026, 10, 31)).premium == pytest.approx(29.52 + 89.64)


def test_a_night_shift_is_night_work_as_a_whole_and_by_the_hour_alone_it_is_not() -> None:
    thursday = date(2026, 10, 29)
    assert _hours(_paid(thursday, enhanced_by="hours")) == {"plain": 2.4, "night": 9.6}
    # 14:00 to 22:00: two hours of eight are after 20:00.
    late = Shift(shift="L", start="14:00", end="22:00")
    assert _hours(_paid(thursday, late)) == {"plain": 6, "night": 2}
    # Half is not most: 16:00 to midnight.
    even = Shift(shift="E", start="16:00", end="00:00")
    assert _hours(_paid(thursday, even)) == {"plain": 4, "night": 4}
    more = Shift(shift="M", start="16:01", end="00:00")
    assert _hours(_paid(thursday, more)) == {"night": 7.98}


def test_by_the_start_all_of_a_duty_is_what_its_start_is() -> None:
    assert _hours(_paid(date(2026, 10, 31), enhanced_by="start")) == {"saturday": 12}
    assert _hours(_paid(date(2026, 11, 1), enhanced_by="start")) == {"sunday": 12}
    # Less than three hours between 23:00 and 06:00 are no night.
    late = Shift(shift="L", start="14:00", end="22:00")
    assert _hours(_paid(date(2026, 10, 29), late, enhanced_by="start")) == {"plain": 8}


def test_a_bank_holiday_begins_and_ends_at_midnight() -> None:
    christmas = date(2026, 12, 25)
    eve = _paid(date(2026, 12, 24), holidays=(christmas,), holiday_percent=100)
    assert _hours(eve) == {"night": 4.8, "holiday": 7.2}
    day = _paid(christmas, holidays=(christmas,), holiday_percent=100)
    assert _hours(day) == {"holiday": 4.8, "saturday": 7.2}


def test_a_dated_break_is_taken_out_where_it_lies() -> None:
    before = NIGHT.model_copy(update={"break_start": "23:30"})
    after = NIGHT.model_copy(update={"break_start": "00:00"})
    across = NIGHT.model_copy(update={"break_start": "23:45"})
    saturday = date(2026, 10, 31)
    assert _hours(_paid(saturday, before)) == {"saturday": 4.5, "sunday": 7.5}
    assert _hours(_paid(saturday, after)) == {"saturday": 5, "sunday": 7}
    assert _hours(_paid(saturday, across)) == {"saturday": 4.75, "sunday": 7.25}


def test_a_break_outside_its_shift_is_refused() -> None:
    with pytest.raises(ValueError, match="break does not lie between"):
        Shift(shift="D", start="07:00", end="15:00", unpaid_break=30, break_start="14:45")
    with pytest.raises(ValueError, match="break does not lie between"):
        Shift(shift="D", start="07:00", end="15:00", unpaid_break=30, break_start="06:45")


def test_where_the_clocks_change_the_employer_says_what_is_paid() -> None:
    assert _hours(_paid(CHANGE)) == {"saturday": 4.8, "sunday": 7.2}
    # 13.5 hours pass, 13 are paid: the hour more is on Sunday.
    autumn = _paid(CHANGE, clock_change="elapsed")
    assert autumn.hours == pytest.approx(13)
    assert _hours(autumn) == {"saturday": 4.81, "sunday": 8.19}
    spring = _paid(SPRING, clock_change="elapsed")
    assert spring.hours == pytest.approx(11)
    assert _paid(SPRING).hours == pytest.approx(12)
    # The night after is twelve hours for everybody.
    assert _paid(date(2026, 10, 25), clock_change="elapsed").hours == pytest.approx(12)


def test_a_shift_in_the_hour_that_the_clock_skips_pays_what_passes() -> None:
    skipped = Shift(shift="X", start="01:00", end="02:00")
    assert _paid(date(2027, 3, 28), skipped).hours == 1
    assert _paid(date(2027, 3, 28), skipped, clock_change="elapsed").hours == 0


def test_a_day_and_a_night_are_paid_once_each() -> None:
    whole = Shift(shift="W", start="08:00", end="08:00")
    # Saturday 08:00 to Sunday 08:00: ten hours of 24 at night are not most of it.
    assert _hours(_paid(date(2026, 10, 31), whole)) == {"saturday": 16, "sunday": 8}
    assert _hours(_paid(date(2026, 10, 28), whole)) == {"plain": 14, "night": 10}
