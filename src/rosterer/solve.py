"""How does a case become a plan? This page wires it all: baseline and the first guide, then search
and proof, side by side, referee last.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from rosterer.baseline import baseline_plan
from rosterer.choice import Choice, better_of, first_of
from rosterer.explain.delays import explain_delays
from rosterer.explain.free_places import free_places
from rosterer.explain.waterfall import delay_parts
from rosterer.hurry import Hurry, cut_short
from rosterer.plan_tables import cover_rows, occupancy_rows
from rosterer.referee.reading import read_plan
from rosterer.solution import Solution, agreed, certificate_of
from rosterer_models.heuristics.progress import Budget, Progress
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

if TYPE_CHECKING:
    from rosterer_models.heuristics.plan_search import Found
    from rosterer_models.relaxation.bound_process import Proof

__all__ = ["Progress", "Solution", "solve"]

WORK_NODES = 1
"""Branch-and-bound nodes of the proof when work is counted: the root alone, which is where nearly
all of the bound comes from.
"""
DAY = 86_400.0
ENOUGH_POUNDS = 0.5
"""So near to its bound a plan is the best whatever the gap asked for."""
CLOSING_SHARE, CLOSING_SECONDS = 0.02, 0.0003
"""Time kept for judging and explaining the plan: a part of the limit, and seconds for each day of
each person.
"""

PROOF_CHATTED = "The proof also wrote {} lines that are no bounds; they were passed over."
PROOF_FAILED = "The proof fell over, so the bound is what it had said until then; please report it."


def solve(
    case: Case,
    *,
    time_limit: float | None = 60.0,
    work: int | None = None,
    gap: float = 0.0,
    engine: str = "auto",
    seed: int = 1,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    start: Plan | None = None,
) -> Solution:
    """Decide rota, deployment and placements together.

    Parameters
    ----------
    case
        A valid case.
    time_limit
        Seconds for all of it, the baseline included, which is cut short where they are few;
        ignored when ``work`` is given.
    work
        Rounds of improvement, counted instead of timed: equal case, seed and work give the same
        plan.
    gap
        Fraction of the avoidable cost at which a plan counts as optimal; timed searches end there.
    engine
        ``auto`` or ``highs`` for the search; ``cp-sat`` to hand a small case whole to CP-SAT.
    progress
        Told, now and then, the best cost, the bound and the gap, and each better plan.
    stop
        Asked often; once it says True the best plan so far is returned.
    start
        A plan to begin with; it is kept when nothing better is found.

    Returns
    -------
    Solution
        A plan that the referee accepts, its certificate, and its tables. There is always one.
    """
    began = time.monotonic()  # what is imported here may take a second
    from rosterer_models.heuristics.plan_search import Start, first_guide, is_pressed, search_plan
    from rosterer_models.relaxation.bound_process import Proof

    closing = 0.5 + CLOSING_SECONDS * len(case.people) * case.days
    timed = (
        None
        if work is not None or time_limit is None
        else max(1.0, time_limit * (1 - CLOSING_SHARE) - closing)
    )
    budget = Budget(timed, work, stop, started=began)
    proof = Proof(
        case,
        seconds=DAY if timed is None else timed,
        nodes=WORK_NODES if work is not None else None,
    )
    hurry, pool, given_up = Hurry(budget), ThreadPoolExecutor(1), Event()
    guided = replace(budget, stop=lambda: budget.is_stopped or given_up.is_set())
    guide = pool.submit(first_guide, case, guided, engine, seed)
    try:
        with proof.resting() if is_pressed(case, budget) else nullcontext():
            chosen, baseline = first_of(case, baseline_plan(case, hurry), start)
        unavoidable = chosen.verdict.unavoidable
        reporter = _Reporter(progress, budget, proof, chosen)
        reporter.say("baseline made")

        def better(found: "Found") -> None:
            nonlocal chosen
            chosen = better_of(case, chosen, found)
            reporter.show(chosen)

        def is_enough(cost: float) -> bool:
            # Counted work does the same on every machine, so it does not ask how far the proof
            # happens to be.
            return work is None and max(proof.bound, unavoidable) >= cost - max(
                gap * (cost - unavoidable), ENOUGH_POUNDS
            )

        found = search_plan(
            case,
            budget,
            engine=engine,
            seed=seed,
            start=Start(chosen.plan, chosen.verdict.cost),
            note=reporter.say,
            better=better,
            is_enough=is_enough,
            alone=proof.resting,
            guide=guide.result,
        )
        if found.finished is None:
            better(found)
        plan, verdict, ledger = chosen.plan, chosen.verdict, chosen.ledger
        bound = _bound(proof, budget, lambda: is_enough(verdict.cost), reporter)
        remark = " ".join(
            filter(
                None,
                (
                    chosen.remark,
                    cut_short(chosen.origin) if hurry.is_said else None,
                    PROOF_FAILED if proof.has_failed else None,
                    PROOF_CHATTED.format(proof.num_unknown) if proof.num_unknown else None,
                ),
            )
        )
    finally:
        proof.close()
        given_up.set()
        pool.shutdown(wait=False)
    reading = read_plan(case, plan, verdict.reservations)
    plan = plan.model_copy(
        update={"reservations": verdict.reservations, "delays": tuple(explain_delays(reading))}
    )
    certificate = certificate_of(
        case,
        ledger,
        bound,
        gap_target=gap,
        seed=seed,
        work=work,
        seconds=budget.spent,
        engine=engine,
        is_stopped=budget.is_stopped,
        is_broken=bool(verdict.broken),
    )
    plan = plan.model_copy(update={"ledger": ledger, "certificate": certificate})
    losses = tuple(dict.fromkeys((*case.losses, *plan.losses, *(start.losses if start else ()))))
    plan = plan.model_copy(update={"losses": losses}).made(chosen.origin, remark)
    reporter.say("done")
    free = tuple(free_places(reading, plan.delays))
    return Solution(
        plan=plan,
        certificate=certificate,
        verdict=agreed(case, plan, verdict),
        baseline=baseline,
        is_baseline_whole=not hurry.is_said,
        people=len(case.people),
        referrals=len(case.referrals),
        delays=delay_parts(reading, plan.delays, verdict, free),
        free_places=free,
        cover=cover_rows(reading),
        occupancy=occupancy_rows(reading),
    )


def _bound(
    proof: "Proof", budget: Budget, is_enough: Callable[[], bool], reporter: "_Reporter"
) -> float | None:
    """Wait for the proof as long as there is time and it matters."""
    reporter.say("proving")
    while proof.is_running and not budget.is_over and not is_enough():
        proof.wait(0.2)
        reporter.say("proving")
    return None if proof.bound == -float("inf") else proof.bound


class _Reporter:
    """Turns what is being done into progress, at most five times a second for the same doing."""

    def __init__(
        self,
        progress: Callable[[Progress], None] | None,
        budget: Budget,
        proof: "Proof",
        first: Choice,
    ) -> None:
        self._progress, self._budget, self._proof = progress, budget, proof
        self._last = ("", 0.0)
        self._best, self._is_new = first, True

    def show(self, best: Choice) -> None:
        """Report the best plan so far."""
        if best.plan is not self._best.plan:
            self._best, self._is_new = best, True
            self.say("better plan")

    def say(self, doing: str) -> None:
        """Report."""
        now = time.monotonic()
        if self._progress is None or (
            self._last[0] == doing and not self._is_new and now - self._last[1] < 0.2
        ):
            return
        self._last = (doing, now)
        bound = None if self._proof.bound == -float("inf") else self._proof.bound
        cost, avoidable = (
            self._best.verdict.cost,
            self._best.verdict.cost - self._best.verdict.unavoidable,
        )
        gap = None if bound is None or avoidable <= 0 else max(0.0, (cost - bound) / avoidable)
        plan = self._best.plan if self._is_new else None
        self._is_new = False
        self._progress(Progress(self._budget.spent, cost, bound, gap, doing, plan))
