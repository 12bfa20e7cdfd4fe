"""Does the referee notice when a plan's own ledger or certificate is wrong?"""

import pytest

from rosterer.referee import Verdict, judge
from rosterer.referee.certificate import certificate_disagreements
from rosterer_models.vocabulary.plan import Certificate, LedgerLine
from tests.cases import small_case, small_plan

COST, UNAVOIDABLE = 81_363.83, 3550.0
"""Of the small plan; worked out in ``test_ledger.py``."""

GOOD: dict[str, object] = {
    "status": "feasible",
    "cost": COST,
    "unavoidable": UNAVOIDABLE,
    "bound": 70_000.0,
    # 11,363.83 / 77,813.83.
    "gap": 11_363.83 / 77_813.83,
    "fingerprint": small_case().fingerprint,
}


def _judge(**claims: object) -> Verdict:
    certificate = Certificate.model_validate({**GOOD, **claims})
    return judge(small_case(), small_plan(certificate=certificate))


def _with_ledger(*lines: LedgerLine) -> Verdict:
    return judge(small_case(), small_plan(ledger=lines))


def test_a_plan_without_ledger_and_certificate_makes_no_claims() -> None:
    verdict = judge(small_case(), small_plan())
    assert (verdict.ledger_agrees, verdict.certificate_agrees, verdict.disagreements) == (
        None,
        None,
        (),
    )
    assert verdict.is_good


def test_a_true_ledger_agrees() -> None:
    verdict = _with_ledger(*judge(small_case(), small_plan()).ledger)
    assert verdict.ledger_agrees is True
    assert verdict.is_good


@pytest.mark.parametrize(
    ("pounds", "agrees"), [(0.01, True), (-0.01, True), (0.02, False), (float("nan"), False)]
)
def test_a_ledger_line_may_be_a_penny_off(pounds: float, agrees: bool) -> None:
    first, *others = judge(small_case(), small_plan()).ledger
    verdict = _with_ledger(first.model_copy(update={"pounds": first.pounds + pounds}), *others)
    assert verdict.ledger_agrees is agrees
    assert verdict.is_good is agrees


def test_a_missing_line_and_one_too_many_are_noticed() -> None:
    first, *others = judge(small_case(), small_plan()).ledger
    assert _with_ledger(*others).ledger_agrees is False
    assert (
        _with_ledger(first, *others, first.model_copy(update={"name": "gifts"})).ledger_agrees
        is False
    )


def test_who_pays_is_part_of_the_claim() -> None:
    first, *others = judge(small_case(), small_plan()).ledger
    verdict = _with_ledger(first.model_copy(update={"payer": "trust"}), *others)
    assert verdict.ledger_agrees is False
    assert "contract-pay" in verdict.disagreements[0]


def test_a_true_certificate_agrees() -> None:
    verdict = _judge()
    assert (verdict.certificate_agrees, verdict.disagreements) == (True, ())


@pytest.mark.parametrize(
    "claim",
    [
        {"cost": COST - 0.02},
        {"cost": float("nan")},
        {"unavoidable": UNAVOIDABLE + 0.02},
        {"gap": 0.1},
        {"gap": None},
        {"bound": None},
        {"bound": COST + 0.02, "gap": 0.0},
        {"fingerprint": "0123456789abcdef"},
        {"status": "optimal"},
        {"status": "optimal", "gap_target": 0.14},
        {"status": "optimal", "bound": None, "gap": None},
    ],
    ids=str,
)
def test_a_false_claim_is_noticed(claim: dict[str, object]) -> None:
    verdict = _judge(**claim)
    assert verdict.certificate_agrees is False
    assert not verdict.is_good


@pytest.mark.parametrize(
    "claim",
    [
        {"status": "unproven", "bound": None, "gap": None},
        {"fingerprint": ""},
        # Within the gap target: 11,363.83 ≤ 0.15 × 77,813.83 = 11,672.07.
        {"status": "optimal", "gap_target": 0.15},
        # Within a pound.
        {"status": "optimal", "bound": COST - 1, "gap": 1 / 77_813.83},
        {"bound": COST + 0.01, "gap": -0.01 / 77_813.83},
    ],
    ids=str,
)
def test_a_claim_that_the_figures_allow_agrees(claim: dict[str, object]) -> None:
    assert _judge(**claim).disagreements == ()


def test_the_gap_is_nothing_where_nothing_is_avoidable() -> None:
    empty = small_case(
        **dict.fromkeys(
            (
                "people",
                "cover",
                "units",
                "referrals",
                "barriers",
                "expected",
                "census",
                "availability",
            ),
            (),
        )
    )
    certificate = Certificate(
        status="optimal", cost=0, unavoidable=0, bound=0, gap=0, fingerprint=empty.fingerprint
    )
    verdict = judge(empty, small_plan(duties=(), placements=(), certificate=certificate))
    assert (verdict.cost, verdict.certificate_agrees) == (0, True)


def test_a_plan_that_costs_nothing_has_no_lines_to_give() -> None:
    empty = small_case(
        **dict.fromkeys(
            (
                "people",
                "cover",
                "units",
                "referrals",
                "barriers",
                "expected",
                "census",
                "availability",
            ),
            (),
        )
    )
    assert (
        "The ledger has no lines; the certificate is not given."
        in judge(empty, small_plan(duties=(), placements=())).summary
    )


def test_the_summary_says_what_matters() -> None:
    assert "Every rule that could be judged is kept" in _judge().summary
    assert "£81,363.83" in _judge().summary
    assert "The ledger is not given; the certificate does not agree." in _judge(cost=1).summary


def test_no_plan_that_breaks_a_rule_is_the_best() -> None:
    claims = {"status": "optimal", "cost": 1.0, "unavoidable": 1.0, "bound": 1.0, "gap": 0.0}
    certificate = Certificate.model_validate(claims)
    line = LedgerLine(
        name="delay", amount=1, unit="days", pounds=1, kind="notional", payer="x", avoidable=False
    )
    assert list(certificate_disagreements(certificate, [line], "")) == []
    assert list(certificate_disagreements(certificate, [line], "", is_broken=True)) == [
        "the status is optimal, but the plan breaks a rule: no such plan is the best"
    ]
