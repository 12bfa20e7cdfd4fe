"""Is what is said of something else true? It is done, and judged again."""

import pytest

from rosterer.explain.alternatives import with_instead
from rosterer.explain.answer import Answer, Instead, InsteadDuty, InsteadPerson, InsteadStart
from rosterer.explain.ask import answered
from rosterer.explain.grounds import Grounds
from rosterer.explain.weighed import silent
from rosterer.referee import judge
from tests.cases import day, small_case, small_plan


@pytest.fixture(scope="module")
def grounds() -> Grounds:
    return Grounds(small_case(), small_plan())


def _asked(grounds: Grounds, instead: Instead, *, settle: bool = False) -> Answer:
    return answered(grounds, instead, seconds=None if settle else 0)


@pytest.mark.parametrize(
    "instead",
    [
        InsteadDuty(person="dan", date=day(2), shift="D"),
        InsteadDuty(person="dan", date=day(2), shift="D", where="hub"),
        InsteadDuty(person="ann", date=day(0)),
        InsteadDuty(person="ann", date=day(5), shift="N"),
        InsteadDuty(person="cat", date=day(3), shift="D"),
        InsteadPerson(person="dan", instead_of="ann", date=day(1)),
        InsteadPerson(person="ann", instead_of="dan", date=day(4)),
        InsteadStart(referral="r2", option="home-care", date=day(1)),
        InsteadStart(referral="r2", option="home-care", date=day(4)),
        InsteadStart(referral="r3", option="home-care", date=day(1)),
        InsteadStart(referral="r1", option="home-care", date=day(0)),
        InsteadStart(referral="r1"),
    ],
    ids=str,
)
def test_what_it_breaks_and_costs_at_once_is_what_the_referee_finds(
    grounds: Grounds, instead: Instead
) -> None:
    answer = _asked(grounds, instead)
    assert answer.is_so
    verdict = judge(grounds.case, silent(with_instead(grounds, instead)))
    known = {(one.rule, one.who, one.when, one.by) for one in grounds.verdict.broken}
    broken = {
        (one.rule, one.who)
        for one in verdict.broken
        if (one.rule, one.who, one.when, one.by) not in known
    }
    told = {(one.limit, one.who) for one in answer.reasons if one.difference is None}
    assert told == broken
    if not broken:
        (at_once,) = answer.reasons
        assert at_once.difference is not None
        assert at_once.difference.total == pytest.approx(
            verdict.cost - grounds.verdict.cost, abs=0.006
        )
        assert at_once.difference.delay_days == pytest.approx(
            verdict.delay_days - grounds.verdict.delay_days
        )


@pytest.mark.parametrize(
    ("instead", "words"),
    [
        (InsteadDuty(person="ann", date=day(0), shift="D"), "is what the plan does"),
        (InsteadDuty(person="ann", date=day(5)), "is what the plan does"),
        (InsteadStart(referral="r2"), "is what the plan does"),
        (InsteadStart(referral="r3", option="home-care", date=day(2)), "is what the plan does"),
        (InsteadPerson(person="ann", instead_of="dan", date=day(0)), "dan has no duty"),
        (InsteadPerson(person="ann", instead_of="ann", date=day(0)), "does it already"),
        (InsteadDuty(person="ann", date=day(9), shift="D"), "outside the days of this plan"),
    ],
    ids=str,
)
def test_what_is_nothing_else_is_told_in_a_sentence(
    grounds: Grounds, instead: Instead, words: str
) -> None:
    answer = _asked(grounds, instead)
    assert not answer.is_so
    assert words in answer.sentence
    assert answer.reasons == ()


def test_settling_the_rest_never_makes_it_dearer_than_leaving_all_else_as_it_is() -> None:
    grounds = Grounds(small_case(expected=()), small_plan())
    instead = InsteadStart(referral="r3", option="home-care", date=day(4))
    answer = _asked(grounds, instead, settle=True)
    at_once, settled = answer.reasons
    assert at_once.limit == "at-once"
    assert settled.limit == "settled"


def test_others_give_way_where_that_keeps_the_rules() -> None:
    # The hub admits one a day; r1 starts there on Monday. Whoever else starts there that day makes
    # r1 wait.
    case = small_case(
        referrals=tuple(
            row.model_copy(update={"options": ("hub-first",), "home": "A"})
            if row.referral == "r3"
            else row
            for row in small_case().referrals
        ),
        expected=(),
    )
    placements = tuple(
        row.model_copy(update={"start": day(1), "end": day(4)})
        if (row.referral, row.stage) == ("r1", 1)
        else row.model_copy(update={"start": day(4), "end": day(10)})
        if row.referral == "r1"
        else row
        for row in small_plan().placements
        if row.referral != "r3"
    )
    grounds = Grounds(case, small_plan(placements=placements))
    instead = InsteadStart(referral="r3", option="hub-first", date=day(1))
    at_once = _asked(grounds, instead)
    assert "admissions" in {reason.limit for reason in at_once.reasons}
    settled = _asked(grounds, instead, settle=True)
    assert settled.reasons[-1].limit == "settled"
    assert "none once others give way" in settled.sentence
