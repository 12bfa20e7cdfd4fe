"""Is a rota read in the shapes that managers give it?"""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rosterer.files import BadInput, check_case
from rosterer.referee import judge
from rosterer.sheets import Imported, Mapping, import_rota, told
from tests.sheets.rotas import MONDAY, TODAY, Cell, dates, saved, simple

NOTHING = Mapping()


def duties(imported: Imported) -> list[tuple[str, int, str]]:
    """Person, day from 1 and hours of every duty."""
    hours = {shift.shift: f"{shift.start}-{shift.end}" for shift in imported.case.shifts}
    return [
        (piece.person, (piece.date - imported.case.first_day).days + 1, hours[piece.shift])
        for piece in imported.plan.duties
    ]


def read(path: Path, mapping: Mapping = NOTHING) -> Imported:
    imported = import_rota(path, mapping, today=TODAY)
    assert check_case(imported.case) == ()
    return imported


def test_people_down_and_dates_across(tmp_path: Path) -> None:
    imported = read(simple(tmp_path / "rota.xlsx"))
    assert (imported.case.first_day, imported.case.days) == (MONDAY, 7)
    assert duties(imported) == [
        ("Ann-Able", 1, "07:00-19:30"),
        ("Ann-Able", 2, "07:00-19:30"),
        ("Ann-Able", 4, "19:00-07:30"),
        ("Ann-Able", 5, "19:00-07:30"),
        ("Bob", 1, "07:00-15:00"),
        ("Bob", 2, "14:30-22:30"),
    ]
    (leave,) = imported.case.absences
    assert (leave.person, leave.first_day, leave.kind) == ("Ann-Able", date(2026, 11, 8), "leave")


def test_a_semicolon_csv_is_read_like_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "rota.csv").write_text(
        "\ufeffName;02/11/2026;03/11/2026;04/11/2026;05/11/2026\nAnn;D;;D;\n", encoding="utf-8"
    )
    assert duties(read(tmp_path / "rota.csv")) == [
        ("Ann", 1, "07:00-19:30"),
        ("Ann", 3, "07:00-19:30"),
    ]


@pytest.mark.parametrize(
    ("above", "headings"),
    [
        ([], ["2 Nov 2026", "3 Nov 2026", "4 Nov 2026", "5 Nov 2026"]),
        ([], ["Mon 2/11/26", "Tue 3/11/26", "Wed 4/11/26", "Thu 5/11/26"]),
        ([], ["2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"]),
        ([["November 2026"]], [2, 3, 4, 5]),
        ([["November 2026"]], ["2nd", "3rd", "4th", "5th"]),
        ([["Rota Nov 26"]], ["Mon 2", "Tue 3", "Wed 4", "Thu 5"]),
        ([["Week commencing 2/11/2026"]], ["Mon", "Tue", "Wed", "Thu"]),
        ([["w/c", date(2026, 11, 2)]], ["Monday", "Tuesday", "Wednesday", "Thursday"]),
        ([], ["Mon 2 Nov", "Tue 3 Nov", "Wed 4 Nov", "Thu 5 Nov"]),
        (
            [],
            [
                datetime(2026, 11, 2),
                datetime(2026, 11, 3),
                datetime(2026, 11, 4),
                datetime(2026, 11, 5),
            ],
        ),
    ],
)
def test_headings_say_their_dates_in_many_ways(
    tmp_path: Path, above: list[list[Cell]], headings: list[Cell]
) -> None:
    path = saved(
        tmp_path / "rota.xlsx", ("Rota", [*above, ["Name", *headings], ["Ann", "D", "", "D", ""]])
    )
    imported = read(path)
    assert imported.case.first_day == MONDAY
    assert [day for _, day, _ in duties(imported)] == [1, 3]


def test_a_year_that_nobody_names_is_the_one_in_which_weekdays_are_right(tmp_path: Path) -> None:
    # 2 November is a Tuesday in 2027
    path = saved(
        tmp_path / "rota.xlsx",
        ("Rota", [["Name", "Tue 2 Nov", "Wed 3 Nov", "Thu 4 Nov", "Fri 5 Nov"], ["Ann", "D"]]),
    )
    imported = read(path)
    assert imported.case.first_day == date(2027, 11, 2)
    assert any("2027 is the nearest" in line for line in told(imported.notes))


