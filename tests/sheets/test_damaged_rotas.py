"""Does a strange or damaged rota ever give anything but a case or bad input?"""

import io
import random
import tempfile
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterer.files import BadInput, check_case, load_case, save_case
from rosterer.sheets import Imported, Mapping, import_rota
from tests.sheets.rotas import MONDAY, TODAY, Cell, dates, saved, simple

STRANGE: list[Cell] = [
    None,
    "",
    "D",
    "N",
    "AL",
    "TR",
    "OFF",
    "Q9",
    "7-3",
    "22:00-06:00",
    "=1+1",
    "Name",
    "Total",
    "Key",
    "Mon",
    "2 Nov",
    "31/02/2026",
    "30/13/2026",
    "November 2026",
    0,
    -1,
    31,
    1e300,
    46000.5,
    date(1899, 12, 31),
    date(9999, 12, 31),
    MONDAY,
    MONDAY + timedelta(days=1),
    "x" * 300,
    "é\u200b",
    "Ann",
    "'quoted",
    "\x7f",
]


def outcome(path: Path) -> Imported | BadInput:
    try:
        return import_rota(path, Mapping(), today=TODAY)
    except BadInput as refused:
        if not all(fault.file and fault.message for fault in refused.faults):
            raise AssertionError("a fault says neither where nor what") from refused
        return refused


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.lists(st.sampled_from(STRANGE), max_size=9), max_size=9),
    has_dates=st.booleans(),
)
def test_any_sheet_is_a_case_or_bad_input(rows: list[list[Cell]], has_dates: bool) -> None:
    with tempfile.TemporaryDirectory() as directory:
        found = outcome(
            saved(
                Path(directory) / "rota.xlsx",
                ("Rota", [["Name", *dates(6)], *rows] if has_dates else rows),
            )
        )
    if isinstance(found, Imported):
        assert check_case(found.case) == ()


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(alphabet=st.sampled_from("DN;,\t\n\"'0123/-: AaövKey\r\x00"), max_size=120),
    has_dates=st.booleans(),
)
def test_any_csv_is_a_case_or_bad_input(text: str, has_dates: bool) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "rota.csv"
        header = "Name,2026-11-02,2026-11-03,2026-11-04,2026-11-05\n" if has_dates else ""
        path.write_bytes((header + text).encode())
        assert isinstance(outcome(path), Imported | BadInput)


def test_what_nobody_sees_in_a_name_is_left_out_so_that_the_case_can_be_read(
    tmp_path: Path,
) -> None:
    days = ",".join(day.isoformat() for day in dates(6))
    (tmp_path / "rota.csv").write_text(
        f"Name,{days}\nAnn\x00 \x07Able,D,D,D,OFF,OFF,D\nKey\nD,07:00-15:00\n", encoding="utf-8"
    )
    found = outcome(tmp_path / "rota.csv")
    assert isinstance(found, Imported)
    assert [person.name for person in found.case.people] == ["Ann Able"]
    save_case(found.case, tmp_path / "case")
    assert load_case(tmp_path / "case") == found.case


@settings(max_examples=100, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_a_damaged_workbook_is_a_case_or_bad_input(chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = simple(Path(directory) / "rota.xlsx")
        out = io.BytesIO()
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
            victim = chance.choice(old.namelist())
            for part in old.namelist():
                content = old.read(part)
                place = chance.randrange(len(content) + 1) if part == victim else len(content)
                new.writestr(
                    part, content[:place] + (content[place + 3 :] if part == victim else b"")
                )
        path.write_bytes(out.getvalue())
        assert isinstance(outcome(path), Imported | BadInput)


@pytest.mark.parametrize(
    "element",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A1:XFD99999"/></hyperlinks>',
    ],
)
def test_a_range_over_the_whole_sheet_is_refused(tmp_path: Path, element: str) -> None:
    path = simple(tmp_path / "rota.xlsx")
    with zipfile.ZipFile(path) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", b"</sheetData>" + element.encode())
    with zipfile.ZipFile(path, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)
    refused = outcome(path)
    assert isinstance(refused, BadInput)
    assert "merges or links the cells" in str(refused)


def test_a_cell_in_the_last_corner_is_survived(tmp_path: Path) -> None:
    path = simple(tmp_path / "rota.xlsx")
    from openpyxl import load_workbook

    book = load_workbook(path)
    book["Rota"]["XFD1048576"] = "far away"
    book.save(path)
    assert isinstance(outcome(path), Imported)


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 1000, b"\xff\xfe" + "Name,D".encode("utf-16-le")]
)
def test_files_of_nothing_are_bad_input(tmp_path: Path, content: bytes) -> None:
    for name in ("rota.xlsx", "rota.csv"):
        (tmp_path / name).write_bytes(content)
        assert isinstance(outcome(tmp_path / name), BadInput)


def test_other_kinds_of_files_and_missing_ones_are_bad_input(tmp_path: Path) -> None:
    (tmp_path / "rota.docx").write_bytes(b"PK")
    assert isinstance(outcome(tmp_path / "rota.docx"), BadInput)
    assert isinstance(outcome(tmp_path / "nothing.xlsx"), BadInput)
