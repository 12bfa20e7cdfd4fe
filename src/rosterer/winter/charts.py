"""Which pictures show a winter to a board?

One panel a scenario, a kind of money or a lever, so that each can be read on a telephone; panels of
one question have one scale.
"""

from typing import Any

import altair as alt
import pandas as pd

from rosterer.frame.charts import (
    BLUE,
    INK,
    RED,
    Panel,
    coloured,
    drawn,
    figures,
    height_of,
    named,
    series,
)
from rosterer.report.words import day_words
from rosterer.shown import signed

_BAR = 22
"""Pixels of a bar with its gap."""
_WEEK = 7
_DAYS = alt.Axis(format="%-d %b", labelAngle=0, tickCount=5)


def fan_panels(daily: pd.DataFrame) -> list[Panel]:
    """Delayed people day by day: the middle half and nine in ten of the winters around the median,
    a panel a scenario.
    """
    most = float(daily["p95"].max())
    y = alt.Y("p05:Q", title="people delayed", scale=alt.Scale(domain=[0, max(most, 1.0)]))
    x = alt.X("date:T", title=None, axis=_DAYS)
    panels = []
    for number, (name, rows) in enumerate(daily.groupby("scenario", sort=False)):
        base = alt.Chart(rows)
        drawing = alt.layer(
            base.mark_area(opacity=0.25, color=BLUE).encode(x=x, y=y, y2="p95:Q"),
            base.mark_area(opacity=0.4, color=BLUE).encode(x=x, y="p25:Q", y2="p75:Q"),
            base.mark_line(color=BLUE).encode(x=x, y="p50:Q"),
        )
        days = _records(rows)
        worst, last = max(days, key=lambda row: float(row["p50"])), days[-1]
        words = (
            f"The median is at most {worst['p50']:,.1f} people, on {_day(worst['date'])}, and "
            f"{last['p50']:,.1f} on the last day; nine in ten winters are then between "
            f"{last['p05']:,.1f} and {last['p95']:,.1f}."
        )
        table = figures(
            ("Day", "Lowest of nine in ten", "Median", "Highest of nine in ten"),
            [
                (_day(row["date"]), *(float(row[key]) for key in ("p05", "p50", "p95")))
                for row in days[::_WEEK]
            ],
        )
        panels.append(Panel(str(name), drawn(drawing, f"fan-{number}"), words, table))
    return panels


def occupancy_panel(nodes: pd.DataFrame) -> Panel:
    """Share of beds and care in use, scenarios side by side."""
    # what is closed all winter has no share
    shown = nodes[nodes["kind"].isin(["unit", "home"]) & nodes["share_used"].notna()]
    names = list(dict.fromkeys(shown["scenario"]))
    nodes_shown, key = list(dict.fromkeys(shown["node"])), series(names)
    drawing = (
        alt.Chart(shown)
        .mark_bar()
        .encode(
            y=named("node", nodes_shown),
            yOffset=alt.YOffset("scenario:N", sort=names),
            x=alt.X("share_used:Q", title="share in use", axis=alt.Axis(format="%", tickCount=5)),
            color=coloured("scenario", key),
        )
    )
    fullest = max(_records(shown), key=lambda row: float(row["share_used"]))
    words = (
        f"Fullest: {fullest['node']} in {fullest['scenario']}, {fullest['share_used']:.0%} in use."
    )
    table = figures(
        ("Where, in which scenario", "Share in use"),
        [
            (f"{row['node']}, {row['scenario']}", f"{row['share_used']:.0%}")
            for row in _records(shown)
        ],
    )
    height = height_of(nodes_shown, _BAR * len(names))
    return Panel(
        "Share of staffed beds, and of care hours over the whole day, in use",
        drawn(drawing, "occupancy", height=height),
        words,
        table,
        key,
    )


def capacity_panels(curve: pd.DataFrame, service_level: float | None = None) -> list[Panel]:
    """The search's total around the capacity found, a panel a lever; with a service level the share
    within the standard, and a line at the level.
    """
    if service_level is not None:
        return _level_panels(curve, service_level)
    panels = []
    for number, (name, rows) in enumerate(curve.groupby("lever", sort=False)):
        drawing = (
            alt.Chart(rows)
            .mark_line(point={"color": BLUE}, color=BLUE)
            .encode(
                x=alt.X(
                    "amount:Q",
                    title=None,
                    scale=alt.Scale(zero=False),
                    axis=alt.Axis(tickMinStep=1, tickCount=5),
                ),
                y=alt.Y(
                    "pounds:Q",
                    title="search's total, £",
                    scale=alt.Scale(zero=False),
                    axis=alt.Axis(format="~s"),
                ),
            )
        )
        best = min(_records(rows), key=lambda row: float(row["pounds"]))
        words = f"The total is least at {best['amount']:,.0f}."
        table = figures(
            ("Amount", "Search's total, £"),
            [(f"{row['amount']:,.0f}", round(float(row["pounds"]))) for row in _records(rows)],
        )
        panels.append(Panel(str(name), drawn(drawing, f"capacity-{number}"), words, table))
    return panels


