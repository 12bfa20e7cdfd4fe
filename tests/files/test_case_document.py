"""Are the faults of a JSON case found in their place as well?"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from example_case import write_example_case

from rosterer.files import BadInput, Fault, load_case, save_case
from rosterer_models.vocabulary.settings import Limits


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


@pytest.mark.parametrize(
    ("table", "column", "value", "message", "remedy"),
    [
        (
            "places",
            "easting",
            True,
            "'true' is not a whole number",
            "write digits alone, such as 30",
        ),
        (
            "places",
            "easting",
            "east",
            "'east' is not a whole number",
            "write digits alone, such as 30",
        ),
        (
            "employers",
            "hourly_pay",
            False,
            "'false' is not a number",
            "write digits alone, such as 1500.5",
        ),
        (
            "employers",
            "night_percent",
            "half",
            "'half' is not a number",
            "write digits alone, such as 0",
        ),
        (
            "people",
            "mobile",
            1,
            "'1' is neither true nor false",
            "write true or false, without quotes",
        ),
        (
            "people",
            "mobile",
            "yes",
            "'yes' is neither true nor false",
            "write true or false, without quotes",
        ),
        ("people", "skills", "care", "'care' is not a list", 'write ["care"]'),
        ("people", "skills", None, "nothing is given", "fill it in"),
        ("people", "phase", 0.5, "'0.5' is not a whole number", "write digits alone, such as 30"),
        ("people", "grade", 3, "'3' is not a text", "write it between double quotes"),
        (
            "people",
            "name",
            "Ann\x1b[31m",
            r"holds the control character '\x1b'",
            "remove it, or write the text anew",
        ),
        (
            "absences",
            "first_day",
            20261105,
            "'20261105' is not a date",
            'write it like "2026-11-02"',
        ),
        (
            "absences",
            "first_day",
            "20261105",
            "'20261105' is not a date of the form year-month-day",
            "write it like 2026-11-02",
        ),
    ],
)
def test_a_value_of_another_kind_is_refused_and_not_converted(
    document: Path, table: str, column: str, value: object, message: str, remedy: str
) -> None:
    (fault,) = faults(document, lambda case: case[table][0].update({column: value}))
    assert (fault.file, fault.row, fault.column) == (f"case.json, {table}", 1, column)
    assert (fault.message, fault.remedy) == (message, remedy)


def test_a_wrong_kind_within_a_map_is_found_in_its_place(document: Path) -> None:
    (fault,) = faults(document, lambda case: case["shifts"][0]["contact"].update(morning=True))
    assert (fault.row, fault.column, fault.message) == (
        1,
        "contact.morning",
        "'true' is not a whole number",
    )


def test_a_value_of_another_kind_does_not_hide_the_other_faults_of_its_row(document: Path) -> None:
    found = faults(
        document, lambda case: case["people"][0].update(phase=True, home="a b", line_rule="kind")
    )
    assert {fault.column for fault in found} == {"phase", "home", "line_rule"}


def test_null_is_what_is_left_out(document: Path) -> None:
    sound = load_case(document)
    case = json.loads(document.read_text(encoding="utf-8"))
    case |= dict.fromkeys(("zone", "note", "limits", "absences"))
    case["prices"]["mile"] = None
    case["people"][1] |= {"grade": None, "mobile": None, "max_duties": None}
    document.write_text(json.dumps(case), encoding="utf-8")
    read = load_case(document)
    assert (read.zone, read.note, read.absences) == ("Europe/London", "", ())
    assert (read.limits, read.prices.mile) == (Limits(), 0.45)
    assert read.people[1] == sound.people[1].model_copy(
        update={"grade": "", "mobile": True, "max_duties": None}
    )


@pytest.mark.parametrize("name", ["name", "first_day", "days", "people"])
def test_null_is_not_enough_for_what_is_needed(document: Path, name: str) -> None:
    (fault,) = faults(document, lambda case: case.update({name: None}))
    assert fault.message in ("nothing is given", f"has no table {name!r}")


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
        ("[" * 100_000, "nested too deeply"),
        ("", "no JSON document"),
    ],
)
def test_what_is_no_document_is_said_plainly(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "case.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_case(path)
    assert message in str(refused.value)
