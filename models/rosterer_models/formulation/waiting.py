"""Who may start what on which day, and what does each start cost? Referrals one by one, arrivals by
class.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rosterer_models.formulation.commitments import Commitments
from rosterer_models.formulation.journeys import Journey
from rosterer_models.formulation.sets import Sets
from rosterer_models.matrix.model import Floats, Label
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.referral import ArrivalClass, Referral
from rosterer_models.vocabulary.time import day_number

Start = tuple[Journey, int]
Costs = dict[Label, Floats]


@dataclass(frozen=True)
class Wait:
    """One referral."""

    referral: Referral
    home: int
    triaged: bool
    starts: list[Start]
    costs: Costs
    """Pounds of each start."""
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
    starts: list[Start]
    costs: Costs
    """Pounds of each start of one person; waiting that it ends counts negative."""


@dataclass(frozen=True)
class Waiting:
    """Everybody who waits or is expected."""

    referrals: list[Wait]
    classes: list[ClassWait]
    constants: dict[Label, float]
    """Pounds of waiting if no expected person ever started."""

    @cached_property
    def homes(self) -> list[int]:
        """Home of each referral, then of each class."""
        return [row.home for row in self.referrals] + [row.home for row in self.classes]


def waiting_of(
    case: Case, sets: Sets, given: Commitments, journeys: dict[str, list[Journey]]
) -> Waiting:
    """Starts and costs of referrals and classes."""
    constants: dict[Label, float] = {}
    classes = _classes(case, sets, given, journeys, constants)
    return Waiting(
        [_wait(case, sets, given, journeys, r) for r in case.referrals], classes, constants
    )


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


def _admits(given: Commitments, journey: Journey, t: int, days: int) -> bool:
    return all(
        use.unit is None
        or use.certain_start is None
        or t + use.certain_start >= days
        or given.open[use.unit, t + use.certain_start] > 0
        for use in journey.stages
    )


def _option_costs(case: Case, starts: list[Start], weight: float) -> Costs:
    end = case.days + case.tail_days
    found: Costs = {}
    wait = np.array([journey.unit_wait_days for journey, _ in starts], dtype=float)
    if wait.any():
        found["stage-waits", case.payers.community] = wait * case.prices.delay_community * weight
    for i, (journey, t) in enumerate(starts):
        for use in journey.stages:
            pounds = (
                use.stage.cost_once * use.starts[: end - t].sum()
                + use.stage.cost_per_day * use.presence[: end - t].sum()
            )
            if pounds:
                label = ("options", use.stage.payer or case.payers.service)
                found.setdefault(label, np.zeros(len(starts)))[i] += pounds
    return found


def _wait(
    case: Case,
    sets: Sets,
    given: Commitments,
    journeys: dict[str, list[Journey]],
    referral: Referral,
) -> Wait:
    days, first = case.days, case.first_day
    ready = day_number(first, referral.ready)
    release = max(0, ready, day_number(first, referral.referred))
    barriers = [b for b in case.barriers if b.referral == referral.referral]
    starts: list[Start] = []
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
        able = [
            t
            for t in range(clear, days)
            if referral.triaged or given.slots is None or given.slots[t] > 0
        ]
        if able:
            earliest = able[0] if earliest is None else min(earliest, able[0])
        starts += [
            (journey, t)
            for journey in journeys.get(option, [])
            for t in able
            if _admits(given, journey, t, days)
        ]
    pounds = delay_pounds(case, referral.where, referral.priority)
    payer = payer_of(case, referral.where)
    day = np.array([t for _, t in starts], dtype=float)
    late = day_number(first, referral.referred) + case.limits.standard_days
    costs = _option_costs(case, starts, priority_weight(case, referral.priority))
    costs["delay", payer] = np.asarray(np.maximum(0.0, day - ready) * pounds, dtype=float)
    costs["standard-missed", payer] = np.asarray(
        (day > late) * case.prices.standard_missed, dtype=float
    )
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
            starts,
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
        starts,
        costs,
        unserved,
        unavoidable,
        sure,
    )


def _classes(
    case: Case,
    sets: Sets,
    given: Commitments,
    journeys: dict[str, list[Journey]],
    constants: dict[Label, float],
) -> list[ClassWait]:
    rows: dict[str, list[ArrivalClass]] = {}
    for row in case.expected:
        rows.setdefault(row.arrival_class, []).append(row)
    found = []
    days, wait = case.days, case.tail.wait_days
    for name, mine in rows.items():
        arrivals = np.zeros(days)
        for row in mine:
            arrivals[sets.days_of(row)] += row.amount
        head = mine[0]
        pounds, payer = delay_pounds(case, head.where, head.priority), payer_of(case, head.where)
        starts = [
            (journey, t)
            for option in dict.fromkeys(head.options)
            for journey in journeys.get(option, [])
            if not any(journey.waits)
            for t in range(days)
            if (given.slots is None or given.slots[t] > 0)
            and arrivals[: t + 1].sum() > 0
            and _admits(given, journey, t, days)
        ]
        day = np.array([t for _, t in starts], dtype=float)
        costs = _option_costs(case, starts, priority_weight(case, head.priority))
        costs["expected-delay", payer] = -(days - day) * pounds
        costs["expected-tail-delay", payer] = np.full(len(starts), -wait * pounds)
        for label, amount in (
            (("expected-delay", payer), float((np.arange(days, 0, -1) * arrivals).sum()) * pounds),
            (("expected-tail-delay", payer), float(arrivals.sum()) * wait * pounds),
        ):
            constants[label] = constants.get(label, 0.0) + amount
        found.append(ClassWait(name, sets.place[head.home], arrivals, starts, costs))
    return found
