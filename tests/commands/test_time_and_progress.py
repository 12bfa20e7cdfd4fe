"""Is the time limit shared out as promised, and is progress told in one line?"""

import sys
from pathlib import Path
from typing import Any

import pytest
from fake_solve import fake_solve_module

import rosterer.commands.budget
from rosterer.commands.budget import LEAST_SECONDS, Budget
from rosterer.commands.progress import progress_text
from rosterer.commands.solve import solve
from rosterer.files import save_case
from rosterer.generate import generate
from rosterer_models.heuristics.progress import Progress


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten seconds have passed since the start."""
    monkeypatch.setattr(rosterer.commands.budget, "STARTED", 100.0)
    monkeypatch.setattr(rosterer.commands.budget.time, "monotonic", lambda: 110.0)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("limit", "left"),
    [
        (60.0, 48.3),  # 0.98 × 60 − 0.5 − 10
        (10.0, LEAST_SECONDS),  # all of it went into reading
        (None, None),
    ],
)
def test_what_is_left_is_the_limit_less_time_to_write_the_plan_and_what_has_passed(
    limit: float | None, left: float | None
) -> None:
    assert Budget(limit).left() == pytest.approx(left)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("closing", "left"),
    [
        (1.0, 48.3),  # as much as writing takes anyway, and 10 have passed
        (20.0, 30.0),
        (80.0, LEAST_SECONDS),
    ],
)
def test_what_is_known_to_follow_the_search_is_kept_for_it(closing: float, left: float) -> None:
    assert Budget(60.0).left(closing) == pytest.approx(left)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the search was asked for."""
    seen: dict[str, Any] = {}
    monkeypatch.setitem(sys.modules, "rosterer.solve", fake_solve_module(seen=seen))
    return seen


@pytest.mark.parametrize(
    ("time_limit", "work", "is_limited"),
    [(None, None, True), (None, 5, False), (30.0, 5, True), (30.0, None, True)],
)
def test_a_solve_is_limited_by_time_unless_work_alone_is_given(
    tmp_path: Path,
    asked: dict[str, Any],
    time_limit: float | None,
    work: int | None,
    is_limited: bool,
) -> None:
    save_case(generate(people=8, days=7), tmp_path / "case")
    solve(
        tmp_path / "case",
        tmp_path / "plan",
        time_limit=time_limit,
        work=work,
        gap=0.01,
        engine="highs",
        seed=4,
    )
    assert (asked["time_limit"] is not None) == is_limited
    assert {key: asked[key] for key in ("work", "gap", "engine", "seed")} == {
        "work": work,
        "gap": 0.01,
        "engine": "highs",
        "seed": 4,
    }


def test_progress_tells_seconds_cost_bound_gap_and_what_is_done() -> None:
    text = progress_text(Progress(12.0, 123456.7, 120000.0, 0.0412, "lines of team 2"))
    assert text.strip() == "12 s · best £123,457 · bound £120,000 · gap 4.1% · lines of team 2"


def test_progress_says_when_there_is_neither_plan_nor_bound() -> None:
    assert (
        progress_text(Progress(0.4, None, None, None, "building")).strip()
        == "0 s · no plan yet · no bound yet · building"
    )
