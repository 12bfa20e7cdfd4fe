"""Is a duty of several spells one duty, with the rest, hours and pay of its spells?"""

from datetime import date

import pytest

from rosterer.referee import judge
from rosterer.referee.calendar import SleepIn, hours_of
from rosterer.referee.roster import worked_line
from rosterer.report.worked import worked_days
from rosterer_models.rules.spells import breaks_rest, rest_bounds, working_minutes
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import FixedDuty
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.settings import Rules
from rosterer_models.vocabulary.shift import Line, Shift
from tests.cases import EMPLOYERS, PATTERNS, changed, day, duty, small_case

SPLIT = Shift(
    shift="S",
    start="07:00",
    end="22:30",
    spells=("07:00-11:00", "17:00-22:30/30"),
    contact={"morning": 120, "evening": 100},
)
WHOLE = Shift(shift="W", start="08:00", end="08:00", contact={"morning": 264})
SLEEPS = Shift(
    shift="Z",
    start="14:00",
    end="10:00",
    spells=("14:00-22:00", "22:00-07:00=sleep-in", "07:00-10:00"),
    contact={"evening": 100},
)
CALLED = Shift(shift="C", start="09:00", end="09:00", spells=("09:00-17:00", "17:00-09:00=on-call"))


def _case(*shifts: Shift, **fields: object) -> Case:
    return small_case(shifts=(*small_case().shifts, *shifts), **fields)


def _broken(case: Case, *duties: tuple[int, str]) -> set[str]:
    """Rules that ann's duties break, her line left alone."""
    fixed = {row.date for row in case.fixed}
    rows = tuple(
        duty("ann", t, shift, source="fixed" if day(t) in fixed else "line") for t, shift in duties
    )
    verdict = judge(case, Plan(duties=rows))
    return {row.rule for row in verdict.broken if row.who == "ann"}


def test_a_shift_of_two_spells_has_their_hours_and_not_the_gap_between() -> None:
    assert (SPLIT.paid_minutes, SPLIT.break_minutes) == (4 * 60 + 5 * 60, 30)
    assert (SPLIT.start_minute, SPLIT.end_minute) == (7 * 60, 22 * 60 + 30)
    assert SPLIT.times == "07:00 to 11:00 and 17:00 to 22:30"
    assert not SPLIT.is_night


def test_a_spell_after_midnight_follows_those_before_it() -> None:
    waking = Shift(shift="X", start="20:00", end="06:00", spells=("20:00-23:00", "01:00-06:00"))
    assert [(one.start, one.end) for one in waking.parts] == [(1200, 1380), (1500, 1800)]
    # Five hours between 23:00 and 06:00; asleep they are none.
    assert waking.is_night
    assert not SLEEPS.is_night


