"""Does the capacity search find what a plain sweep finds, and does the report hold together?"""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from rosterer.generate import generate
from rosterer.winter.fingerprints import why_stale
from rosterer.winter.measures import CapacityPrices
from rosterer.winter.report import write
from rosterer.winter.search import find_capacity, people_per_pattern, with_amounts
from rosterer.winter.staffing import staffed_case
from rosterer.winter.study import study
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.changing import with_tables

PRICES = CapacityPrices()


@pytest.fixture(scope="module")
def case() -> Case:
    return generate(people=40, days=28, load="tight", seed=5)


def test_no_single_step_from_what_was_found_is_cheaper(case: Case) -> None:
    base = study(case, [Scenario(name="base")], runs=20, weeks=8).base
    found = find_capacity(base, PRICES, runs=20)
    assert found.pounds <= found.pounds_now
    assert found.cash + found.notional == pytest.approx(found.pounds)
    assert found.cash_now + found.notional_now == pytest.approx(found.pounds_now)
    for name in {name for name, *_ in found.curve}:
        assert (
            min(pounds for lever, _, pounds, _ in found.curve if lever == name)
            >= found.pounds - 1e-6
        )


def test_a_service_level_is_reached_where_it_can_be(case: Case) -> None:
    base = study(case, [Scenario(name="base")], runs=20, weeks=8).base
    found = find_capacity(base, PRICES, runs=20, service_level=0.8)
    assert found.share_within >= 0.8
    cheapest = find_capacity(base, PRICES, runs=20, service_level=0.0)
    assert sum(found.amounts) > sum(cheapest.amounts)


def test_amounts_as_they_are_change_nothing(case: Case) -> None:
    base = study(case, [Scenario(name="base")], runs=5, weeks=4).base
    found = find_capacity(base, PRICES, runs=5)
    same = with_amounts(
        base.winter.network, found.levers, tuple(lever.now for lever in found.levers)
    )
    for one, other in zip(same.arrays, base.winter.network.arrays, strict=True):
        assert np.array_equal(one, other)


def test_more_heads_on_duty_take_twice_as_many_people_on_four_on_four_off(case: Case) -> None:
    base = study(case, [Scenario(name="base")], runs=20, weeks=8).base
    found = find_capacity(base, PRICES, runs=20, service_level=0.9)
    people = people_per_pattern(base, found)
    more = sum(
        a - lever.now
        for lever, a in zip(found.levers, found.amounts, strict=True)
        if lever.kind == "heads"
    )
    beds = people_per_pattern(base, found)
    half = [p.pattern for p in case.patterns if 2 * sum(e != "-" for e in p.cycle) == len(p.cycle)]
    assert half
    for pattern in half:
        assert people[pattern] >= 2 * more
        assert people[pattern] == beds[half[0]]
    larger = staffed_case(case, base, found)
    assert len(larger.people) > len(case.people)
    assert len({p.person for p in larger.people}) == len(larger.people)
    for lever, amount in zip(found.levers, found.amounts, strict=True):
        if lever.kind == "beds":
            assert next(u.beds for u in larger.units if u.unit == lever.name) == amount


def test_the_report_is_one_page_without_scripts_or_links_and_the_result_knows_when_it_is_stale(
    case: Case, tmp_path: Path
) -> None:
    scenarios = [
        Scenario(name="base"),
        Scenario.model_validate({"name": "flu", "change": [{"kind": "sickness", "percent": 15}]}),
    ]
    done = study(case, scenarios, runs=20, weeks=4)
    found = find_capacity(done.base, PRICES, runs=5)
    written = write(tmp_path, done, PRICES, None, found)
    page = (tmp_path / "report.html").read_text()
    # a fan a scenario, occupancy, two kinds of money, what moves it, and a curve a lever
    assert page.count("<svg") == 6 + len(found.levers)
    assert "<script" not in page
    assert re.search(r'href="(?!#)', page) is None
    assert "unaccounted" in page
    result = json.loads((tmp_path / "result.json").read_text())
    assert result["case_fingerprint"] == case.fingerprint
    assert [s["name"] for s in result["scenarios"]] == ["base", "flu"]
    assert set(written.tables) == {p.stem for p in tmp_path.glob("*.csv")}
    assert why_stale(tmp_path, case, scenarios, None) == []
    assert why_stale(tmp_path, with_tables(case, {"days": 27}), scenarios, None) == [
        "the case has changed"
    ]
    other = [
        scenarios[0],
        Scenario.model_validate({"name": "flu", "change": [{"kind": "sickness", "percent": 20}]}),
    ]
    assert why_stale(tmp_path, case, other, None) == ["scenario flu has changed"]
