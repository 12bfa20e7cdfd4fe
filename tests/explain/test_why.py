"""Is what is said of a plan true? Each answer is done or undone, and judged again."""

from datetime import timedelta

import pytest

from rosterer.baseline import baseline_plan
from rosterer.explain import explain
from rosterer.explain.answer import Answer, Why, WhyBed, WhyPerson, WhyReferral, WhyShort
from rosterer.explain.ask import why
from rosterer.explain.care_short import POSSIBLE
from rosterer.explain.delays import Trial as DelayTrial
from rosterer.explain.grounds import Grounds
from rosterer.explain.weighed import silent
from rosterer.files.faults import BadInput
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.cover import Cover, TriageSlots
from rosterer_models.vocabulary.person import Absence
from rosterer_models.vocabulary.place import Closure
from rosterer_models.vocabulary.plan import DutyPiece, Placement, Plan
from tests.cases import (
    COVER,
    DUTIES,
    PLACEMENTS,
    REFERRALS,
    UNITS,
    changed,
    day,
    duty,
    small_case,
    small_plan,
)


def _answer(case: Case, plan: Plan, question: Why) -> Answer:
    return explain(case, plan, question)


def _sizes(case: Case, plan: Plan) -> dict[tuple[object, ...], float]:
    """By how much each rule is broken by whom and when, at the most."""
    sizes: dict[tuple[object, ...], float] = {}
    for one in judge(case, silent(plan)).every_breach:
        key = one.rule, one.who, one.when
        sizes[key] = max(one.by or 0.0, sizes.get(key, 0.0))
    return sizes


def _broken_more(
    before: dict[tuple[object, ...], float], after: dict[tuple[object, ...], float]
) -> set[object]:
    """Rules that are broken anew, or by more."""
    return {key[0] for key, by in after.items() if key not in before or by > before[key] + 1e-6}


# --- a shortage of care


def test_a_shortage_names_who_needs_who_gives_and_why_nobody_gives_more() -> None:
    # A asks for 120 minutes each morning; on Friday Dan gives 240 there, on Sunday Cat gives 240.
    # B asks for twice 30 minutes on Wednesday evening, when nobody is there.
    answer = _answer(small_case(), small_plan(), WhyShort(where="B", date=day(2)))
    assert answer.is_so
    assert answer.sentence.startswith("B on Wed 7 Oct is short of 60 of 60 minutes of care")
    found = {reason.who: reason for reason in answer.reasons}
    assert found["B"].asked == 60
    # Ann gives all her evening at A; Ben does no rounds by day; Cat walks, and B is too far; Dan,
    # who lives there, is free.
    assert found["ann"].limit == "contact-time"
    assert found["ann"].asked == pytest.approx(220)
    assert "cat" not in found
    assert found["dan"].limit == POSSIBLE


def test_an_absence_is_the_limit_where_it_is_in_the_way() -> None:
    case = small_case(absences=(Absence(person="dan", first_day=day(2), last_day=day(2)),))
    answer = _answer(case, small_plan(), WhyShort(where="B", date=day(2)))
    found = {reason.who: reason for reason in answer.reasons}
    assert found["dan"].limit == "absence"
    assert "none could give more within the rules" in answer.sentence


def test_two_carers_at_once_are_told_where_one_gives_all_the_minutes() -> None:
    # Dan gives 60 minutes, alone, where two are needed for 30.
    alone = duty("dan", 2, place="B", band="evening", skill="care", minutes=60, source="bank")
    plan = small_plan(duties=(*DUTIES, alone))
    answer = _answer(small_case(), plan, WhyShort(where="B", date=day(2)))
    assert "two-carers" in {reason.limit for reason in answer.reasons}


def test_what_is_left_open_is_the_shortest_and_the_others_are_named() -> None:
    more = Cover(
        place="B", band="morning", skill="care", first_day=day(2), last_day=day(2), minutes=20
    )
    case = small_case(cover=(*COVER, more))
    answer = _answer(case, small_plan(), WhyShort(where="B", date=day(2)))
    assert "in evening" in answer.sentence
    assert "Short there on that day too: morning 20 minutes of care." in answer.sentence
    asked = WhyShort(where="B", date=day(2), band="morning")
    assert "in morning" in _answer(case, small_plan(), asked).sentence


# --- a shortage of staff


