"""Are a person's facts, as arrays, worth what the referee says a roster of theirs costs?"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterer.referee import judge
from rosterer_models.columns.lines import Lines, lines_of, unavoidable_premium
from rosterer_models.columns.staff import staff_of
from rosterer_models.engines.highs import solve_mixed
from rosterer_models.formulation.account import personal_pounds
from rosterer_models.formulation.people import add_people
from rosterer_models.matrix.model import Builder
from rosterer_models.rules.calendar import OFF, calendar_of
from rosterer_models.rules.limits import run_rules_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence, Availability, FixedDuty, Request
from rosterer_models.vocabulary.plan import ChosenLine, DutyPiece, Plan
from rosterer_models.vocabulary.time import date_of
from tests.cases import PEOPLE, changed, day, small_case
from tests.models.staff_cases import KINDS, NAMES, staff_cases


def _facts(**changes: object) -> Any:
    case = small_case(**changes)
    return {staff.person.person: staff for staff in staff_of(case, calendar_of(case))}


def test_an_absent_or_unoffered_day_offers_no_duty() -> None:
    facts = _facts(
        absences=(Absence(person="dan", first_day=day(1), last_day=day(2)),),
        availability=(
            Availability(person="dan", first_day=day(0), last_day=day(3), shifts=("D",)),
        ),
        fixed=(FixedDuty(person="dan", date=day(3), shift="D"),),
    )
    assert np.argwhere(facts["dan"].offered).tolist() == [[0, 0]]


def test_who_does_no_nights_is_offered_none() -> None:
    facts = _facts(people=changed(PEOPLE, "person", "cat", nights=False))
    assert facts["cat"].offered[:, 0].all()
    assert not facts["cat"].offered[:, 1].any()


def test_the_highest_enhancement_counts_once() -> None:
    facts = _facts(holidays=(day(2),))
    # Council, £20 × 11 hours: Monday day 0 %, night 50 %; Wednesday's holiday 100 %; Saturday 25 %,
    # Sunday 75 %.
    assert facts["ann"].premium[0] == pytest.approx([0, 11000])
    assert facts["ann"].premium[2] == pytest.approx([22000, 220 * 100 * (5 + 7 * 0.5) / 12])
    assert facts["ann"].premium[5] == pytest.approx([5500, 220 * 100 * (5 * 0.5 + 7 * 0.75) / 12])
    assert facts["ann"].premium[6] == pytest.approx([16500, 220 * 100 * (5 * 0.75 + 7 * 0.5) / 12])


def test_a_wish_for_a_shift_is_granted_by_that_shift_alone() -> None:
    facts = _facts(requests=(Request(person="dan", date=day(1), wish="D", price=8),))
    assert facts["dan"].wish_constant == 800
    assert facts["dan"].wish_cost[1].tolist() == [-800, 0]


def test_the_least_enhancements_are_those_of_the_cheapest_line_less_what_may_be_given_back() -> (
    None
):
    facts = _facts()
    # Nights at the weekend (£110, £142.08, £132.92 of the council's night, Saturday and Sunday by
    # the hour); one is given back.
    worked = np.array([[OFF, OFF, OFF, OFF, 1, 1, 1]])
    lines = Lines((), worked, np.zeros((1, 7, 2), dtype=bool), np.zeros(1), worked, np.zeros(1))
    assert unavoidable_premium(facts["cat"], lines) == pytest.approx(11000 + 13291.67, abs=0.01)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(KINDS).flatmap(lambda kind: staff_cases(kind=kind)), st.data())
def test_a_roster_costs_what_the_referee_says(case: Case, data: Any) -> None:
    builder = Builder()
    people = add_people(builder, case)
    mine = people.persons[0]
    duty = mine.staff.base[people.calendar.history :].copy()
    free = [t for t in range(case.days) if duty[t] == OFF]
    for t, s in (
        data.draw(st.dictionaries(st.sampled_from(free), st.integers(0, 2))).items() if free else ()
    ):
        duty[t] = s
    number = -1 if mine.lines is None else data.draw(st.integers(0, len(mine.lines.lines) - 1))
    lines: tuple[ChosenLine, ...] = ()
    if mine.lines is not None:
        chosen = mine.lines.lines[number]
        lines = (ChosenLine(person="p", pattern=chosen.pattern, phase=chosen.phase),)
    pieces = tuple(
        DutyPiece(person="p", date=date_of(case.first_day, t), shift=NAMES[s])
        for t, s in enumerate(duty.tolist())
        if s != OFF
    )
    verdict = judge(case, Plan(lines=lines, duties=pieces))
    pounds = personal_pounds(
        case, people.calendar, people.persons, np.array([number]), duty[None, :]
    )
    # One rounding to pence for each line of the referee's.
    assert abs(sum(pounds.values()) - verdict.cost) < 0.01 * max(1, len(verdict.ledger))
    sure = sum(people.unavoidable.values())
    assert abs(sure - verdict.unavoidable) < 0.01 * max(1, len(verdict.ledger))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(KINDS).flatmap(lambda kind: staff_cases(kind=kind)))
def test_the_cheapest_roster_of_the_model_costs_that_much(case: Case) -> None:
    """People alone, who have nobody to serve: the model's optimum is the account of the roster it
    chooses.
    """
    builder = Builder()
    people = add_people(builder, case)
    programme = builder.build()
    outcome = solve_mixed(programme, time_limit=10, absolute_gap=0.001)
    assert outcome.status == "optimal"
    assert outcome.x is not None
    mine = people.persons[0]
    duty = mine.staff.base[people.calendar.history :].copy()
    total: dict[tuple[int, int], float] = {}
    for t, s, column, sign in mine.terms:
        total[t, s] = total.get((t, s), 0.0) + sign * float(outcome.x[column])
    for (t, s), worked in total.items():
        if worked > 0.5:
            duty[t] = s
    line = int(np.argmax(outcome.x[mine.line])) if mine.lines is not None else -1
    pounds = personal_pounds(case, people.calendar, people.persons, np.array([line]), duty[None, :])
    assert abs(sum(pounds.values()) - outcome.value) < 0.01


@settings(max_examples=60, deadline=None)
@given(staff_cases(kind="pattern"))
def test_no_line_costs_less_than_what_is_unavoidable(case: Case) -> None:
    calendar = calendar_of(case)
    staff = staff_of(case, calendar)[0]
    lines = lines_of(case, calendar, run_rules_of(case), staff)
    least = unavoidable_premium(staff, lines)
    for duties, is_firm in zip(lines.worked, lines.is_firm, strict=True):
        days = np.flatnonzero(is_firm)
        pence = np.sort(staff.premium[days, duties[days]])[::-1]
        assert pence[staff.person.floats_back :].sum() >= least - 1e-6
