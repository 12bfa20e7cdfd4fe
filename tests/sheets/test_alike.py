"""Is one person who is written in two ways asked about?"""

from pathlib import Path

import pytest

from rosterer.sheets import Imported, Mapping, QuestionsError, import_rota
from tests.sheets.rotas import TODAY, dates, saved


def read(folder: Path, first: str, second: str, **given: object) -> Imported:
    rows = [["Name", *dates(5)], [first, "D"], [second, "", "N"]]
    path = saved(folder / "rota.xlsx", ("Rota", rows))
    return import_rota(path, Mapping(**given), today=TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Asha Patel", "Asha Patel *"),
        ("Ben Osei", "Ben Osei (Bank)"),
        ("Asha Patel", "Patel, Asha"),
        ("Zoë O’Brien", "Zoe OBrien"),
        ("Ann-Marie Lee", "Ann Marie Lee"),
    ],
)
def test_names_that_may_be_one_are_asked_about(tmp_path: Path, first: str, second: str) -> None:
    with pytest.raises(QuestionsError, match="written in another way") as asked:
        read(tmp_path, first, second)
    assert "Rota!C3" in str(asked.value)
    assert len(read(tmp_path, first, second, rows={second: "person"}).case.people) == 2
    assert len(read(tmp_path, first, second, cells={"Rota!A3": first}).case.people) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [("Asha Patel", "Asha Patel 2"), ("Asha P", "Asha Patel"), ("Ann Lee", "Anna Lee")],
)
def test_others_are_other_people(tmp_path: Path, first: str, second: str) -> None:
    assert len(read(tmp_path, first, second).case.people) == 2
