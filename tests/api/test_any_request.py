"""Does any request that the contract allows, or nearly allows, bring the service down?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok, Result
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from rosterer_api.openapi import contract
from tests.api.service import settings_for
from tests.api.web import Web, document_of
from tests.cases import small_case, small_plan

pytestmark = pytest.mark.slow
EXAMPLES = 12


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A service with a case, a plan and a job in it."""
    folder: Path = tmp_path_factory.mktemp("contract")
    web = Web(settings_for(f"sqlite:///{folder / 'service.sqlite'}", requests_per_minute=0))
    client = web.client()
    case = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    client.post(
        f"/v1/cases/{case}/plans",
        json=small_plan().model_dump(mode="json", exclude={"certificate"}),
    )
    client.post("/v1/jobs", json={"case": case, "kind": "wait"})
    yield web
    web.close()


def whole(found: "Result[Any, Any]") -> Any:
    """An operation of the contract, which has no mistakes."""
    assert isinstance(found, Ok), found
    return found.ok()


CONTRACT = contract("tests.api.odd_kinds")
OPERATIONS = {
    operation.label: operation
    for operation in (
        whole(found) for found in schemathesis.openapi.from_dict(CONTRACT).get_all_operations()
    )
    if not operation.path.endswith("/events")  # a stream goes on until its job ends
}


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_any_request_is_answered_as_the_contract_says(label: str, running: Web) -> None:
    @given(case=OPERATIONS[label].as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        case.call_and_validate(
            base_url=running.url,
            headers={"Authorization": f"Bearer {running.shared_key}"},
            checks=[
                not_a_server_error,
                status_code_conformance,
                content_type_conformance,
                response_schema_conformance,
            ],
        )

    ask()


def test_requests_of_every_kind_were_met_and_refused(running: Web) -> None:
    """What was sent above was not all refused at the door."""
    client = running.client(None)
    seen = {
        line.split('status="')[1][:3]
        for line in client.get("/metrics").text.splitlines()
        if "rosterer_requests_total{" in line
    }
    assert {"200", "201", "404", "422"} <= seen
