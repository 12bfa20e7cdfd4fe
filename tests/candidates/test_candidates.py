"""Who can take a duty: is everybody told, in the right group, with the right numbers?"""

import pytest

from rosterer.candidates import AskedDuty, AskedGap, Candidates, candidates
from rosterer.candidates.visits import uncovered_visits
from rosterer.files.faults import BadInput
from rosterer.session import RefusedEditError, Session
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.edit import Drop, Fix
from rosterer_models.vocabulary.person import Availability, Request
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.settings import Limits
from tests.cases import DUTIES, PEOPLE, changed, day, duty, small_case, small_plan

ANN_ON_TUESDAY = AskedDuty(person="ann", date=day(1))


def asked(
    question: AskedDuty | AskedGap = ANN_ON_TUESDAY,
    case: Case | None = None,
    plan: Plan | None = None,
) -> Candidates:
    return candidates(Session(case or small_case(), plan or small_plan()), question)


def groups(found: Candidates) -> dict[str, str]:
    return {one.person: one.group for one in found.people}


def test_everybody_but_the_one_who_has_it_is_told_once() -> None:
    assert sorted(groups(asked())) == ["ben", "cat", "dan"]
    assert sorted(groups(asked(AskedGap(shift="D", date=day(1))))) == ["ann", "ben", "cat", "dan"]


def test_somebody_of_the_bank_who_offers_the_day_is_suitable_and_one_who_does_not_is_not() -> None:
    assert groups(asked())["dan"] == "suitable"
    offers = (Availability(person="dan", first_day=day(4), last_day=day(6), shifts=("D",)),)
    found = asked(case=small_case(availability=offers))
    dan = next(one for one in found.people if one.person == "dan")
    assert (dan.group, dan.rule) == ("not-possible", "availability")
    assert dan.sentence.startswith("Not possible: dan on Tue 6 Oct (D): the duty is not among")


def test_against_a_wish_to_be_off_comes_after_and_a_wish_for_the_shift_is_none() -> None:
    wish = Request(person="dan", date=day(1), wish="off")
    assert groups(asked(case=small_case(requests=(wish,))))["dan"] == "breaks-a-wish"
    wish = Request(person="dan", date=day(1), wish="D")
    assert groups(asked(case=small_case(requests=(wish,))))["dan"] == "suitable"


def test_a_rule_of_the_persons_roster_is_named() -> None:
    # Ben works nights on Friday to Sunday; a day on Saturday has no rest before it.
    found = asked(AskedGap(shift="D", date=day(3)))
    ben = next(one for one in found.people if one.person == "ben")
    assert (ben.group, ben.rule) == ("not-possible", "floats-owed")
    cat = next(one for one in asked().people if one.person == "cat")
    assert (cat.group, cat.rule) == ("not-possible", "one-duty-a-day")
    assert cat.sentence == "Not possible: cat is on duty (D) that day."


def test_numbers_are_the_difference_to_the_plan_as_it_is() -> None:
    dan = next(one for one in asked().people if one.person == "dan")
    # Ann's day costs her contract nothing; Dan has 11 hours of £22.
    assert dan.cash == pytest.approx(242, abs=20)
    assert dan.total == pytest.approx((dan.cash or 0) + (dan.notional or 0) + (dan.preference or 0))
    assert (dan.balance_before, dan.balance_after) == (None, None)
    # From Tuesday 19:00 to Friday 07:00.
    assert (dan.rest_before_hours, dan.rest_after_hours) == (None, 60)
    # He comes to A on Friday and Saturday too.
    assert dan.known_places == 1


def test_a_contract_sees_its_balance_before_and_after() -> None:
    people = changed(PEOPLE, "person", "cat", floats_owed=3)
    free = tuple(row for row in DUTIES if (row.person, row.date) != ("cat", day(0)))
    plan = small_plan(duties=free)
    found = asked(AskedGap(shift="D", date=day(0), where="hub"), small_case(people=people), plan)
    cat = next(one for one in found.people if one.person == "cat")
    assert cat.group == "suitable"
    assert cat.balance_before is not None
    assert cat.balance_after == pytest.approx(cat.balance_before + 11)


