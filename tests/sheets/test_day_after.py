"""Is a last date that nobody wrote read as the day after only where nothing speaks against it?"""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rosterer.cli import app
from rosterer.files import BadInput
from rosterer.sheets import Mapping, QuestionsError, import_rota
from tests.sheets.rotas import TODAY, Cell, dates, saved

DAYS: list[Cell] = [*dates(5)]
AFTER = date(2026, 11, 7)
Rows = list[list[Cell]]


def sheet(*, above: Rows | None = None, heads: list[Cell] | None = None, last: Cell = "N") -> Rows:
    """Two people over five days, and a sixth day of Ann's without a heading."""
    return [
        *(above or []),
        ["Name", *(DAYS if heads is None else heads)],
        ["Ann Able", "D", "D", None, None, "N", last],
        ["Bob Best", None, "N", "D", "AL", "D"],
    ]


def taken(folder: Path, *sheets: tuple[str, Rows], **given: object) -> tuple[str, int]:
    """What is said of the column, and how many days the case has."""
    path = saved(folder / "rota.xlsx", *sheets)
    imported = import_rota(path, Mapping(**given), today=TODAY)  # type: ignore[arg-type]
    said = [note.text for note in imported.notes if "no heading" in note.text]
    return " ".join(said), imported.case.days


def asked(folder: Path, *sheets: tuple[str, Rows]) -> str:
    with pytest.raises(QuestionsError) as questions:
        taken(folder, *sheets)
    return str(questions.value)


def asked_mapping(folder: Path, rows: Rows) -> str:
    """The mapping file to be filled in."""
    with pytest.raises(QuestionsError) as questions:
        taken(folder, ("Rota", rows))
    return questions.value.mapping


def test_the_day_after_the_last_date_is_read_and_told(tmp_path: Path) -> None:
    said, days = taken(tmp_path, ("Rota", sheet()))
    assert said == "column G has no heading; taken for Sat 7 Nov 2026, the day after"
    assert days == 6


def test_dates_down_are_read_alike(tmp_path: Path) -> None:
    rows = sheet()
    width = max(map(len, rows))
    across = [[*row, *[None] * (width - len(row))] for row in rows]
    turned: Rows = [list(column) for column in zip(*across, strict=True)]
    said, days = taken(tmp_path, ("Rota", turned))
    assert said == "row 7 has no heading; taken for Sat 7 Nov 2026, the day after"
    assert days == 6


@pytest.mark.parametrize("vacant", ["VACANT", "Agency"])
def test_work_of_nobody_on_that_day_is_read_with_it(tmp_path: Path, vacant: str) -> None:
    rows = [*sheet(), [vacant, "D", None, None, None, None, "D"]]
    imported = import_rota(saved(tmp_path / "rota.xlsx", ("Rota", rows)), Mapping(), today=TODAY)
    assert AFTER in {one.date for one in imported.unfilled}


