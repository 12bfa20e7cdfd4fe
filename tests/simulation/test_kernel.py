"""Does the kernel do what its rules say, person by person?"""

import itertools
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest

from rosterer_models.simulation import run as running
from rosterer_models.simulation import stays
from rosterer_models.simulation.checks import people_are_conserved
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
from rosterer_models.simulation.run import Outcome, run_batch, simulate
from rosterer_models.simulation.state import Tally
from tests.simulation.queues import one_queue


def same(one: Tally, other: Tally) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_the_same_seed_gives_the_same_numbers_whatever_the_workers_and_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = busy_network()
    one = simulate(network, runs=120, seed=9, workers=1).tally
    assert same(one, simulate(network, runs=120, seed=9, workers=3).tally)
    monkeypatch.setattr(running, "BATCH", 17)
    assert same(one, simulate(network, runs=120, seed=9, workers=2).tally)
    assert not same(one, simulate(network, runs=120, seed=10).tally)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_numbers_in_other_processes() -> None:
    network = busy_network()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        parts = list(pool.map(run_batch, [network] * 2, [9] * 2, [0, 60], [60, 60]))
    assert same(running.joined(parts), simulate(network, runs=120, seed=9).tally)


def test_more_people_at_once_than_foreseen_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    network = busy_network()
    roomy = run_batch(network, 4, 0, 5)
    monkeypatch.setattr(running, "SPARE_SLOTS", 8)
    assert same(roomy, run_batch(network, 4, 0, 5))


def test_nobody_is_lost_or_made() -> None:
    check = people_are_conserved(simulate(busy_network(), runs=50, seed=1))
    assert check.passed, check.sentence


def test_a_lost_person_is_found_by_the_check() -> None:
    outcome = simulate(busy_network(), runs=5, seed=1)
    outcome.tally.done[2, 0] -= 1
    assert not people_are_conserved(outcome).passed


def test_more_beds_never_make_the_same_people_wait_longer() -> None:
    waits = [
        simulate(one_queue(beds=beds), runs=30, seed=1).tally.waited.sum(axis=1)
        for beds in (7, 8, 9)
    ]
    assert (waits[0] >= waits[1] - 1e-6).all()
    assert (waits[1] >= waits[2] - 1e-6).all()


def turned(turn_round: float, **changes: float | stays.Stay) -> Outcome:
    network = one_queue(**changes)  # type: ignore[arg-type]
    node = replace(network.nodes[0], turn_round=turn_round)
    return simulate(replace(network, nodes=(node,)), runs=60, seed=3)


def test_a_bed_that_is_turned_round_is_free_so_much_later() -> None:
    """One bed, stays of two days, far more people than it can take: it takes one every two days, or
    every two and a half.
    """
    stay = stays.constant(2.0)
    for turn_round, cycle in ((0.0, 2.0), (0.5, 2.5), (3.0, 5.0)):
        starts = turned(turn_round, beds=1.0, rate=5.0, stay=stay, days=100).tally.starts
        assert starts.mean() == pytest.approx(100 / cycle, abs=1.0)


def test_a_bed_that_is_turned_round_is_a_longer_stay_for_those_who_wait() -> None:
    """M/D/c: whoever waits cannot tell a bed that is cleaned from one in which somebody lies."""
    waits = [
        turned(turn, beds=6.0, rate=1.5, stay=stays.constant(whole - turn)).tally.waited.sum()
        for turn, whole in ((0.0, 3.5), (0.5, 3.5), (1.25, 3.5))
    ]
    assert waits[1] == pytest.approx(waits[0], rel=1e-6)
    assert waits[2] == pytest.approx(waits[0], rel=1e-6)


def test_nobody_lies_in_a_bed_that_is_turned_round() -> None:
    kept = turned(1.0, beds=6.0, rate=1.0, stay=stays.constant(3.0), days=400)
    occupied = kept.tally.occupied[:, 0, 50:].mean()
    assert occupied == pytest.approx(3.0, rel=0.05)  # rate × stay, the turning not counted
    assert people_are_conserved(kept).passed
    assert (kept.tally.occupied <= 6 + 1e-6).all()


