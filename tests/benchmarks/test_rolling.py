"""Is the evaluation on what really came fair: fixed rota, one rule, nobody known before they are
referred?
"""

from datetime import timedelta

import pytest
from benchmarks._days import as_referral, day_by_day
from benchmarks.rolling import foreseen, rolling, six_weeks_before, with_perfect_foresight

from rosterer.baseline import baseline_plan
from rosterer.generate import generate
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan
from rosterer_models.vocabulary.referral import Realised
from tests.cases import day, duty, small_case


def came(name: str, number: int, **fields: object) -> Realised:
    row = {
        "referral": name,
        "home": "A",
        "referred": day(number),
        "ready": day(number),
        "options": ("home-care",),
    }
    return Realised.model_validate(row | fields)


def bare_case(*realised: Realised) -> Case:
    """One carer next door every day, no base cover, nobody in a bed or waiting."""
    return small_case(
        cover=(), census=(), referrals=(), barriers=(), expected=(), units=(), realised=realised
    )


EVERY_DAY = Plan(duties=tuple(duty("ann", number) for number in range(7)))


def test_somebody_who_comes_starts_on_the_day_they_are_known_when_there_is_time() -> None:
    outcome = day_by_day(bare_case(came("a", 2)), EVERY_DAY)
    assert (outcome.delay_days, outcome.started, outcome.people) == (0, 1, 1)


def test_nobody_starts_without_staff() -> None:
    # Ready on day 2 of 7, never started: midnights of days 2 to 6.
    outcome = day_by_day(bare_case(came("a", 2)), Plan())
    assert (outcome.delay_days, outcome.started) == (5, 0)


def test_a_delayed_day_is_priced_by_place_and_priority() -> None:
    case = bare_case(came("a", 5, priority=1, where="home"))
    # Two midnights at home, half as dear again for the most urgent.
    assert day_by_day(case, Plan()).weighted_pounds == pytest.approx(
        2 * case.prices.delay_home * 1.5
    )


def test_a_rota_made_ahead_knows_nobody_by_name() -> None:
    case = generate(30, 14, "normal", 1)
    seen = six_weeks_before(case)
    assert seen.referrals == seen.realised == seen.barriers == ()
    on_first_day = sum(row.amount for row in seen.expected if row.last_day == case.first_day)
    assert on_first_day == pytest.approx(len(case.referrals), abs=0.01)


def test_what_really_came_does_not_change_a_rota_made_ahead() -> None:
    case = generate(30, 14, "normal", 1)
    other = case.model_copy(
        update={"realised": case.realised[:3], "referrals": case.referrals[::-1]}
    )
    assert baseline_plan(six_weeks_before(case)) == baseline_plan(six_weeks_before(other))


def test_perfect_foresight_knows_everybody_and_expects_nobody() -> None:
    case = generate(30, 14, "normal", 1)
    known = foreseen(case)
    assert known.expected == ()
    assert {row.referral for row in known.referrals} == {
        row.referral for row in (*case.referrals, *case.realised)
    }


def test_both_comparisons_have_a_line_for_each_way() -> None:
    case = generate(12, 7, "normal", 1)
    ways = {"baseline": baseline_plan, "nobody": lambda _: Plan()}
    for lines in (rolling(case, ways), with_perfect_foresight(case, ways)):
        assert [line["way"] for line in lines] == ["baseline", "nobody"]
        assert float(str(lines[0]["delay_days"])) <= float(str(lines[1]["delay_days"]))


def test_who_is_referred_later_waits_no_day_before() -> None:
    late = came("a", 6)
    assert as_referral(late).ready - day(0) == timedelta(days=6)
    assert day_by_day(bare_case(late), Plan()).delay_days == 1
