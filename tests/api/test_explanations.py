"""Is a plan asked over the wire, by whom may it be, and who is told of it?"""

from tests.api.test_plans import sent
from tests.api.web import Web, assert_problem, document_of
from tests.cases import day, small_case

ASKED = {"question": {"about": "person", "person": "ann", "date": day(0).isoformat()}}


def test_an_answer_has_ids_numbers_and_a_sentence_and_calls_nobody_by_name(web: Web) -> None:
    client = web.client()
    _, plan = sent(client)
    answer = client.post(f"/v1/plans/{plan}/explanations", json=ASKED)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["question"] == ASKED["question"]
    assert body["sentence"].startswith("ann has D on Mon 5 Oct")
    assert "Ann Example" not in answer.text
    assert "floats-back" in {reason["limit"] for reason in body["reasons"]}


def test_something_else_is_done_and_what_is_not_so_is_answered(web: Web) -> None:
    client = web.client()
    _, plan = sent(client)
    instead = {"about": "start", "referral": "r3", "option": "home-care", "date": "2026-10-06"}
    done = client.post(f"/v1/plans/{plan}/explanations", json={"question": instead}).json()
    assert done["is_so"] is True
    waits = {"question": {"about": "referral", "referral": "r1"}}
    assert client.post(f"/v1/plans/{plan}/explanations", json=waits).json()["is_so"] is False


def test_what_cannot_be_asked_is_refused(web: Web) -> None:
    client = web.client()
    _, plan = sent(client)
    unknown = {"question": {"about": "referral", "referral": "r9"}}
    refused = client.post(f"/v1/plans/{plan}/explanations", json=unknown)
    assert_problem(refused, 422)
    assert "'r9' is not in the case" in refused.text
    for wrong in (
        {},
        {"question": {"about": "weather"}},
        {"question": {"about": "start", "referral": "r1", "option": "home-care"}},
        {**ASKED, "settle_seconds": 9999},
    ):
        assert client.post(f"/v1/plans/{plan}/explanations", json=wrong).status_code == 422
    assert client.post("/v1/plans/plan-1/explanations", json=ASKED).status_code == 404


def test_who_asked_about_what_is_in_the_audit_log(web: Web) -> None:
    client, auditor = web.client(), web.client("auditor")
    _, plan = sent(client)
    client.post(f"/v1/plans/{plan}/explanations", json=ASKED)
    items = auditor.get("/v1/audit").json()["items"]
    entries = [one for one in items if one["action"] == "plan.explain"]
    assert [one["target"] for one in entries] == [plan]
    assert entries[0]["detail"]["question"]["person"] == "ann"


def test_a_case_is_asked_what_contradicts_itself_in_it(web: Web) -> None:
    client = web.client()
    fixed = [
        {"person": "dan", "date": day(1).isoformat(), "shift": "N"},
        {"person": "dan", "date": day(2).isoformat(), "shift": "D"},
    ]
    case = client.post("/v1/cases", json=document_of(small_case(fixed=fixed))).json()["id"]
    found = client.get(f"/v1/cases/{case}/conflicts").json()
    assert "rest-between-duties" in {one["rule"] for one in found}
    sound = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    assert client.get(f"/v1/cases/{sound}/conflicts").json() == []
