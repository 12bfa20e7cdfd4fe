"""Does the joint model make the rota of a capacity that was found?"""

from dataclasses import replace
from pathlib import Path

import pytest

from rosterer.files import load_case, load_plan
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.search import find_capacity
from rosterer.winter.staffing import FOUND, _kept, staff
from rosterer.winter.study import study
from rosterer.winter.trials import share_reached
from rosterer.winter.waiting import delay_days
from rosterer_models.vocabulary.change import Scenario


@pytest.mark.slow
def test_the_rota_of_the_capacity_found_breaks_no_rule(tmp_path: Path) -> None:
    case = generate(people=16, days=14, load="tight", seed=5)
    base = study(case, [], runs=10, weeks=4).base
    found = find_capacity(base, CapacityPrices(), runs=5)
    words, again = staff(case, base, found, tmp_path / "plan", 8.0, 1)
    assert "the rota that staffs it" in words
    reached, promised = share_reached(again, None), found.best.share
    assert f"With that rota {reached:.1%} start within the standard; {promised:.1%} by" in words
    assert "asked for" not in words
    asked = replace(found, service_level=min(1.0, reached + 0.01), service_winters=0.9)
    assert "in 90% of winters" in _kept(asked, again)
    assert "below the" in _kept(asked, again)
    assert again.scenario.name == FOUND
    assert "given plan's" in again.winter.notes[0]
    # what was found does in the winter, with its rota, what it was found for
    assert delay_days(again).mean() < delay_days(base).mean()
    larger = load_case(tmp_path / "case")
    assert len(larger.people) >= len(case.people)
    verdict = judge(larger, load_plan(tmp_path / "plan"))
    assert not verdict.broken


@pytest.mark.slow
def test_the_scenario_is_staffed_with_its_arrivals_and_closures(tmp_path: Path) -> None:
    case = generate(people=24, days=14, load="normal", seed=3)
    hard = Scenario.model_validate(
        {
            "name": "hard",
            "change": [
                {"kind": "arrivals", "percent": 50},
                {"kind": "sickness", "percent": 12},
                {
                    "kind": "closure",
                    "unit": next(u.unit for u in case.units if u.beds),
                    "beds": 1,
                    "first_day": str(case.first_day),
                    "last_day": "2027-12-31",
                },
            ],
        }
    )
    base = study(case, [hard], runs=10, weeks=4).base
    found = find_capacity(base, CapacityPrices(), runs=5)
    _, again = staff(case, base, found, tmp_path / "plan", 5.0, 1)
    larger = load_case(tmp_path / "case")
    assert sum(r.amount for r in larger.expected) > 1.4 * sum(r.amount for r in case.expected)
    assert len(larger.closures) == len(case.closures) + 1
    rate = sum(float(s.rate.sum()) for s in again.winter.network.streams)
    assert rate == pytest.approx(sum(float(s.rate.sum()) for s in base.winter.network.streams))
    sick = again.winter.network.sickness
    assert sick is not None
    assert sick == pytest.approx(0.12)
