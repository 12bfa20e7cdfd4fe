"""The one loop: how is a plan bettered until time or work is gone?

A way of bettering it is chosen by what it gained in this run for its effort; it makes other days,
these are settled, and what is cheaper is kept.
"""

from collections.abc import Callable, Iterator
from typing import Literal

from rosterer_models.formulation.decisions import decisions_of
from rosterer_models.formulation.embedding import point_of
from rosterer_models.formulation.joint import Joint, joint_model
from rosterer_models.heuristics.beside import SIDES
from rosterer_models.heuristics.climb import WINDOW_SECONDS, Climb
from rosterer_models.heuristics.guide import Guide, itself
from rosterer_models.heuristics.making import OTHER_MARGINS, Making
from rosterer_models.heuristics.neighbourhoods.minutes import Finished, finish
from rosterer_models.heuristics.pace import Pace
from rosterer_models.heuristics.progress import DAY, Budget
from rosterer_models.heuristics.select import BestGain
from rosterer_models.heuristics.targets import Amounts

Way = Literal["days", "whole days", "joint"]
"""Days again in two steps; days again, each in one programme; windows of the joint model and all
days from its point.
"""
WAYS: tuple[Way, ...] = ("days", "whole days", "joint")
"""In the order in which they are tried first."""
DAY_SECONDS = 6.0
"""The most that a day may take when it is done again."""
CLOSING = 1.6
"""Time to keep for finishing, in times of what it took before."""
FIRST_OTHERS, ENOUGH_TO_FINISH = 2.0, 0.6
"""Least time left to look at starts that were not asked for in the first plan, in times of
finishing: where placements suit those on duty, and where they do not.
"""
CLIMB_PART = 0.4
"""Of the time left, what windows of the joint model may take at once."""
CLIMB_WINDOWS = 6
"""Windows of a climb where work is counted."""
BUILDING = 1.5
"""Least time for a climb, in times of the sweep over all days that follows it."""


