"""Does more staff on any shift ever mean more delay?"""

import itertools

import numpy as np
import pytest

from rosterer.generate import generate
from rosterer.winter.conditions import conditions_of
from rosterer.winter.intervals import half_width
from rosterer.winter.study import Ground, ground_of
from rosterer_models.simulation.run import simulate
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario

STEPS = (0, 1, 4, 8, 16)
PATTERNS = {"D": "DDDD----", "E": "EEEE----", "L": "LLLL----", "N": "NNNN----"}
HARD = (
    {"kind": "sickness", "percent": 10},
    {"kind": "arrivals", "percent": 20},
    {
        "kind": "closure",
        "unit": "hub",
        "beds": 10,
        "first_day": "2027-01-04",
        "last_day": "2027-01-31",
    },
)


@pytest.fixture(scope="module")
def case() -> Case:
    return generate(people=131, days=28, load="normal", seed=7)


def delay(ground: Ground, shift: str, more: int, runs: int, *changes: object) -> np.ndarray:
    """Delayed days in each winter with so many people more on a shift."""
    model = next(p for p in ground.footing.case.people if p.pattern == "LLLL----")
    added = [
        {
            "kind": "person-added",
            "person": {
                **model.model_dump(),
                "person": f"new-{n}",
                "pattern": PATTERNS[shift],
                "phase": n % 8,
            },
        }
        for n in range(more)
    ]
    scenario = Scenario.model_validate({"name": "s", "change": [*changes, *added]})
    assert conditions_of(scenario)
    queue = simulate(ground.winter(scenario).network, runs, seed=4).tally.queue
    return np.asarray(queue.sum(axis=(1, 2), dtype=np.float64))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shift", "changes"),
    [*((shift, ()) for shift in PATTERNS), ("L", HARD)],
    ids=["days", "earlies", "lates", "nights", "lates in a hard winter"],
)
def test_the_paired_mean_of_a_thousand_winters_does_not_rise(
    case: Case, shift: str, changes: tuple[object, ...]
) -> None:
    ground = ground_of(case, 26, None, 3)
    delays = [delay(ground, shift, more, 1000, *changes) for more in STEPS]
    for (fewer, one), (more, other) in itertools.pairwise(zip(STEPS, delays, strict=True)):
        rise = other - one
        assert rise.mean() - half_width(rise) <= 0, (shift, fewer, more, rise.mean())


def test_people_on_the_shift_that_lacks_help_most(case: Case) -> None:
    ground = ground_of(case, 12, None, 3)
    now, late, early = (
        delay(ground, shift, more, 30).mean() for shift, more in (("L", 0), ("L", 8), ("E", 8))
    )
    assert late < 0.5 * now
    assert late < early <= now * 1.02