def test_days_run_over_the_end_of_a_month_and_the_29th_of_february(tmp_path: Path) -> None:
    rows = [["February 2028"], ["Name", 27, 28, 29, 1, 2], ["Ann", "D", "", "D", "", "D"]]
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert (imported.case.first_day, imported.case.days) == (date(2028, 2, 27), 5)
    assert [piece.date for piece in imported.plan.duties][1] == date(2028, 2, 29)


def test_sheets_are_teams_and_headings_between_people_too(tmp_path: Path) -> None:
    rows = [
        ["Name", *dates(4)],
        ["Earlies team"],
        ["Ann", "E"],
        ["Bob", "E"],
        [],
        ["Nights team"],
        ["Cat", "N"],
    ]
    imported = read(
        saved(
            tmp_path / "rota.xlsx", ("North", rows), ("South", [["Staff", *dates(4)], ["Dan", "D"]])
        )
    )
    teams = {team.team: team.name for team in imported.case.teams}
    assert {person.person: teams[person.team] for person in imported.case.people} == {
        "Ann": "Earlies team",
        "Bob": "Earlies team",
        "Cat": "Nights team",
        "Dan": "South",
    }


def test_weeks_below_one_another_are_one_rota(tmp_path: Path) -> None:
    rows = [
        ["Name", *dates(7)],
        ["Ann", "D"],
        [],
        ["Name", *dates(7, date(2026, 11, 9))],
        ["ANN ", "", "D"],
    ]
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert len(imported.case.people) == 1
    assert [day for _, day, _ in duties(imported)] == [1, 9]


def test_merged_headings_with_a_start_and_an_end_below(tmp_path: Path) -> None:
    header: list[Cell] = ["Name"]
    for day in dates(4):
        header += [day, None]
    rows = [
        header,
        ["", *["Start", "End"] * 4],
        ["Ann", time(7), time(15), None, None, "22:00", "06:00"],
    ]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    book = load_workbook(path)
    for column in (2, 4, 6, 8):
        book["Rota"].merge_cells(start_row=1, end_row=1, start_column=column, end_column=column + 1)
    book.save(path)
    assert duties(read(path)) == [("Ann", 1, "07:00-15:00"), ("Ann", 3, "22:00-06:00")]


def test_a_list_of_duties(tmp_path: Path) -> None:
    rows = [
        ["Exported from the bank"],
        ["Date", "Employee Name", "Start Time", "End Time", "Location"],
        [datetime(2026, 11, 2), "Ann", time(7), time(19, 30), "Hub"],
        ["03/11/2026", "Bob", "20:00", "08:00", "Hub"],
    ]
    imported = read(saved(tmp_path / "list.xlsx", ("Export", rows)))
    assert duties(imported) == [("Ann", 1, "07:00-19:30"), ("Bob", 2, "20:00-08:00")]
    assert [team.name for team in imported.case.teams] == ["Hub"]


def test_first_name_surname_number_grade_and_contract_are_kept(tmp_path: Path) -> None:
    rows = [
        ["Forename", "Surname", "Payroll no", "Grade", "WTE", *dates(14)],
        [
            "Ann",
            "Able",
            1007,
            "Band 3",
            0.8,
            *[
                "D",
                "",
            ]
            * 7,
        ],
    ]
    (ann,) = read(saved(tmp_path / "rota.xlsx", ("Rota", rows))).case.people
    # 0.8 of 37.5
    assert (ann.person, ann.name, ann.grade, ann.contract_hours) == (
        "1007",
        "Ann Able",
        "Band 3",
        30,
    )


