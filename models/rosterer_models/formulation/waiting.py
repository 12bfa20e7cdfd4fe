"""Who may start what on which day, and what does each start cost? Referrals one by one, arrivals by
class.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rosterer_models.formulation.arcs import Arcs, arcs_of
from rosterer_models.formulation.commitments import Commitments
from rosterer_models.formulation.sets import Sets
from rosterer_models.formulation.ways import Segment, Way
from rosterer_models.matrix.model import Flags, Floats, Label
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.referral import ArrivalClass, Referral
from rosterer_models.vocabulary.time import day_number

Costs = dict[Label, Floats]
Ways = dict[str, Way]


@dataclass(frozen=True)
class Wait:
    """One referral."""

    referral: Referral
    home: int
    triaged: bool
    arcs: Arcs
    costs: Costs
    """Pounds of each arc."""
    unserved_costs: dict[Label, float]
    unavoidable: dict[Label, float]
    """Pounds of delay and missed standard that no decision avoids."""
    unavoidable_days: int
    """Midnights of the same."""


@dataclass(frozen=True)
class ClassWait:
    """One arrival class."""

    arrival_class: str
    home: int
    arrivals: Floats
    """D people."""
    arcs: Arcs
    costs: Costs
    """Pounds of each arc for one person."""
    pounds: float
    """Of a midnight in line."""
    payer: str
    """Of the line."""


@dataclass(frozen=True)
class Waiting:
    """Everybody who waits or is expected."""

    referrals: list[Wait]
    classes: list[ClassWait]

    @cached_property
    def arcs(self) -> list[Arcs]:
        """Of each referral, then of each class."""
        return [row.arcs for row in self.referrals] + [row.arcs for row in self.classes]

    @cached_property
    def homes(self) -> list[int]:
        """Home of each referral, then of each class."""
        return [row.home for row in self.referrals] + [row.home for row in self.classes]


def waiting_of(
    case: Case,
    sets: Sets,
    given: Commitments,
    ways: Ways,
    ways_of_classes: Ways,
    look: Callable[[], None],
) -> Waiting:
    """Arcs and costs of referrals and classes.

    Parameters
    ----------
    ways, ways_of_classes
        With waits, and without: nobody plans a wait for somebody who is only expected.
    look
        Called between one and the next, to stop.
    """
    classes, referrals = list[ClassWait](), list[Wait]()
    for rows in _rows_by_class(case).values():
        look()
        classes.append(_class_wait(case, sets, given, ways_of_classes, rows))
    for referral in case.referrals:
        look()
        referrals.append(_wait(case, sets, given, ways, referral))
    return Waiting(referrals, classes)


def priority_weight(case: Case, priority: int) -> float:
    """Weight of a delayed midnight."""
    prices = case.prices
    return (prices.priority_1_percent, prices.priority_2_percent, prices.priority_3_percent)[
        priority - 1
    ] / 100


def delay_pounds(case: Case, where: str, priority: int) -> float:
    """Pounds of a delayed midnight."""
    return float(getattr(case.prices, f"delay_{where}")) * priority_weight(case, priority)


def payer_of(case: Case, where: str) -> str:
    """Who carries a delayed midnight."""
    return str(getattr(case.payers, where))


def _option_costs(case: Case, arcs: Arcs, weight: float) -> Costs:
    found: Costs = {}

    def count(label: Label, where: slice, pounds: Floats | float) -> None:
        if np.any(pounds):
            found.setdefault(label, np.zeros(len(arcs)))[where] += pounds

    for segment, day, own in arcs.blocks:
        waited = segment.unit_wait_days * case.prices.delay_community * weight
        count(("stage-waits", case.payers.community), own, waited)
        for label, pounds in _stage_pounds(case, segment).items():
            count(label, own, pounds[day])
    return found


def _stage_pounds(case: Case, segment: Segment) -> Costs:
    """L: what the stages of a segment cost by the end of the tail, by the day it is begun."""
    found: Costs = {}
    for use in segment.uses:
        daily = use.stage.cost_once * use.starts + use.stage.cost_per_day * use.presence
        if daily.any():
            label = ("options", use.stage.payer or case.payers.service)
            found[label] = found.get(label, 0.0) + np.cumsum(daily)[::-1]
    return found


def _wait(
    case: Case,
    sets: Sets,
    given: Commitments,
    ways: Ways,
    referral: Referral,
) -> Wait:
    days, first = case.days, case.first_day
    ready = day_number(first, referral.ready)
    release = max(0, ready, day_number(first, referral.referred))
    barriers = [b for b in case.barriers if b.referral == referral.referral]
    able: dict[str, Flags] = {}
    earliest: int | None = None
    for option in dict.fromkeys(referral.options):
        clear = max(
            [
                release,
                *(
                    day_number(first, b.clears)
                    for b in barriers
                    if not b.blocks or option in b.blocks
                ),
            ]
        )
        can_start = np.arange(days) >= clear
        able[option] = can_start.copy()
        if not referral.triaged and given.slots is not None:
            able[option] &= given.slots + given.leeway.people > 0
            can_start &= given.slots > 0
        if can_start.any():
            first_able = int(np.argmax(can_start))
            earliest = first_able if earliest is None else min(earliest, first_able)
    arcs = arcs_of(ways, able)
    pounds = delay_pounds(case, referral.where, referral.priority)
    payer = payer_of(case, referral.where)
    late = day_number(first, referral.referred) + case.limits.standard_days
    costs = _option_costs(case, arcs, priority_weight(case, referral.priority))
    delay = np.maximum(0.0, arcs.day - ready) * pounds
    missed = (arcs.day > late) * case.prices.standard_missed
    costs["delay", payer] = np.asarray(arcs.is_start * delay, dtype=float)
    costs["standard-missed", payer] = np.asarray(arcs.is_start * missed, dtype=float)
    whole = max(0, days - ready)
    unserved: dict[Label, float] = {
        ("delay", payer): whole * pounds,
        ("tail-delay", payer): case.tail.wait_days * pounds,
        ("standard-missed", payer): case.prices.standard_missed * (days > late),
    }
    if earliest is None:
        return Wait(
            referral,
            sets.place[referral.home],
            referral.triaged,
            arcs,
            costs,
            unserved,
            dict(unserved),
            whole,
        )
    sure = max(0, earliest - ready)
    unavoidable: dict[Label, float] = {
        ("delay", payer): sure * pounds,
        ("standard-missed", payer): case.prices.standard_missed * (earliest > late),
    }
    return Wait(
        referral,
        sets.place[referral.home],
        referral.triaged,
        arcs,
        costs,
        unserved,
        unavoidable,
        sure,
    )


def _rows_by_class(case: Case) -> dict[str, list[ArrivalClass]]:
    rows: dict[str, list[ArrivalClass]] = {}
    for row in case.expected:
        rows.setdefault(row.arrival_class, []).append(row)
    return rows


def _class_wait(
    case: Case,
    sets: Sets,
    given: Commitments,
    ways: Ways,
    mine: list[ArrivalClass],
) -> ClassWait:
    days, head = case.days, mine[0]
    arrivals = np.zeros(days)
    for row in mine:
        arrivals[sets.days_of(row)] += row.amount
    pounds, payer = delay_pounds(case, head.where, head.priority), payer_of(case, head.where)
    can_start = np.cumsum(arrivals) + given.leeway.reserved > 0
    if given.slots is not None:
        can_start &= given.slots + given.leeway.people > 0
    arcs = arcs_of(ways, dict.fromkeys(head.options, can_start))
    costs = _option_costs(case, arcs, priority_weight(case, head.priority))
    return ClassWait(
        head.arrival_class, sets.place[head.home], arrivals, arcs, costs, pounds, payer
    )