def test_who_moves_on_leaves_a_bed_that_must_be_turned_round() -> None:
    """Two beds in a row: the first is held two days, then turned round for one: one starts every
    three days.
    """
    days = 90
    network = Network(
        days=days,
        nodes=(
            Node("first", "beds", np.full(days, 1.0), turn_round=1.0),
            Node("second", "beds", np.full(days, 9.0)),
        ),
        stages=(
            StageOfCare("first", (0,), stays.constant(2.0), then=((1, 1.0),)),
            StageOfCare("second", (1,), stays.constant(2.0)),
        ),
        streams=(Stream("all", np.full(days, 4.0), (0,)),),
    )
    starts = simulate(network, runs=20, seed=1).tally.starts.mean(axis=0)
    assert starts == pytest.approx([30.0, 29.0], abs=1.0)


def homes(late: float, early: float = 6.0, days: int = 120) -> Network:
    """Care at home in two bands, one class of people, two shifts."""
    return Network(
        days=days,
        nodes=(Node("home", "home", np.zeros((days, 2))),),
        stages=(
            StageOfCare(
                "home",
                (0,),
                stays.lognormal_of(14, 10),
                load_start=(60.0, 45.0),
                load_end=(30.0, 0.0),
                taper_days=14,
                look_ahead=7,
            ),
        ),
        streams=(Stream("all", np.full(days, 1.6), (0,)),),
        bands=("morning", "bed"),
        part_band=(0, 1),
        crews=(
            Crew("early", np.full(days, early), 0, np.array([150.0, 0.0]), np.array([True, False])),
            Crew("late", np.full(days, late), 0, np.array([0.0, 140.0]), np.array([False, True])),
        ),
        sickness=np.full(days, 0.08),
        severity=Severity(spread=0.1),
    )


def test_more_staff_on_any_shift_never_makes_anybody_wait_longer_path_by_path() -> None:
    # one class at one node: nobody overtakes, and care only falls over a stay
    late = [
        simulate(homes(heads), runs=60, seed=1).tally.queue[:, 0] for heads in (2, 2.5, 3, 4, 8)
    ]
    early = [
        simulate(homes(4, heads), runs=60, seed=1).tally.queue[:, 0] for heads in (3, 4, 4.5, 8)
    ]
    for queues in (late, early):
        for fewer, more in itertools.pairwise(queues):
            assert (fewer.sum(axis=1) >= more.sum(axis=1) - 1e-2).all()
    assert late[0].sum() > 2 * late[-1].sum()


def test_a_package_waits_for_the_one_band_in_which_it_does_not_fit() -> None:
    tally = simulate(homes(late=0.0), runs=5, seed=1).tally
    assert tally.started[:, 0].sum() == 0
    assert tally.blocked[:, 0, 1].sum() > 0  # the bed band alone, whatever the mornings have
    assert tally.blocked[:, 0, 0].sum() == 0
    mornings = homes(late=0.0)
    only = replace(
        mornings,
        stages=(replace(mornings.stages[0], load_start=(60.0, 0.0), load_end=(30.0, 0.0)),),
    )
    assert simulate(only, runs=5, seed=1).tally.started[:, 0].sum() > 0


def test_a_unit_has_the_beds_that_its_scarcest_band_staffs_and_homes_keep_the_rest() -> None:
    both = homes(late=3.0, early=6.0)
    hub = replace(
        both,
        nodes=(*both.nodes, Node("hub", "beds", np.full(120, 12.0))),
        posts=(Post("hub", 1, np.ones((120, 2)), np.array([6.0, 3.0]), (0, 1)),),
        sickness=None,
        severity=Severity(),
    )
    tally = simulate(hub, runs=2, seed=1).tally
    # mornings: 12 / 6 = 2 heads taken, 4 left; bed: 12 / 3 = 4 asked, 3 there, 9 beds and none left
    assert tally.usable[:, 1].max() == tally.usable[:, 1].min() == 9
    assert tally.usable_parts[:, 0, 0] == pytest.approx(120 * 4 * 150)
    assert tally.usable_parts[:, 0, 1] == pytest.approx(0)


def test_with_ageing_who_has_waited_long_goes_before_who_is_urgent() -> None:
    network = one_queue(rate=0.95)
    urgent = replace(network.streams[0], name="urgent", priority=1, group=1)
    both = replace(network, streams=(*network.streams, urgent), groups=("usual", "urgent"))
    strict = simulate(both, runs=40, seed=1).tally
    ageing = simulate(replace(both, ageing_days=3.0), runs=40, seed=1).tally
    assert ageing.waited[:, 0].sum() < strict.waited[:, 0].sum()
    assert ageing.waited[:, 1].sum() > strict.waited[:, 1].sum()
    forever = simulate(replace(both, ageing_days=1e6), runs=40, seed=1).tally
    assert forever.waited[:, :2] == pytest.approx(strict.waited[:, :2])


