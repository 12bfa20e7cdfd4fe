"""Is each clashing set a smallest one, and does giving up any of it resolve it?"""

from datetime import timedelta

import pytest

from rosterer.explain.conflicts import Conflict, conflicts_of
from rosterer.explain.members import without
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import with_tables
from rosterer_models.vocabulary.person import Absence, Cap, FixedDuty, Person, WorkedDuty
from rosterer_models.vocabulary.settings import Rules
from tests.cases import PEOPLE, changed, day, small_case


def _fixed(person: str, *days: int, shift: str = "D") -> tuple[FixedDuty, ...]:
    return tuple(FixedDuty(person=person, date=day(number), shift=shift) for number in days)


def _kinds(conflict: Conflict) -> list[str]:
    return [member.kind for member in conflict.members]


NIGHT_THEN_DAY = (*_fixed("dan", 1, shift="N"), *_fixed("dan", 2))
CASES: dict[str, Case] = {
    # 19:00 to 07:00, and again at 07:00
    "rest": small_case(fixed=NIGHT_THEN_DAY),
    "cap": small_case(
        fixed=_fixed("dan", 0, 1, 2),
        caps=(Cap(person="dan", first_day=day(0), last_day=day(6), weekly_hours=30),),
    ),
    "days in a row": small_case(
        fixed=_fixed("dan", *range(5)), rules=Rules(max_consecutive_days=3)
    ),
    "history": small_case(
        history=(WorkedDuty(person="dan", date=day(-1), shift="N"),), fixed=_fixed("dan", 0)
    ),
    "absence": small_case(
        fixed=_fixed("ann", 1),
        absences=(
            Absence(person="ann", first_day=day(1), last_day=day(1)),
            Absence(person="ann", first_day=day(0), last_day=day(2)),
        ),
    ),
    "nights": small_case(
        people=changed(PEOPLE, "person", "ann", nights=False), fixed=_fixed("ann", 5, shift="N")
    ),
    "offered": small_case(fixed=_fixed("dan", 3, shift="N")),
    "duties agreed": small_case(
        people=changed(PEOPLE, "person", "dan", max_duties=1), fixed=_fixed("dan", 0, 3)
    ),
    "line": small_case(
        people=changed(PEOPLE, "person", "ann", line_rule="kept"),
        fixed=_fixed("ann", 6, shift="N"),
        first_day=day(0),
        history=(WorkedDuty(person="ann", date=day(-1), shift="N"),),
    ),
    "line by night": small_case(people=changed(PEOPLE, "person", "ben", nights=False)),
}


@pytest.mark.parametrize("name", CASES)
def test_giving_up_any_one_member_resolves_the_clash(name: str) -> None:
    case = CASES[name]
    found = conflicts_of(case)
    assert found
    conflict = found[0]
    marks = {(one.rule, one.who, one.when) for one in found}
    for member in conflict.members:
        left = {(one.rule, one.who, one.when) for one in conflicts_of(without(case, [member]))}
        assert (conflict.rule, conflict.who, conflict.when) not in left, member
        assert left <= marks
    for member in conflict.members:
        assert member.sentence in conflict.sentence


@pytest.mark.parametrize("name", CASES)
def test_each_set_clashes_by_itself_and_without_any_of_it_does_not(name: str) -> None:
    for conflict in conflicts_of(CASES[name]):
        own = {member.when for member in conflict.members if member.kind == "fixed"}
        fixed = tuple(
            row for row in CASES[name].fixed if row.person != conflict.who or row.date in own
        )
        alone = with_tables(CASES[name], {"fixed": fixed})
        again = [
            one
            for one in conflicts_of(alone)
            if (one.rule, one.who) == (conflict.rule, conflict.who)
        ]
        assert [_kinds(one) for one in again] == [_kinds(conflict)]
        for member in again[0].members:
            left = conflicts_of(without(alone, [member]))
            assert (conflict.rule, conflict.who) not in {(one.rule, one.who) for one in left}


@pytest.mark.parametrize(
    ("name", "rule", "kinds"),
    [
        ("rest", "rest-between-duties", ["fixed", "fixed", "rule"]),
        ("cap", "weekly-cap", ["fixed", "fixed", "fixed", "cap"]),
        ("days in a row", "consecutive-days", ["fixed"] * 4 + ["rule"]),
        ("history", "rest-between-duties", ["fixed", "rule"]),
        ("absence", "absence", ["fixed", "absence"]),
        ("nights", "nights", ["fixed", "limit"]),
        ("duties agreed", "max-duties", ["fixed", "fixed", "limit"]),
        ("line by night", "nights", ["line", "limit"]),
    ],
)
def test_a_clash_names_the_rule_and_what_clashes(name: str, rule: str, kinds: list[str]) -> None:
    assert kinds in [_kinds(one) for one in conflicts_of(CASES[name]) if one.rule == rule]


def test_a_case_that_does_not_contradict_itself_has_no_conflict() -> None:
    assert conflicts_of(small_case()) == ()
    assert conflicts_of(small_case(fixed=_fixed("dan", 0, 2))) == ()


def test_clashes_that_have_no_fixed_duty_in_common_are_told_each() -> None:
    later = (*_fixed("dan", 4, shift="N"), *_fixed("dan", 5))
    found = conflicts_of(small_case(fixed=(*NIGHT_THEN_DAY, *later)))
    rests = [one for one in found if one.rule == "rest-between-duties"]
    assert len(rests) == 2
    days = [{member.when for member in one.members if member.when} for one in rests]
    assert not days[0] & days[1]


def test_nobody_else_is_drawn_into_a_clash() -> None:
    eve = Person.model_validate({**PEOPLE[3].model_dump(), "person": "eve"})
    case = small_case(people=(*PEOPLE, eve), fixed=(*NIGHT_THEN_DAY, *_fixed("eve", 2)))
    for one in conflicts_of(case):
        if one.rule == "rest-between-duties":
            assert {member.who for member in one.members} == {"dan"}


def test_what_is_worked_after_the_horizon_clashes_with_nothing() -> None:
    beyond = FixedDuty(person="ann", date=day(6) + timedelta(days=5), shift="N")
    assert conflicts_of(small_case(fixed=(beyond,))) == ()
