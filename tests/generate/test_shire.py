"""Is a case of the shire sound, and unlike the city in what a method could lean on?"""

import pytest

from rosterer.baseline import baseline_plan
from rosterer.files import load_case, save_case
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.referee.register import Register
from rosterer.referee.stays import Courses
from rosterer_models.formulation.joint import joint_model
from rosterer_models.formulation.people import PersonColumns
from rosterer_models.vocabulary.case import Case
from tests.generate.loads import Loads

SEEDS = range(1, 5)


@pytest.fixture(scope="module")
def shires() -> list[Case]:
    return [generate(24, 14, "normal", seed, family="shire") for seed in SEEDS]


def test_equal_arguments_give_equal_cases_and_other_seeds_other_ones(shires: list[Case]) -> None:
    again = generate(24, 14, "normal", 1, family="shire")
    assert again.fingerprint == shires[0].fingerprint
    assert len({case.fingerprint for case in shires}) == len(shires)


def test_a_case_is_written_and_read_without_a_fault(shires: list[Case], tmp_path) -> None:  # type: ignore[no-untyped-def]
    save_case(shires[0], tmp_path / "case")
    assert load_case(tmp_path / "case").fingerprint == shires[0].fingerprint


def test_it_has_what_the_city_has_not(shires: list[Case]) -> None:
    hubs = {place.place for place in shires[0].places if place.kind == "hub"}
    assert any(person.home in hubs for person in shires[0].people)
    assert len(shires[0].bands) == 6
    assert {240, 300, 360, 600} <= {shift.paid_minutes for shift in shires[0].shifts}
    assert {len(row.cycle) for row in shires[0].patterns} >= {8, 14, 16}
    assert max(stage.stage for stage in shires[0].options) == 5
    assert any(row.carers == 2 for row in shires[0].cover)
    assert {case.limits.places_per_duty for case in shires} <= {1, 2, 3}
    assert len({case.limits.nearest_places for case in shires}) == 2
    assert len({case.places[0].district for case in shires}) > 1


def test_its_beds_are_full_on_the_first_day(shires: list[Case]) -> None:
    for case in shires:
        taken = [row.unit for row in case.census]
        assert all(taken.count(unit.unit) == unit.beds for unit in case.units)


def test_every_option_finds_its_way(shires: list[Case]) -> None:
    courses = Courses(Register(shires[0]))
    for row in shires[0].referrals:
        for option in row.options:
            settings = [s.setting for s in shires[0].options if s.option == option]
            units = tuple(
                next((u.unit for u in shires[0].units if u.kind == setting), None)
                for setting in settings
            )
            assert courses.course(option, units, (0,) * len(units)).stages


@pytest.mark.parametrize("load", ["easy", "normal", "tight"])
def test_the_heavier_the_load_the_more_is_asked_for(load: str) -> None:
    case = generate(40, 28, load, 3, family="shire")  # type: ignore[arg-type]
    given = Loads(case, 1.0)
    asked = given.base() + given.care / case.days
    usual = {"easy": 0.8, "normal": 0.95, "tight": 1.1}[load]
    # Travel and heads in units are taken off at their usual parts, so this is only near the target.
    capacity = sum(given.on_duty().values()) * 0.75 / 1.3
    assert asked / capacity == pytest.approx(usual, abs=0.15)


def test_a_careful_manager_finds_a_plan_that_keeps_every_rule(shires: list[Case]) -> None:
    assert judge(shires[1], baseline_plan(shires[1])).broken == ()


def _count(mine: PersonColumns) -> int:
    return len(mine.line) + len(mine.floats) + len(mine.back) + len(mine.free)


def test_stages_do_not_make_the_model_of_131_people_explode() -> None:
    joint = joint_model(generate(131, 28, "normal", 1, family="shire"))
    arcs = [len(arcs) for arcs in joint.care.arcs]
    # A column for each product of units, waits and days would be 62,208 for one of its options.
    assert max(arcs) < 2500
    assert joint.programme.num_columns < 13 * sum(map(_count, joint.people.persons))


def test_the_shire_has_no_interim_beds() -> None:
    with pytest.raises(ValueError, match="no interim beds"):
        generate(24, 14, interim_beds=4, family="shire")
