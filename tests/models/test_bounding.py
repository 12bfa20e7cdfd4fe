"""Does the process that bounds say nothing but what is true, whichever way it goes?"""

import os
import time
from pathlib import Path

import pytest

import rosterer_models.relaxation.bound as bounding
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.solve import solve
from rosterer_models.relaxation.bound_process import Proof
from tests.cases import small_case


@pytest.mark.parametrize(
    ("ratio", "wide"),
    [(0.0, False), (float("inf"), False), (float("inf"), True)],
    ids=["the-case-itself", "one-place", "zones"],
)
@pytest.mark.parametrize("nodes", [None, 1])
def test_bounds_rise_and_none_is_above_a_plan(
    ratio: float, wide: bool, nodes: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = small_case()
    verdict = judge(case, solve(case, work=2).plan)
    monkeypatch.setattr(bounding, "has_few_sectors", lambda case: False)
    monkeypatch.setattr(bounding, "FINE_RATIO", ratio)
    monkeypatch.setattr(bounding, "is_wide", lambda case: wide)
    monkeypatch.setattr(bounding, "ZONE_SECTORS", 1)
    bounds: list[float] = []
    bounding.prove(case, 10**6, nodes, bounds.append, lambda: None)
    assert bounds == sorted(bounds)
    assert verdict.unavoidable - 0.01 <= bounds[0]
    assert bounds[-1] <= verdict.cost + 0.01
    if nodes is None and ratio == 0.0:
        assert bounds[-1] == pytest.approx(
            verdict.cost, abs=1.0
        )  # branch and cut went to its end, and the plan is the best


def test_a_proof_that_rests_goes_on_afterwards_and_ends_with_who_asked() -> None:
    proof = Proof(generate(30, 28, "normal", 1), seconds=600.0)
    try:
        with proof.resting():
            first = _settled(proof)  # the relaxation is said; then branch and cut rests
            assert first > -float("inf")
            before = _processor_seconds(proof)
            time.sleep(2)
            assert _processor_seconds(proof) - before < 0.5
        end = time.monotonic() + 120
        while proof.bound == first and time.monotonic() < end:
            time.sleep(0.1)
        assert proof.bound > first
    finally:
        assert proof._process.stdin is not None
        proof._process.stdin.close()  # as if this process were gone
        assert proof._process.wait(60) == 0
        proof.close()


def test_a_proof_that_comes_to_its_end_ends_in_order() -> None:
    proof = Proof(small_case(), seconds=600.0)
    try:
        proof.wait(120)
        assert proof._process.wait(60) == 0
        assert proof.bound > 0
    finally:
        proof.close()


def test_a_proof_that_falls_over_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Proof._feed
    monkeypatch.setattr(
        Proof, "_feed", lambda self, request: whole(self, request | {"case": "no case"})
    )
    case = small_case()
    solution = solve(case, work=1)
    assert "The proof fell over" in str(solution.remark)
    assert solution.plan.certificate is not None
    assert (solution.plan.certificate.status, solution.plan.certificate.bound) == ("unproven", None)
    assert judge(case, solution.plan).broken == ()


def _processor_seconds(proof: Proof) -> float:
    words = Path(f"/proc/{proof._process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / float(os.sysconf("SC_CLK_TCK"))


def _settled(proof: Proof) -> float:
    """The bound once it has not changed for some seconds."""
    end, seen, since = time.monotonic() + 120, proof.bound, time.monotonic()
    while time.monotonic() < end and (seen == -float("inf") or time.monotonic() - since < 6):
        if proof.bound != seen:
            seen, since = proof.bound, time.monotonic()
        time.sleep(0.1)
    return seen
