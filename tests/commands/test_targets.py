"""Is a case never overwritten by a plan, nor a plan by a case, and is that said before long
work?
"""

import sys
from pathlib import Path

import pytest
from fake_solve import fake_solve_module
from tests.cases import small_case, small_plan

from rosterer.commands.convert import convert
from rosterer.commands.solve import solve
from rosterer.files import BadInput, load_case, load_plan, save_case, save_plan
from rosterer.files.targets import require_case_target, require_plan_target

ENDINGS = ["", ".json", ".xlsx"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_plan_is_not_written_over_a_case_nor_a_case_over_a_plan(
    tmp_path: Path, ending: str
) -> None:
    case, plan = tmp_path / f"case{ending}", tmp_path / f"plan{ending}"
    save_case(small_case(), case)
    save_plan(small_plan(), plan)
    with pytest.raises(BadInput, match="is a case, which the plan would destroy"):
        convert(plan, case)
    with pytest.raises(BadInput, match="is a plan, which the case would destroy"):
        convert(case, plan)
    assert (load_case(case), load_plan(plan).duties) == (small_case(), small_plan().duties)
    # Each over its like is what people do.
    require_plan_target(plan)
    require_case_target(case)


def test_nobody_writes_a_plan_into_the_folder_of_a_case(tmp_path: Path) -> None:
    save_case(small_case(), tmp_path / "case")
    with pytest.raises(BadInput, match="is a case"):
        save_plan(small_plan(), tmp_path / "case")
    assert load_case(tmp_path / "case") == small_case()


@pytest.mark.parametrize(
    "target", ["case/people.csv", "case/people.csv/plan", "case/people.csv/plan.json", "case"]
)
def test_a_solve_says_that_it_cannot_write_before_it_searches(
    tmp_path: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_case(small_case(), tmp_path / "case")
    monkeypatch.setitem(sys.modules, "rosterer.solve", fake_solve_module(fails=True))
    with pytest.raises(BadInput):
        solve(tmp_path / "case", tmp_path / target)
    assert load_case(tmp_path / "case") == small_case()


def test_what_is_there_but_is_neither_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("not JSON")
    (tmp_path / "folder.json").mkdir()
    require_plan_target(tmp_path / "old.json")
    require_case_target(tmp_path / "new" / "case")
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["folder.json", "new", "old.json"]
    with pytest.raises(BadInput, match="there is a folder of that name"):
        require_plan_target(tmp_path / "folder.json")
