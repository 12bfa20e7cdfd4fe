"""Is a case that nobody could mend given up early, however small its file is?"""

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from example_case import write_example_case
from found_faults import faults

from rosterer.files import faults as told
from rosterer.files import load_case, save_case
from rosterer.files.faults import MOST_ASKED, MOST_FAULTS, nearest
from rosterer.files.tables import MOST_COLUMNS
from rosterer.files.workbook_read import MOST_BEYOND, _Walk
from rosterer.files.workbook_rows import RowCount


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Words whose nearest was looked for."""
    words: list[str] = []

    def counted(word: str, known: object) -> str:
        words.append(word)
        return nearest(word, known)  # type: ignore[arg-type]

    monkeypatch.setattr(told, "nearest", counted)
    return words


def test_of_many_unknown_names_the_nearest_of_the_first_is_looked_for(
    tmp_path: Path, asked: list[str]
) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({f"k{number}": 1 for number in range(20_000)}))
    assert len(faults(file)) == MOST_FAULTS
    assert len(asked) == MOST_ASKED


def test_a_table_with_far_too_many_columns_is_refused_by_their_number(
    tmp_path: Path, asked: list[str]
) -> None:
    case = write_example_case(tmp_path / "case")
    names = ",".join(f"c{number}" for number in range(MOST_COLUMNS + 1))
    (case / "requests.csv").write_text(f"{names}\n1\n")
    assert [fault.message for fault in faults(case)] == [f"has {MOST_COLUMNS + 1:,} columns"]
    assert not asked


def test_a_name_that_is_long_and_unknown_is_not_left_out(tmp_path: Path) -> None:
    case = write_example_case(tmp_path / "case")
    document = tmp_path / "case.json"
    save_case(load_case(case), document)
    content = json.loads(document.read_text())
    document.write_text(json.dumps({**content, "x" * 500: 1}))
    assert "is not known here" in faults(document)[0].message


def widened(tmp_path: Path, num_rows: int, num_columns: int) -> Path:
    file = tmp_path / "case.xlsx"
    save_case(load_case(write_example_case(tmp_path / "case")), file)
    book = openpyxl.load_workbook(file)
    for row in range(2, num_rows + 2):
        book["people"].cell(row, num_columns).number_format = "0.00"
    book.save(file)
    return file


def test_cells_far_to_the_right_of_the_headings_are_not_walked_through(tmp_path: Path) -> None:
    file = widened(tmp_path, MOST_BEYOND // 16_000 + 2, 16_384)
    found = faults(file)
    assert any("cells far beyond its table" in fault.message for fault in found)


def test_a_single_heading_far_to_the_right_makes_no_table_of_sixteen_thousand_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    is_too_long = _Walk.is_too_long

    def counted(walk: _Walk, num_cells: int, num_headings: int) -> bool:
        looked.append(num_cells)
        return is_too_long(walk, num_cells, num_headings)

    monkeypatch.setattr(_Walk, "is_too_long", counted)
    book = openpyxl.Workbook()
    book.worksheets[0].title = "people"
    for row in range(1, 200):
        book["people"].cell(row, 16_384).value = "x"
    book.save(tmp_path / "case.xlsx")
    found = faults(tmp_path / "case.xlsx")
    assert any("cells far beyond its table" in fault.message for fault in found)
    assert sum(looked) <= MOST_BEYOND + 4 * 16_384


@pytest.mark.parametrize("more", [0, 1])
def test_rows_without_a_value_are_counted_before_anything_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    monkeypatch.setattr("rosterer.files.workbook_open.MOST_EMPTY_ROWS", 500)
    num_loaded = []
    load = openpyxl.load_workbook
    file = tmp_path / "case.xlsx"
    book = openpyxl.Workbook()
    for row in range(1, 501 + more):
        book.worksheets[0].row_dimensions[row].height = 20
    book.save(file)

    def counted(*content: object, **options: object) -> openpyxl.Workbook:
        num_loaded.append(1)
        return load(*content, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(openpyxl, "load_workbook", counted)
    found = faults(file)
    assert any("501 rows without a value" in fault.message for fault in found) == bool(more)
    assert bool(num_loaded) != bool(more)


def test_formats_that_were_spread_over_some_columns_are_read(tmp_path: Path) -> None:
    assert load_case(widened(tmp_path, 10, 100)).people


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_a_row_is_empty_by_its_own_values_alone(size: int) -> None:
    cells = {
        b'<c r="A1"><v></v></c>': 1,
        b'<c r="A1"><v/></c>': 1,
        b'<c r="A1"><v xml:space="preserve"/></c>': 1,
        b'<c r="A1" t="inlineStr"><is><t></t></is></c>': 1,
        b"": 1,
        b'<c r="A1"><v>0</v></c>': 0,
        b'<x:c r="A1"><x:v xml:space="preserve">0</x:v></x:c>': 0,
        b'<c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c>': 0,
        b"<c><v>1</v></c><c><v>2</v></c><c><v>3</v></c>": 0,
    }
    text = b"<sheetData>" + b"".join(b'<row r="1">' + cell + b"</row>" for cell in cells)
    text += b'<row r="9" ht="20"/></sheetData>'
    count = RowCount()
    for begin in range(0, len(text), size):
        count.read(text[begin : begin + size])
    assert count.num_empty == sum(cells.values()) + 1


def test_the_rows_of_a_sheet_are_counted_with_little_in_hand() -> None:
    count = RowCount()
    for _ in range(50):
        count.read(b"a" * 100_000)
        assert len(count._tail) <= 1000
