"""Which pieces make good rounds on one day, fast?

Linear programmes with re-weighted costs thin out who goes where until few places are left; the
relaxation of the exact programme says which pieces at these places (and, where that has a price,
where somebody comes on other days of the week) are of use; a dive and a small branch and bound
among them settle the rounds.
"""

import time

import numpy as np

from rosterer_models.engines.highs import LinearSolver, solve_mixed
from rosterer_models.formulation.care import Care
from rosterer_models.formulation.day import Demand, add_cells
from rosterer_models.formulation.pieces import Entries, Pieces, pieces_model
from rosterer_models.heuristics.continuity import Visits
from rosterer_models.heuristics.dive import WHOLE, dive
from rosterer_models.heuristics.geography import Reach, most_alone
from rosterer_models.heuristics.progress import LEAST_SECONDS
from rosterer_models.matrix.model import Builder, Flags, Floats, Ints, Programme

THINNING_ROUNDS = 5
"""Re-weighted programmes a day; more change next to nothing on cases of 30 and 131 people."""
SPREAD_WEIGHT = 0.05
"""The most that a minute in a thin piece costs in a thinning programme, as a part of the price of a
minute short.
"""
MORE_SECONDS = 3.0
"""Time from which on pieces that the relaxation does not use are looked at too."""
Round = tuple[tuple[int, int], ...]
"""(band, place) of the pieces of a duty."""


def rounds_of_day(
    care: Care,
    reach: Reach,
    duties: list[tuple[int, int]],
    demand: Demand,
    t: int,
    seconds: float,
    known: Visits = frozenset(),
) -> tuple[list[Round], float]:
    """Choose the pieces of rounds, and say what is lost with them: pounds of care short or bought
    in, and of mileage.

    Who is new to a place in the week weighs in the choice, but is no part of what the day loses:
    others may come there too.

    Parameters
    ----------
    duties
        (person, shift) of each round.
    seconds
        How long branch and bound may take, what goes before it included.
    known
        (person, place) where the person comes on another day of the week.
    """
    entries = _entries(care, reach, duties, demand, t, known)
    chosen: list[set[tuple[int, int]]] = [set() for _ in duties]
    pounds = None
    if len(entries):
        begun = time.monotonic()
        used = _thin(care, demand, t, entries)
        is_open = (np.bincount(entries.place, used) > 0)[entries.place]
        if known:
            is_open |= entries.new == 0
        kept = np.flatnonzero(is_open)
        if len(kept):
            pieces = pieces_model(care, demand, t, entries.part(kept))
            x = _settled(pieces, seconds - (time.monotonic() - begun))
            pounds = (
                None
                if x is None
                else pieces.programme.value(x) - float(pieces.new @ x[pieces.served])
            )
            given = np.zeros(0, dtype=np.int64) if x is None else kept[x[pieces.minutes] > 1e-3]
            for i, b, k, _ in entries.index[given].tolist():
                chosen[i].add((b, k))
    return [tuple(sorted(mine)) for mine in chosen], _unserved(
        care, demand, t
    ) if pounds is None else pounds


def _unserved(care: Care, demand: Demand, t: int) -> float:
    """Pounds of a day on which nobody gives any care: bought in as far as may be, and short."""
    builder = Builder()
    add_cells(builder, care, demand, t)
    return LinearSolver(builder.build()).solve().value


def _entries(
    care: Care, reach: Reach, duties: list[tuple[int, int]], demand: Demand, t: int, known: Visits
) -> Entries:
    """Everything that anybody could do."""
    price = care.case.prices.carer_at_place
    wanted = demand.needs[:, t] > 1e-6
    found: list[tuple[int, int, int, int]] = []
    contact, weight, miles, new = [], [], [], []
    for i, (p, s) in enumerate(duties):
        home = reach.homes[p]
        places = np.array(reach.places[home], dtype=np.int64)
        for b in np.flatnonzero(care.sets.contact[s] > 0).tolist():
            for q in sorted(reach.skills[p]):
                mine = places[wanted[places, b, q]].tolist()
                found += [(i, b, k, q) for k in mine]
                contact += [care.sets.contact[s, b]] * len(mine)
                weight += reach.weight[home][mine].tolist()
                miles += reach.miles[home][mine].tolist()
                new += [0.0 if (p, k) in known else price for k in mine]
    index = np.array(found, dtype=np.int64).reshape(-1, 4)
    return Entries(index, np.array(contact), np.array(weight), np.array(miles), np.array(new))


def _thin(care: Care, demand: Demand, t: int, entries: Entries) -> Flags:
    """Which entries programmes use that cost the more the thinner a piece and a visit to a place
    are.
    """
    builder = Builder()
    cells = add_cells(builder, care, demand, t)
    alone = most_alone(entries.asked(demand.needs[:, t]), entries.asked(demand.pair[:, t]))
    columns = builder.columns(len(entries), upper=alone)
    builder.put([cells.row[k, b, q] for _, b, k, q in entries.index.tolist()], columns)
    shift = entries.numbers([0, 1])
    rows = builder.rows(
        int(shift.max()) + 1, upper=entries.contact[np.unique(shift, return_index=True)[1]]
    )
    builder.put(rows[shift], columns, entries.weight)
    solver = LinearSolver(builder.build())
    price, least = (
        SPREAD_WEIGHT * care.case.prices.short_hour / 60,
        max(1, care.case.limits.piece_minutes),
    )
    piece, place = entries.piece, entries.place
    used, weights = np.zeros(len(entries), dtype=bool), np.full(len(entries), 0.01 * price)
    for _ in range(THINNING_ROUNDS):
        solver.set_costs(columns, weights)
        x = solver.solve().x
        if x is None:
            break
        minutes = x[columns]
        used |= minutes > 1e-6
        in_piece, at_place = np.bincount(piece, minutes)[piece], np.bincount(place, minutes)[place]
        weights = price * (
            0.9 / (1 + at_place / least) + 0.1 / (1 + in_piece / least)
        ) + entries.new / (least + at_place)
    return used


def _settled(pieces: Pieces, seconds: float) -> Floats | None:
    """A good whole point: a dive, then branch and bound among what the relaxation uses, then among
    all where there is time.
    """
    begun, programme = time.monotonic(), pieces.programme
    whole: Ints = np.concatenate([pieces.made, pieces.served])
    solver = LinearSolver(programme)
    relaxed = solver.solve().x
    if relaxed is None:
        return None
    best = dive(
        solver, [whole], np.arange(programme.num_columns), programme.lower, programme.upper, relaxed
    )
    unused = whole[relaxed[whole] < WHOLE]
    if best is not None:
        unused = unused[best[unused] < 0.5]
    for tried, least in (
        (programme.with_bounds(unused, 0.0, 0.0), LEAST_SECONDS),
        (programme, MORE_SECONDS),
    ):
        left = seconds - (time.monotonic() - begun)
        if left < least:
            break
        best = _branched(tried, best, left)
    return best


def _branched(programme: Programme, start: Floats | None, seconds: float) -> Floats | None:
    outcome = solve_mixed(
        programme,
        time_limit=seconds,
        start=start,
        gap=1e-3,
        absolute_gap=10.0,
        options={"mip_max_nodes": 500},
    )
    return start if outcome.x is None else outcome.x
