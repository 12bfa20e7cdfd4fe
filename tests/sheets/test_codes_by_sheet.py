"""May a code mean one thing on one sheet and another on the next?"""

from pathlib import Path

import pytest

from rosterer.files import BadInput
from rosterer.sheets import Mapping, QuestionsError, import_rota
from tests.sheets.rotas import TODAY, Cell, dates, saved
from tests.sheets.test_kept_meaning import duties


def two_keys(folder: Path) -> Path:
    def rows(name: str, hours: str) -> list[list[Cell]]:
        heads: list[Cell] = ["Name", *dates(4)]
        return [heads, [name, "D", "D"], ["Required D", 2, 2, 2, 2], [], ["Key"], ["D", hours]]

    north, south = rows("Ann", "07:00-19:30"), rows("Bob", "08:00-16:00")
    return saved(folder / "rota.xlsx", ("North", north), ("South", south))


def test_a_code_of_two_keys_is_asked_about_on_each_sheet(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="which of them counts here") as refused:
        import_rota(two_keys(tmp_path), Mapping(), today=TODAY)
    assert '# "North!D" = ' in refused.value.mapping
    assert '# "South!D" = ' in refused.value.mapping


def test_a_code_is_answered_by_sheet(tmp_path: Path) -> None:
    told = Mapping(codes={"North!D": "07:00-19:30", "south!d": "08:00-16:00"})
    imported = import_rota(two_keys(tmp_path), told, today=TODAY)
    assert duties(imported) == {
        "Ann": ["2 07:00-19:30", "3 07:00-19:30"],
        "Bob": ["2 08:00-16:00", "3 08:00-16:00"],
    }
    assert '"SOUTH!D" = "08:00-16:00 break 30"' in imported.mapping
    told_needs = [note.text for note in imported.notes if "how many are needed" in note.text]
    assert any("on SOUTH!D, 08:00 to 16:00" in text for text in told_needs)


def test_one_answer_for_all_sheets_still_counts(tmp_path: Path) -> None:
    told = Mapping(codes={"D": "06:00-14:00"})
    imported = import_rota(two_keys(tmp_path), told, today=TODAY)
    assert duties(imported)["Bob"] == ["2 06:00-14:00", "3 06:00-14:00"]


@pytest.mark.parametrize("code", ["West!D"])
def test_a_sheet_that_is_none_is_said(tmp_path: Path, code: str) -> None:
    with pytest.raises(BadInput, match="has no sheet 'West'"):
        import_rota(two_keys(tmp_path), Mapping(codes={code: "off"}), today=TODAY)


def teams(folder: Path, north: list[list[Cell]], south: list[list[Cell]], other: str) -> Path:
    def rows(name: str, key: list[list[Cell]]) -> list[list[Cell]]:
        return [["Name", *dates(5)], [name, "D", "AL", None, "D"], [], *key]

    return saved(folder / "rota.xlsx", ("North", rows("Ann", north)), ("South", rows(other, south)))


DAY: list[list[Cell]] = [["Key"], ["D", "07:00-19:00"]]


def test_a_code_of_two_keys_is_never_what_is_customary(tmp_path: Path) -> None:
    leave, duty = [*DAY, ["AL", "Annual leave"]], [*DAY, ["AL", "08:00-16:00"]]
    with pytest.raises(QuestionsError, match="South!C2: 'AL': its keys say leave"):
        import_rota(teams(tmp_path, leave, duty, "Bob"), Mapping(), today=TODAY)


def test_the_key_of_one_team_is_asked_about_for_another_where_custom_differs(
    tmp_path: Path,
) -> None:
    key: list[list[Cell]] = [["Key"], ["D", "07:00-19:30"], ["AL", "08:00-16:00"]]
    path = teams(tmp_path, [], key, "Bob")
    with pytest.raises(QuestionsError, match="North!C2: 'AL': no key of this sheet") as refused:
        import_rota(path, Mapping(), today=TODAY)
    assert "explains D" not in str(refused.value)  # the key says what custom says
    told = Mapping(codes={"North!AL": "leave"})
    imported = import_rota(path, told, today=TODAY)
    assert duties(imported)["Bob"][1] == "3 08:00-16:00"
    assert [one.person for one in imported.case.absences] == ["Ann"]


def test_the_key_below_one_week_counts_for_the_other_weeks_of_the_same_people(
    tmp_path: Path,
) -> None:
    rows: list[list[Cell]] = [["Ann", "D"], ["Bob", None, "D"]]
    path = saved(
        tmp_path / "rota.xlsx",
        ("One", [["Name", *dates(5)], *rows, [], ["Key"], ["D", "09:00-17:00"]]),
        ("Two", [["Name", *dates(12)[7:]], *rows]),
    )
    imported = import_rota(path, Mapping(), today=TODAY)
    assert duties(imported)["Ann"] == ["2 09:00-17:00", "9 09:00-17:00"]


@pytest.mark.parametrize(
    "words",
    [
        "Key: D 08:00-18:00, N 20:00-08:00",
        "All D shifts are 08:00-18:00",
        "Please note D now finishes at 18:00",
        "Shift times: Day 08:00-18:00 Night 20:00-08:00",
    ],
)
@pytest.mark.parametrize("is_above", [True, False])
def test_a_sentence_that_says_other_hours_is_asked_about(
    tmp_path: Path, words: str, is_above: bool
) -> None:
    rows: list[list[Cell]] = [["Name", *dates(5)], ["Ann", "D", "D"], ["Bob", None, None, "D"]]
    rows = [[words], *rows] if is_above else [*rows, [], [words]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    with pytest.raises(QuestionsError, match="which may be about D"):
        import_rota(path, Mapping(), today=TODAY)
    told = Mapping(codes={"D": "08:00-18:00"})
    assert duties(import_rota(path, told, today=TODAY))["Bob"] == ["4 08:00-18:00"]


@pytest.mark.parametrize(
    "words",
    [
        "Day shift 07:00-19:30, as ever",
        "Handover is at 07:00 every day",
        "Ring Dee on 01234 567890 before 9am",
        "Made on 2026-11-02 in D wing",
    ],
)
def test_a_sentence_that_says_no_other_hours_is_not_asked_about(tmp_path: Path, words: str) -> None:
    rows: list[list[Cell]] = [["Name", *dates(5)], ["Ann", "D", "D"], ["Bob", "D"], [], [words]]
    path = saved(tmp_path / "rota.xlsx", ("Rota", rows))
    assert duties(import_rota(path, Mapping(), today=TODAY))["Bob"] == ["2 07:00-19:30"]
