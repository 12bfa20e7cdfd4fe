"""Is the exported workbook a rota that a manager recognises?"""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from rosterer.explain.free_places import free_places
from rosterer.explain.waterfall import reasons_of
from rosterer.export import write_rota_workbook
from rosterer.referee import judge
from rosterer.referee.reading import read_plan
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.loss import Loss
from rosterer_models.vocabulary.person import Absence, FixedDuty, Team
from rosterer_models.vocabulary.plan import Plan
from tests.cases import DAY, NIGHT, PEOPLE, changed, day, duty, small_case, small_plan
from tests.explain.test_free_places import NOT_SERVED, ROOM


def exported(case: Case, plan: Plan, directory: Path, *, show_names: bool = True) -> Workbook:
    path = directory / "rota.xlsx"
    write_rota_workbook(case, plan, judge(case, plan), path, show_names=show_names)
    return load_workbook(path)


def row_of(sheet: Worksheet, first: str) -> list[object]:
    """The row whose first cell has a text."""
    return next([cell.value for cell in row] for row in sheet.iter_rows() if row[0].value == first)


def column_of(sheet: Worksheet, heading: str, row: int = 1) -> int:
    return next(cell.column for cell in sheet[row] if cell.value == heading)


def test_the_workbook_has_the_sheets_of_a_published_rota(tmp_path: Path) -> None:
    book = exported(small_case(), small_plan(), tmp_path)
    assert book.sheetnames == [
        "Plan",
        "Rota",
        "Units",
        "Days",
        "Waiting list",
        "Shortages",
        "Ledger",
        "Key",
    ]


def test_a_row_shows_codes_units_leave_and_training(tmp_path: Path) -> None:
    case = small_case(
        absences=(Absence(person="ann", first_day=day(2), last_day=day(2)),),
        fixed=(FixedDuty(person="ann", date=day(3), shift="D", training=True),),
    )
    plan = small_plan(duties=(duty("ann", 0), duty("ann", 1, place="hub"), duty("ann", 3)))
    ann = row_of(exported(case, plan, tmp_path)["Rota"], "ann")
    assert ann[4:11] == ["D", "D/hub", "AL", "D/T", None, None, None]


def test_hours_and_balance_stand_behind_the_days(tmp_path: Path) -> None:
    sheet = exported(small_case(), small_plan(), tmp_path)["Rota"]
    ann = row_of(sheet, "ann")
    # 4 duties of 11 paid hours against a contract of 42
    assert ann[11:18] == [4, 0, 44, 0, 42, 0, 2]


def test_weekends_and_holidays_are_marked_in_words(tmp_path: Path) -> None:
    sheet = exported(small_case(holidays=(day(0),)), small_plan(), tmp_path)["Rota"]
    assert sheet.cell(3, 5).value == "Mon BH\n5 Oct"
    fills = [sheet.cell(3, column).fill.fgColor.rgb for column in (5, 6, 10)]
    assert fills[0] == fills[2] != fills[1]


def test_totals_count_people_on_each_shift(tmp_path: Path) -> None:
    sheet = exported(small_case(), small_plan(), tmp_path)["Rota"]
    # days 0 to 6: Ann 0–3, Cat 0, 1 and 6, Dan 4 and 5
    assert row_of(sheet, "On D")[4:11] == [2, 2, 1, 1, 1, 1, 1]
    assert row_of(sheet, "On N")[4:11] == [0, 0, 0, 0, 1, 1, 1]


def test_sheets_print_landscape_on_as_many_pages_as_they_are_long(tmp_path: Path) -> None:
    book = exported(small_case(), small_plan(), tmp_path)
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book["Rota"].page_setup.paperSize == 9
    longer = exported(small_case(days=28), small_plan(), tmp_path)
    assert longer["Rota"].page_setup.paperSize == 8
    assert longer["Rota"].print_title_rows == "$1:$3"


