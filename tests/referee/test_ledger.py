"""Does each line of the ledger say, to the penny, what the reference says?"""

import pytest

from rosterer.referee import judge
from rosterer.referee.ledger import LINES, rounded
from rosterer_models.vocabulary.person import Absence, FixedDuty, Person, Request
from rosterer_models.vocabulary.place import Closure
from rosterer_models.vocabulary.plan import ChosenLine, Placement, Plan, Reservation
from rosterer_models.vocabulary.referral import Barrier, Stage
from rosterer_models.vocabulary.settings import PriceList, Tail
from tests.cases import (
    DUTIES,
    EMPLOYERS,
    OPTIONS,
    PEOPLE,
    PLACEMENTS,
    REFERRALS,
    changed,
    day,
    duty,
    small_case,
    small_plan,
)
from tests.contract_cases import eve, on_days, plan_with, three_kinds
from tests.referee.line import Expected, expect
from tests.referee.lines_of_care import lines_of_care

R1_BED, R1_HOME, R2_WAITS, R3_HOME = PLACEMENTS
UNSERVED_R1 = (
    R1_BED.model_copy(update={"option": None, "unit": None, "start": None}),
    R2_WAITS,
    R3_HOME,
)


def _people(person: str, **changes: object) -> tuple[Person, ...]:
    return changed(PEOPLE, "person", person, **changes)


def _goes_home_on(number: int) -> Plan:
    return small_plan(
        placements=(R1_BED, R1_HOME.model_copy(update={"start": day(number)}), R2_WAITS, R3_HOME)
    )


def _pay() -> list[Expected]:
    on_sunday = small_plan(duties=(*DUTIES, duty("dan", 6)))
    sunday_fixed = small_case(fixed=(FixedDuty(person="dan", date=day(6), shift="D"),))
    saturday_training = small_case(
        fixed=(FixedDuty(person="ann", date=day(5), shift="D", training=True),)
    )
    ben_of_council = small_case(people=_people("ben", employer="council"))
    # Days 3, 4, 5 and 6.
    ann_at_weekend = {"phase": 5, "floats_back": 1}
    return [
        # Ann 42 h × £20 × 7/7 = £840, Cat 35 h × £20 = £700.
        expect("contract-pay", "council", 1540, "hours × pay", avoidable=False, amount=77),
        # Ben 35 h × £30.
        expect("contract-pay", "trust", 1050, "hours × pay", avoidable=False),
        # 42 h × £20 × 3/7 = £360 and 35 h × £20 × 3/7 = £300.
        expect(
            "contract-pay",
            "council",
            660,
            "three days are 3/7 of a week",
            case=small_case(days=3),
            avoidable=False,
        ),
        # 11 h × £20 × 110 % = £242 and, on a Sunday, 11 h × £20 × 75 % = £165.
        expect(
            "fixed-pay",
            "council",
            407,
            "bank pay and enhancement",
            case=sunday_fixed,
            plan=on_sunday,
            avoidable=False,
        ),
        expect(
            "fixed-pay", "council", 407, "from the case alone", case=sunday_fixed, avoidable=False
        ),
        # 11 h × £20 × 25 %: pattern staff have their pay already.
        expect(
            "fixed-pay",
            "council",
            55,
            "training on a Saturday",
            case=saturday_training,
            avoidable=False,
        ),
        # Cat on Sunday 11 h × £20 × 75 % = £165, Dan on Saturday 11 h × £20 × 25 % = £55; Cat might
        # work weekdays alone.
        expect("enhancements", "council", 220, "weekend", amount=22),
        # 11 h × £20 = £220 a night. Friday night 50 % (over 25 % from midnight) = £110; of Saturday
        # night five hours of twelve at 50 % and seven at 75 % = £142.08; of Sunday night five at
        # 75 % and seven at 50 % = £132.92.
        expect(
            "enhancements",
            "council",
            385,
            "the highest percentage counts, once",
            case=ben_of_council,
            avoidable=False,
        ),
        # A bank holiday on Friday makes five hours of that night 100 %: £220 × (5 + 7 / 2) / 12 =
        # £155.83.
        expect(
            "enhancements",
            "council",
            430.83,
            "a bank holiday",
            case=small_case(people=_people("ben", employer="council"), holidays=(day(4),)),
            avoidable=False,
        ),
        # Saturday £55, Sunday £165; the dearest may be given back.
        expect(
            "enhancements",
            "council",
            55,
            "less what may be given back",
            case=small_case(people=_people("ann", **ann_at_weekend)),
            avoidable=False,
        ),
        # Another phase works weekdays alone.
        expect(
            "enhancements",
            "council",
            0,
            "least of the lines allowed",
            case=small_case(people=_people("ann", **ann_at_weekend, line_rule="free")),
            avoidable=False,
        ),
        # Two duties of 11 h × £20 × 110 %.
        expect("bank-pay", "council", 484, "two duties", amount=22),
        expect(
            "bank-pay",
            "council",
            484,
            "fixed duties are paid apart",
            case=sunday_fixed,
            plan=on_sunday,
        ),
    ]


