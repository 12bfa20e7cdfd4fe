"""What does one day ask for, and what does it cost not to give it? Care cells and unit posts of a
day when placements are settled.

Rows wait for supply: minutes of people on rounds in ``cells``, heads in ``staff`` and ``lead``.
"""

from dataclasses import dataclass

import numpy as np

from rosterer_models.formulation.care import Care
from rosterer_models.formulation.shortfall import Cell
from rosterer_models.matrix.model import Builder, Floats, Ints

PLANNED_SHARE = 0.6
"""Price of a minute short of care that is only planned, as a part of the price of one short of what
is committed.
"""


@dataclass(frozen=True)
class Demand:
    """What is asked of a rota on each day when placements are settled."""

    needs: Floats
    """K × D × B × Q minutes of care, all carers."""
    pair: Floats
    """K × D × B × Q minutes of each carer where two must come."""
    required: Floats
    """U × D × B heads."""


def worth_of(needs: Floats, pair: Floats, least: float) -> Floats:
    """K × B: the part of a minute given that is of use where a piece (two for visits by two) must
    last longer than what is asked.

    Parameters
    ----------
    needs, pair
        K × B × Q minutes of a day; see ``Demand``.
    least
        Minutes of a piece.
    """
    asked, shortest = needs.sum(axis=2), least * np.where((pair > 0).any(axis=2), 2.0, 1.0)
    worth: Floats = np.ones_like(asked)
    np.divide(asked, shortest, out=worth, where=(asked > 0) & (asked < shortest))
    return worth


@dataclass(frozen=True)
class Cells:
    """Rows of a day's care; (place, band, skill) → row."""

    row: dict[tuple[int, int, int], int]
    """Minutes of all carers."""
    pair: dict[tuple[int, int, int], int]
    """Minutes of visits by two, each carer's at most those of the visits by two, where there are
    such.
    """
    bought: dict[tuple[int, int, int], int]
    """Columns: minutes bought in; empty where nothing may be."""


def add_cells(
    builder: Builder,
    care: Care,
    demand: Demand,
    t: int,
    *,
    pairs: bool = False,
    planned_share: float = PLANNED_SHARE,
) -> Cells:
    """Care wanted on a day: given, bought in, or short at a price.

    Parameters
    ----------
    pairs
        Whether visits by two have rows of their own.
    planned_share
        Price of a minute short of what is only planned; see ``PLANNED_SHARE``.
    """
    case, needs, prices = care.case, demand.needs[:, t], care.commitments.short_care
    at = np.argwhere(needs > 1e-6)
    wanted = needs[tuple(at.T)]
    committed = np.minimum(care.commitments.care[at[:, 0], t, at[:, 1], at[:, 2]], wanted)
    first = prices.first[at[:, 0], t, at[:, 1], at[:, 2]]
    rows = builder.rows(len(at), lower=wanted)
    twice = 2 * demand.pair[:, t][tuple(at.T)]
    two = np.flatnonzero(twice > 1e-6) if pairs else np.zeros(0, dtype=np.int64)
    both = builder.rows(len(two), lower=twice[two])

    def short(most: Floats, pounds: Floats | float) -> Ints:
        columns = builder.columns(len(at), upper=most)
        builder.put(rows, columns)
        builder.put(both, columns[two])
        builder.charge(("short",), columns, pounds / 60)
        return columns

    short(wanted - committed, planned_share * case.prices.short_hour)
    for (k, b, q), column in zip(at.tolist(), short(committed, first).tolist(), strict=True):
        prices.charge(builder, ("short",), (k, t, b, q), column)
    bought = np.zeros(0, dtype=np.int64)
    if case.limits.agency_hours_per_day > 0 and len(at):
        bought = builder.columns(len(at), upper=wanted)
        builder.put(rows, bought)
        builder.put(both, bought[two])
        builder.put(builder.rows(1, upper=60 * case.limits.agency_hours_per_day), bought)
        builder.charge(("agency",), bought, case.prices.agency_hour / 60)
    keys = [(int(k), int(b), int(q)) for k, b, q in at]
    return Cells(
        dict(zip(keys, rows.tolist(), strict=True)),
        {keys[i]: int(r) for i, r in zip(two, both, strict=True)},
        dict(zip(keys, bought.tolist(), strict=False)),
    )


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
    hours, prices = sets.band_minutes / 60, care.commitments.short_heads
    posts = Posts({}, {})

    def wanted(heads: float, b: int, cell: Cell = ()) -> list[int]:
        short = builder.columns(1, upper=heads)
        builder.charge(
            ("unsafe",), short, hours[b] * (prices.first[cell] if cell else case.prices.unsafe_hour)
        )
        prices.charge(builder, ("unsafe",), cell, int(short[0]), hours[b])
        rows = builder.rows(1, lower=heads)
        builder.put(rows, short)
        part = heads - np.floor(heads)
        if 0.01 < part < 0.99:
            # Heads are whole: one too few leaves only a part of a head short (mixed-integer
            # rounding).
            rows = np.append(rows, builder.rows(1, lower=np.ceil(heads)))
            builder.put(rows[1], short, 1 / part)
        return [int(r) for r in rows]

    for u, unit in enumerate(case.units):
        for b in range(len(sets.band)):
            if unit.skill is not None and required[u, b] > 0:
                posts.staff[u, b] = wanted(float(required[u, b]), b)
            for q in np.flatnonzero(care.commitments.heads[u, t, b] > 0).tolist():
                posts.lead[u, b, q] = wanted(
                    float(care.commitments.heads[u, t, b, q]), b, (u, t, b, q)
                )
    return posts
