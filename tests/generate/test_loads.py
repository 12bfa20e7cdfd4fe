"""Is a generated case as heavily loaded as it says?"""

from datetime import date
from functools import cache

import pytest

from rosterer.generate import Load, generate, generate_with_report
from tests.generate.loads import Loads

TARGET: dict[Load, float] = {"easy": 0.80, "normal": 0.95, "tight": 1.10}
CASES = [
    (131, 28, "easy", 7),
    (131, 28, "normal", 7),
    (131, 28, "tight", 7),
    (40, 14, "normal", 1),
    (40, 42, "tight", 2),
    (12, 28, "easy", 3),
    (260, 21, "normal", 4),
]


@cache
def loads_of(people: int, days: int, load: Load, seed: int) -> Loads:
    """Of a case that is generated once; nobody changes it."""
    return Loads(generate(people, days, load, seed), TARGET[load])


@pytest.mark.parametrize(("people", "days", "load", "seed"), CASES)
def test_care_and_beds_are_loaded_as_targeted_within_three_per_cent(
    people: int, days: int, load: Load, seed: int
) -> None:
    loads = loads_of(people, days, load, seed)
    assert loads.care_load() == pytest.approx(TARGET[load], rel=0.03)
    for kind in {unit.kind for unit in loads.case.units if unit.beds}:
        assert loads.bed_load(kind) == pytest.approx(TARGET[load], rel=0.03), kind


def test_the_report_tells_the_load_that_the_tables_have() -> None:
    case, report = generate_with_report(60, 28, "normal", 5)
    loads = Loads(case, 0.95)
    assert report.care_load == pytest.approx(loads.care_load(), rel=0.005)
    assert report.care_hours_per_day == pytest.approx(loads.care_capacity() / 60, rel=0.005)
    assert report.bed_load["hub"] == pytest.approx(loads.bed_load("hub"), rel=0.005)


@pytest.mark.parametrize("load", TARGET)
def test_existing_clients_alone_leave_four_tenths_of_the_bank_free(load: Load) -> None:
    loads = loads_of(131, 28, load, 7)
    assert 0.5 <= loads.base() / loads.care_capacity() <= 0.6


def test_a_horizon_that_starts_on_another_weekday_is_loaded_alike() -> None:
    case = generate(60, 28, "tight", 1, date(2027, 1, 14))
    assert Loads(case, 1.10).care_load() == pytest.approx(1.10, rel=0.03)
