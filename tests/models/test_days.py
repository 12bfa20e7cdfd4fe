"""Does a day re-opened over real places put people where they are of use, and are rounds such as
people can drive?
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest

import rosterer_models.heuristics.neighbourhoods.minutes as finishing
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer_models.formulation.account import personal_pounds
from rosterer_models.formulation.care import Care, add_care
from rosterer_models.formulation.day import Demand, worth_of
from rosterer_models.formulation.people import People, add_people
from rosterer_models.formulation.sets import Sets
from rosterer_models.heuristics import plan_search
from rosterer_models.heuristics.beside import beside
from rosterer_models.heuristics.geography import Reach
from rosterer_models.heuristics.guide import Guide, guide_of
from rosterer_models.heuristics.making import Making, are_apart
from rosterer_models.heuristics.naming import Named, joined, name_day
from rosterer_models.heuristics.neighbourhoods.day import Days, Opened
from rosterer_models.heuristics.neighbourhoods.rounds import rounds_of_day
from rosterer_models.heuristics.progress import Budget
from rosterer_models.heuristics.rota import FROM_BANK, FROM_LINE, Rota
from rosterer_models.heuristics.targets import demand_of
from rosterer_models.heuristics.units import Posted
from rosterer_models.matrix.model import Builder
from rosterer_models.rules.calendar import OFF
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover
from rosterer_models.vocabulary.settings import Limits
from tests.cases import PEOPLE, changed, day, small_case

ANN, BEN, CAT, DAN = range(4)
HUB = 0


@dataclass
class _World:
    case: Case
    care: Care
    people: People
    reach: Reach
    rota: Rota
    posted: Posted
    demand: Demand

    def reopen(self, t: int) -> None:
        """Re-open one day with time to spare."""
        days = Days(self.care, self.people, self.reach)
        opened = days.reopened(
            self.rota, self.posted, self.demand, t, margin=1.0, seconds=20.0, nodes=1000, enough=1.0
        )
        assert opened is not None
        opened.enter(self.rota, self.posted)


def _world(case: Case) -> _World:
    """A case with everybody on the present line and nobody placed."""
    care, people = add_care(Builder(), case, Sets(case)), add_people(Builder(), case)
    count = len(people.persons)
    rota = Rota(
        np.full(count, -1),
        np.full((count, case.days), OFF),
        np.zeros((count, case.days), dtype=np.int64),
    )
    for p, mine in enumerate(people.persons):
        if mine.lines is not None:
            rota.line[p] = 0
            on = mine.lines.worked[0] >= 0
            rota.duty[p, on], rota.source[p, on] = mine.lines.worked[0][on], FROM_LINE
    return _World(case, care, people, Reach(care), rota, {}, demand_of(care, []))


AT_B = Cover(
    place="B", band="morning", skill="care", first_day=day(0), last_day=day(6), minutes=150
)


def test_who_is_on_foot_goes_to_the_unit_and_who_drives_to_the_people() -> None:
    # Ann drives, Cat does not; the hub needs one of them and sector B, an hour on foot, the other.
    world = _world(small_case(census=(), cover=(AT_B,)))
    world.posted[ANN, 0] = HUB
    world.reopen(0)
    assert world.posted == {(CAT, 0): HUB}


def test_a_bank_duty_is_worked_where_care_would_go_short() -> None:
    # On day 5 only Dan may work by day.
    world = _world(small_case(census=(), cover=(AT_B,)))
    world.reopen(5)
    assert world.rota.duty[DAN, 5] == 0
    assert world.rota.source[DAN, 5] == FROM_BANK


def test_a_bank_duty_that_nobody_needs_is_taken_back() -> None:
    world = _world(
        small_case(
            census=(), cover=(), units=changed(small_case().units, "unit", "hub", min_staff={})
        )
    )
    world.rota.duty[DAN, 5], world.rota.source[DAN, 5] = 0, FROM_BANK
    world.reopen(5)
    assert world.rota.duty[DAN, 5] == OFF


def test_nobody_works_more_bank_duties_than_they_may() -> None:
    world = _world(
        small_case(census=(), cover=(AT_B,), people=changed(PEOPLE, "person", "dan", max_duties=1))
    )
    for t in (4, 5):
        world.reopen(t)
    assert (world.rota.duty[DAN] != OFF).sum() == 1


@pytest.mark.parametrize("places", [1, 2, 4])
@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_rounds_keep_to_few_places_whatever_the_time(places: int, seconds: float) -> None:
    case = generate(16, 7, "normal", 3)
    world = _world(
        case.model_copy(
            update={"limits": case.limits.model_copy(update={"places_per_duty": places})}
        )
    )
    named = joined(
        name_day(world.care, world.people, world.reach, world.rota, {}, world.demand, t, seconds)
        for t in range(case.days)
    )
    assert any(duty.pieces for duty in named.rounds)
    assert max(len({k for _, k in duty.pieces}) for duty in named.rounds) <= places


def test_two_carers_who_must_come_together_are_two_people() -> None:
    # Half an hour at B for two at once: Ann alone has the time for both halves.
    case = small_case(
        census=(),
        limits=Limits(detour=1, piece_minutes=30),
        people=changed(PEOPLE, "person", "cat", mobile=True),
    )
    world = _world(case)
    day_shift, evening = 0, 1
    rounds, _ = rounds_of_day(
        world.care, world.reach, [(ANN, day_shift), (CAT, day_shift)], world.demand, 2, 5.0
    )
    at_b = [[piece for piece in pieces if piece == (evening, 1)] for pieces in rounds]
    assert at_b == [[(evening, 1)], [(evening, 1)]]


def test_a_day_without_anybody_on_a_round_costs_all_its_care() -> None:
    world = _world(small_case(census=(), cover=(AT_B,)))
    rounds, pounds = rounds_of_day(world.care, world.reach, [], world.demand, 2, 1.0)
    assert rounds == []
    assert pounds == pytest.approx(150 / 60 * world.case.prices.short_hour)


def test_a_day_that_asks_for_no_care_costs_nothing() -> None:
    world = _world(small_case(census=(), cover=()))
    assert rounds_of_day(world.care, world.reach, [(ANN, 0)], world.demand, 0, 1.0) == ([()], 0.0)


def test_a_minute_is_of_less_use_where_a_piece_must_last_longer() -> None:
    needs, pair = (
        np.array([[[5.0], [40.0], [20.0], [0.0]]]),
        np.array([[[0.0], [0.0], [10.0], [0.0]]]),
    )
    assert worth_of(needs, pair, 15.0).tolist() == [[5 / 15, 1.0, 20 / 30, 1.0]]
    assert worth_of(needs, pair, 0.0).tolist() == [[1.0] * 4]


@pytest.mark.parametrize(("asked", "given"), [(5.0, 15.0), (40.0, 40.0)])
def test_a_piece_lasts_its_least_length_even_where_less_is_asked(
    asked: float, given: float
) -> None:
    world = _world(small_case(census=(), cover=(), limits=Limits(detour=1, piece_minutes=15)))
    at_b, evening, care = 1, 1, 0
    world.demand.needs[at_b, 0, evening, care] = asked
    _, pounds = rounds_of_day(world.care, world.reach, [(ANN, 0)], world.demand, 0, 1.0)
    assert pounds == pytest.approx(given * world.reach.miles[world.reach.homes[ANN]][at_b])
    assert pounds > 0


def test_a_day_done_again_is_never_dearer() -> None:
    case = generate(16, 7, "tight", 3)
    guide = guide_of(case, Budget(work=1), 0.3, engine="highs", seed=1)
    assert guide is not None
    making = Making.of_guide(case, guide)
    making.choose(range(case.days), 1.0)
    making.name(range(case.days), 0.0)

    def pounds() -> float:
        own = personal_pounds(
            case, making.people.calendar, making.people.persons, making.rota.line, making.rota.duty
        )
        return sum(own.values()) + sum(making.losses())

    for t in range(case.days):
        before = pounds()
        making.redo([t], 1.0, 2.0)
        assert pounds() <= before + 0.01
    found = finishing.finish(
        case, making.people, making.rota, making.everybody(), making.amounts, Budget(60)
    )
    assert judge(case, found.plan).broken == ()


def test_a_day_that_used_the_room_of_one_that_was_taken_back_is_taken_back_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Dan may work once. Day 4 is done again without him, for which day 5 takes him; then day 4
    # turns out dearer than before.
    making = _dans_making()
    making.rota.duty[DAN, 4], making.rota.source[DAN, 4] = 0, FROM_BANK
    making.name(range(making.care.case.days), 1.0)
    making._unsafe = [0.0] * making.care.case.days

    looks: list[int] = []

    def reopened(
        rota: Rota, posted: Posted, demand: Demand, t: int, **limits: float
    ) -> Opened | None:
        works = t == 5 and rota.duty[DAN, 4] == OFF
        return Opened(t, {DAN: (0, FROM_BANK) if works else (OFF, 0)}, {}, 0.0, 0.0)

    monkeypatch.setattr(making._days, "reopened", reopened)
    is_possible = making._is_possible

    def not_at_first(opened: Opened) -> bool:
        # Side by side day 5 does not see yet that day 4 lets go of him; let it be chosen once more.
        looks.append(opened.t)
        return is_possible(opened) and looks != [4, 5]

    monkeypatch.setattr(making, "_is_possible", not_at_first)
    monkeypatch.setattr(
        making, "_name", lambda here, t, seconds: Named(pounds=1e6 if t == 4 else 0.0)
    )
    making.redo([4, 5], 1.0, 2.0)
    assert np.flatnonzero(making.rota.duty[DAN] != OFF).tolist() == [4]


def _dans_making() -> Making:
    """On days 4 and 5 only Dan may work by day, and he may work once; he does not yet."""
    case = small_case(
        census=(), cover=(AT_B,), people=changed(PEOPLE, "person", "dan", max_duties=1)
    )
    guide = guide_of(case, Budget(work=1), 0.3, engine="highs", seed=1)
    assert guide is not None
    making = Making.of_guide(case, guide)
    making.rota.duty[DAN], making.rota.source[DAN] = OFF, 0
    return making


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0.01, ["rest", "guide", "work"]), (1e6, ["guide", "rest", "work"])]
)
def test_others_rest_once_and_from_the_start_where_a_search_is_pressed(
    monkeypatch: pytest.MonkeyPatch, seconds: float, expected: list[str]
) -> None:
    case, seen = small_case(), list[str]()
    found = guide_of(case, Budget(work=1), 0.3, engine="highs", seed=1)

    @contextmanager
    def alone() -> Iterator[None]:
        seen.append("rest")
        yield
        seen.append("work")

    def guided(*_: object, **__: object) -> Guide | None:
        seen.append("guide")
        return found

    monkeypatch.setattr(plan_search, "guide_of", guided)
    budget = Budget(seconds * len(case.people) * case.days, stop=lambda: bool(seen))
    assert plan_search.search_plan(case, budget, alone=alone).finished is not None
    assert seen == expected


def test_days_chosen_side_by_side_keep_the_rules_that_they_share() -> None:
    making = _dans_making()
    making.choose([4, 5], 20.0)
    assert (making.rota.duty[DAN] != OFF).sum() == 1


@pytest.mark.parametrize("in_batches", [True, False])
@pytest.mark.parametrize("count", [0, 1, 2, 5, 28])
def test_every_day_is_done_once_and_days_done_side_by_side_are_apart(
    count: int, in_batches: bool
) -> None:
    begun, done = list[int](), list[int]()

    def begin(t: int, number: float) -> Callable[[], int]:
        assert all(are_apart(t, other) for other in begun if other not in done)
        assert number >= count - len(done) - (len(begun) - len(done)) / 2
        begun.append(t)
        return lambda: t

    def end(t: int, result: int) -> None:
        assert result == t
        done.append(t)

    beside(range(count), begin, end, are_apart=are_apart, in_batches=in_batches)
    assert sorted(done) == list(range(count))


def test_where_work_is_counted_the_next_days_wait_until_both_are_done_and_end_in_order() -> None:
    is_second_done, seen = Event(), list[str]()

    def begin(t: int, number: float) -> Callable[[], bool]:
        seen.append(f"begin {t}")
        if t == 0:
            return lambda: is_second_done.wait(60)
        return lambda: is_second_done.set() is None

    def end(t: int, result: bool) -> None:
        assert result
        seen.append(f"end {t}")

    beside([0, 9, 18], begin, end, are_apart=are_apart, in_batches=True)
    assert seen == ["begin 0", "begin 9", "end 0", "end 9", "begin 18", "end 18"]


def test_where_time_counts_the_next_day_begins_when_one_is_done() -> None:
    is_third_done, seen = Event(), list[str]()

    def begin(t: int, number: float) -> Callable[[], bool]:
        seen.append(f"begin {t}")
        if t == 0:
            return lambda: is_third_done.wait(60)
        return lambda: t == 9 or is_third_done.set() is None

    def end(t: int, result: bool) -> None:
        assert result
        seen.append(f"end {t}")

    beside([0, 9, 18], begin, end, are_apart=are_apart, in_batches=False)
    assert seen[:4] == ["begin 0", "begin 9", "end 9", "begin 18"]


def test_when_there_is_no_more_time_what_has_begun_is_ended_and_nothing_else_begins() -> None:
    done = list[int]()

    def begin(t: int, number: float) -> Callable[[], int] | None:
        return None if t == 9 else lambda: t

    beside([0, 9, 18], begin, lambda t, _: done.append(t), are_apart=are_apart, in_batches=False)
    assert done == [0]


def test_a_plan_for_which_there_was_no_time_at_all_costs_what_it_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = generate(16, 7, "normal", 3)
    guide = guide_of(case, Budget(work=1), 0.3, engine="highs", seed=1)
    assert guide is not None
    making = Making.of_guide(case, guide)
    monkeypatch.setattr(finishing, "_whole", lambda *args: None)
    found = finishing.finish(
        case, making.people, making.rota, making.everybody(), making.amounts, Budget(60)
    )
    verdict = judge(case, found.plan)
    assert verdict.broken == ()
    assert verdict.cost == pytest.approx(found.cost, abs=1.0)


def test_pieces_of_least_length_stay_as_long_when_their_skills_are_rounded() -> None:
    care = SimpleNamespace(
        starts=lambda x, least: [],
        arc_amounts=lambda starts: (np.zeros(0, dtype=np.int64), np.zeros(0)),
        unserved=np.zeros(0, dtype=np.int64),
        case=small_case(limits=Limits(detour=1, piece_minutes=15)),
    )
    split, pieces = (
        [np.array([0, 1, 2]), np.array([3, 4])],
        [(0, 0, 0, 0, column) for column in range(5)],
    )
    model = SimpleNamespace(
        care=care, split=split, pieces=pieces, agency=np.zeros((0, 14, 0, 0), dtype=np.int64)
    )
    x = finishing.rounded_point(model, np.array([4.001, 6.0001, 4.9989, 8.001, 9.0]))  # type: ignore[arg-type]
    assert x[:3].sum() == pytest.approx(15.0)  # a band may be full of these
    assert x[3:].tolist() == [8.01, 9.0]  # here room was left
    assert (np.abs(x * 100 - np.round(x * 100)) < 1e-6).all()


def test_agency_care_of_many_places_is_never_rounded_above_what_may_be_bought_in_a_day() -> None:
    minutes = np.array([*[6.6666666] * 40, 0.0, 270 - 40 * 6.6666666])
    rounded = finishing.hundredths(minutes, 270.0)
    assert rounded.sum() <= 270.0 + 1e-9
    assert rounded.sum() >= 270.0 - 0.01
    assert np.abs(rounded - minutes).max() < 0.01
    assert (np.abs(rounded * 100 - np.round(rounded * 100)) < 1e-6).all()


def test_agency_care_is_rounded_up_where_there_is_room() -> None:
    assert finishing.hundredths(np.array([5.001, 0.0, -1e-9, 7.0]), 60.0).tolist() == [
        5.0,
        0.0,
        0.0,
        7.0,
    ]
    assert finishing.hundredths(np.array([5.004]), 60.0).tolist() == [5.01]


def test_cover_that_is_only_wished_for_calls_nobody_in() -> None:
    world = _world(small_case(census=(), cover=(AT_B.model_copy(update={"short_hour": 5}),)))
    world.reopen(5)
    assert world.rota.duty[DAN, 5] == OFF
