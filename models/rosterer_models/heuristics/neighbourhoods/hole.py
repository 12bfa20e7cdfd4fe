"""What is best on one day when only a few may do something else, and all others do as is published?

The day's programme (``formulation/whole_day.py``) opened around a hole: some people have a choice
of duties, some may visit other places, everybody else gives at most what they give now. Placements
are settled, so care that is short beyond base cover and census has the price of a broken rule.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rosterer_models.engines.highs import LinearSolver, solve_mixed
from rosterer_models.formulation.day import Demand
from rosterer_models.formulation.decisions import ROUND, Given
from rosterer_models.formulation.whole_day import Stops, WholeDay, Work, whole_day
from rosterer_models.heuristics.choices import Choice, Choices
from rosterer_models.heuristics.continuity import Visits
from rosterer_models.heuristics.dive import dive
from rosterer_models.heuristics.neighbourhoods.exact_day import ExactDays, only
from rosterer_models.heuristics.progress import LEAST_SECONDS
from rosterer_models.heuristics.rota import Rota
from rosterer_models.heuristics.units import Posted
from rosterer_models.matrix.model import Flags, Floats, Programme
from rosterer_models.rules.calendar import OFF

PLANNED_SHARE = 2.0
"""Price of a minute short of a package, in prices of a short minute: it breaks a rule."""
GivenMinutes = tuple[int, int, int, float]
"""Band, place, skill, minutes."""
DIVE_BATCH = 0.05
"""Part of what is loose that is fixed in a round of the dive."""
USED = 1e-3
"""Minutes; less is nothing."""


@dataclass(frozen=True)
class Opening:
    """What may change on a day."""

    choices: Mapping[int, Sequence[Choice]]
    """Person → what they may do, as now first, with the price of the change; others do as now."""
    visitors: frozenset[int]
    """Whose rounds may go elsewhere, and whoever has a choice."""
    places: frozenset[int]
    """Where something may change; care elsewhere stays as it is."""
    other_visit: float
    """Pounds for each place that a round goes to anew."""


@dataclass(frozen=True)
class Filled:
    """A day with its hole filled as well as may be."""

    work: dict[int, Choice]
    """What everybody does who had a choice."""
    given: dict[int, list[GivenMinutes]]
    """Person → (band, place, skill, minutes) of a round, of who could change theirs."""
    bought: dict[tuple[int, int, int], float]
    """(place, band, skill) → minutes, at the places that were open."""
    pounds: float
    """Of all of the day that was open, the price of change included."""


class Holes(ExactDays):
    """Fills holes in days of a published rota."""

    def filled(
        self,
        rota: Rota,
        posted: Posted,
        demand: Demand,
        t: int,
        given: Sequence[Given],
        opening: Opening,
        *,
        known: Visits,
        seconds: float,
        nodes: int,
        most_stops: int,
        enough: float = 1.0,
    ) -> Filled | None:
        """The best that the opening allows; None where none was found in time.

        Parameters
        ----------
        given
            Minutes of rounds on the day, as published.
        known
            Who comes where on other days of the week, where that has a price.
        seconds, nodes, enough
            As in ``settled``.
        most_stops
            Stops that are looked at beside those of now.
        """
        demand = _only_at(demand, opening.places)
        persons, offered = self._offered(rota, posted, t, opening)
        choices = Choices(self.care.case, self.people, self.reach)
        works = [
            [Work(c.shift, c.unit, c.pounds, choices.is_idle(p, t)) for c in mine]
            for p, mine in zip(persons, offered, strict=True)
        ]
        now = {
            (one.person, one.band, one.place, one.skill): one.minutes
            for one in given
            if one.place in opening.places
        }
        stops = self._stops(persons, works, demand, t, known)
        stops, mine_now = self._near(stops, persons, now, opening)
        has = [self.reach.skills[p] for p in persons]
        most = self._most(stops, persons, now, opening)
        if len(stops) - int(mine_now.sum()) > most_stops:
            free = whole_day(
                self.care, demand, t, has, works, stops, rounds=False, planned_share=PLANNED_SHARE
            )
            worth, of_use, _ = self._of_use(free, stops)
            offered, works = only(offered, of_use), only(works, of_use)
            most_now = most_stops + int(mine_now.sum())
            kept = self._kept(stops, works, worth, mine_now, most_now)
            stops, mine_now, most = stops.part(kept), mine_now[kept], most[kept]
        model = whole_day(self.care, demand, t, has, works, stops, planned_share=PLANNED_SHARE)
        programme = model.programme
        if len(stops):
            upper = np.minimum(programme.upper[model.minutes], most)
            programme = programme.with_bounds(model.minutes, 0.0, upper)
        begun = time.monotonic()
        start = _dived(model, programme)
        outcome = solve_mixed(
            programme,
            time_limit=max(LEAST_SECONDS, seconds - (time.monotonic() - begun)),
            start=_start(model, stops, mine_now) if start is None else start,
            gap=0.0,
            absolute_gap=enough,
            options={"mip_max_nodes": nodes},
        )
        if outcome.x is None:
            return None
        least = float(self.care.case.limits.piece_minutes)
        pounds = programme.value(outcome.x)
        return _read(persons, offered, opening, model, stops, outcome.x, pounds, least)

    def _offered(
        self, rota: Rota, posted: Posted, t: int, opening: Opening
    ) -> tuple[list[int], list[list[Choice]]]:
        """Who is in the programme, and what each may do."""
        persons, offered = list[int](), list[list[Choice]]()
        for p in range(len(self.people.persons)):
            shift, source = int(rota.duty[p, t]), int(rota.source[p, t])
            mine = list(opening.choices.get(p, ()))
            if not mine and shift != OFF:
                mine = [Choice(shift, source, posted.get((p, t), ROUND), 0.0)]
            if len(mine) > 1 or (mine and mine[0].shift != OFF):
                persons.append(p)
                offered.append(mine)
        return persons, offered

    def _near(
        self,
        stops: Stops,
        persons: list[int],
        now: Mapping[tuple[int, int, int, int], float],
        opening: Opening,
    ) -> tuple[Stops, Flags]:
        """Stops of now, and those elsewhere of whoever may go there; a place anew has its price."""
        keys = [(persons[i], b, k, q) for i, b, k, q in stops.index.tolist()]
        pieces = {key[:3] for key in now}
        at = {(p, k) for p, _, k in pieces}
        free = opening.visitors | opening.choices.keys()
        kept = np.array([key[:3] in pieces or key[0] in free for key in keys], dtype=bool)
        mine_now = np.array([key[:3] in pieces for key in keys], dtype=bool)
        moved = np.array(
            [0.0 if (p, k) in at else opening.other_visit for p, _, k, _ in keys], dtype=float
        )
        priced = Stops(stops.index, stops.weight, stops.miles, stops.new + moved)
        return priced.part(np.flatnonzero(kept)), mine_now[kept]

    def _most(
        self,
        stops: Stops,
        persons: list[int],
        now: Mapping[tuple[int, int, int, int], float],
        opening: Opening,
    ) -> Floats:
        """E: minutes at the most; who may not change gives no more than now."""
        free = opening.visitors | opening.choices.keys()
        return np.array(
            [
                np.inf if persons[i] in free else now.get((persons[i], b, k, q), 0.0)
                for i, b, k, q in stops.index.tolist()
            ],
            dtype=float,
        )


def _only_at(demand: Demand, places: frozenset[int]) -> Demand:
    """What is asked at some places alone."""
    elsewhere = [k for k in range(len(demand.needs)) if k not in places]
    needs, pair = demand.needs.copy(), demand.pair.copy()
    needs[elsewhere], pair[elsewhere] = 0.0, 0.0
    return Demand(needs, pair, demand.required)


def _dived(model: WholeDay, programme: Programme) -> Floats | None:
    """A point from the relaxation: who does what first, then who visits whom; None where that
    leads to none.
    """
    solver = LinearSolver(programme)
    relaxed = solver.solve()
    if relaxed.x is None or not model.work:
        return None
    group = np.arange(programme.num_columns)
    for columns in model.work:
        group[columns] = columns[0]
    return dive(
        solver,
        [np.concatenate(model.work), np.concatenate([model.served, model.made])],
        group,
        programme.lower,
        programme.upper,
        relaxed.x,
        batch=DIVE_BATCH,
    )


def _start(model: WholeDay, stops: Stops, mine_now: Flags) -> Floats:
    """Everybody does as now and visits whom they visit."""
    start = np.zeros(model.programme.num_columns)
    start[[columns[0] for columns in model.work]] = 1.0
    if len(stops):
        start[model.made[stops.numbers([0, 1, 2])[mine_now]]] = 1.0
        start[model.served[stops.numbers([0, 2])[mine_now]]] = 1.0
    return start


def _read(
    persons: list[int],
    offered: list[list[Choice]],
    opening: Opening,
    model: WholeDay,
    stops: Stops,
    x: Floats,
    pounds: float,
    least: float,
) -> Filled:
    work = {
        p: mine[int(np.argmax(x[columns]))]
        for p, mine, columns in zip(persons, offered, model.work, strict=True)
        if p in opening.choices
    }
    given: dict[int, list[GivenMinutes]] = {
        p: [] for p in persons if p in opening.visitors or p in opening.choices
    }
    for e in np.flatnonzero(x[model.minutes] > USED).tolist():
        i, b, k, q = stops.index[e].tolist()
        if persons[i] in given:
            given[persons[i]].append((b, k, q, float(x[model.minutes[e]])))
    bought = {key: float(x[column]) for key, column in model.bought.items() if x[column] > USED}
    whole = {p: _whole(rows, least) for p, rows in given.items()}
    return Filled(work, whole, bought, pounds)


def _whole(rows: list[GivenMinutes], least: float) -> list[GivenMinutes]:
    """The same, where a piece lasts as long as one does at least even if less of it is of use."""
    total: dict[tuple[int, int], float] = {}
    for b, k, _, minutes in rows:
        total[b, k] = total.get((b, k), 0.0) + minutes
    found = []
    for b, k, q, minutes in rows:
        lacking, total[b, k] = max(0.0, least - total[b, k]), least
        found.append((b, k, q, minutes + lacking))
    return found
