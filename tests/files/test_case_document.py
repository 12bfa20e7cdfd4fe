"""Are the faults of a JSON case found in their place as well?"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from example_case import write_example_case

from rosterer.files import BadInput, Fault, load_case, save_case


@pytest.fixture
def document(tmp_path: Path) -> Path:
    save_case(load_case(write_example_case(tmp_path / "case")), tmp_path / "case.json")
    return tmp_path / "case.json"


def faults(document: Path, change: Callable[[dict[str, Any]], object]) -> tuple[Fault, ...]:
    case = json.loads(document.read_text(encoding="utf-8"))
    change(case)
    document.write_text(json.dumps(case), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_case(document)
    return refused.value.faults


def test_a_wrong_value_names_table_and_place_in_the_list(document: Path) -> None:
    (fault,) = faults(document, lambda case: case["people"][1].update(mobile="perhaps"))
    assert (fault.file, fault.row, fault.column) == ("case.json, people", 2, "mobile")


def test_an_unknown_key_is_refused_with_the_nearest_name(document: Path) -> None:
    (fault,) = faults(document, lambda case: case["people"][0].update(hom="DE1-1"))
    assert (fault.column, fault.remedy) == ("hom", "did you mean 'home'?")


def test_an_unknown_table_is_refused_with_the_nearest_name(document: Path) -> None:
    (fault,) = faults(document, lambda case: case.update(absense=[]))
    assert (fault.column, fault.remedy) == ("absense", "did you mean 'absences'?")


def test_an_unknown_id_is_found_between_tables(document: Path) -> None:
    (fault,) = faults(document, lambda case: case["referrals"][0].update(home="DE9"))
    assert (fault.file, fault.row, fault.column) == ("case.json, referrals", 1, "home")


def test_a_table_that_is_no_list_is_one_fault(document: Path) -> None:
    (fault,) = faults(document, lambda case: case.update(places={}))
    assert (fault.file, fault.message) == ("case.json, places", "is not a list")


def test_a_needed_table_that_is_missing_is_named(document: Path) -> None:
    (fault,) = faults(document, lambda case: case.pop("shifts"))
    assert fault.message == "has no table 'shifts'"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "not one JSON object"),
        ('{"name": 1,', "no JSON document"),
        ('{"name": "a", "name": "b"}', "given twice"),
        ('{"days": NaN}', "NaN is not a number"),
        ("[" * 100_000, "no JSON document"),
        ("", "no JSON document"),
    ],
)
def test_what_is_no_document_is_said_plainly(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "case.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_case(path)
    assert message in str(refused.value)
