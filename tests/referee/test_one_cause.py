"""Is one cause told once, in words for people?"""

from collections import Counter
from datetime import date

import pytest

from rosterer.referee import Verdict, judge
from rosterer.referee.words import counted, in_days, in_hours, lasting, said
from rosterer_models.vocabulary.person import Absence, FixedDuty, Person
from rosterer_models.vocabulary.plan import DutyPiece, Plan
from rosterer_models.vocabulary.shift import Pattern
from tests.cases import DUTIES, PEOPLE, UNITS, changed, day, duty, small_case, small_plan
from tests.referee.known_weeks import line_plan, lone_case

UNEASY = Pattern(pattern="uneasy", cycle=("D", "N", "D", "-", "-", "-", "-", "-"))
"""A line whose third duty begins as the night before it ends."""


def _uneasy(duties: tuple[DutyPiece, ...]) -> Verdict:
    people = changed(PEOPLE, "person", "ann", pattern="uneasy", name="Ann Dale")
    case = small_case(
        people=tuple(row for row in people if row.person == "ann"),
        patterns=(UNEASY,),
        availability=(),
        **dict.fromkeys(("cover", "referrals", "barriers", "expected", "census"), ()),
    )
    return judge(case, Plan(duties=duties, reservations=()), show_names=True)


def test_duties_of_the_line_that_break_a_rest_are_no_floats() -> None:
    (breach,) = _uneasy((duty("ann", 0), duty("ann", 1, "N"), duty("ann", 2))).broken
    assert breach.sentence == (
        "Ann Dale: N on Tue 6 Oct ends as D on Wed 7 Oct begins; "
        "11 hours of rest are needed: move or drop one of the two"
    )
    assert {other.rule for other in breach.follows} == {"floats-owed", "float-fits-line"}


def test_a_float_that_breaks_nothing_is_told_by_itself() -> None:
    # The night is left out, so nothing keeps the third duty from being worked; but it had yielded.
    (back, owed, fits) = _uneasy((duty("ann", 0), duty("ann", 2))).broken
    assert (back.rule, owed.rule, fits.rule) == ("floats-back", "floats-owed", "float-fits-line")
    assert back.follows == owed.follows == fits.follows == ()


def test_duties_beyond_the_line_are_counted_once() -> None:
    # The third duty of the line had to yield, and one more stands beyond it.
    verdict = _uneasy((duty("ann", 0), duty("ann", 1, "N"), duty("ann", 2), duty("ann", 5)))
    (owed,) = (one for one in verdict.every_breach if one.rule == "floats-owed")
    assert owed.by == 2
    assert owed in verdict.broken


def test_what_a_person_cannot_do_is_told_once_for_all_days() -> None:
    far = small_case(units=changed(UNITS, "unit", "hub", place="FAR"))
    verdict = judge(far, small_plan())
    told = [breach for breach in verdict.broken if breach.rule == "unit-reach"]
    # Ben on three nights and Cat on two days.
    assert {breach.who: len(breach.follows) for breach in told} == {"ben": 2, "cat": 1}
    assert "nobody is sent farther than 40 minutes" in told[0].sentence
    assert len([one for one in verdict.every_breach if one.rule == "unit-reach"]) == 5


def test_an_unknown_name_is_told_once_for_all_rows() -> None:
    rows = tuple(row.model_copy(update={"skill": "cooking"}) for row in DUTIES)
    broken = judge(small_case(), small_plan(duties=rows)).broken
    (breach,) = (breach for breach in broken if breach.rule == "known-names")
    assert "names skill cooking" in breach.sentence
    assert len(breach.follows) == len(DUTIES) - 1


def test_days_of_absence_are_told_day_by_day() -> None:
    away = small_case(absences=(Absence(person="dan", first_day=day(4), last_day=day(5)),))
    told = [breach for breach in judge(away, small_plan()).broken if breach.rule == "absence"]
    assert [breach.when for breach in told] == [day(4), day(5)]


def _named(*names: str) -> tuple[Person, ...]:
    return tuple(
        person.model_copy(update={"name": name}) for person, name in zip(PEOPLE, names, strict=True)
    )


def test_people_are_called_by_name_only_where_names_may_be_shown() -> None:
    case = small_case(
        people=_named("Ann Dale", "Ben Fox", "Cat Gill", "Dan Hart"),
        fixed=(FixedDuty(person="dan", date=day(1), shift="D"),),
    )
    shown = judge(case, small_plan(), show_names=True).broken[0]
    hidden = judge(case, small_plan()).broken[0]
    assert shown.sentence == ("Dan Hart must work D on Tue 6 Oct, a fixed duty: restore it")
    assert hidden.sentence.startswith("dan must work")
    assert shown.who == hidden.who == "dan"


def test_two_of_one_name_are_told_apart() -> None:
    case = small_case(
        people=_named("A Lee", "A Lee", "", "A Lee"),
        fixed=(FixedDuty(person="dan", date=day(1), shift="D"),),
    )
    sentence = judge(case, small_plan(), show_names=True).broken[0].sentence
    assert sentence.startswith("A Lee (dan) must work")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "no time"), (1, "1 minute"), (60, "1 hour"), (510, "8 hours 30 minutes")],
)
def test_lengths_are_said_in_hours_and_minutes(minutes: int, words: str) -> None:
    assert lasting(minutes) == words


def test_days_hours_and_weeks_are_said_as_people_say_them() -> None:
    assert said(date(2026, 11, 5)) == "Thu 5 Nov"
    assert (in_hours(60), in_hours(450), in_hours(90_000)) == ("1 hour", "7.5 hours", "1,500 hours")
    assert in_hours(0.5) == "less than 0.1 hours"
    assert (in_days(7), in_days(119), in_days(30)) == ("1 week", "17 weeks", "30 days")
    assert (counted(1, "is", "are"), counted(2, "is", "are")) == ("1 is", "2 are")


def test_an_overlap_is_said_by_how_much() -> None:
    case = small_case(people=changed(PEOPLE, "person", "cat", floats_owed=7, floats_back=7))
    late = case.shifts[1].model_copy(update={"end": "07:30"})
    case = case.model_copy(update={"shifts": (case.shifts[0], late)})
    rows = (
        *(row for row in DUTIES if row.person != "cat"),
        duty("cat", 0, "N", place="hub"),
        duty("cat", 1, place="hub"),
    )
    sentences = [breach.sentence for breach in judge(case, small_plan(duties=rows)).broken]
    assert sentences[0] == (
        "cat: N on Mon 5 Oct ends 30 minutes after D on Tue 6 Oct begins; "
        "11 hours of rest are needed: move or drop one of the two"
    )


def test_nights_of_the_line_of_somebody_who_does_none_are_no_floats() -> None:
    case = lone_case("nights", nights=False, night_worker=False, opt_out=True)
    (breach,) = judge(case, line_plan(case)).broken
    assert breach.rule == "nights"
    # Nineteen nights more, and what each of them is as a float.
    follows = Counter(other.rule for other in breach.follows)
    assert follows["nights"] == 19
    assert follows["float-fits-line"] == 20
    assert follows["floats-owed"] == 1


def test_a_duty_of_the_line_on_a_day_of_leave_is_no_float() -> None:
    case = lone_case("five")
    away = (Absence(person="ann", first_day=day(1), last_day=day(1)),)
    verdict = judge(case.model_copy(update={"absences": away}), line_plan(case))
    breach = next(one for one in verdict.broken if one.rule == "absence")
    assert {one.rule for one in breach.follows} == {"floats-owed", "float-fits-line"}
    assert not [one for one in verdict.broken if one.rule.startswith("float")]
