"""Does a journey use, day by day, what the referee reads from the option's stages?"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterer.generate import generate
from rosterer.referee.census import census_courses
from rosterer.referee.register import Register
from rosterer.referee.stays import Course, Courses
from rosterer_models.formulation.census import census_uses
from rosterer_models.formulation.stays import StageUse, Stays
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.place import Unit
from rosterer_models.vocabulary.referral import Occupant, Stage, StayPoint
from rosterer_models.vocabulary.settings import Limits, Tail
from tests.cases import UNITS, changed, day, small_case
from tests.models.enumeration import journeys_of

CURVES = ("step", "slow", "blunt")


@st.composite
def stay_cases(draw: Any) -> Case:
    """The small case with one option of up to three stages of any kind, and somebody in the middle
    of it.
    """
    units = (
        *changed(UNITS, "unit", "hub", longest_stay=draw(st.none() | st.integers(1, 5))),
        Unit(
            unit="ward",
            place="HUB",
            kind="ward",
            beds=2,
            longest_stay=draw(st.none() | st.integers(1, 5)),
        ),
        Unit(unit="ward2", place="HUB", kind="ward", beds=2),
    )
    stages = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        setting = draw(st.sampled_from(("home", "hub", "ward")))
        stay = draw(st.none() | st.sampled_from(CURVES))
        is_home = setting == "home"
        bands = st.dictionaries(st.sampled_from(("morning", "evening")), st.integers(0, 90))
        stages.append(
            Stage(
                option="way",
                stage=number,
                setting=setting,
                stay=stay,
                days=None if stay else draw(st.integers(1, 12)),
                skill="care" if is_home else None,
                carers=draw(st.sampled_from((1, 2))),
                minutes=draw(bands) if is_home else {},
                minutes_end=draw(bands) if is_home else {},
                taper_days=draw(st.integers(0, 6)),
            )
        )
    at = draw(st.sampled_from(stages))
    unit = (
        None
        if at.setting == "home"
        else "hub"
        if at.setting == "hub"
        else draw(st.sampled_from(("ward", "ward2")))
    )
    until = draw(st.none() | st.integers(0, 9))
    occupant = Occupant(
        occupant="o",
        option="way",
        stage=at.stage,
        unit=unit,
        home="A",
        started=day(-draw(st.integers(0, 15))),
        until=None if until is None else day(until),
    )
    slow = sorted(draw(st.lists(st.integers(0, 1000), min_size=2, max_size=4)), reverse=True)
    return small_case(
        tail=Tail(weeks=draw(st.integers(0, 2))),
        limits=Limits(detour=1, stage_wait_days=draw(st.integers(0, 2))),
        units=units,
        options=tuple(stages),
        stays=(
            StayPoint(stay="step", day=3, per_mille=1000),
            *(StayPoint(stay="slow", day=2 * i, per_mille=level) for i, level in enumerate(slow)),
            StayPoint(stay="blunt", day=2, per_mille=0),
            StayPoint(stay="blunt", day=1, per_mille=600),
        ),
        referrals=(),
        barriers=(),
        expected=(),
        census=(occupant,),
    )


def _assert_same(case: Case, uses: tuple[StageUse, ...], course: Course, length: int) -> None:
    assert len(uses) == len(course.stages)
    bands = [b.band for b in case.bands]
    for use, seen in zip(uses, course.stages, strict=True):
        assert (None if use.unit is None else case.units[use.unit].unit) == seen.unit
        np.testing.assert_allclose(use.presence, seen.presence, atol=1e-9)
        care = np.array([seen.care.get(band, (0.0,) * length) for band in bands]).T
        np.testing.assert_allclose(use.care * (use.unit is None), care, atol=1e-6)


def _assert_all_same(case: Case) -> None:
    length = case.days + case.tail_days
    register = Register(case)
    courses = Courses(register)
    stays = Stays(case, length)
    for option, journeys in journeys_of(case, stays).items():
        for journey in journeys:
            units = tuple(
                None if use.unit is None else case.units[use.unit].unit for use in journey.stages
            )
            course = courses.course(option, units, journey.waits)
            _assert_same(case, journey.stages, course, length)
            for use, seen in zip(journey.stages, course.stages, strict=True):
                starts = np.array([seen.starts.get(t, 0.0) for t in range(length)])
                np.testing.assert_allclose(use.starts, starts, atol=1e-9)
                assert use.certain_start == seen.certain_start, journey
    for occupant, course in census_courses(register, courses):
        uses = census_uses(case, stays, occupant)
        _assert_same(case, uses, course, length)
        for use, seen in zip(uses[1:], course.stages[1:], strict=True):
            np.testing.assert_allclose(use.starts.sum(), seen.chance_started(length), atol=1e-9)


@settings(max_examples=150, deadline=None)
@given(stay_cases())
def test_any_journey_and_any_occupant_is_what_the_referee_reads(case: Case) -> None:
    _assert_all_same(case)


@pytest.mark.parametrize("seed", [1, 2])
def test_journeys_and_census_of_a_generated_case_are_what_the_referee_reads(seed: int) -> None:
    _assert_all_same(generate(20, 7, "normal", seed))


def test_every_wait_after_a_stage_of_known_length_is_a_journey_of_its_own() -> None:
    case = small_case(limits=Limits(detour=1, stage_wait_days=2))
    journeys = journeys_of(case, Stays(case, 14))
    # The hub for three days may be waited in; the package of uncertain length may not, nor the last
    # stage.
    assert [journey.waits for journey in journeys["hub-first"]] == [(0, 0), (1, 0), (2, 0)]
    assert [journey.waits for journey in journeys["home-care"]] == [(0,)]


def test_an_option_whose_stage_finds_no_unit_has_no_journey() -> None:
    case = small_case(units=changed(UNITS, "unit", "hub", accepts=("home-care",)), census=())
    assert journeys_of(case, Stays(case, 14))["hub-first"] == []
