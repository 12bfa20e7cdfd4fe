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

from rosterer.winter.study import Study, ground_of, result_of
from rosterer.winter.winters import Winter
from rosterer_models.simulation.network import Network
from rosterer_models.simulation.run import BATCH, Outcome, joined, run_batch
from rosterer_models.simulation.state import Tally
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.plan import Plan

STAYED = "stayed."
"""Before the names of counts in which nobody leaves while they wait."""


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
    return ground_of(case, weeks, plan, localities).winter(scenario)


def run_part(winter: Winter, seed: int, part: Part) -> bytes:
    """The counts of a part, packed, with those of nobody leaving where somebody may."""
    counts = _counts(winter.network, seed, part)._asdict()
    if winter.network.loses_people:
        stayed = _counts(winter.network.staying, seed, part)._asdict()
        counts |= {STAYED + name: values for name, values in stayed.items()}
    content = io.BytesIO()
    np.savez_compressed(content, allow_pickle=False, **counts)
    return content.getvalue()


def _counts(network: Network, seed: int, part: Part) -> Tally:
    end = part.first + part.count
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        firsts = range(part.first, end, BATCH)
        done = list(
            pool.map(lambda first: run_batch(network, seed, first, min(BATCH, end - first)), firsts)
        )
    return joined(done)


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
    tallies: dict[int, list[tuple[int, bytes]]] = {number: [] for number in range(len(scenarios))}
    for part, content in parts:
        tallies[part.scenario].append((part.first, content))
    results = []
    ground = ground_of(case, weeks, plan, localities)
    for number, scenario in enumerate(scenarios):
        winter = ground.winter(scenario)
        in_order = [content for _, content in sorted(tallies[number], key=lambda one: one[0])]
        outcome = Outcome(winter.network, seed, joined([_unpacked(one) for one in in_order]))
        stayed = None
        if winter.network.loses_people:
            apart = joined([_unpacked(one, STAYED) for one in in_order])
            stayed = Outcome(winter.network.staying, seed, apart)
        results.append(result_of(scenario, winter, outcome, stayed))
    return Study(case, tuple(results), weeks, seed)


def _unpacked(content: bytes, prefix: str = "") -> Tally:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return Tally(**{name: arrays[prefix + name] for name in Tally._fields})
