"""Do few different people come to a place in a week where that has a price, and does a plan still
cost what it says?
"""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.solve import solve
from rosterer_models.formulation.account import personal_pounds
from rosterer_models.formulation.care import Care, add_care
from rosterer_models.formulation.day import Demand
from rosterer_models.formulation.rounds import RoundDuty
from rosterer_models.formulation.sets import Sets
from rosterer_models.heuristics.continuity import (
    Visits,
    carers_pounds,
    elsewhere_in_week,
    visits_of,
)
from rosterer_models.heuristics.geography import Reach
from rosterer_models.heuristics.guide import Guide, guide_of
from rosterer_models.heuristics.making import Making
from rosterer_models.heuristics.neighbourhoods.minutes import finish
from rosterer_models.heuristics.neighbourhoods.rounds import rounds_of_day
from rosterer_models.heuristics.progress import Budget
from rosterer_models.heuristics.targets import demand_of
from rosterer_models.matrix.model import Builder
from rosterer_models.vocabulary.change import Price
from rosterer_models.vocabulary.changing import applied
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.settings import Limits, PriceList
from tests.cases import PEOPLE, changed, day, small_case

ANN, BEN, CAT, DAN = range(4)
A, B = 0, 1
AT_B = Cover(
    place="B", band="morning", skill="care", first_day=day(0), last_day=day(6), minutes=150
)


@dataclass
class _World:
    care: Care
    reach: Reach
    demand: Demand

    def at_b(self, known: Visits) -> tuple[set[int], float]:
        """Who of Ann and Cat goes to B on Monday, and what the day loses."""
        rounds, pounds = rounds_of_day(
            self.care, self.reach, [(ANN, 0), (CAT, 0)], self.demand, 0, 5.0, known
        )
        return {
            p
            for p, pieces in zip((ANN, CAT), rounds, strict=True)
            if any(k == B for _, k in pieces)
        }, pounds


def _world(price: float) -> _World:
    """Ann and Cat are alike and one of them is enough."""
    case = small_case(
        census=(),
        cover=(AT_B,),
        people=changed(PEOPLE, "person", "cat", mobile=True),
        limits=Limits(detour=1, piece_minutes=15),
        prices=PriceList(carer_at_place=price),
    )
    care = add_care(Builder(), case, Sets(case))
    return _World(care, Reach(care), demand_of(care, []))


@pytest.mark.parametrize("person", [ANN, CAT])
def test_who_comes_to_a_place_already_comes_again(person: int) -> None:
    assert _world(5.0).at_b(frozenset({(person, B)}))[0] == {person}


def test_a_day_loses_the_same_whoever_is_new_there() -> None:
    free = _world(0.0).at_b(frozenset())[1]
    assert _world(5.0).at_b(frozenset())[1] == pytest.approx(free)
    assert free > 0


def test_nobody_goes_without_care_for_the_price_of_one_person_more() -> None:
    world = _world(200.0)
    people, pounds = world.at_b(frozenset())
    assert len(people) == 1
    assert pounds < 200


def test_only_the_other_days_of_a_week_count() -> None:
    visits = [frozenset({(t, A)}) for t in range(16)]
    assert elsewhere_in_week(visits, 0) == {(t, A) for t in range(1, 7)}
    assert elsewhere_in_week(visits, 9) == {(t, A) for t in (7, 8, 10, 11, 12, 13)}
    assert elsewhere_in_week(visits, 15) == {(14, A)}


def _round(person: int, t: int, *pieces: tuple[int, int]) -> RoundDuty:
    return RoundDuty(person, t, 0, A, True, (0,), pieces)


def test_visits_are_people_at_places_whatever_the_band() -> None:
    assert visits_of([_round(ANN, 0, (0, A), (1, A), (1, B)), _round(CAT, 0)]) == {
        (ANN, A),
        (ANN, B),
    }


def test_people_are_paid_for_once_a_week_and_only_for_minutes_that_are_written() -> None:
    rounds = [
        _round(ANN, 5, (0, A)),
        _round(ANN, 6, (0, A)),
        _round(ANN, 7, (0, A)),
        _round(CAT, 6, (0, A)),
    ]
    model = SimpleNamespace(pieces=[(i, 0, A, 0, i) for i in range(4)])
    case = small_case(days=14, prices=PriceList(carer_at_place=2))
    for minutes, carers in (
        ([9.0, 9.0, 9.0, 9.0], 3),
        ([9.0, 9.0, 9.0, 0.004], 2),
        ([0.0, 9.0, 0.0, 0.01], 2),
    ):
        assert carers_pounds(case, rounds, model, np.array(minutes)) == 2 * carers  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def guide() -> Guide:
    """Of eight days, so that the last is in another week; a price of continuity does not change
    it.
    """
    found = guide_of(generate(12, 8, "normal", 3), Budget(work=1), 0.3, engine="highs", seed=1)
    assert found is not None
    return found


def _making(guide: Guide, price: float) -> Making:
    return Making.of_guide(
        applied(generate(12, 8, "normal", 3), [Price(name="carer_at_place", pounds=price)]), guide
    )


def _carers(making: Making) -> int:
    return len(
        {
            (duty.person, k, duty.day // 7)
            for duty in making.everybody().rounds
            for _, k in duty.pieces
        }
    )


def test_a_day_done_again_is_never_dearer_with_all_that_come_to_its_places(guide: Guide) -> None:
    making = _making(guide, 20)
    case = making.care.case
    for t in range(case.days):
        making.choose([t], 1.0)
        making.name([t], 0.0)

    def pounds() -> float:
        own = personal_pounds(
            case, making.people.calendar, making.people.persons, making.rota.line, making.rota.duty
        )
        lost = sum(
            named.pounds + unsafe
            for named, unsafe in zip(making.made().named, making.made().unsafe, strict=True)
            if named
        )
        return sum(own.values()) + lost + 20 * _carers(making)

    for t in range(case.days):
        before = pounds()
        making.redo([t], 1.0, 2.0)
        assert pounds() <= before + 0.01
    found = finish(case, making.people, making.rota, making.everybody(), making.amounts, Budget(60))
    verdict = judge(case, found.plan)
    line = next(line for line in verdict.ledger if line.name == "carers-at-places")
    assert verdict.broken == ()
    assert found.pounds["carers-at-places", "service"] == pytest.approx(line.pounds)
    assert line.amount == _carers(making)


def test_fewer_people_come_where_each_has_a_price(guide: Guide) -> None:
    counts = []
    for price in (0, 10):
        making = _making(guide, price)
        making.name(range(making.care.case.days), 0.0)
        counts.append(_carers(making))
    assert counts[1] < 0.9 * counts[0]


@pytest.mark.slow
def test_a_plan_made_with_a_price_is_better_at_that_price() -> None:
    free = generate(8, 7, "normal", 2)
    priced = applied(free, [Price(name="carer_at_place", pounds=10)])
    before, after = (solve(case, work=1).plan for case in (free, priced))
    judged, verdict = judge(priced, before), judge(priced, after)
    assert verdict.broken == ()
    assert verdict.disagreements == ()
    assert verdict.certificate_agrees
    assert verdict.cost <= judged.cost + 0.01
    carers = [
        line.amount
        for one in (judged, verdict)
        for line in one.ledger
        if line.name == "carers-at-places"
    ]
    assert carers[1] < carers[0]
