"""Can everybody read every page that the product writes: in the dark, in their own colours, on a
telephone, enlarged four times, on paper, by keyboard and by ear?
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

WIDE = {"width": 1280, "height": 900}
STATES: Mapping[str, Mapping[str, Any]] = {
    "light": {"viewport": WIDE},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "forced colours": {"viewport": WIDE, "forced_colors": "active"},
    # a window of 1280 pixels enlarged four times is as wide
    "320 pixels": {"viewport": {"width": 320, "height": 700}},
    "paper": {"viewport": WIDE},
}


def opened(browser: "Browser", written: Path, state: str = "light") -> "Page":
    page = browser.new_page(**STATES[state])
    page.goto(written.as_uri())
    if state == "paper":
        page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("state", sorted(STATES))
def test_nothing_serious_or_moderate_is_found(
    browser: "Browser", written: Path, state: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = opened(browser, written, state)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = axe.Axe().run(page).response["violations"]
    told = [
        f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] != "minor"
    ]
    assert told == []
    page.close()


def test_no_page_needs_sideways_scrolling_at_320_pixels(browser: "Browser", written: Path) -> None:
    page = opened(browser, written, "320 pixels")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_no_text_of_a_chart_is_cut(browser: "Browser", written: Path) -> None:
    page = opened(browser, written)
    cut = page.evaluate(
        """() => [...document.querySelectorAll('figure svg')].flatMap(svg => {
             const frame = svg.getBoundingClientRect();
             return [...svg.querySelectorAll('text')].filter(text => {
               const box = text.getBoundingClientRect();
               return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1
                 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
             }).map(text => text.textContent);
           })"""
    )
    assert cut == []
    page.close()


def test_every_chart_has_words_and_a_table_of_its_figures(
    browser: "Browser", written: Path
) -> None:
    page = opened(browser, written)
    bare = page.evaluate(
        """() => [...document.querySelectorAll('figure')].filter(figure =>
             !figure.querySelector('[role=img]').getAttribute('aria-label').includes('. ')
             || !figure.querySelector('details tbody td')).length"""
    )
    assert bare == 0
    page.close()


@pytest.mark.parametrize("state", ["light", "dark"])
def test_what_has_the_focus_has_a_ring_that_is_seen(
    browser: "Browser", written: Path, state: str
) -> None:
    """Web Content Accessibility Guidelines 2.2, 2.4.13: 3 to 1 against the page, 2 pixels."""
    page = opened(browser, written, state)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    ring = page.evaluate(
        """() => {
             const light = colour => {
               const canvas = document.createElement('canvas').getContext('2d');
               canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
               const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(value => {
                 const part = value / 255;
                 return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; });
               return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
             const style = getComputedStyle(document.activeElement);
             const page = light(getComputedStyle(document.body).backgroundColor);
             const [a, b] = [light(style.outlineColor), page].sort((x, y) => y - x);
             return [style.outlineStyle, parseFloat(style.outlineWidth), (a + 0.05) / (b + 0.05)];
           }"""
    )
    assert ring[0] == "solid"
    assert ring[1] >= 2
    assert ring[2] >= 3
    page.close()


def test_the_skip_link_comes_first_and_leads_to_the_main_part(
    browser: "Browser", written: Path
) -> None:
    page = opened(browser, written)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    page.close()


def test_the_page_asks_nobody_for_anything(browser: "Browser", written: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.goto(written.as_uri())
    assert asked == [written.as_uri()]
    page.close()
