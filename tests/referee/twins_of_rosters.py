"""Which plans break a rule of lines, floats or working time, and which that differ in one fact keep
it?
"""

from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.person import Absence, Availability, Cap, FixedDuty, WorkedDuty
from rosterer_models.vocabulary.plan import ChosenLine, DutyPiece, Plan
from rosterer_models.vocabulary.settings import Limits, Rules
from tests.cases import DUTIES, PEOPLE, changed, day, duty, small_case, small_plan
from tests.contract_cases import eve, on_days, plan_with, three_kinds
from tests.referee.twin import Twin, twin

OFFERS_ALL = (Availability(person="dan", first_day=day(0), last_day=day(6)),)
FREE_DAN = changed(PEOPLE, "person", "dan", max_duties=None)


def _except(*dropped: tuple[str, int]) -> tuple[DutyPiece, ...]:
    return tuple(row for row in DUTIES if (row.person, (row.date - day(0)).days) not in dropped)


def _dan(*numbers: int, nights: tuple[int, ...] = ()) -> Plan:
    """Dan works rounds on days 4 and 5 as ever, further ones at home, and nights in the hub."""
    more = [duty("dan", number) for number in numbers] + [
        duty("dan", number, "N", place="hub") for number in nights
    ]
    return small_plan(duties=(*DUTIES, *more))


def _case(rules: Rules | None = None, **changes: object) -> Case:
    return small_case(
        **{"availability": OFFERS_ALL, "people": FREE_DAN, "rules": rules or Rules(), **changes}
    )


def _lines() -> list[Twin]:
    ann_moves = small_plan(
        lines=(ChosenLine(person="ann", pattern="days", phase=1),),
        duties=(*_except(("ann", 3)), duty("dan", 3, place="A")),
    )
    cat_by_night = small_plan(
        lines=(ChosenLine(person="cat", pattern="nights", phase=4),),
        duties=(
            *_except(("cat", 0), ("cat", 1), ("cat", 6)),
            *(duty("cat", number, "N", place="hub") for number in (4, 5, 6)),
            duty("dan", 6, place="A"),
        ),
    )
    return [
        twin(
            "line-allowed",
            "the line is free",
            breaks=ann_moves,
            keeping_case=small_case(people=changed(PEOPLE, "person", "ann", line_rule="free")),
        ),
        twin(
            "line-allowed",
            "the pattern is one of theirs",
            breaks=cat_by_night,
            case=small_case(people=changed(PEOPLE, "person", "cat", patterns=())),
            keeping_case=small_case(),
        ),
        twin(
            "line-allowed",
            "bank staff have no line",
            breaks=small_plan(lines=(ChosenLine(person="dan", pattern="days", phase=0),)),
        ),
        twin(
            "line-allowed",
            "there is one line a person",
            breaks=small_plan(
                lines=(
                    ChosenLine(person="ann", pattern="days", phase=0),
                    ChosenLine(person="ann", pattern="days", phase=0),
                )
            ),
            keeps=small_plan(lines=(ChosenLine(person="ann", pattern="days", phase=0),)),
        ),
    ]


def _floats() -> list[Twin]:
    with_float = small_plan(duties=(*DUTIES, duty("cat", 3, place="hub")))
    two_floats = small_plan(
        duties=(*DUTIES, duty("cat", 3, place="hub"), duty("cat", 4, place="hub"))
    )
    # Sunday's duty is given back, so Cat's own roster has room for a night on Saturday; her whole
    # line has not.
    dan_for_cat = (*_except(("cat", 6)), duty("dan", 6, place="A"))
    return [
        twin(
            "floats-owed",
            "one is owed",
            breaks=with_float,
            case=small_case(people=changed(PEOPLE, "person", "cat", floats_owed=0)),
            keeping_case=small_case(),
        ),
        twin(
            "floats-back",
            "one may be given back",
            breaks=small_plan(duties=_except(("cat", 0))),
            case=small_case(people=changed(PEOPLE, "person", "cat", floats_back=0)),
            keeping_case=small_case(),
        ),
        twin(
            "float-spacing",
            "a day apart is far enough",
            breaks=two_floats,
            case=small_case(people=changed(PEOPLE, "person", "cat", floats_owed=2)),
            keeping_case=small_case(
                people=changed(PEOPLE, "person", "cat", floats_owed=2),
                limits=Limits(detour=1, float_spacing_days=1),
            ),
        ),
        twin(
            "float-fits-line",
            "the float leaves room for the duty given back",
            breaks=small_plan(duties=(*dan_for_cat, duty("cat", 5, "N", place="hub"))),
            keeps=small_plan(duties=(*dan_for_cat, duty("cat", 4, "N", place="hub"))),
        ),
        twin(
            "float-fits-line",
            "another shift on a day of the line is no float",
            breaks=small_plan(duties=(*_except(("cat", 1)), duty("cat", 1, "N", place="hub"))),
            keeps=small_plan(duties=(*_except(("cat", 1)), duty("cat", 1, "D", place="hub"))),
        ),
        twin(
            "float-fits-line",
            "the day is not one of absence",
            breaks=with_float,
            case=small_case(absences=(Absence(person="cat", first_day=day(3), last_day=day(3)),)),
            keeping_case=small_case(),
            also=frozenset({"absence"}),
        ),
        twin(
            "float-fits-line",
            "the person does nights",
            breaks=small_plan(duties=(*DUTIES, duty("cat", 3, "N", place="hub"))),
            case=small_case(people=changed(PEOPLE, "person", "cat", nights=False)),
            keeping_case=small_case(),
            also=frozenset({"nights"}),
        ),
    ]