def test_every_team_has_its_sheet_and_titles_do_not_clash(tmp_path: Path) -> None:
    names = ("north", "NORTH", "a" * 40, "a" * 41)
    people = tuple(
        person.model_copy(update={"team": team}) for person, team in zip(PEOPLE, names, strict=True)
    )
    book = exported(
        small_case(teams=tuple(Team(team=team) for team in names), people=people),
        small_plan(),
        tmp_path,
    )
    rotas = book.sheetnames[1:5]
    assert all(title.startswith("Rota ") and len(title) <= 31 for title in rotas)
    assert len({title.casefold() for title in rotas}) == 4


def test_the_units_sheet_names_who_is_there_and_where_staff_are_short(tmp_path: Path) -> None:
    sheet = exported(small_case(), small_plan(), tmp_path)["Units"]
    lines = {row[1].value: [cell.value for cell in row[2:]] for row in sheet.iter_rows(min_row=2)}
    assert lines["On D"][:3] == ["cat", "cat", None]
    assert lines["On N"][4:] == ["ben", "ben", "ben"]
    assert lines["Beds available"] == [3] * 7
    # Ben comes on Friday: no night before it has anybody
    assert lines["Staff"][:4] == ["short"] * 4


def test_the_days_sheet_lists_rounds(tmp_path: Path) -> None:
    plan = small_plan(duties=(duty("dan", 4, place="A", band="morning", minutes=60, skill="care"),))
    sheet = exported(small_case(), plan, tmp_path)["Days"]
    row = [cell.value for cell in sheet[2]]
    assert row[1:5] == ["D", "07:00", "19:00", "dan"]
    assert row[7:9] == ["A", "morning A 60 min care"]


def test_shortages_give_needed_there_and_hours(tmp_path: Path) -> None:
    case = small_case(census=(), expected=(), referrals=(), barriers=(), units=())
    plan = small_plan(duties=(), placements=())
    sheet = exported(case, plan, tmp_path)["Shortages"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    care = [row for row in rows if row[2] == "A"]
    # two hours each morning of the week, and on Wednesday half an hour for two carers at B
    assert [(row[3], row[5], row[6], row[8]) for row in care] == [("morning", 120, 0, 2)] * 7
    assert [(row[3], row[5], row[8]) for row in rows if row[2] == "B"] == [("evening", 60, 1)]


def test_a_plan_without_shortage_says_so(tmp_path: Path) -> None:
    case = small_case(census=(), expected=(), referrals=(), barriers=(), units=(), cover=())
    sheet = exported(case, small_plan(duties=(), placements=()), tmp_path)["Shortages"]
    assert sheet["A2"].value == "Nothing is short."


def test_the_ledger_adds_up_to_the_cost(tmp_path: Path) -> None:
    case, plan = small_case(), small_plan()
    sheet = exported(case, plan, tmp_path)["Ledger"]
    pounds = [row[3].value for row in sheet.iter_rows(min_row=2)]
    assert sum(pounds[:-1]) == pytest.approx(pounds[-1])
    assert pounds[-1] == pytest.approx(judge(case, plan).cost)


def test_texts_like_formulas_are_texts_behind_an_apostrophe(tmp_path: Path) -> None:
    case = small_case(
        people=changed(PEOPLE, "person", "ann", name='=HYPERLINK("http://x")', grade="+1")
    )
    book = exported(case, small_plan(), tmp_path)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert row_of(book["Rota"], "ann")[1:3] == ['\'=HYPERLINK("http://x")', "'+1"]


def test_names_are_left_out_when_asked(tmp_path: Path) -> None:
    case = small_case(people=changed(PEOPLE, "person", "ann", name="Ann Able"))
    book = exported(case, small_plan(), tmp_path, show_names=False)
    assert not [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == "Ann Able"
    ]


def test_the_key_explains_every_shift_and_unit(tmp_path: Path) -> None:
    codes = [
        row[0].value for row in exported(small_case(), small_plan(), tmp_path)["Key"].iter_rows()
    ]
    assert {"D", "N", "D/hub", "D/T", "AL", "X"} <= set(codes)


def test_the_grid_is_ruled_codes_are_centred_and_empty_weekends_shaded(tmp_path: Path) -> None:
    sheet = exported(small_case(), small_plan(duties=(duty("ann", 0),)), tmp_path)["Rota"]
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == "ann")
    code, friday, saturday = (sheet.cell(row, column) for column in (5, 9, 10))
    assert (code.value, code.alignment.horizontal, code.alignment.shrink_to_fit) == (
        "D",
        "center",
        True,
    )
    assert all(side.style == "thin" for side in (friday.border.left, friday.border.top))
    assert (friday.fill.fill_type, saturday.fill.fill_type) == (None, "solid")
    assert {
        cell.font.name
        for cells in sheet.iter_rows(min_row=3)
        for cell in cells
        if cell.value is not None
    } == {"Calibri"}


