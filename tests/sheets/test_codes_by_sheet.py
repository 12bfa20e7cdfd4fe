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