def _rests() -> list[Twin]:
    wide = Rules(rest_window_days=7, rest_days=3)
    return [
        twin(
            "rest-between-duties",
            "a day passes after the night",
            case=_case(),
            breaks=_dan(nights=(3,)),
            keeps=_dan(nights=(2,)),
        ),
        # From 19:00 to 07:00 are 720 minutes.
        twin(
            "rest-between-duties",
            "twelve hours are enough",
            case=_case(
                Rules(rest_minutes=721, off=("weekly-rest",)),
                people=changed(FREE_DAN, "person", "ann", floats_owed=3),
            ),
            keeping_case=_case(Rules(rest_minutes=720)),
        ),
        twin(
            "rest-between-duties",
            "the duty before the horizon ended early enough",
            breaks=_dan(0),
            case=_case(history=(WorkedDuty(person="dan", date=day(-1), shift="N"),)),
            keeping_case=_case(history=(WorkedDuty(person="dan", date=day(-1), shift="D"),)),
        ),
        # Of the seven days to Sunday Dan rests on days 0 and 1; then on day 3 too.
        twin(
            "weekly-rest",
            "three days are free",
            case=_case(wide),
            breaks=_dan(2, 3, 6),
            keeps=_dan(2, 6),
        ),
        # A night on day 1 spoils day 2 as well.
        twin(
            "weekly-rest",
            "no night spoils a rest day",
            case=_case(wide),
            breaks=_dan(3, nights=(1,)),
            keeps=_dan(3, 1),
        ),
    ]


def _runs() -> list[Twin]:
    four = Rules(max_consecutive_days=4)
    three_nights = Rules(max_consecutive_nights=3)
    before = tuple(WorkedDuty(person="dan", date=day(number), shift="D") for number in (-2, -1))
    long_ago = tuple(
        WorkedDuty(person="dan", date=day(number), shift="D") for number in range(-9, -1)
    )
    night_before = (WorkedDuty(person="dan", date=day(-1), shift="N"),)
    return [
        twin(
            "consecutive-days",
            "a day off lies between",
            case=_case(four),
            breaks=_dan(2, 3, 6),
            keeps=_dan(2, 6),
        ),
        twin(
            "consecutive-days",
            "history is counted",
            case=_case(four, history=before),
            breaks=_dan(0, 1, 2),
            keeps=_dan(1, 2),
        ),
        twin(
            "consecutive-days",
            "what was worked before is no breach of the plan",
            case=_case(
                Rules(max_consecutive_days=4, rest_days=1), history=(*long_ago, *before[1:])
            ),
            breaks=_dan(0),
            keeps=_dan(1),
        ),
        twin(
            "consecutive-nights",
            "a night off lies between",
            case=_case(three_nights, history=night_before),
            breaks=_dan(nights=(0, 1, 2)),
            keeps=_dan(nights=(1, 2)),
        ),
    ]


