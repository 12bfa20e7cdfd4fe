"""How do several scenarios of one case compare, with the same people and the same winters in each?

The first scenario is the base. It is run until the mean of the delayed days is known well enough,
or to ``runs``; the others get as many replications with the same random numbers, so that
differences are those of the scenarios alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from rosterer.winter.conditions import conditions_of
from rosterer.winter.translate import Winter, winter_of
from rosterer_models.simulation.checks import Check, littles_law, offered_load, people_are_conserved
from rosterer_models.simulation.run import Outcome, simulate
from rosterer_models.simulation.state import Tally
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.changing import applied
from rosterer_models.vocabulary.plan import Plan

LEAST_RUNS = 200
"""Before so many replications the width of an interval is itself too uncertain to stop on."""


@dataclass(frozen=True)
class Result:
    """One scenario, simulated."""

    scenario: Scenario
    winter: Winter
    outcome: Outcome
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Study:
    """All scenarios; the first is the base."""

    case: Case
    results: tuple[Result, ...]
    weeks: int
    seed: int

    @property
    def base(self) -> Result:
        """What the others are compared with."""
        return self.results[0]

    @property
    def runs(self) -> int:
        """Replications of each scenario."""
        return self.base.outcome.runs


def study(
    case: Case,
    scenarios: Sequence[Scenario],
    runs: int = 1000,
    weeks: int = 26,
    seed: int = 1,
    plan: Plan | None = None,
    localities: int = 3,
    precision: float | None = None,
    workers: int | None = None,
    tell: Callable[[str], None] | None = None,
) -> Study:
    """Simulate the scenarios.

    Parameters
    ----------
    precision
        Stop when the half-width of the 95 % interval of the mean delayed days is at most this share
        of it; None: always ``runs``.
    plan
        A plan of the case whose rota staffs the winter. It is used where the staff is as in the
        case, else lines are counted.

    Raises
    ------
    UnknownNameError
        When a change names something that the case does not have.
    """
    results: list[Result] = []
    for scenario in scenarios or [Scenario(name="base")]:
        changed = applied(case, scenario.change)
        rota = plan if changed.people == case.people and changed.absences == case.absences else None
        winter = winter_of(changed, conditions_of(scenario), weeks, rota, localities)
        number = results[0].outcome.runs if results else runs
        enough = _narrow(precision) if precision is not None and not results else None
        outcome = simulate(winter.network, number, seed, workers, enough)
        checks = (
            people_are_conserved(outcome),
            littles_law(winter.network, seed),
            *offered_load(winter.network, outcome),
        )
        results.append(Result(scenario, winter, outcome, checks))
        if tell is not None:
            tell(f"{scenario.name}: {outcome.runs} replications")
    return Study(case, tuple(results), weeks, seed)


def _narrow(precision: float) -> Callable[[Tally], bool]:
    def enough(tally: Tally) -> bool:
        days = tally.queue.sum(axis=(1, 2), dtype=np.float64)
        half = 1.96 * float(days.std(ddof=1)) / np.sqrt(len(days))
        return len(days) >= LEAST_RUNS and bool(half <= precision * float(days.mean()))

    return enough
