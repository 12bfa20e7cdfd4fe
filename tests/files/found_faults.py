"""How is one thing varied in a sound case, and what is then found to be wrong with it?"""

from pathlib import Path

import pytest

from rosterer.files import BadInput, Fault, load_case


def faults(case: Path) -> tuple[Fault, ...]:
    with pytest.raises(BadInput) as refused:
        load_case(case)
    return refused.value.faults


def only_fault(case: Path) -> Fault:
    found = faults(case)
    assert len(found) == 1, [str(fault) for fault in found]
    return found[0]


def replace(case: Path, file: str, old: str, new: str) -> None:
    text = (case / file).read_text(encoding="utf-8")
    assert old in text
    (case / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def add_row(case: Path, file: str, row: str) -> None:
    path = case / file
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
