"""What does each edit do to a plan, and how is one refused?"""

import pytest
from pydantic import TypeAdapter, ValidationError

from rosterer.referee import judge
from rosterer.session import RefusedEditError, Session
from rosterer_models.vocabulary.edit import (
    Assign,
    Drop,
    Edit,
    Fix,
    Move,
    PlaceReferral,
    Swap,
    Unfix,
    Unplace,
    Visit,
)
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from tests.cases import day, duty, small_case, small_plan

CARE = Visit(place="A", band="morning", skill="care", minutes=60)


def opened() -> Session:
    return Session(small_case(), small_plan())


def rows(session: Session, person: str, number: int) -> tuple[DutyPiece, ...]:
    return session.duty_rows((person, day(number)))


def refused(session: Session, *edits: Edit) -> tuple[str, ...]:
    with pytest.raises(RefusedEditError) as caught:
        session.apply(edits)
    return caught.value.faults


def test_an_edit_is_told_by_its_name() -> None:
    one = TypeAdapter[Edit](Edit).validate_python({"edit": "drop", "person": "ann", "date": day(0)})
    assert one == Drop(person="ann", date=day(0))


def test_a_dropped_duty_leaves_its_visits_short() -> None:
    session = opened()
    effect = session.apply(Drop(person="ann", date=day(1)))
    # Two hours of A's morning, and o2 on the third day of the package: 30 minutes in the morning
    # and 7.5 in the evening.
    assert effect.hours_short == pytest.approx(2 + 37.5 / 60)
    assert effect.notional > 0
    assert rows(session, "ann", 1) == ()


def test_an_assigned_duty_serves_nobody_without_visits_and_its_visits_with_them() -> None:
    session = opened()
    before = session.verdict.shortage_hours
    session.apply(Drop(person="ann", date=day(1)))
    short = session.verdict.shortage_hours
    idle = session.apply(Assign(person="dan", date=day(1), shift="D"))
    assert idle.hours_short == 0
    assert rows(session, "dan", 1)[0].minutes == 0
    session.undo()
    session.apply(Assign(person="dan", date=day(1), shift="D", where=(CARE,)))
    assert session.verdict.shortage_hours == pytest.approx(short - 1)
    assert short - 1 > before - 1e-9


def test_a_moved_duty_takes_its_visits_along_to_another_date() -> None:
    session = opened()
    session.apply(Move(person="dan", date=day(4), to_date=day(3)))
    assert rows(session, "dan", 4) == ()
    assert rows(session, "dan", 3)[0].place == "A"


def test_on_another_shift_a_duty_stays_in_its_unit_and_leaves_visits_by_the_minute_behind() -> None:
    session = opened()
    session.apply(Move(person="ben", date=day(4), to_shift="D"))
    assert [(row.shift, row.place) for row in rows(session, "ben", 4)] == [("D", "hub")]
    session.apply(Move(person="dan", date=day(4), to_where=(CARE,)))
    session.apply(Move(person="dan", date=day(4), to_shift="N"))
    assert [(row.shift, row.minutes) for row in rows(session, "dan", 4)] == [("N", 0)]


def test_a_swap_gives_each_the_others_duty_at_the_same_places() -> None:
    session = opened()
    session.apply(Swap(person="ann", date=day(0), other="cat"))
    assert rows(session, "ann", 0)[0].place == "hub"
    # Ann's visits were at her home; blank would now be Cat's.
    assert rows(session, "cat", 0)[0].place == "A"
    session.undo()
    session.apply(Swap(person="ann", date=day(0), other="dan", other_date=day(5)))
    assert rows(session, "ann", 0) == ()
    assert (rows(session, "dan", 0)[0].shift, rows(session, "ann", 5)[0].place) == ("D", "A")


def test_a_referral_is_placed_in_the_first_unit_that_takes_it_and_can_wait_again() -> None:
    session = opened()
    session.apply(Unplace(referral="r1"))
    assert [(row.option, row.delay_days) for row in session.placement_rows("r1")] == [(None, 7)]
    effect = session.apply(PlaceReferral(referral="r1", option="hub-first", start=day(1)))
    first, then = session.placement_rows("r1")
    assert (first.unit, first.start, first.end, first.delay_days) == ("hub", day(1), day(4), 1)
    assert (then.unit, then.start, then.end) == (None, day(4), day(10))
    assert effect.delay_days == -6


