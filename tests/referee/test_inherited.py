"""Is what no plan can avoid told apart, and held against a plan only where it adds to it?"""

from rosterer.referee import Verdict, judge
from rosterer_models.vocabulary.person import FixedDuty, WorkedDuty
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.settings import Rules
from rosterer_models.vocabulary.shift import Pattern, Shift
from tests.cases import DUTIES, PEOPLE, UNITS, changed, day, duty, small_case, small_plan
from tests.referee.known_weeks import LONG_DAY, NIGHT, broken_rules, line_plan, lone_case


def test_an_average_used_up_by_history_is_inherited_until_the_plan_adds_to_it() -> None:
    # 17 weeks of 72 hours; whatever is worked now is too much.
    case = lone_case("six", weeks=17)
    idle = judge(case, Plan(reservations=()))
    assert idle.is_good
    assert [breach.rule for breach in idle.inherited] == ["weekly-average"]
    assert "what was there before the plan is too much already" in idle.inherited[0].sentence
    busy = judge(case, line_plan(case, range(1)))
    assert broken_rules(busy) == ["weekly-average"]
    assert busy.inherited == ()


def test_forty_breaches_of_one_cause_are_one() -> None:
    verdict = judge(lone_case("six", weeks=17), line_plan(lone_case("six")))
    (breach,) = verdict.broken
    # The other three of four weeks.
    assert [other.rule for other in breach.follows] == ["weekly-average"] * 3
    assert all(breach.by >= other.by for other in breach.follows if breach.by and other.by)


def test_a_rest_that_fixed_duties_lack_is_inherited() -> None:
    fixed = (
        FixedDuty(person="ann", date=day(4), shift="N"),
        FixedDuty(person="ann", date=day(5), shift="D"),
    )
    case = lone_case("five").model_copy(update={"fixed": fixed})
    duties = tuple(duty("ann", (row.date - day(0)).days, row.shift, place="A") for row in fixed)
    verdict = judge(case, Plan(duties=duties, reservations=()))
    assert [breach.rule for breach in verdict.inherited] == ["rest-between-duties"]
    assert "rest-between-duties" not in broken_rules(verdict)
    # A day duty just before the night is the plan's own.
    more = Plan(duties=(*duties, duty("ann", 3, "N", place="A")), reservations=())
    assert "rest-between-duties" in [breach.rule for breach in judge(case, more).inherited]


def test_what_history_broke_before_the_horizon_is_the_past() -> None:
    long_ago = tuple(
        WorkedDuty(person="ann", date=day(number), shift="D") for number in range(-60, -45)
    )
    case = lone_case("five", weeks=0).model_copy(update={"history": long_ago})
    assert judge(case, Plan(reservations=())).inherited == ()


def test_days_in_a_row_that_the_plan_prolongs_are_its_own() -> None:
    # Seven days to day -1, and one fixed on day 0.
    worked = tuple(WorkedDuty(person="ann", date=day(number), shift="D") for number in range(-7, 0))
    fixed = (FixedDuty(person="ann", date=day(0), shift="D"),)
    case = lone_case("five").model_copy(update={"history": worked, "fixed": fixed})
    settled = (duty("ann", 0, place="A"),)
    before = judge(case, Plan(duties=settled, reservations=()))
    assert "consecutive-days" in [breach.rule for breach in before.inherited]
    longer = judge(case, Plan(duties=(*settled, duty("ann", 1, place="A")), reservations=()))
    assert "consecutive-days" in broken_rules(longer)
    assert "consecutive-days" not in [breach.rule for breach in longer.inherited]


def test_a_fixed_duty_out_of_reach_is_inherited_and_a_chosen_one_is_not() -> None:
    far = changed(UNITS, "unit", "hub", place="FAR")
    fixed = (FixedDuty(person="dan", date=day(4), shift="D", unit="hub"),)
    staff = tuple(row for row in DUTIES if row.person == "ann")
    plan = small_plan(duties=(*staff, duty("dan", 4, place="hub")), placements=())
    empty = {"referrals": (), "barriers": (), "census": (), "expected": (), "units": far}
    settled = judge(small_case(fixed=fixed, **empty), plan)
    chosen = judge(small_case(**empty), plan)
    assert [breach.rule for breach in settled.inherited] == ["unit-reach"]
    assert "unit-reach" not in broken_rules(settled)
    assert "unit-reach" in broken_rules(chosen)
    assert chosen.inherited == ()


