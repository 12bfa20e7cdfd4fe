"""What becomes of files that spreadsheets changed, that hold what nobody sees, or that are
something else altogether?
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from example_case import write_example_case, write_example_plan
from found_faults import faults, only_fault, replace

from rosterer.files import BadInput, load_case, load_plan, save_case, save_plan


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_example_case(tmp_path / "case")


def _with_mark(text: str) -> bytes:
    return b"\xef\xbb\xbf" + text.encode()


def _semicolons(text: str) -> bytes:
    return text.replace(";", " ").replace(",", ";").encode()


def _tabs(text: str) -> bytes:
    return text.replace(",", "\t").encode()


def _windows_lines(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def _old_mac_lines(text: str) -> bytes:
    return text.replace("\n", "\r").encode()


def _blank_rows(text: str) -> bytes:
    return ("\n\n" + text.replace("\n", "\n\n,,,\n")).encode()


def _empty_columns(text: str) -> bytes:
    return text.replace("\n", ",, \n").encode()


def _columns_turned(text: str) -> bytes:
    return "\n".join(",".join(reversed(line.split(","))) for line in text.splitlines()).encode()


@pytest.mark.parametrize(
    "spoil",
    [
        _with_mark,
        _semicolons,
        _tabs,
        _windows_lines,
        _old_mac_lines,
        _blank_rows,
        _empty_columns,
        _columns_turned,
    ],
)
def test_what_spreadsheets_do_to_files_is_tolerated(
    case: Path, spoil: Callable[[str], bytes]
) -> None:
    sound = load_case(case)
    for file in case.glob("*.csv"):
        file.write_bytes(spoil(file.read_text(encoding="utf-8")))
    assert load_case(case) == sound


def test_an_older_windows_encoding_is_refused_with_its_line(case: Path) -> None:
    (case / "teams.csv").write_bytes("team,name\nnorth,North\neast,Café\n".encode("cp1252"))
    fault = only_fault(case)
    assert (fault.file, fault.row, fault.value) == ("teams.csv", 3, "east,Café")
    assert "CSV UTF-8" in fault.remedy


def test_utf_16_is_refused_and_its_other_faults_are_still_found(case: Path) -> None:
    (case / "teams.csv").write_bytes("team,name\nsouth,South\n".encode("utf-16"))
    found = faults(case)
    assert found[0].message == "is saved as UTF-16"
    assert {(fault.file, fault.column) for fault in found[1:]} == {("people.csv", "team")}


def test_an_open_quote_is_reported_and_not_swallowed(case: Path) -> None:
    replace(case, "teams.csv", "North team", '"North team')
    assert "double quote" in only_fault(case).remedy


def test_a_row_with_too_many_cells_is_a_fault(case: Path) -> None:
    replace(case, "teams.csv", "North team", "North team, Derby")
    assert "2" in only_fault(case).message


def test_an_empty_file_has_no_headings(case: Path) -> None:
    (case / "caps.csv").write_text("", encoding="utf-8")
    assert only_fault(case).message == "has no headings"


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\x7f", "\x9b"])
def test_a_control_character_in_a_text_is_refused_and_shown_as_what_it_is(
    case: Path, letter: str
) -> None:
    replace(case, "teams.csv", "North team", f"North{letter} team")
    fault = only_fault(case)
    assert (fault.file, fault.row, fault.column) == ("teams.csv", 2, "name")
    assert f"{letter!r}" in str(fault)
    assert str(fault).isprintable()


def test_a_text_may_hold_tabs_and_line_ends(case: Path) -> None:
    replace(case, "teams.csv", "North team", '"North\tteam\nof Derby"')
    assert load_case(case).teams[0].name == "North\tteam\nof Derby"


def test_a_plan_in_place_of_a_case_is_one_fault(tmp_path: Path) -> None:
    plan = write_example_plan(tmp_path / "plan")
    save_plan(load_plan(plan), tmp_path / "plan.json")
    save_plan(load_plan(plan), tmp_path / "plan.xlsx")
    for name in ("plan", "plan.json", "plan.xlsx"):
        fault = only_fault(tmp_path / name)
        assert (fault.file, fault.message) == (name, "is a plan, and a case is needed here")


def test_a_case_in_place_of_a_plan_is_one_fault(case: Path, tmp_path: Path) -> None:
    save_case(load_case(case), tmp_path / "case.json")
    save_case(load_case(case), tmp_path / "case.xlsx")
    for name in ("case", "case.json", "case.xlsx"):
        with pytest.raises(BadInput) as refused:
            load_plan(tmp_path / name)
        (fault,) = refused.value.faults
        assert (fault.file, fault.message) == (name, "is a case, and a plan is needed here")
        assert fault.remedy.startswith("give CASE, then PLAN")


def test_nothing_at_all_is_said_plainly(tmp_path: Path) -> None:
    assert "does not exist" in only_fault(tmp_path / "nowhere").message
    (tmp_path / "case.txt").write_text("x", encoding="utf-8")
    assert "is no case" in only_fault(tmp_path / "case.txt").message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"{", "line|column"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"days": ' + b"9" * 5000 + b"}", "too many digits"),
        (b'{"days": NaN}', "NaN is not a number"),
        (b'{"a": 1, "a": 2}', "given twice"),
    ],
)
def test_no_sentence_of_a_library_is_said_of_a_document(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "case.json").write_bytes(content)
    told = str(faults(tmp_path / "case.json")[0])
    assert re.search(said, told)
    for foreign in ("Expecting", "recursion", "sys.", "limit", "char ", "codec"):
        assert foreign not in told


def test_a_document_in_another_encoding_is_not_told_to_become_a_table(tmp_path: Path) -> None:
    (tmp_path / "case.json").write_bytes("{}".encode("utf-16"))
    assert faults(tmp_path / "case.json")[0].remedy == "save it as UTF-8"
