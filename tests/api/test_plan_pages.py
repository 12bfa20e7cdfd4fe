"""Are plans compared, approved and published through the pages, and by those who may?"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.visitor import Visitor, heading, signed_in, words
from tests.api.web import Web, a_web, document_of
from tests.cases import PEOPLE, changed, duty, small_case, small_plan

MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One service for all of these tests."""
    folder = tmp_path_factory.mktemp("pages")
    with a_web(f"sqlite:///{folder / 's.sqlite'}") as one:
        yield one


@pytest.fixture
def case(web: Web) -> str:
    """A case of its own for each test, in which somebody's name is markup."""
    document = document_of(small_case(people=changed(PEOPLE, "person", "ann", name=MARKUP)))
    return str(web.client().post("/v1/cases", json=document).json()["id"])


def kept(web: Web, case: str, role: Any = "planner", **fields: Any) -> str:
    document = small_plan(**fields).model_dump(mode="json", exclude={"certificate"})
    answer = web.client(role).post(f"/v1/cases/{case}/plans", json=document)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def step(visitor: Visitor, plan: str, name: str, version: int) -> Any:
    return visitor.send(f"/plans/{plan}", f"/plans/{plan}/{name}", {"version": version})


def test_without_a_plan_the_page_says_what_to_do(web: Web, tmp_path: Any) -> None:
    with a_web(f"sqlite:///{tmp_path / 'empty.sqlite'}") as empty:
        assert "No plan is here yet" in words(signed_in(empty).get("/plans"))


def test_a_plan_goes_from_draft_to_published_by_two_people(web: Web, case: str) -> None:
    plan = kept(web, case)
    approver, manager = signed_in(web, "approver"), signed_in(web, "manager")
    assert "approving a plan is for others" in words(manager.get(f"/plans/{plan}"))
    assert step(approver, plan, "approve", 1).status_code == 303
    assert "publishing a plan is for others" in words(approver.get(f"/plans/{plan}"))
    page = manager.follow(step(manager, plan, "publish", 2))
    assert "Published v3" in words(page)
    assert "Published" in words(manager.get("/"))
    assert f'href="/plans/{plan}"' in manager.get("/").text


def test_nobody_approves_what_they_made(web: Web, case: str) -> None:
    visitor = Visitor(web)
    key = web.key("administrator")
    visitor.sign_in(key)
    document = small_plan().model_dump(mode="json", exclude={"certificate"})
    plan = visitor.client.post(
        f"/v1/cases/{case}/plans", json=document, headers={"Authorization": f"Bearer {key}"}
    ).json()["id"]
    assert "You made this plan, so somebody else has to approve it" in words(
        visitor.get(f"/plans/{plan}")
    )
    assert step_without_form(visitor, plan).status_code == 403


def step_without_form(visitor: Visitor, plan: str) -> Any:
    fields = {"form": visitor.token("/plans"), "version": "1"}
    return visitor.client.post(f"/plans/{plan}/approve", data=fields)


@pytest.mark.parametrize("role", ["auditor", "planner", "manager", "service"])
def test_others_than_approvers_cannot_approve(web: Web, case: str, role: Any) -> None:
    plan = kept(web, case)
    visitor = signed_in(web, role)
    assert f"/plans/{plan}/approve" not in visitor.get(f"/plans/{plan}").text
    refused = step_without_form(visitor, plan)
    assert (refused.status_code, heading(refused)) == (403, "May you do this?")
    assert web.client().get(f"/v1/plans/{plan}").json()["state"] == "draft"


def test_two_who_decide_at_once_are_told_of_each_other(web: Web, case: str) -> None:
    plan = kept(web, case)
    first, second = signed_in(web, "approver"), signed_in(web, "approver")
    token = second.token(f"/plans/{plan}")
    assert step(first, plan, "approve", 1).status_code == 303
    late = second.client.post(f"/plans/{plan}/approve", data={"form": token, "version": "1"})
    assert late.status_code == 412
    assert "Nothing was changed" in words(late)
    assert "You saw version 1; meanwhile somebody made it version 2" in words(late)
    forged = second.client.post(f"/plans/{plan}/approve", data={"form": token})
    assert forged.status_code == 412


