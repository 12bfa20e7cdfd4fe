"""Does the compiled kernel read the working rules as the referee does?"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterer.generate import generate
from rosterer.referee import worked_line
from rosterer.referee.diary import Diary
from rosterer.referee.register import Register
from rosterer.referee.working_rules import is_broken_by
from rosterer_models.columns.lines import lines_of
from rosterer_models.columns.staff import staff_of
from rosterer_models.rules.calendar import OFF, calendar_of
from rosterer_models.rules.limits import run_rules_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.shift import Line
from tests.models.staff_cases import NAMES, staff_cases


@settings(max_examples=150, deadline=None)
@given(staff_cases(kind="bank"), st.data())
def test_one_more_duty_fits_exactly_when_the_referee_finds_no_breach_in_it(
    case: Case, data: Any
) -> None:
    calendar, runs = calendar_of(case), run_rules_of(case)
    staff, register = staff_of(case, calendar)[0], Register(case)
    roster, diary = staff.base.copy(), Diary(register, case.people[0])
    free = [t for t in range(case.days) if roster[calendar.history + t] == OFF]
    for t in data.draw(st.lists(st.sampled_from(free), unique=True)) if free else ():
        for s, name in enumerate(NAMES):
            fits = staff.fits(roster, t, s, calendar, runs) and all(
                tally.has_room(roster, calendar.history + t, s, calendar.night)
                for tally in staff.tallies
            )
            assert fits == (not is_broken_by(diary, t, register.shifts[name])), (t, name)
        added = data.draw(st.sampled_from(range(len(NAMES))))
        roster[calendar.history + t] = added
        diary.add(t, register.shifts[NAMES[added]])


def _assert_same_lines(case: Case) -> None:
    calendar, runs = calendar_of(case), run_rules_of(case)
    for staff in staff_of(case, calendar):
        if staff.person.kind == "bank":
            continue
        lines = lines_of(case, calendar, runs, staff)
        for line, duties in zip(lines.lines, lines.worked, strict=True):
            worked = {int(t): case.shifts[duties[t]].shift for t in np.flatnonzero(duties != OFF)}
            assert worked == worked_line(case, staff.person, line), (staff.person.person, line)


@settings(max_examples=100, deadline=None)
@given(staff_cases(kind="pattern", most_days=16))
def test_the_worked_line_is_the_referees(case: Case) -> None:
    _assert_same_lines(case)


@pytest.mark.parametrize(("people", "days", "seed"), [(8, 7, 3), (14, 28, 1), (20, 14, 5)])
def test_the_worked_lines_of_a_generated_case_are_the_referees(
    people: int, days: int, seed: int
) -> None:
    _assert_same_lines(generate(people, days, "normal", seed))


@settings(max_examples=60, deadline=None)
@given(staff_cases(kind="pattern"))
def test_no_allowed_line_is_missing(case: Case) -> None:
    """Lines that give the same duties are listed once, so every allowed line's duties are found
    among them.
    """
    calendar = calendar_of(case)
    staff = staff_of(case, calendar)[0]
    found = {
        tuple(duties.tolist())
        for duties in lines_of(case, calendar, run_rules_of(case), staff).worked
    }
    person = staff.person
    allowed = [Line(pattern=person.pattern or "", phase=person.phase or 0)]
    if person.line_rule != "kept":
        cycles = {p.pattern: p.cycle for p in case.patterns}
        allowed += [
            Line(pattern=name, phase=f)
            for name in ("one", *person.patterns)
            for f in range(len(cycles[name]))
        ]
    for line in allowed:
        duties = worked_line(case, person, line)
        assert (
            tuple(NAMES.index(duties[t]) if t in duties else OFF for t in range(case.days)) in found
        )
