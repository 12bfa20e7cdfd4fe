"""Is every common shape of a manager's sheet read, judged, and everything in it that was not
understood told?

Each shape is imported and checked on the command line, as its owner would.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from rosterer.baseline import baseline_plan
from rosterer.cli import app
from rosterer.export import write_rota_workbook
from rosterer.files import load_case, load_plan
from rosterer.referee import judge
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan
from tests.sheets.rotas import MONDAY, Cell, dates, saved

WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@dataclass(frozen=True)
class Read:
    """What the command line made of a rota."""

    case: Case
    plan: Plan
    notes: list[tuple[str, str, str]]
    """Kind, text and place."""

    def duties(self, person: str) -> list[tuple[date, str]]:
        """Dates and starts of somebody's duties."""
        starts = {shift.shift: shift.start for shift in self.case.shifts}
        return [
            (piece.date, starts[piece.shift])
            for piece in self.plan.duties
            if piece.person == person
        ]

    def places(self, text: str) -> list[str]:
        """Where something was noted; the text is a part of what is said."""
        return [where for _, said, where in self.notes if text in said]

    def heads(self, on: date, moment: str) -> int:
        """Heads needed in the band that is under way at a moment."""
        bands = {
            band.band
            for band in self.case.bands
            if band.start <= moment < band.end or band.end <= band.start <= moment
        }
        weekday = WEEK[on.weekday()].casefold()
        rows = [
            row
            for row in self.case.cover
            if row.band in bands and row.first_day <= on <= row.last_day
        ]
        return sum(row.heads for row in rows if not row.weekdays or weekday in row.weekdays)


def read(rota: Path, *options: str) -> Read:
    case, plan = rota.parent / "case", rota.parent / "plan"
    done = CliRunner().invoke(
        app(), ["import", str(rota), "--out", str(case), "--plan", str(plan), "--json", *options]
    )
    assert done.exit_code == 0, done.exception
    checked = CliRunner().invoke(app(), ["check", str(case), str(plan), "--json"])
    assert checked.exit_code in (0, 1)
    assert {"broken", "cost"} <= json.loads(checked.stdout).keys()
    notes = [
        (note["kind"], note["text"], note["where"]) for note in json.loads(done.stdout)["notes"]
    ]
    return Read(load_case(case), load_plan(plan), notes)


def changed(path: Path, change: Callable[[Worksheet], object]) -> Path:
    """The workbook with something done to its first sheet."""
    book: Workbook = load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return path


def coloured(path: Path, **colours: str) -> Path:
    """The workbook with cells of a colour."""

    def paint(sheet: Worksheet) -> None:
        for place, colour in colours.items():
            sheet[place].fill = PatternFill("solid", fgColor=colour)

    return changed(path, paint)


def on(number: int) -> date:
    """The date so many days after the first Monday."""
    return MONDAY + timedelta(days=number)


def test_dates_down_and_people_across(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Rota November 2026"], ["Date", "Day", "Ann", "Bob"]]
    rows += [
        [day, WEEK[day.weekday()], "LD" if place % 4 < 2 else None, "Q7" if place == 1 else "N"]
        for place, day in enumerate(dates(8))
    ]
    rota = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)), "--accept-loss")
    assert [person.name for person in rota.case.people] == ["Ann", "Bob"]
    assert rota.duties("Ann") == [(on(number), "07:00") for number in (0, 1, 4, 5)]
    assert rota.places("'Q7'") == ["Rota!D4"]
    assert rota.places("has dates down and people across")


def test_weeks_stacked_below_one_another_each_with_its_date(tmp_path: Path) -> None:
    rows: list[list[Cell]] = []
    for week in range(3):
        rows += [
            ["w/c", on(7 * week)],
            ["Name", *WEEK, "Total hrs"],
            ["Ann", "E", "", "", "", "", "", "", 7.5],
            ["Bob", "", "0700-1930"],
            [],
        ]
    rota = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert [day for day, _ in rota.duties("Ann")] == [on(0), on(7), on(14)]
    assert len(rota.case.people) == 2
    assert rota.places("column 'Total hrs'") == [
        "Rota!I2",
        "Rota!I3",
        "Rota!I7",
        "Rota!I8",
        "Rota!I12",
        "Rota!I13",
    ]


