"""Does a history become a case, and is a bad history refused with every fault?"""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rosterer.files.faults import BadInput
from rosterer.forecast.backtest import back_test
from rosterer.forecast.forecast import forecast
from rosterer.forecast.history import History, read_history
from rosterer.forecast.synthetic import class_levels, synthetic_history, true_mean
from rosterer.generate import generate
from rosterer.winter.calendar import daily
from rosterer_models.vocabulary.case import Case


@pytest.fixture(scope="module")
def case() -> Case:
    return generate(people=131, days=28, load="normal", seed=7)


def read(table: pd.DataFrame, folder: Path) -> History:
    path = folder / "history.csv"
    table.to_csv(path, index=False)
    return read_history(path)


def test_the_new_case_expects_what_the_truth_says_of_every_day_of_the_winter(
    case: Case, tmp_path: Path
) -> None:
    found = forecast(read(synthetic_history(case, 730, seed=3), tmp_path), case)
    starts = max(row.first_day for row in case.expected)
    days = pd.DatetimeIndex(
        [d for d in pd.date_range(case.first_day, periods=182) if d.date() >= starts]
    )
    truth = true_mean(days, sum(class_levels(case).values()), case.first_day).sum()
    expected = sum(row.amount for row in found.case.expected if row.first_day >= starts)
    assert expected == pytest.approx(truth, rel=0.1)
    for first, last in (("2026-12-24", "2026-12-26"), ("2027-01-11", "2027-01-31")):
        dates = [d for d in days if first <= str(d.date()) <= last]
        truth = true_mean(pd.DatetimeIndex(dates), sum(class_levels(case).values()), case.first_day)
        said = sum(r.amount for r in found.case.expected if first <= str(r.first_day) <= last)
        assert said == pytest.approx(truth.sum(), rel=0.15), first
    assert {row.arrival_class for row in found.case.expected} == {
        row.arrival_class for row in case.expected
    }
    assert found.case.fingerprint != case.fingerprint


def test_classes_share_what_was_seen_of_them(case: Case, tmp_path: Path) -> None:
    table = synthetic_history(case, 200, seed=3)
    busiest = table.groupby("name")["value"].sum().idxmax()
    found = forecast(read(table, tmp_path), case)
    amounts = class_levels(found.case)
    twice = table.copy()
    twice.loc[twice["name"] == busiest, "value"] *= 3
    more = class_levels(forecast(read(twice, tmp_path), case).case)
    assert more[str(busiest)] > 2 * amounts[str(busiest)]


def test_a_quantile_is_that_of_the_total_shared_out(case: Case, tmp_path: Path) -> None:
    history = read(synthetic_history(case, 400, seed=3), tmp_path)
    usual, low, high = (
        sum(row.amount for row in forecast(history, case, quantile=q).case.expected)
        for q in (None, 0.1, 0.9)
    )
    # about 6 people a day for 28 days: a Poisson total alone has a 90 % quantile 10 % above
    assert 1.05 * usual < high < 1.35 * usual
    assert 0.7 * usual < low < 0.97 * usual


def test_care_at_places_is_replaced_band_by_band(case: Case, tmp_path: Path) -> None:
    rows = [c for c in case.cover if c.place is not None]
    band = rows[0].band
    place = rows[0].place
    days = pd.date_range(
        end=pd.Timestamp(case.first_day) - pd.Timedelta(days=1), periods=100
    ).strftime("%Y-%m-%d")
    table = pd.DataFrame(
        {"date": days, "measure": "care", "name": place, "band": band, "value": 500.0}
    )
    found = forecast(read(table, tmp_path), case).case
    first = case.first_day
    total = sum(
        c.minutes * c.carers
        for c in found.cover
        if c.place and c.band == band and c.first_day <= first <= c.last_day
    )
    assert total == pytest.approx(500, rel=0.05)
    others = {c for c in case.cover if c.place and c.band != band}
    assert others <= set(found.cover)


def test_short_and_gappy_histories_are_used_with_a_warning(case: Case, tmp_path: Path) -> None:
    found = forecast(read(synthetic_history(case, 40, seed=3, gaps=4), tmp_path), case)
    assert any("only 36 days" in w for w in found.warnings)
    assert any("nothing is known of 4 days marked as gaps" in w for w in found.warnings)
    assert "too short for a back-test" in found.series[0].test.sentence