def test_totals_keys_and_notes_are_nobody(tmp_path: Path) -> None:
    rows = [
        ["Name", *dates(4)],
        ["Ann", "D", "", "D", ""],
        ["Total staff", 1, 0, 1, 0],
        ["Required", 2, 2, 2, 2],
        [],
        ["Key"],
        ["D", "08:00-20:00 45 min break"],
        ["Please swap early"],
    ]
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert [person.name for person in imported.case.people] == ["Ann"]
    (shift,) = imported.case.shifts
    assert (shift.start, shift.end, shift.unpaid_break) == ("08:00", "20:00", 45)


def test_two_people_of_one_name_in_different_letters_are_one_and_ids_do_not_clash(
    tmp_path: Path,
) -> None:
    rows = [["Name", *dates(4)], ["Ann/Able", "D"], ["Ann Able", "E"], ["ann able", "", "E"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    imported = import_rota(path, Mapping(rows={"Ann/Able": "person"}), today=TODAY)
    assert [person.person for person in imported.case.people] == ["Ann-Able", "Ann-Able-2"]


def test_a_repeating_line_makes_pattern_staff_through_leave_and_training(tmp_path: Path) -> None:
    cells: list[Cell] = [*(["D"] * 4 + [""] * 4) * 4][:28]
    cells[1], cells[9] = "AL", "TR"
    rows = [
        ["Name", "Contract hours", *dates(28)],
        ["Ann", 37.5, *cells],
        ["Bob", 30, "D", "", "D", *[""] * 25],
    ]
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    ann, bob = imported.case.people
    assert (ann.kind, ann.phase, ann.contract_hours) == ("pattern", 0, 37.5)
    assert imported.case.patterns[0].cycle[:4] != ("-",) * 4
    assert (bob.kind, bob.pattern, bob.contract_hours) == ("contract", None, 30)
    assert any(fixed.training for fixed in imported.case.fixed)
    assert judge(imported.case, imported.plan).broken == ()


def test_the_referee_finds_what_breaks_a_working_rule_in_a_rota_made_by_hand(
    tmp_path: Path,
) -> None:
    rows = [["Name", *dates(7)], ["Ann", "N", "D"], ["Bob", "D", "", "D"]]
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert [(breach.rule, breach.who) for breach in judge(imported.case, imported.plan).broken] == [
        ("rest-between-duties", "Ann")
    ]


def test_days_before_the_first_day_become_history(tmp_path: Path) -> None:
    imported = read(simple(tmp_path / "rota.xlsx"), Mapping(first_day=date(2026, 11, 4)))
    assert (imported.case.first_day, imported.case.days) == (date(2026, 11, 4), 5)
    assert [(row.person, row.date.day) for row in imported.case.history] == [
        ("Ann-Able", 2),
        ("Ann-Able", 3),
        ("Bob", 2),
        ("Bob", 3),
    ]


def test_the_needed_staff_are_the_usual_number_by_weekday(tmp_path: Path) -> None:
    rows = [
        ["Name", *dates(14)],
        ["Ann", *["D"] * 5, "", "", *["D"] * 5],
        ["Bob", *["D"] * 5, "", "", *["D"] * 4],
    ]
    cover = read(saved(tmp_path / "rota.xlsx", ("Rota", rows))).case.cover
    # Fridays had two and one: the lower middle of them
    assert {row.heads: row.weekdays for row in cover} == {
        1: ("fri",),
        2: ("mon", "tue", "wed", "thu"),
    }


@pytest.mark.parametrize(
    "rows", [[], [["Shopping", "Milk"], ["", "Bread"]], [["Name", *dates(2)], ["Ann", "D"]]]
)
def test_a_file_without_a_rota_says_what_one_looks_like(
    tmp_path: Path, rows: list[list[Cell]]
) -> None:
    with pytest.raises(BadInput, match="at least four dates across"):
        read(saved(tmp_path / "rota.xlsx", ("Sheet", rows)))


def test_dates_of_more_than_four_hundred_days_are_refused(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "rota.xlsx",
        (
            "Rota",
            [
                ["Name", *dates(4)],
                ["Ann", "D"],
                ["Name", *dates(4, date(2031, 1, 1))],
                ["Ann", "D"],
            ],
        ),
    )
    with pytest.raises(BadInput, match="longer than 400 days"):
        read(path)
