"""Is a thing made once, however often the request for it is sent?"""

import threading
from typing import Any

import pytest

from rosterer_api.routes import ROUTERS
from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case, small_plan

CHANGES = {"changes": [{"kind": "beds", "unit": "hub", "beds": 2}]}
NOT_MADE = {"validate_case", "explain_plan", "stop_job", "stop_jobs", "replay_delivery"}
NOT_MADE |= {"rotate_secret", "send_test_message"}
"""What is posted and makes nothing: sent twice it does the same."""
STEPS = {"approve_plan", "publish_plan", "work_plan"}
"""Guarded by the state of the plan, and by If-Match."""


def calls(web: Web) -> dict[str, tuple[str, Any]]:
    """A request for every operation that makes something."""
    client = web.client("planner")
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    sent = small_plan().model_dump(mode="json", exclude={"certificate"})
    plan = client.post(f"/v1/cases/{case}/plans", json=sent).json()["id"]
    administrator = web.client()
    for step in ("approve", "publish", "work"):
        administrator.post(f"/v1/plans/{plan}/{step}")
    return {
        "create_case": ("/v1/cases", document_of(small_case())),
        "change_case": (f"/v1/cases/{case}/changes", CHANGES),
        "create_following_case": (f"/v1/plans/{plan}/following-case", {}),
        "create_plan": (f"/v1/cases/{case}/plans", sent),
        "submit_job": ("/v1/jobs", {"case": case, "kind": "wait"}),
        "solve_case": ("/v1/solve", {"case": document_of(small_case())}),
        "create_scenario": ("/v1/scenarios", {"scenario": {"name": "hard"}}),
        "create_webhook": ("/v1/webhooks", {"url": "https://93.184.216.34/told"}),
        "create_key": ("/v1/keys", {"name": "dashboard", "role": "service"}),
    }


def test_everything_that_is_made_is_made_once_under_a_key(web: Web) -> None:
    client = web.client()
    for number, (name, (path, body)) in enumerate(calls(web).items()):
        headers = {"Idempotency-Key": f"key-{number}"}
        first = client.post(path, json=body, headers=headers)
        again = client.post(path, json=body, headers=headers)
        assert first.status_code in (201, 202), (name, first.text)
        assert again.status_code == 200, (name, again.text)
        assert again.json()["id"] == first.json()["id"]
        assert again.headers.get("location") == first.headers.get("location")


def test_without_a_key_or_under_another_a_second_is_made(web: Web) -> None:
    client = web.client()
    for number, (path, body) in enumerate(calls(web).values()):
        keys: tuple[dict[str, str], ...] = (
            {},
            {},
            {"Idempotency-Key": f"a{number}"},
            {"Idempotency-Key": f"b{number}"},
        )
        made = [client.post(path, json=body, headers=key).json()["id"] for key in keys]
        assert len(set(made)) == len(keys)


def test_a_key_of_another_request_is_refused_and_nothing_is_made(web: Web) -> None:
    client = web.client()
    headers = {"Idempotency-Key": "once"}
    client.post("/v1/scenarios", json={"scenario": {"name": "hard"}}, headers=headers)
    other = {"scenario": {"name": "mild"}}
    assert_problem(client.post("/v1/scenarios", json=other, headers=headers), 409)
    assert_problem(
        client.post("/v1/webhooks", json={"url": "https://93.184.216.34/"}, headers=headers), 409
    )
    assert len(client.get("/v1/scenarios").json()["items"]) == 1


def test_keys_of_two_callers_have_nothing_to_do_with_one_another(web: Web) -> None:
    body, headers = {"scenario": {"name": "hard"}}, {"Idempotency-Key": "once"}
    made = [web.client("planner").post("/v1/scenarios", json=body, headers=headers) for _ in "ab"]
    assert [answer.status_code for answer in made] == [201, 201]


def test_a_secret_is_shown_once(web: Web) -> None:
    client, headers = web.client(), {"Idempotency-Key": "once"}
    body = {"name": "dashboard", "role": "service"}
    assert client.post("/v1/keys", json=body, headers=headers).json()["key"]
    assert client.post("/v1/keys", json=body, headers=headers).json()["key"] is None


def test_of_twenty_at_the_same_moment_one_makes_it(web: Web) -> None:
    client, answers = web.client(), []
    body, headers = document_of(small_case()), {"Idempotency-Key": "once"}

    def ask() -> None:
        answers.append(client.post("/v1/cases", json=body, headers=headers))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # One key has few readings at a time, so some may be asked to come again.
    told = sorted(answer.status_code for answer in answers)
    assert told.count(201) == 1
    assert set(told) <= {200, 201, 503}
    answers = [answer for answer in answers if answer.status_code != 503]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(client.get("/v1/cases").json()["items"]) == 1


def test_every_operation_that_is_posted_is_looked_at_here(web: Web) -> None:
    posted = {
        route.name  # type: ignore[attr-defined]
        for router in ROUTERS
        for route in router.routes
        if "POST" in (getattr(route, "methods", None) or ())
    }
    assert posted - STEPS - NOT_MADE == set(calls(web))


@pytest.mark.parametrize("key", ["", "with space", "x" * 201])
def test_a_key_that_is_none_is_refused(web: Web, key: str) -> None:
    body = {"scenario": {"name": "hard"}}
    answer = web.client().post("/v1/scenarios", json=body, headers={"Idempotency-Key": key})
    assert_problem(answer, 422)
