"""Is a job taken in once, told of as it goes, and stopped when asked?"""

import json
import time
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import select

from rosterer_api.jobs.exchange import News
from rosterer_api.jobs.lease import Lease, claim, end, held, keep
from rosterer_api.jobs.workers import enlist
from rosterer_api.storage.tables import EventRow
from tests.api.service import KINDS
from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case


def new_case(client: Any) -> str:
    """The id of a new case."""
    made: str = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    return made


def lease_on(web: Web, job: str) -> Lease:
    """Take a job as a worker does."""
    lease = claim(web.database, enlist(web.database).name, KINDS)
    assert lease is not None
    assert lease.job == job
    return lease


def test_a_job_sent_twice_under_one_key_is_one_job(web: Web) -> None:
    client = web.client()
    body = {
        "case": new_case(client),
        "kind": "wait",
        "metadata": {"ward": "7"},
        "external_id": "X-1",
    }
    first = client.post("/v1/jobs", json=body, headers={"Idempotency-Key": "k"})
    second = client.post("/v1/jobs", json=body, headers={"Idempotency-Key": "k"})
    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json()["id"] == second.json()["id"]
    assert second.json()["metadata"] == {"ward": "7"}
    other = client.post(
        "/v1/jobs", json={**body, "external_id": "X-2"}, headers={"Idempotency-Key": "k"}
    )
    assert_problem(other, 409)
    assert (
        web.client("service")
        .post("/v1/jobs", json=body, headers={"Idempotency-Key": "k"})
        .status_code
        == 202
    )


def test_every_fault_of_a_submission_is_told_at_once(web: Web) -> None:
    body = {"case": "none", "kind": "solve", "request": {"gap": 7, "seed": -1, "speed": 1}}
    assert_problem(
        web.client().post("/v1/jobs", json=body),
        422,
        "/request/gap",
        "/request/seed",
        "/request/speed",
        "/case",
    )
    assert_problem(
        web.client().post("/v1/jobs", json={"case": "none", "kind": "magic"}), 422, "/kind"
    )


def test_what_a_job_names_and_is_not_there_is_not_found_all_at_once(web: Web) -> None:
    client = web.client()
    body = {"case": "none", "kind": "winter", "request": {"plan": "no", "saved": ["a", "b"]}}
    named = ("/case", "/request/plan", "/request/saved/0", "/request/saved/1")
    assert_problem(client.post("/v1/jobs", json=body), 404, *named)
    body["request"]["runs"] = -1  # type: ignore[index]
    assert_problem(client.post("/v1/jobs", json=body), 422, "/request/runs", *named[2:])
    there = {"case": new_case(client), "kind": "solve", "request": {"start": "no"}}
    assert_problem(client.post("/v1/jobs", json=there), 404, "/request/start")
    assert client.get("/v1/jobs").json()["items"] == []


def test_jobs_that_wait_know_their_place(web: Web) -> None:
    client = web.client()
    case = new_case(client)
    jobs = [
        client.post("/v1/jobs", json={"case": case, "kind": "wait"}).json()["id"] for _ in range(3)
    ]
    assert [client.get(f"/v1/jobs/{job}").json()["position"] for job in jobs] == [0, 1, 2]


def test_a_full_queue_takes_no_more(tmp_path: Any) -> None:
    from tests.api.web import a_web

    with a_web(f"sqlite:///{tmp_path / 'full.sqlite'}", queued_jobs=1) as web:
        client = web.client()
        body = {"case": new_case(client), "kind": "wait"}
        assert client.post("/v1/jobs", json=body).status_code == 202
        refused = client.post("/v1/jobs", json=body)
        assert_problem(refused, 503)
        assert refused.headers["retry-after"]


def test_those_who_watch_see_every_event_once_and_can_come_back(web: Web) -> None:
    client = web.client()
    job = client.post("/v1/jobs", json={"case": new_case(client), "kind": "wait"}).json()["id"]
    lease = lease_on(web, job)
    told = [{"seconds": 1, "best": 10.0}, {"seconds": 2, "best": 9.0}]
    keep(web.database, lease, News(told, None, (0, 0)))
    with web.database.writing() as session:
        end(session, held(session, lease), "completed")

    def seen(after: str | None = None) -> list[tuple[int, str, dict[str, Any]]]:
        headers = {"Last-Event-ID": after} if after else {}
        text = client.get(f"/v1/jobs/{job}/events", headers=headers).text
        found = []
        for block in filter(None, text.split("\n\n")):
            fields = dict(
                line.split(": ", 1) for line in block.splitlines() if not line.startswith(":")
            )
            if fields:
                found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
        return found

    events = seen()
    assert [e[1] for e in events] == ["state", "state", "state", "progress", "progress", "state"]
    assert [e[2]["state"] for e in events if e[1] == "state"] == [
        "created",
        "queued",
        "solving",
        "completed",
    ]
    assert seen(str(events[3][0])) == events[4:]
    assert seen("99999") == seen("9" * 18) == events  # which the job has not come to
    for odd in ("abc", "-1", "9" * 30, "1.5"):
        refused = client.get(f"/v1/jobs/{job}/events", headers={"Last-Event-ID": odd})
        assert_problem(refused, 422)
    assert_problem(client.get("/v1/jobs/none/events"), 404)


