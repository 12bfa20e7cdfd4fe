"""How do several scenarios of one case compare, with the same people and the same winters in each?

The first scenario is the base. It is run until the mean of the delayed days is known well enough,
or to ``runs``; the others get as many replications with the same random numbers, so that
differences are those of the scenarios alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rosterer.files.faults import BadInput, Fault
from rosterer.winter.calendar import carried_on
from rosterer.winter.changed import changed_case
from rosterer.winter.conditions import conditions_of
from rosterer.winter.intervals import half_width
from rosterer.winter.settling import settled
from rosterer.winter.supply import Footing, footing_of
from rosterer.winter.translate import winter_of
from rosterer.winter.winters import Winter
from rosterer_models.simulation.checks import Check, littles_law, offered_load, people_are_conserved
from rosterer_models.simulation.run import Outcome, simulate
from rosterer_models.simulation.state import Tally
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.plan import Plan

ALL = "all"
"""Everybody, among the groups that waiting is reported by."""
LEAST_RUNS = 200
"""Before so many replications the width of an interval is itself too uncertain to stop on."""


@dataclass(frozen=True)
class Result:
    """One scenario, simulated; ``stayed`` is the same with nobody leaving while they wait (None:
    nobody does).
    """

    scenario: Scenario
    winter: Winter
    outcome: Outcome
    checks: tuple[Check, ...]
    stayed: Outcome | None = None


def groupings(result: Result) -> dict[str, list[int]]:
    """Groups of the network by what they are reported as: all, each pathway, each locality, and
    both.
    """
    found: dict[str, list[int]] = {ALL: list(range(len(result.winter.groups)))}
    for i, (pathway, locality) in enumerate(result.winter.groups):
        found.setdefault(f"pathway {pathway}", []).append(i)
        found.setdefault(f"locality {locality}", []).append(i)
        found.setdefault(f"pathway {pathway}, {locality}", []).append(i)
    return found


def stayed_of(winter: Winter, outcome: Outcome, workers: int | None = None) -> Outcome | None:
    """The same replications with nobody leaving while they wait; None where nobody does."""
    if not winter.network.loses_people:
        return None
    return simulate(winter.network.staying, outcome.runs, outcome.seed, workers)


def result_of(
    scenario: Scenario, winter: Winter, outcome: Outcome, stayed: Outcome | None = None
) -> Result:
    """A simulated scenario with its checks."""
    bare = Result(scenario, winter, outcome, (), stayed)
    checks = [
        people_are_conserved(outcome),
        littles_law(winter.network, outcome.seed),
        *offered_load(winter.network, outcome),
    ]
    for name, groups in groupings(bare).items():
        if name == ALL or (name.startswith("pathway") and "," not in name):
            checks.append(
                settled(name, outcome.tally.queue[:, groups].sum(axis=1, dtype=np.float64))
            )
    return replace(bare, checks=tuple(checks))


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


@dataclass(frozen=True)
class Ground:
    """What all scenarios of a study stand on: the case carried on through the winter, what was
    supposed to get there, and the staff's footing.
    """

    case: Case
    notes: tuple[str, ...]
    footing: Footing
    weeks: int

    def winter(self, scenario: Scenario) -> Winter:
        """What a scenario makes of it, ready to be simulated."""
        changed = changed_case(self.footing.case, self.case, scenario, 7 * self.weeks)
        conditions = conditions_of(scenario)
        return winter_of(changed, conditions, self.weeks, footing=self.footing, notes=self.notes)

    def winters(self, scenarios: Sequence[Scenario]) -> list[Winter]:
        """The winters of several scenarios.

        Raises
        ------
        BadInput
            With what is wrong with any of them, before anything is simulated.
        """
        found: list[Winter] = []
        faults: list[Fault] = []
        for scenario in scenarios:
            try:
                found.append(self.winter(scenario))
            except BadInput as refused:
                faults += refused.faults
        if faults:
            raise BadInput(faults)
        return found


def ground_of(case: Case, weeks: int, plan: Plan | None, localities: int) -> Ground:
    """The ground of a case and, perhaps, a plan of it."""
    longer, notes = carried_on(case, 7 * weeks)
    return Ground(longer, notes, footing_of(case, plan, localities), weeks)


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
        A plan of the case whose rota staffs the winter, in every scenario.

    Raises
    ------
    BadInput
        When a change touches no simulated day, names something that the case does not have, or asks
        for too much.
    """
    results: list[Result] = []
    ground = ground_of(case, weeks, plan, localities)
    scenarios = scenarios or [Scenario(name="base")]
    for scenario, winter in zip(scenarios, ground.winters(scenarios), strict=True):
        number = results[0].outcome.runs if results else runs
        enough = _narrow(precision) if precision is not None and not results else None
        outcome = simulate(winter.network, number, seed, workers, enough)
        results.append(result_of(scenario, winter, outcome, stayed_of(winter, outcome, workers)))
        if tell is not None:
            tell(f"{scenario.name}: {outcome.runs} replications")
    return Study(case, tuple(results), weeks, seed)


def _narrow(precision: float) -> Callable[[Tally], bool]:
    def enough(tally: Tally) -> bool:
        days = tally.queue.sum(axis=(1, 2), dtype=np.float64)
        half = half_width(days)
        return len(days) >= LEAST_RUNS and bool(half <= precision * float(days.mean()))

    return enough
