"""Does the process that bounds say nothing but what is true, whichever way it goes?"""

import io
import json
import pickle
import sys
from types import SimpleNamespace

import pytest

import rosterer_models.search.bounding as bounding
from rosterer.referee import judge
from rosterer.solve import solve
from tests.cases import small_case


@pytest.mark.parametrize("ratio", [0.0, float("inf")], ids=["the-case-itself", "one-place"])
@pytest.mark.parametrize("nodes", [None, 1])
def test_bounds_rise_and_none_is_above_a_plan(
    ratio: float, nodes: int | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = small_case()
    verdict = judge(case, solve(case, work=2).plan)
    request = {"case": case, "seconds": 10**6, "nodes": nodes}
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(pickle.dumps(request))))
    monkeypatch.setattr(bounding, "has_few_sectors", lambda case: False)
    monkeypatch.setattr(bounding, "FINE_RATIO", ratio)
    bounding.main()
    bounds = [json.loads(line)["bound"] for line in capsys.readouterr().out.splitlines()]
    assert bounds == sorted(bounds)
    assert verdict.unavoidable - 0.01 <= bounds[0]
    assert bounds[-1] <= verdict.cost + 0.01
    if nodes is None and ratio == 0.0:
        assert bounds[-1] == pytest.approx(verdict.cost, abs=1.0)  # branch and cut went to its end, and the plan is the best
