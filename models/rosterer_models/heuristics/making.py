"""How does a guide become a rota with named rounds? Days are chosen over real places, their rounds
named, and both done again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from rosterer_models.formulation.account import pounds_of_person
from rosterer_models.formulation.care import Care, add_care
from rosterer_models.formulation.day import Demand
from rosterer_models.formulation.decisions import decisions_of
from rosterer_models.formulation.people import People, add_people
from rosterer_models.formulation.sets import Sets
from rosterer_models.heuristics.beside import beside
from rosterer_models.heuristics.construct import (
    posted_of_decisions,
    rota_of_decisions,
    rounds_of_decisions,
)
from rosterer_models.heuristics.continuity import Visits, elsewhere_in_week, visits_of
from rosterer_models.heuristics.geography import Reach
from rosterer_models.heuristics.guide import Guide
from rosterer_models.heuristics.naming import Named, joined, name_day
from rosterer_models.heuristics.neighbourhoods.day import Days, Opened
from rosterer_models.heuristics.neighbourhoods.exact_day import (
    ExactDays,
    Rounds,
    Settled,
    rounds_of,
)
from rosterer_models.heuristics.neighbourhoods.placements import placed
from rosterer_models.heuristics.progress import DAY
from rosterer_models.heuristics.rota import Rota, rota_of
from rosterer_models.heuristics.targets import Amounts, amounts_of_point, demand_of
from rosterer_models.heuristics.units import Posted, name_units
from rosterer_models.matrix.model import Builder
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

Result = TypeVar("Result")

MARGIN = 0.98
"""Part of contact time that days count on at first."""
OTHER_MARGINS = (1.0, 0.97, 0.99, 0.98)
"""And when they are done again, in one round after the other."""
DAY_NODES = 60
"""Branch-and-bound nodes for a day."""
ENOUGH, ENOUGH_AGAIN = 100.0, 10.0
"""Pounds within which of the best a day's choice is good enough at first, and when it is done
again. The cuts of the root make the first point that branch and bound finds nearly the best; what
follows costs as much time again and gains a few pounds.
"""
CHOOSING_PART = 0.4
"""Of the time of a day that is done in two steps, what duties and units may take."""
WHOLE_NODES = 60
"""Branch-and-bound nodes for a day that is done whole."""
CHOOSING_SECONDS = 3.0
"""The most that a day of a plan that is read back may take, and one that is chosen once more."""
NEAR_DAYS = 3
"""Days at most so far apart are not worked on side by side."""


Seconds = float | Callable[[float], float | None]
"""What a day may take: the same for each, or told how many there still are; None for no more."""


def are_apart(day: int, other: int) -> bool:
    """Whether two days may be worked on side by side: those that are near have more rules in
    common.
    """
    return abs(day - other) > NEAR_DAYS


@dataclass(frozen=True)
class Made:
    """All that was chosen up to a moment, to go back to."""

    rota: Rota
    posted: Posted
    amounts: Amounts
    demand: Demand
    named: list[Named | None]
    unsafe: list[float]
    short: list[float]
    visits: list[Visits]


@dataclass(frozen=True)
class Here:
    """A rota as it stood when the work on a day began."""

    rota: Rota
    posted: Posted
    visits: list[Visits]


def _unnamed(care: Care, rota: Rota, posted: Posted, amounts: Amounts) -> Made:
    """A rota of which no day is named."""
    days = care.case.days
    return Made(
        rota,
        posted,
        amounts,
        demand_of(care, amounts),
        [None] * days,
        [float("inf")] * days,
        [0.0] * days,
        [frozenset()] * days,
    )


class Making:
    """A rota in the making, and what each day of it loses. Two days at a time are worked on side by
    side.

    ``in_batches`` is as in ``beside``.
    """

    def __init__(self, care: Care, people: People, made: Made, promised: float = 0.0) -> None:
        """Begin with something made before.

        Parameters
        ----------
        care
            The care side of the case that is served.
        promised
            What it should come to, in pounds that can be avoided.
        """
        self.care, self.people, self.reach = care, people, Reach(care)
        self._days = Days(self.care, self.people, self.reach)
        self._whole_days = ExactDays(self.care, self.people, self.reach)
        self._promised = promised
        self._before: list[Named | None] = [None] * care.case.days
        self._named: list[Named | None] = []
        self._unsafe: list[float] = []
        self._short: list[float] = []
        self._visits: list[Visits] = []
        self.go_back(made)

    @classmethod
    def of_guide(cls, case: Case, guide: Guide, care: Care | None = None) -> "Making":
        """Begin with a point of a joint model; nobody's rounds are named."""
        joint, x = guide.joint, guide.x
        care = add_care(Builder(), case, Sets(case)) if care is None else care
        rota = rota_of(joint, x)
        posted = name_units(joint, x, rota, Reach(care))
        amounts = amounts_of_point(care, joint, guide.model.zone, x)
        promised = joint.programme.value(x) - sum(joint.unavoidable.values())
        return cls(care, joint.people, _unnamed(care, rota, posted, amounts), promised)

    @classmethod
    def of_plan(cls, case: Case, plan: Plan) -> "Making":
        """Begin with a plan that there is, rounds and all."""
        care = add_care(Builder(), case, Sets(case))
        people = add_people(Builder(), case)
        decided = decisions_of(case, people, care, plan)
        rota, posted = rota_of_decisions(people, decided), posted_of_decisions(decided)
        making = cls(care, people, _unnamed(care, rota, posted, list(decided.starts)))
        for t, rounds in enumerate(rounds_of_decisions(decided, case.days)):
            making.name_as(t, rounds)
        return making

    def everybody(self) -> Named:
        """Everybody on duty with their rounds; days that are not named yet are named now, without
        branch and bound.
        """
        self.name_rest(range(len(self._named)), 0.0)
        return joined(day for day in self._named if day is not None)

    def choose(self, days: Sequence[int], seconds: Seconds, *, in_batches: bool = True) -> None:
        """Choose duties and units of each of some days.

        What was chosen beside another day may have no room beside it, and is then chosen once more.
        """

        def begin(t: int, seconds: float) -> Callable[[], Opened | None]:
            return partial(self._reopened, self._here(), t, MARGIN, seconds, ENOUGH)

        def end(t: int, chosen: Opened | None) -> None:
            if chosen is not None and not self._is_possible(chosen):
                chosen = begin(t, DAY if in_batches else CHOOSING_SECONDS)()
            if chosen is not None:
                chosen.enter(self.rota, self.posted)
                self._unsafe[t], self._short[t] = chosen.unsafe, chosen.short

        self._beside(days, seconds, begin, end, in_batches)

    def unnamed(self, days: Sequence[int]) -> list[int]:
        """Those of some days whose rounds are not chosen for what is asked now."""
        return [t for t in days if self._named[t] is None]

    def name(self, days: Sequence[int], seconds: Seconds, *, in_batches: bool = True) -> None:
        """Choose rounds of each of some days."""

        def begin(t: int, seconds: float) -> Callable[[], Named]:
            return partial(self._name, self._here(), t, seconds)

        self._beside(days, seconds, begin, self._keep, in_batches)

    def name_rest(self, days: Sequence[int], seconds: Seconds, *, in_batches: bool = True) -> None:
        """Choose rounds of those of some days that have none for what is asked now."""
        self.name(self.unnamed(days), seconds, in_batches=in_batches)

    def _beside(
        self,
        days: Sequence[int],
        seconds: Seconds,
        begin: Callable[[int, float], Callable[[], Result]],
        end: Callable[[int, Result], None],
        in_batches: bool,
    ) -> None:
        def begun(t: int, number: float) -> Callable[[], Result] | None:
            most = seconds(number) if callable(seconds) else seconds
            return None if most is None else begin(t, most)

        beside(days, begun, end, are_apart=are_apart, in_batches=in_batches)

    def _here(self) -> Here:
        """The rota as it stands, for work in a thread."""
        rota = replace(self.rota, duty=self.rota.duty.copy(), source=self.rota.source.copy())
        return Here(rota, dict(self.posted), list(self._visits))

    def place(self, margin: float, left: Callable[[], float] | None) -> bool:
        """Ask for what suits those on duty best and say True, if it is found in time; see
        ``placing.placed``.
        """
        amounts = placed(
            self.care, self.people, self.reach, self.rota, self.posted, margin=margin, left=left
        )
        if amounts is not None:
            self.ask(amounts)
        return amounts is not None

    def ask(self, amounts: Amounts) -> None:
        """Ask for other placements and reservations from now on; every day is to be done again."""
        self.amounts = amounts
        self.demand = demand_of(self.care, amounts)
        self._named = [None] * len(self._named)
        self._unsafe = [float("inf")] * len(self._unsafe)

    def made(self) -> Made:
        """What is chosen now."""
        rota = replace(self.rota, duty=self.rota.duty.copy(), source=self.rota.source.copy())
        lost = list(self._unsafe), list(self._short)
        return Made(
            rota,
            dict(self.posted),
            self.amounts,
            self.demand,
            list(self._named),
            *lost,
            list(self._visits),
        )

    def go_back(self, made: Made) -> None:
        """Have everything as it was chosen then."""
        self.rota = replace(made.rota, duty=made.rota.duty.copy(), source=made.rota.source.copy())
        self.posted, self.amounts, self.demand = dict(made.posted), made.amounts, made.demand
        self._named, self._unsafe, self._short = (
            list(made.named),
            list(made.unsafe),
            list(made.short),
        )
        self._visits = list(made.visits)

    def part_short(self) -> float:
        """Pounds of care that days cannot serve even with parts of duties, as a part of the
        avoidable cost of the guide's point.
        """
        return sum(self._short) / max(1.0, self._promised)

    def losses(self) -> list[float]:
        """Pounds that each day loses to heads and care short, care bought in, mileage, and people
        who come to a place on no other day of the week.
        """
        return [self._loss(t, day, self._unsafe[t]) for t, day in enumerate(self._named)]

    def _loss(self, t: int, named: Named | None, unsafe: float) -> float:
        if named is None:
            return float("inf")
        return (
            named.pounds
            + unsafe
            + self.care.case.prices.carer_at_place
            * len(visits_of(named.rounds) - self._known(self._visits, t))
        )

    def _known(self, visits: list[Visits], t: int) -> Visits:
        """Who comes where on other days of the week, where that is asked for."""
        return elsewhere_in_week(visits, t) if self.care.case.prices.carer_at_place else frozenset()

    def _keep(self, t: int, named: Named) -> None:
        self._named[t], self._before[t] = named, named
        self._visits[t] = visits_of(named.rounds)

    def redo(
        self,
        days: Sequence[int],
        margin: float,
        seconds: Seconds,
        *,
        whole: bool = False,
        in_batches: bool = True,
    ) -> None:
        """Choose and name each of some days again, counting on another part of people's time, and
        keep what is cheaper.

        A day that is not named since other placements were asked for has no cost yet: what is
        chosen for it is kept. What was chosen beside another day and has no room beside it is not.

        Parameters
        ----------
        seconds
            For both together.
        whole
            Whether duties, units and rounds are chosen in one programme.
        """

        def begin(t: int, seconds: float) -> Callable[[], Settled | None]:
            if whole:
                return partial(self._whole, self._here(), t, seconds)
            return partial(self._in_two_steps, self._here(), self._as_now(t), margin, seconds)

        def end(t: int, now: Settled | None) -> None:
            if now is None:
                return
            loss = self._loss(t, self._named[t], self._unsafe[t])
            saved = self._own_pounds_saved(self._as_now(t), now.opened)
            if saved + loss > self._loss(t, now.named, now.opened.unsafe) and self._is_possible(
                now.opened
            ):
                now.opened.enter(self.rota, self.posted)
                self._unsafe[t], self._short[t] = now.opened.unsafe, now.opened.short
                self._keep(t, now.named)

        self._beside(days, seconds, begin, end, in_batches)

    def _own_pounds_saved(self, then: Opened, now: Opened) -> float:
        """Pounds less of people's rosters by themselves with a day as chosen now; entered it is as
        it was then.
        """
        changed = [p for p, work in now.work.items() if work != then.work[p]]
        pounds = self._own(changed)
        now.enter(self.rota, self.posted)
        pounds -= self._own(changed)
        then.enter(self.rota, self.posted)
        return pounds

    def _is_possible(self, opened: Opened) -> bool:
        return self._days.is_possible(opened, self.rota, self.posted)

    def _as_now(self, t: int) -> Opened:
        """What everybody does on a day, to go back to."""
        work = {
            p: (int(self.rota.duty[p, t]), int(self.rota.source[p, t]))
            for p in range(len(self.people.persons))
        }
        units = {p: self.posted[p, t] for p in work if (p, t) in self.posted}
        return Opened(t, work, units, self._unsafe[t], self._short[t])

    def _own(self, people: Sequence[int]) -> float:
        """Pounds of some people's rosters by themselves."""
        case, calendar, rota = self.care.case, self.people.calendar, self.rota
        return sum(
            sum(
                pounds_of_person(
                    case, calendar, self.people.persons[p], int(rota.line[p]), rota.duty[p]
                ).values()
            )
            for p in people
        )

    def _reopened(
        self, here: Here, t: int, margin: float, seconds: float, enough: float
    ) -> Opened | None:
        """A day's duties and units."""
        return self._days.reopened(
            here.rota,
            here.posted,
            self.demand,
            t,
            margin=margin,
            seconds=seconds,
            nodes=DAY_NODES,
            enough=enough,
        )

    def _name(self, here: Here, t: int, seconds: float) -> Named:
        """A day's rounds."""
        return name_day(
            self.care,
            self.people,
            self.reach,
            here.rota,
            here.posted,
            self.demand,
            t,
            seconds,
            self._known(here.visits, t),
        )

    def _in_two_steps(self, here: Here, now: Opened, margin: float, seconds: float) -> Settled:
        """A day's duties and units, as they are now where none were found, then its rounds."""
        choosing, t = CHOOSING_PART * seconds, now.t
        opened = self._reopened(here, t, margin, choosing, ENOUGH_AGAIN) or now
        opened.enter(here.rota, here.posted)
        return Settled(opened, self._name(here, t, seconds - choosing))

    def _whole(self, here: Here, t: int, seconds: float) -> Settled | None:
        """A day's duties, units and rounds in one programme."""
        return self._whole_days.settled(
            here.rota,
            here.posted,
            self.demand,
            t,
            now=rounds_of(self._before[t]),
            known=self._known(here.visits, t),
            seconds=seconds,
            nodes=WHOLE_NODES,
            enough=ENOUGH_AGAIN,
        )

    def name_as(self, t: int, rounds: Rounds) -> None:
        """Let everybody on a day visit whom they visit in these rounds, and nobody else."""
        day = self._whole_days.settled(
            self.rota,
            self.posted,
            self.demand,
            t,
            now=rounds,
            known=self._known(self._visits, t),
            seconds=CHOOSING_SECONDS,
            nodes=WHOLE_NODES,
            enough=ENOUGH_AGAIN,
            is_kept=True,
        )
        if day is not None:
            self._unsafe[t] = day.opened.unsafe
            self._keep(t, day.named)