def test_rows_are_as_high_as_their_longest_text(tmp_path: Path) -> None:
    pieces = tuple(
        duty("ann", 0, place=place, band=band, minutes=20)
        for place in ("A", "B")
        for band in ("morning", "evening")
    )
    case = small_case(people=changed(PEOPLE, "person", "ann", name="Ann " * 20))
    sheet = exported(
        case, small_plan(duties=(*pieces, duty("ben", 0, shift="N", place="hub"))), tmp_path
    )["Days"]
    heights = {
        cells[4].value: sheet.row_dimensions[cells[4].row].height
        for cells in sheet.iter_rows(min_row=2)
    }
    # 79 characters in a column of 20 take five lines
    assert heights["ann"] >= 5 * 15
    assert heights["ben"] < heights["ann"]


def test_headers_and_footers_keep_clear_of_the_table_on_paper(tmp_path: Path) -> None:
    for sheet in exported(small_case(), small_plan(), tmp_path):
        margins = sheet.page_margins
        assert min(margins.top - margins.header, margins.bottom - margins.footer) >= 0.4


def test_a_team_with_a_unit_of_its_own_has_plain_codes_and_marks_who_is_spare(
    tmp_path: Path,
) -> None:
    case = small_case(
        teams=(Team(team="hub"),),
        people=tuple(person.model_copy(update={"team": "hub"}) for person in PEOPLE),
        units=tuple(
            unit.model_copy(update={"unit": "hub-unit", "kind": "team"})
            for unit in small_case().units
        ),
        census=(),
        referrals=(),
        barriers=(),
        expected=(),
        cover=(),
    )
    book = exported(case, Plan(duties=(duty("ann", 0, place="hub-unit"), duty("ann", 1))), tmp_path)
    assert row_of(book["Rota"], "ann")[4:6] == ["D", "D+"]
    assert row_of(book["Key"], "D+")[1] == "on duty beyond what that unit needs"


def test_days_are_wide_enough_for_the_longest_code(tmp_path: Path) -> None:
    unit = small_case().units[0].model_copy(update={"unit": "riverside"})
    case = small_case(units=(unit,), census=(), referrals=(), barriers=(), expected=(), cover=())
    sheet = exported(case, Plan(duties=(duty("ann", 0, place="riverside"),)), tmp_path)["Rota"]
    assert row_of(sheet, "ann")[4] == "D/riverside"
    assert sheet.column_dimensions["E"].width == 11


def _points(sheet: Worksheet) -> float:
    """The size at which texts of 11 points are printed, where a character of a column takes up to 7
    points.
    """
    across = {8: 1133, 9: 784}[sheet.page_setup.paperSize] * sheet.page_setup.fitToWidth
    width = sum(7 * one.width for one in sheet.column_dimensions.values())
    return 11 * min(1.0, across / width)


@pytest.mark.parametrize("days", [1, 7, 14, 28, 56, 84])
@pytest.mark.parametrize("unit", ["hub", "riverside-house-for-older-people"])
def test_no_sheet_prints_below_seven_points(tmp_path: Path, days: int, unit: str) -> None:
    units = tuple(one.model_copy(update={"unit": unit}) for one in small_case().units)
    plain = {"census": (), "referrals": (), "barriers": (), "expected": ()}
    case = small_case(days=days, units=units, **plain)
    pieces = tuple(
        duty("ann", 0, place="A", band=band, minutes=20, skill="care")
        for band in ("morning", "evening")
        for _ in range(12)
    )
    plan = Plan(duties=(*pieces, *(duty("ben", t, "N", place=unit) for t in range(days))))
    for sheet in exported(case, plan, tmp_path):
        assert _points(sheet) >= 7
    # four weeks of a team hang on one sheet of A3
    rota = exported(case, plan, tmp_path)["Rota"]
    assert rota.page_setup.fitToWidth == (1 if days <= 28 else 2 if days <= 56 else 3)