def _averages() -> list[Twin]:
    # One week as reference period: five duties are 55 hours, four are 44, for a night worker 6 × 8
    # = 48 are allowed.
    week = Rules(average_weeks=1, average_hours=44, off=("night-average",))
    nights = Rules(average_weeks=1, off=("weekly-average",))
    opted_out = changed(FREE_DAN, "person", "dan", opt_out=True)
    night_worker = changed(FREE_DAN, "person", "dan", night_worker=True)
    no_night_worker = changed(FREE_DAN, "person", "dan", night_worker=False)
    # Six days of eleven hours and one off, three weeks long; with the horizon's two duties 220
    # hours in four weeks.
    three_weeks = tuple(
        WorkedDuty(person="dan", date=day(number), shift="D")
        for number in range(-21, 0)
        if number % 7 != 6
    )
    elsewhere = changed(FREE_DAN, "person", "dan", other_hours=0.5)
    leave = (Absence(person="dan", first_day=day(0), last_day=day(0)),)
    return [
        twin(
            "weekly-average",
            "44 hours are kept exactly",
            case=_case(week),
            breaks=_dan(1, 2, 3),
            keeps=_dan(1, 2),
        ),
        twin(
            "weekly-average",
            "the person has opted out",
            breaks=_dan(1, 2, 3),
            case=_case(week),
            keeping_case=_case(week, people=opted_out),
        ),
        twin(
            "weekly-average",
            "no other job adds hours",
            breaks=_dan(1, 2),
            case=_case(week, people=elsewhere),
            keeping_case=_case(week),
        ),
        twin(
            "weekly-average",
            "no day of leave is left out",
            breaks=_dan(1, 2),
            case=_case(week, absences=leave),
            keeping_case=_case(week),
        ),
        twin(
            "night-average",
            "48 hours are not exceeded",
            case=_case(nights, people=night_worker),
            breaks=_dan(1, 2, 3),
            keeps=_dan(1, 2),
        ),
        twin(
            "night-average",
            "the person is no night worker",
            breaks=_dan(1, 2, 3),
            case=_case(nights, people=night_worker),
            keeping_case=_case(nights, people=no_night_worker),
        ),
        # 55 hours either way.
        twin(
            "night-average",
            "two nights make nobody a night worker",
            case=_case(nights),
            breaks=_dan(nights=(0, 1, 2)),
            keeps=_dan(0, nights=(1, 2)),
        ),
        twin(
            "weekly-average",
            "less than four weeks are no average",
            case=_case(history=three_weeks),
            keeping_case=_case(history=three_weeks[1:]),
        ),
        twin(
            "weekly-average",
            "the time before is known to have been free",
            case=_case(history=three_weeks),
            keeping_case=_case(
                history=three_weeks,
                people=changed(FREE_DAN, "person", "dan", history_from=day(-112)),
            ),
        ),
        twin(
            "weekly-average",
            "what is settled is no breach of the plan",
            case=_case(history=three_weeks),
            keeping_case=_case(
                history=three_weeks,
                fixed=tuple(
                    FixedDuty(person="dan", date=day(number), shift="D") for number in (4, 5)
                ),
            ),
        ),
        twin(
            "weekly-cap",
            "22 hours are kept exactly",
            case=_case(
                caps=(Cap(person="dan", first_day=day(6), last_day=day(30), weekly_hours=21),)
            ),
            keeping_case=_case(
                caps=(Cap(person="dan", first_day=day(6), last_day=day(30), weekly_hours=22),)
            ),
        ),
        twin(
            "weekly-cap",
            "the week does not overlap the cap",
            case=_case(
                caps=(Cap(person="dan", first_day=day(6), last_day=day(6), weekly_hours=0),)
            ),
            keeping_case=_case(
                caps=(Cap(person="dan", first_day=day(7), last_day=day(7), weekly_hours=0),)
            ),
        ),
        twin(
            "weekly-cap",
            "what is fixed alone is no breach of the plan",
            case=_case(
                caps=(Cap(person="dan", first_day=day(6), last_day=day(6), weekly_hours=11),),
                fixed=(FixedDuty(person="dan", date=day(4), shift="D"),),
            ),
            keeping_case=_case(
                caps=(Cap(person="dan", first_day=day(6), last_day=day(6), weekly_hours=11),),
                fixed=tuple(
                    FixedDuty(person="dan", date=day(number), shift="D") for number in (4, 5)
                ),
            ),
        ),
    ]


def _contracts() -> list[Twin]:
    return [
        twin(
            "availability",
            "a contract person who says when says it of every day",
            breaks=plan_with(0, 1),
            case=three_kinds(
                availability=(
                    *OFFERS_ALL,
                    Availability(person="eve", first_day=day(3), last_day=day(4)),
                )
            ),
            keeping_case=three_kinds(availability=OFFERS_ALL),
        ),
        twin(
            "contract-hours",
            "overtime is agreed",
            breaks=plan_with(0, 1, 3),
            case=three_kinds(),
            keeping_case=three_kinds(eve(overtime=True)),
        ),
        twin(
            "contract-hours",
            "hours are still owed",
            breaks=plan_with(0, 1, 3),
            case=three_kinds(),
            keeping_case=three_kinds(eve(balance_hours=-8)),
        ),
        twin(
            "period-hours",
            "33 hours are not too many",
            breaks=plan_with(0, 1, 3),
            case=three_kinds(eve(overtime=True, max_period_hours=32)),
            keeping_case=three_kinds(eve(overtime=True, max_period_hours=33)),
        ),
        twin(
            "weekly-cap",
            "the person's own most is enough",
            breaks=plan_with(0, 1),
            case=three_kinds(eve(max_week_hours=21.5)),
            keeping_case=three_kinds(eve(max_week_hours=22)),
        ),
    ]


