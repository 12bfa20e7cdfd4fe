"""What do two good tools in a row reach: the best rota for a forecast of hours first, then the best
placements for that rota?

Rota software sees hours and heads, not people who wait. So everybody known or expected is turned
into a forecast, by the rule by which the referee reserves: they start as soon as beds, admissions
and triage allow, as if care had no limit. Its hours are added to base cover and its unit staff to
the heads that cover names; the same search that makes our own plans makes a rota for that.
Placements are then the best that this rota allows, at the same prices.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from rosterer.baseline.forecast import PlentyOfHeads, add_expected
from rosterer.baseline.plan import baseline_plan
from rosterer.referee.census import census_courses
from rosterer.referee.load import Load
from rosterer.referee.placements import earliest_start
from rosterer.referee.register import Register
from rosterer.referee.stays import Courses
from rosterer.referee.units import required_heads, staffed_bands
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.referral import ArrivalClass

ROTA_SHARE = 0.5
"""Least part of the time for the rota; with 131 people and a minute, all starts over all days need
the other half.
"""
ALL_STARTS = 2.0
"""Time to keep for placements: as many times what it takes to settle those of a plan whose
placements are nearly known.
"""
LEAST_MINUTES = 0.05
"""A smaller need of a cell is nothing."""


def sequential_plan(case: Case, time_limit: float = 60.0, seed: int = 1) -> Plan:
    """Rota first, placements second.

    Parameters
    ----------
    case
        A valid case.
    time_limit
        Seconds for both steps together.
    seed
        Starts the search for the rota.

    Returns
    -------
    Plan
        Duties, agency hours, placements and reservations, without ledger and certificate; the
        baseline's when time does not even suffice for a rota.
    """
    from rosterer_models.formulation.care import add_care
    from rosterer_models.formulation.sets import Sets
    from rosterer_models.heuristics.neighbourhoods.minutes import finish
    from rosterer_models.heuristics.pace import pace_of
    from rosterer_models.heuristics.plan_search import search_rota
    from rosterer_models.heuristics.progress import Budget
    from rosterer_models.matrix.model import Builder

    budget = Budget(time_limit)
    placing = ALL_STARTS * pace_of(add_care(Builder(), case, Sets(case)), 0.0, 0.0).finishing
    planned = search_rota(
        rota_case(case), Budget(max(ROTA_SHARE * time_limit, budget.left - placing)), seed=seed
    )
    if planned.people is None or planned.rota is None or planned.named is None:
        return baseline_plan(case)
    return finish(case, planned.people, planned.rota, planned.named, None, budget).plan


def rota_case(case: Case) -> Case:
    """The case as rota software sees it: nobody waits or is expected; what they would need is base
    cover.
    """
    register = Register(
        case.model_copy(update={"expected": (*case.expected, *_known_as_expected(case))})
    )
    courses = Courses(register)
    census = census_courses(register, courses)
    settled, forecast = Load(register, courses, census), Load(register, courses, census)
    add_expected(register, forecast, PlentyOfHeads(register))
    cover = (*case.cover, *_hours(register, settled, forecast), *_heads(register, forecast))
    return case.model_copy(update={"referrals": (), "barriers": (), "expected": (), "cover": cover})


def _known_as_expected(case: Case) -> Iterator[ArrivalClass]:
    """Each referral as an arrival class of its own that is expected, for certain, on the first day
    on which it can start.
    """
    register = Register(case)
    for referral in case.referrals:
        day = earliest_start(register, referral)
        if day is None:
            continue
        when = register.calendar.date(day)
        yield ArrivalClass(
            arrival_class=f"known.{referral.referral}",
            home=referral.home,
            where=referral.where,
            priority=referral.priority,
            options=tuple(
                option
                for option in referral.options
                if not _is_blocked(register, referral.referral, option, when)
            ),
            first_day=when,
            last_day=when,
            amount=1,
        )


def _is_blocked(register: Register, referral: str, option: str, when: date) -> bool:
    barriers = register.barriers.get(referral, ())
    return any(
        barrier.clears > when
        for barrier in barriers
        if not barrier.blocks or option in barrier.blocks
    )


def _hours(register: Register, settled: Load, forecast: Load) -> Iterator[Cover]:
    """Base cover for the care of the forecast, visits by two apart."""
    for cell, minutes in forecast.placed.items():
        place, day, band, skill = cell
        when = register.calendar.date(day)
        by_two = forecast.pairs.get(cell, 0.0) - settled.pairs.get(cell, 0.0)
        for carers, amount in ((1, minutes - by_two), (2, by_two / 2)):
            if amount > LEAST_MINUTES:
                row = {
                    "place": place,
                    "band": band,
                    "skill": skill,
                    "first_day": when,
                    "last_day": when,
                }
                yield Cover.model_validate(row | {"minutes": amount, "carers": carers})


def _heads(register: Register, forecast: Load) -> Iterator[Cover]:
    """Named heads for the occupancy of the forecast, over what cover names of the skill already."""
    named: dict[tuple[str, int, str, str], int] = defaultdict(int)
    for row in register.case.cover:
        if row.unit is not None:
            for day in register.calendar.span(
                row.first_day, row.last_day, row.weekdays, 0, register.calendar.days
            ):
                named[row.unit, day, row.band, row.skill] += row.heads
    for unit in register.case.units:
        for band in staffed_bands(unit):
            for day in range(register.calendar.days):
                wanted = math.ceil(
                    required_heads(unit, band, forecast.occupancy(unit.unit, day)) - 1e-6
                )
                more = wanted - named[unit.unit, day, band, unit.skill or ""]
                when = register.calendar.date(day)
                if more > 0:
                    yield Cover(
                        unit=unit.unit,
                        band=band,
                        skill=unit.skill or "",
                        first_day=when,
                        last_day=when,
                        heads=more,
                    )
