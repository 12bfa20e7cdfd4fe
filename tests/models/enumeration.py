"""A slow reference for the model's arcs: one column for each product of option, units, waits and
first day.
"""

from itertools import product

import numpy as np

from rosterer_models.formulation import care as fast
from rosterer_models.formulation.care import Care, care_use
from rosterer_models.formulation.commitments import commitments_of
from rosterer_models.formulation.deployment import add_deployment
from rosterer_models.formulation.gatherer import Gatherer
from rosterer_models.formulation.journeys import Journey, Journeys
from rosterer_models.formulation.people import add_people
from rosterer_models.formulation.sets import Geography, Sets
from rosterer_models.formulation.stays import HOME, Stays, stages_by_option
from rosterer_models.formulation.useful import Useful
from rosterer_models.formulation.waiting import Waiting, delay_pounds, payer_of, priority_weight
from rosterer_models.matrix.model import Builder, Floats, Label, Programme
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.referral import ArrivalClass, Referral, Stage
from rosterer_models.vocabulary.time import day_number

Begun = tuple[Journey, int]


def journeys_of(case: Case, stays: Stays) -> dict[str, list[Journey]]:
    """Option → every journey that the case allows; none where a stage finds no unit."""
    found: dict[str, list[Journey]] = {}
    journeys = Journeys(case, stays)
    for option, stages in stages_by_option(case).items():
        choices: list[list[int | None]] = [
            [None]
            if stage.setting == HOME
            else [
                i
                for i, u in enumerate(case.units)
                if u.kind == stage.setting and (not u.accepts or option in u.accepts)
            ]
            for stage in stages
        ]
        found[option] = [
            journeys.of(option, units, waits)
            for units in product(*choices)
            for waits in product(*_waits(case, stages))
        ]
    return found


def _waits(case: Case, stages: list[Stage]) -> list[range]:
    certain, ranges = True, []
    for i, stage in enumerate(stages):
        may_wait = certain and stage.days is not None and i + 1 < len(stages)
        ranges.append(range(case.limits.stage_wait_days + 1 if may_wait else 1))
        certain = certain and stage.days is not None
    return ranges


def enumerated_model(case: Case) -> Programme:
    """The joint model of a case with a column for each journey and first day."""
    sets, builder, stays = Sets(case), Builder(), Stays(case, case.days + case.tail_days)
    people = add_people(builder, case)
    given = commitments_of(case, sets, stays)
    none = np.full((len(sets.unit), case.days, len(sets.band)), -1, dtype=np.int64)
    care = Care(
        case=case,
        sets=sets,
        commitments=given,
        waiting=Waiting([], []),
        cell=np.full(given.care.shape, -1, dtype=np.int64),
        short=np.full(given.care.shape, -1, dtype=np.int64),
        pair={},
        staff=none.copy(),
        staff_ratio=none.copy(),
        staff_hull=none.copy(),
        hull_slope=np.zeros(none.shape),
        lead=np.full((len(sets.unit), *given.care.shape[1:]), -1, dtype=np.int64),
        journeys=Journeys(case, stays),
    )
    for label, pounds in given.pounds.items():
        builder.charge_constant(label, pounds)
    _Enumeration(builder, care, journeys_of(case, stays), stays.length).add()
    add_deployment(builder, case, care, people, Geography(case), unlimited(case))
    return builder.build()


def unlimited(case: Case) -> Useful:
    """However much a duty gives at a place is of use: without rows for rounds, which know of places
    where nobody starts.
    """
    shape = len(case.places), case.days, len(case.bands), len(case.skills)
    return Useful(np.full(shape, np.inf))


