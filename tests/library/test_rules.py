"""Does the catalogue hold every rule of the reference, with settings that exist?"""

import re
from pathlib import Path
from typing import get_args

import pytest

from rosterer.referee.verdict import RuleName
from rosterer_models.library.rules import CATALOGUE, Rule, rule, rules_at
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover, TriageSlots
from rosterer_models.vocabulary.person import (
    Absence,
    Availability,
    Cap,
    FixedDuty,
    Person,
    Request,
    Skill,
)
from rosterer_models.vocabulary.place import Closure, Unit
from rosterer_models.vocabulary.referral import ArrivalClass, Barrier, Referral
from rosterer_models.vocabulary.settings import Limits, PriceList, Rules, Tail
from rosterer_models.vocabulary.shift import Shift

JUDGING = Path(__file__).parents[2] / "docs" / "reference" / "judging.md"
TABLES: dict[str, type[Fact]] = {
    "rules": Rules,
    "limits": Limits,
    "prices": PriceList,
    "tail": Tail,
    "people": Person,
    "caps": Cap,
    "absences": Absence,
    "requests": Request,
    "fixed": FixedDuty,
    "availability": Availability,
    "skills": Skill,
    "shifts": Shift,
    "cover": Cover,
    "units": Unit,
    "closures": Closure,
    "triage": TriageSlots,
    "referrals": Referral,
    "barriers": Barrier,
    "expected": ArrivalClass,
}


def names_in_tables(heading: str) -> list[str]:
    """Names in the first column of the tables of the reference with that heading row."""
    names: list[str] = []
    inside = False
    for line in JUDGING.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            inside = inside or line.startswith(heading)
            if inside:
                names += re.findall(r"`([a-z-]+)`", line.split("|")[1])
        else:
            inside = False
    return names


def priced_lines() -> set[str]:
    """Ledger lines of the reference that are no cash."""
    rows = [
        line.split("|")
        for line in JUDGING.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    return {
        row[1].strip(" `")
        for row in rows
        if len(row) > 4 and re.match(r" (notional|preference)", row[4])
    }


def test_every_rule_of_the_reference_is_a_hard_rule_of_the_catalogue() -> None:
    assert [entry.name for entry in rules_at("hard")] == names_in_tables("| rule |")


def test_every_notional_or_preference_line_of_the_ledger_is_a_priced_rule() -> None:
    assert {entry.name for entry in rules_at("priced")} == priced_lines()


def test_the_referee_judges_exactly_the_hard_rules() -> None:
    assert tuple(entry.name for entry in rules_at("hard")) == get_args(RuleName)


def test_no_two_rules_share_a_name() -> None:
    assert len({entry.name for entry in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_settings_of_a_rule_are_fields_of_the_case(entry: Rule) -> None:
    for parameter in entry.parameters:
        table, field = parameter.split(".")
        assert table in Case.model_fields
        assert field in TABLES[table].model_fields


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_a_rule_speaks_in_a_whole_sentence_and_says_where_it_comes_from(entry: Rule) -> None:
    assert re.fullmatch(r"[A-Z].*\.", entry.sentence)
    assert entry.citation


def test_a_working_rule_that_the_case_can_switch_off_cites_a_regulation_or_an_agreement() -> None:
    switchable = get_args(get_args(Rules.model_fields["off"].annotation)[0])
    for name in switchable:
        assert re.search("regulation|agreement", rule(name).citation), name


def test_asking_for_an_unknown_rule_names_it() -> None:
    with pytest.raises(LookupError, match="'overtime'"):
        rule("overtime")
