"""Does any request that the contract allows, or nearly allows, bring the service down?"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

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
    client.post(f"/v1/cases/{case}/plans", json=small_plan().model_dump(mode="json", exclude={"certificate"}))
    client.post("/v1/jobs", json={"case": case, "kind": "wait"})
    yield web
    web.close()


@pytest.fixture(scope="module")
def contract(running: Web) -> schemathesis.schemas.BaseSchema:
    """The contract as it is served; events are left out, since they go on until the job ends."""
    schema = schemathesis.openapi.from_url(f"{running.url}/v1/openapi.json")
    return schema.exclude(path_regex="/events$")


schema = schemathesis.pytest.from_fixture("contract")


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_any_request_is_answered_as_the_contract_says(case: Case, running: Web) -> None:
    headers = {"Authorization": f"Bearer {running.shared_key}"}
    case.call_and_validate(
        base_url=running.url,
        headers=headers,
        checks=(not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance),
    )
