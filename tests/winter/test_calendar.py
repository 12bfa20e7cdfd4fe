"""Is a simulated winter a calendar: does every date act on its own days, and a usual week go on
where nothing is dated?
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rosterer.files.faults import BadInput
from rosterer.generate import generate
from rosterer.winter.calendar import carried_on, daily
from rosterer.winter.study import ground_of
from rosterer.winter.winters import Winter
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Scenario
from rosterer_models.vocabulary.changing import applied, with_tables

WEEKS, DAYS = 26, 182
JANUARY = {"first_day": "2027-01-04", "last_day": "2027-01-31"}
LAST_WEEK = {"first_day": "2026-11-23", "last_day": "2026-11-29"}


@pytest.fixture(scope="module")
def case() -> Case:
    return generate(people=60, days=28, load="normal", seed=5)


def winter(case: Case, *changes: dict[str, Any], weeks: int = WEEKS) -> Winter:
    scenario = Scenario.model_validate({"name": "s", "change": list(changes)})
    return ground_of(case, weeks, None, 2).winter(scenario)


def arrivals(one: Winter) -> np.ndarray:
    return np.sum([s.rate for s in one.network.streams], axis=0)


def promised(one: Winter) -> np.ndarray:
    return np.sum([n.base.sum(axis=1) for n in one.network.nodes if n.base is not None], axis=0)


def on_duty(one: Winter) -> np.ndarray:
    return np.sum([crew.heads for crew in one.network.crews], axis=0)


def inside(case: Case, dates: dict[str, str]) -> np.ndarray:
    days = [case.first_day + timedelta(days=d) for d in range(DAYS)]
    first, last = (date.fromisoformat(dates[k]) for k in ("first_day", "last_day"))
    return np.array([first <= day <= last for day in days])


@pytest.mark.parametrize("dates", [JANUARY, LAST_WEEK], ids=["january", "last week of the case"])
def test_a_change_of_arrivals_acts_on_its_days_and_on_no_other(
    case: Case, dates: dict[str, str]
) -> None:
    base = arrivals(winter(case))
    more = arrivals(winter(case, {"kind": "arrivals", "percent": 20, **dates}))
    hit = inside(case, dates)
    assert hit.sum() in (7, 28)
    assert more[hit] == pytest.approx(1.2 * base[hit])
    assert more[~hit] == pytest.approx(base[~hit])


@pytest.mark.parametrize("dates", [JANUARY, LAST_WEEK], ids=["january", "last week of the case"])
def test_a_change_of_demand_or_triage_acts_on_its_days_and_on_no_other(
    case: Case, dates: dict[str, str]
) -> None:
    base, hit = winter(case), inside(case, dates)
    more = winter(case, {"kind": "demand", "percent": 30, **dates})
    assert promised(more)[hit] == pytest.approx(1.3 * promised(base)[hit])
    assert promised(more)[~hit] == pytest.approx(promised(base)[~hit])
    none = winter(case, {"kind": "triage-slots", "slots": 0, **dates}).network.triage_slots
    assert none is not None
    assert base.network.triage_slots is not None
    assert not none[hit].any()
    assert np.array_equal(none[~hit], base.network.triage_slots[~hit])


@pytest.mark.parametrize("dates", [JANUARY, LAST_WEEK], ids=["january", "last week of the case"])
def test_people_away_are_off_duty_on_their_days_alone(case: Case, dates: dict[str, str]) -> None:
    base, hit = on_duty(winter(case)), inside(case, dates)
    away = [{"kind": "person-unavailable", "person": p.person, **dates} for p in case.people[:20]]
    fewer = on_duty(winter(case, *away))
    assert fewer[~hit] == pytest.approx(base[~hit])
    assert fewer[hit].sum() < 0.9 * base[hit].sum()
    assert (fewer <= base + 1e-9).all()


def test_a_closure_in_january_takes_its_beds_then(case: Case) -> None:
    shut = winter(case, {"kind": "closure", "unit": "hub", "beds": 3, **JANUARY})
    base = winter(case)
    hub = [fact.name for fact in base.nodes].index("hub")
    fewer = base.network.nodes[hub].capacity - shut.network.nodes[hub].capacity
    assert np.array_equal(fewer, 3.0 * inside(case, JANUARY))


def test_the_usual_week_goes_on_and_the_report_says_so(case: Case) -> None:
    base = winter(case)
    rate = arrivals(base)
    for day in range(28, DAYS):
        assert rate[day] == pytest.approx(rate[14 + day % 7])
    assert any("no arrivals from Mon 30 Nov 2026 on" in note for note in base.notes)
    four = winter(case, weeks=4)
    assert not any("no arrivals" in note for note in four.notes)


def test_what_the_case_dates_later_stands_for_itself(case: Case) -> None:
    first = case.expected[0]
    later = first.model_copy(
        update={
            "first_day": date(2027, 1, 4),
            "last_day": date(2027, 1, 10),
            "weekdays": (),
            "amount": 9.0,
        }
    )
    longer, _ = carried_on(with_tables(case, {"expected": (*case.expected, later)}), DAYS)
    rows = [row for row in longer.expected if row.arrival_class == first.arrival_class]
    values, hit = daily(rows, case.first_day, DAYS, "amount"), slice(63, 70)
    assert values[hit] == pytest.approx(9.0)
    usual = daily(
        [r for r in carried_on(case, DAYS)[0].expected if r.arrival_class == first.arrival_class],
        case.first_day,
        DAYS,
        "amount",
    )
    assert np.delete(values, np.r_[hit]) == pytest.approx(np.delete(usual, np.r_[hit]))


def test_one_odd_week_of_the_case_itself_stays_one_week(case: Case) -> None:
    odd = applied(
        case,
        Scenario.model_validate(
            {"name": "s", "change": [{"kind": "arrivals", "percent": 50, **LAST_WEEK}]}
        ).change,
    )
    assert arrivals(winter(odd))[28:] == pytest.approx(arrivals(winter(case))[28:])


def test_single_people_on_single_days_are_carried_on_by_their_mean(case: Case) -> None:
    one = case.expected[0]
    rows = tuple(
        one.model_copy(
            update={
                "arrival_class": f"c{day}",
                "first_day": case.first_day + timedelta(days=day),
                "last_day": case.first_day + timedelta(days=day),
                "weekdays": (),
                "amount": 1.0,
            }
        )
        for day in range(28)
    )
    longer, _ = carried_on(with_tables(case, {"expected": rows}), DAYS)
    assert daily(longer.expected, case.first_day, DAYS, "amount")[28:] == pytest.approx(1.0)


def test_days_of_a_case_that_nothing_tells_have_the_usual_week_too(case: Case) -> None:
    longer = with_tables(case, {"days": DAYS})
    one, other = winter(case), winter(longer)
    assert arrivals(other) == pytest.approx(arrivals(one))
    assert promised(other) == pytest.approx(promised(one))
    assert on_duty(other) == pytest.approx(on_duty(one))


@pytest.mark.parametrize("weeks", [1, 3, 4, 104])
def test_a_winter_may_be_shorter_or_far_longer_than_the_case(case: Case, weeks: int) -> None:
    rate = arrivals(winter(case, weeks=weeks))
    assert len(rate) == 7 * weeks
    if weeks > 4:
        assert rate[-7:] == pytest.approx(rate[21:28])


def test_a_later_start_changes_no_day_of_the_winter_but_its_date(case: Case) -> None:
    base = winter(case)
    later = winter(case, {"kind": "start-date", "first_day": "2027-01-04"})
    assert arrivals(later) == pytest.approx(arrivals(base))
    assert promised(later) == pytest.approx(promised(base))
    assert on_duty(later) == pytest.approx(on_duty(base))
    for one, other in zip(later.network.nodes, base.network.nodes, strict=True):
        assert np.array_equal(one.capacity, other.capacity)
    assert later.network.starters == base.network.starters


def test_a_dated_change_keeps_its_days_wherever_it_stands_beside_a_later_start(case: Case) -> None:
    start = {"kind": "start-date", "first_day": "2026-12-07"}
    shut = {"kind": "closure", "unit": "hub", "beds": 2, **JANUARY}
    more = {"kind": "arrivals", "percent": 50, **JANUARY}
    before, after = winter(case, shut, more, start), winter(case, start, shut, more)
    assert np.array_equal(arrivals(before), arrivals(after))
    hub = [fact.name for fact in before.nodes].index("hub")
    beds = before.network.nodes[hub].capacity
    usual = winter(case, start).network.nodes[hub].capacity
    days = [date(2026, 12, 7) + timedelta(days=d) for d in range(DAYS)]
    january = np.array([date(2027, 1, 4) <= day <= date(2027, 1, 31) for day in days])
    assert np.array_equal(beds, usual - 2 * january)


def test_every_dated_table_moves_with_the_start(case: Case) -> None:
    start = date(2027, 3, 29)  # the clocks have changed on the day before
    delta = start - case.first_day
    moved = applied(
        case,
        Scenario.model_validate(
            {"name": "s", "change": [{"kind": "start-date", "first_day": str(start)}]}
        ).change,
    )
    for table in Case.model_fields:
        rows, before = getattr(moved, table), getattr(case, table)
        if not isinstance(rows, tuple) or table == "holidays":
            continue
        for row, old in zip(rows, before, strict=True):
            for column in type(row).model_fields if hasattr(type(row), "model_fields") else ():
                value = getattr(old, column)
                if isinstance(value, date):
                    assert getattr(row, column) == value + delta, (table, column)


def test_a_start_on_another_weekday_is_refused_with_the_dates_that_are_possible(
    case: Case,
) -> None:
    with pytest.raises(BadInput, match="2026-12-28 or 2027-01-04"):
        winter(case, {"kind": "start-date", "first_day": "2027-01-01"})


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "arrivals", "percent": 20, "first_day": "2028-01-01"},
        {"kind": "demand", "percent": 20, "last_day": "2026-11-01"},
        {"kind": "triage-slots", "slots": 3, "weekdays": ["sat"], "first_day": "2026-11-02",
         "last_day": "2026-11-06"},
        {"kind": "person-unavailable", "person": "p001", "first_day": "2026-01-01",
         "last_day": "2026-11-01"},
        {"kind": "closure", "unit": "hub", "beds": 1, "first_day": "2027-05-03",
         "last_day": "2027-05-03"},
        {"kind": "sickness", "percent": 20, "first_day": "2027-05-03"},
    ],
    ids=lambda change: change["kind"],
)  # fmt: skip
def test_a_change_that_touches_no_simulated_day_is_refused(
    case: Case, change: dict[str, Any]
) -> None:
    with pytest.raises(BadInput) as refused:
        winter(case, change, {"kind": "arrivals", "percent": 5}, change)
    assert [fault.row for fault in refused.value.faults] == [1, 3]
    assert "no simulated day" in str(refused.value)


def test_a_change_of_the_first_or_last_simulated_day_alone_is_kept(case: Case) -> None:
    last = str(case.first_day + timedelta(days=DAYS - 1))
    one_day = {"first_day": last, "last_day": last}
    base = arrivals(winter(case))
    more = arrivals(winter(case, {"kind": "arrivals", "percent": 100, **one_day}))
    assert more[-1] == pytest.approx(2 * base[-1])
    assert more[:-1] == pytest.approx(base[:-1])
    first = {"first_day": "2020-01-01", "last_day": str(case.first_day)}
    winter(case, {"kind": "sickness", "percent": 9, **first})


def test_more_beds_than_there_are_cannot_be_closed_and_all_of_them_can(case: Case) -> None:
    beds = next(u.beds for u in case.units if u.unit == "hub")
    with pytest.raises(BadInput, match=f"hub', which has {beds}"):
        winter(case, {"kind": "closure", "unit": "hub", "beds": beds + 1, **JANUARY})
    half = {"kind": "closure", "unit": "hub", "beds": beds // 2 + 1, **JANUARY}
    with pytest.raises(BadInput, match="closed already"):
        winter(case, half, half)
    shut = winter(case, {"kind": "closure", "unit": "hub", "beds": beds, **JANUARY})
    hub = [fact.name for fact in shut.nodes].index("hub")
    assert not shut.network.nodes[hub].capacity[inside(case, JANUARY)].any()


def test_beds_that_another_change_takes_away_cannot_be_closed_in_either_order(case: Case) -> None:
    beds = next(u.beds for u in case.units if u.unit == "hub")
    fewer = {"kind": "beds", "unit": "hub", "beds": beds // 2}
    shut = {"kind": "closure", "unit": "hub", "beds": beds // 2 + 1, **JANUARY}
    for changes in ((fewer, shut), (shut, fewer)):
        with pytest.raises(BadInput, match=f"hub', which has {beds // 2}"):
            winter(case, *changes)
    winter(case, {**shut, "beds": beds // 2}, fewer)


def test_a_unit_that_loses_all_its_beds_is_full_and_not_bought_in(case: Case) -> None:
    gone = winter(case, {"kind": "beds", "unit": "hub", "beds": 0})
    names = [node.name for node in gone.network.nodes]
    assert not gone.network.nodes[names.index("hub")].capacity.any()
    of_hub = {stage.option for stage in case.options if stage.setting == "hub"}
    stages = [s for s in gone.network.stages if s.name.split(".")[0] in of_hub]
    assert not any(names.index("bought-in") in s.nodes for s in stages if ".1 " in s.name)
    assert any("has a bed" in warning for warning in gone.warnings)
    assert not any("has a bed" in warning for warning in winter(case).warnings)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"kind": "bank-size", "percent": 1}, "no whole person"),
        ({"kind": "package-hours", "percent": 0.5}, "too little"),
        ({"kind": "barriers-clear", "days_earlier": 2, "referral": "nobody"}, "barriers"),
        ({"kind": "limit", "name": "agency_hours_per_day", "value": 40}, "does not read"),
        ({"kind": "price", "name": "mile", "pounds": 1}, "does not read"),
        ({"kind": "price", "name": "delay_home", "pounds": 1000}, "at its dearest"),
        ({"kind": "admissions", "unit": "hub", "starts": {}}, "no weekday"),
        ({"kind": "returning", "option": "home-small", "to": "moon", "percent": 5}, "'moon'"),
        ({"kind": "turn-round", "unit": "moon", "hours": 5}, "'moon'"),
    ],
    ids=lambda one: one["kind"] if isinstance(one, dict) else "",
)
def test_a_change_that_the_simulation_would_not_feel_is_refused(
    case: Case, change: dict[str, Any], word: str
) -> None:
    with pytest.raises(BadInput, match=word) as refused:
        winter(case, {"kind": "arrivals", "percent": 5}, change)
    assert [fault.row for fault in refused.value.faults] == [2]


def test_a_change_that_it_feels_or_that_is_nought_is_kept(case: Case) -> None:
    winter(
        case,
        {"kind": "bank-size", "percent": 20},
        {"kind": "bank-size", "percent": 0},
        {"kind": "package-hours", "percent": 10},
        {"kind": "limit", "name": "standard_days", "value": 5},
        {"kind": "price", "name": "delay_home", "pounds": 120},
    )


def test_a_person_or_referral_that_does_not_fit_the_case_is_refused_in_words(case: Case) -> None:
    person = next(p for p in case.people if p.kind == "pattern").model_dump(mode="json")
    lost = {**person, "person": "new", "pattern": "moon"}
    with pytest.raises(BadInput, match="moon"):
        winter(case, {"kind": "person-added", "person": lost})
    with pytest.raises(BadInput, match="does not fit"):
        winter(case, {"kind": "person-added", "person": person})
    winter(case, {"kind": "person-added", "person": {**person, "person": "new"}})
    referral = case.referrals[0].model_dump(mode="json")
    with pytest.raises(BadInput, match="moon"):
        winter(
            case,
            {"kind": "referral-added", "referral": {**referral, "referral": "n", "home": "moon"}},
        )


def test_faults_of_all_scenarios_are_told_before_any_is_simulated(case: Case) -> None:
    late = {"kind": "arrivals", "percent": 5, "first_day": "2030-01-01"}
    scenarios = [
        Scenario.model_validate({"name": name, "change": [late]}) for name in ("one", "other")
    ]
    with pytest.raises(BadInput) as refused:
        ground_of(case, WEEKS, None, 2).winters(scenarios)
    assert [fault.file for fault in refused.value.faults] == ["one", "other"]


def test_the_command_refuses_in_one_sentence_with_the_days_that_are_simulated(
    case: Case, tmp_path: Path
) -> None:
    from typer.testing import CliRunner

    from rosterer.cli import app
    from rosterer.files import save_case

    save_case(case, tmp_path / "case")
    late = tmp_path / "late.toml"
    late.write_text('[[change]]\nkind = "arrivals"\npercent = 9\nfirst_day = 2030-01-01\n')
    result = CliRunner().invoke(
        app(),
        ["winter", str(tmp_path / "case"), "--scenario", str(late), "--out", str(tmp_path / "o")],
    )
    assert isinstance(result.exception, BadInput)
    (fault,) = result.exception.faults
    assert "touches no simulated day" in fault.message
    assert (fault.row, fault.column, fault.value) == (1, "first_day", "2030-01-01")
    assert "2026-11-02 to 2027-05-02" in str(fault.remedy)


def test_several_units_of_a_kind_share_their_people_and_are_told_apart(case: Case) -> None:
    home = next(u for u in case.units if u.kind == "care-home")
    more = tuple(
        home.model_copy(update={"unit": f"home-{n}", "name": "", "beds": 2}) for n in range(3)
    )
    several = with_tables(
        case, {"units": (*(u for u in case.units if u.unit != home.unit), *more), "census": ()}
    )
    one = winter(several, {"kind": "beds", "unit": "home-1", "beds": 7})
    beds = {
        fact.name: node.capacity.max()
        for fact, node in zip(one.nodes, one.network.nodes, strict=True)
        if fact.name.startswith("home-")
    }
    assert beds == {"home-0": 2.0, "home-1": 7.0, "home-2": 2.0}
    names = [node.name for node in one.network.nodes]
    taking = [s for s in one.network.stages if s.name.startswith("care-home")]
    assert taking
    for stage in taking:
        assert {names[n] for n in stage.nodes} == {"home-0", "home-1", "home-2"}


def test_closed_beds_release_the_staff_that_they_would_need(case: Case) -> None:
    from rosterer_models.simulation.network import planned_care

    hub = next(u for u in case.units if u.unit == "hub")
    shut = winter(case, {"kind": "closure", "unit": "hub", "beds": hub.beds, **JANUARY})
    base = winter(case)
    homes = [i for i, fact in enumerate(base.nodes) if fact.kind == "home"]
    before, after = (planned_care(one.network)[0][homes].sum(axis=(0, 2)) for one in (base, shut))
    hit = inside(case, JANUARY)
    assert (after[hit] >= before[hit] - 1e-6).all()
    assert after[hit].sum() > before[hit].sum()
    assert after[~hit] == pytest.approx(before[~hit])


def test_a_whole_winter_told_in_single_people_is_not_filled_up(case: Case) -> None:
    draw = np.random.default_rng(5)
    classes = list({row.arrival_class: row for row in case.expected}.values())
    rows = tuple(
        one.model_copy(
            update={
                "first_day": case.first_day + timedelta(days=day),
                "last_day": case.first_day + timedelta(days=day),
                "weekdays": (),
                "amount": 1.0,
            }
        )
        for day in range(DAYS)
        for one in draw.choice(np.array(classes, dtype=object), size=3, replace=False)
    )
    told = with_tables(case, {"expected": rows})
    assert arrivals(winter(told)) == pytest.approx(3.0)
    # the same to the end of February alone: what follows is the usual week
    until = date(2027, 2, 28)
    part = with_tables(case, {"expected": tuple(r for r in rows if r.last_day <= until)})
    assert arrivals(winter(part)).mean() == pytest.approx(3.0, rel=0.05)


def test_one_class_told_for_the_whole_winter_lets_the_others_go_on(case: Case) -> None:
    one = case.expected[0]
    end = case.first_day + timedelta(days=DAYS - 1)
    longer = tuple(
        r.model_copy(update={"last_day": end}) if r.arrival_class == one.arrival_class else r
        for r in case.expected
    )
    assert arrivals(winter(with_tables(case, {"expected": longer}))) == pytest.approx(
        arrivals(winter(case))
    )
