"""Does a case become a winter that keeps its numbers, and do scenarios compare as they must?"""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from rosterer.files.faults import BadInput
from rosterer.generate import generate
from rosterer.winter.business import business_case
from rosterer.winter.comparison import comparison_table
from rosterer.winter.conditions import Conditions, conditions_of
from rosterer.winter.costs import cost_lines
from rosterer.winter.fullness import nodes_table
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.scenarios import read_scenario
from rosterer.winter.study import Study, study
from rosterer.winter.translate import winter_of
from rosterer.winter.waiting import delay_days, delays_table, levels_table, waits_table
from rosterer.winter.winters import Winter
from rosterer_models.simulation.run import simulate
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.plan import DutyPiece, Plan

PRICES = CapacityPrices()
HARD = {
    "name": "hard",
    "programme_pounds": 1000,
    "change": [
        {"kind": "arrivals", "percent": 20},
        {"kind": "sickness", "percent": 16},
        {"kind": "winter", "spread_percent": 10},
    ],
}


@pytest.fixture(scope="module")
def case() -> Case:
    return generate(people=60, days=28, load="normal", seed=5)


@pytest.fixture(scope="module")
def done(case: Case) -> Study:
    return study(
        case, [Scenario(name="base"), Scenario.model_validate(HARD)], runs=60, weeks=12, seed=2
    )


def test_arrivals_of_the_winter_are_those_expected_by_the_case(case: Case) -> None:
    winter = winter_of(case, Conditions(), weeks=4)
    weekdays = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    expected = 0.0
    for day in range(28):
        on = case.first_day + timedelta(days=day)
        name = weekdays[on.weekday()]
        expected += sum(
            r.amount
            for r in case.expected
            if r.first_day <= on <= r.last_day and (not r.weekdays or name in r.weekdays)
        )
    assert sum(float(s.rate.sum()) for s in winter.network.streams) == pytest.approx(expected)


def test_everybody_of_the_census_and_the_waiting_list_is_there_at_the_start(case: Case) -> None:
    winter = winter_of(case, Conditions(), weeks=4)
    known = len(case.census) + sum(bool(r.options) for r in case.referrals)
    assert len(winter.network.starters) == known
    tally = simulate(winter.network, 5, 1).tally
    hub = next(i for i, f in enumerate(winter.nodes) if f.name == "hub")
    inside = sum(o.unit == "hub" for o in case.census)
    assert tally.used[:, hub, 0].mean() == pytest.approx(inside, abs=4)


def test_a_closure_takes_beds_on_its_days(case: Case) -> None:
    shut = Scenario.model_validate(
        {
            "name": "s",
            "change": [
                {
                    "kind": "closure",
                    "unit": "hub",
                    "beds": 3,
                    "first_day": case.first_day,
                    "last_day": case.first_day,
                }
            ],
        }
    )
    from rosterer_models.vocabulary.changing import applied

    before, after = (
        winter_of(c, Conditions(), 4).network for c in (case, applied(case, shut.change))
    )
    hub = next(i for i, n in enumerate(before.nodes) if n.name == "hub")
    assert before.nodes[hub].capacity[0] - after.nodes[hub].capacity[0] == 3
    assert before.nodes[hub].capacity[1] == after.nodes[hub].capacity[1]