def test_weeks_without_any_date_begin_on_the_day_given_and_follow_one_another(
    tmp_path: Path,
) -> None:
    rows: list[list[Cell]] = []
    for week in (1, 2):
        rows += [[f"Week {week}", *WEEK], ["Ann", "D", "D"], ["Bob", "", "", "N", "N"], []]
    path = saved(tmp_path / "rota.xlsx", ("Rolling rota", rows))
    refused = CliRunner().invoke(
        app(),
        ["import", str(path), "--out", str(tmp_path / "case"), "--plan", str(tmp_path / "plan")],
    )
    assert "first_day" in str(refused.exception)
    rota = read(path, "--first-day", "2026-11-02")
    assert [day for day, _ in rota.duties("Bob")] == [on(2), on(3), on(9), on(10)]
    assert (rota.case.first_day, rota.case.days) == (MONDAY, 14)
    assert rota.places("go on after 2026-11-08")


def test_two_teams_over_the_same_days_of_a_month_are_not_two_months(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["November 2026"],
        ["North", 2, 3, 4, 5],
        ["Ann", "D"],
        [],
        ["South", 2, 3, 4, 5],
        ["Bob", "D"],
    ]
    rota = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert rota.duties("Ann") == rota.duties("Bob") == [(on(0), "07:00")]


def test_a_week_or_month_merged_over_its_days_does_not_move_the_first_one(tmp_path: Path) -> None:
    weeks: list[Cell] = ["", "w/c 02/11/2026", *[None] * 6, "w/c 09/11/2026", *[None] * 6]
    path = saved(
        tmp_path / "weeks.xlsx",
        ("Rota", [weeks, ["Staff", *WEEK * 2], ["Ann", "D", *[None] * 6, "D"]]),
    )
    changed(path, lambda sheet: (sheet.merge_cells("B1:H1"), sheet.merge_cells("I1:O1")))
    assert [day for day, _ in read(path).duties("Ann")] == [on(0), on(7)]
    months: list[Cell] = ["", "Nov 2026", None, None, "Dec 2026", None, None]
    path = saved(
        tmp_path / "months.xlsx",
        ("Rota", [months, ["Staff", 28, 29, 30, 1, 2, 3], ["Ann", "D", "", "", "D"]]),
    )
    changed(path, lambda sheet: (sheet.merge_cells("B1:D1"), sheet.merge_cells("E1:G1")))
    assert [day for day, _ in read(path).duties("Ann")] == [date(2026, 11, 28), date(2026, 12, 1)]


def test_dates_that_lost_their_format_are_dates(tmp_path: Path) -> None:
    (tmp_path / "rota.csv").write_text("Name;46328;46329;46330;46331\nAnn;LD;;;N\n")
    assert [day for day, _ in read(tmp_path / "rota.csv").duties("Ann")] == [on(0), on(3)]


def test_numbers_are_the_hours_of_duties_and_totals_are_not(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Hours", *dates(8), "Total"],
        ["Ann", 37.5, *[12.5, None] * 4, 50],
        ["Bob", 30, *[7.5, None] * 4, 30],
    ]
    rows.append(["Total", None, *[2, 0] * 4, 80])
    rota = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert {
        shift.shift: (shift.start, shift.end, shift.unpaid_break) for shift in rota.case.shifts
    } == {
        "12.5": ("07:00", "20:00", 30),
        "7.5": ("07:00", "15:00", 30),
    }
    assert rota.places("12.5 is taken for a duty of 12.5 paid hours")
    assert rota.places("a row of totals") == ["Rota!A4"]
    assert rota.places("column 'Total'") == ["Rota!K1", "Rota!K2", "Rota!K3", "Rota!K4"]
    assert [person.contract_hours for person in rota.case.people] == [37.5, 30]


def test_colours_explained_by_a_key_are_duties_and_leave(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *dates(5)],
        ["Ann"],
        ["Bob"],
        [],
        ["Key"],
        ["", "Early 07:00-15:00"],
        ["", "Nights"],
        ["", "Annual leave"],
    ]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    coloured(
        path,
        B2="FFFF00",
        C2="0000FF",
        B3="00FF00",
        C3="FF00FF",
        A6="FFFF00",
        A7="0000FF",
        A8="00FF00",
    )
    rota = read(path)
    assert rota.duties("Ann") == [(on(0), "07:00"), (on(1), "19:00")]
    assert [(row.person, row.kind) for row in rota.case.absences] == [("Bob", "leave")]
    assert rota.places("empty cells of colour FF00FF") == ["Rota!C3"]