class Loop:
    """A plan, getting better."""

    def __init__(
        self,
        making: Making,
        budget: Budget,
        pace: Pace,
        tell: Callable[[str], None],
        *,
        sweep: float,
        suits: bool,
        seed: int,
    ) -> None:
        """Begin with a rota whose days are chosen.

        Parameters
        ----------
        sweep
            Seconds that choosing and naming all days took.
        suits
            Whether placements were asked for that suit those on duty.
        """
        self.making, self.budget, self.pace, self.tell = making, budget, pace, tell
        self.case, self.seed = making.care.case, seed
        self.sweep, self.longest = sweep, SIDES * sweep / self.case.days
        # What suits those on duty is served nearly as it was asked for: other starts gain a
        # hundredth there.
        self.others = self._has_time_for_others(FIRST_OTHERS if suits else ENOUGH_TO_FINISH)
        self.closing, self.rounds = 0.0, 0
        self.best = self._finished(making, making.amounts)
        self._climb: Climb | None = None
        self._opened = 0

    def plans(self, is_enough: Callable[[float], bool]) -> Iterator[Finished]:
        """The first plan, and each cheaper one.

        Parameters
        ----------
        is_enough
            Says of a cost whether it is proven well enough to end.
        """
        yield self.best
        ways = BestGain[Way](WAYS)
        budget, steps = self.budget, 1
        while (budget.work is None or steps < budget.work) and self._has_time(0.0):
            if budget.is_stopped or is_enough(self.best.cost):
                break
            way, begun, before = ways.choose(), budget.spent, self.best.cost
            if way == "joint" and not self._has_time(BUILDING * self.sweep):
                ways.learn(way, 0.0, 1.0)
                continue
            better = self._by_joint() if way == "joint" else self._by_days(way == "whole days")
            effort = budget.spent - begun if budget.work is None else 1.0
            ways.learn(way, before - self.best.cost, effort)
            steps += 1
            if better:
                yield self.best

    def consider(self, making: Making) -> bool:
        """Finish another rota, and better it from now on where its plan is cheaper."""
        return self._kept_if_better(making, making.amounts)

    def _has_time(self, more: float) -> bool:
        return self.budget.left > self.closing + self.longest + more

    def _has_time_for_others(self, times: float) -> bool:
        """Whether finishing can look at starts that were not asked for."""
        return self.budget.work is not None or self.budget.left > times * self.pace.finishing

    def _finished(self, making: Making, asked: Amounts) -> Finished:
        begun = self.budget.spent
        self.tell("settling minutes and placements")
        found = finish(
            self.case,
            making.people,
            making.rota,
            making.everybody(),
            asked,
            self.budget,
            others=self.others,
        )
        self.closing = max(self.closing, CLOSING * (self.budget.spent - begun))
        return found

    def _kept_if_better(self, making: Making, asked: Amounts) -> bool:
        """Finish a rota, and make it the one to better where its plan is cheaper."""
        self.others = self.others or self._has_time_for_others(1.0)
        again = self._finished(making, asked)
        if again.cost >= self.best.cost:
            return False
        self.best, self.making = again, making
        return True

    def _by_days(self, whole: bool) -> bool:
        """Days again, those first that lose most.

        Where there is time for all days, placements are asked for that the rounds of the best plan
        could serve, instead of the guide's.
        """
        self.tell("improving days")
        making, budget, kept = self.making, self.budget, self.making.made()
        margin = OTHER_MARGINS[self.rounds % len(OTHER_MARGINS)]
        self.rounds += 1
        if self._has_time(self.sweep - self.longest):
            if self.rounds % 2 and budget.left > self.closing + self.sweep + self.pace.placing:
                making.place(margin, time_before(budget, self.closing))
            else:
                making.ask(self.best.amounts)
        asked = making.amounts
        if asked is not self.best.amounts:
            asked = asked + self.best.amounts
        losses = making.losses()
        making.redo(
            sorted(range(self.case.days), key=lambda t: -losses[t]),
            margin,
            self._for_a_day,
            whole=whole,
            in_batches=budget.work is not None,
        )
        if self._kept_if_better(making, asked):
            return True
        making.go_back(kept)
        return False

    def _for_a_day(self, _: float) -> float | None:
        """Seconds that the next day may take; None where there is no time for one."""
        if self.budget.is_stopped or not self._has_time(0.0):
            return None
        if self.budget.work is not None:
            return DAY
        return min(DAY_SECONDS, self.budget.left - self.closing)

    def _by_joint(self) -> bool:
        """Windows of the joint model, and all days from its point."""
        self.tell("improving rota and placements together")
        climb = self._climbing()
        begun, steps = self.budget.spent, 0
        most = CLIMB_PART * (self.budget.left - self.closing - self.sweep)
        while not self.budget.is_stopped and not (
            steps >= CLIMB_WINDOWS
            if self.budget.work is not None
            else self.budget.spent - begun > most
        ):
            left = self.budget.left
            seconds = left if self.budget.work is not None else min(WINDOW_SECONDS, left)
            climb.step(seconds, self._effort)
            steps += 1
        making = Making.of_guide(
            self.case, Guide(itself(climb.joint), climb.x, 0.0), self.making.care
        )
        self.tell("choosing each day's duties and units")
        days, in_batches = range(self.case.days), self.budget.work is not None
        for step, part in ((making.choose, 0.5), (making.name_rest, 1.0)):
            share = share_of(self.budget, self._until(part), DAY_SECONDS)
            step(days, share, in_batches=in_batches)
        return self._kept_if_better(making, making.amounts + self.best.amounts)

    def _effort(self) -> float:
        """Seconds, or windows where work is counted."""
        if self.budget.work is None:
            return self.budget.spent
        self._opened += 1
        return float(self._opened)

    def _until(self, part: float) -> float:
        """The part of the whole time at which a part of what is left before closing is gone."""
        seconds = self.budget.seconds
        if seconds is None:
            return 1.0
        left = self.budget.left - self.closing
        return (self.budget.spent + part * left) / seconds

    def _climbing(self) -> Climb:
        """The climb as it stands, or from the best plan where that lies below."""
        joint: Joint = joint_model(self.case) if self._climb is None else self._climb.joint
        decided = decisions_of(self.case, joint.people, joint.care, self.best.plan)
        x = point_of(joint, decided).x
        if self._climb is None or joint.programme.value(x) < self._climb.value:
            self._climb = Climb(joint, x, self.seed)
        return self._climb


def share_of(budget: Budget, until: float, most: float) -> Callable[[float], float | None]:
    """What each of so many days may take for all to be done within a part of the time; see
    ``Making``.
    """

    def seconds(number: float) -> float | None:
        if budget.is_stopped:
            return None
        left = SIDES * budget.until(until) / number
        return left if budget.work is not None else min(most, left)

    return seconds


def time_before(budget: Budget, kept: float) -> Callable[[], float] | None:
    """How many seconds are left but those that are kept for later; None where work is counted."""
    return (
        None
        if budget.work is not None
        else lambda: 0.0 if budget.is_stopped else budget.left - kept
    )
