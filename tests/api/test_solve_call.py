"""Is a case solved in one call, and is the best plan read while it is?"""

import json
from typing import Any

import pytest

from rosterer.files import check_case
from rosterer_api.storage.documents import packed
from rosterer_api.storage.tables import CheckpointRow, JobRow
from rosterer_models.vocabulary.case import Case
from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case, small_plan


def call(**changes: Any) -> dict[str, Any]:
    """A case, and what is to be done with it."""
    return {"case": document_of(small_case()), "request": {"time_limit": 5}, **changes}


def test_case_and_job_are_kept_by_one_call_and_stay_resources(web: Web) -> None:
    client = web.client()
    made = client.post("/v1/solve", json=call(external_id="E-1", metadata={"ward": 7}))
    assert made.status_code == 202, made.text
    job = made.json()
    assert made.headers["location"] == f"/v1/jobs/{job['id']}"
    assert (job["kind"], job["request"]["time_limit"]) == ("solve", 5)
    case = client.get(f"/v1/cases/{job['case']}").json()
    assert case["fingerprint"] == small_case().fingerprint
    assert case["external_id"] == job["external_id"] == "E-1"
    assert case["metadata"] == job["metadata"] == {"ward": 7}
    actions = [e["action"] for e in client.get("/v1/audit").json()["items"]]
    assert actions[:2] == ["job.submit", "case.create"]


def test_a_call_sent_again_keeps_no_second_case(web: Web) -> None:
    client, headers = web.client(), {"Idempotency-Key": "once"}
    first = client.post("/v1/solve", json=call(), headers=headers).json()
    again = client.post("/v1/solve", json=call(), headers=headers)
    assert (again.status_code, again.json()["case"]) == (200, first["case"])
    assert len(client.get("/v1/cases").json()["items"]) == 1
    other = {**document_of(small_case()), "name": "another"}
    assert_problem(client.post("/v1/solve", json=call(case=other), headers=headers), 409)


def test_all_faults_of_case_and_call_come_at_once_and_nothing_is_kept(web: Web) -> None:
    client = web.client()
    case = document_of(small_case())
    case["people"][0]["team"] = "nobody's"
    body = call(case=case, external_id="with space", metadata=7)
    assert_problem(
        client.post("/v1/solve", json=body), 422, "/external_id", "/metadata", "/case/people/0/team"
    )
    assert_problem(client.post("/v1/solve", json=call(request={"gap": 9})), 422, "/request/gap")
    unknown = {"scenarios": [{"name": "b", "change": [{"kind": "beds", "unit": "x", "beds": 1}]}]}
    winter = call(kind="winter", request=unknown)
    pointer = "/request/scenarios/0/change/0"
    assert_problem(client.post("/v1/solve", json=winter), 422, pointer)
    assert_problem(client.post("/v1/solve", json={}), 422, "/case")
    assert_problem(client.post("/v1/solve", json=call(case=[])), 422, "/case")
    assert_problem(client.post("/v1/solve", json=call(kind="unknown")), 422, "/kind")
    assert client.get("/v1/cases").json()["items"] == []
    assert client.get("/v1/jobs").json()["items"] == []


def test_a_kind_that_needs_a_plan_of_the_case_is_refused(web: Web) -> None:
    body = call(kind="check", request={"plan": "plan-1"})
    assert_problem(web.client().post("/v1/solve", json=body), 404, "/request/plan")


def test_other_types_than_json_are_refused(web: Web) -> None:
    headers = {"Content-Type": "application/zip"}
    assert_problem(web.client().post("/v1/solve", content=b"PK", headers=headers), 415)


def with_checkpoint(web: Web, job: str, **fields: Any) -> None:
    """Let a job be at it, with a plan so far."""
    with web.database.writing() as session:
        row = session.get_one(JobRow, job)
        row.state, row.lease, row.progress = "solving", "somebody", {"best": 7.0}
        plan = small_plan(**fields).model_dump_json()
        session.merge(CheckpointRow(job_id=job, document=packed(plan)))


def test_the_best_plan_so_far_is_read_while_the_job_is_at_it(web: Web) -> None:
    client = web.client()
    job = client.post("/v1/solve", json=call()).json()["id"]
    assert "no plan" in assert_problem(client.get(f"/v1/jobs/{job}/plan"), 404)["detail"]
    with_checkpoint(web, job)
    answer = client.get(f"/v1/jobs/{job}/plan")
    found = answer.json()
    assert (found["state"], found["is_final"], found["plan"]) == ("solving", False, None)
    assert found["progress"] == {"best": 7.0}
    assert found["document"] == json.loads(small_plan().model_dump_json())
    tag = {"If-None-Match": answer.headers["etag"]}
    assert client.get(f"/v1/jobs/{job}/plan", headers=tag).status_code == 304
    with_checkpoint(web, job, duties=())
    assert client.get(f"/v1/jobs/{job}/plan", headers=tag).json()["document"]["duties"] == []


def test_the_plan_of_anothers_job_is_not_there(web: Web) -> None:
    job = web.client("planner").post("/v1/solve", json=call()).json()["id"]
    with_checkpoint(web, job)
    assert_problem(web.client("planner").get(f"/v1/jobs/{job}/plan"), 404)
    assert web.client("manager").get(f"/v1/jobs/{job}/plan").status_code == 200


@pytest.mark.parametrize("name", ["small", "city"])
def test_demo_data_is_a_sound_case_and_always_the_same(web: Web, name: str) -> None:
    client = web.client("planner")
    answer = client.get(f"/v1/demo-data/{name}")
    case = Case.model_validate(answer.json())
    assert not check_case(case)
    assert case.units
    tag = {"If-None-Match": answer.headers["etag"]}
    assert client.get(f"/v1/demo-data/{name}", headers=tag).status_code == 304
    assert_problem(client.get("/v1/demo-data/village"), 422)


def test_demo_data_is_solved_by_the_next_call(web: Web) -> None:
    client = web.client("planner")
    case = client.get("/v1/demo-data/small").json()
    assert client.post("/v1/solve", json={"case": case}).status_code == 202