def test_colours_without_a_key_are_refused_with_a_mapping_to_fill_in(tmp_path: Path) -> None:
    path = coloured(
        saved(tmp_path / "rota.xlsx", ("Rota", [["Name", *dates(4)], ["Ann"]])),
        B2="FFFF00",
        C2="0000FF",
    )
    targets = ["--out", str(tmp_path / "case"), "--plan", str(tmp_path / "plan")]
    done = CliRunner().invoke(
        app(), ["import", str(path), *targets, "--write-mapping", str(tmp_path / "map.toml")]
    )
    assert "colours of empty cells: 0000FF, FFFF00" in str(done.exception)
    text = (tmp_path / "map.toml").read_text()
    assert '# "FFFF00" = "…"  # unknown, in 1 cell' in text
    filled = text.replace('# "FFFF00" = "…"', '"FFFF00" = "07:00-15:00"').replace(
        '# "0000FF" = "…"', '"0000FF" = "leave"'
    )
    (tmp_path / "map.toml").write_text(filled)
    assert read(path, "--mapping", str(tmp_path / "map.toml")).duties("Ann") == [(on(0), "07:00")]


def test_a_colour_that_only_some_cells_of_a_code_have_is_told(tmp_path: Path) -> None:
    path = coloured(
        saved(tmp_path / "rota.xlsx", ("Rota", [["Name", *dates(4)], ["Ann", "D", "D", "N"]])),
        B2="FF0000",
        D2="222222",
    )
    assert read(path).places("the colour FF0000 of cells that have a code") == ["Rota!B2"]
    assert read(path).places("the colour 222222") == []


def test_starts_above_and_ends_below(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", "", *dates(4)],
        ["Ann", "Start", "07:00", None, time(21)],
        ["", "Finish", "15:00", None, time(7)],
    ]
    rota = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert rota.duties("Ann") == [(on(0), "07:00"), (on(2), "21:00")]
    assert rota.places("'Start'") == ["Rota!B2"]


def test_two_lines_in_a_cell_strokes_and_words(tmp_path: Path) -> None:
    cells: list[Cell] = [
        "07:00\n15:00",
        "0700/1500",
        "0700-1500 Hub",
        "E/E",
        "Study day 9-5",
        "Sick leave",
        "Bank hol off",
        "A/L",
    ]
    rota = read(saved(tmp_path / "rota.xlsx", ("Rota", [["Name", *dates(8)], ["Ann", *cells]])))
    assert rota.duties("Ann") == [(on(number), "07:00") for number in range(4)] + [(on(4), "09:00")]
    assert [row.kind for row in rota.case.absences] == ["sickness", "leave"]
    assert all(
        rota.places(text)
        for text in (
            "0700-1500 Hub is taken for",
            "E/E is read as E",
            "Sick leave is taken for sickness",
        )
    )


def test_codes_of_many_places(tmp_path: Path) -> None:
    cells: list[Cell] = ["A/L", "SICK", "OFF", "D/O", "LD", "E", "L", "N", "0700-1930", "7-3"]
    rota = read(saved(tmp_path / "rota.xlsx", ("Rota", [["Name", *dates(10)], ["Ann", *cells]])))
    assert [(day.day - 2, start) for day, start in rota.duties("Ann")] == [
        (4, "07:00"),
        (5, "07:00"),
        (6, "14:30"),
        (7, "19:00"),
        (8, "07:00"),
        (9, "07:00"),
    ]
    assert all(
        rota.places(f"{code} is taken for")
        for code in ("A/L", "SICK", "OFF", "D/O", "LD", "E", "L", "N", "7-3")
    )


@pytest.mark.parametrize(
    ("rows", "moment", "heads"),
    [
        ([["Required E", 3, 3, 3, 3], ["Required N", 1, 1, 1, 1]], "08:00", 3),
        ([["Min staff - earlies", 3, 3, 3, 3]], "08:00", 3),
        ([["Minimum staffing"], ["Early", 2, 2, 2, 2], ["Night", 1, 1, 1, 1]], "23:00", 1),
        ([["Needed 0700-1500", 4, 4, 4, 4]], "08:00", 4),
        ([["Target nights", 2, 2, 2, 2]], "23:00", 2),
        ([["Req'd L", 2, 2, 2, 2]], "16:00", 2),
    ],
)
def test_rows_of_requirements_become_cover(
    tmp_path: Path, rows: list[list[Cell]], moment: str, heads: int
) -> None:
    people: list[list[Cell]] = [
        ["Name", *dates(4)],
        ["Ann", "E", "E", "E", "E"],
        ["Bob", "N", "N", "", ""],
        [],
    ]
    rota = read(saved(tmp_path / "rota.xlsx", ("Rota", [*people, *rows])))
    assert [rota.heads(on(number), moment) for number in range(4)] == [heads] * 4
    assert [person.name for person in rota.case.people] == ["Ann", "Bob"]
    assert rota.places("says how many are needed at least on")


