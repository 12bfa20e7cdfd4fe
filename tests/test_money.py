"""Is money of one kind ever added to money of another?"""

import pytest

from rosterer.money import KINDS, MixedMoneyError, Money, Purse, differences, purse_of, told
from rosterer.referee import judge
from rosterer.referee.ledger import LINES
from rosterer_models.vocabulary.plan import LedgerLine
from tests.cases import small_case, small_plan


def test_money_of_one_kind_adds_up() -> None:
    assert Money("cash", 2) + Money("cash", 3) - Money("cash", 1) == Money("cash", 4)
    assert Money("cash", 2) < Money("cash", 3)


def test_money_of_two_kinds_does_not() -> None:
    with pytest.raises(MixedMoneyError, match="told apart"):
        Money("cash", 2) + Money("expected", 3)
    with pytest.raises(MixedMoneyError, match="never added"):
        Money("cash", 2) - Money("preference", 3)
    with pytest.raises(MixedMoneyError):
        max(Money("cash", 2), Money("known", 3))
    with pytest.raises(TypeError):
        sum([Money("cash", 2), Money("known", 3)])  # type: ignore[arg-type]


def test_a_purse_keeps_its_kinds_apart_and_has_no_total() -> None:
    both = Purse(cash=Money("cash", 2)) + Purse(known=Money("known", 3))
    assert both.pounds == {"cash": 2, "known": 3, "expected": 0, "missing": 0, "preference": 0}
    assert not hasattr(both, "total")


def test_the_purse_of_a_ledger_holds_every_pound_of_it_once() -> None:
    verdict = judge(small_case(), small_plan())
    assert sum(purse_of(verdict.ledger).pounds.values()) == pytest.approx(verdict.cost)


def test_people_who_are_known_and_people_who_are_expected_are_told_apart() -> None:
    def kind(name: str) -> str:
        line = LedgerLine(
            name=name,
            amount=1,
            unit=LINES[name].unit,
            pounds=10,
            kind=LINES[name].kind,
            payer="x",
            avoidable=True,
        )
        return next(money.kind for money in purse_of([line]) if money.pounds)

    kinds = {name: kind(name) for name in LINES}
    assert kinds["delay"] == kinds["standard-missed"] == kinds["stage-waits"] == "known"
    assert kinds["expected-delay"] == kinds["expected-tail-delay"] == "expected"
    assert kinds["short-care"] == kinds["tail-beds"] == "missing"
    assert kinds["options"] == kinds["travel"] == "cash"
    assert set(kinds.values()) == set(KINDS)


def test_what_is_nothing_as_shown_is_not_told() -> None:
    ours = Purse(cash=Money("cash", 10), preference=Money("preference", 0.4))
    assert told(ours) == "cash £10"
    assert told(Purse()) == "no money of any kind"
    assert differences(ours, Purse()) == ["cash £10 more"]
    assert differences(ours, ours) == []


def test_a_difference_is_that_of_the_figures_as_they_are_shown() -> None:
    # £12,838.49 and £5,432.50 stand as £12,838 and £5,433, so the difference is 7,405, not 7,406.
    ours, theirs = Purse(cash=Money("cash", 12838.49)), Purse(cash=Money("cash", 5432.5))
    assert differences(ours, theirs) == ["cash £7,405 more"]
