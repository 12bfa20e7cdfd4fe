"""Which pictures show a winter to a board?

Altair describes them, vl-convert draws them to SVG without a browser or a network. Colours are from
the Okabe–Ito set, which people with impaired colour vision can tell apart.
"""

from typing import TypeAlias

import altair as alt
import pandas as pd
import vl_convert

COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
WIDTH = 640

Picture: TypeAlias = alt.FacetChart | alt.Chart | alt.LayerChart


def fan_chart(daily: pd.DataFrame) -> Picture:
    """Delayed people day by day: the middle half and nine in ten of the winters around the median,
    a panel a scenario.
    """
    days = alt.X("date:T", title=None, axis=alt.Axis(format="%d %b", labelAngle=0))
    base = alt.Chart(daily)
    wide = base.mark_area(opacity=0.25, color=COLOURS[0]).encode(
        x=days, y=alt.Y("p05:Q", title="people delayed"), y2="p95:Q"
    )
    narrow = base.mark_area(opacity=0.4, color=COLOURS[0]).encode(x=days, y="p25:Q", y2="p75:Q")
    line = base.mark_line(color=COLOURS[0]).encode(x=days, y="p50:Q")
    names = list(dict.fromkeys(daily["scenario"]))
    row = alt.Row(
        "scenario:N",
        title=None,
        sort=names,
        header=alt.Header(labelFontSize=13, labelAnchor="start", labelAngle=0, labelOrient="top"),
    )
    return alt.layer(wide, narrow, line).properties(width=WIDTH, height=170).facet(row=row)


def occupancy_chart(nodes: pd.DataFrame) -> Picture:
    """Share of beds and care in use, scenarios side by side."""
    shown = nodes[nodes["kind"].isin(["unit", "home"])]
    names = list(dict.fromkeys(shown["scenario"]))
    bars = alt.Chart(shown).mark_bar()
    chart: Picture = bars.encode(
        y=alt.Y("node:N", title=None, sort=None),
        yOffset=alt.YOffset("scenario:N", sort=names),
        x=alt.X("share_used:Q", title="share in use", axis=alt.Axis(format="%")),
        color=alt.Color("scenario:N", title=None, sort=names, scale=alt.Scale(range=COLOURS)),
    ).properties(width=WIDTH - 80, height=alt.Step(14))
    return chart


def capacity_chart(curve: pd.DataFrame) -> Picture:
    """Mean cost around the capacity found, a panel a lever; the found amount is the dot at the
    bottom.
    """
    line = alt.Chart(curve).mark_line(point=True, color=COLOURS[0])
    panel = line.encode(
        x=alt.X("amount:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(tickMinStep=1)),
        y=alt.Y(
            "pounds:Q",
            title="search's total, £",
            scale=alt.Scale(zero=False),
            axis=alt.Axis(format="~s"),
        ),
    ).properties(width=180, height=130)
    facets = panel.facet(facet=alt.Facet("lever:N", title=None, sort=None), columns=3)
    picture: Picture = facets.resolve_scale(x="independent", y="independent")
    return picture


def tornado_chart(comparison: pd.DataFrame) -> Picture:
    """By how many delayed people each scenario differs from the base, the largest first, with the
    interval of the mean.
    """
    shown = comparison[comparison["measure"] == "delayed_people"]
    order = list(shown.reindex(shown["mean"].abs().sort_values(ascending=False).index)["scenario"])
    y = alt.Y("scenario:N", title=None, sort=order)
    colour = alt.condition("datum.mean > 0", alt.value(COLOURS[1]), alt.value(COLOURS[0]))
    bars = (
        alt.Chart(shown)
        .mark_bar()
        .encode(
            y=y,
            x=alt.X("mean:Q", title="people delayed on average, against the base"),
            color=colour,
        )
    )
    whiskers = (
        alt.Chart(shown).mark_rule(strokeWidth=2).encode(y=y, x="mean_low:Q", x2="mean_high:Q")
    )
    return alt.layer(bars, whiskers).properties(width=WIDTH - 80, height=alt.Step(28))


def costs_chart(costs: pd.DataFrame) -> Picture:
    """Mean pounds by who pays, scenarios side by side; cash above what is notional."""
    names = list(dict.fromkeys(costs["scenario"]))
    sums = costs.groupby(["kind", "scenario", "payer"], sort=False)["mean"].sum().reset_index()
    chart: Picture = (
        alt.Chart(sums)
        .mark_bar()
        .encode(
            y=alt.Y("scenario:N", title=None, sort=names),
            x=alt.X("mean:Q", title="pounds over the whole time", axis=alt.Axis(format="~s")),
            color=alt.Color("payer:N", title="who pays", scale=alt.Scale(range=COLOURS)),
            row=alt.Row("kind:N", title=None, sort=["cash", "notional"]),
        )
        .properties(width=WIDTH - 80, height=alt.Step(28))
    )
    return chart


def svg(chart: Picture) -> str:
    """The picture as SVG text, drawn offline."""
    return str(vl_convert.vegalite_to_svg(_described(chart)))


def png(chart: Picture, scale: float = 1.5) -> bytes:
    """The picture as PNG."""
    return bytes(vl_convert.vegalite_to_png(_described(chart), scale=scale))


def _described(chart: Picture) -> str:
    plain = (
        chart.configure_view(stroke=None)
        .configure(font="sans-serif")
        .configure_axis(labelFontSize=12, titleFontSize=12, labelLimit=220)
    )
    return str(plain.to_json())
