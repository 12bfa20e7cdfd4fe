"""What will those already there use, in the present stage and in what follows it?"""

import numpy as np

from rosterer_models.formulation.stays import (
    HOME,
    StageUse,
    Stays,
    known_length,
    shifted,
    stages_by_option,
)
from rosterer_models.matrix.model import Floats
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.referral import Occupant, Stage
from rosterer_models.vocabulary.time import day_number


def census_uses(case: Case, stays: Stays, occupant: Occupant) -> tuple[StageUse, ...]:
    """What somebody already there will use from day 0 on; later stages take the first unit of their
    kind.
    """
    stages = [s for s in stages_by_option(case)[occupant.option] if s.stage >= occupant.stage]
    number = {u.unit: i for i, u in enumerate(case.units)}
    units: list[int | None] = []
    for i, stage in enumerate(stages):
        if stage.setting == HOME:
            units.append(None)
        elif i == 0 and occupant.unit is not None:
            units.append(number[occupant.unit])
        else:
            units.append(
                next((n for n, u in enumerate(case.units) if u.kind == stage.setting), None)
            )
    since = max(0, -day_number(case.first_day, occupant.started))
    end = _certain_end(case, occupant, stages[0], units[0])
    if end is None:
        return stays.uses(stages, units, (0,) * len(stages), since)
    presence = (np.arange(stays.length) < end).astype(float)
    care = stays.minutes(stages[0], since, None) * presence[:, None]
    now = StageUse(stages[0], units[0], presence, np.zeros(stays.length), None, care)
    # Where the present stage should have ended before day 0, the next ones are under way already.
    past = max(0, -end)
    later = Stays(case, stays.length + past).uses(stages[1:], units[1:], (0,) * len(stages[1:]))
    return (now, *(_begun(use, end, past) for use in later))


def _certain_end(case: Case, occupant: Occupant, stage: Stage, unit: int | None) -> int | None:
    """First day on which somebody is no longer in the present stage, when that is known; negative
    before day 0.
    """
    if occupant.until is not None:
        return day_number(case.first_day, occupant.until)
    if stage.days is None:
        return None
    longest = None if unit is None else case.units[unit].longest_stay
    return day_number(case.first_day, occupant.started) + known_length(stage, longest)


def _begun(use: StageUse, start: int, past: int) -> StageUse:
    """A later stage seen from day 0, when the first later one starts on day ``start`` (``past``
    days before day 0 at most).
    """

    def seen(vector: Floats) -> Floats:
        return shifted(vector, start) if past == 0 else vector[past:]

    starts = seen(use.starts)
    # What started before day 0 is paid for as what starts on it.
    starts[0] += use.starts[:past].sum()
    return StageUse(use.stage, use.unit, seen(use.presence), starts, None, seen(use.care))
