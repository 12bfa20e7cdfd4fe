"""Does the report look right on a desk, on a telephone and on paper?"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.report import write_report
from rosterer_models.vocabulary.plan import DutyPiece, Plan

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = generate(people=24, days=28, seed=3)
    duties = tuple(
        DutyPiece(
            person=person.person,
            date=case.first_day,
            shift=case.shifts[0].shift,
            place=case.units[0].unit,
        )
        for person in case.people[:6]
    )
    plan = Plan(duties=duties)
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(case, plan, judge(case, plan), path, baseline=judge(case, Plan()))
    return path


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="needs playwright, in the extra 'dev'"
    )
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


def opened(browser: "Browser", report: Path, width: int) -> "tuple[Page, list[str]]":
    """The page at a width, and what the browser complained of or asked the network for."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on(
        "request",
        lambda request: (
            trouble.append(request.url) if not request.url.startswith("file:") else None
        ),
    )
    page.goto(report.as_uri())
    return page, trouble


@pytest.mark.parametrize("width", [1400, 768, 390, 320])
def test_no_width_needs_sideways_scrolling_of_the_page(
    browser: "Browser", report: Path, width: int
) -> None:
    page, trouble = opened(browser, report, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert trouble == []
    page.close()


def test_pictures_are_as_wide_as_their_column_on_a_telephone(
    browser: "Browser", report: Path
) -> None:
    page, _ = opened(browser, report, 390)
    widths = page.evaluate(
        "[...document.querySelectorAll('figure svg')].map(svg => svg.getBoundingClientRect().width)"
    )
    assert widths
    assert all(250 < width <= 390 for width in widths)
    page.close()


def test_the_first_column_of_a_rota_stays_in_sight(browser: "Browser", report: Path) -> None:
    page, _ = opened(browser, report, 390)
    page.evaluate("document.querySelector('#rota ~ section .scroll').scrollLeft = 600")
    place = "document.querySelector('#rota ~ section tbody th').getBoundingClientRect().left"
    assert page.evaluate(place) >= 0
    page.close()


def test_it_prints_to_pdf_on_several_pages(
    browser: "Browser", report: Path, tmp_path: Path
) -> None:
    page, _ = opened(browser, report, 1400)
    content = page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    assert content.startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
    page.close()


def test_a_telephone_shows_the_waiting_list_as_cards_and_the_comparison_whole(
    browser: "Browser", report: Path
) -> None:
    page, _ = opened(browser, report, 390)
    widths = page.evaluate(
        "['#waiting', '#comparison'].map(id => document.querySelector(`${id} ~ "
        ".scroll`).scrollWidth)"
    )
    assert max(widths) <= 390
    assert page.evaluate("getComputedStyle(document.querySelector('.cards tr')).display") == "block"
    assert page.evaluate("document.querySelectorAll('.cards [role=cell]').length") > 0
    page.close()


def test_the_days_above_a_rota_stay_in_sight(browser: "Browser", report: Path) -> None:
    page, _ = opened(browser, report, 1280)
    page.set_viewport_size({"width": 1280, "height": 300})
    page.evaluate("document.querySelector('.tall').scrollTop = 400")
    top = "document.querySelector('.tall').getBoundingClientRect().top"
    heading = "document.querySelector('.tall thead th').getBoundingClientRect().top"
    assert page.evaluate(f"Math.abs({heading} - {top})") <= 2
    page.close()


def test_every_part_that_scrolls_is_reached_by_the_keyboard(
    browser: "Browser", report: Path
) -> None:
    page, _ = opened(browser, report, 390)
    labels = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(part => part.checkVisibility())"
        ".map(part => part.getAttribute('aria-label'))"
    )
    stops = page.evaluate("document.querySelectorAll('a, [tabindex], summary').length")
    reached = set()
    for _ in range(stops):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.getAttribute('aria-label') || ''"))
        if set(labels) <= reached:
            break
    assert set(labels) <= reached
    page.close()
