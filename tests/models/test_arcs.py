"""Do arcs between stages say the same as a column for every product of options, units and waits?"""

from itertools import pairwise

import numpy as np
import pytest

from rosterer_models.engines.highs import LinearSolver, solve_mixed
from rosterer_models.formulation.arcs import NOWHERE
from rosterer_models.formulation.care import Care, Start, add_care, care_use
from rosterer_models.formulation.joint import joint_model
from rosterer_models.formulation.sets import Sets
from rosterer_models.formulation.stays import Stays, shifted, stages_by_option
from rosterer_models.formulation.ways import END, ways_of
from rosterer_models.matrix.model import Builder, Floats, Programme
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.referral import Stage
from rosterer_models.vocabulary.settings import Limits, Tail
from tests.cases import small_case
from tests.models.enumeration import enumerated_model, journeys_of, unlimited
from tests.models.staged_cases import staged_case, waiting_case


def _relaxation(programme: Programme) -> float:
    outcome = LinearSolver(programme).solve()
    assert outcome.status == "optimal"
    return outcome.value


CASES = [staged_case(seed) for seed in range(20)] + [waiting_case(seed) for seed in range(8)]
SMALLER = [staged_case(seed, most_stages=4) for seed in range(100, 105)] + [
    waiting_case(seed) for seed in range(20, 28)
]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_relaxation_is_that_of_all_products(case: Case) -> None:
    model, slow = joint_model(case, useful=unlimited(case)).programme, enumerated_model(case)
    assert _relaxation(model) == pytest.approx(_relaxation(slow), abs=1e-5)


@pytest.fixture(scope="module")
def starts() -> list[Start]:
    """What optimal points start, over all the smaller cases."""
    return []


@pytest.mark.parametrize("case", SMALLER, ids=range(len(SMALLER)))
def test_the_optimum_is_that_of_all_products(case: Case, starts: list[Start]) -> None:
    joint, values = joint_model(case, useful=unlimited(case)), []
    for programme in (joint.programme, enumerated_model(case)):
        outcome = solve_mixed(programme, time_limit=60, absolute_gap=1e-4)
        assert outcome.status == "optimal"
        assert outcome.x is not None
        values.append(outcome.value)
        if programme is joint.programme:
            starts += joint.care.starts(outcome.x)
    assert values[0] == pytest.approx(values[1], abs=1e-3)


def test_some_of_these_optima_wait_and_some_have_stages_after_chance(starts: list[Start]) -> None:
    if not starts:
        pytest.skip("the optima were not asked for")
    assert len({start.journey.waits for start in starts if any(start.journey.waits)}) >= 3
    assert any(use.certain_start is None for start in starts for use in start.journey.stages)


def _point(care: Care, programme: Programme) -> Floats:
    x = LinearSolver(programme).solve().x
    assert x is not None
    return x


@pytest.mark.parametrize("seed", range(6))
def test_a_point_is_read_as_starts_and_written_back(seed: int) -> None:
    joint = joint_model(staged_case(seed))
    x = _point(joint.care, joint.programme)
    columns, amounts = joint.care.arc_amounts(joint.care.starts(x, least=1e-9))
    np.testing.assert_allclose(amounts, x[columns], atol=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_every_journey_is_a_path_of_arcs_that_uses_what_it_uses(seed: int) -> None:
    case = staged_case(seed)
    length = case.days + case.tail_days
    sets, stays = Sets(case), Stays(case, length)
    care = add_care(Builder(), case, sets)
    for number in range(care.num_referrals):
        arcs = care.arcs[number]
        for option in arcs.ways:
            for journey in journeys_of(case, stays)[option]:
                units = tuple(use.unit for use in journey.stages)
                for day in range(case.days):
                    walked = arcs.walked(option, units, journey.waits, day)
                    if walked is None:
                        continue
                    begun = [arcs.segments[arcs.segment[arc]] for arc in walked]
                    used = sum(
                        shifted(care_use(s, sets, length).swapaxes(0, 1), int(arcs.day[arc]) - day)
                        for s, arc in zip(begun, walked, strict=True)
                    )
                    asked = care_use(journey, sets, length).swapaxes(0, 1)
                    np.testing.assert_allclose(used[: length - day], asked[: length - day])


def _known(number: int, days: int = 2) -> Stage:
    return Stage(
        option="way",
        stage=number,
        setting="home",
        days=days,
        skill="care",
        minutes={"morning": 10 * number},
    )


def _case_of_stages(count: int, days: int = 2, **changes: object) -> Case:
    limits = Limits(detour=1, stage_wait_days=5)
    stages = tuple(_known(number, days) for number in range(1, count + 1))
    head = small_case().referrals[0].model_copy(update={"options": ("way",), "triaged": True})
    return small_case(
        limits=limits,
        options=stages,
        referrals=(head,),
        barriers=(),
        expected=(),
        census=(),
        **changes,
    )


def test_columns_grow_by_the_stage_and_not_by_the_product() -> None:
    sizes = [
        sum(map(len, add_care(Builder(), case, Sets(case)).arcs))
        for case in (_case_of_stages(n, tail=Tail(weeks=8)) for n in range(1, 6))
    ]
    days, waits, length = 7, 6, 63
    assert sizes[0] == days
    # Each further stage adds at most an arc for each wait on each day: products would be 6 ** n.
    assert all(more - less <= waits * length for less, more in pairwise(sizes))
    assert sizes[-1] < 4 * waits * length


def test_what_begins_after_the_tail_is_not_written_and_a_longer_wait_there_is_the_same() -> None:
    case = _case_of_stages(3, days=6, tail=Tail(weeks=0))
    care = add_care(Builder(), case, Sets(case))
    arcs = care.arcs[0]
    assert (arcs.day < case.days).all()
    last = int(arcs.day.max())
    none, long = (arcs.walked("way", (None,) * 3, waits, last) for waits in ((0,) * 3, (5, 5, 0)))
    assert none is not None
    assert long is not None
    assert arcs.enters[long[-1]] == NOWHERE
    x = np.zeros(care.first[0] + len(arcs))
    x[care.columns(0)[list(none)]] = 1.0
    (start,) = care.starts(x)
    # All three stages have their units and dates, also those of which the model knows nothing.
    assert [use.certain_start for use in start.journey.stages] == [0, 6, 12]


def test_stages_without_a_choice_are_one_segment() -> None:
    case = _case_of_stages(4).model_copy(update={"limits": Limits(detour=1, stage_wait_days=0)})
    stays = Stays(case, case.days + case.tail_days)
    open_units = np.full((len(case.units), case.days), np.inf)
    way = ways_of(case, stays, stages_by_option(case), open_units, waits=True)["way"]
    (segment,) = way.segments
    assert segment.enters == END
    assert [use.certain_start for use in segment.uses] == [0, 2, 4, 6]
