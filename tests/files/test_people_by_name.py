"""May people be typed by name where an id is asked for, and is nobody else ever meant?"""

from pathlib import Path

import pytest
from found_faults import only_fault
from openpyxl import load_workbook
from tests.cases import changed, small_case

from rosterer.files import load_case, save_case
from rosterer_models.vocabulary.case import Case


def _named(**names: str) -> Case:
    case = small_case()
    people = case.people
    for person, name in names.items():
        people = changed(people, "person", person, name=name)
    return small_case(people=people, absences=(), requests=(), caps=())


def _absent(folder: Path, who: str) -> Path:
    (folder / "absences.csv").write_text(
        f"person,first_day,last_day,kind\n{who},2026-10-06,2026-10-07,leave\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    one, two, *_ = (person.person for person in small_case().people)
    save_case(_named(**{one: "Zoë O'Neill", two: one}), tmp_path / "case")
    return tmp_path / "case"


@pytest.mark.parametrize("typed", ["Zoë O'Neill", "  zoë   o'neill ", "ZOË O'NEILL"])
def test_a_name_means_the_person_who_is_called_so(folder: Path, typed: str) -> None:
    assert load_case(_absent(folder, typed)).absences[0].person == small_case().people[0].person


def test_an_id_is_an_id_though_somebody_else_is_called_so(folder: Path) -> None:
    first = small_case().people[0].person
    assert load_case(_absent(folder, first)).absences[0].person == first


def test_a_name_that_two_share_is_refused_with_both_ids(tmp_path: Path) -> None:
    one, two, *_ = (person.person for person in small_case().people)
    save_case(_named(**{one: "Farah Fox", two: "farah fox"}), tmp_path / "case")
    fault = only_fault(_absent(tmp_path / "case", "Farah Fox"))
    assert (fault.file, fault.row, fault.column) == ("absences.csv", 2, "person")
    assert fault.message == "2 people are called 'Farah Fox'"
    assert fault.remedy == f"write the id instead: {one} or {two}"


def test_a_name_that_nobody_has_is_no_id(folder: Path) -> None:
    assert only_fault(_absent(folder, "Nobody Here")).message == "'Nobody Here' is not an id"


def test_a_name_is_read_in_a_workbook_too(folder: Path, tmp_path: Path) -> None:
    save_case(load_case(folder), tmp_path / "case.xlsx", empty_tables=True)
    book = load_workbook(tmp_path / "case.xlsx")
    for column, value in enumerate(("Zoë O'Neill", "2026-10-06", "2026-10-07", "leave"), start=1):
        book["absences"].cell(2, column, value)
    book.save(tmp_path / "case.xlsx")
    case = load_case(tmp_path / "case.xlsx")
    assert [absence.person for absence in case.absences] == [small_case().people[0].person]
