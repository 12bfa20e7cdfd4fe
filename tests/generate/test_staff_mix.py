"""Are mixed staff and wards valid, repeatable and of the promised shape?"""

from collections import Counter

import pytest

from rosterer.baseline import baseline_plan
from rosterer.files import check_case
from rosterer.generate import Load, generate
from rosterer.referee import judge
from rosterer.report.worked import hours_accounts, worked_days
from rosterer_models.vocabulary.case import Case


def test_lines_are_what_they_were() -> None:
    assert generate(30, 28, "normal", 1).fingerprint == "39fde56038ada5d2"
    assert generate(30, 28, "normal", 1, staff="lines") == generate(30, 28, "normal", 1)


@pytest.mark.parametrize("load", ["easy", "tight"])
def test_mixed_staff_have_all_three_kinds_at_the_places_of_the_lines(load: Load) -> None:
    case, same = generate(60, 14, load, 3, staff="mixed"), generate(60, 14, load, 3)
    assert check_case(case) == ()
    assert Counter(row.kind for row in case.people) == {"pattern": 21, "contract": 24, "bank": 15}
    assert [(row.person, row.home, row.skills, row.nights) for row in case.people] == [
        (row.person, row.home, row.skills, row.nights) for row in same.people
    ]
    assert case == generate(60, 14, load, 3, staff="mixed")
    assert case.name == f"mixed-{same.name}"


def test_a_ward_has_contracts_in_one_unit_alone() -> None:
    case = generate(45, 28, "normal", 11, staff="ward")
    assert check_case(case) == ()
    assert {row.kind for row in case.people} == {"contract"}
    assert [row.unit for row in case.units] == ["ward"]
    assert not case.patterns
    assert not case.referrals


@pytest.mark.parametrize("staff", ["mixed", "ward"])
def test_a_careful_manager_keeps_the_rules_and_comes_near_to_every_contract(staff: str) -> None:
    case: Case = generate(16, 28, "normal", 4, staff=staff)  # type: ignore[arg-type]
    plan = baseline_plan(case)
    assert judge(case, plan).broken == ()
    accounts = hours_accounts(case, plan, worked_days(case, plan)).values()
    mine = [account for account in accounts if account.person.kind == "contract"]
    assert mine
    assert all(abs(account.closing) <= 14 for account in mine)
    assert sum(account.overtime for account in mine if not account.person.overtime) == 0


def test_what_does_not_go_together_is_refused() -> None:
    with pytest.raises(ValueError, match="is the city's"):
        generate(30, family="shire", staff="mixed")
    with pytest.raises(ValueError, match="no interim beds"):
        generate(30, interim_beds=4, staff="ward")