@pytest.mark.parametrize(
    ("start", "end", "spells", "fault"),
    [
        ("07:00", "12:00", ("07:00-11:00", "10:00-12:00"), "without overlap"),
        ("07:00", "11:00", ("07:00-11:00/240",), "does not lie within it"),
        ("07:00", "11:00", ("07:00-11:00/30@10:45",), "does not lie within it"),
        ("07:00", "11:00", ("07:00-11:00/30=sleep-in",), "has no break"),
        ("07:00", "12:00", ("07:00-11:00",), "start and end are not those"),
        ("19:00", "07:00", ("19:00-07:00=on-call",), "on call alone is no duty"),
        ("07:00", "11:00", ("7 to 11",), "is no spell"),
        ("07:00", "07:30", ("07:00-06:00", "06:30-07:30"), "without overlap"),
    ],
)
def test_spells_that_do_not_fit_are_refused_in_words(
    start: str, end: str, spells: tuple[str, ...], fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        Shift(shift="S", start=start, end=end, spells=spells)


def test_a_break_beside_spells_is_refused() -> None:
    with pytest.raises(ValueError, match="has its breaks in them"):
        Shift(shift="S", start="07:00", end="11:00", unpaid_break=30, spells=("07:00-11:00",))


def test_spells_that_touch_and_a_whole_day_are_allowed() -> None:
    touching = Shift(
        shift="S", start="08:00", end="08:00", spells=("08:00-20:00", "20:00-08:00=sleep-in")
    )
    assert touching.end_minute - touching.start_minute == 1440


def test_rest_runs_from_the_last_spell_to_the_next_first() -> None:
    # 22:30 to 07:00 are 510 minutes, 11 hours are needed.
    case = _case(SPLIT)
    verdict = judge(case, Plan(duties=(duty("ann", 0, "S"), duty("ann", 1, "D"))))
    (breach,) = (row for row in verdict.broken if row.rule == "rest-between-duties")
    assert breach.by == 660 - 510
    # Within the duty six hours between the spells are no breach.
    assert "rest-between-duties" not in _broken(case, (0, "S"), (2, "D"))


@pytest.mark.parametrize(
    ("shift", "sleep_in", "is_broken"),
    [
        (WHOLE, "work", True),
        (WHOLE, "rest", True),  # nobody says which of its hours are slept
        (CALLED, "work", False),  # at home on call is rest
        (SLEEPS, "work", False),  # 20 hours
    ],
)
def test_a_duty_of_24_hours_has_the_rest_of_a_day_within_it(
    shift: Shift, sleep_in: SleepIn, is_broken: bool
) -> None:
    case = _case(shift, rules=Rules(sleep_in=sleep_in))
    assert ("rest-between-duties" in _broken(case, (0, shift.shift))) is is_broken
    assert breaks_rest(shift, case.rules) is is_broken
    assert not breaks_rest(shift, Rules(off=("rest-between-duties",)))
    free = _case(shift, rules=Rules(sleep_in=sleep_in, off=("rest-between-duties",)))
    assert "rest-between-duties" not in _broken(free, (0, shift.shift))


def test_a_night_slept_is_rest_where_the_case_says_so() -> None:
    long = Shift(
        shift="L",
        start="08:00",
        end="08:00",
        spells=("08:00-20:00", "20:00-07:00=sleep-in", "07:00-08:00"),
    )
    for sleep_in, is_broken in (("work", True), ("neither", True), ("rest", False)):
        case = _case(long, rules=Rules(sleep_in=sleep_in))
        assert ("rest-between-duties" in _broken(case, (0, "L"))) is is_broken


def test_a_line_of_24_hours_yields_and_a_fixed_duty_of_them_stands_as_inherited() -> None:
    patterns = tuple(
        row.model_copy(update={"cycle": ("W", *row.cycle[1:])}) if row.pattern == "days" else row
        for row in PATTERNS
    )
    case = _case(WHOLE, patterns=patterns)
    ann = case.people[0]
    assert 0 not in worked_line(case, ann, Line(pattern="days", phase=0))
    assert worked_line(case, ann, Line(pattern="days", phase=0))[1] == "D"
    assert "rest-between-duties" in _broken(case, (0, "W"))
    fixed = _case(WHOLE, fixed=(FixedDuty(person="ann", date=day(0), shift="W", training=True),))
    verdict = judge(fixed, Plan(duties=(duty("ann", 0, "W", source="fixed"),)))
    assert "rest-between-duties" in {row.rule for row in verdict.inherited}
    assert "rest-between-duties" not in {row.rule for row in verdict.broken}


@pytest.mark.parametrize(
    ("sleep_in", "minutes", "bounds"),
    [
        ("work", 20 * 60, (14 * 60, 34 * 60)),
        ("neither", 11 * 60, (14 * 60, 34 * 60)),
        ("rest", 11 * 60, (14 * 60, 34 * 60)),
    ],
)
def test_a_sleep_in_is_working_time_where_the_case_says_so(
    sleep_in: SleepIn, minutes: int, bounds: tuple[int, int]
) -> None:
    rules, judged = Rules(sleep_in=sleep_in), hours_of(SLEEPS, sleep_in)
    assert working_minutes(SLEEPS, rules) == judged.work == minutes
    assert rest_bounds(SLEEPS, rules) == (judged.start, judged.end) == bounds


def test_rest_at_the_end_of_a_duty_belongs_to_the_rest_after_it() -> None:
    judged = hours_of(CALLED)
    assert (judged.start, judged.end, judged.work) == (9 * 60, 17 * 60, 8 * 60)
    ends_asleep = Shift(
        shift="E", start="14:00", end="07:00", spells=("14:00-22:00", "22:00-07:00=sleep-in")
    )
    for sleep_in, end in (("work", 31 * 60), ("neither", 31 * 60), ("rest", 22 * 60)):
        assert hours_of(ends_asleep, sleep_in).end == end
        assert rest_bounds(ends_asleep, Rules(sleep_in=sleep_in))[1] == end


def test_a_sleep_in_has_its_flat_pay_and_no_paid_hours() -> None:
    employers = changed(EMPLOYERS, "employer", "council", sleep_in_pay=45, on_call_pay=20)
    case = _case(SLEEPS, CALLED, employers=employers)
    plan = Plan(duties=(duty("ann", 0, "Z"), duty("ann", 2, "C")))
    asleep, called = worked_days(case, plan)
    assert (asleep.paid_hours, asleep.paid.flat) == (11, 45)
    assert (called.paid_hours, called.paid.flat) == (8, 20)
    # Two hours after 20:00 at 50 %: £20, and the sleep-in; on a weekday by day only the call.
    assert asleep.paid.premium == pytest.approx(20 + 45)
    assert called.paid.premium == 20
    pounds = sum(row.pounds for row in judge(case, plan).ledger if row.name == "enhancements")
    assert pounds == pytest.approx(20 + 45 + 20)


def test_the_night_of_a_clock_change_is_longer_in_the_spell_that_has_it() -> None:
    first = date(2026, 10, 24)
    case = _case(SLEEPS, first_day=first)
    (worked,) = worked_days(
        case, Plan(duties=(duty("ann", 0, "Z").model_copy(update={"date": first}),))
    )
    assert [one.elapsed_hours for one in worked.spells] == [8, 10, 3]
    assert (worked.elapsed_hours, worked.clock_hours) == (21, 20)