def test_a_unit_without_staff_says_why_so_many_are_needed_and_who_could_come() -> None:
    # Nobody is in the hub on Wednesday; its least is one in the morning and one at night.
    asked = WhyShort(where="hub", date=day(2), band="morning")
    answer = _answer(small_case(), small_plan(), asked)
    assert answer.is_so
    found = {reason.who: reason for reason in answer.reasons}
    assert found["hub"].there == 0
    assert found["hub"].asked == 1
    assert found["ann"].limit == "on-round"
    assert found["dan"].limit == POSSIBLE
    # Cat's one float fits between days of the line.
    assert found["cat"].limit in {POSSIBLE, "float-fits-line"}


def test_nothing_that_is_not_short_is_explained_as_if_it_were() -> None:
    for asked in (
        WhyShort(where="A", date=day(0), band="morning"),
        WhyShort(where="FAR", date=day(0)),
        WhyShort(where="hub", date=day(0), band="morning"),
    ):
        answer = _answer(small_case(), small_plan(), asked)
        assert not answer.is_so
        assert answer.sentence
        assert answer.reasons == ()


# --- a referral


def test_a_barrier_is_named_with_its_day_and_then_what_is_lacking() -> None:
    answer = _answer(small_case(), small_plan(), WhyReferral(referral="r2"))
    assert [reason.limit for reason in answer.reasons] == ["before", "barrier", "no-care-hours"]
    assert answer.reasons[0].asked == 2
    assert "key safe clears on Thu 8 Oct" in answer.reasons[1].sentence
    assert answer.reasons[2].who == "B"
    assert answer.reasons[2].there == 0


def test_the_slots_of_triage_are_named_with_who_has_them() -> None:
    case = small_case(
        referrals=tuple(row.model_copy(update={"triaged": False}) for row in REFERRALS),
        triage=(TriageSlots(first_day=day(0), last_day=day(6), slots=1),),
    )
    # r2 takes Wednesday's slot, r3 Thursday's.
    crowded = (
        *(row for row in PLACEMENTS if row.referral == "r1"),
        Placement(referral="r2", option="home-care", start=day(2)),
        Placement(referral="r3", option="home-care", start=day(3)),
    )
    answer = _answer(case, small_plan(placements=crowded), WhyReferral(referral="r3"))
    said = {reason.limit: reason.sentence for reason in answer.reasons}
    assert "1 slot on Wed 7 Oct, used by r2" in said["triage"]


def test_somebody_who_does_not_wait_is_told_in_a_sentence() -> None:
    answer = _answer(small_case(), small_plan(), WhyReferral(referral="r1"))
    assert not answer.is_so
    assert (
        answer.sentence == "r1 does not wait: hub-first starts on Mon 5 Oct, the day they are "
        "ready."
    )
    assert answer.reasons == ()


def test_one_more_of_what_is_lacking_takes_the_lack_away() -> None:
    hub_alone = changed(REFERRALS, "referral", "r1", options=("hub-first",))
    nobody = small_plan(placements=tuple(Placement(referral=row.referral) for row in REFERRALS))
    full = small_case(referrals=hub_alone, units=changed(UNITS, "unit", "hub", beds=1))
    reason = _answer(full, nobody, WhyReferral(referral="r1")).reasons[0]
    assert reason.limit == "no-bed"
    assert reason.there is not None
    assert reason.asked is not None
    assert reason.more is not None
    needed = reason.asked + reason.more
    assert needed > reason.there
    enough = small_case(
        referrals=hub_alone, units=changed(UNITS, "unit", "hub", beds=round(needed))
    )
    trial = DelayTrial(Grounds(enough, nobody).reading)
    course = trial.nearest(hub_alone[0], ["hub-first"], 0)
    assert course is not None
    assert "no-bed" not in (trial.lacks(course, hub_alone[0], 0) or [])


# --- beds


def test_an_empty_bed_names_who_is_in_the_others_and_what_keeps_those_who_wait_out() -> None:
    hub_alone = changed(REFERRALS, "referral", "r1", options=("hub-first",))
    nobody = small_plan(placements=tuple(Placement(referral=row.referral) for row in REFERRALS))
    shut = Closure(unit="hub", first_day=day(0), last_day=day(6), admissions=False)
    case = small_case(referrals=hub_alone, closures=(shut,))
    answer = _answer(case, nobody, WhyBed(unit="hub", date=day(1)))
    assert answer.is_so
    found = {reason.who: reason for reason in answer.reasons}
    assert found["r1"].limit == "admissions-limit"
    assert "closure" in {reason.limit for reason in answer.reasons}


