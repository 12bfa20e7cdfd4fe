"""Is every rota sheet of the corpus read right, or refused in the right words?"""

from pathlib import Path
from random import Random

import pytest
from benchmarks._changes import changed, rows_of, unknown_code
from benchmarks._corpus import CORPUS, Sheet, sheets
from benchmarks._sheets import Verdict, score

LISTED = {
    line
    for line in (CORPUS / "expected_failures.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
}
SHEETS = sheets()


def known(sheet: Sheet) -> object:
    """A sheet, marked where it is known to fail."""
    name = sheet.folder.name
    marks = [pytest.mark.xfail(reason="listed", strict=True)] if name in LISTED else []
    return pytest.param(sheet, id=name, marks=marks)


@pytest.mark.parametrize("sheet", [known(sheet) for sheet in SHEETS])
def test_a_sheet_is_read_right_or_refused_in_the_right_words(sheet: Sheet) -> None:
    found = score(sheet)
    assert found.verdict in (Verdict.READ, Verdict.REFUSED), "\n".join(found.why)


def test_every_listed_failure_is_a_sheet() -> None:
    assert {sheet.folder.name for sheet in SHEETS} >= LISTED


def test_every_folder_has_a_sheet_and_says_what_is_right() -> None:
    folders = {path for path in CORPUS.iterdir() if path.is_dir()}
    assert folders == {sheet.folder for sheet in SHEETS}
    for sheet in SHEETS:
        assert len([p for p in sheet.folder.iterdir() if p.suffix != ".toml"]) == 1
        assert sheet.outcome in ("read", "refused", "question", "read-or-refused")
        assert sheet.right is not None or sheet.outcome == "refused"
        assert sheet.words or sheet.outcome == "read"
        assert (sheet.folder / "answers.toml").exists() == (sheet.outcome == "question")


def test_a_change_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    sheet = next(s for s in SHEETS if s.folder.name.startswith("147-"))
    said = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        folder.mkdir()
        for number in range(20):
            what, path = changed(sheet, number, folder)
            said.append((what, path.name))
    assert said[:20] == said[20:]
    assert len({what for what, _ in said}) > 10


def test_a_change_never_puts_another_name_for_a_person() -> None:
    sheet = next(s for s in SHEETS if s.folder.name.startswith("06-"))
    assert sheet.right is not None
    for number in range(20):
        rows = rows_of(sheet.rota)
        assert unknown_code(rows, sheet.right, Random(number)) == "nothing"
        assert rows == rows_of(sheet.rota)
