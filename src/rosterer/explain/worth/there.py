"""What is a case, or who is on duty, with one more of something?"""

from datetime import timedelta

from rosterer.explain.worth.more import More
from rosterer_models.formulation.pooled import Alike
from rosterer_models.formulation.rounds import UnitDuty
from rosterer_models.formulation.sets import Sets
from rosterer_models.vocabulary import change as kinds
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import applied, with_tables
from rosterer_models.vocabulary.cover import TriageSlots

NOBODY = -1
"""The number of somebody who is there in thought."""


def with_more(case: Case, more: More) -> Case:
    """The case with one more bed, admission or triage slot each day, or barriers a day earlier; as
    it is for one more of the staff.
    """
    if more.what == "barrier-day":
        return applied(case, [kinds.BarriersClear(days_earlier=1, referral=more.referral)])
    if more.what == "triage-slot":
        last = case.first_day + timedelta(days=case.days - 1)
        row = TriageSlots(first_day=case.first_day, last_day=last, slots=1)
        return with_tables(case, {"triage": (*case.triage, row)})
    unit = next((one for one in case.units if one.unit == more.where), None)
    if more.what == "bed" and unit is not None:
        return applied(case, [kinds.Beds(unit=unit.unit, beds=unit.beds + 1)])
    if more.what == "admission" and unit is not None:
        starts = {name: most + 1 for name, most in unit.admissions.items()}
        change = kinds.Admissions.model_validate({"unit": unit.unit, "starts": starts})
        return applied(case, [change])
    return case


def alike(case: Case, sets: Sets, more: More) -> Alike:
    """A carer who drives, with a skill and those that it covers."""
    home = sets.place[more.where] if more.what == "carer" and more.where else 0
    own = next(one for one in case.skills if one.skill == more.skill)
    names = {own.skill, *own.covers}
    return home, True, frozenset(sets.skill[name] for name in names if name in sets.skill)


def posts_of(case: Case, more: More) -> list[UnitDuty]:
    """One more head in a unit, on each day of the horizon."""
    sets = Sets(case)
    skills = alike(case, sets, more)[2]
    unit, shift = sets.unit[more.where or ""], sets.shift[more.shift or ""]
    return [UnitDuty(NOBODY, t, shift, unit, skills) for t in range(case.days)]
