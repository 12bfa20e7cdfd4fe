"""Who works which duty? A rota as arrays, read from points of the joint model."""

from dataclasses import dataclass

import numpy as np

from rosterer_models.formulation.joint import Joint
from rosterer_models.matrix.model import Floats, Ints
from rosterer_models.rules.calendar import OFF
from rosterer_models.vocabulary.person import Person

FROM_LINE, FROM_FLOAT, FROM_BANK, FROM_FIXED, FROM_CONTRACT = 1, 2, 3, 4, 5
SOURCES = {
    FROM_LINE: "line",
    FROM_FLOAT: "float",
    FROM_BANK: "bank",
    FROM_FIXED: "fixed",
    FROM_CONTRACT: "contract",
}


def free_source(person: Person) -> int:
    """Where a duty of somebody without a line comes from."""
    return FROM_CONTRACT if person.kind == "contract" else FROM_BANK


@dataclass(frozen=True)
class Rota:
    """P people × D days."""

    line: Ints
    """P: number of the chosen line; −1 for who has none."""
    duty: Ints
    """P × D: shift number or OFF."""
    source: Ints
    """P × D: where the duty comes from; 0 for none."""


def rota_of(joint: Joint, x: Floats) -> Rota:
    """Read the rota from a point whose personal columns are whole; drop duties that break a working
    rule after all.
    """
    count, days = len(joint.people.persons), joint.case.days
    line = np.full(count, -1, dtype=np.int64)
    duty = np.full((count, days), OFF, dtype=np.int64)
    source = np.zeros((count, days), dtype=np.int64)
    for p, mine in enumerate(joint.people.persons):
        for t, s in mine.staff.fixed_entries.items():
            duty[p, t], source[p, t] = s, FROM_FIXED
        if mine.lines is not None:
            line[p] = int(np.argmax(x[mine.line]))
            worked = mine.lines.worked[line[p]]
            on = worked >= 0
            duty[p, on], source[p, on] = worked[on], FROM_LINE
            given = sorted(mine.back.items(), key=lambda slot: -x[slot[1]])[
                : mine.staff.person.floats_back
            ]
            for (t, s), column in given:
                if x[column] > 0.5 and source[p, t] == FROM_LINE and duty[p, t] == s:
                    duty[p, t], source[p, t] = OFF, 0
        extra = [(slot, FROM_FLOAT) for slot, c in mine.floats.items() if x[c] > 0.5]
        own = free_source(mine.staff.person)
        extra += [(slot, own) for slot, c in mine.free.items() if x[c] > 0.5]
        for (t, s), kind in sorted(extra):
            if (
                duty[p, t] == OFF
                and _has_room(joint, p, line[p], duty[p], source[p], t, s)
                and _fits(joint, p, duty[p], t, s)
            ):
                duty[p, t], source[p, t] = s, kind
    return Rota(line, duty, source)


def _has_room(joint: Joint, p: int, line: int, duty: Ints, source: Ints, t: int, s: int) -> bool:
    """Whether one more float or free duty is within the person's numbers, even where the point was
    not whole.
    """
    mine = joint.people.persons[p]
    person = mine.staff.person
    if mine.lines is None:
        return mine.staff.has_room(duty, t, s, joint.people.calendar)
    floats = np.flatnonzero(source == FROM_FLOAT)
    is_spaced = not (np.abs(floats - t) < joint.case.limits.float_spacing_days).any()
    return (
        len(floats) < person.floats_owed and is_spaced and bool(mine.lines.float_fits[line, t, s])
    )


def _fits(joint: Joint, p: int, duty: Ints, t: int, s: int) -> bool:
    people = joint.people
    staff = people.persons[p].staff
    roster = staff.base.copy()
    roster[people.calendar.history :] = duty
    return staff.fits(roster, t, s, people.calendar, people.runs)
