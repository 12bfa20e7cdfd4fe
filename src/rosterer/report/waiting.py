"""Who starts when and where, who waits, and why?"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rosterer.explain.free_places import FreePlace
from rosterer.explain.waterfall import unplaced, words_of
from rosterer.report.words import WHERE_WORDS, day_words
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Delay, Placement, Plan

NEVER = "–"
"""The start of somebody who does not start within the horizon."""


@dataclass(frozen=True)
class Wait:
    """A referral as the board round reads it."""

    referral: str
    home: str
    where: str
    priority: int
    ready: str
    option: str
    start: str
    delay_days: int
    reasons: str

    @property
    def is_started(self) -> bool:
        """Whether they start within the horizon."""
        return self.start != NEVER


def waiting_list(
    case: Case,
    plan: Plan,
    given: Iterable[Delay] | None = None,
    free: Iterable[FreePlace] = (),
) -> list[Wait]:
    """Every referral, the longest delay first.

    Parameters
    ----------
    given
        Reasons of the delayed midnights; those of the plan, when they are left out.
    free
        Who waits although a place is free.
    """
    placements: dict[str, list[Placement]] = defaultdict(list)
    for placement in plan.placements:
        placements[placement.referral].append(placement)
    since = unplaced(free)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for delay in plan.delays if given is None else given:
        reasons[delay.referral][words_of(delay, since)] += 1
    end = case.first_day + timedelta(days=case.days)
    waits = []
    for referral in case.referrals:
        stages = sorted(placements[referral.referral], key=lambda stage: stage.stage)
        first = stages[0] if stages and stages[0].option else None
        start = first.start if first else None
        waits.append(
            Wait(
                referral.referral,
                referral.home,
                WHERE_WORDS[referral.where],
                referral.priority,
                day_words(referral.ready),
                _route(stages) if first else "not within these days",
                day_words(start) if start else NEVER,
                _midnights(referral.ready, start or end),
                _reasons(
                    reasons[referral.referral],
                    _midnights(referral.ready, min(start or end, case.first_day)),
                ),
            )
        )
    return sorted(waits, key=lambda wait: (-wait.delay_days, wait.priority, wait.referral))


def _route(stages: list[Placement]) -> str:
    units = [stage.unit for stage in stages if stage.unit]
    return f"{stages[0].option}" + (f" ({', '.join(units)})" if units else "")


def _reasons(counts: Counter[str], before: int) -> str:
    """Reasons of the horizon, the commonest first, and midnights before it, for which no plan is to
    blame.
    """
    told = [f"{words} ({count})" for words, count in counts.most_common()]
    return "; ".join([*told, *([f"before the first day ({before})"] if before else [])])


def _midnights(ready: date, start: date) -> int:
    return max(0, (start - ready).days)
