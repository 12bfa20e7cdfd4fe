"""How is a large study shared out over several processes, and put together again as if one had done
it?

A part is so many replications of one scenario. Replications have random numbers of their own,
whoever runs them, so the joined study equals the undivided one to the bit. A study that stops by
``precision`` is not shared out: how long it runs depends on what it has seen.
"""

import io
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from rosterer.winter.conditions import conditions_of
from rosterer.winter.study import Result, Study
from rosterer.winter.translate import Winter, winter_of
from rosterer_models.simulation.checks import littles_law, offered_load, people_are_conserved
from rosterer_models.simulation.run import BATCH, Outcome, joined, run_batch
from rosterer_models.simulation.state import Tally
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.changing import applied
from rosterer_models.vocabulary.plan import Plan


@dataclass(frozen=True)
class Part:
    """Replications ``first`` … ``first + count - 1`` of the scenario at a place in the list."""

    scenario: int
    first: int
    count: int


def parts_of(num_scenarios: int, runs: int, part_runs: int) -> tuple[Part, ...]:
    """The parts of a study, those of a scenario in order."""
    return tuple(
        Part(scenario, first, min(part_runs, runs - first))
        for scenario in range(num_scenarios)
        for first in range(0, runs, part_runs)
    )


def winter_in(
    case: Case, scenario: Scenario, weeks: int, plan: Plan | None, localities: int
) -> Winter:
    """What a scenario makes of a case, ready to be simulated."""
    changed = applied(case, scenario.change)
    rota = plan if changed.people == case.people and changed.absences == case.absences else None
    return winter_of(changed, conditions_of(scenario), weeks, rota, localities)


def run_part(winter: Winter, seed: int, part: Part) -> bytes:
    """The counts of a part, packed."""
    end = part.first + part.count
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        firsts = range(part.first, end, BATCH)
        done = list(
            pool.map(
                lambda first: run_batch(winter.network, seed, first, min(BATCH, end - first)),
                firsts,
            )
        )
    content = io.BytesIO()
    np.savez_compressed(content, allow_pickle=False, **joined(done)._asdict())
    return content.getvalue()


def study_of(
    case: Case,
    scenarios: Sequence[Scenario],
    parts: Iterable[tuple[Part, bytes]],
    weeks: int,
    seed: int,
    plan: Plan | None = None,
    localities: int = 3,
) -> Study:
    """The study from all its parts."""
    tallies: dict[int, list[tuple[int, Tally]]] = {number: [] for number in range(len(scenarios))}
    for part, content in parts:
        tallies[part.scenario].append((part.first, _unpacked(content)))
    results = []
    for number, scenario in enumerate(scenarios):
        winter = winter_in(case, scenario, weeks, plan, localities)
        in_order = [tally for _, tally in sorted(tallies[number], key=lambda one: one[0])]
        outcome = Outcome(winter.network, seed, joined(in_order))
        checks = (
            people_are_conserved(outcome),
            littles_law(winter.network, seed),
            *offered_load(winter.network, outcome),
        )
        results.append(Result(scenario, winter, outcome, checks))
    return Study(case, tuple(results), weeks, seed)


def _unpacked(content: bytes) -> Tally:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return Tally(**{name: arrays[name] for name in Tally._fields})
