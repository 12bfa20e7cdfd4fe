"""Do thousands of damaged files give anything but a case that can be judged, or a report of faults
with their places?

Each number is a damage of its own: ``spoil.py`` says which, and the same number repeats it.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from rosterer.files import BadInput, Fault, load_case, load_plan, save_case
from rosterer.files.workbook import case_workbook
from rosterer.referee import judge
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan
from tests.damage.spoil import (
    csv_of,
    damaged_book,
    damaged_document,
    damaged_file,
    damaged_table,
    damaged_text,
    parts_of,
    table_of,
)
from tests.files.example_case import write_example_case, write_example_plan

FOLDERS, DOCUMENTS, PLANS, BOOKS = 3000, 3000, 1500, 1100
LONGEST_LINE = 700
"""Characters of a fault: the place, a quoted value, a sentence and a remedy."""
PLANTED = Fault(
    "people.csv", "'purple' is not a number", row=3, column="contract_hours", value="purple"
)


def report_of(
    load: Callable[[Path], Case | Plan], path: Path
) -> tuple[Case | Plan | None, tuple[Fault, ...]]:
    """What was read, or the faults; anything else goes on."""
    try:
        return load(path), ()
    except BadInput as refused:
        return None, refused.faults


def trouble_with(faults: tuple[Fault, ...]) -> list[str]:
    """Faults that do not say enough: where, what, and what to do."""
    return [
        f"{fault!r} of {fault}"
        for fault in faults
        if not (fault.file and fault.message and fault.remedy)
        or len(str(fault)) > LONGEST_LINE
        or (fault.value is not None and fault.row is None and fault.column is None)
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_example_case(tmp_path_factory.mktemp("damage") / "case")


@pytest.fixture(scope="module")
def case(folder: Path) -> Case:
    return load_case(folder)


def damage_folder(folder: Path, sound: dict[str, bytes], chance: Random) -> list[str]:
    """Spoil up to three files of a folder; the names of those."""
    names = [chance.choice(sorted(sound)) for _ in range(chance.choice((1, 1, 1, 2, 3)))]
    for name in dict.fromkeys(names):
        content = (
            damaged_file(sound[name], chance)
            if name.endswith(".csv")
            else damaged_text(sound[name], chance)
        )
        (folder / name).unlink()
        if content is not None:
            (folder / name).write_bytes(content)
    return names


def test_thousands_of_damaged_folders(folder: Path, case: Case) -> None:
    sound = {file.name: file.read_bytes() for file in folder.iterdir()}
    refused = 0
    for number in range(FOLDERS):
        names = damage_folder(folder, sound, Random(number))
        found, faults = report_of(load_case, folder)
        assert not trouble_with(faults), number
        if isinstance(found, Case):
            judge(found, Plan())
        refused += bool(faults)
        for name in names:
            (folder / name).write_bytes(sound[name])
    assert refused > FOLDERS / 2
    assert load_case(folder) == case


def test_thousands_of_damaged_plans(tmp_path: Path, case: Case) -> None:
    folder = write_example_plan(tmp_path / "plan")
    sound = {file.name: file.read_bytes() for file in folder.iterdir()}
    refused = 0
    for number in range(PLANS):
        names = damage_folder(folder, sound, Random(number))
        found, faults = report_of(load_plan, folder)
        assert not trouble_with(faults), number
        if isinstance(found, Plan):
            judge(case, found)
        refused += bool(faults)
        for name in names:
            (folder / name).write_bytes(sound[name])
    assert refused > PLANS / 2


def test_thousands_of_damaged_documents(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    save_case(case, path)
    sound = json.loads(path.read_text(encoding="utf-8"))
    refused = 0
    for number in range(DOCUMENTS):
        chance = Random(number)
        document: object = sound
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            document = damaged_document(document, chance)
        content = json.dumps(document).encode()
        path.write_bytes(damaged_text(content, chance) if number % 7 == 0 else content)
        found, faults = report_of(load_case, path)
        assert not trouble_with(faults), number
        if isinstance(found, Case):
            judge(found, Plan())
        refused += bool(faults)
    assert refused > DOCUMENTS / 2


@pytest.mark.slow
def test_a_thousand_damaged_workbooks(case: Case, tmp_path: Path) -> None:
    book, path = case_workbook(case), tmp_path / "case.xlsx"
    parts = parts_of(book)
    refused = 0
    for number in range(BOOKS):
        path.write_bytes(damaged_book(book, parts, Random(number)))
        found, faults = report_of(load_case, path)
        assert not trouble_with(faults), number
        assert all(fault.file.startswith("case.xlsx") for fault in faults), number
        if isinstance(found, Case):
            judge(found, Plan())
        refused += bool(faults)
    assert refused > BOOKS / 2


def test_a_fault_is_told_whatever_happens_to_the_rows_and_files_around_it(folder: Path) -> None:
    sound = {file.name: file.read_bytes() for file in folder.iterdir()}
    people = table_of(sound["people.csv"])
    people[2][people[0].index("contract_hours")] = "purple"
    others = [name for name in sorted(sound) if name.endswith(".csv") and name != "people.csv"]
    for number in range(300):
        chance, name = Random(number), others[number % len(others)]
        # rows may be spoilt below the planted fault, in its own table too
        (folder / "people.csv").write_bytes(
            csv_of([*people[:3], *damaged_table(people[3:], chance)], Random(1))
        )
        (folder / name).write_bytes(csv_of(damaged_table(table_of(sound[name]), chance), chance))
        _, faults = report_of(load_case, folder)
        assert (PLANTED.file, PLANTED.message, PLANTED.row, PLANTED.column, PLANTED.value) in [
            (fault.file, fault.message, fault.row, fault.column, fault.value) for fault in faults
        ], number
        (folder / name).write_bytes(sound[name])
    (folder / "people.csv").write_bytes(sound["people.csv"])


@pytest.mark.slow
def test_the_command_line_ends_with_2_and_names_every_fault(folder: Path, tmp_path: Path) -> None:
    sound = {file.name: file.read_bytes() for file in folder.iterdir()}
    ends = []
    for number in range(8):
        names = damage_folder(folder, sound, Random(number))
        _, faults = report_of(load_case, folder)
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from rosterer.cli import main; main()",
                "convert",
                str(folder),
                str(tmp_path / "out.json"),
            ],
            capture_output=True,
            text=True,
            timeout=120,
        )
        told = "".join(done.stderr.split())
        assert "Traceback" not in done.stderr
        assert done.returncode == (2 if faults else 0), number
        assert all("".join(str(fault).split()) in told for fault in faults), number
        ends.append(done.returncode)
        for name in names:
            (folder / name).write_bytes(sound[name])
    assert 2 in ends
