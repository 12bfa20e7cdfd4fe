"""Are scenarios kept, used by name, and are results of winters read as things of their own?"""

import io
from typing import Any

import pandas as pd
import pytest

from rosterer_api.storage.documents import packed_object
from rosterer_api.storage.tables import JobRow, WinterRow
from tests.api.web import Web, assert_problem, document_of
from tests.cases import PEOPLE, small_case

BUSY = {"name": "busy", "note": "a hard winter", "change": [{"kind": "arrivals", "percent": 30}]}


def kept(client: Any, **fields: Any) -> str:
    answer = client.post("/v1/scenarios", json={"scenario": BUSY, **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def a_winter(web: Web, case: str) -> str:
    """A result as a worker writes it down."""
    tables = {
        "delays": [{"scenario": "=busy", "mean": 1.5}, {"scenario": "base", "mean": None}],
        "costs": [],
    }
    with web.database.writing() as session:
        session.add(
            WinterRow(
                id="winter-1",
                case_id=case,
                kind="winter",
                created_by="tests",
                summary={"runs": 20},
                tables=list(tables),
                external_id="mine",
                document=packed_object(tables),
            )
        )
    return "winter-1"


def test_a_kept_scenario_reads_as_it_was_sent(web: Web) -> None:
    client = web.client()
    name = kept(client, external_id="w1", metadata={"board": 3})
    found = client.get(f"/v1/scenarios/{name}").json()
    assert (found["name"], found["note"], found["metadata"]) == (
        "busy",
        "a hard winter",
        {"board": 3},
    )
    assert found["change"][0]["percent"] == 30
    assert [
        one["id"]
        for one in client.get("/v1/scenarios", params={"external_id": "w1"}).json()["items"]
    ] == [name]
    assert client.delete(f"/v1/scenarios/{name}").status_code == 204
    assert_problem(client.get(f"/v1/scenarios/{name}"), 404)


def test_a_scenario_that_makes_no_sense_is_refused_at_its_place(web: Web) -> None:
    wrong = {"name": "wrong", "change": [{"kind": "arrivals", "percent": -200}]}
    answer = web.client().post("/v1/scenarios", json={"scenario": wrong})
    assert_problem(answer, 422, "/scenario/change/0/percent")


def test_a_job_uses_kept_scenarios_before_its_own(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    name = kept(client)
    request = {"saved": [name], "scenarios": [{"name": "own"}], "runs": 20}
    job = client.post("/v1/jobs", json={"case": case, "kind": "winter", "request": request})
    assert job.status_code == 202, job.text
    client.delete(f"/v1/scenarios/{name}")
    assert [
        one["name"]
        for one in client.get(f"/v1/jobs/{job.json()['id']}").json()["request"]["scenarios"]
    ] == ["busy", "own"]
    answer = client.post(
        "/v1/jobs", json={"case": case, "kind": "winter", "request": {"saved": ["none", name]}}
    )
    assert_problem(answer, 404, "/request/saved/0", "/request/saved/1")


def test_two_scenarios_of_one_name_are_refused_before_a_worker_would_find_out(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    for kind in ("winter", "find-capacity"):
        request = {"saved": [kept(client)], "scenarios": [{"name": "busy"}]}
        answer = client.post("/v1/jobs", json={"case": case, "kind": kind, "request": request})
        assert_problem(answer, 422, "/request/scenarios")
        assert "same name" in answer.text


def test_names_in_scenarios_are_shown_to_nobody(web: Web) -> None:
    client = web.client()
    person = {**PEOPLE[3].model_dump(mode="json"), "person": "eve", "name": "Eve Example"}
    change = {"kind": "person-added", "person": person}
    made = client.post(
        "/v1/scenarios", json={"scenario": {"name": "more", "change": [change]}}
    ).json()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    job = client.post(
        "/v1/jobs", json={"case": case, "kind": "winter", "request": {"saved": [made["id"]]}}
    ).json()
    for path in (
        f"/v1/scenarios/{made['id']}",
        "/v1/scenarios",
        f"/v1/jobs/{job['id']}",
        "/v1/jobs",
    ):
        assert "Eve" not in client.get(path).text


def test_a_result_is_read_whole_or_by_table(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    winter = a_winter(web, case)
    assert client.get(f"/v1/winters/{winter}").json()["summary"] == {"runs": 20}
    assert client.get(f"/v1/winters/{winter}/tables/delays").json()[0]["mean"] == 1.5
    answer = client.get(f"/v1/winters/{winter}/tables/delays.csv")
    assert pd.read_csv(io.StringIO(answer.text))["scenario"].to_list() == ["'=busy", "base"]
    again = client.get(
        f"/v1/winters/{winter}/tables/delays.csv",
        headers={"If-None-Match": answer.headers["etag"]},
    )
    assert again.status_code == 304
    assert client.get(f"/v1/winters/{winter}/tables/costs").json() == []
    assert_problem(client.get(f"/v1/winters/{winter}/tables/nothing"), 404)
    for query in ({"case": case}, {"external_id": "mine"}):
        assert [one["id"] for one in client.get("/v1/winters", params=query).json()["items"]] == [
            winter
        ]


def test_a_case_with_results_stays_until_they_are_removed(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    winter = a_winter(web, case)
    assert_problem(client.delete(f"/v1/cases/{case}"), 409)
    assert client.delete(f"/v1/winters/{winter}").status_code == 204
    assert client.delete(f"/v1/cases/{case}").status_code == 204


@pytest.mark.parametrize("state", ["solving", "completed"])
def test_parts_are_listed_with_their_whole_and_go_with_it(web: Web, state: str) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    with web.database.writing() as session:
        whole = JobRow(
            id="job-1", kind="winter", state=state, case_id=case, created_by="tests", parts=1
        )
        part = JobRow(
            id="job-2",
            kind="winter",
            state="completed",
            case_id=case,
            created_by="tests",
            parent_id="job-1",
        )
        session.add_all([whole, part])
    assert [one["id"] for one in client.get("/v1/jobs").json()["items"]] == ["job-1"]
    assert [one["id"] for one in client.get("/v1/jobs?parent=job-1").json()["items"]] == ["job-2"]
    assert_problem(client.delete("/v1/jobs/job-2"), 409)
    if state == "completed":
        assert client.delete("/v1/jobs/job-1").status_code == 204
        assert_problem(client.get("/v1/jobs/job-2"), 404)
    else:
        assert (
            client.post("/v1/jobs/job-1/stop").json()["state"] == "stopped"
        )  # it has no lease: nobody works on the whole
