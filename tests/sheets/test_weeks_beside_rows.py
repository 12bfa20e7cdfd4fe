"""Does each row come into the week that is said of it, and each sheet begin when its owner says?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rosterer.sheets import Imported, Mapping, QuestionsError, import_rota
from tests.sheets.rotas import TODAY, Cell, dates, saved

WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FIRST = date(2026, 11, 2)
GIVEN = Mapping(first_day=FIRST)
RIGHT = {"Ann": [2, 3, 11, 12], "Bob": [4, 5, 9, 10]}
HEADS: list[Cell] = ["Name", *WEEK]
ANN: list[list[Cell]] = [["Ann", "D", "D"], ["Ann", None, None, "D", "D"]]
BOB: list[list[Cell]] = [["Bob", None, None, "N", "N"], ["Bob", "N", "N"]]


def read(path: Path, mapping: Mapping = GIVEN) -> Imported:
    return import_rota(path, mapping, today=TODAY)


def asked(path: Path, mapping: Mapping = GIVEN) -> str:
    with pytest.raises(QuestionsError) as refused:
        read(path, mapping)
    return str(refused.value)


def days(imported: Imported) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for piece in sorted(imported.plan.duties, key=lambda one: (one.person, one.date)):
        found.setdefault(piece.person, []).append(piece.date.day)
    return found


def with_column(heading: Cell, first: Cell, second: Cell) -> list[list[Cell]]:
    rows = [ANN[0], ANN[1], BOB[0], BOB[1]]
    weeks = (first, second, first, second)
    return [
        ["Name", heading, *WEEK],
        *([row[0], week, *row[1:]] for row, week in zip(rows, weeks, strict=True)),
    ]


@pytest.mark.parametrize(
    ("heading", "first", "second"),
    [
        ("Week", 1, 2),
        ("Wk", "W1", "W2"),
        ("Cycle week", "1", "2"),
        ("Week", "A", "B"),
        (None, "Week 1", "Week 2"),
        ("Week commencing", date(2026, 11, 2), date(2026, 11, 9)),
        ("W/C", "2/11/2026", "9/11/2026"),
        ("Week ending", date(2026, 11, 8), date(2026, 11, 15)),
    ],
)
def test_a_column_says_the_week_of_each_row(
    tmp_path: Path, heading: Cell, first: Cell, second: Cell
) -> None:
    path = saved(tmp_path / "rota.xlsx", ("Rota", with_column(heading, first, second)))
    imported = read(path)
    assert days(imported) == RIGHT
    assert any("Mon 9 Nov 2026" in note.text for note in imported.notes)


def test_dates_of_weeks_need_no_first_day(tmp_path: Path) -> None:
    rows = with_column("W/C", date(2026, 11, 2), date(2026, 11, 9))
    assert days(read(saved(tmp_path / "rota.xlsx", ("Rota", rows)), Mapping())) == RIGHT


@pytest.mark.parametrize("lines", [("Week 1", "Week 2"), ("w/c 2/11/2026", "w/c 9 Nov 2026")])
@pytest.mark.parametrize("is_first_above", [True, False])
def test_a_line_between_rows_says_the_week_below_it(
    tmp_path: Path, lines: Sequence[str], is_first_above: bool
) -> None:
    above = [[lines[0]], HEADS] if is_first_above else [HEADS, [lines[0]]]
    rows = [*above, ANN[0], BOB[0], [lines[1]], ANN[1], BOB[1]]
    assert days(read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))) == RIGHT


def test_a_first_week_for_each_person_may_be_the_line_of_a_cycle_and_is_asked(
    tmp_path: Path,
) -> None:
    rows: list[list[Cell]] = [
        ["Name", "Week", *WEEK],
        ["Ann", 1, "D", "D"],
        ["Bob", 2, None, "N"],
    ]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    assert "the line on which each begins" in asked(path)
    each = read(path, Mapping(first_day=FIRST, columns={"Week": "week"}))
    assert days(each) == {"Ann": [2, 3], "Bob": [10]}
    none = read(path, Mapping(first_day=FIRST, columns={"Week": "ignore"}))
    assert days(none) == {"Ann": [2, 3], "Bob": [3]}


@pytest.mark.parametrize(
    ("heads", "weeks", "words"),
    [
        (WEEK, (2, 1), "do not follow one another"),
        (WEEK, (1, "1 & 3"), "is no week that anybody knows"),
        (WEEK, (1, None), "in a row that says none"),
        (dates(7), (1, 2), "headings are dates"),
    ],
)
def test_weeks_that_nobody_can_place_are_asked_about(
    tmp_path: Path, heads: Sequence[Cell], weeks: tuple[Cell, Cell], words: str
) -> None:
    rows = with_column("Week", *weeks) if weeks[1] else with_column("Week", 1, 2)
    rows[0] = ["Name", "Week", *heads]
    if weeks[1] is None:
        rows[2][1] = None
    assert words in asked(saved(tmp_path / "rota.xlsx", ("Rota", rows)))


@pytest.mark.parametrize("names", [("Ann - Week 1", "Ann - Week 2"), ("Ann", "Ann")])
def test_one_person_in_two_rows_below_weekdays_is_asked_about(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    rows: list[list[Cell]] = [HEADS, [names[0], "D", "D"], [names[1], None, None, "N"]]
    assert "week" in asked(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    rows[0] = ["Name", *dates(7)]
    rows[1][0] = rows[2][0] = "Ann"
    dated = read(saved(tmp_path / "dated.xlsx", ("Rota", rows)))
    assert days(dated) == {"Ann": [2, 3, 4]}


def two_sheets(folder: Path, first: str, second: str, *above: list[Cell]) -> Path:
    return saved(
        folder / "rota.xlsx",
        (first, [*above, HEADS, ANN[0], BOB[0]]),
        (second, [HEADS, ANN[1], BOB[1]]),
    )


@pytest.mark.parametrize("above", [[], [["w/c 2/11/2026"]]])
def test_sheets_without_dates_that_share_people_are_asked_when_they_begin(
    tmp_path: Path, above: list[list[Cell]]
) -> None:
    path = two_sheets(tmp_path, "Early Nov", "Later", *above)
    assert "sheet Later says no date" in asked(path)
    told = Mapping(first_day=FIRST, first_days={"Later": date(2026, 11, 9)})
    assert days(read(path, told)) == RIGHT


def test_sheets_whose_names_hold_the_number_of_a_week_follow_one_another(tmp_path: Path) -> None:
    assert days(read(two_sheets(tmp_path, "Rota wk 1", "Rota wk 2"))) == RIGHT


def test_sheets_without_dates_of_other_people_are_teams(tmp_path: Path) -> None:
    path = saved(tmp_path / "rota.xlsx", ("North", [HEADS, *ANN[:1]]), ("South", [HEADS, *BOB[:1]]))
    assert days(read(path)) == {"Ann": [2, 3], "Bob": [4, 5]}


def test_a_sheet_of_weekdays_beside_a_dated_one_is_never_left_out(tmp_path: Path) -> None:
    dated: list[list[Cell]] = [["Name", *dates(7)], ["Ann", "D", "D"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", dated), ("Night team", [HEADS, *BOB[:1]]))
    assert "sheet Night team has codes or hours below days" in asked(path, Mapping())
    told = Mapping(first_days={"Night team": FIRST})
    assert days(read(path, told)) == {"Ann": [2, 3], "Bob": [4, 5]}


@pytest.mark.parametrize("part", ["sheet", "row", "column"])
def test_what_is_hidden_and_says_duties_is_asked_about(tmp_path: Path, part: str) -> None:
    rows: list[list[Cell]] = [["Name", *dates(4)], ["Ann", "D", "D"], ["Bob", None, None, "N"]]
    other: list[list[Cell]] = [["Name", *dates(4)], ["Cat", None, None, "N"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows), ("Draft", other))
    book = load_workbook(path)
    if part == "sheet":
        book["Draft"].sheet_state = "hidden"
    elif part == "row":
        book["Draft"].row_dimensions[2].hidden = True
    else:
        book["Draft"].column_dimensions["D"].hidden = True
    book.save(path)
    assert "hidden and would count like the others (Draft!D2)" in asked(path, Mapping())
    assert days(read(path, Mapping(hidden={"Draft": "read"})))["Cat"] == [4]
    if part != "row":
        left = read(path, Mapping(hidden={"Draft": "ignore"}))
        assert "Cat" not in days(left)
        assert days(left)["Ann"] == [2, 3]


def test_a_hidden_column_without_duties_is_told_alone(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Name", "Payroll", *dates(4)], ["Ann", "77", "D"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    book = load_workbook(path)
    book["Rota"].column_dimensions["B"].hidden = True
    book.save(path)
    imported = read(path, Mapping())
    assert any("hidden columns" in note.text for note in imported.notes)


@pytest.mark.parametrize(
    ("heading", "weeks"),
    [
        ("Week commencing", (date(2026, 11, 2), date(2026, 11, 9))),
        ("W/C", ("02/11/2026", "09/11/2026")),
        ("Week", ("2-8", "9-15")),
        ("Dates", ("2-8", "9-15")),
    ],
)
@pytest.mark.parametrize("below", ["All shifts 07:00-19:00", None])
def test_weeks_beside_names_are_no_hours_whatever_stands_below(
    tmp_path: Path, heading: str, weeks: Sequence[Cell], below: Cell
) -> None:
    rows: list[list[Cell]] = [[heading, *WEEK]]
    rows += [[week, *["Ann", "Bob", "Ann", "Bob", "Cat", "Cat", "Cat"]] for week in weeks]
    rows += [[below]]
    assert "Rota!" in asked(saved(tmp_path / "rota.xlsx", ("Rota", rows)))


def test_hours_beside_names_that_are_no_week_apart_are_read(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Shift", *dates(5)], ["7-3", *"AABBC"], ["3-11", *"BBACA"]]
    rows = [[one if str(one) not in "ABC" else f"P{one}" for one in row] for row in rows]
    imported = read(saved(tmp_path / "rota.xlsx", ("Rota", rows)))
    assert {f"{one.start}-{one.end}" for one in imported.case.shifts} == {
        "07:00-15:00",
        "15:00-23:00",
    }


def test_two_rows_of_a_name_are_weeks_or_one_week_as_told(tmp_path: Path) -> None:
    path = saved(tmp_path / "rota.xlsx", ("Rota", [HEADS, ANN[0], BOB[1], ANN[1], BOB[0]]))
    assert "weeks (each row is a week later" in asked(path)
    weeks = GIVEN.model_copy(update={"rows": {"Ann": "weeks", "Bob": "weeks"}})
    assert days(read(path, weeks)) == {"Ann": [2, 3, 11, 12], "Bob": [2, 3, 11, 12]}
    person = GIVEN.model_copy(update={"rows": {"Ann": "person", "Bob": "person"}})
    one = read(path, person)
    assert days(one) == {"Ann": [2, 3, 4, 5], "Bob": [2, 3, 4, 5]}
    assert any("of one week, as told" in note.text for note in one.notes)


@pytest.mark.parametrize("line", ["Weeks 2 & 4", "Week 2 & 4", "Wks 2+4", "Weeks 2-4"])
def test_a_line_of_several_weeks_is_asked_about(tmp_path: Path, line: str) -> None:
    rows: list[list[Cell]] = [HEADS, ANN[0], BOB[1], [line], ["Cat", "D"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    assert f"{line!r} stands above rows" in asked(path)


@pytest.mark.parametrize(("last", "new"), [(53, 1), (52, 53)])
def test_weeks_go_on_after_new_year(tmp_path: Path, last: int, new: int) -> None:
    path = saved(tmp_path / "rota.xlsx", ("Rota", with_column("Week", last, new)))
    told = Mapping(first_day=date(2026, 12, 21), columns={"Week": "week"})
    assert days(read(path, told)) == {"Ann": [21, 22, 30, 31], "Bob": [23, 24, 28, 29]}


def test_a_week_that_may_be_missing_before_new_year_is_asked_about(tmp_path: Path) -> None:
    path = saved(tmp_path / "rota.xlsx", ("Rota", with_column("Week", 52, 1)))
    told = Mapping(first_day=date(2026, 12, 21), columns={"Week": "week"})
    assert "do not fit" in asked(path, told)  # 2026 has a week 53


def test_a_line_right_below_weekdays_says_when_they_begin(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [HEADS, ["w/c 2 Nov 2026"], ANN[0], BOB[0], ["w/c 9 Nov 2026"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", [*rows, ANN[1], BOB[1]]))
    assert days(read(path, Mapping())) == RIGHT


def test_a_sheet_is_of_the_week_that_its_name_says(tmp_path: Path) -> None:
    first, second = [HEADS, ANN[0], BOB[0]], [HEADS, ANN[1], BOB[1]]
    path = saved(tmp_path / "rota.xlsx", ("wc 2 Nov", first), ("wc 9 Nov", second))
    assert days(read(path, Mapping())) == RIGHT


def test_days_of_weeks_are_hours_once_each_of_them_is_told(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Shift", *WEEK], ["2-8", "Ann", "Bob"], ["9-15", "Bob", "Ann"]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    told = GIVEN.model_copy(update={"codes": {"2-8": "14:00-20:00"}})
    assert "'9-15' may be days of a week or hours" in asked(path, told)
    both = GIVEN.model_copy(update={"codes": {**told.codes, "9-15": "09:00-15:00"}})
    assert days(read(path, both)) == {"Ann": [2, 3], "Bob": [2, 3]}
