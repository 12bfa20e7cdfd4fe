"""How does a case, with its rota and the conditions of a scenario, become a network that can be
simulated?

The case is first carried on to the winter's last day and changed by the scenario. Units become
nodes of beds with a post for the staff that they take; each locality becomes a node of care at home
in every band (and, where skills bind, of those who have them); people on duty alike become crews;
options bought in become a node without limit. Referrals and expected arrivals alike in locality,
options, priority and place of waiting become one stream.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from rosterer.files.faults import BadInput, Fault
from rosterer.winter.abilities import abilities_of
from rosterer.winter.calendar import carried_on, daily
from rosterer.winter.conditions import Conditions
from rosterer.winter.places import Localities
from rosterer.winter.staff import CrewFact, Staff, bands_of, open_beds, staff_of
from rosterer.winter.supply import Footing, footing_of
from rosterer_models.simulation import stays
from rosterer_models.simulation.network import (
    Floats,
    Network,
    Node,
    Severity,
    StageOfCare,
    Starter,
    Stream,
)
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import UnknownNameError
from rosterer_models.vocabulary.place import Unit
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.referral import BandMinutes, Stage, Where
from rosterer_models.vocabulary.time import WEEKDAYS, day_number

BOUGHT_IN = "bought-in"
UNLIMITED = 1e9
LOOK_AHEAD_DAYS = 7
"""A package starts when its first week of care is free by plan."""


@dataclass(frozen=True)
class NodeFact:
    """What a node stands for: ``unit``, ``home`` (a locality), ``bought`` or ``spot``, and pounds a
    used bed day.
    """

    name: str
    kind: str
    pounds_per_day: float = 0.0
    payer: str = ""


@dataclass(frozen=True)
class StreamFact:
    """Who waits, at which price a midnight, and who bears it."""

    name: str
    pathway: int
    locality: str
    where: Where
    priority: int
    pounds: float
    payer: str


@dataclass(frozen=True)
class Winter:
    """A network and what its numbers mean; ``nodes``, ``streams`` and ``groups`` are in the
    network's order.
    """

    case: Case
    network: Network
    nodes: tuple[NodeFact, ...]
    streams: tuple[StreamFact, ...]
    groups: tuple[tuple[int, str], ...]
    """(pathway, locality)"""
    localities: Localities
    crews: tuple[CrewFact, ...]
    parts: tuple[str, ...]
    """The name of each part of care at home: a band, and the skills where not all are meant."""
    readmitted_days: float
    """Days in an acute bed of somebody who is readmitted while waiting."""
    notes: tuple[str, ...]
    """What was supposed where the case says nothing."""
    warnings: tuple[str, ...]


def winter_of(
    case: Case,
    conditions: Conditions,
    weeks: int,
    plan: Plan | None = None,
    localities: int = 3,
    footing: Footing | None = None,
    notes: tuple[str, ...] = (),
) -> Winter:
    """Translate a case.

    Parameters
    ----------
    weeks
        Length of the simulation from the first day of the case.
    plan
        Whose rota staffs beds and care at home; None: present lines.
    localities
        Into how many pools care at home falls.
    footing
        What the scenarios of a report share, instead of a plan and localities; the case is then
        carried on already, with ``notes``.
    """
    if footing is not None:
        return _Translation(case, conditions, 7 * weeks, footing, notes).winter()
    longer, supposed = carried_on(case, 7 * weeks)
    shared = footing_of(case, plan, localities)
    return _Translation(longer, conditions, 7 * weeks, shared, supposed).winter()


class _Translation:
    """The state of one translation."""

    def __init__(
        self,
        case: Case,
        conditions: Conditions,
        days: int,
        footing: Footing,
        notes: tuple[str, ...],
    ) -> None:
        self.case, self.conditions, self.days = case, conditions, days
        self.places = footing.localities
        self.abilities = abilities_of(case)
        self.staff: Staff = staff_of(case, footing, self.abilities, days)
        self.notes = (*footing.notes, *notes)
        self.weekday = [(case.first_day.weekday() + day) % 7 for day in range(days)]
        self.band_names = bands_of(case)
        self.options: dict[str, list[Stage]] = {}
        for stage in sorted(case.options, key=lambda s: s.stage):
            self.options.setdefault(stage.option, []).append(stage)
        self.curves: dict[str, dict[int, int]] = {}
        for point in case.stays:
            self.curves.setdefault(point.stay, {})[point.day] = point.per_mille
        self.keys: dict[tuple[str, tuple[str, ...], Where, int, bool], int] = {}
        self.rates: list[Floats] = []
        self.stage_index: dict[tuple[str, int, str], int] = {}
        self.warnings: list[str] = []

    def winter(self) -> Winter:
        self._arrivals()
        waiting = self._waiting()
        if not self.keys:
            raise BadInput(
                [
                    Fault(
                        "case",
                        "expects nobody and refers nobody",
                        "add rows to expected, or referrals with options",
                    )
                ]
            )
        nodes, facts = self._nodes()
        stages = self._stages(nodes)
        streams, stream_facts, groups = self._streams()
        starters = tuple(waiting) + tuple(self._census(nodes))
        network = Network(
            days=self.days,
            nodes=tuple(nodes),
            stages=tuple(stages),
            streams=tuple(streams),
            starters=starters,
            groups=tuple(f"P{pathway} {locality}" for pathway, locality in groups) or ("all",),
            triage_slots=self._triage(),
            sickness=np.array(
                [
                    self.conditions.sickness_on(self.case.first_day + timedelta(days=d))
                    for d in range(self.days)
                ]
            ),
            severity=Severity(spread=self.conditions.spread_percent / 100),
            standard_days=float(self.case.limits.standard_days),
            crews=self.staff.crews_at({n.name: i for i, n in enumerate(nodes)}),
            posts=self.staff.posts_at({n.name: i for i, n in enumerate(nodes)}),
            bands=tuple(self.band_names),
            part_band=self.staff.part_band,
            ageing_days=self.conditions.ageing_days,
        )
        return Winter(
            self.case,
            network,
            tuple(facts),
            tuple(stream_facts),
            tuple(groups),
            self.places,
            self.staff.facts,
            self.staff.parts,
            self.conditions.leaving.readmitted_days,
            self.notes,
            tuple(dict.fromkeys(self.warnings)),
        )

    def _stream(
        self, locality: str, options: tuple[str, ...], where: Where, priority: int, triaged: bool
    ) -> int:
        key = (locality, options, where, priority, triaged)
        if key not in self.keys:
            self.keys[key] = len(self.rates)
            self.rates.append(np.zeros(self.days))
        return self.keys[key]

    def _arrivals(self) -> None:
        # in the order of what they are, whatever the order of the tables: ties are settled by it
        kinds = {
            (self.places.of[r.home], r.options, r.where, r.priority, False)
            for r in self.case.expected
        }
        kinds |= {
            (self.places.of[r.home], r.options, r.where, r.priority, r.triaged)
            for r in self.case.referrals
            if r.options
        }
        for kind in sorted(kinds):
            self._stream(*kind)
        for row in self.case.expected:
            stream = self._stream(
                self.places.of[row.home], row.options, row.where, row.priority, False
            )
            self.rates[stream] += daily([row], self.case.first_day, self.days, "amount")

    def _waiting(self) -> list[Starter]:
        clears: dict[str, int] = {}
        for barrier in self.case.barriers:
            day = day_number(self.case.first_day, barrier.clears)
            clears[barrier.referral] = max(clears.get(barrier.referral, day), day)
        found = []
        for person in self.case.referrals:
            if not person.options:
                self.warnings.append(
                    f"Referral {person.referral} has no option yet and is left out."
                )
                continue
            stream = self._stream(
                self.places.of[person.home],
                person.options,
                person.where,
                person.priority,
                person.triaged,
            )
            ready = max(
                day_number(self.case.first_day, person.ready),
                day_number(self.case.first_day, person.referred),
            )
            ready = max(ready, clears.get(person.referral, ready))
            found.append(Starter(stream, 0, -1, ready=float(ready), name=person.referral))
        return found

    def _nodes(self) -> tuple[list[Node], list[NodeFact]]:
        nodes, facts = [], []
        for unit in self.case.units:
            if unit.beds > 0:
                nodes.append(self._unit(unit))
                facts.append(NodeFact(unit.unit, "unit"))
        parts = len(self.staff.part_band)
        for name in self.places.names:
            nodes.append(
                Node(
                    f"home {name}",
                    "home",
                    np.zeros((self.days, parts)),
                    base=self._promised(name),
                )
            )
            facts.append(NodeFact(f"home {name}", "home"))
        nodes.append(Node(BOUGHT_IN, "beds", np.full(self.days, UNLIMITED)))
        facts.append(NodeFact(BOUGHT_IN, "bought"))
        for spot in self.conditions.spots:
            nodes.append(
                Node(
                    f"spot {spot.unit_kind}",
                    "beds",
                    np.full(self.days, float(spot.beds)),
                    opens_at=spot.opens_at,
                )
            )
            payer = spot.payer or self.case.payers.service
            facts.append(
                NodeFact(
                    f"spot {spot.unit_kind}",
                    "spot",
                    pounds_per_day=spot.pounds_per_day,
                    payer=payer,
                )
            )
        return nodes, facts

    def _unit(self, unit: Unit) -> Node:
        limits = [
            unit.admissions.get(WEEKDAYS[w], unit.admissions.get("all", -1)) for w in self.weekday
        ]
        starts = np.array(limits, dtype=np.int64)
        for closure in self.case.closures:
            if closure.unit == unit.unit and not closure.admissions:
                first = max(0, day_number(self.case.first_day, closure.first_day))
                last = day_number(self.case.first_day, closure.last_day) + 1
                starts[first : max(first, last)] = 0
        return Node(unit.unit, "beds", open_beds(self.case, unit, self.days), starts=starts)

    def _promised(self, locality: str) -> Floats:
        """Minutes of base care in each part on each day."""
        found = np.zeros((self.days, len(self.staff.part_band)))
        for row in self.case.cover:
            if row.place is not None and self.places.of.get(row.place) == locality:
                minutes = daily([row], self.case.first_day, self.days, "minutes") * row.carers
                for number, skills in enumerate(self.abilities.sets):
                    if row.skill in skills:
                        part = number * len(self.band_names) + self.band_names.index(row.band)
                        found[:, part] += minutes
        return found

    def _care(self, minutes: BandMinutes, stage: Stage) -> tuple[float, ...]:
        """Care of a package in each part."""
        return tuple(
            float(minutes.get(band, 0) * stage.carers) if stage.skill in skills else 0.0
            for skills in self.abilities.sets
            for band in self.band_names
        )

    def _stay(self, stage: Stage, longest: int | None) -> stays.Stay:
        if stage.days is not None:
            return stays.constant(min(stage.days, longest or stage.days))
        return stays.surviving(self.curves[stage.stay or ""], longest)

    def _stages(self, nodes: list[Node]) -> list[StageOfCare]:
        names = [node.name for node in nodes]
        keys = [
            (o, s.stage, place)
            for o, steps in self.options.items()
            for s in steps
            for place in self.places.names
        ]
        self.stage_index = {key: i for i, key in enumerate(keys)}
        found = []
        for option, number, place in keys:
            stage = next(s for s in self.options[option] if s.stage == number)
            following = [s for s in self.options[option] if s.stage > number]
            then = (
                ((self.stage_index[option, following[0].stage, place], 1.0),)
                if following
                else self._returns(option, place)
            )
            name = f"{option}.{number} {place}"
            if stage.setting == "home" and stage.has_care:
                ends = stage.minutes_end if stage.taper_days else stage.minutes
                found.append(
                    StageOfCare(
                        name,
                        (names.index(f"home {place}"),),
                        self._stay(stage, None),
                        load_start=self._care(stage.minutes, stage),
                        load_end=self._care(ends, stage),
                        taper_days=stage.taper_days,
                        look_ahead=LOOK_AHEAD_DAYS,
                        then=then,
                    )
                )
                continue
            units = [
                u
                for u in self.case.units
                if u.kind == stage.setting and u.beds and (not u.accepts or option in u.accepts)
            ]
            where = tuple(names.index(u.unit) for u in units) + tuple(
                names.index(n) for n in names if n == f"spot {stage.setting}"
            )
            longest = min((u.longest_stay for u in units if u.longest_stay), default=None)
            if not where and stage.setting != "home":
                self.warnings.append(
                    f"No unit with beds takes option {option}; it is simulated as bought in."
                )
            found.append(
                StageOfCare(
                    name, where or (names.index(BOUGHT_IN),), self._stay(stage, longest), then=then
                )
            )
        return found

    def _returns(self, option: str, place: str) -> tuple[tuple[int, float], ...]:
        """Where people whose last stage ends come back to."""
        rows = [row for row in self.conditions.returning if row.option == option]
        unknown = [row.to for row in rows if row.to not in self.options]
        if unknown:
            raise UnknownNameError(f"there is no option {unknown[0]!r} in the case")
        return tuple(
            (self.stage_index[row.to, self.options[row.to][0].stage, place], row.percent / 100)
            for row in rows
        )

    def _streams(self) -> tuple[list[Stream], list[StreamFact], list[tuple[int, str]]]:
        groups: list[tuple[int, str]] = sorted(
            {(self.options[o[0]][0].pathway, place) for place, o, *_ in self.keys}
        )
        prices, payers = self.case.prices, self.case.payers
        by_where = {
            "acute": (prices.delay_acute, payers.acute),
            "community": (prices.delay_community, payers.community),
            "home": (prices.delay_home, payers.home),
        }
        weight = {
            1: prices.priority_1_percent,
            2: prices.priority_2_percent,
            3: prices.priority_3_percent,
        }
        leaving = self.conditions.leaving
        leaves = (leaving.recover / 100, leaving.readmitted / 100, leaving.die / 100)
        streams, facts = [], []
        for (place, options, where, priority, triaged), index in self.keys.items():
            pathway = self.options[options[0]][0].pathway
            name = f"{place}.{'+'.join(options)}.{where}.{priority}.{triaged}"
            first = tuple(
                self.stage_index[option, self.options[option][0].stage, place] for option in options
            )
            group = groups.index((pathway, place))
            streams.append(Stream(name, self.rates[index], first, priority, triaged, leaves, group))
            pounds, payer = by_where[where]
            facts.append(
                StreamFact(
                    name, pathway, place, where, priority, pounds * weight[priority] / 100, payer
                )
            )
        return streams, facts, groups

    def _census(self, nodes: list[Node]) -> list[Starter]:
        names = [node.name for node in nodes]
        found = []
        for person in self.case.census:
            place = self.places.of[person.home] if person.home else self.places.names[0]
            stage = self.stage_index[person.option, person.stage, place]
            node = names.index(person.unit) if person.unit in names else None
            step = next(s for s in self.options[person.option] if s.stage == person.stage)
            if node is None:
                node = names.index(
                    f"home {place}" if step.setting == "home" and step.has_care else BOUGHT_IN
                )
            age = max(0, -day_number(self.case.first_day, person.started))
            rest = (
                -1.0
                if person.until is None
                else float(max(0, day_number(self.case.first_day, person.until)))
            )
            stream = next(
                (
                    i
                    for (p, options, *_), i in self.keys.items()
                    if person.option in options and p == place
                ),
                0,
            )
            found.append(Starter(stream, stage, node, float(age), rest, name=person.occupant))
        return found

    def _triage(self) -> "np.ndarray[tuple[int, ...], np.dtype[np.int64]] | None":
        if not self.case.triage:
            return None
        slots = daily(self.case.triage, self.case.first_day, self.days, "slots")
        return np.round(slots).astype(np.int64)


def with_unlimited(winter: Winter) -> Winter:
    """The same with room for everybody, to see what would be used."""
    nodes = tuple(
        replace(n, capacity=np.full(n.capacity.shape, UNLIMITED), starts=None)
        for n in winter.network.nodes
    )
    network = replace(winter.network, nodes=nodes, crews=(), posts=(), triage_slots=None)
    return replace(winter, network=network)