def test_a_stream_ends_when_the_key_of_its_reader_is_revoked(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("rosterer_api.routes.jobs"), "ASK_SECONDS", 0.0)
    administrator, reader = web.client(), web.client("planner")
    case = administrator.post("/v1/cases", json=document_of(small_case())).json()["id"]
    job = administrator.post("/v1/jobs", json={"case": case}).json()["id"]
    with reader.stream(
        "GET", f"/v1/jobs/{job}/events", timeout=10
    ) as stream:  # less than what keeps a stream alive
        lines = stream.iter_lines()
        assert next(lines)
        administrator.delete(f"/v1/keys/{web.key_ids['planner']}")
        assert "completed" not in "".join(lines)
    assert_problem(reader.get(f"/v1/jobs/{job}"), 401)
    assert administrator.get(f"/v1/jobs/{job}").json()["state"] == "queued"


def test_waiting_for_a_job_ends_with_the_job(web: Web) -> None:
    client = web.client()
    job = client.post("/v1/jobs", json={"case": new_case(client), "kind": "wait"}).json()["id"]
    assert client.get(f"/v1/jobs/{job}", params={"wait": 0.3}).json()["state"] == "queued"
    assert client.post(f"/v1/jobs/{job}/stop").json()["state"] == "stopped"
    assert client.get(f"/v1/jobs/{job}", params={"wait": 20}).json()["state"] == "stopped"


def test_a_job_that_is_worked_on_is_asked_to_stop_and_not_deleted(web: Web) -> None:
    client = web.client()
    job = client.post("/v1/jobs", json={"case": new_case(client), "kind": "wait"}).json()["id"]
    lease = lease_on(web, job)
    assert client.post(f"/v1/jobs/{job}/stop").json()["stop_requested"] is True
    assert keep(web.database, lease, News([], None, (0, 0))) is True
    assert_problem(client.delete(f"/v1/jobs/{job}"), 409)
    with web.database.writing() as session:
        end(session, held(session, lease), "stopped")
    assert client.delete(f"/v1/jobs/{job}").status_code == 204
    assert_problem(client.get(f"/v1/jobs/{job}"), 404)
    with web.database.reading() as session:
        assert session.query(EventRow).count() == 0


def test_jobs_are_listed_by_state_and_by_the_callers_id(web: Web) -> None:
    client = web.client()
    case = new_case(client)
    one, two = (
        client.post(
            "/v1/jobs", json={"case": case, "kind": "wait", "external_id": f"X-{n}"}
        ).json()["id"]
        for n in (1, 2)
    )
    client.post(f"/v1/jobs/{one}/stop")
    assert [
        j["id"] for j in client.get("/v1/jobs", params={"state": "queued"}).json()["items"]
    ] == [two]
    assert [
        j["id"] for j in client.get("/v1/jobs", params={"external_id": "X-1"}).json()["items"]
    ] == [one]


def test_too_many_requests_are_refused_with_the_time_to_wait(tmp_path: Any) -> None:
    from tests.api.web import a_web

    with a_web(f"sqlite:///{tmp_path / 'rate.sqlite'}", requests_per_minute=3) as web:
        client = web.client()
        answers = [client.get("/v1/cases") for _ in range(4)]
        assert [a.status_code for a in answers] == [200, 200, 200, 429]
        assert_problem(answers[3], 429)
        assert int(answers[3].headers["retry-after"]) >= 1
        assert answers[0].headers["ratelimit"].startswith('"requests";r=2')
        assert client.get("/healthz").status_code == 200


def test_a_body_that_does_not_arrive_is_not_waited_for(tmp_path: Any) -> None:
    from tests.api.web import a_web

    def slowly() -> Any:
        yield b"{"
        time.sleep(1.5)
        yield b"}"

    with a_web(f"sqlite:///{tmp_path / 'slow.sqlite'}", body_seconds=0.3) as web:
        assert_problem(web.client().post("/v1/cases", content=slowly()), 408)


def test_every_answer_is_safe_to_show_and_can_be_traced(web: Web) -> None:
    answer = web.client().get("/v1/cases", headers={"X-Request-Id": "mine-1"})
    assert answer.headers["x-request-id"] == "mine-1"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "server" not in answer.headers or answer.headers["server"] != "uvicorn"
    forged = web.client().get("/v1/cases", headers={"X-Request-Id": "a b\tc"})
    assert forged.headers["x-request-id"] != "a b\tc"


def test_the_first_event_of_a_job_has_the_callers_notes_too(web: Web) -> None:
    client = web.client()
    body = {"case": new_case(client), "kind": "wait", "metadata": {"ward": 7}, "external_id": "e-1"}
    job = client.post("/v1/jobs", json=body).json()["id"]
    with web.database.reading() as session:
        rows = list(session.scalars(select(EventRow).order_by(EventRow.id)))
    assert [row.content["state"] for row in rows if row.job_id == job] == ["created", "queued"]
    for row in rows:
        assert (row.content["metadata"], row.content["external_id"]) == ({"ward": 7}, "e-1")