def test_the_rota_of_a_plan_limits_beds_and_care(case: Case) -> None:
    empty = winter_of(case, Conditions(), 4, plan=Plan())
    hub = next(i for i, n in enumerate(empty.network.nodes) if n.name == "hub")
    assert on_average(empty)[hub] == 0
    assert not any(crew.heads.any() for crew in empty.network.crews)
    days = [case.first_day + timedelta(days=d) for d in range(case.days)]
    everybody = tuple(
        DutyPiece(person=p.person, date=day, shift=case.shifts[i % len(case.shifts)].shift)
        for i, p in enumerate(case.people)
        for day in days
    )
    full = winter_of(case, Conditions(usual_sickness_percent=0.0), 4, plan=Plan(duties=everybody))
    half = winter_of(
        case,
        Conditions(usual_sickness_percent=0.0),
        4,
        plan=Plan(duties=everybody[: len(everybody) // 2]),
    )
    assert on_average(full)[hub] == pytest.approx(full.network.nodes[hub].capacity.mean())
    homes = [i for i, fact in enumerate(full.nodes) if fact.kind == "home"]
    care = [on_average(one)[homes].sum() for one in (half, full)]
    assert 0 <= care[0] < care[1]


def on_average(winter: Winter) -> np.ndarray:
    """Beds or care open and staffed in each node, over two replications."""
    return np.asarray(simulate(winter.network, 2, 1).tally.usable.mean(axis=(0, 2)))


def test_a_hard_winter_delays_more_people_than_the_base(done: Study) -> None:
    base, hard = (delay_days(r).mean() for r in done.results)
    assert hard > base
    table = comparison_table(done, PRICES).set_index("measure")
    assert table.loc["delayed_days", "mean"] == pytest.approx(hard - base)
    assert table.loc["delayed_days", "mean_low"] > 0


def test_common_random_numbers_make_differences_sharper_than_independent_runs(done: Study) -> None:
    base, hard = (delay_days(r) for r in done.results)
    assert (hard - base).std() < np.sqrt(base.var() + hard.var())
    arrived = [r.outcome.tally.arrived.sum(axis=1) for r in done.results]
    assert (arrived[1] >= arrived[0]).all()


def test_the_parts_of_every_table_add_up(done: Study) -> None:
    delays = delays_table(done)
    days = delays[(delays["scenario"] == "base") & (delays["measure"] == "delayed_days")].set_index(
        "group"
    )["mean"]
    ways = [g for g in days.index if g.startswith("pathway") and "," not in g]
    assert days[ways].sum() == pytest.approx(days["all"])
    assert days[[g for g in days.index if g.startswith("locality")]].sum() == pytest.approx(
        days["all"]
    )
    streams = done.base.outcome.tally.waited[:, : len(done.base.winter.streams)].sum(axis=1)
    assert streams.mean() == pytest.approx(days["all"], rel=1e-4)
    assert levels_table(done).groupby("scenario")["share_of_days"].sum().tolist() == pytest.approx(
        [1.0, 1.0]
    )
    waits = waits_table(done)
    assert waits["share_within_standard"].between(0, 1).all()
    nodes = nodes_table(done)
    assert set(nodes["kind"]) >= {"unit", "home"}


def test_the_interval_of_the_mean_is_not_the_range_of_outcomes(done: Study) -> None:
    row = delays_table(done).iloc[0]
    assert row["range_low"] < row["mean_low"] < row["mean"] < row["mean_high"] < row["range_high"]


def test_delay_is_priced_by_where_people_wait_and_who_pays(done: Study) -> None:
    result = done.base
    pounds = sum(float(p.mean()) for line, *_, p in cost_lines(result, PRICES) if line == "delay")
    waited = result.outcome.tally.waited[:, : len(result.winter.streams)].mean(axis=0)
    assert pounds == pytest.approx(
        sum(w * s.pounds for w, s in zip(waited, result.winter.streams, strict=True))
    )
    assert {s.payer for s in result.winter.streams if s.where == "acute"} == {
        done.case.payers.acute
    }


def test_the_business_case_keeps_cash_apart_from_notional_bed_days(done: Study) -> None:
    ledger = business_case(done, PRICES).set_index("line")["mean"]
    assert "net" not in ledger
    assert {"net cash", "net notional"} <= set(ledger.index)
    assert ledger["programme"] == -1000
    assert ledger["bed days saved (days)"] < 0


def test_self_checks_come_with_every_result(done: Study) -> None:
    names = {c.name for c in done.results[0].checks}
    assert {"people are conserved", "Little's law", "offered load"} <= names
    of_the_place = {"offered load", "settled"}
    assert all(c.passed for r in done.results for c in r.checks if c.name not in of_the_place)


def test_a_study_stops_when_the_mean_is_known_well_enough(case: Case) -> None:
    short = study(case, [Scenario(name="base")], runs=1000, weeks=4, precision=0.2)
    assert 200 <= short.runs < 1000


def test_spot_beds_and_giving_up_come_from_the_scenario(case: Case) -> None:
    changes = [
        {"kind": "spot", "unit_kind": "hub", "beds": 5, "opens_at": 2, "pounds_per_day": 200},
        {"kind": "leaving", "die": 0.5},
    ]
    spot = Scenario.model_validate({"name": "spot", "change": [*HARD["change"], *changes]})  # type: ignore[misc]
    both = study(case, [Scenario.model_validate(HARD), spot], runs=20, weeks=12)
    result = both.results[1]
    assert any(line == "spot beds" and p.mean() > 0 for line, *_, p in cost_lines(result, PRICES))
    assert result.outcome.tally.left.sum() > 0
    assert delay_days(result).mean() < delay_days(both.base).mean()


def test_a_scenario_file_is_read_and_its_faults_are_all_named(tmp_path: Path) -> None:
    path = tmp_path / "flu.toml"
    path.write_text('[[change]]\nkind = "sickness"\npercent = 10\n')
    assert read_scenario(path).name == "flu"
    path.write_text('[[change]]\nkind = "sickness"\npercent = 1000\n[[change]]\nkind = "beds"\n')
    with pytest.raises(BadInput) as refused:
        read_scenario(path)
    assert len(refused.value.faults) >= 2


def test_the_same_seed_gives_the_same_study(case: Case, done: Study) -> None:
    again = study(case, [Scenario(name="base")], runs=60, weeks=12, seed=2, workers=1)
    assert np.array_equal(again.base.outcome.tally.queue, done.base.outcome.tally.queue)


def test_people_who_come_back_fill_more_beds(case: Case) -> None:
    home = next(
        s.option for s in case.options if s.setting == "home" and s.stage == 1 and s.minutes
    )
    hub = next(s.option for s in case.options if s.setting == "hub")
    back = Scenario.model_validate(
        {
            "name": "back",
            "change": [{"kind": "returning", "option": home, "to": hub, "percent": 60}],
        }
    )
    both = study(case, [Scenario(name="base"), back], runs=30, weeks=12)
    node = next(i for i, f in enumerate(both.base.winter.nodes) if f.name == "hub")
    base, more = (r.outcome.tally.starts[:, node].mean() for r in both.results)
    assert more != base
    assert both.results[1].outcome.tally.waited.sum() > both.base.outcome.tally.waited.sum()
    assert both.results[1].checks[0].passed


def test_a_case_in_which_nobody_is_expected_is_refused(case: Case) -> None:
    with pytest.raises(BadInput, match="expects nobody"):
        winter_of(
            case.model_copy(update={"expected": (), "referrals": (), "barriers": ()}),
            Conditions(),
            weeks=4,
        )


@pytest.mark.parametrize("name", ["more hub beds", "-", "a" * 65, ""])
def test_a_scenario_name_that_is_no_id_is_refused_in_plain_words(tmp_path: Path, name: str) -> None:
    path = tmp_path / "flu.toml"
    path.write_text(f'name = "{name}"\n')
    with pytest.raises(BadInput) as refused:
        read_scenario(path)
    assert "should match" not in str(refused.value)
    assert "is no name of a scenario" in str(refused.value.faults[0])


def test_a_scenario_name_that_is_an_id_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "flu.toml"
    path.write_text('name = "more-hub-beds"\n')
    assert read_scenario(path).name == "more-hub-beds"


def test_rows_of_sickness_add_up_on_the_days_that_they_name(case: Case) -> None:
    rows = [
        {"kind": "sickness", "percent": 10},
        {
            "kind": "sickness",
            "percent": 5,
            "first_day": "2027-01-04",
            "last_day": "2027-01-31",
        },
    ]

    def on(day: date, *changes: dict[str, object]) -> float:
        return conditions_of(Scenario.model_validate({"name": "s", "change": changes})).sickness_on(
            day
        )

    january, february = date(2027, 1, 31), date(2027, 2, 1)
    assert on(january, *rows) == pytest.approx(0.15)
    assert on(february, *rows) == pytest.approx(0.10)
    assert on(january, rows[1]) == pytest.approx(0.05)
    assert on(february, rows[1]) == pytest.approx(0.06)  # the usual, where no row names the day
    assert on(january, {"kind": "sickness", "percent": 95}, *rows) == pytest.approx(0.95)
