"""Are workbooks of other programs read, or refused in words of our own?"""

import zipfile
from pathlib import Path

import pytest

from rosterer.files import BadInput
from rosterer.sheets import Mapping, import_rota
from tests.sheets.rotas import TODAY, simple

STYLES, SHEET, BOOK = "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def changed(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """The workbook with something else in one of its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (STYLES, b"<patternFill />", b'<patternFill><extLst><ext uri="x"/></extLst></patternFill>'),
        (STYLES, b"</styleSheet>", b'<extLst><ext uri="{x}"><y/></ext></extLst></styleSheet>'),
        (STYLES, b"<font>", b'<font><family val="99"/>'),
        (STYLES, b"<border>", b'<border diagonalUp="perhaps">'),
        (
            SHEET,
            b"</sheetData>",
            b'</sheetData><dataValidations><dataValidation x="1"/></dataValidations>',
        ),
        (SHEET, MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    ],
)
def test_what_other_programs_add_does_no_harm(
    tmp_path: Path, part: str, old: bytes, new: bytes
) -> None:
    path = changed(simple(tmp_path / "rota.xlsx"), part, old, new)
    imported = import_rota(path, Mapping(), today=TODAY)
    assert len(imported.plan.duties) == 6
    assert imported.case.first_day.isoformat() == "2026-11-02"


def test_styles_that_nobody_can_read_leave_cells_without_colours_and_that_is_told(
    tmp_path: Path,
) -> None:
    path = changed(simple(tmp_path / "rota.xlsx"), STYLES, b"<border>", b'<border x="1">')
    imported = import_rota(path, Mapping(), today=TODAY)
    assert len(imported.plan.duties) == 6
    assert any("colours, notes and struck letters" in note.text for note in imported.notes)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<html><table><tr><td>Name</td></tr></table></html>", "a web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "an old .xls workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"Name,Date", "no .xlsx workbook"),
    ],
)
def test_other_files_under_the_name_of_a_workbook_are_called_what_they_are(
    tmp_path: Path, content: bytes, kind: str
) -> None:
    (tmp_path / "rota.xlsx").write_bytes(content)
    with pytest.raises(BadInput, match=kind):
        import_rota(tmp_path / "rota.xlsx", Mapping(), today=TODAY)


def test_an_open_document_under_the_name_of_a_workbook_is_called_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "rota.xlsx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(BadInput, match="an OpenDocument spreadsheet"):
        import_rota(tmp_path / "rota.xlsx", Mapping(), today=TODAY)


@pytest.mark.parametrize("part", [STYLES, SHEET, BOOK])
def test_a_damaged_part_is_told_without_a_word_of_a_library(tmp_path: Path, part: str) -> None:
    path = changed(simple(tmp_path / "rota.xlsx"), part, b"<", b"<<")
    with pytest.raises(BadInput) as refused:
        import_rota(path, Mapping(), today=TODAY)
    assert str(refused.value) == (
        "rota.xlsx: is no workbook that can be read; open it in a spreadsheet program and save it "
        "as .xlsx again"
    )


def test_rows_within_a_cell_of_a_csv_file_are_an_open_quote(tmp_path: Path) -> None:
    (tmp_path / "rota.csv").write_text(
        'Name,2026-11-02,2026-11-03,2026-11-04\n"Ann,D,D,D\nBob,N,N,N\nCat,E,E,E\n'
    )
    with pytest.raises(BadInput, match="double quote that is not closed"):
        import_rota(tmp_path / "rota.csv", Mapping(), today=TODAY)
