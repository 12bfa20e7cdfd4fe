"""Is a fixed duty refused that no plan can keep, in its place, and nothing else?"""

from pathlib import Path

import pytest
from example_case import write_example_case
from found_faults import add_row, only_fault, replace

from rosterer.files import load_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_example_case(tmp_path / "case")


def test_a_fixed_duty_in_a_unit_near_by_is_kept(case: Path) -> None:
    add_row(case, "fixed.csv", "p2,2026-11-04,D,,hub")
    assert load_case(case).fixed[-1].unit == "hub"


@pytest.mark.parametrize("training", ["", "yes"])
def test_a_unit_out_of_reach_is_refused_unless_it_is_for_training(
    case: Path, training: str
) -> None:
    replace(case, "places.csv", "436000,337500", "536000,337500")
    add_row(case, "fixed.csv", f"p2,2026-11-04,D,{training},hub")
    if training:
        assert load_case(case).fixed[-1].training
        return
    fault = only_fault(case)
    assert (fault.file, fault.row, fault.column, fault.value) == ("fixed.csv", 3, "unit", "hub")
    assert "minutes from the home of p2, and commute_minutes is" in fault.message


def test_a_unit_that_has_no_use_for_the_person_is_refused(case: Path) -> None:
    add_row(case, "skills.csv", "therapy,")
    replace(case, "people.csv", "north,2,care", "north,2,therapy")
    add_row(case, "fixed.csv", "p2,2026-11-04,D,,hub")
    assert only_fault(case).message == "p2 can do nothing that hub needs (care)"


def test_a_unit_with_its_own_staff_is_refused(case: Path) -> None:
    replace(case, "units.csv", "4,,care,morning=1;lunch=1,morning=6;lunch=8", "4,,,,")
    add_row(case, "fixed.csv", "p2,2026-11-04,D,,hub")
    assert only_fault(case).message == "hub has its own staff (no skill in units)"
