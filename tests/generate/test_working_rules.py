"""Do the past, the present lines and the fixed duties of a generated case keep every working
rule?
"""

from collections import defaultdict
from datetime import date, timedelta

import pytest

from rosterer.generate import generate
from rosterer.generate.past import HISTORY_DAYS
from rosterer.referee import Verdict, judge, worked_line
from rosterer_models.library.rules_working_time import WORKING_RULES
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.shift import OFF, Line

WORKING = {rule.name for rule in WORKING_RULES}
STARTS = [date(2026, 11, 2), date(2027, 4, 8)]
"""History over the night on which the clocks go back, and over the one on which they go forward."""


def breaches(verdict: Verdict) -> list[str]:
    return [breach.sentence for breach in verdict.broken if breach.rule in WORKING]


def line_duties(case: Case) -> list[DutyPiece]:
    """The worked present lines, as the referee builds them, and the fixed duties."""
    duties = [
        DutyPiece(person=duty.person, date=duty.date, shift=duty.shift) for duty in case.fixed
    ]
    for person in case.people:
        if person.kind == "pattern":
            worked = worked_line(
                case, person, Line(pattern=person.pattern or "", phase=person.phase or 0)
            )
            for day, shift in worked.items():
                duties.append(
                    DutyPiece(
                        person=person.person, date=case.first_day + timedelta(days=day), shift=shift
                    )
                )
    return duties


def the_past_as_a_horizon(case: Case) -> tuple[Case, Plan]:
    """The history as if it were planned now, so that the referee judges every duty of it."""
    tables = (
        "history",
        "fixed",
        "requests",
        "referrals",
        "barriers",
        "expected",
        "census",
        "cover",
        "closures",
        "triage",
    )
    first_day = case.first_day - timedelta(days=HISTORY_DAYS)
    past = case.model_copy(
        update={"first_day": first_day, "days": HISTORY_DAYS, **dict.fromkeys(tables, ())}
    )
    return past, Plan(
        duties=tuple(
            DutyPiece(person=row.person, date=row.date, shift=row.shift) for row in case.history
        )
    )


@pytest.mark.parametrize("first_day", STARTS)
def test_the_past_keeps_the_working_rules(first_day: date) -> None:
    case = generate(60, 28, "normal", 7, first_day)
    assert {row.person for row in case.history} == {person.person for person in case.people}
    assert breaches(judge(*the_past_as_a_horizon(case))) == []


@pytest.mark.parametrize("first_day", STARTS)
def test_present_lines_and_fixed_duties_keep_every_rule_of_duties(first_day: date) -> None:
    case = generate(60, 28, "normal", 7, first_day)
    verdict = judge(case, Plan(duties=tuple(line_duties(case))))
    assert [breach.sentence for breach in verdict.broken] == []


def test_the_past_follows_the_present_line_but_for_absence() -> None:
    case = generate(30, 28, "normal", 3)
    cycles = {pattern.pattern: pattern.cycle for pattern in case.patterns}
    away: dict[str, set[date]] = defaultdict(set)
    for row in case.absences:
        away[row.person] |= {
            row.first_day + timedelta(days=day)
            for day in range((row.last_day - row.first_day).days + 1)
        }
    for person in (person for person in case.people if person.kind == "pattern"):
        cycle = cycles[person.pattern or ""]
        drawn = {}
        for day in range(-HISTORY_DAYS, 0):
            entry = cycle[(day + (person.phase or 0)) % len(cycle)]
            if entry != OFF and case.first_day + timedelta(days=day) not in away[person.person]:
                drawn[case.first_day + timedelta(days=day)] = entry
        assert drawn == {row.date: row.shift for row in case.history if row.person == person.person}


def test_no_line_yields_in_autumn() -> None:
    case = generate(131, 28, "tight", 7)
    cycles = {pattern.pattern: pattern.cycle for pattern in case.patterns}
    worked = {(piece.person, piece.date) for piece in line_duties(case)}
    away = {
        (row.person, row.first_day + timedelta(days=day))
        for row in case.absences
        for day in range((row.last_day - row.first_day).days + 1)
    }
    for person in (person for person in case.people if person.kind == "pattern"):
        cycle = cycles[person.pattern or ""]
        for day in range(case.days):
            key = (person.person, case.first_day + timedelta(days=day))
            drawn = cycle[(day + (person.phase or 0)) % len(cycle)] != OFF and key not in away
            assert drawn == (key in worked), key


def test_fixed_duties_are_training_on_a_day_duty_of_the_line() -> None:
    case = generate(131, 28, "normal", 7)
    cycles = {pattern.pattern: pattern.cycle for pattern in case.patterns}
    people = {person.person: person for person in case.people}
    assert case.fixed
    for duty in case.fixed:
        person = people[duty.person]
        cycle = cycles[person.pattern or ""]
        assert duty.training
        assert duty.shift != "N"
        assert (
            cycle[((duty.date - case.first_day).days + (person.phase or 0)) % len(cycle)]
            == duty.shift
        )