def test_requirements_by_day_and_those_that_are_no_number(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *dates(14)],
        ["Ann", *["D"] * 14],
        ["Required", *[1] * 7, 2, 2, "2+1", None, 1, 1, 1],
    ]
    rota = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)), "--accept-loss")
    assert [rota.heads(on(number), "08:00") for number in (0, 7, 8, 9, 10, 11)] == [
        1,
        2,
        2,
        0,
        0,
        1,
    ]
    assert rota.places("'2+1' in 'Required' is no whole number of people") == ["Rota!K3"]


def test_requirements_that_name_no_shift_are_asked_about(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *dates(4)],
        ["Ann", "E", "L", "", ""],
        ["Required", 1, 1, 1, 1],
    ]
    rota = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)), "--accept-loss")
    assert (
        "question",
        "a row of what is needed, 'Required': it names no shift, such as 'Required N'",
        "Rota!A3",
    ) in rota.notes
    assert rota.heads(on(0), "08:00") == 1


def test_two_shifts_that_meet_do_not_need_both_numbers_at_once(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *dates(4)],
        ["Ann", *"EEEE"],
        ["Bob", *"LLLL"],
        ["Required E", *[2] * 4],
        ["Required L", *[3] * 4],
    ]
    rota = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    # from 14:30 to 15:00 both are there: at least 3, not 5
    assert [rota.heads(on(0), moment) for moment in ("08:00", "14:45", "16:00")] == [2, 3, 3]


def test_every_filled_cell_is_read_or_told(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Home First North", None, "Manager: Sue, ext. 4321"],
        ["Name", "Skill", *dates(4), "Total", "Comment"],
        ["Ann", "Meds", "D", "", "D", "", 23, "prefers mornings"],
        ["Bob", "", "N", "N", "", "", 22, None],
        ["On duty", None, 2, 1, 1, 0],
        [],
        ["Key"],
        ["D", "07:00-19:30"],
        ["Swaps by Friday please"],
    ]
    rota = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    told = {where for _, _, where in rota.notes if where}
    assert told >= {
        "Rota!A1",
        "Rota!C1",
        "Rota!B2",
        "Rota!B3",
        "Rota!G2",
        "Rota!G3",
        "Rota!G4",
        "Rota!H2",
        "Rota!H3",
        "Rota!A5",
        "Rota!A9",
    }
    assert not told & {"Rota!A2", "Rota!A3", "Rota!C3", "Rota!A8", "Rota!B8"}


def test_a_person_may_be_called_min_or_cover(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *dates(4)],
        ["Min Li", "D", "D"],
        ["Jane Cover", "N"],
        ["Target N", 1, 1, 1, 1],
    ]
    assert [
        person.name for person in read(saved(tmp_path / "rota.xlsx", ("Rota", rows))).case.people
    ] == ["Min Li", "Jane Cover"]


def test_days_on_which_nobody_works_belong_to_the_horizon(tmp_path: Path) -> None:
    assert (
        read(
            saved(tmp_path / "rota.xlsx", ("Rota", [["Name", *dates(14)], ["Ann", "", "D"]]))
        ).case.days
        == 14
    )


def test_a_better_rota_of_more_people_than_are_needed_keeps_every_rule(tmp_path: Path) -> None:
    line: list[Cell] = [*(["D"] * 4 + [None] * 4) * 2]
    rows: list[list[Cell]] = [
        ["Name", *dates(16)],
        ["Ann", *line],
        ["Bob", *line],
        ["Required D", *[1] * 16],
    ]
    case = read(saved(tmp_path / "rota.xlsx", ("Rota", rows))).case
    verdict = judge(case, baseline_plan(case))
    assert verdict.broken == ()
    assert [person.kind for person in case.people] == ["pattern", "pattern"]


def test_an_exported_rota_is_read_again_as_it_was(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Name", *dates(7)],
        ["Ann Able", "LD", "LD", "", "TR", "AL", "N", ""],
        ["Bob", "E", "", "L", "", "", "", ""],
    ]
    first = read(saved(tmp_path / "rota.xlsx", ("Hub", rows)))
    write_rota_workbook(
        first.case, first.plan, judge(first.case, first.plan), tmp_path / "out.xlsx"
    )
    again = read(tmp_path / "out.xlsx")
    assert [person.name for person in again.case.people] == ["Ann Able", "Bob"]
    assert (again.duties("Ann-Able"), again.duties("Bob")) == (
        first.duties("Ann-Able"),
        first.duties("Bob"),
    )
    assert [(row.person, row.first_day, row.kind) for row in again.case.absences] == [
        ("Ann-Able", on(4), "leave")
    ]
    assert [(row.date, row.training) for row in again.case.fixed] == [(on(3), True)]
