"""What do named people give where, when all duties are settled? Pieces of rounds, with the
placements still open.

Variables: x (minutes of a duty at a place in a band with a skill), m (of those, minutes that can be
in a pair), and the care side of the joint model. Which pieces a round may have is given; an open
piece has at least ``piece_minutes``.
"""

from dataclasses import dataclass

import numpy as np

from rosterer_models.formulation.care import Care, add_care
from rosterer_models.formulation.deployment import add_agency, add_head_supply
from rosterer_models.formulation.sets import Geography, Sets
from rosterer_models.matrix.model import Builder, Ints, Programme
from rosterer_models.vocabulary.case import Case

HUNDREDTH = 0.01
"""Minutes of each piece and skill left free, so that all can be rounded up to a hundredth and no
cell is short by rounding; only a band that is full of pieces of least length has no such room.
"""


@dataclass(frozen=True)
class RoundDuty:
    """A duty on a round, with the pieces it may have."""

    person: int
    day: int
    shift: int
    home: int
    mobile: bool
    skills: tuple[int, ...]
    pieces: tuple[tuple[int, int], ...]
    """(band, place)."""


@dataclass(frozen=True)
class UnitDuty:
    """A duty in a unit."""

    person: int
    day: int
    shift: int
    unit: int
    skills: frozenset[int]


@dataclass(frozen=True)
class Named:
    """The model with named duties."""

    care: Care
    programme: Programme
    pieces: list[tuple[int, int, int, int, int]]
    """(number of the round duty, band, place, skill, column)."""
    split: list[Ints]
    """Columns of each piece with several skills."""
    agency: Ints


def named_model(case: Case, sets: Sets, rounds: list[RoundDuty], in_units: list[UnitDuty]) -> Named:
    """Build the model in which people are named and only minutes and placements are open."""
    builder = Builder()
    care = add_care(builder, case, sets)
    agency = add_agency(builder, care)
    add_unit_duties(builder, care, in_units)
    geography = Geography(case)
    shares = {key: geography.share(*key) for key in {(d.home, d.mobile) for d in rounds}}
    mileage = {key: geography.pounds_per_minute(*key) for key in shares}
    pieces: list[tuple[int, int, int, int, int]] = []
    split, travel = list[Ints](), list[tuple[int, float]]()
    in_cell: dict[tuple[int, int, int, int], list[int]] = {}
    for i, duty in enumerate(rounds):
        share = shares[duty.home, duty.mobile]
        by_band: dict[int, list[tuple[int, float]]] = {}
        smallest: dict[int, float] = {}
        for b, k in duty.pieces:
            open_skills = [q for q in duty.skills if care.cell[k, duty.day, b, q] >= 0]
            if not open_skills:
                continue
            columns = builder.columns(len(open_skills))
            smallest[b] = smallest.get(b, 0.0) + case.limits.piece_minutes * (1 + share[k])
            if len(columns) > 1:
                split.append(columns)
            if case.limits.piece_minutes:
                builder.put(builder.rows(1, lower=case.limits.piece_minutes), columns)
            for q, column in zip(open_skills, columns, strict=True):
                pieces.append((i, b, k, q, int(column)))
                builder.put(care.cell[k, duty.day, b, q], column)
                in_cell.setdefault((k, duty.day, b, q), []).append(int(column))
                by_band.setdefault(b, []).append((int(column), 1 + share[k]))
                travel.append((int(column), mileage[duty.home, duty.mobile][k]))
        for b, mine in by_band.items():
            room = sets.contact[duty.shift, b] - HUNDREDTH * sum(w for _, w in mine)
            builder.put(
                builder.rows(1, upper=max(room, smallest[b])),
                [c for c, _ in mine],
                [w for _, w in mine],
            )
    if travel:
        builder.charge(
            ("travel", case.payers.service),
            np.array([c for c, _ in travel]),
            np.array([m for _, m in travel]),
        )
    _add_pairs(builder, care, in_cell, agency)
    return Named(care, builder.build(), pieces, split, agency)


def add_unit_duties(builder: Builder, care: Care, in_units: list[UnitDuty]) -> None:
    """Let duties in units count in the rows of heads."""
    present = builder.columns(len(in_units), lower=1, upper=1)
    for post, column in zip(in_units, present, strict=True):
        add_head_supply(builder, care, post.skills, post.unit, post.day, post.shift, int(column))


def _add_pairs(
    builder: Builder, care: Care, in_cell: dict[tuple[int, int, int, int], list[int]], agency: Ints
) -> None:
    """Rows  Σ min(x_i, D) + agency + shortage ≥ 2 D  for cells with visits by two."""
    for at, decided in care.pair.items():
        if care.cell[at] < 0:
            continue
        given = care.commitments.pair[at]
        row = builder.rows(1, lower=2 * given)
        builder.put(row, care.short[at])
        if agency[at] >= 0:
            builder.put(row, agency[at])
        for column, minutes in decided:
            builder.put(row, column, -2 * minutes)
        for x in in_cell.get(at, []):
            paired = builder.columns(1)
            builder.fill(paired)
            builder.put(row, paired)
            builder.put(below_x := builder.rows(1, upper=0), paired)
            builder.put(below_x, x, -1.0)
            builder.put(below_d := builder.rows(1, upper=given), paired)
            for column, minutes in decided:
                builder.put(below_d, column, -minutes)
