"""Who is still in a bed or a package, with what chance, and where do they go next?"""

from collections import defaultdict

from rosterer.referee.register import Register
from rosterer.referee.stays import Course, Courses, StageCourse, Starts, minutes_on
from rosterer_models.vocabulary.referral import Occupant, Stage


def census_courses(register: Register, courses: Courses) -> list[tuple[Occupant, Course]]:
    """The course of everybody in the census, seen from day 0; the first stage is the present
    one.
    """
    return [
        (occupant, _course_of(register, courses, occupant))
        for occupant in register.case.census
        if any(stage.stage == occupant.stage for stage in register.stages.get(occupant.option, ()))
    ]


def _course_of(register: Register, courses: Courses, occupant: Occupant) -> Course:
    stages = [stage for stage in register.stages[occupant.option] if stage.stage >= occupant.stage]
    present, later = stages[0], stages[1:]
    unit = occupant.unit if present.setting != "home" else None
    stayed = max(0, -register.calendar.number(occupant.started))
    end = _certain_end(register, courses, occupant, present, unit)
    starts: Starts
    if end is not None:
        presence = [1.0 if day < end else 0.0 for day in range(courses.days)]
        starts = {end: 1.0} if end < courses.days else {}
    else:
        presence, starts = _conditional(
            courses.survival(present, unit, 0, stayed + courses.days), stayed, courses.days
        )
    care = {
        band: tuple(
            chance * minutes_on(present, band, stayed + day, None)
            for day, chance in enumerate(presence)
        )
        for band in dict.fromkeys((*present.minutes, *present.minutes_end))
    }
    now = StageCourse(present, unit, {}, None, tuple(presence), care)
    units = [_first_unit(register, stage) for stage in later]
    return Course((now, *courses.follow(later, units, (), starts)), register.case.limits.bed_buffer)


def _certain_end(
    register: Register, courses: Courses, occupant: Occupant, present: Stage, unit: str | None
) -> int | None:
    """Day on which they are no longer there, when it is known."""
    if occupant.until is not None:
        return register.calendar.number(occupant.until)
    known = courses.known_length(present, unit)
    return None if known is None else register.calendar.number(occupant.started) + known


def _conditional(survival: list[float], stayed: int, days: int) -> tuple[list[float], Starts]:
    """Presence and ends of a stage that has lasted ``stayed`` days already."""
    if survival[stayed] == 0:
        return [0.0] * days, {}
    ends: dict[int, float] = defaultdict(float)
    for day in range(1, days):
        fallen = survival[stayed + day - 1] - survival[stayed + day]
        if fallen > 0:
            ends[day] = fallen / survival[stayed]
    return [survival[stayed + day] / survival[stayed] for day in range(days)], dict(ends)


def _first_unit(register: Register, stage: Stage) -> str | None:
    """The unit of the stage's kind that comes first in the table."""
    return next((unit.unit for unit in register.case.units if unit.kind == stage.setting), None)