def _successions() -> list[Twin]:
    # Two nights, and a day off before the next duty; Eve is the only one whose shifts matter here.
    alone = {"people": (eve(overtime=True),), "availability": (), "referrals": (), "barriers": ()}
    alone |= {"expected": ()}
    nights = on_days(0, 1, shift="N")
    night_then_day = Plan(duties=(*nights, *on_days(3)), reservations=())
    two_later = Plan(duties=(*nights, *on_days(4)), reservations=())
    day_then_night = Plan(duties=(*on_days(0), *on_days(1, shift="N")), reservations=())
    shifts = small_case().shifts
    return [
        twin(
            "forbidden-succession",
            "a night may follow a day",
            breaks=day_then_night,
            case=three_kinds(shifts=changed(shifts, "shift", "D", not_next_day=("N",)), **alone),
            keeping_case=three_kinds(**alone),
        ),
        twin(
            "forbidden-succession",
            "a day lies between",
            breaks=day_then_night,
            keeps=Plan(duties=(*on_days(0), *on_days(2, shift="N")), reservations=()),
            case=three_kinds(shifts=changed(shifts, "shift", "D", not_next_day=("N",)), **alone),
        ),
        twin(
            "rest-after-nights",
            "one day is enough",
            breaks=night_then_day,
            case=three_kinds(rules=Rules(rest_days_after_nights=2), **alone),
            keeping_case=three_kinds(rules=Rules(rest_days_after_nights=1), **alone),
        ),
        twin(
            "rest-after-nights",
            "a day later there are two",
            breaks=night_then_day,
            keeps=two_later,
            case=three_kinds(rules=Rules(rest_days_after_nights=2), **alone),
        ),
    ]


def _counts() -> list[Twin]:
    agrees = {"overtime": True}
    two_weeks = {"days": 14, "people": (eve(**agrees),), "availability": (), "referrals": ()}
    two_weeks |= {"barriers": (), "expected": ()}
    both_weekends = Plan(duties=on_days(5, 13), reservations=())
    nights = Plan(duties=on_days(0, 1, shift="N"), reservations=())
    alone = {"availability": (), "referrals": (), "barriers": (), "expected": ()}

    def only(**changes: object) -> Case:
        return three_kinds(**{**two_weeks, "people": (eve(**agrees, **changes),)})

    return [
        twin(
            "week-duties",
            "three are agreed",
            breaks=plan_with(0, 1, 3),
            case=three_kinds(eve(overtime=True, max_week_duties=2)),
            keeping_case=three_kinds(eve(overtime=True, max_week_duties=3)),
        ),
        twin(
            "week-duties",
            "history of the week counts",
            breaks=Plan(duties=on_days(3, 4), reservations=()),
            case=three_kinds(
                people=(eve(overtime=True, max_week_duties=2),),
                first_day=day(2),
                history=(WorkedDuty(person="eve", date=day(0), shift="D"),),
                days=5,
                **alone,
            ),
            keeping_case=three_kinds(
                people=(eve(overtime=True, max_week_duties=2),),
                first_day=day(2),
                days=5,
                **alone,
            ),
        ),
        twin(
            "most-nights",
            "two are agreed",
            breaks=nights,
            case=three_kinds(people=(eve(max_nights=1),), **alone),
            keeping_case=three_kinds(people=(eve(max_nights=2),), **alone),
        ),
        twin(
            "most-weekends",
            "two are agreed",
            breaks=both_weekends,
            case=only(max_weekends=1),
            keeping_case=only(max_weekends=2),
        ),
        twin(
            "weekend-off",
            "every third is enough",
            breaks=both_weekends,
            case=only(weekend_off_every=2),
            keeping_case=only(weekend_off_every=3),
        ),
        twin(
            "weekend-off",
            "the second is free",
            breaks=both_weekends,
            keeps=Plan(duties=on_days(5, 6), reservations=()),
            case=only(weekend_off_every=2),
        ),
        twin(
            "days-off",
            "Tuesdays are not theirs off",
            breaks=plan_with(0, 1),
            case=three_kinds(eve(days_off=("tue",))),
            keeping_case=three_kinds(eve(days_off=("wed",))),
        ),
    ]


TWINS = [
    *_lines(),
    *_floats(),
    *_rests(),
    *_runs(),
    *_averages(),
    *_contracts(),
    *_successions(),
    *_counts(),
]
