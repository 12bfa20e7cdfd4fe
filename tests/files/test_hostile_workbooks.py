"""Does a damaged or hostile workbook ever give anything but a case or bad input, soon?"""

import io
import random
import tempfile
import zipfile
from pathlib import Path

import pytest
from example_case import write_example_case
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterer.files import BadInput, load_case, save_case
from rosterer.files.workbook import case_workbook
from rosterer.files.workbook_open import LARGEST_UNFOLDED
from rosterer_models.vocabulary.case import Case

SPOILERS = (
    b"",
    b"\x00",
    b"<",
    b">",
    b'"',
    b"&",
    b"&#0;",
    b"1e999",
    b"9" * 30,
    b"-1",
    b"XFD1048576",
    b"<row r='99999999999'/>",
    b"t='s'",
)
"""What stands in damaged sheets: cut tags, impossible numbers, places and references."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return case_workbook(load_case(write_example_case(tmp_path_factory.mktemp("sound") / "case")))


def rewritten(book: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one part replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def outcome(content: bytes) -> Case | BadInput:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "case.xlsx"
        path.write_bytes(content)
        try:
            return load_case(path)
        except BadInput as refused:
            if not all(fault.file and fault.message for fault in refused.faults):
                raise AssertionError("a fault says neither where nor what") from refused
            return refused


@settings(max_examples=150, deadline=None)
@given(chance=st.randoms(use_true_random=False), blows=st.integers(1, 3))
def test_a_workbook_with_damaged_parts_is_a_case_or_bad_input(
    sound: bytes, chance: random.Random, blows: int
) -> None:
    for _ in range(blows):
        with zipfile.ZipFile(io.BytesIO(sound)) as archive:
            name = chance.choice(archive.namelist())
            content = archive.read(name)
        place = chance.randrange(len(content) + 1)
        length = chance.choice([0, 0, 1, 2, 10, 100])
        sound = rewritten(
            sound, name, content[:place] + chance.choice(SPOILERS) + content[place + length :]
        )
    assert isinstance(outcome(sound), Case | BadInput)


@settings(max_examples=100, deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_a_damaged_archive_is_a_case_or_bad_input(sound: bytes, chance: random.Random) -> None:
    place = chance.randrange(len(sound))
    spoilt = chance.choice(
        [
            sound[:place],
            sound[:place] + bytes([chance.randrange(256)]) + sound[place + 1 :],
            sound[place:],
        ]
    )
    assert isinstance(outcome(spoilt), Case | BadInput)


def test_ten_megabytes_of_rubbish_are_refused() -> None:
    assert isinstance(outcome(random.Random(1).randbytes(10_000_000)), BadInput)


def test_a_zip_bomb_is_refused_before_it_unfolds(sound: bytes) -> None:
    refused = outcome(rewritten(sound, "xl/worksheets/sheet2.xml", b"<a>" + b" " * 50_000_000))
    assert isinstance(refused, BadInput)
    assert "no honest workbook" in str(refused)


def test_a_workbook_larger_than_the_limit_is_refused(
    sound: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rosterer.files.workbook_open.LARGEST_UNFOLDED", 1000)
    assert LARGEST_UNFOLDED > 1000
    assert "no honest workbook" in str(outcome(sound))


def test_xml_entities_are_refused(sound: bytes) -> None:
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b '
        b'"&a;&a;&a;">]><worksheet>&b;</worksheet>'
    )
    assert "declares XML entities" in str(
        outcome(rewritten(sound, "xl/worksheets/sheet2.xml", laughs))
    )


def test_a_cell_in_the_last_row_and_column_is_survived(sound: bytes) -> None:
    sheet = (
        b"<worksheet "
        b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row '
        b'r="1">'
        b'<c r="A1" t="inlineStr"><is><t>team</t></is></c></row><row r="1048576"><c '
        b'r="XFD1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )
    assert isinstance(outcome(rewritten(sound, "xl/worksheets/sheet3.xml", sheet)), BadInput)


def test_a_text_file_named_xlsx_is_refused() -> None:
    assert "is no .xlsx workbook" in str(outcome(b"person,date\np1,2026-11-02\n"))


def test_a_sound_workbook_is_a_case(sound: bytes, tmp_path: Path) -> None:
    case = outcome(sound)
    assert isinstance(case, Case)
    save_case(case, tmp_path / "again.xlsx")
    assert load_case(tmp_path / "again.xlsx") == case
