"""Does the rota page show who works when, to those who may see it, and what is wrong?"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.api.visitor import heading, signed_in, words
from tests.api.web import LONG_AFTER, Web, a_web, document_of
from tests.cases import MONDAY, PEOPLE, changed, duty, small_case, small_plan

MARKUP = "<svg onload=alert(1)>"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One service for all of these tests."""
    folder = tmp_path_factory.mktemp("pages")
    with a_web(f"sqlite:///{folder / 's.sqlite'}") as one:
        yield one


def kept(web: Web, case: Any, **fields: Any) -> str:
    """A plan of a case, or of an id of one."""
    client = web.client("planner")
    if not isinstance(case, str):
        case = client.post("/v1/cases", json=document_of(case)).json()["id"]
    document = small_plan(**fields).model_dump(mode="json", exclude={"certificate"})
    return str(client.post(f"/v1/cases/{case}/plans", json=document).json()["id"])


def cells(text: str) -> list[str]:
    """What stands in each row of a table."""
    rows = re.findall("<tr>.*?</tr>", text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def row_of(page: Any, person: str) -> str:
    return next(one for one in cells(page.text) if one.startswith(person))


def test_without_a_plan_the_page_says_what_to_do(tmp_path: Any) -> None:
    with a_web(f"sqlite:///{tmp_path / 'empty.sqlite'}") as empty:
        visitor = signed_in(empty, "manager")
        assert "No plan is here yet" in words(visitor.get("/rota"))
        missing = visitor.get("/rota/north")
        assert missing.status_code == 404
        assert "has a team north" in words(missing)


def test_the_rota_of_the_first_team_of_the_present_plan_is_shown(web: Web) -> None:
    plan = kept(web, small_case(), duties=(duty("ann", 0), duty("ann", 2, "N", place="hub")))
    visitor = signed_in(web)
    led = visitor.get(f"/rota?plan={plan}")
    assert led.headers["location"].startswith("/rota/north?days=14")
    page = visitor.follow(led)
    assert heading(page).startswith("Who of")
    row = row_of(page, "ann")
    assert " D " in row
    assert "N hub" in row
    assert "Not covered" in words(page)
    assert "On duty" in words(page)
    assert 'role="grid"' in page.text
    assert len(re.findall(r'<td[^>]* tabindex="0"', page.text)) == 1


def test_names_are_shown_to_those_who_may_see_them_and_noted(web: Web) -> None:
    plan = kept(web, small_case(people=changed(PEOPLE, "person", "ann", name="Ann Secret")))
    path = f"/rota/north?plan={plan}"
    for role, teams, is_seen in (
        ("planner", [], False),
        ("auditor", [], False),
        ("manager", ["south"], False),
        ("manager", ["north"], True),
        ("approver", [], True),
    ):
        page = signed_in(web, role, teams=teams).get(path)  # type: ignore[arg-type]
        assert page.status_code == 200
        assert ("Ann Secret" in page.text) is is_seen, (role, teams)
    noted = web.client().get("/v1/audit").json()["items"]
    reads = [item for item in noted if item["action"] == "names.read" and item["target"] == plan]
    assert len(reads) == 2


def test_markup_in_names_is_text(web: Web) -> None:
    plan = kept(web, small_case(people=changed(PEOPLE, "person", "ann", name=MARKUP)))
    page = signed_in(web).get(f"/rota/north?plan={plan}")
    assert MARKUP not in page.text
    assert MARKUP in words(page)


def test_what_is_broken_is_marked_and_said(web: Web) -> None:
    plan = kept(web, small_case(), duties=(duty("ann", 1, "N", place="hub"), duty("ann", 2)))
    page = signed_in(web).get(f"/rota/north?plan={plan}")
    assert "⚠" in row_of(page, "ann")
    assert "What is broken" in words(page)


def test_what_changed_since_it_was_published_is_marked(web: Web) -> None:
    case = web.client().post("/v1/cases", json=document_of(small_case(name="line"))).json()["id"]
    first = kept(web, case, duties=(duty("ann", 0),))
    web.client("approver").post(f"/v1/plans/{first}/approve")
    web.client("manager").post(f"/v1/plans/{first}/publish")
    second = kept(web, case, duties=(duty("ann", 0), duty("ann", 2)))
    visitor = signed_in(web)
    assert "●" not in row_of(visitor.get(f"/rota/north?plan={first}"), "ann")
    row = row_of(visitor.get(f"/rota/north?plan={second}"), "ann")
    assert row.count("●") == 1
    assert f'href="/plans/{first}"' in visitor.get("/rota/north").text


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("", 0),
        ("&from=2026-10-08", None),
        ("&from=1999-01-01", 0),
        ("&from=2999-01-01", -1),
        ("&days=9", 0),
        ("&part=7", 0),
    ],
)
def test_days_outside_lead_to_days_that_are_there(web: Web, query: str, first: int | None) -> None:
    plan = kept(web, small_case())
    page = signed_in(web).get(f"/rota/north?plan={plan}{query}")
    assert page.status_code == 200
    days = re.findall(r'<th scope="col" class="[^"]*">\w+<br>(\d+ \w+)', page.text)
    horizon = small_case().days
    assert 0 < len(days) <= horizon
    if first is not None:
        number = first % horizon
        expected = MONDAY.toordinal() + number
        assert days[0] == f"{MONDAY.fromordinal(expected):%-d %b}"


@pytest.mark.parametrize("query", ["from=yesterday", "days=many", "part=0", "plan=%27"])
def test_a_question_that_makes_no_sense_is_refused_in_a_page(web: Web, query: str) -> None:
    page = signed_in(web).get(f"/rota/north?{query}")
    assert page.status_code == 422
    assert heading(page) == "What went wrong?"


def test_today_is_that_of_the_case_s_own_zone(web: Web) -> None:
    plan = kept(web, small_case(zone="Pacific/Auckland"))
    noon = datetime.combine(MONDAY, datetime.min.time(), UTC).replace(hour=12)
    visitor = signed_in(web)
    try:
        web.set_now(noon)  # the first hours of the day after in Auckland
        page = visitor.get(f"/rota/north?plan={plan}")
        found = re.search(r'<th scope="col" class="[^"]*today">\w+<br>(\d+ \w+)', page.text)
        assert found
        assert found[1] == f"{MONDAY.fromordinal(MONDAY.toordinal() + 1):%-d %b}"
    finally:
        web.set_now(LONG_AFTER)


def test_a_large_team_is_shown_in_parts_that_are_quick_to_load(web: Web) -> None:
    like = next(one for one in PEOPLE if one.team == "north")
    rest = 65 - sum(one.team == "north" for one in PEOPLE)
    more = [
        like.model_copy(update={"person": f"p{number:03}", "name": f"Person {number}"})
        for number in range(rest)
    ]
    case = small_case(people=(*PEOPLE, *more), days=28)
    plan = kept(web, case, duties=tuple(duty(one.person, 0) for one in more), placements=())
    visitor = signed_in(web)
    page = visitor.get(f"/rota/north?plan={plan}&days=28")
    assert "people 1 to 60 of 65" in words(page)
    assert int(page.headers["content-length"]) <= 120_000
    assert page.headers["content-encoding"] == "gzip"
    assert "people 61 to 65 of 65" in words(visitor.get(f"/rota/north?plan={plan}&days=28&part=2"))