def test_a_full_unit_and_one_without_beds_have_no_empty_bed() -> None:
    full = small_case(units=changed(UNITS, "unit", "hub", beds=2))
    answer = _answer(full, small_plan(), WhyBed(unit="hub", date=day(0)))
    assert not answer.is_so
    assert "no whole bed empty: 2 beds, 2 people expected" in answer.sentence


# --- a person


def test_a_duty_of_the_line_says_so_and_what_goes_without_it() -> None:
    answer = _answer(small_case(), small_plan(), WhyPerson(person="ann", date=day(0)))
    assert answer.sentence == (
        "ann has D on Mon 5 Oct: the line (pattern days at phase 0, kept) gives it."
    )
    assert {"on-round", "floats-back", "cost"} <= {reason.limit for reason in answer.reasons}
    cost = answer.reasons[-1].difference
    without = small_plan(
        duties=tuple(row for row in DUTIES if (row.person, row.date) != ("ann", day(0)))
    )
    ours, theirs = judge(small_case(), small_plan()), judge(small_case(), without)
    assert cost is not None
    assert cost.total == pytest.approx(theirs.cost - ours.cost, abs=0.005)
    assert cost.short_hours == pytest.approx(theirs.shortage_hours - ours.shortage_hours)


def test_a_day_off_says_what_the_line_has_and_which_rule_refuses_each_shift() -> None:
    answer = _answer(small_case(), small_plan(), WhyPerson(person="ann", date=day(5)))
    assert "has a day off" in answer.reasons[0].sentence
    assert {reason.limit for reason in answer.reasons[1:]} == {"floats-owed"}
    assert "no duty could be given" in answer.sentence


@pytest.mark.parametrize("number", [-1, 7, 400])
def test_a_day_outside_the_plan_is_told_in_a_sentence(number: int) -> None:
    when = day(0) + timedelta(days=number)
    for question in (
        WhyPerson(person="ann", date=when),
        WhyShort(where="A", date=when),
        WhyBed(unit="hub", date=when),
    ):
        answer = _answer(small_case(), small_plan(), question)
        assert not answer.is_so
        assert "outside the days of this plan, 2026-10-05 to 2026-10-11" in answer.sentence


def test_ids_that_the_case_does_not_have_are_refused_all_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        _answer(
            small_case(),
            small_plan(),
            WhyShort(where="AA", date=day(0), band="morn", skill="care"),
        )
    assert [fault.column for fault in refused.value.faults] == ["short", "band"]
    assert "did you mean 'morning'?" in str(refused.value)
    with pytest.raises(BadInput):
        _answer(small_case(), small_plan(), WhyPerson(person="nobody", date=day(0)))


# --- a drawn case, where every word is tried


@pytest.fixture(scope="module")
def drawn() -> Grounds:
    case = generate(people=12, days=7, load="tight", seed=3)
    plan = baseline_plan(case)
    # Somebody calls in sick for half a week, so that something is short.
    off = case.people[1].person
    return Grounds(
        case,
        plan.model_copy(update={"duties": tuple(row for row in plan.duties if row.person != off)}),
    )


def test_who_is_said_to_be_able_is_and_who_is_not_breaks_the_rule_named(drawn: Grounds) -> None:
    before = _sizes(drawn.case, drawn.plan)
    cells = sorted(drawn.short_cells, key=lambda cell: -drawn.short_cells[cell])[:4]
    assert cells
    tried = 0
    for place, number, band, skill in cells:
        when = drawn.calendar.date(number)
        answer = why(drawn, WhyShort(where=place, date=when, band=band, skill=skill))
        assert answer.is_so
        for reason in answer.reasons:
            if reason.who not in drawn.register.people or (reason.who, number) in drawn.duties:
                continue
            # everybody who is off is given each shift that has time in the band
            broken_by_shift = []
            for shift in drawn.register.shifts.values():
                if not shift.contact.get(band):
                    continue
                piece = DutyPiece(
                    person=reason.who,
                    date=when,
                    shift=shift.shift,
                    place=place,
                    band=band,
                    skill=skill,
                    minutes=float(drawn.case.limits.piece_minutes),
                )
                plan = drawn.plan.model_copy(update={"duties": (*drawn.plan.duties, piece)})
                broken_by_shift.append(_broken_more(before, _sizes(drawn.case, plan)))
            tried += 1
            if reason.limit == POSSIBLE:
                assert set() in broken_by_shift
            elif reason.limit != "contact-time":
                assert set() not in broken_by_shift
                assert reason.limit in set().union(*broken_by_shift)
    assert tried > 3
