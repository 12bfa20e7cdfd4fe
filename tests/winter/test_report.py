"""Does the first screen say what happens, what helps and what it costs, and are all assumptions on
the page?
"""

import re
from html import unescape
from pathlib import Path

import pytest

from rosterer.generate import generate
from rosterer.winter.assumptions import in_words, on_duty_lines, told
from rosterer.winter.costs import cost_lines
from rosterer.winter.glance import columns, helps
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.report import write
from rosterer.winter.search import find_capacity
from rosterer.winter.study import Study, study
from rosterer.winter.waiting import delay_days
from rosterer_models.vocabulary.change import Scenario

PRICES = CapacityPrices()
SCENARIOS = (
    {"name": "base"},
    {
        "name": "late-staff",
        "note": "Four people more on lates, with the money of the winter fund.",
        "programme_pounds": 5000,
        "change": [
            {
                "kind": "person-added",
                "person": {
                    "person": f"new-{n}",
                    "employer": "council",
                    "team": "team-1",
                    "skills": ["care"],
                    "home": "DE1-1",
                    "pattern": "LLLL----",
                    "phase": 2 * n,
                },
            }
            for n in range(4)
        ],
    },
    {"name": "hard", "change": [{"kind": "arrivals", "percent": 25}]},
    {"name": "dying", "change": [{"kind": "leaving", "die": 4}]},
)


@pytest.fixture(scope="module")
def done() -> Study:
    case = generate(people=60, days=28, load="normal", seed=5)
    return study(case, [Scenario.model_validate(s) for s in SCENARIOS], runs=30, weeks=12)


def test_scenarios_are_columns_and_cash_is_added_to_nothing(done: Study) -> None:
    rows = {row.name: row for row in columns(done, PRICES)}
    assert all(len(row.values) == len(done.results) for row in rows.values())
    people = rows["People delayed on an average day"]
    assert people.values[2] == pytest.approx(delay_days(done.results[2]).mean() / 84)
    assert rows["People who died while waiting"].values[0] == 0
    assert rows["People who died while waiting"].values[3] > 0
    for number, result in enumerate(done.results):
        for kind, word in (("cash", "cash"), ("notional", "notional, no money")):
            shown = sum(r.values[number] for n, r in rows.items() if n.endswith(f"pounds, {word}"))
            lines = cost_lines(result, PRICES)
            assert shown == pytest.approx(sum(p.mean() for _, _, k, p in lines if k == kind))


def test_what_helps_most_for_its_cash_comes_first_and_deaths_never_help(done: Study) -> None:
    found = helps(done, PRICES)
    assert [one.name for one in found] == ["late-staff", "dying", "hard"]
    late, dying, hard = found
    assert late.per_thousand is not None
    assert late.per_thousand == pytest.approx(late.days / (late.cash / 1000))
    assert late.cash > 5000  # the scheme and the duties
    assert dying.words == "no difference"
    assert hard.words.startswith("more delay")


def test_a_change_is_told_in_its_own_words(done: Study) -> None:
    scenarios = told(done)
    assert scenarios[1].note.startswith("Four people")
    assert "the scheme itself costs £5,000" in scenarios[1].conditions
    assert scenarios[2].changes == ("arrivals: percent 25",)
    change = Scenario.model_validate(
        {
            "name": "s",
            "change": [
                {
                    "kind": "closure",
                    "unit": "hub",
                    "beds": 2,
                    "first_day": "2026-12-01",
                    "last_day": "2026-12-02",
                }
            ],
        }
    ).change[0]
    words = in_words(change)
    assert words.startswith("closure: ")
    assert {"unit hub", "beds 2", "first_day 2026-12-01"} <= set(words[9:].split(", "))


def test_duties_of_each_shift_are_shown_with_those_added(done: Study) -> None:
    late = dict(on_duty_lines(done))["L"]
    # four people on a cycle of eight with four lates, less the usual leave
    assert 1.5 < late[1] - late[0] <= 2.0
    assert late[2] == pytest.approx(late[0])


def test_everything_that_was_supposed_is_on_the_page(done: Study, tmp_path: Path) -> None:
    found = find_capacity(done.base, PRICES, runs=5, service_level=0.6)
    write(tmp_path, done, PRICES, None, found)
    page = (tmp_path / "report.html").read_text()
    text = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))
    for words in (
        "At a glance",
        "What helps most for its cash",
        "Four people more on lates",
        "No plan was given",
        "no arrivals from Mon 30 Nov 2026 on",
        "winters differ by 10 %",
        "6.0% of heads off sick",
        "a duty L at home",
        "within 2 days of being ready",
        "60% are reached",
    ):
        assert words in text, words
    first = page.index('id="glance"')
    assert first < page.index("<svg")
    assert first < page.index('id="delayed"')
