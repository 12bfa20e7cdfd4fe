"""Does the benchmark of the forecast read what is there, and say what is not?"""

import json
from pathlib import Path

import pandas as pd
import pytest
from benchmarks._daily import SERIES, Daily, read, twin
from benchmarks.peers import ets

from benchmarks import forecast


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROSTERER_BENCHMARK_DATA", raising=False)
    monkeypatch.setattr(ets, "is_installed", lambda: False)


def written(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{SERIES[0].file}.csv").write_text(text)
    return folder


def test_at_least_eight_series_are_listed_with_a_source_and_a_reason() -> None:
    assert len({one.name for one in SERIES}) == len(SERIES) >= 8
    assert all(one.source and one.reason for one in SERIES)


def test_without_data_a_twin_stands_in_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert forecast.main(["--series", "births-30", "--origins", "2", "--json"]) == 0
    said = capsys.readouterr()
    line = json.loads(said.out)
    assert line["data"] == "synthetic"
    assert line["ets_error"] is None
    assert 0 < line["error"] < line["naive_error"]
    assert "ETS is left out" in said.err
    assert "bands cover" in said.err


@pytest.mark.parametrize("series", SERIES, ids=lambda one: one.name)
def test_a_twin_is_as_long_and_as_busy_as_the_series_and_always_the_same(series: Daily) -> None:
    values = twin(series)
    assert len(values) == series.days
    assert values.mean() == pytest.approx(series.level, rel=0.35)
    pd.testing.assert_series_equal(values, twin(series))


def test_a_file_is_read_and_a_day_without_a_row_is_a_gap(tmp_path: Path) -> None:
    folder = written(tmp_path, "date,value\n2017-01-01,5\n2017-01-03,7\n")
    values, is_real = read(SERIES[0], folder)
    assert is_real
    assert values.isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "day,value\n2017-01-01,5\n",
        "date,value\n",
        "date,value\n2017-13-01,5\n",
        "date,value\n2017-01-01,-5\n",
        "date,value\n2017-01-01,x\n",
        "date,value\n2017-01-01,5\n2017-01-01,5\n",
    ],
)
def test_another_file_is_refused_with_its_name(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path, text)
    assert forecast.main(["--series", SERIES[0].name, "--data", str(folder)]) == 2
    said = capsys.readouterr().err
    assert f"{SERIES[0].file}.csv" in said
    assert "needed" in said or "needs" in said


def test_thinning_keeps_as_many_as_asked_and_the_same_each_time(tmp_path: Path) -> None:
    thin = next(one for one in SERIES if one.thin_to is not None)
    days = pd.date_range("2014-01-01", periods=400).strftime("%Y-%m-%d")
    rows = "".join(f"{day},200\n" for day in days)
    (tmp_path / f"{thin.file}.csv").write_text("date,value\n" + rows)
    first, second = read(thin, tmp_path)[0], read(thin, tmp_path)[0]
    assert first.mean() == pytest.approx(thin.thin_to, rel=0.1)
    assert first.std() > 1
    pd.testing.assert_series_equal(first, second)
