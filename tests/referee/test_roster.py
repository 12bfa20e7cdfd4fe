"""Which duties does a line give, and how long is a rest when the clocks change?"""

from datetime import date, timedelta

import pytest

from rosterer.referee import judge, worked_line
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence, Availability, FixedDuty, WorkedDuty
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.settings import Rules
from rosterer_models.vocabulary.shift import Line
from tests.cases import PEOPLE, changed, day, small_case

ANN = PEOPLE[0]
PRESENT = Line(pattern="days", phase=0)


def _days(case: Case, line: Line = PRESENT) -> list[int]:
    return list(worked_line(case, case.people[0], line))


def test_a_line_gives_the_entry_of_the_cycle_at_its_phase() -> None:
    assert worked_line(small_case(), ANN, PRESENT) == {0: "D", 1: "D", 2: "D", 3: "D"}
    assert worked_line(small_case(), ANN, Line(pattern="nights", phase=6)) == {
        2: "N",
        3: "N",
        4: "N",
        5: "N",
    }


def test_a_line_gives_nothing_on_days_of_absence_or_with_a_fixed_duty() -> None:
    absences = (Absence(person="ann", first_day=day(1), last_day=day(1)),)
    fixed = (FixedDuty(person="ann", date=day(2), shift="D", training=True),)
    assert _days(small_case(absences=absences, fixed=fixed)) == [0, 3]


def test_a_night_of_somebody_who_does_no_nights_yields() -> None:
    case = small_case(people=changed(PEOPLE, "person", "ann", nights=False))
    assert _days(case, Line(pattern="nights", phase=0)) == []


def test_a_duty_yields_to_rest_after_history() -> None:
    history = (WorkedDuty(person="ann", date=day(-1), shift="N"),)
    assert _days(small_case(history=history)) == [1, 2, 3]


def test_a_duty_yields_to_a_fixed_duty_that_comes_later() -> None:
    # Nights on days 0 to 2 would end as the fixed day duty of day 3 begins.
    fixed = (FixedDuty(person="ann", date=day(3), shift="D"),)
    assert _days(small_case(fixed=fixed), Line(pattern="nights", phase=0)) == [0, 1]


def test_a_duty_yields_when_the_duties_kept_so_far_leave_no_room() -> None:
    assert _days(small_case(rules=Rules(max_consecutive_days=2))) == [0, 1, 3]


def test_rules_that_are_off_do_not_count() -> None:
    rules = Rules(max_consecutive_days=2, off=("consecutive-days",))
    assert _days(small_case(rules=rules)) == [0, 1, 2, 3]


SATURDAY_OF_AUTUMN_CHANGE = date(2026, 10, 24)
SATURDAY_OF_SPRING_CHANGE = date(2027, 3, 27)
AN_ORDINARY_SATURDAY = date(2026, 10, 10)


def _breaches_over_the_weekend(
    saturday: date, shifts: str, rest_minutes: int
) -> list[tuple[str, float | None]]:
    """Dan works Saturday and Sunday; what does the rest between the two break?"""
    monday = saturday - timedelta(days=5)
    case = small_case(
        first_day=monday,
        people=changed(PEOPLE, "person", "dan", max_duties=None)[-1:],
        availability=(
            Availability(person="dan", first_day=monday, last_day=saturday + timedelta(days=1)),
        ),
        rules=Rules(rest_minutes=rest_minutes),
        **dict.fromkeys(("cover", "referrals", "barriers", "expected", "census"), ()),
    )
    duties = (
        DutyPiece(
            person="dan",
            date=saturday + timedelta(days=number),
            shift=shift,
            place="hub" if shift == "N" else "B",
        )
        for number, shift in enumerate(shifts)
    )
    return [(breach.rule, breach.by) for breach in judge(case, Plan(duties=tuple(duties))).broken]


@pytest.mark.parametrize(
    ("saturday", "elapsed"),
    [
        (AN_ORDINARY_SATURDAY, 720),
        (SATURDAY_OF_AUTUMN_CHANGE, 780),
        (SATURDAY_OF_SPRING_CHANGE, 660),
    ],
)
def test_rest_is_what_really_passes_when_the_clocks_change(saturday: date, elapsed: int) -> None:
    # From 19:00 on Saturday to 07:00 on Sunday are twelve hours on the clock; thirteen pass on 25
    # October 2026 and eleven on 28 March 2027.
    assert _breaches_over_the_weekend(saturday, "DD", elapsed) == []
    assert _breaches_over_the_weekend(saturday, "DD", elapsed + 1) == [("rest-between-duties", 1)]


def test_a_long_night_ends_when_the_clock_says_so() -> None:
    # Saturday's night lasts thirteen hours to 07:00 on 25 October; to Sunday's night at 19:00 are
    # twelve, as on any day.
    assert _breaches_over_the_weekend(SATURDAY_OF_AUTUMN_CHANGE, "NN", 720) == []
    assert _breaches_over_the_weekend(SATURDAY_OF_AUTUMN_CHANGE, "NN", 721) == [
        ("rest-between-duties", 1)
    ]
