"""Can people do their work in the pages: in a real browser, by keyboard, in every colour, on paper?

Pictures of what was seen lie in the folder that ``ROSTERER_PICTURES`` names, if it names one.
"""

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rosterer_api.auth.roles import Role
from tests.api.web import Web, a_web, document_of
from tests.browser.test_accessible import STATES
from tests.cases import PEOPLE, changed, duty, small_case, small_plan
from tests.sheets.rotas import dates, saved

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
EXPECTED = re.compile("status of 4")
"""What a browser's console says of pages that tell what cannot be done."""


class Desk:
    """A service with something in it, and browsers whose consoles and requests are watched."""

    def __init__(self, web: Web, browser: "Browser", folder: Path) -> None:
        self.web, self.browser = web, browser
        self.folder = Path(os.environ.get("ROSTERER_PICTURES") or folder)
        self.troubles: list[str] = []
        people = changed(PEOPLE, "person", "ann", name="Ann <b>Able</b>")
        case = small_case(people=people, days=28, note="Synthetic: for a test.")
        planner = web.client("planner")
        self.case = planner.post("/v1/cases", json=document_of(case)).json()["id"]
        breaking = (duty("ann", 0), duty("ann", 1, "N", place="hub"), duty("ann", 2))
        self.plans = [self._kept(planner), self._kept(planner, duties=breaking)]

    def _kept(self, client: Any, **fields: Any) -> str:
        document = small_plan(**fields).model_dump(mode="json", exclude={"certificate"})
        return str(client.post(f"/v1/cases/{self.case}/plans", json=document).json()["id"])

    def sit(self, role: Role, **context: Any) -> "Page":
        """A browser in which somebody has typed their key."""
        page = self.browser.new_context(**context).new_page()
        page.on("console", lambda message: self._hear(message.text))
        page.on("pageerror", lambda error: self._hear(str(error)))
        page.on("request", lambda request: self._see(request.url))
        page.goto(self.web.url)
        page.get_by_label("Your key").fill(self.web.key(role))
        page.keyboard.press("Enter")
        page.wait_for_url(self.web.url + "/")
        return page

    def picture(self, page: "Page", name: str) -> None:
        """Keep what is seen."""
        page.screenshot(path=self.folder / f"{name}.png", full_page=True)

    def _hear(self, text: str) -> None:
        if not EXPECTED.search(text):
            self.troubles.append(text)

    def _see(self, url: str) -> None:
        if not url.startswith(self.web.url + "/"):
            self.troubles.append(url)


