"""What is best on one day, rounds and all, when every other day stays as it is? Duties, units and
the pieces of rounds of named people in one programme.

Variables: c (a person does one of the things that they can do that day), for an entry (person i,
band b, place k, skill q) and its piece (i, b, k): y (minutes of use), z (the piece is made), w
(minutes that the piece lasts beyond them), s (person i serves place k), p (minutes of y that count
for visits by two). Working rules hold because each thing that a person can do was looked at beside
the rest of their roster.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rosterer_models.formulation.care import Care
from rosterer_models.formulation.day import (
    PLANNED_SHARE,
    Cells,
    Demand,
    Posts,
    add_cells,
    add_posts,
)
from rosterer_models.formulation.decisions import ROUND
from rosterer_models.matrix.model import Builder, Floats, Ints, Programme


@dataclass(frozen=True)
class Work:
    """Something that a person can do on a day."""

    shift: int
    """OFF for nothing."""
    unit: int
    """ROUND on a round."""
    pounds: float
    """What it costs beside doing as now."""
    is_idle: bool = False
    """Training: it serves nothing."""


@dataclass(frozen=True)
class Stops:
    """Where people on rounds can give care: E entries, sorted by person, band, place and skill."""

    index: Ints
    """E × 4: (number of the person among those given, band, place, skill)."""
    weight: Floats
    """E: minutes of a duty that a minute at the place takes, travel included."""
    miles: Floats
    """E: pounds of mileage of a minute at the place."""
    new: Floats
    """E: pounds if the person serves the place at all, being there on no other day of the week."""

    def __len__(self) -> int:
        return len(self.index)

    def part(self, kept: Ints) -> "Stops":
        """Some of the entries."""
        return Stops(self.index[kept], self.weight[kept], self.miles[kept], self.new[kept])

    def numbers(self, columns: Sequence[int]) -> Ints:
        """E: number of each entry's group, alike in the columns of the index that are named."""
        return np.asarray(
            np.unique(self.index[:, columns], axis=0, return_inverse=True)[1].ravel(),
            dtype=np.int64,
        )


@dataclass(frozen=True)
class WholeDay:
    """The programme and where its columns are."""

    programme: Programme
    work: list[Ints]
    """Person → c of each thing that they can do."""
    minutes: Ints
    """E: y."""
    made: Ints
    """Piece: z; pieces in the order of ``Stops.numbers([0, 1, 2])``. Empty without rounds."""
    served: Ints
    """Person at a place: s, in the order of ``Stops.numbers([0, 2])``. Empty without rounds."""
    bought: dict[tuple[int, int, int], int]
    """(place, band, skill) → minutes bought in."""


def whole_day(
    care: Care,
    demand: Demand,
    t: int,
    skills: Sequence[frozenset[int]],
    work: Sequence[Sequence[Work]],
    stops: Stops,
    *,
    rounds: bool = True,
    planned_share: float = PLANNED_SHARE,
) -> WholeDay:
    """Build the programme of a day.

    Parameters
    ----------
    skills
        Of each person given.
    work
        What each of them can do; what they do now comes first.
    rounds
        Whether pieces are whole: without, minutes are shared out freely, which costs no more.
    planned_share
        As in ``add_cells``.
    """
    builder = Builder()
    cells = add_cells(builder, care, demand, t, pairs=True, planned_share=planned_share)
    posts = add_posts(builder, care, demand.required[:, t], t)
    chosen: list[Ints] = []
    for has, mine in zip(skills, work, strict=True):
        columns = builder.columns(len(mine), upper=1, integer=True)
        builder.put(builder.rows(1, lower=1, upper=1), columns)
        builder.charge(("own",), columns, [one.pounds for one in mine])
        _add_heads(builder, care, posts, has, mine, columns)
        chosen.append(columns)
    keys = [(k, b, q) for _, b, k, q in stops.index.tolist()]
    giving = [_giving(care, mine, columns) for mine, columns in zip(work, chosen, strict=True)]
    most = _most(demand, t, stops, giving)
    minutes = builder.columns(len(stops), upper=most)
    if len(stops):
        builder.put([cells.row[key] for key in keys], minutes)
        builder.charge(("travel",), minutes, stops.miles)
    paired, two = _add_pairs(builder, demand, t, cells, keys, minutes)
    made, served = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    idle: tuple[Ints, Ints] | None = None
    if rounds and len(stops):
        made, served, idle = _add_rounds(builder, care, stops, giving, minutes, most)
        piece = stops.numbers([0, 1, 2])
        row = builder.rows(len(two), upper=0)
        builder.put(row, paired)
        asked = demand.pair[:, t][tuple(stops.index[two][:, [2, 1, 3]].T)]
        builder.put(row, made[piece[two]], -asked)
    _add_time(builder, stops, giving, minutes, idle)
    return WholeDay(builder.build(), chosen, minutes, made, served, cells.bought)


Giving = dict[int, list[tuple[int, float]]]
"""Band → (column of c, contact minutes) of what is on a round then."""


