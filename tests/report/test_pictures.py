"""Do the pictures of a report fit into one page, offline?"""

import re
import xml.etree.ElementTree as ET

import pytest

from rosterer.frame import Panel
from rosterer.referee import judge
from rosterer.report.charts import SHORT, Dot, map_panel
from rosterer.report.cover import cover_of
from rosterer.report.pictures import beds_panels, care_panels, map_panels, payers_panels
from rosterer.report.places import sectors_of
from rosterer_models.vocabulary.plan import LedgerLine
from tests.cases import small_case, small_plan


@pytest.fixture(scope="module")
def panels() -> list[Panel]:
    case, plan = small_case(), small_plan()
    verdict = judge(case, plan)
    cover = cover_of(case, plan, verdict)
    maps = map_panels(sectors_of(case, plan, verdict, cover))
    return [
        *care_panels(case, cover),
        *beds_panels(case, cover),
        *maps,
        *payers_panels(verdict.ledger),
    ]


def test_there_is_a_picture_for_each_band_with_care_unit_with_beds_map_and_the_payers(
    panels: list[Panel],
) -> None:
    captions = [panel.caption for panel in panels]
    starts = [
        "morning: ",
        "evening: ",
        "hub: ",
        "Hours of care short: ",
        "Delay days from the first day on",
        "Cash, by who pays",
        "Notional bed days of people who are known, by who pays",
        "Notional bed days of people who are expected, by who pays",
        "Notional price of care, staff and beds that are missing, by who pays",
    ]
    assert len(captions) == len(starts)
    assert all(caption.startswith(start) for caption, start in zip(captions, starts, strict=True))


def test_pictures_are_whole_svg_that_scales_and_needs_no_network(panels: list[Panel]) -> None:
    for panel in panels:
        root = ET.fromstring(panel.svg)
        assert root.tag == "svg"
        assert "viewBox" in root.attrib
        # the stylesheet makes it narrower than that where there is less room
        assert root.attrib["viewBox"].split()[2] == root.attrib["width"]
        assert "http" not in panel.svg


def test_ids_of_different_pictures_differ(panels: list[Panel]) -> None:
    found = [name for panel in panels for name in set(re.findall(r' id="([^"]+)"', panel.svg))]
    assert len(found) == len(set(found))


def test_a_map_names_the_greatest_and_no_two_names_on_top_of_each_other() -> None:
    dots = [
        Dot("GREAT", 0, 0, 9),
        Dot("HIDDEN", 10, 10, 5),
        Dot("AWAY", 9000, 9000, 1),
        Dot("NOTHING", 5000, 0, 0),
    ]
    svg = map_panel("x", "Map", dots, SHORT).svg
    assert all(name in svg for name in ("GREAT", "AWAY"))
    assert not any(name in svg for name in ("HIDDEN", "NOTHING"))


def test_a_map_of_one_place_with_nothing_short_is_drawn() -> None:
    assert "<svg" in map_panel("x", "Map", [Dot("ONLY", 100, 100, 0)], SHORT).svg


def test_a_case_without_sectors_has_no_map() -> None:
    assert map_panels([]) == []


def test_no_picture_of_payers_adds_up_money_of_two_kinds() -> None:
    def line(name: str, pounds: float, kind: str) -> LedgerLine:
        fields = {"name": name, "amount": 1, "unit": "days", "pounds": pounds, "kind": kind}
        return LedgerLine.model_validate({**fields, "payer": "acute", "avoidable": True})

    ledger = [
        line("options", 40, "cash"),
        line("delay", 300, "notional"),
        line("expected-delay", 7000, "notional"),
        line("short-care", 20, "notional"),
    ]
    panels = payers_panels(ledger)
    assert [panel.figures.rows for panel in panels] == [
        (("acute", "40"),),
        (("acute", "300"),),
        (("acute", "7,000"),),
        (("acute", "20"),),
    ]
    assert [panel.words for panel in panels] == [
        "acute £40.",
        "acute £300.",
        "acute £7,000.",
        "acute £20.",
    ]


def test_what_is_less_than_half_a_pound_has_no_picture() -> None:
    assert payers_panels([]) == []