def test_what_is_fixed_is_not_edited_until_it_is_unfixed_and_costs_what_it_did() -> None:
    session = opened()
    fixing = session.apply([Fix(person="ben", date=day(4)), Fix(referral="r1")])
    assert (fixing.total, fixing.new, session.plan) == (0, (), small_plan())
    assert refused(session, Drop(person="ben", date=day(4)), Unplace(referral="r1")) == (
        "edit 1 (drop): the duty of ben on Fri 9 Oct is fixed; unfix it first",
        "edit 2 (unplace): the placement of r1 is fixed; unfix it first",
    )
    fixed = session.case_to_search.fixed
    assert [(row.person, row.date, row.shift, row.unit) for row in fixed] == [
        ("ben", day(4), "N", "hub")
    ]
    assert [row.referral for row in session.kept_placements] == ["r1", "r1"]
    session.apply([Unfix(person="ben", date=day(4)), Drop(person="ben", date=day(4))])
    assert session.case_to_search == session.case


def test_all_faults_are_told_at_once_and_nothing_is_done() -> None:
    session = opened()
    faults = refused(
        session,
        Assign(person="zoe", date=day(9), shift="Q", where=(Visit(place="X", band="noon"),)),
        Drop(person="ann", date=day(6)),
        Drop(person="ann", date=day(0)),
        Assign(person="cat", date=day(0), shift="D"),
        PlaceReferral(referral="r9", option="home", start=day(0), units=("ward",)),
    )
    assert faults == (
        "edit 1 (assign): the case has no person zoe; correct the id",
        "edit 1 (assign): 2026-10-14 is outside the horizon; choose a day from 2026-10-05 to "
        "2026-10-11",
        "edit 1 (assign): the case has no shift Q; correct the id",
        "edit 1 (assign): the case has no place or unit X; correct the id",
        "edit 1 (assign): the case has no band noon; correct the id",
        "edit 2 (drop): ann has no duty on Sun 11 Oct",
        "edit 4 (assign): cat has D on Mon 5 Oct already; drop, move or swap it",
        "edit 5 (place): the case has no referral r9; correct the id",
        "edit 5 (place): the case has no option home; correct the id",
        "edit 5 (place): the case has no unit ward; correct the id",
    )
    assert session.plan == small_plan()
    assert not session.can_undo


def test_edits_given_together_are_one_step_and_build_on_one_another() -> None:
    session = opened()
    session.apply([Drop(person="ann", date=day(0)), Assign(person="ann", date=day(0), shift="N")])
    assert rows(session, "ann", 0)[0].shift == "N"
    session.undo()
    assert session.plan == small_plan()


def test_undo_and_redo_have_no_limit_and_are_refused_where_there_is_nothing() -> None:
    session = opened()
    for number in range(4):
        session.apply(Drop(person="ann", date=day(number)))
    last = session.plan
    for _ in range(4):
        session.undo()
    with pytest.raises(RefusedEditError, match="no step to take back"):
        session.undo()
    for _ in range(4):
        session.redo()
    assert session.plan == last
    with pytest.raises(RefusedEditError, match="no step to make again"):
        session.redo()
    session.undo()
    session.apply(Drop(person="ben", date=day(4)))
    assert not session.can_redo


def test_what_is_tried_changes_nothing() -> None:
    session = opened()
    session.apply(Drop(person="ann", date=day(0)))
    session.undo()
    verdict = session.verdict
    tried = session.tried(Drop(person="ann", date=day(1)))
    assert session.plan == small_plan()
    assert session.verdict == verdict == judge(session.case, session.plan)
    assert session.can_redo
    assert session.apply(Drop(person="ann", date=day(1))) == tried


def test_an_edited_plan_claims_nothing_of_itself_and_an_unedited_one_all_that_it_did() -> None:
    verdict = judge(small_case(), small_plan())
    plan = small_plan(ledger=verdict.ledger)
    session = Session(small_case(), plan)
    assert session.verdict.ledger_agrees
    session.apply(Drop(person="ann", date=day(0)))
    assert session.verdict.ledger_agrees is None
    assert (session.plan.ledger, session.plan.origin.source if session.plan.origin else "") == (
        (),
        "edit",
    )
    session.undo()
    assert session.plan == plan
    assert session.verdict.ledger_agrees


def test_a_plan_with_rows_of_no_meaning_is_edited_all_the_same() -> None:
    odd = (duty("zoe", 0), duty("ann", 0, "Q"), duty("ann", 0, "N"), duty("ann", 20))
    plan = Plan(duties=(*odd, *small_plan().duties))
    session = Session(small_case(), plan)
    assert session.verdict == judge(small_case(), plan)
    session.apply(Drop(person="ann", date=day(0)))
    assert session.verdict == judge(small_case(), session.plan)
    session.undo()
    assert session.plan.decisions == plan.decisions


@pytest.mark.parametrize(
    "fields",
    [
        {"edit": "move", "person": "ann", "date": day(0)},
        {"edit": "fix", "person": "ann"},
        {"edit": "fix", "person": "ann", "date": day(0), "referral": "r1"},
        {"edit": "unfix"},
        {"edit": "restore"},
        {"edit": "conjure"},
    ],
)
def test_an_edit_that_says_half_is_none(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter[Edit](Edit).validate_python(fields)
