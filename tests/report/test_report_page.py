"""Does the report say what the plan is, to everybody, without a network?"""

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.report import report_page, write_report
from rosterer.report.money import bills
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import (
    Certificate,
    Delay,
    DutyPiece,
    LedgerLine,
    Placement,
    Plan,
)


@pytest.fixture(scope="module")
def case() -> Case:
    return generate(people=30, days=7, seed=3)


@pytest.fixture(scope="module")
def plan(case: Case) -> Plan:
    first = case.referrals[0]
    return Plan(
        duties=(
            DutyPiece(
                person=case.people[0].person,
                date=case.first_day,
                shift=case.shifts[0].shift,
                place=case.units[0].unit,
            ),
        ),
        placements=(
            Placement(referral=first.referral, option=first.options[0], start=case.first_day),
        ),
        delays=tuple(
            Delay(referral=referral.referral, date=case.first_day, reason="no-care-hours")
            for referral in case.referrals[1:2]
        ),
        certificate=Certificate(
            status="feasible",
            cost=1000,
            unavoidable=400,
            bound=940,
            gap=0.1,
            version="1",
            engine="highs",
        ),
    )


@pytest.fixture(scope="module")
def page(case: Case, plan: Plan) -> str:
    dear = LedgerLine(
        name="agency",
        amount=1,
        unit="hours",
        pounds=1e9,
        kind="cash",
        payer="service",
        avoidable=True,
    )
    baseline = judge(case, plan).model_copy(update={"ledger": (dear,)})
    return report_page(case, plan, judge(case, plan), baseline=baseline)


class _Outline(HTMLParser):
    """What assistive technology sees of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br", "hr", "img", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"


def test_the_page_needs_neither_network_nor_script(page: str) -> None:
    assert not re.search(r"https?:|<script|@import|url\((?!#)|<link|<img", page)


def test_the_page_is_whole_and_reads_well_aloud(page: str) -> None:
    outline = _Outline(page)
    assert outline.open == []
    count = [tag for tag, _ in outline.tags].count
    assert count("h1") == count("main") == count("title") == 1
    assert count("table") == count("caption")
    assert all("scope" in attributes for tag, attributes in outline.tags if tag == "th")
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [str(attributes.get("href")) for tag, attributes in outline.tags if tag == "a"]
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert dict(outline.tags)["html"]["lang"] == "en-GB"


def test_every_person_and_every_referral_is_on_the_page(case: Case, page: str) -> None:
    assert [person.person for person in case.people if f">{person.person}" not in page] == []
    assert [
        referral.referral for referral in case.referrals if f">{referral.referral}<" not in page
    ] == []


def test_reasons_of_delay_are_given_in_words(page: str) -> None:
    assert "no care hours near home (1)" in page


def test_the_baseline_stands_beside_the_result_only_where_it_is_known(
    case: Case, plan: Plan, page: str
) -> None:
    assert "1,000,000,000" in page
    assert "careful manager" not in report_page(case, plan, judge(case, plan))


def test_names_are_left_out_when_asked(case: Case, plan: Plan) -> None:
    name = case.people[0].name
    verdict = judge(case, plan)
    assert name in report_page(case, plan, verdict)
    assert name not in report_page(case, plan, verdict, show_names=False)


def test_words_of_the_case_are_text_and_never_markup(case: Case) -> None:
    nasty = case.model_copy(update={"name": "<script>alert(1)</script>"})
    assert "<script>" not in report_page(nasty, Plan(), judge(nasty, Plan()))


def test_bills_are_split_by_kind_and_payer_the_greatest_first() -> None:
    def line(name: str, pounds: float, payer: str, avoidable: bool) -> LedgerLine:
        return LedgerLine(
            name=name,
            amount=1,
            unit="x",
            pounds=pounds,
            kind="notional" if "delay" in name else "cash",
            payer=payer,
            avoidable=avoidable,
        )

    found = bills(
        [
            line("delay", 90, "trust", True),
            line("expected-delay", 70, "trust", True),
            line("agency", 10, "council", True),
            line("bank-pay", 30, "trust", False),
            line("travel", 5, "trust", True),
            line("options", 0, "x", True),
        ]
    )
    assert [(bill.words, bill.pounds, bill.avoidable_pounds) for bill in found] == [
        ("trust: cash", 35, 5),
        ("council: cash", 10, 10),
        ("trust: notional bed days of people who are known", 90, 90),
        ("trust: notional bed days of people who are expected", 70, 70),
    ]


def test_the_page_is_written_in_one_step(case: Case, plan: Plan, tmp_path: Path) -> None:
    write_report(case, plan, judge(case, plan), tmp_path / "out" / "report.html")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["report.html"]


def test_the_people_who_come_to_a_place_in_a_week_are_told(case: Case) -> None:
    first, second = case.people[:2]
    place = next(place.place for place in case.places if place.kind == "sector")
    visits = [
        (first, 0, place),
        (second, 0, place),
        (first, 1, place),
        (first, 1, case.places[-1].place),
    ]
    plan = Plan(
        duties=tuple(
            DutyPiece(
                person=who.person,
                date=case.first_day + timedelta(days=t),
                shift=case.shifts[0].shift,
                place=where,
                band=case.bands[0].band,
                minutes=30,
            )
            for who, t, where in visits
        )
    )
    assert (
        f"In a week 1.5 different people come to a place on average, at most 2 ({place}, week 1)."
        in report_page(case, plan, judge(case, plan))
    )
    assert "different people come" not in report_page(case, Plan(), judge(case, Plan()))
