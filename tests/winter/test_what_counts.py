"""Who counts as delayed, as within the standard, as a saving: and who must not?"""

import numpy as np
import pytest

from rosterer.frame.charts import figures
from rosterer.generate import generate
from rosterer.winter.assumptions import IN_UNITS, on_duty_lines, told
from rosterer.winter.business import business_case
from rosterer.winter.charts import occupancy_panel
from rosterer.winter.comparison import comparison_table
from rosterer.winter.costs import cost_lines
from rosterer.winter.fullness import nodes_table
from rosterer.winter.glance import alarms
from rosterer.winter.intervals import half_width
from rosterer.winter.parts import parts_of, run_part, study_of, winter_in
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.settling import slope_of
from rosterer.winter.study import Result, Study, study
from rosterer.winter.waiting import delay_days, left_table, share_within, slopes_table, waits_table
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.changing import with_tables

PRICES = CapacityPrices()
BASE = Scenario(name="base")


def scenario(name: str, *changes: dict[str, object]) -> Scenario:
    return Scenario.model_validate({"name": name, "change": changes})


DYING = scenario("dying", {"kind": "leaving", "die": 5})


@pytest.fixture(scope="module")
def case() -> Case:
    return generate(people=40, days=28, load="tight", seed=5)


@pytest.fixture(scope="module")
def leaving(case: Case) -> Study:
    all_three = scenario("leaving", {"kind": "leaving", "recover": 1, "readmitted": 2, "die": 1})
    return study(case, [BASE, DYING, all_three], runs=40, weeks=12)


def of(table: object, **where: str) -> dict[str, float]:
    rows = table  # a frame
    for column, value in where.items():
        rows = rows[rows[column] == value]  # type: ignore[index]
    return rows.iloc[0].to_dict()  # type: ignore[attr-defined,no-any-return]


def test_recovered_readmitted_and_died_are_three_lines_for_each_scenario(leaving: Study) -> None:
    left = left_table(leaving)
    assert of(left, scenario="base", group="all", cause="died")["mean"] == 0
    assert of(left, scenario="dying", group="all", cause="died")["mean"] > 20
    assert of(left, scenario="dying", group="all", cause="recovered")["mean"] == 0
    one, two, three = (
        of(left, scenario="leaving", group="all", cause=cause)["mean"]
        for cause in ("recovered", "readmitted", "died")
    )
    assert two == pytest.approx(2 * one, rel=0.15)
    assert three == pytest.approx(one, rel=0.2)
    comparison = comparison_table(leaving, PRICES)
    assert of(comparison, scenario="dying", measure="died")["mean"] > 20


def test_no_death_saves_a_penny_or_a_bed_day(leaving: Study) -> None:
    ledger = business_case(leaving, PRICES)
    dying = ledger[ledger["scenario"] == "dying"].set_index("line")["mean"]
    assert dying["net cash"] == pytest.approx(0, abs=0.01)
    assert dying["net notional"] == pytest.approx(0, abs=0.01)
    assert dying["bed days saved (days)"] == pytest.approx(0, abs=0.01)
    assert dying["died while waiting (people more)"] > 20
    comparison = comparison_table(leaving, PRICES)
    for measure in ("pounds_cash", "pounds_notional", "bed_days_lost"):
        assert of(comparison, scenario="dying", measure=measure)["mean"] == pytest.approx(
            0, abs=0.01
        )


def test_a_readmission_costs_an_acute_stay(leaving: Study, case: Case) -> None:
    result = leaving.results[2]
    pounds = {line: float(p.mean()) for line, _, _, p in cost_lines(result, PRICES)}
    number = float(result.outcome.tally.left[:, :, 1].sum(axis=1).mean())
    assert pounds["readmission (acute stay)"] == pytest.approx(number * 8 * case.prices.delay_acute)


def test_nobody_who_leaves_makes_the_share_within_the_standard_better(leaving: Study) -> None:
    base = leaving.base
    everybody = list(range(len(base.winter.streams)))
    tally = base.outcome.tally
    within = tally.in_standard[:, everybody].sum(axis=1)
    ended = tally.started[:, everybody].sum(axis=1) + tally.past_at_end.sum(axis=1)
    assert share_within(base, everybody) == pytest.approx(within / ended)
    for result in leaving.results[1:]:
        assert result.outcome.tally.left.sum() > 0
        assert share_within(result, everybody) == pytest.approx(within / ended)
    comparison = comparison_table(leaving, PRICES)
    for name in ("dying", "leaving"):
        gain = of(comparison, scenario=name, measure="share_within_standard")
        assert gain["mean"] == pytest.approx(0)
        said = of(waits_table(leaving), scenario=name, group="all")["share_within_standard"]
        assert said == pytest.approx(gain["base"])


