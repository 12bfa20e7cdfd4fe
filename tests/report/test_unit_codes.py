"""Has every unit a code that fits into a cell, and none that of another?"""

from pathlib import Path

import pytest

from rosterer.files import BadInput, load_case, save_case
from rosterer.report.unit_codes import LONGEST, unit_codes
from rosterer_models.vocabulary.case import Case
from tests.cases import small_case

PLAIN = {"census": (), "expected": (), "cover": (), "referrals": (), "barriers": ()}


def with_units(**shorts: str) -> Case:
    unit = small_case().units[0]
    units = [
        unit.model_copy(update={"unit": name.replace("_", "-"), "short": short})
        for name, short in shorts.items()
    ]
    return small_case(**PLAIN, units=tuple(units))


def test_a_code_is_the_units_own_or_its_id_or_its_first_letters() -> None:
    case = with_units(riverside="RV", hub="", respite="", response="", reserve="res2")
    assert unit_codes(case) == {
        "riverside": "RV",
        "hub": "hub",
        "respite": "res",
        "response": "re2",
        "reserve": "res2",
    }


def test_hundreds_of_units_alike_have_codes_of_their_own() -> None:
    codes = unit_codes(with_units(**{f"ward_number_{number}": "" for number in range(90)}))
    assert len(set(codes.values())) == 90
    assert max(map(len, codes.values())) <= LONGEST


def test_a_case_without_codes_keeps_its_fingerprint_and_one_with_codes_has_another() -> None:
    assert with_units(hub="").fingerprint != with_units(hub="PH").fingerprint
    # as it was before units had codes
    assert small_case().fingerprint == "34f42b6a5b9082fe"


def test_two_units_of_one_code_are_refused_with_the_row(tmp_path: Path) -> None:
    save_case(with_units(hub="PH", respite="PH"), tmp_path / "case")
    with pytest.raises(
        BadInput, match="row 3, column short: 'PH' is the code of the unit in row 2"
    ):
        load_case(tmp_path / "case")
    save_case(with_units(hub="PH", respite=""), tmp_path / "case2")
    assert load_case(tmp_path / "case2").units[0].short == "PH"
