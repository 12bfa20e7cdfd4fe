"""Does a second simulation, written apart from the page of the model, come to the same?"""

from dataclasses import replace

import numpy as np
import pytest

from rosterer_models.simulation import stays
from rosterer_models.simulation.network import (
    Crew,
    Network,
    Node,
    Post,
    Severity,
    StageOfCare,
    Starter,
    Stream,
)
from rosterer_models.simulation.run import simulate
from tests.simulation.independent import Winter
from tests.simulation.queues import one_queue

RUNS, DAYS = 150, 84


def calendar_of_beds() -> Network:
    """One unit: arrivals by weekday with a dated rise, a closure, two priorities, people there."""
    week = np.array([1.0, 1.6, 1.5, 1.5, 1.4, 0.6, 0.4])
    rate = week[np.arange(DAYS) % 7] * np.where(np.arange(DAYS) // 28 == 1, 1.4, 1.0)
    beds = np.full(DAYS, 14.0)
    beds[40:54] = 10.0
    one = one_queue(days=DAYS, beds=14, stay=stays.lognormal_of(10, 7))
    return replace(
        one,
        nodes=(replace(one.nodes[0], capacity=beds),),
        streams=(
            Stream("usual", rate, (0,), priority=2),
            Stream("urgent", rate / 4, (0,), priority=1),
        ),
        starters=(
            *(Starter(0, 0, 0, rest=float(d)) for d in range(1, 11)),
            *(Starter(0, 0, -1, ready=float(-d)) for d in range(4)),
        ),
    )


def homes_in_bands() -> Network:
    """Care at home in three bands given by two crews, one of fractions; sickness; promised care."""
    week = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.7, 0.6])[np.arange(DAYS) % 7]
    heads = np.where(week < 1, 5.0, 7.0)
    base = np.tile([200.0, 100.0, 150.0], (DAYS, 1))
    return Network(
        days=DAYS,
        nodes=(Node("home", "home", np.zeros((DAYS, 3)), base=base),),
        stages=(
            StageOfCare(
                "large",
                (0,),
                stays.exponential(12),
                load_start=(60.0, 0.0, 60.0),
                load_end=(30.0, 0.0, 0.0),
                taper_days=10,
                look_ahead=7,
            ),
            StageOfCare("small", (0,), stays.constant(9), load_start=(30.0, 30.0, 0.0),
                        load_end=(30.0, 30.0, 0.0), look_ahead=7),
        ),
        streams=(
            Stream("large", 0.9 * week, (0,), leaves=(0.01, 0.01, 0.01)),
            Stream("small", 0.8 * week, (1,)),
        ),
        bands=("morning", "lunch", "bed"),
        part_band=(0, 1, 2),
        crews=(
            Crew("early", heads, 0, np.array([150.0, 100.0, 0.0]), np.array([True, True, False])),
            Crew("late", heads - 1.5, 0, np.array([0.0, 0.0, 140.0]),
                 np.array([False, False, True])),
        ),
        sickness=np.full(DAYS, 0.08),
    )  # fmt: skip


def hub_and_homes() -> Network:
    """A hub staffed before homes, whose people go home after it; triage; hard winters."""
    net = homes_in_bands()
    hub = Node("hub", "beds", np.full(DAYS, 12.0))
    stages = (*net.stages, StageOfCare("hub", (1,), stays.lognormal_of(9, 6), then=((1, 0.6),)))
    least = np.full((DAYS, 3), 1.0)
    return replace(
        net,
        nodes=(*net.nodes, hub),
        stages=stages,
        streams=(
            replace(net.streams[0], triaged=False, leaves=(0.0, 0.02, 0.0)),
            replace(net.streams[1], stages=(1, 2)),
            Stream("hub", np.full(DAYS, 0.9), (2,), priority=1, triaged=False),
        ),
        starters=(Starter(0, 0, -1, ready=-2.0), Starter(2, 0, -1, ready=5.0)),
        posts=(Post("hub", 1, least, np.array([6.0, 8.0, 6.0]), (0, 1)),),
        triage_slots=np.where(np.arange(DAYS) % 7 < 5, 3, 0),
        severity=Severity(spread=0.2),
    )


def beds_turned_round() -> Network:
    """The same with a hub whose beds are turned round for most of a day."""
    net = hub_and_homes()
    return replace(net, nodes=(net.nodes[0], replace(net.nodes[1], turn_round=0.75)))


@pytest.mark.parametrize(
    "case", [calendar_of_beds, homes_in_bands, hub_and_homes, beds_turned_round]
)
def test_both_come_to_the_same_within_their_errors(case) -> None:  # type: ignore[no-untyped-def]
    net: Network = case()
    seen = [Winter(net, 1000 + run).run() for run in range(RUNS)]
    tally = simulate(net, 1000, seed=3).tally
    streams = len(net.streams)
    pairs = {
        "waiting": (tally.queue.sum(axis=(1, 2), dtype=float), [s.waiting for s in seen]),
        "started": (tally.started[:, :streams].sum(axis=1), [s.started for s in seen]),
        "left": (tally.left.sum(axis=(1, 2)), [s.left for s in seen]),
        "done": (tally.done.sum(axis=1), [s.done for s in seen]),
        "usable": (tally.usable_parts.sum(axis=(1, 2)), [s.usable for s in seen]),
    }
    for what, (ours, theirs) in pairs.items():
        ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
        error = np.sqrt(ours.var(ddof=1) / len(ours) + theirs.var(ddof=1) / len(theirs))
        assert abs(ours.mean() - theirs.mean()) <= 3.5 * error + 1e-6 * ours.mean(), (
            what,
            ours.mean(),
            theirs.mean(),
            error,
        )


def test_a_fault_in_the_kernel_would_be_seen() -> None:
    net = homes_in_bands()
    seen = [Winter(net, 1000 + run).run().waiting for run in range(60)]
    wrong = replace(net, stages=tuple(replace(s, look_ahead=1) for s in net.stages))
    ours = simulate(wrong, 400, seed=3).tally.queue.sum(axis=(1, 2), dtype=float)
    error = np.sqrt(ours.var(ddof=1) / len(ours) + np.var(seen, ddof=1) / len(seen))
    assert abs(ours.mean() - np.mean(seen)) > 3.5 * error
