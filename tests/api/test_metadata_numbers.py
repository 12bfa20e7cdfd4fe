"""Is there one rule for numbers in metadata: what is kept can be listed and stopped by?"""

import json
from typing import Any

import pytest

from rosterer_api.filters import LARGEST_NUMBER
from tests.api.test_submitting import new_case
from tests.api.web import Web, assert_problem

KEPT = [LARGEST_NUMBER, -LARGEST_NUMBER, 7, 7.5, 0.00012345678901234567, 1e-300, 1e15]
REFUSED = [LARGEST_NUMBER + 1, -LARGEST_NUMBER - 1, 2**53, 1e16, 1e300, 10**30]


@pytest.mark.parametrize("number", KEPT)
def test_a_number_that_is_kept_can_be_listed_and_stopped_by(web: Web, number: float) -> None:
    client = web.client()
    metadata = {"n": number}
    job = {"case": new_case(client), "kind": "wait", "metadata": metadata}
    made = client.post("/v1/jobs", json=job)
    assert made.status_code == 202, made.text
    listed = client.get("/v1/jobs", params={"metadata": json.dumps(metadata)})
    assert [row["id"] for row in listed.json()["items"]] == [made.json()["id"]]
    stopped = client.post("/v1/jobs/stop", json={"metadata": metadata})
    assert stopped.json()["jobs"] == [made.json()["id"]]


@pytest.mark.parametrize("number", REFUSED)
def test_a_number_that_cannot_be_looked_for_is_refused_everywhere(web: Web, number: float) -> None:
    client = web.client()
    metadata: dict[str, Any] = {"n": number}
    text = json.dumps(metadata)
    job = {"case": "none", "kind": "wait", "metadata": metadata}
    assert_problem(client.post("/v1/jobs", json=job), 422, "/metadata")
    assert_problem(client.get("/v1/jobs", params={"metadata": text}), 422)
    assert_problem(client.post("/v1/jobs/stop", json={"metadata": metadata}), 422)
    case = client.post("/v1/cases", params={"metadata": text}, json={})
    assert "looked for" in assert_problem(case, 422)["errors"][0]["detail"]
    hook = {"url": "https://8.8.8.8/", "matching": metadata}
    assert_problem(client.post("/v1/webhooks", json=hook), 422, "/matching")
