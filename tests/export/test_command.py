"""What does ``rosterer export`` write, and what does it say when it cannot?"""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rosterer.cli import app
from rosterer.files import BadInput, save_case, save_plan
from tests.cases import small_case, small_plan


@pytest.fixture
def case_and_plan(tmp_path: Path) -> list[str]:
    save_case(small_case(), tmp_path / "case")
    save_plan(small_plan(), tmp_path / "plan")
    return [str(tmp_path / "case"), str(tmp_path / "plan")]


def test_all_three_kinds_are_written_at_once(case_and_plan: list[str], tmp_path: Path) -> None:
    targets = [
        "--xlsx",
        str(tmp_path / "out" / "rota.xlsx"),
        "--ics",
        str(tmp_path / "ics"),
        "--csv",
        str(tmp_path / "pay"),
    ]
    result = CliRunner().invoke(app(), ["export", *case_and_plan, *targets])
    assert result.exit_code == 0
    assert (tmp_path / "out" / "rota.xlsx").stat().st_size > 0
    assert len(list((tmp_path / "ics").iterdir())) == 4
    assert {path.name for path in (tmp_path / "pay").iterdir()} == {
        "payroll.csv",
        "hours.csv",
        "bank_bookings.csv",
    }


def test_nothing_to_write_is_bad_input(case_and_plan: list[str]) -> None:
    result = CliRunner().invoke(app(), ["export", *case_and_plan])
    assert isinstance(result.exception, BadInput)
    assert "--xlsx" in str(result.exception)


def test_a_place_that_cannot_be_written_is_bad_input(
    case_and_plan: list[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    result = CliRunner().invoke(app(), ["export", *case_and_plan, "--ics", str(tmp_path / "file")])
    assert isinstance(result.exception, BadInput)
