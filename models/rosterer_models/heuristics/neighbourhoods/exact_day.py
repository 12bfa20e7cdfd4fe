"""What is best on one day, duties, units and rounds together, when all others stay as they are?

Linear programmes in which minutes are shared out freely say which people and which stops are of
use, the thinner a piece and a visit to a place the dearer; among those, what is done now, and as
many of the next best as can be solved, branch and bound settles the whole day in one programme
(``formulation/whole_day.py``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from rosterer_models.engines.highs import LinearSolver, solve_mixed
from rosterer_models.engines.outcome import Outcome
from rosterer_models.formulation.care import Care
from rosterer_models.formulation.day import Demand
from rosterer_models.formulation.decisions import ROUND
from rosterer_models.formulation.people import People
from rosterer_models.formulation.rounds import RoundDuty, UnitDuty
from rosterer_models.formulation.whole_day import Stops, WholeDay, Work, whole_day
from rosterer_models.heuristics.choices import Choice, Choices
from rosterer_models.heuristics.continuity import Visits
from rosterer_models.heuristics.geography import Reach
from rosterer_models.heuristics.naming import Named
from rosterer_models.heuristics.neighbourhoods.day import Opened
from rosterer_models.heuristics.rota import Rota
from rosterer_models.heuristics.units import Posted
from rosterer_models.matrix.model import Flags, Floats, Ints
from rosterer_models.rules.calendar import OFF

THINNING_ROUNDS = 4
"""Re-weighted programmes a day."""
SPREAD_WEIGHT = 0.05
"""The most that a minute in a thin piece costs there, as a part of the price of a minute short."""
MOST_STOPS = 400
"""Stops with which branch and bound settles a day within seconds."""
CHEAP = 2.0
"""Pounds of reduced cost up to which something that the relaxation does not do may be done."""
USED = 1e-6
HEURISTICS = 0.05
"""Part of branch and bound's effort for its own heuristics: it begins with what is done now."""
ENOUGH_PART = 2e-3
"""Of the day's cost, within which its best is near enough."""

Thing = TypeVar("Thing")
Rounds = Mapping[int, tuple[tuple[int, int], ...]]
"""Person → (band, place) of the pieces of the round."""


@dataclass(frozen=True)
class Settled:
    """A day with its rounds."""

    opened: Opened
    named: Named


