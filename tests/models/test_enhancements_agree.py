"""Do referee and formulation pay every duty alike, to the penny, though they share nothing?"""

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterer.referee.calendar import Calendar, hours_of
from rosterer.referee.enhancements import paid_of
from rosterer_models.columns.enhancements import paid_duties
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Employer
from rosterer_models.vocabulary.shift import Shift

FIRST_DAYS = (date(2026, 10, 22), date(2027, 3, 25), date(2026, 12, 23), date(2026, 11, 2))
DAYS = 5
PERCENTS = st.sampled_from((0, 20, 41, 83.5))


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


@st.composite
def shifts(draw: st.DrawFn) -> Shift:
    start = draw(st.sampled_from(range(0, 1440, 15)) | st.integers(0, 1439))
    length = draw(st.sampled_from((60, 480, 750, 1440)) | st.integers(2, 1440))
    unpaid = draw(st.integers(0, min(120, length - 1)))
    begins = draw(st.none() | st.integers(0, length - unpaid))
    if unpaid == 0 or begins == length:
        begins = None
    return Shift(
        shift="S",
        start=_clock(start),
        end=_clock(start + length),
        unpaid_break=unpaid,
        break_start=None if begins is None else _clock(start + begins),
    )


@st.composite
def split_shifts(draw: st.DrawFn) -> Shift:
    """Two to four spells, each of any kind, within 24 hours."""
    number = draw(st.integers(2, 4))
    cuts = sorted(
        draw(st.lists(st.integers(1, 1439), min_size=2 * number - 1, max_size=2 * number - 1))
    )
    start = draw(st.integers(0, 1439))
    found = []
    bounds = [0, *cuts]
    for first, last in zip(bounds[::2], bounds[1::2], strict=True):
        kind = draw(st.sampled_from(("", "", "=sleep-in", "=on-call")))
        unpaid = draw(st.integers(0, max(0, min(60, last - first - 1))))
        if last > first:
            pause = f"/{unpaid}" if unpaid and not kind else ""
            found.append(f"{_clock(start + first)}-{_clock(start + last)}{pause}{kind}")
    if not found or all(text.endswith("on-call") for text in found):
        found = [f"{_clock(start)}-{_clock(start + 60)}"]
    return Shift(shift="S", start=found[0][:5], end=found[-1][6:11], spells=tuple(found))


EMPLOYERS = st.builds(
    Employer,
    employer=st.just("e"),
    hourly_pay=st.sampled_from((10, 15.37)),
    night_percent=PERCENTS,
    saturday_percent=PERCENTS,
    sunday_percent=PERCENTS,
    holiday_percent=PERCENTS,
    enhanced_by=st.sampled_from(("night-shift", "hours", "start")),
    sleep_in_pay=st.sampled_from((0, 45)),
    on_call_pay=st.sampled_from((0, 12.5)),
    clock_change=st.sampled_from(("clock", "elapsed")),
)


@settings(max_examples=150, deadline=None)
@given(
    shift=shifts() | split_shifts(),
    employer=EMPLOYERS,
    first=st.sampled_from(FIRST_DAYS),
    holidays=st.sets(st.integers(0, DAYS), max_size=2),
)
def test_masks_of_minutes_and_pieces_of_time_agree(
    shift: Shift, employer: Employer, first: date, holidays: set[int]
) -> None:
    case = Case(
        name="pay",
        first_day=first,
        days=DAYS,
        employers=(employer,),
        shifts=(shift,),
        holidays=tuple(first + timedelta(days=number) for number in sorted(holidays)),
    )
    found, calendar = paid_duties(case, employer), Calendar.of(case)
    judged = [paid_of(employer, calendar, t, hours_of(shift)) for t in range(DAYS)]
    np.testing.assert_allclose(found.hours[:, 0], [one.hours for one in judged], atol=1e-9)
    np.testing.assert_allclose(
        found.premium[:, 0], [100 * one.premium for one in judged], atol=1e-6
    )
    if employer.clock_change == "clock":
        np.testing.assert_allclose(found.hours[:, 0], shift.paid_minutes / 60, atol=1e-9)
