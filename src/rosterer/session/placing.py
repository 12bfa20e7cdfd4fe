"""How is the start of an option written as rows of a plan?"""

from collections.abc import Sequence

from rosterer.referee.delays import wait_of
from rosterer.referee.grounds import Grounds
from rosterer.referee.placements import Start
from rosterer.referee.register import Register
from rosterer.referee.words import counted
from rosterer_models.vocabulary.edit import PlaceReferral
from rosterer_models.vocabulary.plan import Placement
from rosterer_models.vocabulary.referral import Referral, Stage

Rows = tuple[Placement, ...]


def unserved_row(register: Register, referral: Referral) -> Placement:
    """The row of somebody who is not served."""
    wait = wait_of(register, referral, None)
    return Placement(referral=referral.referral, delay_days=wait.midnights)


def rows_of_start(grounds: Grounds, one: PlaceReferral) -> tuple[Rows, list[str]]:
    """A row for each stage, and what keeps the edit from being a start that rows can say.

    Whether triage allows the option, whether it is time and whether there is room is the referee's
    to say.
    """
    stages = grounds.register.stages[one.option]
    units, faults = _units(grounds.register, stages, one)
    if len(one.waits) > len(stages):
        words = f"{one.option} has {counted(len(stages), 'stage')}"
        faults.append(f"{words}, but {len(one.waits)} waits are given")
    if faults:
        return (), faults
    waits = (*one.waits, *[0] * (len(stages) - len(one.waits)))
    return _rows(grounds, one, units, waits), []


def _units(
    register: Register, stages: Sequence[Stage], one: PlaceReferral
) -> tuple[list[str | None], list[str]]:
    """The unit of each stage; where none is given the first that takes the stage."""
    in_units = [stage for stage in stages if stage.setting != "home"]
    given = iter(one.units)
    if one.units and len(one.units) != len(in_units):
        words = f"{one.option} has {counted(len(in_units), 'stage')} in a unit"
        return [], [f"{words}, but {counted(len(one.units), 'unit')} are named; name one for each"]
    units: list[str | None] = []
    for stage in stages:
        if stage.setting == "home":
            units.append(None)
        elif one.units:
            units.append(next(given))
        else:
            taking = (unit.unit for unit in register.case.units if register.takes(unit, stage))
            unit = next(taking, None)
            if unit is None:
                return [], [f"no unit takes stage {stage.stage} of {one.option}; choose another"]
            units.append(unit)
    return units, []


def _rows(
    grounds: Grounds, one: PlaceReferral, units: Sequence[str | None], waits: Sequence[int]
) -> Rows:
    register, stages = grounds.register, grounds.register.stages[one.option]
    first = register.calendar.number(one.start)
    start = Start(register.referrals[one.referral], one.option, tuple(units), first, tuple(waits))
    late = wait_of(register, start.referral, start).midnights
    rows, begins = [], first
    is_certain = True
    for index, stage in enumerate(stages):
        length = grounds.courses.known_length(stage, units[index])
        ends = None if length is None else begins + length + waits[index]
        rows.append(
            Placement(
                referral=one.referral,
                option=one.option,
                stage=stage.stage,
                unit=units[index],
                start=register.calendar.date(begins) if is_certain else None,
                end=None if ends is None or not is_certain else register.calendar.date(ends),
                delay_days=late if index == 0 else waits[index - 1],
            )
        )
        is_certain = is_certain and ends is not None
        begins = begins if ends is None else ends
    return tuple(rows)