def _preferences() -> list[Expected]:
    wishes = (
        Request(person="ann", date=day(1), wish="off"),
        Request(person="ann", date=day(4), wish="off"),
        Request(person="cat", date=day(3), wish="on", price=7),
        Request(person="cat", date=day(0), wish="on"),
        Request(person="dan", date=day(4), wish="N"),
        Request(person="dan", date=day(5), wish="D"),
        Request(person="dan", date=day(6), wish="D", price=5),
    )
    absent_cat = (Absence(person="cat", first_day=day(3), last_day=day(3)),)
    targets = changed(_people("dan", unsocial_target=0), "person", "ben", unsocial_target=1)
    balances = changed(_people("ann", balance_hours=30), "person", "cat", balance_hours=-30)
    off_line = small_plan(lines=(ChosenLine(person="cat", pattern="days", phase=3),))
    return [
        expect("line-changes", "service", 150, "one line changed", plan=off_line, amount=1),
        # Phase 10 of a cycle of 8 days is phase 2, the present one.
        expect(
            "line-changes",
            "service",
            0,
            "the same line",
            plan=small_plan(lines=(ChosenLine(person="cat", pattern="days", phase=10),)),
        ),
        # Ann works on day 1 whatever the plan: £40.
        expect(
            "broken-wishes",
            "service",
            40,
            "a line that is kept",
            case=small_case(requests=wishes),
            avoidable=False,
        ),
        # Cat wants a duty on day 3: £7. Dan wants a night on day 4 and has a day: £40; he has none
        # on day 6: £5.
        expect(
            "broken-wishes",
            "service",
            52,
            "on, and a shift",
            case=small_case(requests=wishes),
            amount=3,
        ),
        expect(
            "broken-wishes",
            "service",
            45,
            "wishes on days of absence do not count",
            case=small_case(requests=wishes, absences=absent_cat),
        ),
        # Dan's Saturday is one over 0: 1 × £25.
        expect(
            "unsocial-duties", "service", 25, "one over the target", case=small_case(people=targets)
        ),
        # Ben's three nights are two over 1: (1 + 2) × £25.
        expect(
            "unsocial-duties",
            "service",
            75,
            "two over the target",
            case=small_case(people=targets),
            avoidable=False,
            amount=3,
        ),
        # Ann: 30 + 44 − 42 = 32 h, 8 over 24: 8 × £4.
        expect(
            "hours-balance",
            "service",
            32,
            "too much",
            case=small_case(people=balances),
            avoidable=False,
            amount=8,
        ),
        # Cat: −30 + 33 − 35 = −32 h.
        expect("hours-balance", "service", 32, "too little", case=small_case(people=balances)),
        # A day of absence is worth what it says, 5 h: −27 h, 3 under −24.
        expect(
            "hours-balance",
            "service",
            12,
            "absence is credited",
            case=small_case(
                people=balances, absences=changed(absent_cat, "person", "cat", hours=5)
            ),
        ),
    ]


