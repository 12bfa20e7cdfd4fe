"""How does a chart get into a page: drawn without a browser or a network, in the page's own
colours, with words and figures for those who do not see it?

Altair describes, vl-convert draws to SVG. Charts are narrow, so that they can be read on a
telephone. Colours are names of the stylesheet's tokens, so that a chart follows a dark page.
"""

import json
import math
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import altair as alt

    Drawing: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart

BLUE, GREEN, RED, AMBER, PINK, SKY, GREY = (f"var(--data-{number})" for number in range(1, 8))
"""Tokens after the Okabe–Ito set, which people with impaired colour vision can tell apart."""
COLOURS = (BLUE, RED, GREEN, PINK, AMBER, SKY, GREY)
"""In the order in which series of a chart take them."""
INK, PAPER, RULE = "currentColor", "var(--paper)", "var(--line)"
WIDTH, HEIGHT = 380, 170
WIDEST, _NARROWEST = 450, 120
"""Pixels of a drawing with its names, and of a plot."""
TEXT = 13
"""Pixels of every text: 7 points or more where three of the widest stand side by side on A4."""
_BROADER = 0.12
"""Of the height of a letter: by how much one may be broader than it was measured."""
_NAMES = re.compile(r'<text text-anchor="end"[^>]*>([^<]*)<|<tspan[^>]*>([^<]*)<')
_MARGIN = {"left": 8, "right": 22, "top": 5, "bottom": 5}
"""Pixels around a drawing: a browser's letters may be wider than those that were measured."""
_LONGEST_LINE = 20
"""Letters of a line of a name beside an axis."""


@dataclass(frozen=True)
class Figures:
    """What a chart shows, as a table: the first column names the rows."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Panel:
    """A chart with its caption, its figures, and what it shows in words.

    Attributes
    ----------
    key
        Names of its series with their colours; they stand below it as text that flows.
    """

    caption: str
    svg: str
    words: str
    figures: Figures
    key: tuple[tuple[str, str], ...] = ()


def figures(headings: Sequence[str], rows: Sequence[Sequence[str | float]]) -> Figures:
    """A table of figures; numbers to one decimal, none for whole ones."""
    return Figures(tuple(headings), tuple(tuple(_text(cell) for cell in row) for row in rows))


def series(names: Iterable[str], colours: Sequence[str] = COLOURS) -> tuple[tuple[str, str], ...]:
    """A colour for each name; when they are used up they come again, and the figures tell more."""
    return tuple((name, colours[number % len(colours)]) for number, name in enumerate(names))


def coloured(column: str, key: Sequence[tuple[str, str]]) -> "alt.Color":
    """Colours of a column of names; the key stands on the page, not in the drawing."""
    import altair as alt

    names, colours = [name for name, _ in key], [colour for _, colour in key]
    scale = alt.Scale(domain=names, range=colours)
    return alt.Color(f"{column}:N", sort=names, scale=scale, legend=None)


def named(column: str, names: Sequence[str]) -> "alt.Y":
    """A side with names, in their order; a long name takes several lines."""
    import altair as alt

    lines = json.dumps({name: _lines(name) for name in names}, ensure_ascii=False)
    return alt.Y(
        f"{column}:N",
        title=None,
        sort=list(names),
        axis=alt.Axis(labelExpr=f"{lines}[datum.label]"),
    )


def height_of(names: Iterable[str], bar: int) -> int:
    """Pixels of a side with names, where each has a bar so high or more lines than that."""
    return sum(max(bar, (TEXT + 2) * len(_lines(name)) + 6) for name in names)


def _lines(name: str) -> list[str]:
    return textwrap.wrap(name, _LONGEST_LINE) or [name]


def drawn(drawing: "Drawing", key: str, *, height: int = HEIGHT) -> str:
    """SVG that fits into a page: no name spaces, no fixed size, ids of its own.

    Long names beside an axis make the plot narrower, never the letters smaller.

    Parameters
    ----------
    key
        Different for each chart of a page.
    height
        Pixels of the plot.
    """
    text = _rendered(drawing, WIDTH, height)
    beyond = _width(text) + _slack(text) - WIDEST
    if beyond > 0:
        text = _rendered(drawing, max(_NARROWEST, WIDTH - math.ceil(beyond)), height)
    return _plain_svg(text, key)


def _slack(svg: str) -> int:
    """Pixels by which names may reach over the left side where the reader's letters are as broad as
    any.
    """
    longest = max((len(name) for pair in _NAMES.findall(svg) for name in pair), default=0)
    return math.ceil(longest * _BROADER * TEXT)


def _rendered(drawing: "Drawing", width: int, height: int) -> str:
    import vl_convert

    ink = {"labelColor": INK, "titleColor": INK}
    texts = {"labelFontSize": TEXT, "titleFontSize": TEXT, "titleFontWeight": "normal"}
    plain = (
        drawing.properties(width=width, height=height)
        .configure(font="sans-serif", aria=False, background="transparent", padding=_MARGIN)
        .configure_view(stroke=RULE)
        .configure_axis(
            **texts,
            **ink,
            titlePadding=12,
            labelLimit=0,
            tickColor=INK,
            domainColor=INK,
            gridColor=RULE,
        )
        .configure_legend(**texts, **ink, orient="bottom", columns=1, labelLimit=0, titleLimit=0)
    )
    return str(vl_convert.vegalite_to_svg(plain.to_json()))


def _plain_svg(text: str, key: str) -> str:
    left = _slack(text)
    width, height = math.ceil(_width(text)) + left, _size(text, "height")
    text = re.sub(r' (?:xmlns(?::\w+)?|version)="[^"]*"', "", text)
    prefix = re.sub(r"\W", "-", key)
    text = re.sub(r'(id="|url\(#)(?=\w)', rf"\g<1>{prefix}-", text)
    return re.sub(
        r' width="[\d.]+" height="[\d.]+" viewBox="[^"]*"',
        f' width="{width}" height="{height:g}" viewBox="{-left} 0 {width} {height:g}" '
        'aria-hidden="true" focusable="false"',
        text,
        count=1,
    )


def _width(svg: str) -> float:
    return _size(svg, "width")


def _size(svg: str, side: str) -> float:
    size = re.search(rf'<svg[^>]*? {side}="([\d.]+)"', svg)
    assert size
    return float(size[1])


def _text(cell: str | float) -> str:
    if isinstance(cell, str):
        return cell
    shown = round(cell, 1) + 0.0  # nought has no sign
    text = f"{shown:,.0f}" if cell == round(cell) else f"{shown:,.1f}"
    return text.replace("-", "−")
