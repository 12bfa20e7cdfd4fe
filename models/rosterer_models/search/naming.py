"""Who exactly goes where? From a rota and the care of each day to rounds that a person can drive.

Each day by itself: linear programmes with re-weighted costs thin out who goes where until few pieces are left, then a small
mixed-integer programme settles which of the thin pieces and of the places of long rounds remain.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rosterer_models.engines.highs import LinearSolver, solve_mixed
from rosterer_models.formulation.care import Care
from rosterer_models.formulation.day import Demand, add_cells
from rosterer_models.formulation.people import People
from rosterer_models.formulation.rounds import RoundDuty, UnitDuty
from rosterer_models.matrix.model import Builder, Floats, Ints, Programme
from rosterer_models.rules.calendar import OFF
from rosterer_models.search.dive import dive
from rosterer_models.search.geography import Reach, most_alone
from rosterer_models.search.rota import Rota
from rosterer_models.search.units import Posted

THINNING_ROUNDS = 5
"""Re-weighted programmes a day; more change next to nothing on cases of 30 and 131 people."""
SPREAD_WEIGHT = 0.05
"""The most that a minute in a thin piece costs in a thinning programme, as a part of the price of a minute short."""
LEAST_SECONDS = 0.05
"""Time without which branch and bound is not begun."""
FEW_NODES = 100
"""Branch-and-bound nodes for a day's pieces; the start and the first few nodes find what there is to find."""


@dataclass(frozen=True)
class Named:
    """Duties with their people."""

    rounds: list[RoundDuty]
    in_units: list[UnitDuty]
    idle: list[tuple[int, int]]
    """(person, day) of duties that serve nothing (training)."""


def name_rounds(care: Care, people: People, rota: Rota, posted: Posted, demand: Demand, seconds: Callable[[int], float]) -> Named:
    """Choose the pieces of every round.

    Parameters
    ----------
    care
        The care side of the case that is served.
    seconds
        Given the number of days to come (this one too), how long the programme of a day may take.
    """
    reach = Reach(care)
    named = Named([], [], [])
    for t in range(care.case.days):
        on_round = []
        for p in np.flatnonzero(rota.duty[:, t] != OFF).tolist():
            s = int(rota.duty[p, t])
            fixed = people.persons[p].staff.fixed.get(t)
            if fixed is not None and fixed.training:
                named.idle.append((p, t))
            elif (p, t) in posted:
                named.in_units.append(UnitDuty(p, t, s, posted[p, t], reach.skills[p]))
            else:
                on_round.append((p, s))
        day = Rounds(care, reach, on_round, demand, t)
        for (p, s), pieces in zip(on_round, day.pieces(seconds(care.case.days - t)), strict=True):
            named.rounds.append(RoundDuty(p, t, s, *reach.homes[p], tuple(sorted(reach.skills[p])), pieces))
    return named


def _dived(programme: Programme, whole: Ints) -> Floats | None:
    """A whole point found by fixing columns a few at a time; None where there is none on the way."""
    solver = LinearSolver(programme)
    x = solver.solve().x
    return None if x is None else dive(solver, [whole], np.arange(len(x)), programme.lower, programme.upper, x)


