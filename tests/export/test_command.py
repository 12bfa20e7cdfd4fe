"""What does ``rosterer export`` write, and what does it say when it cannot?"""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rosterer.cli import app
from rosterer.files import BadInput, save_case, save_plan
from rosterer_models.vocabulary.person import Team
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


def test_next_months_sheet_in_the_same_folder_keeps_last_months_duties(tmp_path: Path) -> None:
    rows = ("Name{}", "Asha Patel,N,N,,,D,D,", "Ben Osei,,,N,N,,,", "Cara Booth,D,D,,AL,AL,,")
    sheets = {
        month: "\n".join(rows).format("".join(f",{day} {month} 2026" for day in range(24, 31)))
        for month in ("Oct", "Nov")
    }
    calendars = str(tmp_path / "calendars")
    for name, text in sheets.items():
        (tmp_path / f"{name}.csv").write_text(text)
        case, plan = (str(tmp_path / f"{kind}-{name}") for kind in ("case", "plan"))
        for words in (
            ["import", str(tmp_path / f"{name}.csv"), "--out", case, "--plan", plan],
            ["export", case, plan, "--ics", calendars],
        ):
            assert CliRunner().invoke(app(), words).exit_code == 0
    found = (tmp_path / "calendars" / "Asha-Patel.ics").read_text()
    assert (found.count("STATUS:CONFIRMED"), found.count("STATUS:CANCELLED")) == (8, 0)


def test_what_stays_of_another_team_is_said_with_what_to_do(
    case_and_plan: list[str], tmp_path: Path
) -> None:
    north = small_case()
    south = north.model_copy(
        update={
            "teams": (Team(team="south"),),
            "people": tuple(one.model_copy(update={"team": "south"}) for one in north.people),
        }
    )
    save_case(south, tmp_path / "south")
    target = ["--ics", str(tmp_path / "ics")]
    assert CliRunner().invoke(app(), ["export", *case_and_plan, *target]).exit_code == 0
    words = ["export", str(tmp_path / "south"), case_and_plan[1], *target]
    assert "add --replaces north" in CliRunner().invoke(app(), words).stderr
    replaced = CliRunner().invoke(app(), [*words, "--replaces", "north"])
    assert "in the rota of team" not in replaced.stderr