@pytest.mark.parametrize(
    ("what", "above"),
    [
        ("a line of weekdays ends before it", ["", "Mon", "Tue", "Wed", "Thu", "Fri"]),
        ("another weekday", ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sun"]),
        ("another heading", ["", "", "", "", "", "", "Usual shift"]),
        ("a title that says the last date", ["Rota from 2 to 6 November 2026"]),
        ("a title that says the last date in numbers", ["2/11/2026 - 06/11/2026"]),
    ],
)
def test_whatever_speaks_against_it_leaves_a_question(
    tmp_path: Path, what: str, above: list[Cell]
) -> None:
    heads: list[Cell] = [f"{day:%d/%m/%Y}" for day in dates(5, date(2026, 11, 2))]
    assert "a column without a heading" in asked(
        tmp_path, ("Rota", sheet(above=[above], heads=heads))
    ), what


@pytest.mark.parametrize(
    "above", [["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"], ["Rota of the hub"]]
)
def test_a_line_that_goes_on_over_it_or_a_title_does_not(tmp_path: Path, above: list[Cell]) -> None:
    _, days = taken(tmp_path, ("Rota", sheet(above=[above])))
    assert days == 6


@pytest.mark.parametrize("last", ["E", "X", "Y", 7.5, "12", "OT"])
def test_what_stands_under_no_date_or_may_be_a_total_or_a_tick_is_no_duty(
    tmp_path: Path, last: Cell
) -> None:
    path = saved(tmp_path / "rota.xlsx", ("Rota", sheet(last=last)))
    imported = import_rota(path, Mapping(), today=TODAY, accepts_loss=True)
    assert imported.case.days == 5


def test_four_dates_are_too_few(tmp_path: Path) -> None:
    rows = [row[:5] for row in sheet()]
    rows[1].append("N")
    assert "a column without a heading" in asked(tmp_path, ("Rota", rows))


def test_dates_with_a_gap_are_none_that_go_on(tmp_path: Path) -> None:
    heads: list[Cell] = [*dates(3), *dates(2, date(2026, 11, 6))]
    assert "a column without a heading" in asked(tmp_path, ("Rota", sheet(heads=heads)))


def test_two_columns_without_a_heading_are_asked_about(tmp_path: Path) -> None:
    rows = sheet()
    rows[1].append("N")
    assert "a column without a heading" in asked(tmp_path, ("Rota", rows))


def test_a_column_fuller_than_any_day_is_asked_about(tmp_path: Path) -> None:
    rows: Rows = [["Name", *DAYS]]
    for number, name in enumerate(("Ann Able", "Bob Best", "Cy Cole")):
        rows.append([name, *("D" if day != number else None for day in range(3)), None, None, "D"])
    assert "a column without a heading" in asked(tmp_path, ("Rota", rows))


def test_a_whole_month_goes_on_no_further(tmp_path: Path) -> None:
    heads: list[Cell] = [*dates(30, date(2026, 11, 1))]
    rows: Rows = [["Name", *heads], ["Ann Able", *(["D", "", "N"] * 10), "N"]]
    assert "a column without a heading" in asked(tmp_path, ("Rota", rows))


def test_a_day_that_the_next_week_says_of_the_same_people_is_asked_about(tmp_path: Path) -> None:
    later: Rows = [["Name", *dates(5, AFTER)], ["Ann Able", None, "D"], ["Bob Best", "N"]]
    said = asked(tmp_path, ("One", sheet()), ("Two", later))
    assert "One!G1" in said
    assert "2026-11-07" in said


def test_of_other_people_it_says_nothing(tmp_path: Path) -> None:
    later: Rows = [["Name", *dates(5, AFTER)], ["Cy Cole", None, "D"], ["Di Dow", "N"]]
    _, days = taken(tmp_path, ("One", sheet()), ("Two", later))
    assert days == 10


def test_whoever_says_what_it_is_is_believed(tmp_path: Path) -> None:
    said, days = taken(tmp_path, ("Rota", sheet()), cells={"Rota!G1": "Usual shift"})
    assert (said, days) == ("", 5)


def test_the_answer_to_the_question_is_the_heading_that_is_missing(tmp_path: Path) -> None:
    rows = sheet(last="E")
    assert '"Rota!G1"' in asked_mapping(tmp_path, rows)
    _, days = taken(tmp_path, ("Rota", rows), cells={"Rota!G1": "2026-11-07"})
    assert days == 6
    _, days = taken(tmp_path, ("Rota", rows), cells={"Rota!G1": "ignore"})
    assert days == 5


@pytest.mark.parametrize(
    "place", ["Rota!G9", "Rota!H1", "Rota!g1", "Rota!1", "Rota!", "Elsewhere!G1"]
)
def test_a_cell_that_is_none_of_the_rota_is_a_fault(tmp_path: Path, place: str) -> None:
    with pytest.raises(BadInput, match="name cells of the rota"):
        taken(tmp_path, ("Rota", sheet()), cells={place: "2026-11-07"})


def test_next_months_sheet_without_its_last_date_cancels_nothing(tmp_path: Path) -> None:
    rows = "Asha Patel,36,N,N,,,D,D,,N\nBen Osei,36,,,N,N,,,N,\nCara Booth,36,D,D,,AL,AL,,,\n"
    october = ",".join(f"{day:%a} {day.day} Oct 2026" for day in dates(8, date(2026, 10, 24)))
    november = ",".join(f"{day} Nov 2026" for day in range(24, 31))
    for month, heads in (("october", october), ("november", november)):
        (tmp_path / f"{month}.csv").write_text(f"Name,Contract hours,{heads}\n{rows}")
        case, plan = str(tmp_path / f"{month}-case"), str(tmp_path / f"{month}-plan")
        rota, calendars = str(tmp_path / f"{month}.csv"), str(tmp_path / "cal")
        for command in (
            ["import", rota, "--out", case, "--plan", plan],
            ["export", case, plan, "--ics", calendars],
        ):
            assert CliRunner().invoke(app(), command).exit_code == 0
    written = [path.read_text("utf-8") for path in (tmp_path / "cal").iterdir()]
    assert sum(text.count("STATUS:CONFIRMED") for text in written) == 20
    assert not any("CANCELLED" in text for text in written)