def test_people_leave_while_they_wait_for_triage_too(case: Case) -> None:
    closed = {"kind": "triage-slots", "slots": 0}
    both = scenario("both", closed, {"kind": "leaving", "die": 5})
    done = study(case, [scenario("base", closed), both], runs=10, weeks=8)
    base, dying = done.results
    # nobody is triaged, so whoever is not triaged yet can only die
    untriaged = [i for i, s in enumerate(base.winter.network.streams) if not s.triaged]
    assert base.outcome.tally.started[:, untriaged].sum() == 0
    assert dying.outcome.tally.left[:, untriaged].sum() > 0
    assert dying.checks[0].passed
    assert dying.outcome.tally.present[:, 3].mean() < base.outcome.tally.present[:, 3].mean()


@pytest.mark.parametrize("ready", [-3, 0, 1, 40])
def test_who_waits_untriaged_at_the_start_needs_a_slot_like_everybody(
    case: Case, ready: int
) -> None:
    from datetime import timedelta

    on = case.first_day + timedelta(days=ready)
    untriaged = tuple(
        r.model_copy(update={"triaged": False, "ready": on, "referred": min(on, r.referred)})
        for r in case.referrals
    )
    none = tuple(row.model_copy(update={"slots": 0}) for row in case.triage)
    alone = with_tables(
        case, {"referrals": untriaged, "barriers": (), "expected": (), "triage": none}
    )
    done = study(alone, [BASE], runs=5, weeks=8)
    assert done.base.outcome.tally.started[:, : len(done.base.winter.streams)].sum() == 0
    row = of(waits_table(done), group="all")
    assert np.isnan(row["mean_wait_days"])
    assert np.isnan(row["p95_wait_days"])
    assert row["started"] == 0
    some = with_tables(alone, {"triage": case.triage})
    assert study(some, [BASE], runs=5, weeks=8).base.outcome.tally.started.sum() > 0


def test_who_has_waited_longest_is_triaged_first_whatever_the_order_of_the_table(
    case: Case,
) -> None:
    turned = with_tables(case, {"referrals": tuple(reversed(case.referrals))})
    one, other = (study(c, [BASE], runs=5, weeks=8).base.outcome.tally for c in (case, turned))
    assert one.queue.sum(axis=1) == pytest.approx(other.queue.sum(axis=1), abs=1e-3)


def test_a_referral_withdrawn_redraws_nobody_else(case: Case) -> None:
    roomy = {"kind": "triage-slots", "slots": 1000}
    some = case.referrals[0].referral
    gone = scenario("gone", roomy, {"kind": "referral-withdrawn", "referral": some})
    done = study(case, [scenario("base", roomy), gone], runs=10, weeks=8)
    base, without = (r.outcome.tally for r in done.results)
    names = [[s.name for s in r.winter.network.streams] for r in done.results]
    for i, name in enumerate(names[0]):
        if name in names[1]:
            other = names[1].index(name)
            assert np.array_equal(base.arrived[:, i], without.arrived[:, other])
    assert np.array_equal(base.usable_parts.sum(axis=2), without.usable_parts.sum(axis=2))


def test_closing_an_empty_flat_changes_nothing_for_anybody(case: Case) -> None:
    flat = case.units[0].model_copy(
        update={
            "unit": "flat",
            "kind": "flat",
            "beds": 2,
            "skill": None,
            "min_staff": {},
            "beds_per_staff": {},
            "accepts": (),
        }
    )
    for units in ((flat, *case.units), (*case.units, flat)):
        more = with_tables(case, {"units": units})
        done = study(
            more, [BASE, scenario("shut", {"kind": "beds", "unit": "flat", "beds": 0})], 10, 8
        )
        base, shut = (r.outcome.tally for r in done.results)
        assert np.array_equal(base.queue, shut.queue)


def test_shared_out_work_joins_to_the_same_study_where_people_leave(case: Case) -> None:
    scenarios = [BASE, DYING]
    whole = study(case, scenarios, runs=30, weeks=6)
    parts = parts_of(2, 30, 12)
    done = [
        (part, run_part(winter_in(case, scenarios[part.scenario], 6, None, 3), 1, part))
        for part in parts
    ]
    shared = study_of(case, scenarios, reversed(done), 6, 1)
    for table in (business_case, comparison_table):
        assert table(whole, PRICES).equals(table(shared, PRICES))


def test_intervals_of_few_replications_are_those_of_student() -> None:
    # two values one apart: 0.5 ± 12.706 × 0.7071 / √2
    assert half_width(np.array([0.0, 1.0])) == pytest.approx(12.706 * 0.5, rel=1e-3)
    assert np.isnan(half_width(np.array([1.0])))
    draws = np.random.default_rng(1).normal(size=(4000, 2))
    covered = [abs(pair.mean()) <= half_width(pair) for pair in draws]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.015)


