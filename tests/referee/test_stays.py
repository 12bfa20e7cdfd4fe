"""With what chance is somebody still there, and how much care do they need?"""

import pytest

from rosterer.referee.census import census_courses
from rosterer.referee.register import Register
from rosterer.referee.stays import Course, Courses, minutes_on
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.referral import Occupant, Stage, StayPoint
from rosterer_models.vocabulary.settings import Limits
from tests.cases import OPTIONS, STAYS, UNITS, changed, day, small_case

UNCERTAIN_HUB = (
    Stage(option="hub-first", stage=1, setting="hub", stay="package"),
    Stage(
        option="hub-first",
        stage=2,
        setting="home",
        days=2,
        skill="care",
        minutes={"morning": 30},
        carers=2,
    ),
)


def _course(
    case: Case, option: str, units: tuple[str | None, ...], waits: tuple[int, ...] = ()
) -> Course:
    return Courses(Register(case)).course(option, units, waits)


def _census(case: Case) -> dict[str, Course]:
    register = Register(case)
    return {
        occupant.occupant: course
        for occupant, course in census_courses(register, Courses(register))
    }


def test_a_curve_holds_its_last_named_day_and_ends_after_the_last() -> None:
    (stage,) = _course(small_case(), "home-care", (None,)).stages
    assert stage.presence[:7] == (1, 1, 0.5, 0.5, 0.25, 0, 0)


def test_a_curve_that_does_not_name_day_0_starts_with_everybody() -> None:
    stays = tuple(point for point in STAYS if point.day > 0)
    (stage,) = _course(small_case(stays=stays), "home-care", (None,)).stages
    assert stage.presence[:3] == (1, 1, 0.5)


def test_the_longest_stay_of_a_unit_cuts_curve_and_known_length() -> None:
    units = changed(UNITS, "unit", "hub", longest_stay=2)
    known = _course(small_case(units=units), "hub-first", ("hub", None))
    uncertain = _course(
        small_case(units=units, options=(*OPTIONS[:1], *UNCERTAIN_HUB)), "hub-first", ("hub", None)
    )
    assert known.stages[0].presence[:4] == (1, 1, 0, 0)
    assert uncertain.stages[0].presence[:4] == (1, 1, 0, 0)


def test_a_stage_starts_when_the_one_before_ends() -> None:
    # The curve falls by 1/2 on day 2, 1/4 on day 4 and 1/4 on day 5; two days at home follow.
    hub, home = _course(
        small_case(options=(*OPTIONS[:1], *UNCERTAIN_HUB)), "hub-first", ("hub", None)
    ).stages
    assert dict(home.starts) == {2: 0.5, 4: 0.25, 5: 0.25}
    assert home.presence[:8] == (0, 0, 0.5, 0.5, 0.25, 0.5, 0.25, 0)
    assert (hub.certain_start, home.certain_start) == (0, None)


def test_two_carers_give_their_minutes_each() -> None:
    course = _course(small_case(options=(*OPTIONS[:1], *UNCERTAIN_HUB)), "hub-first", ("hub", None))
    # Half a person on day 2, 30 minutes of two carers.
    (need,) = course.care_by_day[2]
    assert (need.minutes, need.pair_minutes) == (30, 30)


def test_a_wait_keeps_the_bed_and_moves_the_next_stage() -> None:
    hub, home = _course(small_case(), "hub-first", ("hub", None), (2, 0)).stages
    assert hub.presence[:6] == (1, 1, 1, 1, 1, 0)
    assert (home.certain_start, dict(home.starts)) == (5, {5: 1})


def test_care_tapers_in_a_straight_line() -> None:
    stage = OPTIONS[0]
    assert [minutes_on(stage, "morning", number, None) for number in range(6)] == [
        60,
        50,
        40,
        30,
        20,
        20,
    ]
    # A band that minutes_end does not name falls to 0.
    assert [minutes_on(stage, "evening", number, None) for number in (0, 2, 4)] == [30, 15, 0]


def test_care_without_taper_stays_as_it_starts() -> None:
    stage = Stage(
        option="x",
        stage=1,
        setting="home",
        days=9,
        skill="care",
        minutes={"morning": 30},
        minutes_end={"morning": 10},
    )
    assert minutes_on(stage, "morning", 8, 9) == 30


def test_in_a_wait_the_last_planned_days_care_goes_on() -> None:
    stages = (
        Stage(
            option="o",
            stage=1,
            setting="home",
            days=3,
            skill="care",
            minutes={"morning": 60},
            minutes_end={"morning": 20},
            taper_days=4,
        ),
        Stage(option="o", stage=2, setting="hub", days=1),
    )
    course = _course(small_case(options=stages, census=()), "o", (None, "hub"), (2, 0))
    # 60, 50, 40 as planned, then 40 on both days waited.
    assert course.stages[0].care["morning"][:6] == (60, 50, 40, 40, 40, 0)


def test_an_uncertain_bed_takes_a_little_more_than_its_expectation() -> None:
    case = small_case(
        options=(*OPTIONS[:1], *UNCERTAIN_HUB), limits=Limits(detour=1, bed_buffer=0.2)
    )
    # 0.5 + 0.2 × 0.5 × 0.5.
    assert _course(case, "hub-first", ("hub", None)).beds["hub"][2] == pytest.approx((0.5, 0.55))


def test_the_census_stays_by_the_curve_given_the_time_already_stayed() -> None:
    # Two days in: S(2) … S(5) = 0.5, 0.5, 0.25, 0 over S(2).
    course = _census(small_case())["o2"]
    assert course.stages[0].presence[:5] == (1, 1, 0.5, 0, 0)


def test_the_care_of_the_census_tapers_on() -> None:
    # Two and three days after the start 40 and 30 minutes, then half of 20.
    course = _census(small_case())["o2"]
    assert course.stages[0].care["morning"][:4] == (40, 30, 10, 0)


def test_the_census_leaves_a_stage_of_known_length_on_its_day_and_goes_on() -> None:
    hub, home = _census(small_case())["o1"].stages
    assert hub.presence[:4] == (1, 1, 0, 0)
    assert home.presence[1:9] == (0, 1, 1, 1, 1, 1, 1, 0)


def test_the_census_is_there_for_certain_until_the_day_that_is_known() -> None:
    known = (Occupant(occupant="o", option="home-care", home="A", started=day(-2), until=day(3)),)
    assert _census(small_case(census=known))["o"].stages[0].presence[:5] == (1, 1, 1, 0, 0)


def test_nobody_is_left_of_a_stay_that_the_curve_has_ended() -> None:
    gone = (Occupant(occupant="o", option="home-care", home="A", started=day(-30)),)
    assert not any(_census(small_case(census=gone))["o"].stages[0].presence)


def test_an_uncertain_stay_of_the_census_is_followed_by_what_comes_next() -> None:
    case = small_case(
        options=(*OPTIONS[:1], *UNCERTAIN_HUB),
        stays=(*STAYS, StayPoint(stay="unused", day=0, per_mille=1000)),
        census=(Occupant(occupant="o", option="hub-first", unit="hub", home="A", started=day(-3)),),
    )
    # S(3) = 1/2, S(4) = 1/4, S(5) = 0: half leave on day 1, half on day 2.
    hub, home = _census(case)["o"].stages
    assert hub.presence[:3] == (1, 0.5, 0)
    assert dict(home.starts) == {1: 0.5, 2: 0.5}
