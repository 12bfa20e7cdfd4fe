"""How does a published plan become the best few repairs? This page wires it all: what stands, the
days with a hole opened one after the other, in a few different ways, and the referee last.

Leaving it as it is always counts among them.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from rosterer.files.faults import BadInput, Fault
from rosterer.mend import added_breaches
from rosterer.money import Purse, purse_of
from rosterer.plan_tables import cover_rows, occupancy_rows
from rosterer.referee import Verdict
from rosterer.referee.reading import Reading, read_plan
from rosterer.replan.changes import Changed, changed
from rosterer.replan.differences import Differences, differences
from rosterer.replan.judged import Referee
from rosterer.replan.now import Now, now_of
from rosterer.replan.openings import NARROW, WIDE, Width, opened
from rosterer.replan.placing import placed
from rosterer.replan.standing import Left, what_stands
from rosterer.solution import certificate_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Change
from rosterer_models.vocabulary.plan import Plan

if TYPE_CHECKING:
    from rosterer.replan.day_repair import DayRepair

DEFAULT_SECONDS = 5.0
MOST_REPAIRS = 10
TRIES = 1
"""Ways to fill a hole that are looked for beyond as many as are wanted: some turn out alike."""
AGAIN = 0.6
"""Part of the time up to which days are done again, looking at more people."""
SAME_POUNDS = 0.005
PARTS = 8
"""Of the time that is left a programme may take one, where that is more than what it needs."""
LEAST_SECONDS = 0.2
"""Of a programme when time is up; the first has all of its own, so that there is an answer."""


@dataclass(frozen=True)
class Repair:
    """A plan that may stand instead of the published one.

    Attributes
    ----------
    more
        What the ledger holds more than if all was left as it is, by kind of money.
    is_published
        It is the published plan, which stays as it is.
    is_left
        Nobody does anything about it.
    cover, occupancy
        Rows of the derived tables.
    """

    plan: Plan
    verdict: Verdict
    differences: Differences
    more: Purse
    is_published: bool = False
    is_left: bool = False
    cover: tuple[dict[str, object], ...] = ()
    occupancy: tuple[dict[str, object], ...] = ()

    @property
    def total(self) -> float:
        """Pounds by which repairs are compared: the ledger's total and the price of change."""
        return self.verdict.cost + self.differences.pounds


@dataclass(frozen=True)
class Replanned:
    """The best repairs, the best first.

    Attributes
    ----------
    repairs
        Different in who is asked for what.
    left
        The published plan with what has come up, and nobody doing anything about it.
    """

    changed: Changed
    now: Now
    repairs: tuple[Repair, ...]
    left: Repair
    seconds: float
    is_stopped: bool

    @property
    def case(self) -> Case:
        """With what has come up: whose plans the repairs are."""
        return self.changed.after


def replan(
    case: Case,
    plan: Plan,
    changes: Sequence[Change],
    *,
    now: datetime | None = None,
    best: int = 3,
    time_limit: float = DEFAULT_SECONDS,
    stop: Callable[[], bool] | None = None,
    progress: Callable[[str], None] | None = None,
    origin: str = "changes",
) -> Replanned:
    """Repair a published plan, changing as little as pays.

    Parameters
    ----------
    case, plan
        The case, and its plan that is published.
    changes
        What has come up.
    now
        The moment from which on something may change; with an offset, or by the clock of the case's
        zone. None for the clock's.
    best
        How many repairs to give, 1 to 10; fewer where there are no more.
    time_limit
        Seconds.
    stop
        Asked between steps; once it says True the best so far are given.
    origin
        What faults call the changes.

    Raises
    ------
    BadInput
        When the plan is another case's, now is after its days, or a change cannot be made.
    """
    search = _Search(time_limit, stop or (lambda: False), progress or (lambda doing: None))
    require_plan_of(case, plan)
    moment = now_of(case, now)
    news = changed(case, plan, changes, moment, origin)
    left = what_stands(plan, news, moment)
    return search.repaired(plan, news, left, moment, max(1, min(MOST_REPAIRS, best)))


def require_plan_of(case: Case, plan: Plan) -> None:
    """Refuse the plan of another case.

    Raises
    ------
    BadInput
        When the plan says so, or knows people that the case does not.
    """
    if plan.certificate is not None and plan.certificate.fingerprint not in ("", case.fingerprint):
        raise BadInput(
            [
                Fault(
                    "plan",
                    f"is of another case, or of this one before it was changed (fingerprint "
                    f"{plan.certificate.fingerprint}, and the case has {case.fingerprint})",
                    "give the case that it was made for; what is new goes into the changes",
                )
            ]
        )
    known = {person.person for person in case.people}
    strangers = sorted({row.person for row in plan.duties} - known)
    if strangers:
        raise BadInput(
            [
                Fault(
                    "plan",
                    f"has duties of {strangers[0]!r}, whom the case does not know",
                    "give the case that it was made for",
                    value=strangers[0],
                )
            ]
        )


