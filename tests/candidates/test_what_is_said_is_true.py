"""Is it so, when it is done?"""

import pytest

from rosterer.baseline import baseline_plan
from rosterer.candidates import AskedDuty, AskedGap, candidates
from rosterer.candidates.candidates import worse
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.session import Session
from rosterer_models.vocabulary.edit import Assign, Drop, Visit


@pytest.fixture(scope="module", params=[("lines", 3), ("mixed", 5)], ids=["lines", "mixed"])
def session(request: pytest.FixtureRequest) -> Session:
    staff, seed = request.param
    case = generate(people=40, days=7, load="tight", seed=seed, staff=staff)
    plan = baseline_plan(case)
    return Session(case, plan.model_copy(update={"reservations": judge(case, plan).reservations}))


def _questions(session: Session) -> list[AskedDuty | AskedGap]:
    keys = sorted(session.judging.duties.slots)[5::31][:5]
    shift, unit = session.case.shifts[0].shift, session.case.units[0].unit
    when = session.case.first_day
    gaps = (AskedGap(shift=shift, date=when, where=unit), AskedGap(shift=shift, date=when))
    return [*(AskedDuty(person=person, date=when) for person, when in keys), *gaps]


def test_whoever_is_suitable_breaks_nothing_and_costs_what_is_said(session: Session) -> None:
    seen = 0
    for question in _questions(session):
        before = session.verdict
        for one in candidates(session, question).people[:4]:
            if one.group == "not-possible":
                continue
            seen += 1
            drop = (
                [Drop(person=question.person, date=question.date)]
                if isinstance(question, AskedDuty)
                else []
            )
            session.apply(drop)
            effect = session.apply(one.edits)
            after = judge(session.case, session.plan)
            assert worse(effect) is None
            assert one.total == pytest.approx(after.cost - before.cost, abs=0.005)
            assert one.hours_short == pytest.approx(after.shortage_hours - before.shortage_hours)
            session.undo()
            session.undo()
    assert seen > 3


def test_whoever_is_not_possible_breaks_the_rule_that_is_named(session: Session) -> None:
    seen = set()
    for question in _questions(session):
        found = candidates(session, question)
        shift = (
            question.shift
            if isinstance(question, AskedGap)
            else session.duty_rows((question.person, question.date))[0].shift
        )
        unit = question.where if isinstance(question, AskedGap) else None
        if isinstance(question, AskedDuty):
            place = session.duty_rows((question.person, question.date))[0].place
            unit = place if place in session.grounds.register.units else None
        for one in found.of("not-possible"):
            key = (one.person, question.date)
            if one.rule == "one-duty-a-day":
                assert session.duty_rows(key)
                continue
            if not one.rule or (one.rule, shift) in seen:
                continue
            seen.add((one.rule, shift))
            where = (Visit(place=unit),) if unit else ()
            drop = [Drop(person=key[0], date=key[1])] if session.duty_rows(key) else []
            given = Assign(person=one.person, date=question.date, shift=shift, where=where)
            with session.trying([*drop, given]):
                broken = judge(session.case, session.plan).every_breach
                assert one.rule in {row.rule for row in broken if row.who == one.person}
    assert len(seen) > 2


def test_leaving_it_uncovered_costs_what_is_said(session: Session) -> None:
    for question in _questions(session):
        if isinstance(question, AskedDuty):
            left = candidates(session, question).uncovered
            assert left is not None
            with session.trying(Drop(person=question.person, date=question.date)):
                after = judge(session.case, session.plan)
            assert left.total == pytest.approx(after.cost - session.verdict.cost, abs=0.005)