def test_a_plan_that_would_be_paid_twice_is_not_published(web: Web, case: str) -> None:
    plan = kept(web, case)
    approver, manager = signed_in(web, "approver"), signed_in(web, "manager")
    step(approver, plan, "approve", 1)
    step(manager, plan, "publish", 2)
    step(manager, plan, "work", 3)
    other = kept(web, case, duties=(duty("ann", 0),))
    step(approver, other, "approve", 1)
    refused = step(manager, other, "publish", 2)
    assert refused.status_code == 409
    assert "was worked" in words(refused)


def test_two_plans_are_compared_person_by_person(web: Web, case: str) -> None:
    one, other = kept(web, case), kept(web, case, duties=(duty("ann", 0), duty("ann", 1)))
    path = f"/plans/compare?plan={other}&plan={one}"
    page = signed_in(web).get(path)
    assert heading(page) == "What changes for whom if I accept?"
    assert "From the plan made" in words(page)
    assert page.text.index(f"/plans/{one}") < page.text.index(f"/plans/{other}")
    assert MARKUP not in page.text
    assert MARKUP in words(page)
    unseen = signed_in(web, "planner").get(path)
    assert MARKUP not in words(unseen)
    assert "ann: " in words(unseen)


def test_a_duty_whose_hours_go_otherwise_says_how(web: Web, case: str) -> None:
    there = duty("ann", 0).model_copy(update={"place": "A", "band": "morning", "minutes": 60})
    other = there.model_copy(update={"minutes": 45})
    plans = [kept(web, case, duties=(one,)) for one in (there, other)]
    page = signed_in(web).get(f"/plans/compare?plan={plans[0]}&plan={plans[1]}")
    assert "D: A morning 60 min D: A morning 45 min" in words(page)


def test_the_same_plan_changes_nothing_for_anybody(web: Web, case: str) -> None:
    one, other = kept(web, case), kept(web, case)
    page = signed_in(web).get(f"/plans/compare?plan={one}&plan={other}")
    assert "Nothing changes for anybody" in words(page)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_two_plans_must_be_chosen(web: Web, case: str, number: int) -> None:
    plans = [kept(web, case) for _ in range(number)]
    query = "&".join(f"plan={plan}" for plan in plans)
    page = signed_in(web).get(f"/plans/compare?{query}")
    assert page.status_code == 422
    assert "choose two" in words(page)


def test_plans_of_two_lines_are_not_compared(web: Web, case: str) -> None:
    other = web.client().post("/v1/cases", json=document_of(small_case(name="other"))).json()["id"]
    page = signed_in(web).get(f"/plans/compare?plan={kept(web, case)}&plan={kept(web, other)}")
    assert page.status_code == 409
    assert "nothing to do with it" in words(page)


def test_a_plan_that_is_not_there_is_said_so(web: Web) -> None:
    visitor = signed_in(web)
    for path in ("/plans/none", "/plans/none/export/csv", "/plans/compare?plan=a&plan=b"):
        assert visitor.get(path).status_code == 404


def test_a_plan_can_be_taken_along(web: Web, case: str) -> None:
    plan = kept(web, case)
    visitor = signed_in(web)
    for form in ("csv", "xlsx", "ics"):
        assert visitor.get(f"/plans/{plan}/export/{form}").status_code == 200
    assert visitor.get(f"/plans/{plan}/export/payroll").status_code == 409


def test_who_reads_names_in_a_comparison_is_in_the_audit_log(web: Web, case: str) -> None:
    one, other = kept(web, case), kept(web, case, duties=(duty("ann", 1),))
    signed_in(web).get(f"/plans/compare?plan={one}&plan={other}")
    items = web.client().get("/v1/audit").json()["items"]
    assert next(item["target"] for item in items if item["action"] == "names.read") == other
