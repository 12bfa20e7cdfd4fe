"""What does one day ask for, and what does it cost not to give it? Care cells and unit posts of a day when placements are settled.

Rows wait for supply: minutes of people on rounds in ``cells``, heads in ``staff`` and ``lead``.
"""

from dataclasses import dataclass

import numpy as np

from rosterer_models.formulation.care import Care
from rosterer_models.matrix.model import Builder, Floats, Ints

PLANNED_SHARE = 0.6
"""Price of a minute short of care that is only planned, as a part of the price of one short of what is committed."""


@dataclass(frozen=True)
class Demand:
    """What is asked of a rota on each day when placements are settled."""

    needs: Floats
    """K × D × B × Q minutes of care, all carers."""
    pair: Floats
    """K × D × B × Q minutes of each carer where two must come."""
    required: Floats
    """U × D × B heads."""


@dataclass(frozen=True)
class Cells:
    """Rows of a day's care."""

    row: dict[tuple[int, int, int], int]
    """(place, band, skill) → row."""
    slack: Ints
    """Columns of minutes that nobody on a round gives."""


def add_cells(builder: Builder, care: Care, needs: Floats, t: int) -> Cells:
    """Care wanted on a day: given, bought in, or short at a price.

    Parameters
    ----------
    needs
        K × B × Q minutes.
    """
    case = care.case
    per_minute = case.prices.short_hour / 60
    at = np.argwhere(needs > 1e-6)
    wanted = needs[tuple(at.T)]
    committed = np.minimum(care.commitments.care[at[:, 0], t, at[:, 1], at[:, 2]], wanted)
    rows = builder.rows(len(at), lower=wanted)
    slack = []
    for price, most in ((per_minute, committed), (PLANNED_SHARE * per_minute, wanted - committed)):
        columns = builder.columns(len(at), upper=most)
        builder.put(rows, columns)
        builder.charge(("short",), columns, price)
        slack.append(columns)
    if case.limits.agency_hours_per_day > 0 and len(at):
        bought = builder.columns(len(at), upper=wanted)
        builder.put(rows, bought)
        builder.put(builder.rows(1, upper=60 * case.limits.agency_hours_per_day), bought)
        builder.charge(("agency",), bought, case.prices.agency_hour / 60)
        slack.append(bought)
    row = {(int(k), int(b), int(q)): int(r) for (k, b, q), r in zip(at, rows, strict=True)}
    return Cells(row, np.concatenate(slack))


@dataclass(frozen=True)
class Posts:
    """Rows of a day's heads in units."""

    staff: dict[tuple[int, int], list[int]]
    """(unit, band) → rows."""
    lead: dict[tuple[int, int, int], list[int]]
    """(unit, band, skill) → rows of named heads."""


def add_posts(builder: Builder, care: Care, required: Floats, t: int) -> Posts:
    """Heads wanted in units on a day, or short at a price.

    Parameters
    ----------
    required
        U × B heads.
    """
    case, sets = care.case, care.sets
    price = case.prices.unsafe_hour / 60 * sets.band_minutes
    posts = Posts({}, {})

    def wanted(heads: float, b: int) -> list[int]:
        short = builder.columns(1, upper=heads)
        builder.charge(("unsafe",), short, price[b])
        rows = builder.rows(1, lower=heads)
        builder.put(rows, short)
        part = heads - np.floor(heads)
        if 0.01 < part < 0.99:
            # Heads are whole: one too few leaves only a part of a head short (mixed-integer rounding).
            rows = np.append(rows, builder.rows(1, lower=np.ceil(heads)))
            builder.put(rows[1], short, 1 / part)
        return [int(r) for r in rows]

    for u, unit in enumerate(case.units):
        for b in range(len(sets.band)):
            if unit.skill is not None and required[u, b] > 0:
                posts.staff[u, b] = wanted(float(required[u, b]), b)
            for q in np.flatnonzero(care.commitments.heads[u, t, b] > 0).tolist():
                posts.lead[u, b, q] = wanted(float(care.commitments.heads[u, t, b, q]), b)
    return posts