def queue_of(slope: float, level: float = 20.0, runs: int = 50, days: int = 182) -> np.ndarray:
    noise = np.random.default_rng(2).normal(scale=2.0, size=(runs, 1))
    return level + noise + slope / 7 * np.arange(days)


@pytest.mark.parametrize("slope", [5.2, 1.8, -3.0])
def test_a_queue_that_moves_is_said_to_with_its_slope(slope: float) -> None:
    found = slope_of("all", queue_of(slope, level=100.0))
    assert not found.has_settled
    assert found.mean == pytest.approx(slope)
    assert "averages depend on how long you look" in found.sentence
    assert ("grows" if slope > 0 else "shrinks") in found.sentence


def test_a_queue_that_stands_has_settled_whatever_its_length() -> None:
    rng = np.random.default_rng(3)
    for level in (0.0, 0.5, 300.0):
        queue = np.abs(level + rng.normal(scale=1.0, size=(50, 182)))
        assert slope_of("all", queue).has_settled
    assert slope_of("all", queue_of(3.0, runs=1)).has_settled  # one replication proves nothing


def test_a_hub_whose_people_cannot_go_home_is_not_called_settled(case: Case) -> None:
    no_late = tuple(p for p in case.people if "L" not in str(p.pattern) and p.pattern is not None)
    result: Result = study(with_tables(case, {"people": no_late}), [BASE], runs=20, weeks=20).base
    said = [c.sentence for c in result.checks if c.name == "settled" and not c.passed]
    assert said
    assert any("the queue of pathway" in s.lower() for s in said)


def test_a_unit_that_is_closed_all_winter_has_no_share_in_use(case: Case) -> None:
    hub = next(unit for unit in case.units if unit.kind == "hub")
    shut = scenario("shut", {"kind": "beds", "unit": hub.unit, "beds": 0})
    fewer = scenario("fewer", {"kind": "beds", "unit": hub.unit, "beds": 1})
    done = study(case, [BASE, fewer, shut], runs=10, weeks=8)
    nodes = nodes_table(done)
    assert 0 < of(nodes, scenario="base", node=hub.unit)["share_used"] <= 1.5
    assert np.isnan(of(nodes, scenario="shut", node=hub.unit)["share_used"])
    assert "Fullest" in occupancy_panel(nodes).words
    # and it helps nobody that it is closed
    delayed = [delay_days(result).mean() for result in done.results]
    assert delayed[0] < delayed[1] < delayed[2]


def test_more_beds_are_said_to_take_their_staff_from_care_at_home(case: Case) -> None:
    hub = next(unit for unit in case.units if unit.kind == "hub")
    more = scenario("more", {"kind": "beds", "unit": hub.unit, "beds": hub.beds + 12})
    done = study(case, [BASE, more], runs=5, weeks=4)
    lines = dict(on_duty_lines(done))
    assert lines[IN_UNITS][1] > lines[IN_UNITS][0] + 0.9  # a head for six beds by day
    for shift in ("D", "E", "L", "N"):
        assert lines[shift][1] == lines[shift][0]


def test_a_scenario_says_when_a_bed_is_free_again(case: Case) -> None:
    turned = scenario(
        "turned",
        {"kind": "turn-round", "hours": 8},
        {"kind": "turn-round", "hours": 20, "unit": "hub"},
    )
    done = study(case, [BASE, turned], runs=10, weeks=8)
    said = {one.name: " ".join(one.conditions) for one in told(done)}
    assert "free as soon as somebody leaves" in said["base"]
    assert "free again 8 hours, 20 hours in hub after" in said["turned"]
    turns = {node.name: node.turn_round for node in done.results[1].winter.network.nodes}
    assert turns["hub"] == pytest.approx(20 / 24)
    assert turns["respite"] == pytest.approx(8 / 24)
    assert turns["bought-in"] == 0
    assert delay_days(done.results[1]).mean() > delay_days(done.base).mean()
    assert all(result.checks[0].passed for result in done.results)


def test_nought_has_no_sign_in_figures_and_less_than_nothing_a_true_minus() -> None:
    table = figures(("what", "how many"), [("a", -1e-8), ("b", -116.7), ("c", 3.0)])
    assert [row[1] for row in table.rows] == ["0.0", "−116.7", "3"]
    slope = slope_of("all", np.random.default_rng(1).normal(30, 0.1, (50, 60)))
    assert "-0.0" not in slope.sentence


def test_each_scenario_has_one_alarm_with_the_pathways_that_move(leaving: Study) -> None:
    slopes = slopes_table(leaving)
    said = alarms(leaving, slopes)
    assert said
    assert len({name for name, _ in said}) == len(said)
    words = dict(said)["base"]
    moving = slopes[(slopes["scenario"] == "base") & ~slopes["has_settled"]]
    for group in moving["group"]:
        assert (group in words) == (group.startswith("pathway") and "," not in group)