@dataclass(frozen=True)
class ExactDays:
    """Settles days of a rota with their rounds."""

    care: Care
    people: People
    reach: Reach

    def settled(
        self,
        rota: Rota,
        posted: Posted,
        demand: Demand,
        t: int,
        *,
        now: Rounds | None,
        known: Visits,
        seconds: float,
        nodes: int,
        enough: float,
        most_stops: int = MOST_STOPS,
        is_kept: bool = False,
    ) -> Settled | None:
        """Choose anew what everybody does on a day and whom they visit; None if nothing was found.

        Parameters
        ----------
        now
            Rounds as they were last, to begin with; None where there were none.
        known
            Who comes where on other days of the week.
        seconds, nodes
            The most that branch and bound may take.
        enough
            Pounds within which of the best a day is good enough.
        is_kept
            Whether everybody does as now and visits nobody else; only minutes are open.
        """
        choices = Choices(self.care.case, self.people, self.reach)
        persons, offered = list[int](), list[list[Choice]]()
        for p in range(len(self.people.persons)):
            mine = choices.of(rota, posted, p, t)[: 1 if is_kept else None]
            if len(mine) > 1 or mine[0].shift != OFF:
                persons.append(p)
                offered.append(mine)
        works = [
            [Work(c.shift, c.unit, c.pounds, choices.is_idle(p, t)) for c in mine]
            for p, mine in zip(persons, offered, strict=True)
        ]
        stops = self._stops(persons, works, demand, t, known)
        has = [self.reach.skills[p] for p in persons]
        mine_now = self._as_now(persons, works, stops, now)
        kept, short = np.flatnonzero(mine_now), 0.0
        if not is_kept:
            free = whole_day(self.care, demand, t, has, works, stops, rounds=False)
            worth, of_use, short = self._of_use(free, stops)
            offered, works = only(offered, of_use), only(works, of_use)
            kept = self._kept(stops, works, worth, mine_now, most_stops)
        stops, mine_now = stops.part(kept), mine_now[kept]
        model = whole_day(self.care, demand, t, has, works, stops)
        outcome = self._solved(model, stops, mine_now, now is not None, seconds, nodes, enough)
        if outcome.x is None:
            return None
        return self._read(t, persons, offered, model, stops, outcome.x, short)

    def _stops(
        self, persons: list[int], works: list[list[Work]], demand: Demand, t: int, known: Visits
    ) -> Stops:
        sets, reach = self.care.sets, self.reach
        price = self.care.case.prices.carer_at_place
        wanted = demand.needs[:, t] > USED
        index = list[tuple[int, int, int, int]]()
        weight, miles, new = list[float](), list[float](), list[float]()
        for i, (p, mine) in enumerate(zip(persons, works, strict=True)):
            shifts = [w.shift for w in mine if w.unit == ROUND and w.shift != OFF and not w.is_idle]
            home = reach.homes[p]
            places = np.array(reach.places[home], dtype=np.int64)
            for b in np.flatnonzero((sets.contact[shifts] > 0).any(axis=0)).tolist():
                for q in sorted(reach.skills[p]):
                    at = places[wanted[places, b, q]]
                    index += [(i, b, k, q) for k in at.tolist()]
                    weight += reach.weight[home][at].tolist()
                    miles += reach.miles[home][at].tolist()
                    new += [0.0 if (p, k) in known else price for k in at.tolist()]
        return Stops(
            np.array(index, dtype=np.int64).reshape(-1, 4),
            np.array(weight),
            np.array(miles),
            np.array(new),
        )

    def _of_use(self, free: WholeDay, stops: Stops) -> tuple[Floats, list[Flags], float]:
        """E: what each stop is worth, what each person does in any of the programmes, and pounds of
        care short in the first.

        A stop's worth is the most minutes in any of the programmes, or else, below zero, the pounds
        that a minute would cost in the first.
        """
        solver = LinearSolver(free.programme)
        price = SPREAD_WEIGHT * self.care.case.prices.short_hour / 60
        least = max(1, self.care.case.limits.piece_minutes)
        piece, place = stops.numbers([0, 1, 2]), stops.numbers([0, 2])
        used, dear, short = np.zeros(len(stops)), np.zeros(len(stops)), 0.0
        of_use = [np.zeros(len(columns), dtype=bool) for columns in free.work]
        for n in range(1 + THINNING_ROUNDS):
            outcome = solver.solve()
            x = outcome.x
            if x is None:
                break
            if n == 0 and outcome.row_duals is not None:
                short = free.programme.by_label(x).get(("short",), 0.0)
                reduced = free.programme.reduced_costs(outcome.row_duals)
                dear = np.maximum(0.0, reduced[free.minutes])
                for keep, columns in zip(of_use, free.work, strict=True):
                    keep |= reduced[columns] <= CHEAP
            minutes = x[free.minutes]
            used = np.maximum(used, minutes)
            for keep, columns in zip(of_use, free.work, strict=True):
                keep |= x[columns] > USED
            if not len(stops):
                break
            in_piece = np.bincount(piece, minutes)[piece]
            at_place = np.bincount(place, minutes)[place]
            thin = price * (0.9 / (1 + at_place / least) + 0.1 / (1 + in_piece / least))
            solver.set_costs(free.minutes, stops.miles + thin + stops.new / (least + at_place))
        return np.where(used > USED, used, -dear), of_use, short

    def _as_now(
        self, persons: list[int], works: list[list[Work]], stops: Stops, now: Rounds | None
    ) -> Flags:
        """E: in a piece of the round as it is now, where the person still is on one."""
        if now is None:
            return np.zeros(len(stops), dtype=bool)
        contact = self.care.sets.contact
        pieces = {
            (i, b, k)
            for i, (p, mine) in enumerate(zip(persons, works, strict=True))
            if mine[0].unit == ROUND and mine[0].shift != OFF and not mine[0].is_idle
            for b, k in now.get(p, ())
            if contact[mine[0].shift, b] > 0
        }
        return np.array([(i, b, k) in pieces for i, b, k, _ in stops.index.tolist()], dtype=bool)

    def _kept(
        self,
        stops: Stops,
        works: list[list[Work]],
        worth: Floats,
        mine_now: Flags,
        most: int,
    ) -> Ints:
        """Stops of people who still may be on a round in the band: those of now, and of the others
        the ones that are worth most.
        """
        contact = self.care.sets.contact
        giving = {
            (i, b)
            for i, mine in enumerate(works)
            for w in mine
            if w.unit == ROUND and w.shift != OFF and not w.is_idle
            for b in np.flatnonzero(contact[w.shift] > 0).tolist()
        }
        can = np.array([(i, b) in giving for i, b, _, _ in stops.index.tolist()], dtype=bool)
        others = np.flatnonzero(can & ~mine_now)
        room = max(0, most - int((can & mine_now).sum()))
        others = others[np.argsort(-worth[others], kind="stable")][:room]
        return np.sort(np.concatenate([np.flatnonzero(can & mine_now), others]))

    def _solved(
        self,
        model: WholeDay,
        stops: Stops,
        mine_now: Flags,
        is_known: bool,
        seconds: float,
        nodes: int,
        enough: float,
    ) -> Outcome:
        programme = model.programme
        start = None
        if is_known:
            start = np.zeros(programme.num_columns)
            start[[columns[0] for columns in model.work]] = 1.0
            if len(stops):
                start[model.made[stops.numbers([0, 1, 2])[mine_now]]] = 1.0
                start[model.served[stops.numbers([0, 2])[mine_now]]] = 1.0
        return solve_mixed(
            programme,
            time_limit=seconds,
            start=start,
            gap=ENOUGH_PART,
            absolute_gap=enough,
            options={"mip_heuristic_effort": HEURISTICS, "mip_max_nodes": nodes},
        )

    def _read(
        self,
        t: int,
        persons: list[int],
        offered: list[list[Choice]],
        model: WholeDay,
        stops: Stops,
        x: Floats,
        short: float,
    ) -> Settled:
        work, units, named = dict[int, tuple[int, int]](), dict[int, int](), Named()
        pieces: dict[int, set[tuple[int, int]]] = {}
        for e in np.flatnonzero(x[model.minutes] > 1e-3).tolist():
            i, b, k, _ = stops.index[e].tolist()
            pieces.setdefault(i, set()).add((b, k))
        choices = Choices(self.care.case, self.people, self.reach)
        for i, (p, mine, columns) in enumerate(zip(persons, offered, model.work, strict=True)):
            choice = mine[int(np.argmax(x[columns]))]
            work[p] = choice.shift, choice.source
            if choice.shift == OFF:
                continue
            if choices.is_idle(p, t):
                named.idle.append((p, t))
            elif choice.unit != ROUND:
                units[p] = choice.unit
                has = self.reach.skills[p]
                named.in_units.append(UnitDuty(p, t, choice.shift, choice.unit, has))
            else:
                home, can_do = self.reach.homes[p], tuple(sorted(self.reach.skills[p]))
                made = tuple(sorted(pieces.get(i, ())))
                named.rounds.append(RoundDuty(p, t, choice.shift, *home, can_do, made))
        pounds = model.programme.by_label(x)
        named.pounds = sum(pounds.get((name,), 0.0) for name in ("short", "agency", "travel"))
        return Settled(Opened(t, work, units, pounds.get(("unsafe",), 0.0), short), named)


def only(things: list[list[Thing]], of_use: list[Flags]) -> list[list[Thing]]:
    """The first of each person's, which is done now, and those that are of use."""
    return [
        [one for n, one in enumerate(mine) if n == 0 or keep[n]]
        for mine, keep in zip(things, of_use, strict=True)
    ]


def rounds_of(named: Named | None) -> Rounds | None:
    """Who visits where on a day that is named."""
    return None if named is None else {duty.person: duty.pieces for duty in named.rounds}
