"""Do the rows for somebody without a line admit exactly the duty sets that the referee admits?
Every set of a short horizon is tried.
"""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterer.referee.register import Register
from rosterer.referee.roster import Roster
from rosterer.referee.working_rules import is_broken_by
from rosterer_models.columns.staff import staff_of
from rosterer_models.formulation.bank import add_bank_rules, most_attained
from rosterer_models.matrix.model import Builder, Floats, Programme
from rosterer_models.rules.calendar import calendar_of
from rosterer_models.rules.limits import run_rules_of
from rosterer_models.vocabulary.case import Case
from tests.models.staff_cases import NAMES, staff_cases


def _completed(programme: Programme, x: Floats, count: int) -> Floats:
    """The point with the columns beyond the first ``count`` (nights slept into) as small as their
    rows allow.
    """
    matrix = programme.matrix.toarray()
    for column in range(count, programme.num_columns):
        rows = np.flatnonzero(matrix[:, column] == -1.0)
        x[column] = max(0.0, float((matrix[rows] @ x).max()))
    return x


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(("bank", "contract")).flatmap(
        lambda kind: staff_cases(kind=kind, least_days=3, most_days=4)
    )
)
def test_the_rows_hold_for_the_duty_sets_that_the_referee_admits_and_no_others(case: Case) -> None:
    calendar, runs, builder = calendar_of(case), run_rules_of(case), Builder()
    staff, roster = staff_of(case, calendar)[0], Roster(Register(case))
    offered = [(int(t), int(s)) for t, s in np.argwhere(staff.offered)]
    slots = dict(
        zip(offered, builder.columns(len(offered), upper=1, integer=True).tolist(), strict=True)
    )
    add_bank_rules(builder, calendar, runs, staff, slots)
    programme = builder.build()
    choices = [[None, *(s for u, s in offered if u == t)] for t in range(case.days)]
    for chosen in product(*choices):
        duties = {t: s for t, s in enumerate(chosen) if s is not None}
        x = np.zeros(programme.num_columns)
        x[[slots[slot] for slot in duties.items()]] = 1.0
        activity = programme.matrix @ _completed(programme, x, len(offered))
        is_admitted = bool(
            (activity <= programme.row_upper + 1e-6).all() and (x <= programme.upper + 1e-6).all()
        )
        planned = {t: roster.register.shifts[NAMES[s]] for t, s in duties.items()}
        most, fixed = staff.person.max_duties, len(staff.fixed)
        is_too_many = most is not None and len(duties) + fixed > most and bool(duties)
        diary = roster.settled(staff.person).copy()
        is_broken = False
        for t, shift in planned.items():
            # One after the other, for two that are tried beside each other may each add nothing.
            is_broken = is_broken or is_broken_by(diary, t, shift)
            diary.add(t, shift)
        assert is_admitted == (not is_broken and not is_too_many), duties


def test_a_limit_of_hours_counts_what_whole_duties_can_come_to() -> None:
    assert most_attained(1200.0, {450}) == 900
    assert most_attained(1200.0, {450, 300}) == 1200
    assert most_attained(449.0, {450}) == 0
    assert most_attained(1350.0000001, {450, 720}) == 1350
    assert most_attained(0.0, {0}) == 0
