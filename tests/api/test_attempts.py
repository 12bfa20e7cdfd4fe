"""Is whatever somebody tried and may not do in the audit log: with what they aimed at, the id of
their key and why, and what an administrator made with all that it may do?
"""

from typing import Any

import httpx
import pytest

from tests.api.test_cases import NAMED
from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case, small_plan


def latest(web: Web, action: str = "refused") -> dict[str, Any]:
    """The last entry of a kind."""
    items = web.client("auditor").get("/v1/audit", params={"limit": 200}).json()["items"]
    return next(item for item in items if item["action"] == action)


def kept_plan(client: httpx.Client) -> tuple[str, str]:
    """A case and a plan of it."""
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    plan = small_plan().model_dump(mode="json", exclude={"certificate"})
    return case, client.post(f"/v1/cases/{case}/plans", json=plan).json()["id"]


def test_whoever_approves_their_own_plan_is_told_of(web: Web) -> None:
    client = web.client("administrator")
    maker = web.key_ids["administrator"]
    _, plan = kept_plan(client)
    assert_problem(client.post(f"/v1/plans/{plan}/approve"), 403)
    entry = latest(web)
    assert (entry["who"], entry["role"]) == (maker, "administrator")
    assert entry["target"] == f"POST /v1/plans/{plan}/approve"
    assert entry["detail"]["status"] == 403
    assert entry["detail"]["why"] == "whoever made a plan does not approve it"


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/v1/jobs/{job}"),
        ("GET", "/v1/jobs/{job}/plan"),
        ("GET", "/v1/jobs/{job}/events"),
        ("POST", "/v1/jobs/{job}/stop"),
    ],
)
def test_whoever_asks_for_the_job_of_another_is_told_of(
    web: Web, method: str, address: str
) -> None:
    owner = web.client("planner")
    case, _ = kept_plan(owner)
    job = owner.post("/v1/jobs", json={"case": case, "kind": "wait"}).json()["id"]
    other = web.client("planner")
    who = web.key_ids["planner"]
    assert_problem(other.request(method, address.format(job=job)), 404)
    entry = latest(web)
    assert (entry["who"], entry["target"]) == (who, f"{method} {address.format(job=job)}")
    assert entry["detail"]["status"] == 404


def test_whoever_asks_for_the_webhook_of_another_is_told_of(web: Web) -> None:
    made = web.client("service").post("/v1/webhooks", json={"url": "https://8.8.8.8/"})
    hook = made.json()["id"]
    other = web.client("service")
    assert_problem(other.delete(f"/v1/webhooks/{hook}"), 404)
    entry = latest(web)
    assert entry["target"] == f"DELETE /v1/webhooks/{hook}"
    assert entry["who"] == web.key_ids["service"]


def test_whoever_wants_to_reach_inside_by_a_webhook_is_told_of(web: Web) -> None:
    url = "https://169.254.169.254/latest?token=secret"
    assert_problem(web.client("service").post("/v1/webhooks", json={"url": url}), 422, "/url")
    entry = latest(web)
    assert entry["target"] == "POST /v1/webhooks"
    assert "169.254.169.254" in entry["detail"]["why"]
    assert "secret" not in str(entry["detail"])


def test_what_is_not_there_is_no_attempt(web: Web) -> None:
    assert_problem(web.client("planner").get("/v1/jobs/job-1"), 404)
    items = web.client("auditor").get("/v1/audit").json()["items"]
    assert [item for item in items if item["action"] == "refused"] == []


def test_an_address_with_odd_letters_is_noted_in_plain_ones(web: Web) -> None:
    assert web.client("auditor").delete("/v1/cases/a%00b%0Ac").status_code == 403
    assert latest(web)["target"] == "DELETE /v1/cases/a%00b%0Ac"


def test_a_key_is_noted_with_all_that_it_may(web: Web) -> None:
    body = {"name": "rota office", "role": "manager", "teams": ["north", "south"], "weight": 2}
    body["expires"] = "2900-01-01T00:00:00Z"
    assert web.client().post("/v1/keys", json=body).status_code == 201
    said = latest(web, "key.create")["detail"]
    assert said["key_name"] == "rota office"
    assert (said["role"], said["teams"], said["weight"]) == ("manager", ["north", "south"], 2)
    assert said["expires"].startswith("2900-01-01")


def test_head_shows_no_names_and_tells_of_none(web: Web) -> None:
    client = web.client("service")
    case = client.post("/v1/cases", json=document_of(NAMED)).json()["id"]
    address = f"/v1/cases/{case}/document"
    assert client.head(address).status_code == 200
    items = web.client("auditor").get("/v1/audit").json()["items"]
    assert "names.read" not in [item["action"] for item in items]
    assert client.get(address).status_code == 200
    assert latest(web, "names.read")["target"] == case
