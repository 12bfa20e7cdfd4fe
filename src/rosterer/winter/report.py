"""What does a board read: one offline, printable page, and the tables behind it?"""

import json
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from rosterer.frame import Chapter, page_environment
from rosterer.shown import amount, pounds_cell
from rosterer.winter import charts
from rosterer.winter.assumptions import on_duty_lines, pattern_lines, price_lines, told
from rosterer.winter.business import business_case
from rosterer.winter.comparison import comparison_table
from rosterer.winter.costs import costs_table
from rosterer.winter.fingerprints import fingerprint_of
from rosterer.winter.fullness import bands_table, loads_table, nodes_table
from rosterer.winter.glance import alarms, columns, helps
from rosterer.winter.levers import Lever, pattern_for, people_for, people_more
from rosterer.winter.prices import CapacityPrices
from rosterer.winter.search import Found
from rosterer.winter.study import ALL, Study
from rosterer.winter.waiting import (
    daily_table,
    delays_table,
    left_table,
    levels_table,
    slopes_table,
    waits_table,
)

TABLES = (
    "delays",
    "waits",
    "nodes",
    "bands",
    "left",
    "slopes",
    "loads",
    "costs",
    "comparison",
    "business_case",
    "levels",
    "daily",
    "checks",
    "capacity",
    "capacity_curve",
)


WARNING_CHECKS = ("offered load", "settled")
"""Checks of the place that is simulated; the others are of the simulation."""


@dataclass(frozen=True)
class Written:
    """The tables by name, and the summary that ``--json`` prints."""

    tables: dict[str, pd.DataFrame]
    summary: dict[str, object]


def tables_of(
    study: Study, prices: CapacityPrices, levels: tuple[float, ...] | None, found: Found | None
) -> dict[str, pd.DataFrame]:
    """Every table of a study; those of the capacity search only when there was one."""
    tables = {
        "delays": delays_table(study),
        "waits": waits_table(study),
        "nodes": nodes_table(study),
        "bands": bands_table(study),
        "left": left_table(study),
        "slopes": slopes_table(study),
        "loads": loads_table(study),
        "costs": costs_table(study, prices),
        "comparison": comparison_table(study, prices),
        "business_case": business_case(study, prices),
        "levels": levels_table(study, levels),
        "daily": daily_table(study),
        "checks": pd.DataFrame(
            [
                {
                    "scenario": r.scenario.name,
                    "check": c.name,
                    "passed": c.passed,
                    "sentence": c.sentence,
                }
                for r in study.results
                for c in r.checks
            ]
        ),
    }
    if found is not None:
        tables["capacity"] = pd.DataFrame(
            [
                {
                    "lever": lever.name,
                    "unit": lever.kind,
                    "now": lever.now,
                    "found": amount,
                    "pounds_per_day": lever.pounds_per_day,
                    "band": lever.band,
                    **people_of(study, lever, amount),
                }
                for lever, amount in zip(found.levers, found.amounts, strict=True)
            ]
        )
        tables["capacity_curve"] = pd.DataFrame(
            found.curve, columns=["lever", "amount", "pounds", "share_within_standard"]
        )
    return tables


def _number(value: float) -> float | None:
    """A figure; None where there is nothing to measure."""
    return None if value != value else float(value)


def people_of(study: Study, lever: Lever, amount: int) -> dict[str, object]:
    """The pattern on which people are hired for further duties, and how many."""
    pattern = pattern_for(study.case, lever.shift) if lever.kind == "duties" else None
    if pattern is None or amount <= lever.now:
        return {"pattern": "", "people": 0}
    number = people_for(pattern, lever.shift, amount - lever.now)
    return {"pattern": pattern.pattern, "people": number}


