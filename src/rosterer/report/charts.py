"""Which pictures does a report show?

Altair describes them, vl-convert draws them to SVG without a browser or a network. Each picture is
narrow, so that it can be read on a telephone, and says nothing by colour alone: what is short or
delayed is also a figure in a table beside it.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import altair as alt

    Drawing: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart

NEED, GIVEN, SHORT, QUIET, LATER = "#0072B2", "#009E73", "#D55E00", "#b1b4b6", "#E69F00"
"""Of the Okabe–Ito set, which people with impaired colour vision can tell apart."""
KIND_COLOURS = {"cash": "#0072B2", "notional": "#E69F00", "preference": "#CC79A7"}
WIDTH, HEIGHT = 380, 170
_LABELLED_PLACES = 8
"""Names on a map."""
_NAME_WIDTH, _NAME_HEIGHT = 0.16, 0.05
"""Of the side of a map: what a name takes."""

Row: TypeAlias = Mapping[str, str | float]


@dataclass(frozen=True)
class Panel:
    """A picture with its words."""

    caption: str
    svg: str


@dataclass(frozen=True)
class Dot:
    """A place on a map and what is told of it."""

    place: str
    easting: int
    northing: int
    amount: float


def care_panel(band: str, rows: Sequence[Row]) -> Panel:
    """Hours of care needed and given in a band, day by day; rows have ``date``, ``need``, ``given``
    and ``short``.
    """
    import altair as alt

    base = alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))
    needed = base.mark_line(color=NEED, interpolate="step", strokeWidth=2).encode(
        x=_days(), y=_hours("need")
    )
    given = base.mark_area(color=GIVEN, opacity=0.35, interpolate="step").encode(
        x=_days(), y=_hours("given")
    )
    short = base.mark_bar(color=SHORT, width=5).encode(x=_days(), y=_hours("short"))
    total = sum(float(row["short"]) for row in rows)
    return Panel(
        f"{band}: {total:,.1f} hours short", _svg(alt.layer(given, needed, short), f"care-{band}")
    )


def beds_panel(unit: str, name: str, rows: Sequence[Row]) -> Panel:
    """People expected in a unit and its beds; rows have ``date``, ``census``, ``placed`` and
    ``beds``.
    """
    import altair as alt

    stacked = [
        {"date": row["date"], "who": who, "people": row[key], "order": order}
        for row in rows
        for order, (key, who) in enumerate(
            (("census", "there at the start"), ("placed", "placed or expected since"))
        )
    ]
    colours = alt.Scale(
        domain=["there at the start", "placed or expected since"], range=[QUIET, LATER]
    )
    people = (
        alt.Chart(alt.InlineData(values=stacked))
        .mark_area(interpolate="step", opacity=0.8)
        .encode(
            x=_days(),
            y=alt.Y("people:Q", title="people", stack=True),
            color=alt.Color("who:N", title=None, scale=colours, legend=alt.Legend(orient="bottom")),
            order="order:Q",
        )
    )
    beds = (
        alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))
        .mark_line(color="black", strokeDash=[5, 3], interpolate="step")
        .encode(x=_days(), y="beds:Q")
    )
    fullest = max(float(row["census"]) + float(row["placed"]) for row in rows)
    caption = f"{name}: at most {fullest:.1f} people expected; the broken line is beds"
    return Panel(caption, _svg(alt.layer(people, beds), f"beds-{unit}"))


def map_panel(key: str, caption: str, dots: Sequence[Dot], colour: str) -> Panel:
    """Places at their coordinates, north up; the area of a disc is the amount, and the greatest are
    named.
    """
    import altair as alt

    span = (
        max(_range(dot.easting for dot in dots)[1], _range(dot.northing for dot in dots)[1], 1000)
        * 1.1
    )
    x = alt.X(
        "easting:Q",
        title=None,
        scale=_side([dot.easting for dot in dots], span),
        axis=alt.Axis(labels=False, ticks=False),
    )
    y = alt.Y(
        "northing:Q",
        title=None,
        scale=_side([dot.northing for dot in dots], span),
        axis=alt.Axis(labels=False, ticks=False),
    )
    size = alt.Size(
        "amount:Q",
        scale=alt.Scale(range=[0, 900], zero=True),
        legend=alt.Legend(title=None, orient="bottom", tickCount=3),
    )
    told = sorted((dot for dot in dots if dot.amount), key=lambda dot: -dot.amount)
    layers = [_points(dots).mark_point(color=QUIET, filled=True, size=12).encode(x=x, y=y)]
    if told:
        layers.append(
            _points(told).mark_circle(color=colour, opacity=0.55).encode(x=x, y=y, size=size)
        )
        names = _points(_apart(told, span))
        halo = names.mark_text(
            dy=-9, fontSize=11, stroke="white", strokeWidth=3, strokeJoin="round"
        )
        layers += [
            kind.encode(x=x, y=y, text="place:N")
            for kind in (halo, names.mark_text(dy=-9, fontSize=11))
        ]
    return Panel(caption, _svg(alt.layer(*layers), f"map-{key}", height=WIDTH))


def payers_panel(rows: Sequence[Row]) -> Panel:
    """Pounds by who pays, split by kind; rows have ``payer``, ``kind`` and ``pounds``."""
    import altair as alt

    payers = list(dict.fromkeys(str(row["payer"]) for row in rows))
    drawing = (
        alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))
        .mark_bar()
        .encode(
            y=alt.Y("payer:N", title=None, sort=payers),
            x=alt.X("pounds:Q", title="pounds", axis=alt.Axis(format="~s", tickCount=5)),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=list(KIND_COLOURS), range=list(KIND_COLOURS.values())),
                legend=alt.Legend(orient="bottom"),
            ),
        )
    )
    return Panel("Pounds by who pays", _svg(drawing, "payers", height=36 * max(1, len(payers))))


def _points(dots: Iterable[Dot]) -> "alt.Chart":
    import altair as alt

    return alt.Chart(alt.InlineData(values=[asdict(dot) for dot in dots]))


def _apart(dots: Sequence[Dot], span: float) -> list[Dot]:
    """The first dots whose names do not hide each other."""
    named: list[Dot] = []
    for dot in dots:
        is_free = all(
            abs(dot.easting - other.easting) > span * _NAME_WIDTH
            or abs(dot.northing - other.northing) > span * _NAME_HEIGHT
            for other in named
        )
        if is_free and len(named) < _LABELLED_PLACES:
            named.append(dot)
    return named


def _range(places: Iterable[int]) -> tuple[float, float]:
    """The middle and the length of a side."""
    known = list(places)
    return (min(known) + max(known)) / 2, max(known) - min(known)


def _side(places: Iterable[int], span: float) -> "alt.Scale":
    """As many metres along both sides, so that the map is not stretched."""
    import altair as alt

    middle, _ = _range(places)
    return alt.Scale(domain=[middle - span / 2, middle + span / 2], zero=False, nice=False)


def _days() -> "alt.X":
    import altair as alt

    return alt.X("date:T", title=None, axis=alt.Axis(format="%-d %b", labelAngle=0, tickCount=5))


def _hours(name: str) -> "alt.Y":
    import altair as alt

    return alt.Y(f"{name}:Q", title="hours a day")


def _svg(drawing: "Drawing", key: str, height: int = HEIGHT) -> str:
    """SVG that fits into a page: no name spaces, no fixed size, ids of its own."""
    import vl_convert

    sized = drawing.properties(width=WIDTH, height=height).configure(font="sans-serif", aria=False)
    plain = sized.configure_view(stroke="#b1b4b6").configure_axis(
        labelFontSize=12, titleFontSize=12, labelLimit=160
    )
    text = str(vl_convert.vegalite_to_svg(plain.to_json()))
    text = re.sub(r' (?:xmlns(?::\w+)?|version)="[^"]*"', "", text)
    size = re.search(r'<svg[^>]*?width="([\d.]+)" height="([\d.]+)"', text)
    assert size
    prefix = re.sub(r"\W", "-", key)
    text = re.sub(r'(id="|url\(#)(?=\w)', rf"\g<1>{prefix}-", text)
    return re.sub(
        r' width="[\d.]+" height="[\d.]+"',
        f' style="max-width:{math.ceil(float(size[1]))}px"',
        text,
        count=1,
    )
