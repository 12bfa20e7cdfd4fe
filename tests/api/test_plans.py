"""Are plans judged, compared, taken away in every form, and brought from draft to worked in
order?
"""

import csv
import io
import json
import zipfile
from typing import Any

import pytest

from rosterer_api.storage.tables import PlanRow
from tests.api.web import Web, assert_problem, document_of
from tests.cases import DUTIES, PEOPLE, changed, small_case, small_plan

NAMED = small_case(people=changed(PEOPLE, "person", "ann", name="=Ann Example"))


def sent(client: Any, **changes: Any) -> tuple[str, str]:
    """A case with a plan of it."""
    case = client.post("/v1/cases", json=document_of(NAMED)).json()["id"]
    made = client.post(
        f"/v1/cases/{case}/plans",
        json=small_plan(**changes).model_dump(mode="json", exclude={"certificate"}),
    )
    assert made.status_code == 201, made.text
    return case, made.json()["id"]


def test_a_plan_made_by_hand_gets_the_referees_verdict(web: Web) -> None:
    client = web.client()
    _, good = sent(client)
    _, bad = sent(client, duties=())
    assert client.get(f"/v1/plans/{good}").json()["verdict"]["is_good"] is True
    assert client.get(f"/v1/plans/{bad}").json()["verdict"]["is_good"] is False
    verdict = client.get(f"/v1/plans/{bad}/verdict").json()
    assert {breach["rule"] for breach in verdict["broken"]} == set(
        client.get(f"/v1/plans/{bad}").json()["verdict"]["broken_rules"]
    )


def test_a_plan_of_a_job_that_was_ended_hard_is_judged_before_anybody_goes_by_it(web: Web) -> None:
    client, approver = web.client(), web.client("approver")
    _, read = sent(client, duties=())
    _, approved = sent(client, duties=())
    with web.database.writing() as session:  # as it is kept when nobody was there to judge it
        for name in (read, approved):
            row = session.get_one(PlanRow, name)
            row.verdict, row.summary = {}, {"status": "stopped", "standing": {"sentence": "?"}}
    shown = client.get(f"/v1/plans/{read}").json()
    assert shown["verdict"]["is_good"] is False
    assert shown["summary"]["cost"] == shown["verdict"]["cost"]
    assert shown["summary"]["standing"] == shown["verdict"]["standing"]
    step = approver.post(f"/v1/plans/{approved}/approve").json()
    assert step["verdict"]["num_broken"] == shown["verdict"]["num_broken"] > 0
    log = client.get("/v1/audit").json()["items"]
    (noted,) = [entry for entry in log if entry["action"] == "plan.approve"]
    assert noted["detail"]["num_broken"] > 0


def test_a_broken_plan_is_refused_with_every_fault(web: Web) -> None:
    client = web.client()
    case, _ = sent(client)
    answer = client.post(
        f"/v1/cases/{case}/plans",
        json={"duties": [{"person": "ann"}], "placements": [{"referral": 7}]},
    )
    assert_problem(answer, 422, "/duties/0/date", "/duties/0/shift", "/placements/0/referral")


def test_tables_come_as_json_and_csv(web: Web) -> None:
    client = web.client()
    _, plan = sent(client)
    rows = client.get(f"/v1/plans/{plan}/tables/duties").json()
    assert len(rows) == len(DUTIES)
    text = client.get(f"/v1/plans/{plan}/tables/duties.csv").text
    assert text.splitlines()[0].startswith("person,date,shift")
    assert len(text.splitlines()) == len(DUTIES) + 1


@pytest.mark.parametrize("form", ["csv", "xlsx", "ics"])
def test_a_plan_is_taken_away_in_every_form(web: Web, form: str) -> None:
    client = web.client()
    _, plan = sent(client)
    answer = client.get(f"/v1/plans/{plan}/export/{form}")
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:  # a workbook is a zip file too
        assert archive.testzip() is None
        assert archive.namelist()


