"""Does what it is said to take really cure it, and nothing less?"""

import pytest

from rosterer.explain.alternatives import with_instead
from rosterer.explain.answer import InsteadStart, WhyReferral, WhyShort
from rosterer.explain.grounds import Grounds
from rosterer.explain.shortages import why_short
from rosterer.explain.takes import Cure, Menu, what_it_takes
from rosterer.explain.takes.done import case_with, is_sound, plan_with, verdict_with
from rosterer_models.vocabulary.cover import TriageSlots
from rosterer_models.vocabulary.plan import Placement
from rosterer_models.vocabulary.settings import Limits
from tests.cases import REFERRALS, UNITS, changed, day, small_case, small_plan

NOBODY = tuple(Placement(referral=row.referral) for row in REFERRALS)


def _is_cured(grounds: Grounds, question: WhyShort, cure: Cure) -> bool:
    verdict = verdict_with(grounds, grounds.plan, cure.steps)
    if not is_sound(grounds, verdict, cure.steps):
        return False
    case, plan = case_with(grounds.case, cure.steps), plan_with(grounds.plan, cure.steps)
    return not why_short(Grounds(case, plan), question).is_so


@pytest.mark.parametrize(
    "question",
    [
        WhyShort(where="B", date=day(2), band="evening", skill="care"),
        WhyShort(where="hub", date=day(2), band="morning", skill="care"),
        WhyShort(where="hub", date=day(3), band="night", skill="care"),
    ],
    ids=str,
)
def test_a_shortage_is_cured_by_each_cure_and_by_nothing_less(question: WhyShort) -> None:
    grounds = Grounds(small_case(), small_plan())
    found = what_it_takes(grounds, question)
    assert found.cures
    assert [cure.pounds for cure in found.cures] == sorted(cure.pounds for cure in found.cures)
    for cure in found.cures:
        assert _is_cured(grounds, question, cure)
        assert cure.pounds == pytest.approx(sum(step.pounds for step in cure.steps), abs=0.01)
        for step in cure.steps:
            rest = tuple(one for one in cure.steps if one is not step)
            assert not _is_cured(grounds, question, cure.model_copy(update={"steps": rest}))


def test_the_prices_are_those_of_the_menu() -> None:
    question = WhyShort(where="B", date=day(2), band="evening", skill="care")
    grounds = Grounds(small_case(), small_plan())
    (agency,) = [
        cure
        for cure in what_it_takes(grounds, question, Menu(agency_hour=90)).cures
        if cure.steps[0].kind == "agency"
    ]
    assert agency.pounds == pytest.approx(90, abs=0.1)  # an hour, for two carers of half an hour


def _starts(grounds: Grounds, referral: str, cure: Cure, number: int) -> bool:
    """Whether somebody starts that day with these steps, in any way that the cure may mean."""
    row = grounds.register.referrals[referral]
    return any(
        is_sound(
            grounds,
            verdict_with(
                grounds,
                with_instead(
                    grounds, InsteadStart(referral=referral, option=option, date=day(number))
                ),
                cure.steps,
            ),
            cure.steps,
        )
        for option in row.options
    )


def test_a_barrier_and_hours_are_bought_for_somebody_who_waits_for_both() -> None:
    grounds = Grounds(small_case(), small_plan())
    found = what_it_takes(grounds, WhyReferral(referral="r2"))
    (cure,) = found.cures
    assert {step.kind for step in cure.steps} == {"barrier", "agency"}
    assert next(step for step in cure.steps if step.kind == "barrier").amount == 3
    assert _starts(grounds, "r2", cure, 0)
    for step in cure.steps:
        rest = tuple(one for one in cure.steps if one is not step)
        assert not _starts(grounds, "r2", cure.model_copy(update={"steps": rest}), 0)


def test_a_bed_a_start_a_slot_and_a_head_are_bought_where_they_are_lacking() -> None:
    hub_alone = changed(REFERRALS, "referral", "r1", options=("hub-first",), triaged=False)
    case = small_case(
        referrals=hub_alone,
        units=changed(UNITS, "unit", "hub", beds=1, admissions={"all": 0}),
        triage=(TriageSlots(first_day=day(0), last_day=day(6), slots=0),),
        expected=(),
        limits=Limits(detour=1, piece_minutes=30),
    )
    grounds = Grounds(case, small_plan(placements=NOBODY))
    (cure,) = what_it_takes(grounds, WhyReferral(referral="r1")).cures
    kinds = {step.kind for step in cure.steps}
    assert {"bed", "admission", "triage-slot"} <= kinds
    assert _starts(grounds, "r1", cure, 0)


def test_what_needs_no_cure_is_told_in_a_sentence() -> None:
    grounds = Grounds(small_case(), small_plan())
    for question in (
        WhyReferral(referral="r1"),
        WhyShort(where="A", date=day(0)),
        WhyShort(where="A", date=day(40)),
    ):
        found = what_it_takes(grounds, question)
        assert not found.is_so
        assert found.cures == ()
        assert found.sentence
