"""What does a finished plan say, and what load follows from it? Read once, for pages that show or
explain it and judge nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rosterer.referee.cells import Supply, read_agency
from rosterer.referee.census import census_courses
from rosterer.referee.duties import Duty, read_duties
from rosterer.referee.load import Load
from rosterer.referee.placements import Start, read_placements
from rosterer.referee.register import Register
from rosterer.referee.reservations import read_reservations
from rosterer.referee.stays import Courses
from rosterer.referee.units import Heads
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan, Reservation


@dataclass(frozen=True)
class Reading:
    """A plan as the referee reads it, breaches left aside."""

    register: Register
    courses: Courses
    duties: list[Duty]
    starts: Mapping[str, Start]
    """By referral."""
    load: Load
    """Census, base cover, starts and reservations."""
    supply: Supply
    heads: Heads


def read_plan(
    case: Case, plan: Plan, reservations: Iterable[Reservation], *, show_names: bool = False
) -> Reading:
    """Read a plan.

    Parameters
    ----------
    reservations
        Those to count: the plan's own, or the verdict's where the plan says nothing of them.
    show_names
        Call people by their display names in sentences, where the reader may see them.
    """
    register = Register(case, show_names=show_names)
    courses = Courses(register)
    duties, _ = read_duties(register, plan.duties)
    agency, _ = read_agency(register, plan.agency)
    starts, _ = read_placements(register, courses, plan.placements)
    load = Load(register, courses, census_courses(register, courses))
    for start in starts.values():
        load.add_start(start)
    load.add_all_reserved(read_reservations(register, reservations)[0])
    return Reading(
        register,
        courses,
        duties,
        starts,
        load,
        Supply(register, duties, agency),
        Heads(register, duties),
    )
