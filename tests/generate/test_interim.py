"""Do interim beds bridge the time until somebody can go home, and change nothing else in a case?"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from rosterer.baseline import baseline_plan
from rosterer.files import check_case
from rosterer.generate import Load, generate, generate_with_report
from rosterer.referee import judge
from rosterer.solve import solve
from rosterer_models.vocabulary.case import Case
from tests.generate.loads import Loads

FINGERPRINTS: list[tuple[tuple[int, int, Load, int], str]] = [
    ((8, 7, "easy", 11), "37f49a59d2e83d80"),
    ((30, 28, "normal", 1), "39fde56038ada5d2"),
    ((60, 14, "tight", 2), "0b194f2f2a38dcbd"),
    ((131, 28, "normal", 7), "f63ac7ca8f8636cb"),
    ((300, 7, "tight", 11), "e5d80e99fcd6bd9c"),
]
"""Cases that published figures were measured on, or like them."""
HOME_BARRIERS = ("housing", "equipment", "key-safe")


def beds(case: Case) -> dict[str, int]:
    return {
        unit.unit: unit.beds for unit in case.units if unit.kind in ("step-down", "respite-flat")
    }


def interim(options: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(option for option in options if option.startswith(("step-down", "flat")))


@pytest.fixture(scope="module")
def derby() -> Case:
    return generate(interim_beds=18)


@pytest.mark.parametrize(("arguments", "fingerprint"), FINGERPRINTS)
def test_a_case_without_interim_beds_is_what_it_always_was(
    arguments: tuple[int, int, Load, int], fingerprint: str
) -> None:
    assert generate(*arguments).fingerprint == fingerprint
    assert generate(*arguments, interim_beds=0).fingerprint == fingerprint


@pytest.mark.parametrize("num_beds", [1, 4, 18])
@pytest.mark.parametrize(
    ("people", "days", "load"), [(8, 7, "tight"), (40, 28, "normal"), (131, 14, "easy")]
)
def test_the_tables_of_a_case_with_interim_beds_fit_together(
    people: int, days: int, load: Load, num_beds: int
) -> None:
    case = generate(people, days, load, 3, interim_beds=num_beds)
    assert check_case(case) == ()
    assert sum(beds(case).values()) == num_beds
    assert case.name.endswith(f"-interim-{num_beds}")


@pytest.mark.parametrize(
    ("num_beds", "expected"),
    [
        (3, {"step-down": 3}),
        (4, {"step-down": 2, "respite-flat": 2}),
        (18, {"step-down": 12, "respite-flat": 6}),
    ],
)
def test_from_four_beds_on_a_third_are_flats_and_at_least_two(
    num_beds: int, expected: dict[str, int]
) -> None:
    assert beds(generate(30, 7, "normal", 1, interim_beds=num_beds)) == expected


def test_fewer_than_no_beds_are_refused() -> None:
    with pytest.raises(ValueError, match="interim beds are 0 or more"):
        generate(30, interim_beds=-1)


def test_nothing_else_in_a_case_depends_on_interim_beds(derby: Case) -> None:
    without = generate()
    changed = {
        "name",
        "places",
        "units",
        "options",
        "referrals",
        "barriers",
        "expected",
        "realised",
    }
    for field in set(type(without).model_fields) - changed:
        assert getattr(derby, field) == getattr(without, field), field
    for table in ("places", "units", "options"):
        assert getattr(derby, table)[: len(getattr(without, table))] == getattr(without, table), (
            table
        )
    for table in ("referrals", "expected", "realised"):
        for row, before in zip(getattr(derby, table), getattr(without, table), strict=True):
            assert (
                row.options[: len(before.options)] == before.options
            )  # interim options come after the others
            assert row.model_copy(update={"options": before.options}) == before
    for row, before in zip(derby.barriers, without.barriers, strict=True):
        assert row.model_copy(update={"blocks": before.blocks}) == before


def test_interim_beds_change_no_offered_load(derby: Case) -> None:
    _, report = generate_with_report(interim_beds=18)
    loads = Loads(derby, 0.95)
    assert loads.care_load() == pytest.approx(0.95, rel=0.03)
    assert set(report.bed_load) == {"hub", "community", "respite", "care-home"}
    for kind in report.bed_load:
        assert loads.bed_load(kind) == pytest.approx(0.95, rel=0.03), kind
    # Nobody has an interim option first, nor is in one on the first day.
    assert loads.bed_load("step-down") == loads.bed_load("respite-flat") == 0
    assert "interim beds: 18, in no offered load" in str(report)
    assert "interim" not in str(generate_with_report(12, 7, "easy", 1)[1])


def test_interim_units_have_staff_of_their_own_and_a_price(derby: Case) -> None:
    for unit in derby.units:
        if unit.unit in beds(derby):
            assert unit.skill is None
            assert unit.place in {place.place for place in derby.places}
    stages = [stage for stage in derby.options if stage.setting in ("step-down", "respite-flat")]
    assert {stage.setting: stage.cost_per_day for stage in stages} == {
        "step-down": 150.0,
        "respite-flat": 125.0,
    }


def test_an_interim_option_is_a_bed_for_known_days_and_then_the_package_itself(derby: Case) -> None:
    by_option = {(stage.option, stage.stage): stage for stage in derby.options}
    offered = {
        option for row in (*derby.referrals, *derby.expected) for option in interim(row.options)
    }
    assert {option for option, _ in by_option if interim((option,))} == offered
    for option in offered:
        bed, home = by_option[option, 1], by_option[option, 2]
        package = by_option[f"home-{option.rsplit('-', 1)[1]}", 1]
        assert bed.days is not None
        assert (option, 3) not in by_option
        assert (
            home.model_copy(update={"option": package.option, "stage": 1, "pathway": 1}) == package
        )


def test_step_down_is_for_those_in_hospital_with_nothing_wrong_at_home(derby: Case) -> None:
    at_home = {row.referral for row in derby.barriers if row.barrier in HOME_BARRIERS}
    steps = [
        row
        for row in derby.referrals
        if any(option.startswith("step-down") for option in row.options)
    ]
    assert steps
    assert all(row.where != "home" and row.referral not in at_home for row in steps)
    assert all(row.options[0].startswith("home-") for row in steps)
    classes = [
        row
        for row in derby.expected
        if any(option.startswith("step-down") for option in row.options)
    ]
    assert classes
    assert all(row.where != "home" and row.options[0].startswith("home-") for row in classes)


def flats(case: Case) -> Iterator[tuple[str, str]]:
    for row in case.referrals:
        for option in interim(row.options):
            if option.startswith("flat"):
                yield row.referral, option


def test_a_flat_is_offered_whatever_is_wrong_at_home_and_until_that_has_cleared(
    derby: Case,
) -> None:
    barriers = {row.referral: row for row in derby.barriers}
    ready = {row.referral: max(row.ready, derby.first_day) for row in derby.referrals}
    days = {stage.option: stage.days for stage in derby.options if stage.setting == "respite-flat"}
    found = list(flats(derby))
    assert found
    for name, option in found:
        assert barriers[name].barrier in HOME_BARRIERS
        assert barriers[name].blocks  # never all
        assert option not in barriers[name].blocks
        assert barriers[name].clears <= ready[name] + timedelta(days=days[option] or 0)
    expected = [
        row for row in derby.expected if any(option.startswith("flat") for option in row.options)
    ]
    assert {row.options[0] for row in expected} == {"respite-home"}


def test_those_who_were_behind_a_barrier_at_home_alone_may_start_in_a_flat() -> None:
    case, without = (generate(131, 28, "tight", 7, interim_beds=num_beds) for num_beds in (18, 0))
    blocked_wholly = {
        row.referral for row in without.barriers if row.barrier in HOME_BARRIERS and not row.blocks
    }
    in_flats = {name for name, _ in flats(case)}
    assert blocked_wholly & in_flats
    before = {row.referral: row.options for row in without.referrals}
    assert all(
        row.blocks == before[row.referral]
        for row in case.barriers
        if row.referral in blocked_wholly & in_flats
    )


@pytest.mark.slow
def test_plans_use_interim_beds_and_the_referee_objects_to_nothing() -> None:
    case = generate(24, 7, "tight", 1, interim_beds=6)
    for plan in (baseline_plan(case), solve(case, time_limit=8).plan):
        assert judge(case, plan).is_good
        assert any(interim((row.option,)) for row in plan.placements if row.option)