class _Search:
    """Looks for repairs as long as there is time."""

    def __init__(
        self, seconds: float, stop: Callable[[], bool], tell: Callable[[str], None]
    ) -> None:
        self.begun, self.seconds, self.stop, self.tell = time.monotonic(), seconds, stop, tell
        self._days: dict[tuple[int, Width], DayRepair] = {}
        """Days that are opened already, as long as the plan before them is the same."""

    def spent(self) -> float:
        return time.monotonic() - self.begun

    def is_over(self, part: float = 1.0) -> bool:
        return self.stop() or self.spent() > part * self.seconds

    def repaired(
        self, published: Plan, news: Changed, left: Left, now: Now, best: int
    ) -> Replanned:
        case, stands = news.after, left.plan
        self.tell("judging what is left of the plan")
        referee = Referee(case, left.plan)
        verdict, reading = referee.verdict(left.plan), referee.reading()
        if left.open_referrals:
            self.tell("looking for places")
            better = placed(read_plan(case, left.plan, verdict.reservations), left, now)
            if better is not left.plan:
                again = referee.verdict(better)
                if not added_breaches(again, verdict) and again.cost < verdict.cost:
                    left = Left(better, left.gone, left.places, left.units, left.gained, ())
                    reading = read_plan(case, better, again.reservations)
                else:
                    referee.verdict(left.plan)
        bare = Repair(
            stands,
            verdict,
            differences(case, published, stands, now, left.gone),
            Purse(),
            is_published=stands is published,
            is_left=True,
            cover=tuple(cover_rows(reading)),
            occupancy=tuple(occupancy_rows(reading)),
        )
        found = [bare]
        for plan in self._plans(reading, stands, left, now, best):
            self.tell("judging a repair")
            judged = referee.verdict(plan)
            if added_breaches(judged, verdict):
                continue
            told = differences(case, published, plan, now, left.gone)
            more = purse_of(judged.ledger) - purse_of(verdict.ledger)
            tables = [tuple(rows(referee.reading())) for rows in (cover_rows, occupancy_rows)]
            found.append(Repair(plan, judged, told, more, False, False, *tables))
        repairs = _different(found)[:best]
        seconds = self.spent()
        whole = tuple(
            one if one.is_published else _whole(case, one, now, seconds) for one in repairs
        )
        return Replanned(news, now, whole, bare, seconds, self.stop())

    def _plans(
        self, reading: Reading, stands: Plan, left: Left, now: Now, best: int
    ) -> Iterator[Plan]:
        """The plan with other starts alone, with its holes filled in one way after the other, then
        looking at more people.
        """
        if left.plan is not stands:
            yield left.plan
        if not left.days:
            return
        others, tried = [frozenset[str]()], set[frozenset[str]]()
        while others and len(tried) < best + TRIES:
            if self.stop() or (tried and self.is_over()):
                return
            barred = others.pop(0)
            tried.add(barred)
            self.tell(f"looking for repair {len(tried)}")
            plan, asked = self._filled(reading, left, now, NARROW, True, barred)
            if plan is not None:
                yield plan
            # without all of them, then without one of them at a time
            fewer = [barred | asked, *(barred | {name} for name in sorted(asked))]
            others += [one for one in fewer if asked and one not in (*tried, *others)]
        if not self.is_over():
            plan, _ = self._filled(reading, left, now, NARROW, False, frozenset())
            if plan is not None:
                yield plan
        if not self.is_over(AGAIN) and self.seconds > DEFAULT_SECONDS:
            self.tell("looking at more people")
            plan, _ = self._filled(reading, left, now, WIDE, True, frozenset())
            if plan is not None:
                yield plan

    def _filled(
        self,
        reading: Reading,
        left: Left,
        now: Now,
        width: Width,
        is_asked: bool,
        barred: frozenset[str],
    ) -> tuple[Plan | None, frozenset[str]]:
        """The plan with its holes filled, day by day, and who is asked for something."""
        from rosterer.replan.day_repair import DayRepair

        plan, asked, is_any = left.plan, set[str](), False
        for day in left.days:
            if self.is_over() and is_any:
                break
            known = self._days.get((day, width))
            if known is None or known.plan is not plan:
                around = opened(reading, left, day, now, width)
                known = DayRepair(plan, reading, left, around, now)
                self._days[day, width] = known
            repair = known
            least = width.seconds if not barred else LEAST_SECONDS
            left_over = self.seconds - self.spent()
            seconds = max(least, min(left_over, max(width.seconds, left_over / PARTS)))
            filled = repair.filled(width, seconds, is_asked=is_asked, barred=barred)
            if filled is None:
                continue
            is_any = True
            asked |= repair.asked(filled)
            plan = repair.plan_of(filled)
        return (plan if is_any else None), frozenset(asked)


def _different(found: list[Repair]) -> list[Repair]:
    """The best first; of those alike in who is asked for what the best alone."""
    ranked = sorted(found, key=lambda one: (one.total, one.differences.people))
    kept = list[Repair]()
    for one in ranked:
        # a plan that stays best stays as it is
        if any(one.differences.asked == other.differences.asked for other in kept):
            continue
        kept.append(one)
    published = next((one for one in found if one.is_published), None)
    if published is not None and kept[0].total >= published.total - SAME_POUNDS:
        return [published, *(one for one in kept if one.differences.asked)]
    return kept


def _whole(case: Case, repair: Repair, now: Now, seconds: float) -> Repair:
    """The repair with its claims: ledger, a certificate that proves nothing, where it is from."""
    plan, verdict = repair.plan, repair.verdict
    certificate = certificate_of(
        case,
        verdict.ledger,
        None,
        gap_target=0.0,
        seed=0,
        work=None,
        seconds=seconds,
        engine="highs",
        is_stopped=False,
        is_broken=bool(verdict.broken),
    )
    claims = {"ledger": verdict.ledger, "certificate": certificate}
    remark = f"Repaired on {now.clock:%Y-%m-%d} at {now.clock:%H:%M}."
    whole = plan.model_copy(update=claims).made("replan", remark)
    return replace(repair, plan=whole)
