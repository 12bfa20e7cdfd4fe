"""Can everything be read that comes out of a printer?"""

import io
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
LEAST_POINTS = 7.0
Matrix: TypeAlias = list[float]


def printed(browser: "Browser", written: Path, paper: str) -> list[tuple[str, float]]:
    """Each piece of text of the pages on paper, with its height in points."""
    pypdf = pytest.importorskip("pypdf")
    page = browser.new_page()
    page.goto(written.as_uri())
    content = page.pdf(format=paper, landscape=True, prefer_css_page_size=True)
    page.close()
    found: list[tuple[str, float]] = []

    def visit(
        text: str, page_to: list[float], text_to: list[float], _: object, size: float
    ) -> None:
        # a text's own matrix, then that of the page
        a = text_to[2] * page_to[1] + text_to[3] * page_to[3]
        b = text_to[2] * page_to[0] + text_to[3] * page_to[2]
        if text.strip():
            found.append((text.strip(), size * (a * a + b * b) ** 0.5))

    for sheet in pypdf.PdfReader(io.BytesIO(content)).pages:
        sheet.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_no_text_is_smaller_than_seven_points(
    browser: "Browser", written: Path, paper: str
) -> None:
    texts = printed(browser, written, paper)
    assert len(texts) > 50
    assert [text for text, points in texts if points < LEAST_POINTS - 0.01] == []


def test_the_paper_is_the_readers_choice(browser: "Browser", written: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    page = browser.new_page()
    page.goto(written.as_uri())
    for paper, width in (("A4", 842), ("A3", 1191)):
        content = page.pdf(format=paper, landscape=True, prefer_css_page_size=True)
        first = pypdf.PdfReader(io.BytesIO(content)).pages[0]
        assert float(first.mediabox.width) == pytest.approx(width, abs=2)
    page.close()
