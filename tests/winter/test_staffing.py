"""Does the joint model make the rota of a capacity that was found?"""

from pathlib import Path

import pytest

from rosterer.files import load_case, load_plan
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.winter.measures import CapacityPrices
from rosterer.winter.search import find_capacity
from rosterer.winter.staffing import staff
from rosterer.winter.study import study


@pytest.mark.slow
def test_the_rota_of_the_capacity_found_breaks_no_rule(tmp_path: Path) -> None:
    case = generate(people=16, days=14, load="tight", seed=5)
    base = study(case, [], runs=10, weeks=4).base
    found = find_capacity(base, CapacityPrices(), runs=5)
    words = staff(case, base, found, tmp_path / "plan", 8.0, 1)
    assert "the rota that staffs it" in words
    larger = load_case(tmp_path / "case")
    assert len(larger.people) >= len(case.people)
    verdict = judge(larger, load_plan(tmp_path / "plan"))
    assert not verdict.broken
