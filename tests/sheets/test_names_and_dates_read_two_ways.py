"""Is what can be read in two ways read by what decides it, and asked about where nothing does?"""

from datetime import date
from pathlib import Path

import pytest

from rosterer.sheets import Mapping, QuestionsError, import_rota
from rosterer.sheets.calendars import calendar_above, says_when
from rosterer.sheets.names import commas_of
from tests.sheets.rotas import TODAY, Cell, dates, saved
from tests.sheets.test_kept_meaning import asked, csv, duties, read


@pytest.mark.parametrize(
    "texts",
    [
        ["Smith, J.", "Jones, P."],
        ["Smith, J. / Jones, P."],
        ["Smith, J.P.", "Jones, P R"],
        ["Smith, J., Jones, P"],
        ["Smith, John / Jones, Paul", "Smith, John"],
    ],
)
def test_a_comma_before_initials_or_between_other_signs_is_within_a_name(texts: list[str]) -> None:
    assert commas_of(texts) == "within"


@pytest.mark.parametrize(
    "texts",
    [
        ["Ana, Bo, Cy"],
        ["Ana, Bo, Cy, Di", "Bo, Cy"],
        ["Ana, Bo, Cy, Di", "Ana", "Bo"],
        ["Ana, Bo", "Bo, Cy"],
        ["Ana, Bo", "Ana", "Bo"],
        ["Asha Patel, Ben Osei"],
        ["Ana, VACANT"],
        ["Ana", "Bo"],
    ],
)
def test_a_comma_between_names_that_stand_in_other_company_is_between_people(
    texts: list[str],
) -> None:
    assert commas_of(texts) == "between"


@pytest.mark.parametrize(
    "texts",
    [
        ["Patel, Asha"],
        ["Patel, Asha", "Ben"],
        ["Smith, J., Jones, Paul"],
        ["Bell, Anna, Crow, Bob", "Bell, Anna"],
        ["Bell, Anna", "Crow, Bob", "Bell, Anna, Crow, Bob"],
        ["Bell, Anna, Crow, Bob,", "Crow, Bob, Dean, Cat"],
    ],
)
def test_a_comma_that_nothing_explains_is_unsure(texts: list[str]) -> None:
    assert commas_of(texts) == "unsure"


def posts(folder: Path, early: str, late: str) -> Path:
    rows: list[list[Cell]] = [
        ["Shift", *dates(5)],
        ["Early 07:00-15:00", early, late, early, late, early],
        ["Late 14:00-22:00", late, early, late, early, late],
    ]
    return saved(folder / "rota.xlsx", ("Rota", rows))


def test_surnames_and_first_names_in_cells_are_asked_about_and_answered(tmp_path: Path) -> None:
    path = posts(tmp_path, "Patel, Asha", "Osei, Ben")
    with pytest.raises(QuestionsError, match="may be two people") as refused:
        import_rota(path, Mapping(), today=TODAY)
    assert "# commas = " in refused.value.mapping
    one = import_rota(path, Mapping(commas="after surnames"), today=TODAY)
    assert [person.name for person in one.case.people] == ["Patel, Asha", "Osei, Ben"]
    two = import_rota(path, Mapping(commas="between people"), today=TODAY)
    assert len(two.case.people) == 4


def test_several_surnames_first_in_a_cell_are_one_person_for_each_pair(tmp_path: Path) -> None:
    path = posts(tmp_path, "Patel, Asha, Osei, Ben", "King, Tom")
    one = read(path, Mapping(commas="after surnames"))
    assert sorted(duties(one)) == ["King, Tom", "Osei, Ben", "Patel, Asha"]
    assert len(one.plan.duties) == 15
    two = read(path, Mapping(commas="between people"))
    assert len(two.case.people) == 6