def _delays() -> list[Expected]:
    never = small_case(barriers=(Barrier(referral="r2", clears=day(7)),))
    late = small_plan(
        placements=(R1_BED, R1_HOME, R2_WAITS, R3_HOME.model_copy(update={"start": day(3)}))
    )
    half = (
        Reservation(
            arrival_class="north", date=day(4), option="hub-first", units=("hub",), amount=0.5
        ),
    )
    home_first = (
        Stage(option="home-first", stage=1, setting="home", days=1),
        Stage(option="home-first", stage=2, setting="hub", days=1),
    )
    waits_at_home = small_case(
        options=(*OPTIONS, *home_first),
        referrals=changed(REFERRALS, "referral", "r1", options=("home-first",)),
    )
    waiting = small_plan(
        placements=(
            Placement(referral="r1", option="home-first", stage=1, start=day(0)),
            Placement(referral="r1", option="home-first", stage=2, unit="hub", start=day(3)),
        )
    )
    return [
        # r2 is ready on day −2 and cannot start before day 3: 5 midnights at £150; 4 more to the
        # horizon's end.
        expect("delay", "community", 750, "behind the barrier", avoidable=False, amount=5),
        expect("delay", "community", 600, "after it", amount=4),
        # r3 waits at home at priority 3: £125 × 75 %.
        expect("delay", "council", 93.75, "at home"),
        # r1 waits seven midnights in an acute bed at priority 1: 7 × £395 × 150 %.
        expect("delay", "hospital", 4147.5, "in hospital", plan=small_plan(placements=UNSERVED_R1)),
        expect(
            "delay",
            "hospital",
            4147.5,
            "without a row",
            plan=small_plan(placements=(R2_WAITS, R3_HOME)),
        ),
        # With no possible start all nine midnights are.
        expect("delay", "community", 1350, "no option can start", case=never, avoidable=False),
        # r1 waits two days in the hub at priority 1: 2 × £150 × 150 %.
        expect(
            "stage-waits", "community", 450, "two days in a bed", plan=_goes_home_on(5), amount=2
        ),
        expect(
            "stage-waits",
            "community",
            0,
            "waiting at home is free",
            case=waits_at_home,
            plan=waiting,
        ),
        # r2: 7 × £150.
        expect("tail-delay", "community", 1050, "not started", amount=7),
        expect("tail-delay", "community", 1050, "no option can start", case=never, avoidable=False),
        # r2 was referred on day −4, so the standard ended on day −2.
        expect("standard-missed", "community", 100, "out of reach", avoidable=False),
        # r3 was referred on day 0: day 2 is just in time.
        expect("standard-missed", "council", 0, "in time"),
        expect("standard-missed", "council", 100, "a day late", plan=late, amount=1),
        # 0.5 on day 3 and 1 on days 4, 5 and 6 wait: 3.5 × £395.
        expect("expected-delay", "hospital", 1382.5, "nothing reserved", amount=3.5),
        # 0.5 on days 3 to 6: 2 × £395.
        expect(
            "expected-delay",
            "hospital",
            790,
            "half reserved on day 4",
            plan=small_plan(reservations=half),
        ),
        # 1 × 7 × £395.
        expect("expected-tail-delay", "hospital", 2765, "nothing reserved", amount=7),
        expect(
            "expected-tail-delay",
            "hospital",
            1382.5,
            "half reserved",
            plan=small_plan(reservations=half),
        ),
    ]


def _options_and_tail() -> list[Expected]:
    half = (
        Reservation(
            arrival_class="north", date=day(4), option="hub-first", units=("hub",), amount=0.5
        ),
    )
    priced = changed(OPTIONS, "option", "home-care", cost_per_day=8, cost_once=3)
    into_tail = small_plan(
        placements=(
            R1_BED.model_copy(update={"start": day(5)}),
            R1_HOME.model_copy(update={"start": day(8)}),
            R2_WAITS,
            R3_HOME,
        )
    )
    shut = (Closure(unit="hub", first_day=day(7), last_day=day(13), beds=3),)
    return [
        # r1's second stage: £50 once and 6 × £10.
        expect("options", "trust", 110, "the payer of the stage", amount=6),
        # The tail ends before day 14. Half a place: home from day 7 to 12, 0.5 × (£50 + 6 × £10).
        expect("options", "trust", 165, "a reservation too", plan=small_plan(reservations=half)),
        # r1 in bed from day 5 and home from day 8, six days: the last is day 13, just before the
        # end.
        expect("options", "trust", 110, "to the end of the tail", plan=into_tail),
        # r3: £3 once and 1 + 1 + 0.5 + 0.5 + 0.25 expected days at £8.
        expect("options", "service", 29, "expected days", case=small_case(options=priced)),
        # From the first day on: with a horizon of 3 days and no tail r1 never gets home, r3 has one
        # day: £3 + £8.
        expect(
            "options",
            "service",
            11,
            "no further than the tail",
            case=small_case(options=priced, days=3, tail=Tail(weeks=0)),
        ),
        expect(
            "options",
            "trust",
            0,
            "a stage that starts after the tail",
            case=small_case(days=3, tail=Tail(weeks=0)),
        ),
        # o1 goes home on day 2: £50 and 6 × £10.
        expect("census-options", "trust", 110, "a later stage", avoidable=False, amount=6),
        # o2: 1 + 1 + 0.5 days at £8; what was paid once is past.
        expect(
            "census-options",
            "service",
            20,
            "the present stage",
            case=small_case(options=priced),
            avoidable=False,
        ),
        # r1 has 30 minutes on days 7 and 8: 1 h, half an hour more than is free, at £30.
        expect(
            "tail-hours",
            "service",
            15,
            "half an hour too much",
            case=small_case(tail=Tail(weeks=1, hours_per_week=0.5)),
        ),
        expect("tail-hours", "service", 0, "no limit", case=small_case()),
        # r1 is in bed on day 7.
        expect(
            "tail-beds",
            "service",
            150,
            "a bed day too many",
            case=small_case(closures=shut),
            plan=into_tail,
            amount=1,
        ),
        expect("tail-beds", "service", 0, "beds are free", plan=into_tail),
    ]


