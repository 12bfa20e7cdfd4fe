"""Is a misspelt word refused, in whatever a caller writes?"""

from typing import Any

import pytest

from rosterer_api.openapi import contract
from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case

SCHEMAS = contract()["components"]["schemas"]
BODIES = (
    "Changes",
    "ChangedWebhook",
    "Following",
    "JobFilter",
    "NewKey",
    "NewScenario",
    "NewSecret",
    "NewWebhook",
    "Share",
)


def test_no_job_is_stopped_by_a_filter_that_is_misspelt(web: Web) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    job = {"case": case, "kind": "wait", "metadata": {"ward": "8"}}
    mine = client.post("/v1/jobs", json=job).json()["id"]
    meant = {"kind": "wait", "metdata": {"ward": "7"}}
    assert_problem(client.post("/v1/jobs/stop", json=meant), 422, "/metdata")
    assert not client.get(f"/v1/jobs/{mine}").json()["stop_requested"]
    meant["metadata"] = meant.pop("metdata")
    assert client.post("/v1/jobs/stop", json=meant).json()["jobs"] == []


@pytest.mark.parametrize(
    ("address", "body", "meant"),
    [
        ("/v1/jobs/stop", {"kind": "wait", "metdata": {"ward": "7"}}, "metadata"),
        ("/v1/jobs/stop", {"created_befor": "2026-11-02T08:00:00Z"}, "created_before"),
        ("/v1/keys", {"name": "a", "role": "planner", "expire": "2030-01-01T00:00:00Z"}, "expires"),
        ("/v1/scenarios", {"scenario": {"name": "x", "chnage": []}}, "change"),
        ("/v1/solve", {"case": {}, "requst": {}}, "request"),
    ],
)
def test_the_word_that_was_meant_is_named(
    web: Web, address: str, body: dict[str, Any], meant: str
) -> None:
    errors = assert_problem(web.client().post(address, json=body), 422)["errors"]
    assert f"did you mean {meant!r}?" in [error.get("remedy") for error in errors]


def test_a_word_in_an_address_that_was_meant_is_named(web: Web) -> None:
    errors = assert_problem(web.client().get("/v1/jobs?metdata={}"), 422)["errors"]
    assert errors[0]["remedy"] == "did you mean 'metadata'?"


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/v1/keys", {"name": "a", "role": "planner", "expire": "2030-01-01T00:00:00Z"}),
        ("/v1/webhooks", {"url": "https://127.0.0.1/", "event": ["job.failed"]}),
        ("/v1/jobs", {"case": "none", "kind": "wait", "prioritee": 9}),
        ("/v1/scenarios", {"scenario": {"name": "x"}, "metadta": {}}),
        ("/v1/solve", {"case": {}, "requst": {}}),
    ],
)
def test_an_unknown_field_is_refused_and_nothing_is_made(
    web: Web, address: str, body: dict[str, Any]
) -> None:
    client = web.client()
    pointer = "/" + list(body)[-1]
    if address == "/v1/solve":
        pointer = "/requst"
    assert_problem(client.post(address, json=body), 422, pointer)


def test_the_contract_knows_no_further_fields_of_any_body() -> None:
    for name in BODIES:
        assert SCHEMAS[name]["additionalProperties"] is False, name


@pytest.mark.parametrize(
    "query",
    ["stat=queued", "state=queued&state=completed", "limt=1", "created_from=0.5"],
)
def test_a_list_is_not_narrowed_by_what_is_not_known_or_said_twice(web: Web, query: str) -> None:
    name = query.partition("=")[0]
    problem = assert_problem(web.client().get(f"/v1/jobs?{query}"), 422)
    assert [error["parameter"] for error in problem["errors"]] == [name]


@pytest.mark.parametrize(
    "moment", ["1796056447", "1796056447.5", 1796056447, True, "2026-02-30T00:00:00Z"]
)
def test_no_number_passes_for_a_moment(web: Web, moment: object) -> None:
    client = web.client()
    assert_problem(
        client.post("/v1/jobs/stop", json={"created_from": moment}), 422, "/created_from"
    )
    body = {"name": "a", "role": "planner", "expires": moment}
    assert_problem(client.post("/v1/keys", json=body), 422, "/expires")


@pytest.mark.parametrize("moment", ["2026-11-02T08:00:00Z", "2026-11-02T08:00:00.25+14:00"])
def test_a_moment_that_is_written_out_is_taken(web: Web, moment: str) -> None:
    answer = web.client().post("/v1/jobs/stop", json={"created_from": moment})
    assert answer.status_code == 202, answer.text


@pytest.mark.parametrize(
    ("request_", "pointer"),
    [
        ({"seed": "1"}, "/request/seed"),
        ({"seed": True}, "/request/seed"),
        ({"gap": False}, "/request/gap"),
        ({"time_limit": "5"}, "/request/time_limit"),
    ],
)
def test_nothing_that_is_asked_of_a_job_passes_for_something_else(
    web: Web, request_: dict[str, Any], pointer: str
) -> None:
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    body = {"case": case, "kind": "solve", "request": request_}
    assert_problem(client.post("/v1/jobs", json=body), 422, pointer)
    called = {"case": document_of(small_case()), "request": request_}
    assert_problem(client.post("/v1/solve", json=called), 422, pointer)


@pytest.mark.parametrize("odd", [{"priority": False}, {"priority": "1"}, {"kind": 5}])
def test_nothing_of_a_call_passes_for_something_else(web: Web, odd: dict[str, Any]) -> None:
    body = {"case": document_of(small_case()), **odd}
    assert_problem(web.client().post("/v1/solve", json=body), 422, f"/{next(iter(odd))}")


def test_whole_numbers_may_be_written_with_a_point(web: Web) -> None:
    body = {"case": document_of(small_case()), "priority": 1.0, "request": {"seed": 2.0}}
    answer = web.client().post("/v1/solve", json=body)
    assert answer.status_code == 202, answer.text


def test_words_that_are_known_are_taken_once_each(web: Web) -> None:
    query = "state=queued&limit=1&created_from=2026-01-01T00:00:00Z"
    assert web.client().get(f"/v1/jobs?{query}").status_code == 200