def test_every_fault_is_named_at_once(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text(
        "date,measure,name,band,value\n2026-13-01,arrivals,x,,1\n2026-10-01,arrivals,x,,-1\n2026-10-01,wishes,x,,1\n"
    )
    with pytest.raises(BadInput) as refused:
        read_history(path)
    assert {(f.row, f.column) for f in refused.value.faults} == {
        (2, "date"),
        (3, "value"),
        (4, "measure"),
    }
    path.write_text("date,value\n2026-10-01,1\n")
    with pytest.raises(BadInput) as refused:
        read_history(path)
    assert {f.column for f in refused.value.faults} == {"measure", "name"}


def test_names_of_another_case_are_refused(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text(
        "date,measure,name,band,value\n2026-10-01,arrivals,nobody,,1\n2027-10-01,care,nowhere,morning,1\n"
    )
    with pytest.raises(BadInput) as refused:
        forecast(read_history(path), case)
    text = str(refused.value)
    assert "nobody" in text
    assert "nowhere" in text
    assert "after the case begins" in text


def test_minutes_of_care_are_tested_as_such() -> None:
    days = pd.date_range("2025-01-01", periods=300)
    steady = pd.Series(1000.0, index=days)
    test = back_test(steady)
    assert test.error < 0.01


def summed(case: Case) -> float:
    return sum(row.amount for row in case.expected if row.first_day.toordinal() < LAST.toordinal())


LAST = date(2026, 11, 30)
"""The day after the case's own days."""


def test_two_rows_of_one_date_measure_name_and_band_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text(
        "date,measure,name,band,value\n2026-10-01,arrivals,x,,1\n2026-10-01,arrivals,y,,1\n"
        "2026-10-01,arrivals,x,,2\n2026-10-02,arrivals,x,,2\n2026-10-01,care,x,tea,2\n"
        "2026-10-01,care,x,bed,2\n2026-10-01,care,x,bed,2\n"
    )
    with pytest.raises(BadInput) as refused:
        read_history(path)
    assert [f.row for f in refused.value.faults] == [4, 8]
    assert "row 2" in refused.value.faults[0].message


def test_a_day_beyond_what_noise_explains_is_named_and_left_out(case: Case, tmp_path: Path) -> None:
    table = synthetic_history(case, 300, seed=3)
    usual = forecast(read(table, tmp_path), case)
    odd = table.copy()
    row = odd.index[len(odd) // 2]
    odd.loc[row, "value"] = 900
    found = forecast(read(odd, tmp_path), case)
    assert summed(found.case) == pytest.approx(summed(usual.case), rel=0.02)
    assert any("900" in w or "90" in w for w in found.warnings)
    assert any(str(odd.at[row, "date"]) in w and "noise" in w for w in found.warnings)
    assert not any("noise" in w for w in usual.warnings)
    day = date.fromisoformat(str(odd.at[row, "date"]))
    told = forecast(read(odd, tmp_path), case, special=(day,))
    assert not any("beyond what noise" in w for w in told.warnings)


def test_a_service_that_never_works_on_weekends_expects_nobody_then(
    case: Case, tmp_path: Path
) -> None:
    table = synthetic_history(case, 300, seed=3)
    open_days = pd.to_datetime(table["date"]).dt.day_of_week < 5
    found = forecast(read(table[open_days], tmp_path), case)
    weekend = sum(r.amount for r in found.case.expected if r.first_day.weekday() >= 5)
    weekdays = sum(r.amount for r in found.case.expected if r.first_day.weekday() < 5)
    assert weekend == 0
    assert weekdays > 0
    assert any("Saturday, Sunday" in w for w in found.warnings)


def test_a_date_without_a_row_is_a_day_on_which_nobody_came(case: Case, tmp_path: Path) -> None:
    name = case.expected[0].arrival_class
    days = pd.date_range(end=pd.Timestamp(case.first_day) - pd.Timedelta(days=1), periods=300)
    counts = np.random.default_rng(4).poisson(0.9, size=300)
    counts[[0, -1]] = 1
    full = pd.DataFrame(
        {
            "date": days.strftime("%Y-%m-%d"),
            "measure": "arrivals",
            "name": name,
            "band": "",
            "value": counts,
        }
    )
    way = {s.option: s.pathway for s in case.options}[case.expected[0].options[0]]
    names = {
        r.arrival_class
        for r in case.expected
        if {s.option: s.pathway for s in case.options}[r.options[0]] == way
    }
    found = [
        sum(
            r.amount
            for r in forecast(read(table, tmp_path), case).case.expected
            if r.arrival_class in names and r.first_day == date(2026, 11, 20)
        )
        for table in (full, full[full["value"] > 0])
    ]
    assert found[0] == pytest.approx(found[1])
    assert found[0] == pytest.approx(0.9, rel=0.4)


def test_care_in_a_band_of_which_the_case_promises_none_is_refused(
    case: Case, tmp_path: Path
) -> None:
    place = next(row.place for row in case.cover if row.place is not None)
    table = synthetic_history(case, 60, seed=3)
    for band in ("mornin", ""):
        row = {
            "date": table["date"].iloc[-1],
            "measure": "care",
            "name": place,
            "band": band,
            "value": 30,
        }
        with pytest.raises(BadInput, match="of which the base case promises none"):
            forecast(read(pd.concat([table, pd.DataFrame([row])]), tmp_path), case)


def test_a_pathway_that_the_history_does_not_name_keeps_what_the_case_expects(
    case: Case, tmp_path: Path
) -> None:
    way = {stage.option: stage.pathway for stage in case.options}
    home = {row.arrival_class for row in case.expected if way[row.options[0]] == 1}
    table = synthetic_history(case, 200, seed=3)
    found = forecast(read(table[table["name"].isin(home)], tmp_path), case)
    assert sum("names none of its classes" in words for words in found.warnings) == 2

    def level(one: Case, first: int, last: int) -> float:
        rows = [row for row in one.expected if row.arrival_class not in home]
        return float(daily(rows, one.first_day, 182, "amount")[first:last].mean())

    assert level(found.case, 7, 28) == pytest.approx(level(case, 7, 28))
    # nobody is lost after the case's own days, which the forecast of the others goes beyond
    assert level(found.case, 28, 182) == pytest.approx(level(case, 7, 28), rel=0.05)