def _giving(care: Care, mine: Sequence[Work], columns: Ints) -> Giving:
    found: Giving = {}
    for one, column in zip(mine, columns.tolist(), strict=True):
        if one.unit == ROUND and one.shift >= 0 and not one.is_idle:
            for b in np.flatnonzero(care.sets.contact[one.shift] > 0).tolist():
                found.setdefault(b, []).append((column, float(care.sets.contact[one.shift, b])))
    return found


def _most(demand: Demand, t: int, stops: Stops, giving: list[Giving]) -> Floats:
    """E: minutes of use at the most. What is visited by two is given by two: nobody gives more
    than all but one's share of it.
    """
    at = tuple(stops.index[:, [2, 1, 3]].T)
    need, pair = demand.needs[:, t][at], demand.pair[:, t][at]
    contact = [max(m for _, m in giving[i][b]) for i, b in stops.index[:, :2].tolist()]
    alone = np.where(pair > 0, np.maximum(need - pair, pair), need)
    return np.asarray(np.minimum(alone, np.array(contact, dtype=float)))


def _add_heads(
    builder: Builder,
    care: Care,
    posts: Posts,
    has: frozenset[int],
    mine: Sequence[Work],
    columns: Ints,
) -> None:
    sets = care.sets
    for one, column in zip(mine, columns.tolist(), strict=True):
        if one.unit == ROUND or one.shift < 0 or one.is_idle:
            continue
        skill = care.case.units[one.unit].skill
        for b in np.flatnonzero(sets.on_band[one.shift]).tolist():
            if skill is not None and sets.skill[skill] in has and (one.unit, b) in posts.staff:
                builder.put(posts.staff[one.unit, b], column)
            for q in has:
                if (one.unit, b, q) in posts.lead:
                    builder.put(posts.lead[one.unit, b, q], column)


def _add_rounds(
    builder: Builder,
    care: Care,
    stops: Stops,
    giving: list[Giving],
    minutes: Ints,
    most: Floats,
) -> tuple[Ints, Ints, tuple[Ints, Ints]]:
    """Pieces, places and what pieces last beyond their use: (z, s, (w, first entry of each))."""
    limits = care.case.limits
    piece, place = stops.numbers([0, 1, 2]), stops.numbers([0, 2])
    first, of_place = (np.unique(n, return_index=True)[1] for n in (piece, place))
    made, idle = builder.columns(len(first), upper=1, integer=True), builder.columns(len(first))
    builder.charge(("travel",), idle, stops.miles[first])
    least = builder.rows(len(first), lower=0)
    builder.put(least[piece], minutes)
    builder.put(least, idle)
    builder.put(least, made, -float(limits.piece_minutes))
    only_if = builder.rows(len(stops), upper=0)
    builder.put(only_if, minutes)
    builder.put(only_if, made[piece], -most)
    served = builder.columns(len(of_place), upper=1, integer=True)
    builder.charge(("carers-at-places",), served, stops.new[of_place])
    within = builder.rows(len(first), upper=0)
    builder.put(within, made)
    builder.put(within, served[place[first]], -1.0)
    at_work = builder.rows(len(first), upper=0)
    builder.put(at_work, made)
    for row, (i, b) in zip(at_work, stops.index[first][:, :2].tolist(), strict=True):
        builder.put(row, [c for c, _ in giving[i][b]], -1.0)
    persons, of_person = np.unique(stops.index[of_place, 0], return_inverse=True)
    within_day = builder.rows(len(persons), upper=0)
    builder.put(within_day[of_person.ravel()], served)
    for row, i in zip(within_day, persons.tolist(), strict=True):
        on_round = sorted({c for pairs in giving[i].values() for c, _ in pairs})
        builder.put(row, on_round, -float(limits.places_per_duty))
    return made, served, (idle, first)


def _add_pairs(
    builder: Builder,
    demand: Demand,
    t: int,
    cells: Cells,
    keys: list[tuple[int, int, int]],
    minutes: Ints,
) -> tuple[Ints, Ints]:
    """Minutes that count for visits by two, and the entries that can give them."""
    two = np.array([n for n, key in enumerate(keys) if key in cells.pair], dtype=np.int64)
    asked = [float(demand.pair[k, t, b, q]) for k, b, q in (keys[n] for n in two.tolist())]
    paired = builder.columns(len(two), upper=asked if len(two) else 0.0)
    if len(two):
        builder.put([cells.pair[keys[n]] for n in two.tolist()], paired)
        row = builder.rows(len(two), upper=0)
        builder.put(row, paired)
        builder.put(row, minutes[two], -1.0)
    return paired, two


def _add_time(
    builder: Builder,
    stops: Stops,
    giving: list[Giving],
    minutes: Ints,
    idle: tuple[Ints, Ints] | None,
) -> None:
    """Contact minutes of each person in each band."""
    if not len(stops):
        return
    shift = stops.numbers([0, 1])
    first = np.unique(shift, return_index=True)[1]
    time = builder.rows(len(first), upper=0)
    builder.put(time[shift], minutes, stops.weight)
    if idle is not None:
        columns, at = idle
        builder.put(time[shift[at]], columns, stops.weight[at])
    for row, (i, b) in zip(time, stops.index[first][:, :2].tolist(), strict=True):
        builder.put(row, [c for c, _ in giving[i][b]], [-m for _, m in giving[i][b]])