def test_a_rota_of_four_weeks_has_the_short_codes_of_units(tmp_path: Path) -> None:
    def code(short: str, days: int = 28) -> object:
        units = tuple(
            one.model_copy(update={"unit": "riverside", "name": "Riverside", "short": short})
            for one in small_case().units
        )
        plain = {"census": (), "referrals": (), "barriers": (), "expected": ()}
        book = exported(
            small_case(days=days, units=units, **plain),
            Plan(duties=(duty("ann", 0, place="riverside"),)),
            tmp_path,
        )
        found = row_of(book["Rota"], "ann")[4]
        assert row_of(book["Key"], str(found))[1] == "the whole shift in Riverside"
        return found

    assert [code("RV"), code(""), code("RV", 7), code("", 7)] == [
        "D/RV",
        "D/riv",
        "D/RV",
        "D/riverside",
    ]


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, str]:
    """A workbook of a plan that leaves somebody out, and what the report says of them."""
    case, plan = ROOM, small_plan(placements=NOT_SERVED)
    verdict = judge(case, plan)
    reading = read_plan(case, plan, verdict.reservations)
    free = free_places(reading, reasons_of(reading, plan))
    book = exported(case, plan, tmp_path_factory.mktemp("waiting"))
    return book, free[0].sentence


def test_who_waits_although_a_place_is_free_is_named_with_the_price(
    waiting: tuple[Workbook, str],
) -> None:
    book, sentence = waiting
    for sheet in ("Plan", "Waiting list"):
        assert sentence in [row[0].value for row in book[sheet].iter_rows()]


def test_the_waiting_list_has_the_reasons_of_a_plan_that_gives_none(
    waiting: tuple[Workbook, str],
) -> None:
    sheet = waiting[0]["Waiting list"]
    why = column_of(sheet, "Why")
    delayed = column_of(sheet, "Delay days")
    told = [
        sheet.cell(row, why).value
        for row in range(2, sheet.max_row + 1)
        if isinstance(sheet.cell(row, delayed).value, int) and sheet.cell(row, delayed).value
    ]
    assert told
    assert all(told)


def test_where_nobody_waits_for_a_free_place_nothing_is_told_of_it(tmp_path: Path) -> None:
    sheet = exported(small_case(), small_plan(), tmp_path)["Waiting list"]
    assert "Waits although a place is free" not in [row[0].value for row in sheet.iter_rows()]


@pytest.mark.parametrize(("minutes", "told"), [(1, "1 minute"), (30, "30 minutes")])
def test_the_key_counts_minutes_of_a_break(minutes: int, told: str, tmp_path: Path) -> None:
    shifts = changed((DAY, NIGHT), "shift", "D", unpaid_break=minutes)
    key = exported(small_case(shifts=shifts), Plan(), tmp_path)["Key"]
    assert str(row_of(key, "D")[1]).endswith(f"{told} unpaid break")


@pytest.mark.parametrize("show_names", [True, False])
def test_what_was_not_read_is_told_without_its_words_where_names_are_left_out(
    tmp_path: Path, show_names: bool
) -> None:
    lost = Loss(where="rota.xlsx, Rota!B3", what="Bob Crow, 2026-11-02: 'E/L' are two spells")
    book = exported(
        small_case(), small_plan(losses=(lost,)).made("import"), tmp_path, show_names=show_names
    )
    words = [str(cell.value) for row in book["Plan"].iter_rows() for cell in row]
    assert any("Rota!B3" in text for text in words)
    assert any("Bob Crow" in text for text in words) == show_names
