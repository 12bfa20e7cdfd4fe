"""Who of those on lines works the same hours without one, where staff is mixed?"""

import numpy as np

from rosterer.generate.quota import quota
from rosterer.generate.staff import Staff
from rosterer_models.vocabulary.person import Person

LINE_SHARE, CONTRACT_SHARE = 0.35, 0.40
"""Of all staff; the rest is the bank, as where everybody else has a line (assumed)."""
HOURS_SHARES = ((1.0, 0.5), (0.8, 0.25), (0.6, 0.25))
"""Of full time → of contract staff: half work part time (assumed)."""
PERIOD_SHARES = (("four-weeks", 0.5), ("horizon", 0.5))
OVERTIME_SHARE = 0.3
"""Of contract staff, who has agreed to overtime (assumed)."""
PLAIN_TIME = 100
"""Per cent of hourly pay that part-time staff have for hours below full time."""
BAND_HOURS = 8
"""The balance band of a mixed case: a duty more or fewer than the contract."""
FULL_TIME = 37.5


def with_contracts(rng: np.random.Generator, staff: Staff) -> Staff:
    """The same people, some of those on lines with contract hours and no line instead."""
    on_lines = [person.person for person in staff.people if person.kind == "pattern"]
    share = CONTRACT_SHARE / (LINE_SHARE + CONTRACT_SHARE)
    kinds = quota(rng, (("contract", share), ("pattern", 1 - share)), len(on_lines))
    chosen = [name for name, kind in zip(on_lines, kinds, strict=True) if kind == "contract"]
    parts = dict(zip(chosen, quota(rng, HOURS_SHARES, len(chosen)), strict=True))
    periods = dict(zip(chosen, quota(rng, PERIOD_SHARES, len(chosen)), strict=True))
    people = tuple(
        _without_line(rng, person, parts[person.person], periods[person.person])
        if person.person in parts
        else person
        for person in staff.people
    )
    return Staff(people, staff.teams, staff.patterns)


def _without_line(rng: np.random.Generator, person: Person, part: float, period: str) -> Person:
    target = person.unsocial_target
    agrees = bool(rng.random() < OVERTIME_SHARE)
    fields = {
        "kind": "contract",
        "contract_hours": round(2 * FULL_TIME * part) / 2,
        "hours_period": period,
        "overtime": agrees,
        "overtime_percent": PLAIN_TIME if agrees and part < 1 else None,
        "pattern": None,
        "phase": None,
        "line_rule": "kept",
        "patterns": (),
        "floats_owed": 0,
        "floats_back": 0,
        "balance_hours": round(2 * float(rng.normal(0, 3))) / 2,
        "unsocial_target": None if target is None else round(part * target),
    }
    return Person.model_validate({**dict(person), **fields})