def summary_of(
    study: Study, tables: dict[str, pd.DataFrame], found: Found | None, plan_fingerprint: str
) -> dict[str, object]:
    """The figures of a study as one object, with everything that says whether they are stale."""
    delays, waits = tables["delays"], tables["waits"]
    scenarios = []
    for result in study.results:
        name = result.scenario.name
        people = delays[
            (delays["scenario"] == name)
            & (delays["group"] == ALL)
            & (delays["measure"] == "delayed_people")
        ].iloc[0]
        wait = waits[(waits["scenario"] == name) & (waits["group"] == ALL)].iloc[0]
        costs = tables["costs"][tables["costs"]["scenario"] == name].groupby("kind")["mean"].sum()
        scenarios.append(
            {
                "name": name,
                "fingerprint": fingerprint_of(result.scenario),
                "delayed_people": {
                    k: float(people[k])
                    for k in ("mean", "mean_low", "mean_high", "range_low", "range_high")
                },
                **{
                    name: _number(wait[name])
                    for name in ("mean_wait_days", "p95_wait_days", "share_within_standard")
                },
                "pounds_cash": float(costs.get("cash", 0.0)),
                "pounds_notional": float(costs.get("notional", 0.0)),
                "unstable": [
                    c.sentence for c in result.checks if c.name in WARNING_CHECKS and not c.passed
                ],
                "checks_passed": all(
                    c.passed for c in result.checks if c.name not in WARNING_CHECKS
                ),
                "warnings": list(result.winter.warnings),
                "notes": list(result.winter.notes),
            }
        )
    summary: dict[str, object] = {
        "case_fingerprint": study.case.fingerprint,
        "plan_fingerprint": plan_fingerprint,
        "runs": study.runs,
        "weeks": study.weeks,
        "seed": study.seed,
        "version": version("rosterer"),
        "scenarios": scenarios,
    }
    if found is not None:
        summary["capacity"] = {
            lever.name: amount for lever, amount in zip(found.levers, found.amounts, strict=True)
        }
        summary["capacity_now"] = {lever.name: lever.now for lever in found.levers}
        summary["capacity_pounds_cash"] = found.best.cash
        summary["capacity_pounds_cash_now"] = found.before.cash
        summary["capacity_pounds_notional"] = found.best.notional
        summary["capacity_pounds_notional_now"] = found.before.notional
        summary["capacity_share_within_standard"] = found.best.share
        summary["people_per_pattern"] = people_more(
            study.base.winter.case, found.levers, found.amounts
        )
    return summary


def write(
    out: Path,
    study: Study,
    prices: CapacityPrices,
    levels: tuple[float, ...] | None,
    found: Found | None,
    plan_fingerprint: str = "",
) -> Written:
    """Write tables, result.json and report.html into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    tables = tables_of(study, prices, levels, found)
    summary = summary_of(study, tables, found, plan_fingerprint)
    for name in TABLES:
        (out / f"{name}.csv").unlink(missing_ok=True)
    for name, table in tables.items():
        table.to_csv(out / f"{name}.csv", index=False, float_format="%.6g")
    kept = {
        **summary,
        "changes": [r.scenario.model_dump(mode="json", exclude_none=True) for r in study.results],
    }
    (out / "result.json").write_text(
        json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8"
    )
    document = page(study, tables, summary, found, prices)
    (out / "report.html").write_text(document, encoding="utf-8")
    return Written(tables, summary)


def page(
    study: Study,
    tables: dict[str, pd.DataFrame],
    summary: dict[str, object],
    found: Found | None,
    prices: CapacityPrices,
) -> str:
    """The report as one page that needs nothing else."""
    pictures = {
        "fan": charts.fan_panels(tables["daily"]),
        "occupancy": [charts.occupancy_panel(tables["nodes"])],
        "costs": charts.costs_panels(tables["costs"]),
        "tornado": [],
        "capacity": [],
    }
    if len(study.results) > 1:
        pictures["tornado"] = [charts.tornado_panel(tables["comparison"])]
    if found is not None:
        pictures["capacity"] = charts.capacity_panels(tables["capacity_curve"], found.service_level)
    chapters = [
        Chapter("glance", "At a glance"),
        Chapter("delayed", "Who is delayed"),
        *([Chapter("moves", "What moves it")] if pictures["tornado"] else []),
        Chapter("full", "Where it is full"),
        Chapter("costs", "What it costs"),
        *([Chapter("takes", "What it would take")] if found is not None else []),
        Chapter("supposed", "What was supposed"),
        Chapter("trust", "Can this be trusted"),
    ]
    environment = page_environment("rosterer.winter")
    environment.filters["number"] = amount
    environment.filters["pounds"] = pounds_cell
    environment.filters["percent"] = lambda value: "–" if value != value else f"{value:.0%}"
    everybody = tables["delays"]
    return environment.get_template("winter.html").render(
        study=study,
        summary=summary,
        pictures=pictures,
        chapters=chapters,
        found=found,
        columns=columns(study, prices),
        helps=helps(study, prices),
        told=told(study),
        alarms=alarms(study, tables["slopes"]),
        price_lines=price_lines(study, prices),
        on_duty=on_duty_lines(study),
        patterns=pattern_lines(study),
        people=everybody[
            (everybody["group"] == ALL) & (everybody["measure"] == "delayed_people")
        ].to_dict("records"),
        groups=everybody[
            (everybody["group"] != ALL) & (everybody["measure"] == "delayed_people")
        ].to_dict("records"),
        **{
            name: table.to_dict("records")
            for name, table in tables.items()
            if name not in ("daily", "delays")
        },
    )