def _contracts() -> list[Expected]:
    agreed = three_kinds(eve(overtime=True))
    return [
        # 33 hours of 22, and a band of 4: seven at £20 and half as much again.
        expect(
            "overtime-pay",
            "council",
            210,
            "hours beyond the band",
            case=agreed,
            plan=plan_with(0, 1, 3),
            amount=7,
        ),
        expect("overtime-pay", "council", 0, "within the band", case=agreed, plan=plan_with(0, 1)),
        # Ann and Cat as ever, and 22 h × £20.
        expect(
            "contract-pay",
            "council",
            1980,
            "hours without a line",
            case=three_kinds(),
            avoidable=False,
        ),
        *_shapes(),
    ]


def _shapes() -> list[Expected]:
    prices = PriceList(split_weekend=30, lone_night=20, lone_duty=10)
    case = three_kinds(prices=prices)
    night = small_plan(duties=(*DUTIES, *on_days(3, shift="N")))
    return [
        expect("split-weekends", "service", 30, "Saturday", case=case, plan=plan_with(5), amount=1),
        expect("split-weekends", "service", 0, "both days", case=case, plan=plan_with(5, 6)),
        expect("lone-nights", "service", 20, "one night", case=case, plan=night, amount=1),
        expect("lone-duties", "service", 20, "two", case=case, plan=plan_with(1, 3), amount=2),
    ]


EXPECTED = [
    *_pay(),
    *_preferences(),
    *_contracts(),
    *lines_of_care(),
    *_delays(),
    *_options_and_tail(),
]


def test_every_line_has_an_example_worked_out_by_hand() -> None:
    assert {expected.name for expected in EXPECTED if expected.pounds} == set(LINES)


@pytest.mark.parametrize(
    "expected", EXPECTED, ids=lambda expected: f"{expected.name}: {expected.why}"
)
def test_the_line_says_what_was_worked_out_by_hand(expected: Expected) -> None:
    ledger = judge(expected.case, expected.plan).ledger
    lines = [
        line
        for line in ledger
        if (line.name, line.payer, line.avoidable)
        == (expected.name, expected.payer, expected.avoidable)
    ]
    assert [line.pounds for line in lines] == ([expected.pounds] if expected.pounds else [])
    if expected.amount is not None:
        assert lines[0].amount == pytest.approx(expected.amount)


def test_cost_and_unavoidable_cost_are_sums_of_lines() -> None:
    verdict = judge(small_case(), small_plan())
    # £1,540 + £1,050 contract pay, £220 enhancements, £484 bank pay, £8.58 travel, £900 care,
    # £70,200 units, £750 + £600 + £93.75 delay, £1,050 tail delay, £100 standard, £1,382.50 +
    # £2,765 expected, £110 + £110 options.
    assert verdict.cost == 81_363.83
    # £1,540 + £1,050 + £750 + £100 + £110.
    assert verdict.unavoidable == 3550
    assert verdict.shortage_hours == 79
    # r2 9, r3 1, expected 3.5; five of r2 behind the barrier.
    assert (verdict.delay_days, verdict.avoidable_delay_days) == (13.5, 8.5)


def test_a_line_is_rounded_once_halves_up() -> None:
    assert rounded(0.125) == 0.13
    assert rounded(1.005) == 1.01
    assert rounded(2.0049) == 2.0
    assert rounded(-0.125) == -0.12


def test_kinds_tell_cash_from_notional_pounds_and_preferences() -> None:
    kinds = {line.name: line.kind for line in judge(small_case(), small_plan()).ledger}
    assert (kinds["bank-pay"], kinds["short-care"]) == ("cash", "notional")
    assert LINES["line-changes"].kind == "preference"


def test_a_line_of_nothing_is_left_out() -> None:
    # All of Ben's enhancements are unavoidable, so nothing is left of the trust's avoidable ones.
    employers = changed(EMPLOYERS, "employer", "trust", night_percent=10)
    lines = [
        line
        for line in judge(small_case(employers=employers), small_plan()).ledger
        if (line.name, line.payer) == ("enhancements", "trust")
    ]
    # 3 × 11 h × £30 × 10 %.
    assert [(line.avoidable, line.pounds) for line in lines] == [(False, 99)]