class Rounds:
    """One day's rounds: E possible entries (duty, band, place, skill), gathered in pieces (duty, band, place)."""

    def __init__(self, care: Care, reach: Reach, duties: list[tuple[int, int]], demand: Demand, t: int) -> None:
        self.care, self.reach, self.duties = care, reach, duties
        self.needs, self.pair, self.t = demand.needs[:, t], demand.pair[:, t], t
        self.limits = care.case.limits
        wanted = self.needs > 1e-6
        found: list[tuple[int, int, int, int]] = []
        for i, (p, s) in enumerate(duties):
            places, skills = np.array(reach.places[reach.homes[p]], dtype=np.int64), sorted(reach.skills[p])
            for b in np.flatnonzero(care.sets.contact[s] > 0).tolist():
                for q in skills:
                    found += [(i, b, k, q) for k in places[wanted[places, b, q]].tolist()]
        self.entries = np.array(found, dtype=np.int64).reshape(-1, 4)
        self.minutes = np.zeros(len(found))
        self.used = np.zeros(len(found), dtype=bool)

    def pieces(self, seconds: float) -> list[tuple[tuple[int, int], ...]]:
        """(band, place) pieces of each duty."""
        chosen: list[set[tuple[int, int]]] = [set() for _ in self.duties]
        if len(self.entries) and self._thin():
            self._settle(seconds)
            for (i, b, k, _), m in zip(self.entries.tolist(), self.minutes.tolist(), strict=True):
                if m > 1e-3:
                    chosen[i].add((b, k))
        return [tuple(sorted(mine)) for mine in chosen]

    def _supply(self, builder: Builder, kept: Ints) -> Ints:
        """Flow columns of entries, in their cells and within the contact time of their duties."""
        cells = add_cells(builder, self.care, self.needs, self.t)
        i, b, k, q = self.entries[kept].T
        alone = most_alone(self.needs[k, b, q], self.pair[k, b, q])
        columns = builder.columns(len(kept), upper=alone)
        builder.put([cells.row[key] for key in zip(k.tolist(), b.tolist(), q.tolist(), strict=True)], columns)
        weight = np.array([self.reach.weight[self.reach.homes[self.duties[n][0]]][at] for n, at in zip(i, k, strict=True)])
        bands, number = np.unique(np.stack([i, b], axis=1), axis=0, return_inverse=True)
        most = [self.care.sets.contact[self.duties[n][1], band] for n, band in bands.tolist()]
        builder.put(builder.rows(len(bands), upper=most)[number], columns, weight)
        return columns

    def _thin(self) -> bool:
        """Bring the day's care down to few entries; False when not even a first point was found."""
        builder = Builder()
        columns = self._supply(builder, np.arange(len(self.entries)))
        solver = LinearSolver(builder.build())
        price = SPREAD_WEIGHT * self.care.case.prices.short_hour / 60
        piece, place = self._groups()
        least = max(1, self.limits.piece_minutes)
        weights = np.full(len(columns), 0.01 * price)
        for _ in range(THINNING_ROUNDS):
            solver.set_costs(columns, weights)
            outcome = solver.solve()
            if outcome.x is None:
                break
            self.minutes = outcome.x[columns]
            self.used |= self.minutes > 1e-6
            in_piece, at_place = np.bincount(piece, self.minutes)[piece], np.bincount(place, self.minutes)[place]
            weights = price * (0.9 / (1 + at_place / least) + 0.1 / (1 + in_piece / least))
        return bool((self.minutes > 0).any())

    def _groups(self, kept: Ints | None = None) -> tuple[Ints, Ints]:
        """Number of each entry's piece (duty, band, place), and of its duty's place."""
        entries = self.entries if kept is None else self.entries[kept]
        piece = np.unique(entries[:, :3], axis=0, return_inverse=True)[1].ravel()
        place = np.unique(entries[:, [0, 2]], axis=0, return_inverse=True)[1].ravel()
        return piece, place

    def _settle(self, seconds: float) -> None:
        """Keep of what is thin, and of rounds with too many places, what is worth most."""
        least, most_places = float(self.limits.piece_minutes), self.limits.places_per_duty
        place_of_entry = self._groups()[1]
        kept = np.flatnonzero((np.bincount(place_of_entry, self.used) > 0)[place_of_entry])
        builder = Builder()
        columns = self._supply(builder, kept)
        piece, place = self._groups(kept)
        duty: Ints = self.entries[kept, 0]
        in_piece, at_place = np.bincount(piece, self.minutes[kept]), np.bincount(place, self.minutes[kept])
        duty_of_place = np.zeros(len(at_place), dtype=np.int64)
        duty_of_place[place] = duty
        crowded = np.bincount(duty_of_place, minlength=len(self.duties)) > most_places
        place_of_piece = np.zeros(len(in_piece), dtype=np.int64)
        place_of_piece[piece] = place
        # A piece that is thick enough stays, if its place is among as many of its duty's as a round may have.
        first = np.zeros(len(at_place), dtype=bool)
        for i in range(len(self.duties)):
            own = np.flatnonzero((duty_of_place == i) & (at_place > 0))
            first[own[np.argsort(-at_place[own], kind="stable")[:most_places]]] = True
        open_surely = (in_piece >= least) & first[place_of_piece]
        surely_served = ~crowded[duty_of_place]
        surely_served[place_of_piece[open_surely]] = True
        is_open = builder.columns(len(in_piece), lower=open_surely.astype(float), upper=1, integer=True)
        room = np.zeros(len(in_piece))
        np.maximum.at(room, piece, self.care.sets.contact[[self.duties[n][1] for n in duty], self.entries[kept, 1]])
        below, above = builder.rows(len(in_piece), upper=0), builder.rows(len(in_piece), lower=0)
        builder.put(below[piece], columns)
        builder.put(below, is_open, -room)
        builder.put(above[piece], columns)
        builder.put(above, is_open, -least)
        served = builder.columns(len(at_place), lower=surely_served.astype(float), upper=1, integer=True)
        within = builder.rows(len(in_piece), upper=0)
        builder.put(within, is_open)
        builder.put(within, served[place_of_piece], -1.0)
        for i in np.flatnonzero(crowded).tolist():
            builder.put(builder.rows(1, upper=most_places), served[duty_of_place == i])
        programme = builder.build()
        start = np.zeros(programme.num_columns)
        start[served], start[is_open] = first | surely_served, open_surely
        # First what the thinning used with its thick pieces settled, then that without, then all bands of the places.
        unused = is_open[np.bincount(piece, self.used[kept]) == 0]
        thick = programme.with_bounds(unused, 0.0, 0.0)
        free = programme.with_bounds(np.concatenate([is_open, served]), 0.0, 1.0)
        begun, x = time.monotonic(), _dived(thick, np.concatenate([served, is_open]))
        x = start if x is None else x
        for tried in (thick, free.with_bounds(unused, 0.0, 0.0), free):
            left = seconds - (time.monotonic() - begun)
            if left < LEAST_SECONDS:
                break
            outcome = solve_mixed(
                tried, time_limit=left, start=x, gap=1e-3, absolute_gap=60.0, options={"mip_max_nodes": FEW_NODES}
            )
            x = x if outcome.x is None else outcome.x
        if x is start:
            self.minutes[kept[~open_surely[piece]]] = 0.0
            return
        minutes: Floats = np.zeros(len(self.minutes))
        minutes[kept] = np.where((x[is_open] > 0.5)[piece], x[columns], 0.0)
        self.minutes = minutes
