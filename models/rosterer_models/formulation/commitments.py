"""What is needed whatever is decided: base cover, the census, required heads, and what is left of
the beds?
"""

from dataclasses import dataclass

import numpy as np

from rosterer_models.formulation.census import census_uses
from rosterer_models.formulation.leeway import NONE, Leeway
from rosterer_models.formulation.sets import Sets
from rosterer_models.formulation.shortfall import Cell, ShortPrices, short_prices
from rosterer_models.formulation.stays import Stays
from rosterer_models.matrix.model import Floats, Label
from rosterer_models.vocabulary.case import Case


@dataclass(frozen=True)
class Commitments:
    """Arrays over places K, days D, bands B, skills Q, units U, and days of horizon and tail L."""

    care: Floats
    """K × D × B × Q minutes, all carers."""
    pair: Floats
    """K × D × B × Q minutes of each carer where two must come."""
    expected: Floats
    """U × L occupants expected."""
    buffered: Floats
    """U × L beds that they take."""
    available: Floats
    """U × L beds not out of use."""
    open: Floats
    """U × D: most starts (infinite without a limit)."""
    heads: Floats
    """U × D × B × Q named heads."""
    min_staff: Floats
    """U × B."""
    slots: Floats | None
    """D triage slots; None without limit."""
    short_care: ShortPrices
    """K × D × B × Q, of minutes."""
    short_heads: ShortPrices
    """U × D × B × Q, of named heads."""
    pounds: dict[Label, float]
    """Cost of the census."""
    leeway: Leeway = NONE
    """What is let pass of limits; no other field has it in it."""


def commitments_of(case: Case, sets: Sets, stays: Stays, leeway: Leeway = NONE) -> Commitments:
    """Add up everything that is given."""
    days, length = case.days, stays.length
    shape = (len(sets.place), days, len(sets.band), len(sets.skill))
    care, pair = np.zeros(shape), np.zeros(shape)
    heads = np.zeros((len(sets.unit), days, len(sets.band), len(sets.skill)))
    own_care, own_heads = dict[Cell, dict[float, float]](), dict[Cell, dict[float, float]]()
    for row in case.cover:
        at = (sets.days_of(row), sets.band[row.band], sets.skill[row.skill])
        if row.place is not None:
            where, amount, own = sets.place[row.place], row.minutes * row.carers, own_care
            care[where, *at] += amount
            if row.carers == 2:
                pair[where, *at] += row.minutes
        else:
            assert row.unit is not None
            where, amount, own = sets.unit[row.unit], float(row.heads), own_heads
            heads[where, *at] += amount
        if row.short_hour is not None:
            for t in at[0]:
                parts = own.setdefault((where, t, *at[1:]), {})
                parts[row.short_hour] = parts.get(row.short_hour, 0.0) + amount
    expected, buffered = np.zeros((len(sets.unit), length)), np.zeros((len(sets.unit), length))
    pounds: dict[Label, float] = {}
    for occupant in case.census:
        for i, use in enumerate(census_uses(case, stays, occupant)):
            stage, p = use.stage, use.presence
            if use.unit is not None:
                expected[use.unit] += p
                buffered[use.unit] += p + case.limits.bed_buffer * p * (1 - p)
            elif stage.has_care and occupant.home is not None:
                assert stage.skill is not None
                k, q = sets.place[occupant.home], sets.skill[stage.skill]
                care[k, :, :, q] += use.care[:days] * stage.carers
                if stage.carers == 2:
                    pair[k, :, :, q] += use.care[:days]
            cost = stage.cost_per_day * p.sum() + (stage.cost_once * use.starts.sum() if i else 0.0)
            if cost:
                label = ("census-options", stage.payer or case.payers.service)
                pounds[label] = pounds.get(label, 0.0) + float(cost)
    available, admissions = _beds(case, sets, length)
    return Commitments(
        care=care,
        pair=pair,
        expected=expected,
        buffered=buffered,
        available=available,
        open=admissions,
        heads=heads,
        short_care=short_prices(care, own_care, case.prices.short_hour),
        short_heads=short_prices(heads, own_heads, case.prices.unsafe_hour),
        min_staff=np.array(
            [[u.min_staff.get(b, 0) for b in sets.band] for u in case.units], dtype=float
        ).reshape(len(sets.unit), len(sets.band)),
        slots=_slots(case, sets),
        pounds=pounds,
        leeway=leeway,
    )


def _beds(case: Case, sets: Sets, length: int) -> tuple[Floats, Floats]:
    available = np.repeat(
        np.array([[u.beds] for u in case.units], dtype=float).reshape(-1, 1), length, axis=1
    )
    admissions = np.full((len(sets.unit), case.days), np.inf)
    for u, unit in enumerate(case.units):
        for t, weekday in enumerate(sets.weekdays):
            limit = unit.admissions.get(weekday, unit.admissions.get("all"))
            if limit is not None:
                admissions[u, t] = limit
    for closure in case.closures:
        u = sets.unit[closure.unit]
        first, last = ((d - case.first_day).days for d in (closure.first_day, closure.last_day))
        available[u, max(0, first) : max(0, last + 1)] -= closure.beds
        if not closure.admissions:
            admissions[u, max(0, first) : max(0, last + 1)] = 0
    return np.maximum(available, 0), admissions


def _slots(case: Case, sets: Sets) -> Floats | None:
    if not case.triage:
        return None
    slots = np.zeros(case.days)
    for row in case.triage:
        slots[sets.days_of(row)] += row.slots
    return slots
