"""What is missing for one more person, and by how much?"""

from collections.abc import Iterator
from typing import NamedTuple

from rosterer.referee.cells import Supply
from rosterer.referee.load import Load
from rosterer.referee.placements import Start
from rosterer.referee.register import Register
from rosterer.referee.stays import Course
from rosterer.referee.units import Heads, required_heads, staffed_bands
from rosterer.referee.words import counted, said
from rosterer.shown import hundredths
from rosterer_models.vocabulary.plan import DelayReason
from rosterer_models.vocabulary.referral import Referral

ROOM = 1 - 1e-3
"""People for whom there must be room; the referee's tolerances are as small."""


class Lack(NamedTuple):
    """Something that one more person needs and that is not there."""

    reason: DelayReason
    where: str
    """Unit or place."""
    day: int
    band: str
    skill: str
    there: float
    """Beds, admissions, heads or minutes that there are."""
    taken: float
    """What is taken or needed of them without this person."""
    more: float
    """What they would take or need."""

    @property
    def unit(self) -> str:
        """What the numbers count."""
        return {
            "no-bed": "beds",
            "admissions-limit": "admissions",
            "no-staff-for-beds": "heads",
            "no-care-hours": "minutes",
        }[self.reason]


def lacks_of(
    register: Register,
    load: Load,
    supply: Supply,
    heads: Heads,
    course: Course,
    referral: Referral,
    start: int,
) -> Iterator[Lack]:
    """Everything that is missing, within the horizon, when somebody starts a course on a day."""
    yield from _admissions(register, load, course, start)
    yield from _beds_and_heads(register, load, heads, course, start)
    days = register.calendar.days
    for now, needs in enumerate(course.care_by_day[: days - start], start):
        for need in needs:
            cell = (referral.home, now, need.band, need.skill)
            given = sum(supply.own(cell)) + supply.bought(cell)
            taken = load.need(cell)
            if taken + ROOM * need.minutes > given + 0.1:
                yield Lack(
                    "no-care-hours",
                    referral.home,
                    now,
                    need.band,
                    need.skill,
                    given,
                    taken,
                    need.minutes,
                )


def _admissions(register: Register, load: Load, course: Course, start: int) -> Iterator[Lack]:
    for stage in course.stages:
        if stage.unit is None or stage.certain_start is None:
            continue
        day = start + stage.certain_start
        if day >= register.calendar.days:
            continue
        is_closed = (stage.unit, day) in register.closed_to_admissions
        most = 0 if is_closed else register.most_admissions(register.units[stage.unit], day)
        taken = load.admitted.get((stage.unit, day), 0.0)
        if most is not None and taken + ROOM > most:
            yield Lack("admissions-limit", stage.unit, day, "", "", float(most), taken, 1.0)


def _beds_and_heads(
    register: Register, load: Load, heads: Heads, course: Course, start: int
) -> Iterator[Lack]:
    days = register.calendar.days
    for name, presences in course.beds.items():
        unit = register.units[name]
        skill = unit.skill or ""
        for now, (expected, buffered) in enumerate(presences[: days - start], start):
            taken = load.placed_buffered[name][now]
            if taken + ROOM * buffered > load.free_beds(name, now) + 1e-3:
                beds = float(register.available_beds[name][now])
                census = load.census_buffered[name][now]
                yield Lack("no-bed", name, now, "", "", beds, census + taken, buffered)
            occupancy = load.occupancy(name, now)
            for band in staffed_bands(unit):
                there = heads.count(name, now, band, skill)
                after = required_heads(unit, band, occupancy + expected)
                if after > max(1e-6, there) + 1e-3:
                    before = required_heads(unit, band, occupancy)
                    yield Lack(
                        "no-staff-for-beds",
                        name,
                        now,
                        band,
                        skill,
                        float(there),
                        before,
                        after - before,
                    )


def lack_words(register: Register, lack: Lack, starts: "dict[str, Start]") -> str:
    """A lack in a sentence."""
    where = f"{lack.where} on {said(register.calendar.date(lack.day))}"
    if lack.reason == "no-bed":
        return (
            f"{where}: {counted(int(lack.there), 'bed')}, {hundredths(lack.taken)} taken "
            "(uncertain stays with a little more than their expectation); one more takes "
            f"{hundredths(lack.more)}"
        )
    if lack.reason == "admissions-limit":
        if (lack.where, lack.day) in register.closed_to_admissions:
            return f"{where}: closed to admissions"
        by = _by(
            name
            for name, start in starts.items()
            if lack.where in start.units and start.day == lack.day
        )
        allowed = counted(int(lack.there), "admission is", "admissions are")
        return f"{where}: {allowed} allowed and {hundredths(lack.taken)} taken{by}"
    if lack.reason == "no-staff-for-beds":
        return (
            f"{where}, {lack.band}: {counted(int(lack.there), 'head')} of {lack.skill}; "
            f"{hundredths(lack.taken + lack.more)} are needed with one more person "
            f"({hundredths(lack.taken)} without)"
        )
    return (
        f"{where}, {lack.band}: {hundredths(lack.there)} minutes of {lack.skill} are given and "
        f"{hundredths(lack.taken)} needed already; one more needs {hundredths(lack.more)}"
    )


def _by(names: Iterator[str]) -> str:
    told = ", ".join(names)
    return f" (by {told})" if told else ""
