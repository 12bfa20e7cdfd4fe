"""Who exactly goes where? From heads and flows of classes to named duties with rounds that a person can drive.

For each day, what is needed is shared out among the people on rounds and thinned by re-weighted linear programmes until
nobody has more places than a round may have.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rosterer_models.engines.highs import LinearSolver
from rosterer_models.formulation.care import Care
from rosterer_models.formulation.deployment import unit_work
from rosterer_models.formulation.joint import Joint
from rosterer_models.formulation.rounds import RoundDuty, UnitDuty
from rosterer_models.formulation.sets import Geography
from rosterer_models.matrix.model import Builder, Flags, Floats, Ints
from rosterer_models.rules.calendar import OFF
from rosterer_models.search.rota import Rota

THINNING_ROUNDS = 4
"""Re-weighted programmes a day; the fifth changed next to nothing on cases of 30 and 131 people."""
REOPENING_ROUNDS = 8
"""Rounds in which closed pieces may open again; each opens one for every cell still short."""
SHORT_WEIGHT = 1.0
SPREAD_WEIGHT = 0.25
"""Cost of a minute short, and the most that a minute in a thin piece costs, in the thinning programmes."""


@dataclass(frozen=True)
class Named:
    """Duties with their people."""

    rounds: list[RoundDuty]
    in_units: list[UnitDuty]
    idle: list[tuple[int, int]]
    """(person, day) of duties that serve nothing (training)."""


def name_rounds(
    joint: Joint, care: Care, rota: Rota, units: dict[tuple[int, int], int], needs: Floats, halt: Callable[[], bool] | None = None
) -> Named:
    """Choose the pieces of every round.

    Parameters
    ----------
    joint
        The model that the rota was made with; its people are those of ``care``'s case.
    care
        The care side of the case that is served.
    needs
        K × D × B × Q minutes to be given by people on rounds.
    """
    case, sets, geography = care.case, care.sets, Geography(care.case)
    skills = [sets.can_do(person) for person in case.people]
    homes = [(sets.place[person.home], person.mobile) for person in case.people]
    reach = {key: geography.round_places(*key) for key in set(homes)}
    work = {q: unit_work(care, q) for q in set(skills)}
    named = Named([], [], [])
    for t in range(case.days):
        on_round = []
        for p in np.flatnonzero(rota.duty[:, t] != OFF):
            person, s = int(p), int(rota.duty[p, t])
            fixed = joint.people.persons[person].staff.fixed.get(t)
            if fixed is not None and fixed.training:
                named.idle.append((person, t))
            elif (person, t) in units and units[person, t] in work[skills[person]]:
                named.in_units.append(UnitDuty(person, t, s, units[person, t], skills[person]))
            else:
                on_round.append((person, s))
        day = _Day(care, on_round, [homes[p] for p, _ in on_round], [skills[p] for p, _ in on_round], reach, geography, needs[:, t])
        for (person, s), pieces in zip(on_round, day.pieces(halt), strict=True):
            named.rounds.append(RoundDuty(person, t, s, *homes[person], tuple(sorted(skills[person])), tuple(pieces)))
    return named


class _Day:
    """One day's rounds: a small linear programme, solved again and again with weights that thin it out."""

    def __init__(
        self,
        care: Care,
        duties: list[tuple[int, int]],
        homes: list[tuple[int, bool]],
        skills: list[frozenset[int]],
        reach: dict[tuple[int, bool], list[int]],
        geography: Geography,
        needs: Floats,
    ) -> None:
        sets, self.limits = care.sets, care.case.limits
        builder = Builder()
        self.count = len(duties)
        cell: dict[tuple[int, int, int], int] = {}
        short: list[int] = []
        for k, b, q in zip(*np.nonzero(needs > 1e-6), strict=True):
            row = builder.rows(1, lower=needs[k, b, q])
            slack = builder.columns(1)
            builder.put(row, slack)
            short += slack.tolist()
            cell[int(k), int(b), int(q)] = int(row[0])
        entries: list[tuple[int, int, int, int]] = []
        entry_cells: list[tuple[int, int, int]] = []
        shares = {key: geography.share(*key) for key in set(homes)}
        for i, (_, s) in enumerate(duties):
            for b in np.flatnonzero(sets.contact[s] > 0):
                at = [(k, q) for k in reach[homes[i]] for q in skills[i] if (k, int(b), q) in cell]
                if not at:
                    continue
                columns = builder.columns(len(at))
                row = builder.rows(1, upper=sets.contact[s, b])
                for (k, q), column in zip(at, columns, strict=True):
                    builder.put(row, column, 1 + shares[homes[i]][k])
                    builder.put(cell[k, int(b), q], column)
                    entries.append((i, int(b), k, int(column)))
                    entry_cells.append((k, int(b), q))
        table = np.array(entries, dtype=np.int64).reshape(-1, 4)
        self.duty, self.band, self.place, self.column = table.T
        self.short = np.array(short, dtype=np.int64)
        number = {at: c for c, at in enumerate(cell)}
        of_cell = np.array([number[at] for at in entry_cells], dtype=np.int64)
        self.by_cell = [np.flatnonzero(of_cell == c) for c in range(len(cell))]
        self.programme = builder.build()

    def pieces(self, halt: Callable[[], bool] | None) -> list[list[tuple[int, int]]]:
        """(band, place) pieces of each duty."""
        found: list[list[tuple[int, int]]] = [[] for _ in range(self.count)]
        if not len(self.column):
            return found
        solver = LinearSolver(self.programme)
        solver.set_costs(self.short, np.full(len(self.short), SHORT_WEIGHT))
        weights = np.full(len(self.column), 0.01)
        minutes = np.zeros(len(self.column))
        least = max(1, self.limits.piece_minutes)
        for _ in range(THINNING_ROUNDS if halt is None or not halt() else 1):
            solver.set_costs(self.column, weights)
            outcome = solver.solve()
            if outcome.x is None:
                break
            minutes = outcome.x[self.column]
            by_place, by_piece = self._totals(minutes)
            weights = SPREAD_WEIGHT * (1 / (1 + by_place / least) + 1 / (1 + by_piece / least)) / 2
        # Close what a round cannot have: places beyond the allowed number, pieces that are too thin; then open again, as long as
        # rounds have room for a place, what a cell needs that was left short.
        by_place, by_piece = self._totals(minutes)
        open_now = self._dearest(by_place) & (by_piece >= least / 2)
        rank = by_piece.copy()
        for _ in range(REOPENING_ROUNDS):
            upper = np.where(open_now, np.inf, 0.0)
            solver.set_bounds(self.column, np.zeros(len(upper)), upper)
            outcome = solver.solve()
            if outcome.x is None:
                break
            minutes = outcome.x[self.column]
            missing = outcome.x[self.short]
            if missing.sum() < 1.0 or not self._reopen(open_now, missing, rank):
                break
        _, by_piece = self._totals(minutes)
        kept = open_now & (by_piece >= min(least / 4, 1.0))
        for i, b, k in sorted({(int(i), int(b), int(k)) for i, b, k in zip(*self._of(kept), strict=True)}):
            found[i].append((b, k))
        return found

    def _reopen(self, open_now: Flags, missing: Floats, rank: Floats) -> bool:
        """Open, in ``open_now``, one more piece for each cell that is short; True when any was."""
        places: dict[int, set[int]] = {}
        for i, k in zip(self.duty[open_now].tolist(), self.place[open_now].tolist(), strict=True):
            places.setdefault(i, set()).add(k)
        changed = False
        for cell in np.argsort(-missing):
            if missing[cell] < 0.5:
                break
            closed = self.by_cell[int(cell)]
            closed = closed[~open_now[closed]]
            for entry in closed[np.argsort(-rank[closed], kind="stable")]:
                own = places.setdefault(int(self.duty[entry]), set())
                if int(self.place[entry]) in own or len(own) < self.limits.places_per_duty:
                    own.add(int(self.place[entry]))
                    open_now[entry] = changed = True
                    break
        return changed

    def _of(self, chosen: Flags) -> tuple[Ints, Ints, Ints]:
        return self.duty[chosen], self.band[chosen], self.place[chosen]

    def _totals(self, minutes: Floats) -> tuple[Floats, Floats]:
        """Minutes of each entry's duty at its place (all bands), and in its piece (all skills)."""
        at_place, at_piece = {}, {}  # type: ignore[var-annotated]
        for i, b, k, m in zip(self.duty.tolist(), self.band.tolist(), self.place.tolist(), minutes.tolist(), strict=True):
            at_place[i, k] = at_place.get((i, k), 0.0) + m
            at_piece[i, b, k] = at_piece.get((i, b, k), 0.0) + m
        keys = list(zip(self.duty.tolist(), self.band.tolist(), self.place.tolist(), strict=True))
        return np.array([at_place[i, k] for i, _, k in keys]), np.array([at_piece[key] for key in keys])

    def _dearest(self, by_place: Floats) -> Flags:
        """Entries at the places where their duty spends most of its time."""
        ranked: dict[int, dict[int, float]] = {}
        for i, k, m in zip(self.duty.tolist(), self.place.tolist(), by_place.tolist(), strict=True):
            if m > 0:
                ranked.setdefault(i, {})[k] = m
        kept = {i: set(sorted(m, key=lambda k: (-m[k], k))[: self.limits.places_per_duty]) for i, m in ranked.items()}
        return np.array([k in kept.get(i, ()) for i, k in zip(self.duty.tolist(), self.place.tolist(), strict=True)])