def _level_panels(curve: pd.DataFrame, level: float) -> list[Panel]:
    panels = []
    for number, (name, rows) in enumerate(curve.groupby("lever", sort=False)):
        y = alt.Y(
            "share_within_standard:Q",
            title="within the standard",
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format="%", tickCount=5),
        )
        x = alt.X(
            "amount:Q",
            title=None,
            scale=alt.Scale(zero=False),
            axis=alt.Axis(tickMinStep=1, tickCount=5),
        )
        drawing = alt.layer(
            alt.Chart(rows).mark_line(point={"color": BLUE}, color=BLUE).encode(x=x, y=y),
            alt.Chart(rows.assign(level=level))
            .mark_rule(color=RED, strokeWidth=2)
            .encode(y="level:Q"),
        )
        enough = [r for r in _records(rows) if float(r["share_within_standard"]) >= level]
        words = (
            f"{level:.0%} are reached from {min(r['amount'] for r in enough):,.0f} on."
            if enough
            else f"{level:.0%} are reached nowhere here."
        )
        table = figures(
            ("Amount", "Within the standard"),
            [
                (f"{r['amount']:,.0f}", f"{float(r['share_within_standard']):.0%}")
                for r in _records(rows)
            ],
        )
        panels.append(Panel(str(name), drawn(drawing, f"level-{number}"), words, table))
    return panels


def tornado_panel(comparison: pd.DataFrame) -> Panel:
    """By how many delayed people each scenario differs from the base, the largest first, with the
    interval of the mean.
    """
    shown = comparison[comparison["measure"] == "delayed_people"]
    shown = shown.reindex(shown["mean"].abs().sort_values(ascending=False).index)
    y = named("scenario", list(shown["scenario"]))
    colour = alt.condition("datum.mean > 0", alt.value(RED), alt.value(BLUE))
    bars = alt.Chart(shown).mark_bar()
    drawing = alt.layer(
        bars.encode(
            y=y,
            x=alt.X("mean:Q", title="people delayed, against the base", axis=_few()),
            color=colour,
        ),
        alt.Chart(shown)
        .mark_rule(strokeWidth=2, color=INK)
        .encode(y=y, x="mean_low:Q", x2="mean_high:Q"),
    )
    rows: list[tuple[str, float, float, float]] = [
        (str(row["scenario"]), float(row["mean"]), float(row["mean_low"]), float(row["mean_high"]))
        for row in _records(shown)
    ]
    words = f"The largest difference: {rows[0][0]}, {signed(rows[0][1])} people." if rows else ""
    return Panel(
        "People delayed against the base; the line is the interval of the mean difference",
        drawn(drawing, "tornado", height=height_of(shown["scenario"], _BAR)),
        words,
        figures(("Scenario", "Difference", "At least", "At most"), rows),
    )


def costs_panels(costs: pd.DataFrame) -> list[Panel]:
    """Mean pounds by who pays, scenarios side by side: a panel for cash, and one for what is
    notional.
    """
    names = list(dict.fromkeys(costs["scenario"]))
    panels = []
    for kind in ("cash", "notional"):
        of_kind = costs[costs["kind"] == kind]
        sums = of_kind.groupby(["scenario", "payer"], sort=False)["mean"].sum().reset_index()
        if sums.empty:
            continue
        key = series(dict.fromkeys(sums["payer"]))
        drawing = (
            alt.Chart(sums)
            .mark_bar()
            .encode(
                y=named("scenario", names),
                x=alt.X("mean:Q", title=f"pounds, {kind}", axis=_few("~s")),
                color=coloured("payer", key),
            )
        )
        rows = [
            (f"{row['scenario']}, {row['payer']}", round(float(row["mean"])))
            for row in _records(sums)
        ]
        dearest = max(rows, key=lambda row: row[1])
        words = f"Most: {dearest[0]}, £{dearest[1]:,}."
        caption = f"Pounds by who pays, {kind}"
        svg = drawn(drawing, f"costs-{kind}", height=height_of(names, 2 * _BAR))
        panels.append(
            Panel(caption, svg, words, figures(("Scenario, who pays", "Pounds"), rows), key)
        )
    return panels


def _few(form: str = "") -> alt.Axis:
    """Few enough numbers on an axis that none runs into the next."""
    return alt.Axis(format=form, tickCount=4) if form else alt.Axis(tickCount=4)


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]


def _day(value: object) -> str:
    return day_words(pd.Timestamp(str(value)).date())