class _Enumeration:
    def __init__(
        self, builder: Builder, care: Care, journeys: dict[str, list[Journey]], length: int
    ) -> None:
        self.builder, self.care, self.journeys = builder, care, journeys
        self.case, self.given, self.length = care.case, care.commitments, length
        self.at_home, self.in_unit = Gatherer(length), Gatherer(length)
        self.admitted: dict[tuple[int, int], list[int]] = {}
        self.triaged: list[list[int]] = [[] for _ in range(self.case.days)]

    def add(self) -> None:
        for referral in self.case.referrals:
            self._add_referral(referral)
        rows: dict[str, list[ArrivalClass]] = {}
        for row in self.case.expected:
            rows.setdefault(row.arrival_class, []).append(row)
        for mine in rows.values():
            self._add_class(mine)
        fast._add_cells(self.builder, self.care, self.at_home)
        fast._add_beds(self.builder, self.care, self.in_unit)
        for (u, t), columns in self.admitted.items():
            if np.isfinite(self.given.open[u, t]):
                self.builder.put(self.builder.rows(1, upper=self.given.open[u, t]), columns)
        if self.given.slots is not None:
            for t, columns in enumerate(self.triaged):
                if columns:
                    self.builder.put(self.builder.rows(1, upper=self.given.slots[t]), columns)

    def _add_referral(self, referral: Referral) -> None:
        case, builder, first = self.case, self.builder, self.case.first_day
        ready, referred = day_number(first, referral.ready), day_number(first, referral.referred)
        begun: list[Begun] = []
        for option in dict.fromkeys(referral.options):
            clears = [
                day_number(first, b.clears)
                for b in case.barriers
                if b.referral == referral.referral and (not b.blocks or option in b.blocks)
            ]
            clear = max(0, ready, referred, *clears)
            begun += [
                (journey, t)
                for journey in self.journeys.get(option, [])
                for t in range(clear, case.days)
                if (referral.triaged or self._has_slot(t)) and self._admits(journey, t)
            ]
        columns = builder.columns(len(begun), upper=1, integer=True)
        unserved = builder.columns(1, upper=1)
        once = builder.rows(1, lower=1, upper=1)
        builder.put(once, columns)
        builder.put(once, unserved)
        pounds = delay_pounds(case, referral.where, referral.priority)
        payer = payer_of(case, referral.where)
        late = referred + case.limits.standard_days
        day = np.array([t for _, t in begun], dtype=float)
        missed = case.prices.standard_missed
        builder.charge(("delay", payer), columns, np.maximum(0, day - ready) * pounds)
        builder.charge(("standard-missed", payer), columns, (day > late) * missed)
        builder.charge(("delay", payer), unserved, max(0, case.days - ready) * pounds)
        builder.charge(("tail-delay", payer), unserved, case.tail.wait_days * pounds)
        builder.charge(("standard-missed", payer), unserved, missed * (case.days > late))
        self._charge_option(begun, priority_weight(case, referral.priority), columns)
        for (journey, t), column in zip(begun, columns.tolist(), strict=True):
            self._use(self.care.sets.place[referral.home], journey, t, column, 1.0)
            if not referral.triaged:
                self.triaged[t].append(column)

    def _add_class(self, mine: list[ArrivalClass]) -> None:
        case, builder, days, head = self.case, self.builder, self.case.days, mine[0]
        arrivals = np.zeros(days)
        for row in mine:
            arrivals[self.care.sets.days_of(row)] += row.amount
        pounds, payer = delay_pounds(case, head.where, head.priority), payer_of(case, head.where)
        begun = [
            (journey, t)
            for option in dict.fromkeys(head.options)
            for journey in self.journeys.get(option, [])
            if not any(journey.waits)
            for t in range(days)
            if self._has_slot(t) and arrivals[: t + 1].sum() > 0 and self._admits(journey, t)
        ]
        so_far = np.cumsum(arrivals)
        day = np.array([t for _, t in begun], dtype=np.int64)
        columns = builder.columns(len(begun), upper=so_far[day])
        line = builder.columns(days, upper=so_far)
        flow = builder.rows(days, lower=arrivals, upper=arrivals)
        builder.put(flow, line)
        builder.put(flow[1:], line[:-1], -1.0)
        builder.put(flow[day], columns)
        wait = case.tail.wait_days
        self.builder.charge_constant(
            ("expected-delay", payer), float((np.arange(days, 0, -1) * arrivals).sum()) * pounds
        )
        self.builder.charge_constant(
            ("expected-tail-delay", payer), float(arrivals.sum()) * wait * pounds
        )
        builder.charge(("expected-delay", payer), columns, -(days - day) * pounds)
        builder.charge(("expected-tail-delay", payer), columns, np.full(len(begun), -wait * pounds))
        self._charge_option(begun, priority_weight(case, head.priority), columns)
        for (journey, t), column in zip(begun, columns.tolist(), strict=True):
            self._use(self.care.sets.place[head.home], journey, t, column, float(so_far[t]))
            self.triaged[t].append(column)

    def _has_slot(self, t: int) -> bool:
        return self.given.slots is None or self.given.slots[t] > 0

    def _admits(self, journey: Journey, t: int) -> bool:
        return all(
            use.unit is None
            or use.certain_start is None
            or t + use.certain_start >= self.case.days
            or self.given.open[use.unit, t + use.certain_start] > 0
            for use in journey.stages
        )

    def _charge_option(self, begun: list[Begun], weight: float, columns: object) -> None:
        case, found = self.case, dict[Label, Floats]()
        waited = np.array([journey.unit_wait_days for journey, _ in begun], dtype=float)
        found["stage-waits", case.payers.community] = waited * case.prices.delay_community * weight
        for i, (journey, t) in enumerate(begun):
            for use in journey.stages:
                pounds = (
                    use.stage.cost_once * use.starts[: self.length - t].sum()
                    + use.stage.cost_per_day * use.presence[: self.length - t].sum()
                )
                label = ("options", use.stage.payer or case.payers.service)
                found.setdefault(label, np.zeros(len(begun)))[i] += pounds
        for label, amounts in found.items():
            self.builder.charge(label, columns, amounts)  # type: ignore[arg-type]

    def _use(self, home: int, journey: Journey, t: int, column: int, most: float) -> None:
        at = np.array([t]), np.array([column]), np.array([most])
        use = care_use(journey, self.care.sets, self.length)
        if use.any():
            self.at_home.add(home, use, *at)
        for stage in journey.stages:
            if stage.unit is None:
                continue
            self.in_unit.add(stage.unit, stage.presence, *at)
            if stage.certain_start is not None and t + stage.certain_start < self.case.days:
                key = stage.unit, t + stage.certain_start
                self.admitted.setdefault(key, []).append(column)