def test_exports_hold_no_names_for_those_who_may_not_see_them_and_no_formulas(web: Web) -> None:
    from openpyxl import load_workbook

    _, plan = sent(web.client())

    def texts(client: Any) -> set[str]:
        book = load_workbook(io.BytesIO(client.get(f"/v1/plans/{plan}/export/xlsx").content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not any(cell.data_type == "f" and "Ann" in str(cell.value) for cell in cells)
        return {str(cell.value) for cell in cells if "Ann Example" in str(cell.value)}

    assert texts(web.client("service"))
    assert not texts(web.client("planner"))


def test_a_plan_goes_from_draft_to_worked_and_no_step_is_left_out(web: Web) -> None:
    manager, approver = web.client("manager"), web.client("approver")
    _, plan = sent(manager)
    assert_problem(manager.post(f"/v1/plans/{plan}/publish"), 409)
    assert_problem(manager.get(f"/v1/plans/{plan}/export/payroll"), 409)
    version = approver.get(f"/v1/plans/{plan}").headers["etag"]
    assert_problem(approver.post(f"/v1/plans/{plan}/approve", headers={"If-Match": '"v9"'}), 412)
    assert (
        approver.post(f"/v1/plans/{plan}/approve", headers={"If-Match": version}).json()["state"]
        == "approved"
    )
    assert manager.post(f"/v1/plans/{plan}/publish").json()["state"] == "published"
    assert manager.get(f"/v1/plans/{plan}/export/payroll").status_code == 200
    assert manager.post(f"/v1/plans/{plan}/work").json()["state"] == "worked"
    administrator = web.client()
    assert_problem(administrator.delete(f"/v1/plans/{plan}"), 409)
    actions = [entry["action"] for entry in administrator.get("/v1/audit").json()["items"]]
    assert [a for a in actions if a.startswith("plan.")] == [
        "plan.work",
        "plan.publish",
        "plan.approve",
        "plan.create",
    ]
    assert "plan.approve" in administrator.get("/v1/audit/export").text


def test_nobody_approves_their_own_plan(web: Web) -> None:
    administrator = web.client()
    _, plan = sent(administrator)
    assert_problem(administrator.post(f"/v1/plans/{plan}/approve"), 403)


def test_two_plans_are_compared_duty_by_duty(web: Web) -> None:
    client = web.client()
    _, one = sent(client)
    _, two = sent(client, duties=DUTIES[1:])
    found = client.get(f"/v1/plans/{one}/difference/{two}").json()
    assert [(d["person"], len(d["before"]), len(d["after"])) for d in found["duties"]] == [
        ("ann", 1, 0)
    ]
    assert found["placements"] == []
    assert found["cost"] is not None


def test_plans_of_cases_that_have_nothing_in_common_are_not_compared(web: Web) -> None:
    client = web.client()
    case, one = sent(client)
    change = {"changes": [{"kind": "beds", "unit": "hub", "beds": 2}]}
    changed = client.post(f"/v1/cases/{case}/changes", json=change).json()["id"]
    apart = client.post("/v1/cases", json=client.get(f"/v1/cases/{changed}/document").json())
    plan = client.get(f"/v1/plans/{one}/document").json()
    two, three = (
        client.post(f"/v1/cases/{name}/plans", json=plan).json()["id"]
        for name in (changed, apart.json()["id"])
    )
    of_itself = client.get(f"/v1/plans/{one}/difference/{one}").json()
    of_its_line = client.get(f"/v1/plans/{one}/difference/{two}").json()
    assert (of_itself["is_same_case"], of_its_line["is_same_case"]) == (True, False)
    refused = assert_problem(client.get(f"/v1/plans/{one}/difference/{three}"), 409)
    assert case in refused["detail"]


def test_a_case_that_a_plan_needs_stays(web: Web) -> None:
    client = web.client()
    case, plan = sent(client)
    assert_problem(client.delete(f"/v1/cases/{case}"), 409)
    assert client.delete(f"/v1/plans/{plan}").status_code == 204
    assert client.delete(f"/v1/cases/{case}").status_code == 204
    assert_problem(client.get(f"/v1/cases/{case}"), 404)


def worked(web: Web) -> tuple[str, str]:
    """A case, and a plan of it that was worked."""
    case, plan = sent(web.client("planner"))
    administrator = web.client()
    for step in ("approve", "publish", "work"):
        assert administrator.post(f"/v1/plans/{plan}/{step}").status_code == 200
    return case, plan


def test_what_was_worked_becomes_the_history_of_the_next_case(web: Web) -> None:
    case, plan = worked(web)
    client = web.client("planner")
    body = {"changes": [{"kind": "beds", "unit": "hub", "beds": 2}], "external_id": "week-2"}
    made = client.post(f"/v1/plans/{plan}/following-case", json=body)
    assert made.status_code == 201, made.text
    assert made.json()["parent"] == case
    assert [change["kind"] for change in made.json()["changes"]] == ["worked", "beds"]
    document = client.get(f"/v1/cases/{made.json()['id']}/document").json()
    assert {(row["person"], row["date"]) for row in document["history"]} == {
        (d.person, d.date.isoformat()) for d in DUTIES
    }
    assert document["units"][0]["beds"] == 2


def test_a_plan_that_was_not_worked_leads_nowhere(web: Web) -> None:
    client = web.client()
    _, plan = sent(client)
    assert_problem(client.post(f"/v1/plans/{plan}/following-case", json={}), 409)


def test_changes_that_do_not_fit_what_follows_are_refused(web: Web) -> None:
    _, plan = worked(web)
    body = {"changes": [{"kind": "beds", "unit": "nowhere", "beds": 2}]}
    assert_problem(web.client().post(f"/v1/plans/{plan}/following-case", json=body), 422)


def test_payroll_of_a_worked_plan_pays_every_duty_once(web: Web) -> None:
    _, plan = worked(web)
    answer = web.client("manager").get(f"/v1/plans/{plan}/export/payroll")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("payroll.csv").decode("utf-8-sig"))))
    assert sorted((row["person"], row["date"]) for row in rows) == sorted(
        {(d.person, d.date.isoformat()) for d in DUTIES}
    )
    assert {row["name"] for row in rows} == {""}  # this manager has no teams


def test_the_exported_log_has_the_moments_and_details_of_its_pages(web: Web) -> None:
    administrator = web.client()
    sent(administrator)
    exported = list(csv.DictReader(io.StringIO(administrator.get("/v1/audit/export").text)))
    shown = administrator.get("/v1/audit").json()["items"]
    exported = [row for row in exported if row["id"] in {str(entry["id"]) for entry in shown}]
    assert {row["at"] for row in exported} == {entry["at"] for entry in shown}
    by_id = {str(entry["id"]): entry["detail"] for entry in shown}
    assert all(json.loads(row["detail"]) == by_id[row["id"]] for row in exported)
