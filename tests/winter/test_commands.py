"""Do the commands run from end to end, and does a replayed winter that the model itself made come
out right?
"""

import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from rosterer.cli import app
from rosterer.files import load_case, save_case
from rosterer.forecast.synthetic import synthetic_history
from rosterer.generate import generate
from rosterer.winter.conditions import Conditions
from rosterer.winter.translate import winter_of
from rosterer.winter.validate import replay, with_known_arrivals
from rosterer_models.simulation.run import simulate
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import with_tables


@pytest.fixture(scope="module")
def case() -> Case:
    return generate(people=40, days=28, load="normal", seed=5)


def test_winter_prints_one_object_and_writes_the_report(case: Case, tmp_path: Path) -> None:
    save_case(case, tmp_path / "case")
    (tmp_path / "flu.toml").write_text('[[change]]\nkind = "arrivals"\npercent = 20\n')
    (tmp_path / "base.toml").write_text('name = "base"\n')
    files = ["--scenario", str(tmp_path / "base.toml"), "--scenario", str(tmp_path / "flu.toml")]
    arguments = [
        "winter",
        str(tmp_path / "case"),
        *files,
        "--runs",
        "20",
        "--weeks",
        "4",
        "--out",
        str(tmp_path / "out"),
        "--json",
    ]
    result = CliRunner().invoke(app(), arguments)
    assert result.exit_code == 0, result.output
    summary = json.loads(result.stdout.strip().splitlines()[-1])
    assert [s["name"] for s in summary["scenarios"]] == ["base", "flu"]
    assert summary["runs"] == 20
    assert (tmp_path / "out" / "report.html").exists()


def test_forecast_writes_a_case_that_loads(case: Case, tmp_path: Path) -> None:
    save_case(case, tmp_path / "case")
    synthetic_history(case, 200, seed=1).to_csv(tmp_path / "history.csv", index=False)
    bands = tmp_path / "bands.csv"
    arguments = [
        "forecast",
        str(tmp_path / "history.csv"),
        "--case",
        str(tmp_path / "case"),
        "--out",
        str(tmp_path / "new"),
    ]
    result = CliRunner().invoke(app(), [*arguments, "--bands", str(bands), "--json"])
    assert result.exit_code == 0, result.output
    summary = json.loads(result.stdout.strip().splitlines()[-1])
    assert load_case(tmp_path / "new").fingerprint == summary["fingerprint"]
    table = pd.read_csv(bands)
    assert (table["q10"] <= table["q90"]).all()


def test_a_winter_that_the_model_made_is_replayed_within_its_range(
    case: Case, tmp_path: Path
) -> None:
    days = 28
    rows = []
    draw = np.random.default_rng(3)
    for row in case.expected:
        for day in pd.date_range(row.first_day, row.last_day):
            if (
                not row.weekdays
                or ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.day_of_week]
                in row.weekdays
            ):
                rows.append(
                    (
                        day.strftime("%Y-%m-%d"),
                        "arrivals",
                        row.arrival_class,
                        "",
                        int(draw.poisson(row.amount)),
                    )
                )
    counts = {(name, day): n for day, _, name, _, n in rows}
    known = tuple(
        row.model_copy(
            update={
                "first_day": day,
                "last_day": day,
                "weekdays": (),
                "amount": float(counts.get((row.arrival_class, str(day)), 0)),
            }
        )
        for row in {r.arrival_class: r for r in case.expected}.values()
        for day in (case.first_day + timedelta(days=d) for d in range(days))
    )
    was = winter_of(
        with_tables(case, {"expected": known}), Conditions(spread_percent=0.0), 4
    ).network
    simulated = simulate(with_known_arrivals(was), 1, 99).tally.queue[0].sum(axis=0)
    dates = pd.date_range(case.first_day, periods=days).strftime("%Y-%m-%d")
    rows += [
        (day, "delayed", "all", "", round(float(people), 2))
        for day, people in zip(dates, simulated, strict=True)
    ]
    path = tmp_path / "last.csv"
    pd.DataFrame(rows, columns=["date", "measure", "name", "band", "value"]).to_csv(
        path, index=False
    )
    found = replay(case, path, None, runs=100, seed=1)
    assert found.summary["days"] == days
    assert float(str(found.summary["covered"])) >= 0.7
    assert "delayed on average" in found.sentence