def test_a_higher_rate_only_adds_people() -> None:
    low = simulate(one_queue(rate=1.5), runs=30, seed=1).tally.arrived
    high = simulate(one_queue(rate=1.8), runs=30, seed=1).tally.arrived
    assert (high >= low).all()
    assert high.sum() > low.sum()


def test_nobody_starts_while_a_unit_is_closed_to_admissions_and_those_inside_stay() -> None:
    starts = np.full(60, -1)
    starts[20:40] = 0
    network = one_queue(days=60, rate=3.0, beds=50, stay=stays.constant(5))
    closed = replace(network, nodes=(replace(network.nodes[0], starts=starts),))
    tally = simulate(closed, runs=20, seed=1).tally
    assert tally.used[:, 0, 30].max() == 0  # five days after the closure everybody has left
    assert tally.queue[:, 0, 39].mean() > 50
    assert tally.queue[:, 0, 19].max() < 1e-5


def test_beds_out_of_use_admit_nobody_until_enough_have_left() -> None:
    beds = np.full(30, 10.0)
    beds[10:] = 4
    network = one_queue(days=30, rate=5.0, stay=stays.constant(8))
    closed = replace(network, nodes=(replace(network.nodes[0], capacity=beds),))
    tally = simulate(closed, runs=10, seed=1).tally
    assert (tally.used[:, 0, 9] == 10).all()
    assert (tally.used[:, 0, 20] == 4).all()


def test_urgent_people_wait_less() -> None:
    network = one_queue(rate=0.95)
    urgent = replace(network.streams[0], name="urgent", priority=1, group=1)
    both = replace(network, streams=(*network.streams, urgent), groups=("usual", "urgent"))
    tally = simulate(both, runs=40, seed=1).tally
    assert tally.waited[:, 1].sum() < 0.3 * tally.waited[:, 0].sum()


def test_triage_slots_limit_starts_and_their_waits_are_counted() -> None:
    network = one_queue(days=50, rate=4.0, beds=1e6, triaged=False)
    slots = replace(network, triage_slots=np.full(50, 3))
    tally = simulate(slots, runs=20, seed=1).tally
    assert tally.starts.max() <= 150
    assert tally.triage_waited.sum() == pytest.approx(tally.waited[:, 0].sum())
    assert tally.present[:, 3].mean() == pytest.approx(50, rel=0.3)  # one too many a day


def test_people_who_give_up_shorten_the_queue() -> None:
    stays_waiting = simulate(one_queue(rate=2.5), runs=20, seed=1).tally
    gives_up = simulate(one_queue(rate=2.5, leaves=(0.1, 0.0, 0.0)), runs=20, seed=1).tally
    assert gives_up.left.sum() > 0
    # in balance (2.5 − 2) a day leave: 0.5 / 0.1 = 5 wait, or a few more
    assert gives_up.queue[:, 0, 100:].mean() == pytest.approx(6, abs=1.5)
    assert stays_waiting.queue[:, 0, -1].mean() > 100


def test_surge_beds_open_when_enough_wait_and_close_when_nobody_does() -> None:
    network = one_queue(days=100, rate=2.5)
    surge = Node("surge", "beds", np.full(100, 10.0), opens_at=5)
    stage = replace(network.stages[0], nodes=(0, 1))
    tally = simulate(
        replace(network, nodes=(*network.nodes, surge), stages=(stage,)), runs=20, seed=1
    ).tally
    assert 0 < tally.open_days[:, 1].mean() < 100
    assert tally.queue.mean() < simulate(network, runs=20, seed=1).tally.queue.mean() / 2


def test_somebody_who_waits_to_go_home_holds_the_bed() -> None:
    network = Network(
        days=40,
        nodes=(Node("hub", "beds", np.full(40, 10.0)), Node("home", "home", np.zeros(40))),
        stages=(
            StageOfCare("hub", (0,), stays.constant(3), then=((1, 1.0),)),
            StageOfCare("home", (1,), stays.constant(10)),
        ),
        streams=(Stream("all", np.full(40, 2.0), (0,)),),
    )
    tally = simulate(network, runs=10, seed=1).tally
    assert (tally.used[:, 0, -1] == 10).all()
    assert tally.started[:, 2].sum() == 0
    assert tally.waited[:, 2].sum() > 0