def test_several_surnames_first_in_a_list_are_asked_about_and_answered(tmp_path: Path) -> None:
    text = 'Date,Shift,Staff\n13/11/2026,D,"Bell, Anna, Crow, Bob"\n14/11/2026,D,"Bell, Anna"\n'
    path = csv(tmp_path / "list.csv", text)
    assert "'Bell, Anna, Crow, Bob' may be two people" in asked(path)
    told = Mapping(commas="after surnames")
    assert sorted(duties(read(path, told))) == ["Bell, Anna", "Crow, Bob"]
    path.write_text(text.replace(", Bob", ""), encoding="utf-8")
    assert "odd number of parts" in asked(path, told)


def test_surnames_with_initials_in_cells_are_one_person_each(tmp_path: Path) -> None:
    imported = read(posts(tmp_path, "Smith, J. / Jones, P.", "King, T."))
    assert sorted(duties(imported)) == ["Jones, P", "King, T", "Smith, J"]


def test_a_column_of_staff_with_surnames_first_is_asked_about(tmp_path: Path) -> None:
    text = 'Staff,Date,Shift\n"Patel, Asha",2026-11-02,D\n"Osei, Ben",2026-11-03,D\n'
    assert "'Patel, Asha' may be two people" in asked(csv(tmp_path / "list.csv", text))


LIST = "Name,Date,Start,End\nAsha,{},07:00,15:00\nAsha,{},07:00,15:00\nBen,{},22:00,06:00\n"


def test_dates_of_a_list_that_nothing_decides_are_asked_about_and_answered(tmp_path: Path) -> None:
    path = csv(tmp_path / "list.csv", LIST.format("11/02/2026", "11/09/2026", "11/10/2026"))
    assert "11/02/2026 may be 11 February or 2 November" in asked(path)
    imported = import_rota(path, Mapping(dates="month/day"), today=TODAY)
    assert imported.case.first_day == date(2026, 11, 2)


def test_one_date_after_the_twelfth_decides_a_list(tmp_path: Path) -> None:
    month_first = csv(tmp_path / "a.csv", LIST.format("11/02/2026", "11/09/2026", "11/13/2026"))
    assert read(month_first).case.first_day == date(2026, 11, 2)
    day_first = csv(tmp_path / "b.csv", LIST.format("02/11/2026", "09/11/2026", "13/11/2026"))
    assert read(day_first).case.first_day == date(2026, 11, 2)


def test_weekdays_beside_dates_decide_a_list(tmp_path: Path) -> None:
    rows = LIST.replace("Name,", "Name,Day,").replace("Asha,{}", "Asha,Mon,{}")
    text = rows.replace("Ben,", "Ben,Tue,").format("11/02/2026", "11/09/2026", "11/10/2026")
    assert read(csv(tmp_path / "list.csv", text)).case.first_day == date(2026, 11, 2)


def test_days_that_follow_one_another_are_read_day_first_and_told(tmp_path: Path) -> None:
    text = LIST.format("02/11/2026", "03/11/2026", "04/11/2026")
    imported = read(csv(tmp_path / "list.csv", text))
    assert imported.case.first_day == date(2026, 11, 2)
    assert any("the day before the month" in note.text for note in imported.notes)


def test_real_dates_beside_texts_that_say_the_month_first_are_asked_about(tmp_path: Path) -> None:
    # a program that reads the day first took 11/02 for 11 February and left 11/13 a text
    rows: list[list[Cell]] = [
        ["Name", "Date", "Shift"],
        ["Asha", date(2026, 2, 11), "D"],
        ["Ben", "11/13/2026", "D"],
    ]
    assert "exchanged" in asked(saved(tmp_path / "list.xlsx", ("Rota", rows)))


@pytest.mark.parametrize(
    "text", ["Nights 2000-0800", "Nights 2000 to 0800", "Late until 2000 hrs", "0800/2030", "2000"]
)
def test_hours_of_the_clock_are_no_year(text: str) -> None:
    assert calendar_above([text], "", 2026).year is None
    assert not says_when(text)


@pytest.mark.parametrize("text", ["Rota 2026", "2026-2027", "Nights 2000-0800, 2026"])
def test_a_year_is_one(text: str) -> None:
    assert calendar_above([text], "", None).year in (2026, 2027)


def test_commas_without_names_stand_between_nothing() -> None:
    assert commas_of([",", "Ana", ", ,"]) == "between"
