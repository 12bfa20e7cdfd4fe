"""Does a damaged case ever give anything but a case or bad input?"""

import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from example_case import write_example_case, write_example_plan
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterer.files import BadInput, load_case, load_plan, save_case
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

SPOILERS = (
    b"",
    b"\x00",
    b"\xff",
    b"\xc3",
    b'"',
    b",",
    b";",
    b"\n",
    b"\r",
    b"-1",
    b"1e999",
    b"9" * 30,
    b"nan",
    b"=",
    b"2026-02-30",
    b"0001-01-01",
    b"9999-12-31",
    b"24:61",
    b"[",
    b"{",
    "٣".encode(),
    "é".encode("cp1252"),
    b" ",
    b"null",
    b"true",
    b"-",
    b"{}",
)
"""What stands in damaged files: cut texts, foreign letters, impossible numbers and dates."""


def _spoil(file: Path, chance: random.Random) -> None:
    content = file.read_bytes()
    place = chance.randrange(len(content) + 1)
    length = chance.choice([0, 0, 1, 1, 2, 5, 40])
    action = chance.randrange(5)
    if action == 0:
        file.unlink()
    elif action == 1:
        file.write_bytes(content[:place])
    else:
        file.write_bytes(content[:place] + chance.choice(SPOILERS) + content[place + length :])


def _damaged(folder: Path, chance: random.Random, blows: int) -> None:
    for _ in range(blows):
        files = sorted(folder.iterdir())
        if files:
            _spoil(chance.choice(files), chance)


def _outcome(load: Callable[[Path], Case | Plan], path: Path) -> Case | Plan | BadInput:
    try:
        return load(path)
    except BadInput as refused:
        if not all(fault.file and fault.message for fault in refused.faults):
            raise AssertionError("a fault says neither where nor what") from refused
        return refused


@settings(max_examples=150, deadline=None)
@given(chance=st.randoms(use_true_random=False), blows=st.integers(1, 4))
def test_a_damaged_folder_is_a_case_or_bad_input(chance: random.Random, blows: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        folder = write_example_case(Path(directory) / "case")
        _damaged(folder, chance, blows)
        assert isinstance(_outcome(load_case, folder), Case | BadInput)


@settings(max_examples=100, deadline=None)
@given(chance=st.randoms(use_true_random=False), blows=st.integers(1, 4))
def test_a_damaged_plan_is_a_plan_or_bad_input(chance: random.Random, blows: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        folder = write_example_plan(Path(directory) / "plan")
        _damaged(folder, chance, blows)
        assert isinstance(_outcome(load_plan, folder), Plan | BadInput)


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("sound")
    save_case(load_case(write_example_case(directory / "case")), directory / "case.json")
    return directory / "case.json"


@settings(max_examples=150, deadline=None)
@given(chance=st.randoms(use_true_random=False), blows=st.integers(1, 4))
def test_a_damaged_document_is_a_case_or_bad_input(
    document: Path, chance: random.Random, blows: int
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        damaged = Path(shutil.copy(document, directory))
        for _ in range(blows):
            if damaged.exists():
                _spoil(damaged, chance)
        assert isinstance(_outcome(load_case, damaged), Case | BadInput)
