"""The guide is begun beside the careful manager's plan, and ends with it where that fails."""

import sys

import pytest

from rosterer.solve import solve
from rosterer_models.heuristics import plan_search
from rosterer_models.heuristics.guide import Guide
from rosterer_models.heuristics.progress import Budget
from rosterer_models.vocabulary.case import Case
from tests.cases import small_case


def test_a_guide_is_given_up_where_there_is_no_first_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Budget] = []

    def guided(case: Case, budget: Budget, engine: str, seed: int) -> Guide | None:
        begun.append(budget)
        assert not budget.is_stopped
        return None

    def failing(*given: object) -> None:
        while not begun:  # until the other thread has begun
            pass
        raise ZeroDivisionError

    monkeypatch.setattr(plan_search, "first_guide", guided)
    monkeypatch.setattr(sys.modules["rosterer.solve"], "baseline_plan", failing)
    with pytest.raises(ZeroDivisionError):
        solve(small_case(), work=1)
    assert begun[0].is_stopped


def test_what_stops_the_search_stops_its_guide(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Budget] = []

    def guided(case: Case, budget: Budget, engine: str, seed: int) -> Guide | None:
        begun.append(budget)
        return None

    monkeypatch.setattr(plan_search, "first_guide", guided)
    solution = solve(small_case(), work=1, stop=lambda: True)
    assert begun[0].is_stopped
    assert solution.certificate.status == "stopped"