def test_packages_at_home_taper_and_never_take_more_than_there_is() -> None:
    care = np.full(100, 600.0)
    network = Network(
        days=100,
        nodes=(Node("north", "home", care),),
        stages=(
            StageOfCare(
                "home", (0,), stays.constant(10), load_start=120, load_end=30, taper_days=9
            ),
        ),
        streams=(Stream("all", np.full(100, 1.5), (0,)),),
    )
    tally = simulate(network, runs=20, seed=1).tally
    assert tally.used.max() <= 600 + 1e-3
    # 120, 110, …, 30 is 750 minutes a package
    free = replace(network, nodes=(replace(network.nodes[0], capacity=np.full(100, 1e9)),))
    many = simulate(free, runs=100, seed=1).tally
    assert many.used[:, 0, 20:].mean() == pytest.approx(1.5 * 750, rel=0.03)


def test_sickness_takes_staffed_beds_and_a_hard_winter_moves_all_together() -> None:
    network = one_queue(days=150, rate=4.0, beds=20)
    everybody = Crew("all", np.full(150, 10.0), -1, np.zeros(1), np.array([True]))
    staffed = replace(
        network,
        crews=(everybody,),
        posts=(Post("hub", 0, np.full((150, 1), 10.0), np.array([2.0]), (0,)),),
        sickness=np.full(150, 0.1),
    )
    calm = simulate(staffed, runs=200, seed=1).tally
    assert calm.usable.mean() == pytest.approx(18, rel=0.02)
    hard = simulate(replace(staffed, severity=Severity(spread=0.3)), runs=200, seed=1).tally
    index = hard.winter.mean(axis=1)
    assert np.corrcoef(index, hard.arrived[:, 0])[0, 1] > 0.7
    assert np.corrcoef(index, hard.usable.mean(axis=(1, 2)))[0, 1] < -0.5
    assert np.quantile(hard.queue.mean(axis=(1, 2)), 0.95) > np.quantile(
        calm.queue.mean(axis=(1, 2)), 0.95
    )


def test_starters_of_known_age_have_what_is_left_of_their_stay() -> None:
    network = one_queue(days=12, rate=0.0, beds=5, stay=stays.constant(10))
    old = replace(network, starters=tuple(Starter(0, 0, 0, age=7.0) for _ in range(5)))
    tally = simulate(old, runs=3, seed=1).tally
    assert (tally.occupied[:, 0].sum(axis=1) == 15).all()  # three days each


def test_simulation_stops_when_enough_is_known() -> None:
    outcome = simulate(
        one_queue(days=50), runs=1000, seed=1, enough=lambda tally: len(tally.arrived) >= 150
    )
    assert isinstance(outcome, Outcome)
    assert outcome.runs == 200


def busy_network() -> Network:
    """Two units and care at home in two bands, with everything switched on."""
    days = 80
    care = np.array([900.0, 700.0])
    return Network(
        days=days,
        nodes=(
            Node("hub", "beds", np.full(days, 20.0)),
            Node("home", "home", np.tile(care, (days, 1))),
            Node("spot", "beds", np.full(days, 4.0), opens_at=6),
        ),
        stages=(
            StageOfCare("hub", (0, 2), stays.lognormal_of(12, 9), then=((1, 0.5),)),
            StageOfCare(
                "home",
                (1,),
                stays.exponential(8),
                load_start=(70.0, 50.0),
                load_end=(60.0, 0.0),
                taper_days=7,
                then=((0, 0.1),),
                look_ahead=7,
            ),
        ),
        streams=(
            Stream("home", np.full(days, 1.2), (1,), triaged=False, leaves=(0.01, 0.01, 0.01)),
            Stream("bed", np.full(days, 1.5), (0,), priority=1, triaged=False),
            Stream("either", np.full(days, 0.5), (1, 0), group=0),
        ),
        starters=(
            *(Starter(1, 0, 0) for _ in range(15)),
            *(Starter(0, 1, 1, 3.0) for _ in range(5)),
            Starter(1, 0, -1, ready=-2.0),
            Starter(1, 0, -1, ready=3.5),
            Starter(1, 0, 0, rest=4.0),
        ),
        triage_slots=np.full(days, 4),
        sickness=np.full(days, 0.06),
        severity=Severity(spread=0.2),
        bands=("morning", "bed"),
        part_band=(0, 1),
        crews=(
            Crew("early", np.full(days, 5.5), 1, np.array([60.0, 0.0]), np.array([True, False])),
            Crew("late", np.full(days, 5.0), 1, np.array([0.0, 60.0]), np.array([False, True])),
        ),
        posts=(Post("hub", 0, np.full((days, 2), 4.0), np.array([5.0, 6.0]), (0, 1)),),
    )