def test_last_is_what_it_means_to_leave_it() -> None:
    left = asked().uncovered
    assert left is not None
    # A's morning, and the evening that blank minutes stand for.
    assert left.visits == 2
    assert left.hours_short == pytest.approx(2 + 37.5 / 60)
    assert left.sentence.startswith("Leave it uncovered: 2 visits fewer, 2.6 hours more short")
    in_unit = asked(AskedDuty(person="cat", date=day(0))).uncovered
    assert in_unit is not None
    assert in_unit.units == ("hub",)


def test_an_agency_gives_what_its_limit_allows_and_none_without_one() -> None:
    assert asked().agency is None
    limits = Limits(detour=1, piece_minutes=30, agency_hours_per_day=2)
    agency = asked(case=small_case(limits=limits)).agency
    assert agency is not None
    assert agency.hours == pytest.approx(2)
    assert agency.hours_left_short == pytest.approx(37.5 / 60)


def test_somebody_can_take_it_when_another_takes_a_duty_of_theirs() -> None:
    # Dan may have two duties and has them; Eli offers the Wednesday of his.
    dan = changed(PEOPLE, "person", "dan", max_duties=2)
    dan = changed(dan, "person", "cat", floats_owed=0)
    eli = PEOPLE[3].model_copy(update={"person": "eli"})
    offers = (
        Availability(person="dan", first_day=day(0), last_day=day(6), shifts=("D",)),
        Availability(person="eli", first_day=day(2), last_day=day(2), shifts=("D",)),
    )
    duties = (*DUTIES[:2], *(duty("dan", number, place="A", source="bank") for number in (2, 3)))
    plan, people = small_plan(duties=duties), (*dan, eli)
    found = asked(case=small_case(people=people, availability=offers), plan=plan)
    one = next(one for one in found.people if one.person == "dan")
    assert one.group == "needs-a-swap"
    assert [edit.edit for edit in one.edits] == ["assign", "drop", "assign"]
    assert one.sentence.startswith("dan with eli doing D on Wed 7 Oct: cash +£")
    # Without Eli there is no way.
    found = asked(case=small_case(people=dan), plan=plan)
    one = next(one for one in found.people if one.person == "dan")
    assert (one.group, one.rule) == ("not-possible", "max-duties")


def test_visits_are_what_is_short_within_reach_skill_and_time() -> None:
    session = Session(small_case(), small_plan())
    session.apply(Drop(person="ann", date=day(1)))
    register = session.grounds.register
    dan, shift = register.people["dan"], register.shifts["D"]
    visits = uncovered_visits(session, dan, 1, shift)
    assert {(visit.place, visit.band, visit.skill) for visit in visits} == {
        ("A", "morning", "care"),
        ("A", "evening", "care"),
    }
    assert all((visit.minutes or 0) >= 30 for visit in visits)
    assert uncovered_visits(session, dan, 1, shift, ("B",)) == ()


def test_the_session_is_as_before() -> None:
    session = Session(small_case(), small_plan())
    candidates(session, ANN_ON_TUESDAY)
    assert session.plan == small_plan()
    assert not session.can_undo


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (AskedDuty(person="ann", date=day(6)), "ann has no duty on Sun 11 Oct."),
        (AskedGap(shift="D", date=day(7)), "2026-10-12 is outside the days of this plan"),
    ],
)
def test_what_is_not_there_is_said(question: AskedDuty | AskedGap, told: str) -> None:
    found = asked(question)
    assert not found.is_so
    assert found.told[0].startswith(told)
    assert len(found.told) == 1


def test_unknown_ids_are_refused_together_and_a_fixed_duty_too() -> None:
    with pytest.raises(BadInput) as caught:
        asked(AskedGap(shift="Q", date=day(0), where="nowhere"))
    assert [fault.column for fault in caught.value.faults] == ["shift", "where"]
    session = Session(small_case(), small_plan())
    session.apply(Fix(person="ann", date=day(1)))
    with pytest.raises(RefusedEditError, match="is fixed; unfix it first"):
        candidates(session, ANN_ON_TUESDAY)
