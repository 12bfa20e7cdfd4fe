"""Are the library's shifts and patterns what they say, and do they keep the working rules?"""

from datetime import date

import pytest

from rosterer.referee import worked_line
from rosterer_models.library.patterns import (
    BANDS,
    SHIFTS,
    USUAL_PATTERNS,
    UsualPattern,
    usual_pattern,
    weekly_hours,
)
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Employer, Person, Skill, Team
from rosterer_models.vocabulary.place import Place
from rosterer_models.vocabulary.shift import OFF, Line
from rosterer_models.vocabulary.time import MINUTES_PER_DAY, clock_minutes

DAYS = 112
"""Every cycle of 7, 8, 14 or 16 days comes round."""
PATTERNS = pytest.mark.parametrize("entry", USUAL_PATTERNS, ids=lambda entry: entry.pattern.pattern)


def case_with(entry: UsualPattern, phase: int) -> Case:
    person = Person(
        person="ann",
        employer="council",
        team="one",
        skills=("care",),
        home="DE1-1",
        contract_hours=37,
        pattern=entry.pattern.pattern,
        phase=phase,
    )
    return Case(
        name="one person",
        first_day=date(2026, 4, 6),
        days=DAYS,
        employers=(Employer(employer="council", hourly_pay=15),),
        teams=(Team(team="one"),),
        skills=(Skill(skill="care"),),
        places=(Place(place="DE1-1", easting=435006, northing=335982),),
        bands=BANDS,
        shifts=SHIFTS,
        patterns=(entry.pattern,),
        people=(person,),
    )


@PATTERNS
def test_a_pattern_worked_again_and_again_yields_nowhere_to_the_working_rules(
    entry: UsualPattern,
) -> None:
    cycle = entry.pattern.cycle
    for phase in range(len(cycle)):
        case = case_with(entry, phase)
        worked = worked_line(case, case.people[0], Line(pattern=entry.pattern.pattern, phase=phase))
        drawn = {day: cycle[(day + phase) % len(cycle)] for day in range(DAYS)}
        assert worked == {day: shift for day, shift in drawn.items() if shift != OFF}


@PATTERNS
def test_a_pattern_is_named_by_its_cycle(entry: UsualPattern) -> None:
    assert "".join(entry.pattern.cycle) == entry.pattern.pattern


def test_four_long_days_on_and_four_off_are_42_paid_hours_a_week() -> None:
    # 4 duties × 12 h in 8 days: 48 × 7 / 8 = 42.
    assert weekly_hours(usual_pattern("DDDD----").pattern) == 42


def test_the_sixteen_day_pattern_has_as_many_nights_as_days() -> None:
    cycle = usual_pattern("DDDD----NNNN----").pattern.cycle
    assert (len(cycle), cycle.count("D"), cycle.count("N")) == (16, 4, 4)


def test_bands_follow_one_another_round_the_clock() -> None:
    assert sum(band.minutes for band in BANDS) == MINUTES_PER_DAY
    for band, following in zip(BANDS, (*BANDS[1:], BANDS[0]), strict=True):
        assert band.end == following.start


def test_contact_time_fits_into_the_part_of_the_band_that_the_shift_covers() -> None:
    bands = {band.band: band for band in BANDS}
    for shift in SHIFTS:
        for name, contact in shift.contact.items():
            start = clock_minutes(bands[name].start)
            start += MINUTES_PER_DAY if start + bands[name].minutes <= shift.start_minute else 0
            inside = min(shift.end_minute, start + bands[name].minutes) - max(
                shift.start_minute, start
            )
            assert 0 < contact <= inside, (shift.shift, name)
        assert sum(shift.contact.values()) < shift.paid_minutes


def test_only_the_night_shift_is_night_work() -> None:
    assert [shift.shift for shift in SHIFTS if shift.is_night] == ["N"]


def test_asking_for_an_unknown_pattern_lists_those_there_are() -> None:
    with pytest.raises(LookupError, match="DDNN----"):
        usual_pattern("XXXX")