def test_fixed_duties_beyond_what_was_agreed_are_inherited() -> None:
    fixed = tuple(FixedDuty(person="dan", date=day(number), shift="D") for number in (4, 5))
    people = changed(PEOPLE, "person", "dan", max_duties=1)
    verdict = judge(small_case(fixed=fixed, people=people), small_plan())
    assert [breach.rule for breach in verdict.inherited] == ["max-duties"]
    more = small_plan(duties=(*DUTIES, duty("dan", 2, place="A")))
    assert broken_rules(judge(small_case(fixed=fixed, people=people), more)) == ["max-duties"]


def _settled_and(*more: tuple[int, str], fixed: tuple[tuple[int, str], ...]) -> Verdict:
    """Fixed duties, and what a plan puts beside them."""
    evening = Shift(shift="E", start="15:00", end="23:00", contact={"tea": 60})
    rows = tuple(FixedDuty(person="ann", date=day(on), shift=shift) for on, shift in fixed)
    worked = tuple(WorkedDuty(person="ann", date=day(number), shift="D") for number in range(-7, 0))
    case = lone_case("five").model_copy(
        update={"fixed": rows, "history": worked, "shifts": (LONG_DAY, NIGHT, evening)}
    )
    duties = tuple(duty("ann", on, shift, place="A") for on, shift in (more or fixed))
    return judge(case, Plan(duties=duties, reservations=()))


def test_a_rest_between_fixed_duties_is_inherited_whatever_stands_beside_them() -> None:
    fixed = ((4, "N"), (5, "D"))
    for more in ((4, "D"), (4, "E"), (5, "N")):
        verdict = _settled_and(more, fixed=fixed)
        told = [one for one in verdict.inherited if one.rule == "rest-between-duties"]
        assert [one.when for one in told] == [day(5)]
        own = [one for one in verdict.broken if one.rule == "rest-between-duties"]
        assert own, more
        assert not {one.sentence for one in own} & {one.sentence for one in told}


def test_a_duty_between_two_fixed_ones_does_not_hide_how_close_they_are() -> None:
    verdict = _settled_and((4, "N"), fixed=((4, "E"), (5, "D")))
    (told,) = (one for one in verdict.inherited if one.rule == "rest-between-duties")
    assert "E on Fri 9 Oct ends only 8 hours before D on Sat 10 Oct begins" in told.sentence
    # The night is too close to both.
    assert broken_rules(verdict).count("rest-between-duties") == 2


def test_a_second_duty_on_a_fixed_day_adds_nothing_to_days_in_a_row() -> None:
    beside = _settled_and((0, "N"), fixed=((0, "D"),))
    assert "consecutive-days" in [one.rule for one in beside.inherited]
    assert "consecutive-days" not in broken_rules(beside)
    after = _settled_and((1, "N"), fixed=((0, "D"),))
    assert "consecutive-days" in broken_rules(after)
    assert "consecutive-days" not in [one.rule for one in after.inherited]


def _after_a_night(plan: tuple[int, ...], **about: object) -> Verdict:
    """Ann, who keeps a line with one night, on day 0; the fortnight to then has one rest day, and
    day 0, which follows a night, is none.
    """
    worked = {-13: "D", -12: "D", -11: "D", -10: "D", -9: "D", -8: "N", -5: "D", -4: "D"}
    worked |= {-3: "N", -2: "N", -1: "N"}
    case = lone_case("nights", days=14, nights=True, opt_out=True, **about)
    case = case.model_copy(
        update={
            "rules": Rules(max_consecutive_days=7, max_consecutive_nights=5),
            "patterns": (Pattern(pattern="nights", cycle=("N", *["-"] * 13)),),
            "fixed": (FixedDuty(person="ann", date=day(1), shift="N"),),
            "history": tuple(
                WorkedDuty(person="ann", date=day(number), shift=shift)
                for number, shift in worked.items()
            ),
        }
    )
    duties = tuple(duty("ann", on, "N", place="A") for on in plan)
    return judge(case, Plan(duties=duties, reservations=()))


def test_a_duty_of_the_line_that_adds_nothing_to_an_inherited_breach_does_not_yield() -> None:
    verdict = _after_a_night((0, 1))
    assert [breach.rule for breach in verdict.inherited] == ["weekly-rest"]
    assert broken_rules(verdict) == []
    assert broken_rules(_after_a_night((1,))) == ["floats-back"]


def test_a_float_that_adds_nothing_to_an_inherited_breach_fits_the_line() -> None:
    # At phase 5 the night of the line is on day 9, so that on day 0 is a float.
    assert broken_rules(_after_a_night((0, 1, 9), phase=5, floats_owed=1)) == []
    # One on day 2, which follows a night too, makes four in a row, and day 3 a day after a night.
    more = broken_rules(_after_a_night((1, 3, 9), phase=5, floats_owed=1))
    assert "float-fits-line" in more
