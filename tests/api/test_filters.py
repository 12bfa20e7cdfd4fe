"""Are lists narrowed down by metadata, state and time, and are jobs stopped together?"""

import json
import secrets
from typing import Any

import pytest
from sqlalchemy import update

from rosterer_api.storage.tables import JobRow, ScenarioRow
from tests.api.web import Web, a_web, assert_problem, document_of
from tests.cases import small_case, small_plan

NOTES: list[dict[str, Any]] = [
    {"ward": "7", "n": 7, "urgent": True},
    {"ward": 7, "n": 7.5, "urgent": "true"},
    {"ward": None, 'a "b" $.c': "ü😀", "nested": {"ward": "7"}},
]


@pytest.fixture(params=["sqlite", "postgresql"])
def either_web(request: pytest.FixtureRequest, tmp_path: Any) -> Any:
    """A service on each kind of database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'service.sqlite'}"
    else:
        url = request.getfixturevalue("cluster").url(f"filters_{secrets.token_hex(4)}")
    with a_web(url) as one:
        yield one


def scenarios(client: Any) -> list[str]:
    """A kept scenario with each of the notes."""
    return [
        client.post(
            "/v1/scenarios", json={"scenario": {"name": f"s{i}"}, "metadata": notes}
        ).json()["id"]
        for i, notes in enumerate(NOTES)
    ]


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ({"ward": "7"}, 0),
        ({"ward": 7}, 1),
        ({"ward": None}, 2),
        ({"urgent": True}, 0),
        ({"urgent": "true"}, 1),
        ({"n": 7.0}, 0),
        ({"n": 7, "ward": "7"}, 0),
        ({'a "b" $.c': "ü😀"}, 2),
    ],
)
def test_a_list_shows_what_has_the_entries(
    either_web: Web, wanted: dict[str, Any], number: int
) -> None:
    client = either_web.client()
    ids = scenarios(client)
    found = client.get("/v1/scenarios", params={"metadata": json.dumps(wanted)}).json()["items"]
    assert [row["id"] for row in found] == [ids[number]]


@pytest.mark.parametrize(
    "wanted", [{"ward": "8"}, {"n": "7"}, {"urgent": False}, {"none": None}, {"ward": "7\x00"}]
)
def test_what_no_row_has_gives_an_empty_list(either_web: Web, wanted: dict[str, Any]) -> None:
    client = either_web.client()
    scenarios(client)
    answer = client.get("/v1/scenarios", params={"metadata": json.dumps(wanted)})
    assert answer.json() == {"items": [], "next": None}


def test_a_row_with_what_a_database_cannot_look_into_spoils_no_list(either_web: Web) -> None:
    client = either_web.client()
    ids = scenarios(client)
    with either_web.database.writing() as session:
        bad = update(ScenarioRow).where(ScenarioRow.id == ids[1])
        session.execute(bad.values(meta={"ward": "\ud800", "b": "\x00"}))
    found = client.get("/v1/scenarios", params={"metadata": json.dumps({"ward": "7"})})
    assert [row["id"] for row in found.json()["items"]] == ids[:1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        '{"a": 01}',
        '{"a": NaN}',
        '{"a": 90071992547409930}',
        "[]",
        "{",
        '{"a": {}}',
        '{"a": [1]}',
        '{"a": 1e30}',
        '{"a": "\\ud800"}',
    ],
)
def test_what_cannot_be_looked_for_is_refused(web: Web, text: str) -> None:
    assert_problem(web.client().get("/v1/scenarios", params={"metadata": text}), 422)


@pytest.mark.parametrize("path", ["cases", "jobs", "plans", "scenarios", "winters"])
def test_every_list_takes_metadata_and_times(web: Web, path: str) -> None:
    times = {"created_from": "2026-01-01T00:00:00Z", "created_before": "2026-02-01T00:00:00+01:00"}
    answer = web.client().get(f"/v1/{path}", params={"metadata": "{}", **times})
    assert answer.status_code == 200, answer.text
    assert_problem(
        web.client().get(f"/v1/{path}", params={"created_from": "2026-01-01T00:00"}), 422
    )


def test_a_moment_belongs_to_what_begins_with_it(web: Web) -> None:
    client = web.client()
    ids = scenarios(client)
    with web.database.writing() as session:
        for number, name in enumerate(ids):
            row = update(ScenarioRow).where(ScenarioRow.id == name)
            session.execute(row.values(created=1_000_000_000.0 + number))
    second = {"created_from": "2001-09-09T01:46:41Z", "created_before": "2001-09-09T01:46:42Z"}
    found = client.get("/v1/scenarios", params=second).json()["items"]
    assert [row["id"] for row in found] == ids[1:2]


def test_a_name_that_stands_twice_is_looked_for_twice(either_web: Web) -> None:
    client = either_web.client()
    ids = scenarios(client)
    for text, found in (('{"ward": "7", "ward": "8"}', []), ('{"n": 7, "n": 7.0}', ids[:1])):
        items = client.get("/v1/scenarios", params={"metadata": text}).json()["items"]
        assert [row["id"] for row in items] == found


def test_what_is_looked_for_may_be_written_in_any_sound_way(web: Web) -> None:
    client = web.client()
    ids = scenarios(client)
    for text in (' {\n"ward" : "7"}\t', '{"ward": "\\u0037"}', '{"ward":"7","n":7.0e-0}'):
        items = client.get("/v1/scenarios", params={"metadata": text}).json()["items"]
        assert [row["id"] for row in items] == ids[:1], text


def test_plans_are_listed_by_state(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    client.post(f"/v1/cases/{case}/plans", json=small_plan().model_dump(mode="json"))
    assert len(client.get("/v1/plans", params={"state": "draft"}).json()["items"]) == 1
    assert client.get("/v1/plans", params={"state": "published"}).json()["items"] == []
    assert_problem(client.get("/v1/plans", params={"state": "drafty"}), 422)


def submitted(client: Any, case: str, **metadata: Any) -> str:
    """A job."""
    body = {"case": case, "kind": "wait", "metadata": metadata}
    job: str = client.post("/v1/jobs", json=body).json()["id"]
    return job


def test_jobs_that_fit_are_stopped_together_and_no_others(either_web: Web) -> None:
    client = either_web.client("manager")
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    ours = [submitted(client, case, batch="night") for _ in range(3)]
    other = submitted(client, case, batch="day")
    answer = client.post("/v1/jobs/stop", json={"metadata": {"batch": "night"}})
    assert answer.status_code == 202, answer.text
    assert answer.json() == {"jobs": ours, "more": False}
    states = {row["id"]: row["state"] for row in client.get("/v1/jobs").json()["items"]}
    assert states == {**dict.fromkeys(ours, "stopped"), other: "queued"}
    entries = either_web.client().get("/v1/audit").json()["items"]
    assert sorted(e["target"] for e in entries if e["action"] == "job.stop") == ours


def test_nobody_stops_jobs_that_are_not_theirs_to_stop(web: Web) -> None:
    planner, other = web.client("planner"), web.client("planner")
    case = planner.post("/v1/cases", json=document_of(small_case())).json()["id"]
    job = submitted(planner, case)
    assert other.post("/v1/jobs/stop", json={"case": case}).json()["jobs"] == []
    assert web.client("manager").post("/v1/jobs/stop", json={"case": case}).json()["jobs"] == [job]


def test_what_has_ended_is_not_stopped_again(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    submitted(client, case)
    assert len(client.post("/v1/jobs/stop", json={"kind": "wait"}).json()["jobs"]) == 1
    assert client.post("/v1/jobs/stop", json={"kind": "wait"}).json()["jobs"] == []


def test_of_very_many_jobs_a_part_is_stopped_and_that_is_said(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    with web.database.writing() as session:
        for number in range(201):
            session.add(
                JobRow(id=f"job-{number:03}", kind="wait", case_id=case, created_by="somebody")
            )
    answer = client.post("/v1/jobs/stop", json={"case": case}).json()
    assert (len(answer["jobs"]), answer["more"]) == (200, True)
    assert client.post("/v1/jobs/stop", json={"case": case}).json()["more"] is False


def test_to_stop_everything_must_be_said(web: Web) -> None:
    client = web.client()
    job = submitted(client, client.post("/v1/cases", json=document_of(small_case())).json()["id"])
    nothings: list[dict[str, Any]] = [{}, {"metadata": {}}, {"kind": None, "metadata": {}}]
    for nothing in nothings:
        assert_problem(client.post("/v1/jobs/stop", json=nothing), 422)
    assert client.get(f"/v1/jobs/{job}").json()["stop_requested"] is False
    everything = {"created_before": "2999-01-01T00:00:00Z"}
    assert web.client().post("/v1/jobs/stop", json=everything).status_code == 202


@pytest.mark.parametrize("path", ["cases", "jobs", "plans", "scenarios", "winters"])
@pytest.mark.parametrize("cursor", ["x", "null", "{name}-zzz", "{name}-01a22d5bab6d0fb7f7c27", "8"])
def test_a_cursor_that_no_list_gave_is_refused(web: Web, path: str, cursor: str) -> None:
    given = cursor.format(name=path.removesuffix("s"))
    problem = assert_problem(web.client().get(f"/v1/{path}", params={"cursor": given}), 422)
    assert [error["parameter"] for error in problem["errors"]] == ["cursor"]


def test_a_cursor_belongs_to_its_list(web: Web) -> None:
    client = web.client()
    ids = scenarios(client)
    following = client.get("/v1/scenarios", params={"limit": 1}).json()["next"]
    rest = client.get("/v1/scenarios", params={"cursor": following}).json()["items"]
    assert [row["id"] for row in rest] == ids[1::-1]
    assert_problem(client.get("/v1/jobs", params={"cursor": following}), 422)


def test_a_page_goes_on_where_the_row_of_its_cursor_was_removed(web: Web) -> None:
    client = web.client()
    ids = scenarios(client)
    client.delete(f"/v1/scenarios/{ids[2]}")
    rest = client.get("/v1/scenarios", params={"cursor": ids[2]}).json()["items"]
    assert [row["id"] for row in rest] == ids[1::-1]


def test_kinds_of_job_that_there_are_not_are_refused(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    job = submitted(client, case)
    listed = client.get("/v1/jobs", params={"kind": "wiat"})
    assert assert_problem(listed, 422)["errors"][0]["parameter"] == "kind"
    assert_problem(client.post("/v1/jobs/stop", json={"kind": "wiat"}), 422, "/kind")
    known = client.get("/v1/jobs", params={"kind": "wait"}).json()["items"]
    assert [row["id"] for row in known] == [job]
    assert client.get("/v1/jobs", params={"kind": "solve"}).json()["items"] == []


@pytest.mark.parametrize("name", ["external_id", "case", "state", "created_before", "metadata"])
@pytest.mark.parametrize("nothing", [None, {}])
def test_what_narrows_nothing_down_stops_nothing(web: Web, name: str, nothing: object) -> None:
    client = web.client()
    job = submitted(client, client.post("/v1/cases", json=document_of(small_case())).json()["id"])
    answer = client.post("/v1/jobs/stop", json={"kind": "wait", name: nothing})
    errors = assert_problem(answer, 422, f"/{name}")["errors"]
    assert "leave it out" in {error.get("remedy") for error in errors}
    assert client.get(f"/v1/jobs/{job}").json()["state"] == "queued"
    assert client.post("/v1/jobs/stop", json={"kind": "wait"}).json()["jobs"] == [job]
