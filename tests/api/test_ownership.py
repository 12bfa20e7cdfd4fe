"""Does everybody see and stop what is theirs, and only those whose role allows it what is not?"""

from typing import Any

import pytest

from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case

URL = "https://93.184.216.34/told?token=hidden"


def submitted(client: Any) -> str:
    """A job of the client's own."""
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    job: str = client.post("/v1/jobs", json={"case": case, "kind": "wait"}).json()["id"]
    return job


def listed(client: Any, path: str) -> set[str]:
    """Ids of what a client is shown."""
    found = client.get(path).json()
    return {row["id"] for row in (found if isinstance(found, list) else found["items"])}


@pytest.mark.parametrize("role", ["planner", "service"])
def test_a_job_of_another_is_not_there_for_who_sees_only_their_own(web: Web, role: Any) -> None:
    job, other = submitted(web.client(role)), web.client(role)
    for answer in (
        other.get(f"/v1/jobs/{job}"),
        other.get(f"/v1/jobs/{job}/events"),
        other.post(f"/v1/jobs/{job}/stop"),
    ):
        assert_problem(answer, 404)
    assert job not in listed(other, "/v1/jobs")
    assert web.client().get(f"/v1/jobs/{job}").json()["stop_requested"] is False


@pytest.mark.parametrize("role", ["manager", "approver", "auditor", "administrator"])
def test_a_job_of_another_is_shown_to_who_may_see_it(web: Web, role: Any) -> None:
    job, other = submitted(web.client("planner")), web.client(role)
    assert other.get(f"/v1/jobs/{job}").json()["id"] == job
    assert job in listed(other, "/v1/jobs")
    stopped = other.post(f"/v1/jobs/{job}/stop")
    assert stopped.status_code == (202 if role in ("manager", "administrator") else 403)


def test_everybody_sees_and_stops_their_own_job(web: Web) -> None:
    client = web.client("planner")
    job = submitted(client)
    assert job in listed(client, "/v1/jobs")
    assert client.post(f"/v1/jobs/{job}/stop").json()["state"] == "stopped"


def test_a_webhook_belongs_to_who_made_it(web: Web) -> None:
    owner, other, administrator = web.client("service"), web.client("service"), web.client()
    hook = owner.post("/v1/webhooks", json={"url": URL}).json()["id"]
    assert listed(owner, "/v1/webhooks") == listed(administrator, "/v1/webhooks") == {hook}
    assert listed(other, "/v1/webhooks") == set()
    assert_problem(other.get(f"/v1/webhooks/{hook}/deliveries"), 404)
    assert_problem(other.post(f"/v1/webhooks/{hook}/deliveries/none/replay"), 404)
    assert_problem(other.delete(f"/v1/webhooks/{hook}"), 404)
    assert owner.get(f"/v1/webhooks/{hook}/deliveries").json()["items"] == []
    assert administrator.delete(f"/v1/webhooks/{hook}").status_code == 204


def test_the_query_of_a_webhooks_url_is_never_shown(web: Web) -> None:
    administrator = web.client()
    made = administrator.post("/v1/webhooks", json={"url": URL})
    shown = made.text + administrator.get("/v1/webhooks").text
    assert "hidden" not in shown + administrator.get("/v1/audit").text
    assert made.json()["url"] == URL.partition("?")[0]


def told(client: Any, hook: str) -> set[str]:
    """Of which jobs a webhook is told."""
    items = client.get(f"/v1/webhooks/{hook}/deliveries").json()["items"]
    return {row["payload"]["job"] for row in items}


def test_a_webhook_is_told_of_jobs_that_its_maker_may_see_and_no_others(web: Web) -> None:
    service, administrator = web.client("service"), web.client()
    hooks = {
        client: client.post("/v1/webhooks", json={"url": URL}).json()["id"]
        for client in (service, administrator)
    }
    own, other = submitted(service), submitted(web.client("planner"))
    assert told(service, hooks[service]) == {own}
    assert told(administrator, hooks[administrator]) == {own, other}
