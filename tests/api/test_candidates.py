"""Who can take a duty is asked over the wire: by whom, how, and who is told of it?"""

import pytest

from tests.api.test_plans import sent
from tests.api.web import Web, assert_problem
from tests.cases import day

DUTY = {"person": "ann", "date": day(1).isoformat()}


def test_everybody_is_told_by_id_and_leaving_it_uncovered_last(web: Web) -> None:
    client = web.client()
    _, plan = sent(client)
    answer = client.get(f"/v1/plans/{plan}/candidates", params=DUTY)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["people"][0]["person"] == "dan"
    assert body["people"][0]["edits"][0]["edit"] == "assign"
    assert {one["person"] for one in body["people"]} == {"ben", "cat", "dan"}
    assert body["uncovered"]["visits"] == 2
    gap = {"shift": "N", "where": "hub", "date": day(1).isoformat()}
    assert client.get(f"/v1/plans/{plan}/candidates", params=gap).json()["is_so"]


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({}, "date"),
        ({"date": "2026-10-06"}, "neither person nor shift"),
        ({**DUTY, "shift": "D"}, "at once"),
        ({**DUTY, "where": "hub"}, "at once"),
        ({**DUTY, "person": "zoe"}, "'zoe' is not in the case"),
        ({**DUTY, "persn": "ann"}, "persn"),
    ],
)
def test_what_cannot_be_asked_is_refused(web: Web, params: dict[str, str], told: str) -> None:
    client = web.client()
    _, plan = sent(client)
    refused = client.get(f"/v1/plans/{plan}/candidates", params=params)
    assert_problem(refused, 422)
    assert told in refused.text
    assert client.get("/v1/plans/plan-1/candidates", params=DUTY).status_code == 404


def test_who_asked_is_in_the_audit_log(web: Web) -> None:
    client, auditor = web.client(), web.client("auditor")
    _, plan = sent(client)
    client.get(f"/v1/plans/{plan}/candidates", params=DUTY)
    items = auditor.get("/v1/audit").json()["items"]
    entries = [one for one in items if one["action"] == "plan.candidates"]
    assert [(one["target"], one["detail"]["question"]["person"]) for one in entries] == [
        (plan, "ann")
    ]