@pytest.fixture(scope="module")
def desk(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One service for all of these stories."""
    folder = tmp_path_factory.mktemp("desk")
    with a_web(f"sqlite:///{folder / 's.sqlite'}", requests_per_minute=0) as web:
        one = Desk(web, browser, folder)
        yield one
        assert one.troubles == []


def addresses(desk: Desk) -> dict[str, str]:
    """Every page by what it is called in a picture."""
    one, other = desk.plans
    return {
        "home": "/",
        "data": "/data",
        "case": f"/data/{desk.case}",
        "plans": "/plans",
        "plan": f"/plans/{other}",
        "compare": f"/plans/compare?plan={one}&plan={other}",
        "rota": f"/rota/north?plan={other}&days=28",
        "no-page": "/nothing",
    }


def test_a_rota_is_imported_corrected_approved_published_and_read(
    desk: Desk, tmp_path: Path
) -> None:
    rows = [["Name", *dates(7)], ["Ann Able", "D", "QQ", "", "N", "N", "OFF"], ["Bob", "E", "L"]]
    sheet = saved(tmp_path / "ward 9.xlsx", ("Rota", rows))  # type: ignore[arg-type]
    manager = desk.sit("manager")
    manager.get_by_role("link", name="Data", exact=True).click()
    manager.get_by_label("Your rota sheet").set_input_files(sheet)
    manager.get_by_role("button", name="Read it").click()
    desk.picture(manager, "import-asked")
    manager.get_by_label("What does QQ mean?").fill("leave")
    manager.get_by_role("button", name="Read it again").click()
    manager.get_by_label("Meaning of D", exact=True).fill("08:00-20:00 break 45")
    manager.get_by_label("Meaning of L", exact=True).fill("14:00-22:00")
    manager.get_by_role("button", name="Read it again").click()
    desk.picture(manager, "import-read")
    assert manager.get_by_label("Meaning of D", exact=True).input_value() == "08:00-20:00 break 45"
    manager.get_by_role("button", name="Keep it").click()
    place = manager.url
    assert "Can this plan of ward-9 go out?" in manager.inner_text("h1")
    approver = desk.sit("approver")
    approver.goto(place)
    approver.get_by_role("button", name="Approve it").click()
    manager.reload()
    manager.get_by_role("button", name="Publish it").click()
    assert "Published v3" in manager.inner_text(".standing")
    manager.get_by_role("link", name="Rota", exact=True).click()
    assert "Published v3" in manager.inner_text(".standing")
    assert "Bob" in manager.inner_text("table[role=grid]")
    desk.picture(manager, "rota-published")
    for page in (manager, approver):
        page.get_by_role("button", name="Sign out").click()
        assert "You are signed out" in page.inner_text("main")
        page.context.close()


@pytest.mark.parametrize("state", sorted(STATES))
def test_nothing_serious_or_moderate_is_found_on_any_page(desk: Desk, state: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = desk.sit("administrator", **STATES[state])
    if state == "paper":
        page.emulate_media(media="print")
    told = []
    for name, address in addresses(desk).items():
        page.goto(desk.web.url + address)
        desk.picture(page, f"{name}-{state.replace(' ', '-')}")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        told += [
            f"{name}: {one['impact']} {one['id']}: {one['nodes'][0]['html'][:200]}"
            for one in axe.Axe().run(page).response["violations"]
            if one["impact"] != "minor"
        ]
        if state == "320 pixels" and page.evaluate("document.documentElement.scrollWidth") > 320:
            told.append(f"{name} is broader than the window")
    assert told == []
    page.context.close()


def test_the_browser_s_zone_and_language_decide_nothing(desk: Desk) -> None:
    seen = set()
    for zone in ("Europe/London", "Pacific/Auckland", "Pacific/Honolulu"):
        page = desk.sit("auditor", timezone_id=zone, locale="en-US")
        page.goto(desk.web.url + addresses(desk)["rota"])
        seen.add(re.sub(r'name="form" value="\w+"', "", page.inner_html("body")))
        page.context.close()
    assert len(seen) == 1


def test_the_rota_is_one_stop_of_the_tab_key_and_is_walked_by_arrows(desk: Desk) -> None:
    page = desk.sit("manager")
    page.goto(desk.web.url + addresses(desk)["rota"])

    def here() -> list[int]:
        found: list[int] = page.evaluate(
            """() => { const cell = document.activeElement.closest('td');
               return cell ? [cell.parentElement.rowIndex, cell.cellIndex] : []; }"""
        )
        return found

    page.locator("td[tabindex='0']").focus()
    start = here()
    assert start == [2, 1]
    for key, expected in (
        ("ArrowRight", [2, 2]),
        ("ArrowDown", [3, 2]),
        ("PageDown", [3, 9]),
        ("PageUp", [3, 2]),
        ("Home", [3, 1]),
        ("ArrowLeft", [3, 1]),
        ("End", [3, 29]),
        ("Control+Home", [1, 1]),
        ("ArrowUp", [1, 1]),
        ("ArrowDown", [2, 1]),
        ("ArrowRight", [2, 2]),
    ):
        page.keyboard.press(key)
        assert here() == expected, key
    page.keyboard.press("Tab")
    assert here() == []
    page.keyboard.press("Shift+Tab")
    assert here() == [2, 2]
    assert page.locator("td[tabindex='0']").count() == 1
    page.context.close()


def test_what_has_the_focus_is_never_under_sticky_parts(desk: Desk) -> None:
    page = desk.sit("manager", viewport={"width": 700, "height": 420})
    page.goto(desk.web.url + addresses(desk)["rota"])
    page.locator("td[tabindex='0']").focus()
    hidden = []
    for key in ["End", "Home", *["ArrowDown"] * 4, "End", *["ArrowUp"] * 4, *["PageUp"] * 4]:
        page.keyboard.press(key)
        if not page.evaluate(
            """() => { const cell = document.activeElement, box = cell.getBoundingClientRect();
               const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
               return cell === top || cell.contains(top); }"""
        ):
            hidden.append(key)
    assert hidden == []
    page.context.close()


def test_on_paper_everybody_of_the_team_stands_once(desk: Desk) -> None:
    pypdf = pytest.importorskip("pypdf")
    page = desk.sit("planner")
    page.goto(desk.web.url + addresses(desk)["rota"])
    people = [text.split()[0] for text in page.locator("tbody th").all_inner_texts()]
    for paper in ("A4", "A3"):
        content = page.pdf(format=paper, landscape=True, prefer_css_page_size=True)
        sheets = pypdf.PdfReader(io.BytesIO(content)).pages
        words = " ".join(sheet.extract_text() for sheet in sheets).split()
        assert people
        for person in people:
            assert words.count(person) >= 1, (paper, person)
    page.context.close()
