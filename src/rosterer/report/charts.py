"""Which pictures does a report show?

Each says nothing by colour alone: what is short or delayed is also a figure in the table that
stands with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from rosterer.frame.charts import (
    AMBER,
    BLUE,
    GREEN,
    GREY,
    INK,
    PAPER,
    PINK,
    RED,
    SKY,
    TEXT,
    WIDTH,
    Panel,
    coloured,
    drawn,
    figures,
    height_of,
    named,
    series,
)
from rosterer.money import KIND_WORDS, MoneyKind
from rosterer.referee.words import counted
from rosterer.report.words import day_words

if TYPE_CHECKING:
    import altair as alt

NEED, GIVEN, SHORT, QUIET, LATER = BLUE, GREEN, RED, GREY, AMBER
KIND_COLOURS: dict[MoneyKind, str] = {
    "cash": BLUE,
    "known": AMBER,
    "expected": SKY,
    "missing": RED,
    "preference": PINK,
}
_SHOWN = 0.05
"""Less is nothing in figures of one decimal."""
_LABELLED_PLACES = 8
"""Names on a map."""
_NAME_WIDTH, _NAME_HEIGHT = 0.18, 0.055
"""Of the side of a map: what a name takes."""

Row: TypeAlias = Mapping[str, str | float]


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
    worst = max(rows, key=lambda row: float(row["short"]))
    words = (
        f"Most is short on {_day(worst)}: {float(worst['short']):,.1f} of "
        f"{float(worst['need']):,.1f} hours needed."
        if total >= _SHOWN
        else "Every hour needed is given."
    )
    table = figures(
        ("Day", "Needed", "Given", "Short"),
        [(_day(row), *(float(row[key]) for key in ("need", "given", "short"))) for row in rows],
    )
    svg = drawn(alt.layer(given, needed, short), f"care-{band}")
    told = f"{total:,.1f} hours" if total >= _SHOWN else "nothing"
    return Panel(f"{band}: {told} short", svg, words, table)


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
    key = series(("there at the start", "placed or expected since"), (QUIET, LATER))
    people = (
        alt.Chart(alt.InlineData(values=stacked))
        .mark_area(interpolate="step", opacity=0.8)
        .encode(
            x=_days(),
            y=alt.Y("people:Q", title="people", stack=True),
            color=coloured("who", key),
            order="order:Q",
        )
    )
    beds = (
        alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))
        .mark_line(color=INK, strokeDash=[5, 3], interpolate="step")
        .encode(x=_days(), y="beds:Q")
    )
    fullest = max(rows, key=lambda row: float(row["census"]) + float(row["placed"]))
    most = float(fullest["census"]) + float(fullest["placed"])
    caption = f"{name}: at most {most:.1f} people expected; the broken line is beds"
    room = counted(round(float(fullest["beds"])), "bed")
    words = f"Fullest on {_day(fullest)}: {most:.1f} people for {room}."
    keys = ("census", "placed", "beds")
    table = figures(
        ("Day", "There at the start", "Placed or expected since", "Beds"),
        [(_day(row), *(float(row[key]) for key in keys)) for row in rows],
    )
    return Panel(caption, drawn(alt.layer(people, beds), f"beds-{unit}"), words, table, key)


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
        legend=alt.Legend(title=None, direction="horizontal", columns=3, tickCount=3),
    )
    told = sorted((dot for dot in dots if dot.amount), key=lambda dot: -dot.amount)
    layers = [_points(dots).mark_point(color=QUIET, filled=True, size=12).encode(x=x, y=y)]
    if told:
        layers.append(
            _points(told).mark_circle(color=colour, opacity=0.55).encode(x=x, y=y, size=size)
        )
        names = _points(_apart(told, span))
        halo = names.mark_text(
            dy=-9, fontSize=TEXT, stroke=PAPER, strokeWidth=3, strokeJoin="round"
        )
        layers += [
            kind.encode(x=x, y=y, text="place:N")
            for kind in (halo, names.mark_text(dy=-9, fontSize=TEXT, color=INK))
        ]
    words = (
        f"The greatest: {', '.join(f'{dot.place} {dot.amount:,.1f}' for dot in told[:3])}."
        if told
        else "Nothing anywhere."
    )
    table = figures(("Sector", "Amount"), [(dot.place, dot.amount) for dot in told])
    return Panel(caption, drawn(alt.layer(*layers), f"map-{key}", height=WIDTH), words, table)


def payers_panel(kind: MoneyKind, rows: Sequence[Row]) -> Panel:
    """Pounds of one kind by who pays; rows have ``payer`` and ``pounds``."""
    import altair as alt

    payers = [str(row["payer"]) for row in rows]
    drawing = (
        alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))
        .mark_bar(color=KIND_COLOURS[kind])
        .encode(
            y=named("payer", payers),
            x=alt.X("pounds:Q", title="pounds", axis=alt.Axis(format="~s", tickCount=5)),
        )
    )
    amounts = [(str(row["payer"]), round(float(row["pounds"]))) for row in rows]
    words = "; ".join(f"{payer} £{amount:,}" for payer, amount in amounts)
    svg = drawn(drawing, f"payers-{kind}", height=height_of(payers, 36))
    name = KIND_WORDS[kind]
    caption = f"{name[0].upper()}{name[1:]}, by who pays"
    return Panel(caption, svg, f"{words}.", figures(("Who pays", "Pounds"), amounts))


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


def _day(row: Row) -> str:
    return day_words(date.fromisoformat(str(row["date"])))
