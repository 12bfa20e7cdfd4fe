"""Do the contract and the service agree: is what the contract allows taken, what it forbids
refused, and does no request bring the service down?
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core import NotSet
from schemathesis.core.result import Ok, Result
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from rosterer_api.openapi import contract
from tests.api.service import settings_for
from tests.api.web import Web, document_of
from tests.cases import small_case, small_plan

pytestmark = pytest.mark.slow
EXAMPLES = 8
MOST_COVERING, MOST_DOCUMENTS = 60, 20
"""Requests of an operation that vary one thing at a time; a case alone has thousands."""


def wrong_is_refused(context: Any, response: Any, case: Any) -> bool | None:
    """What the contract forbids is refused; too long an address is, before anything else."""
    if response.status_code == 431:
        return None
    return negative_data_rejection(context, response, case)


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    wrong_is_refused,
]
DOCUMENTS = ("/v1/cases", "/v1/cases/validate", "/v1/cases/{case_id}/plans", "/v1/solve")
"""Whose bodies are judged as a whole: a person's team must be one of the teams."""
BEYOND_ANY_SCHEMA = re.compile(
    "last_day is before first_day"
    "|this day is too (early|late)"
    "|this is no (day|date|moment)|the time has no zone"
    "|there is no (case|plan|scenario|option|unit|person|referral|place)"
    "|this is no cursor of this list"
    "|metadata has more than|cannot be looked for"
    "|say which jobs are meant|this has passed|this is after [0-9]"
    "|the header '.*' is (the service's own|there twice)"
    "|is no URL|names a host|the host '.*'|the host was not found"
    "|NUL character|half of a character"
    "|is given more than once"
    "|this name stands twice"
    "|at most [0-9]+ seconds"
    "|only a contract person has|give both option and date"
)
"""What is wrong with requests whose every part may be as it is: how two days lie, what is there,
how a text is written, what only one kind of person has.
"""


@st.composite
def _metadata(draw: st.DrawFn) -> str:
    return json.dumps(draw(st.dictionaries(st.text(max_size=5), st.integers() | st.none())))


schemathesis.openapi.format("json-object", _metadata())


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
SCHEMA = schemathesis.openapi.from_dict(CONTRACT)
OPERATIONS = {
    operation.label: operation
    for operation in (whole(found) for found in SCHEMA.get_all_operations())
    if not operation.path.endswith("/events")  # a stream goes on until its job ends
}


FRAMING = {"content-length", "transfer-encoding", "content-encoding", "connection", "host"}
FRAMING |= {"expect", "upgrade", "te", "trailer", "keep-alive"}
"""Headers that say where a request ends: one that promises more than it sends is waited for, and
``test_bodies`` and ``test_carried`` ask what becomes of it.
"""


def ask(case: Any, running: Web) -> None:
    """Send a request, and compare its answer with the contract."""
    for name in [name for name in case.headers or {} if name.lower() in FRAMING]:
        del case.headers[name]
    if case.meta.generation.mode.is_positive:
        _soon(case)
    answer = case.call_and_validate(
        base_url=running.url,
        headers={"Authorization": f"Bearer {running.shared_key}"},
        checks=[check for check in CHECKS if check not in _unasked(case)],
    )
    if not case.meta.generation.mode.is_positive or case.operation.path in DOCUMENTS:
        return
    if answer.status_code in (400, 415, 422):
        told = [error["detail"] for error in answer.json()["errors"]] or [answer.json()["detail"]]
        unsaid = [detail for detail in told if not BEYOND_ANY_SCHEMA.search(detail)]
        assert not unsaid, (unsaid, case.as_curl_command()[:2000])


def _unasked(case: Any) -> list[Any]:
    """Checks that mean nothing here: what is wrong with a case is asked for there, and answered by
    200; only no case at all is refused.
    """
    is_asked = case.operation.path == "/v1/cases/validate" and not isinstance(case.body, NotSet)
    return [wrong_is_refused] if is_asked else []


def _soon(case: Any) -> None:
    """The same request, such that its answer takes no time to wait or to make."""
    if "wait" in (case.query or {}):
        case.query["wait"] = 0
    if (case.path_parameters or {}).get("name") == "city":
        case.path_parameters["name"] = "small"


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_any_request_is_answered_as_the_contract_says(
    label: str, mode: GenerationMode, running: Web
) -> None:
    @given(case=OPERATIONS[label].as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    def one(case: Any) -> None:
        ask(case, running)

    with suppress(Unsatisfiable):  # where nothing is asked, nothing can be asked wrongly
        one()


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_requests_that_vary_one_thing_are_answered_as_the_contract_says(
    label: str, running: Web
) -> None:
    cases = SCHEMA.iter_coverage_cases(
        OPERATIONS[label],
        generation_modes=list(GenerationMode),
        generation_config=SCHEMA.config.generation,
    )
    is_document = OPERATIONS[label].path in DOCUMENTS
    for case in islice(cases, MOST_DOCUMENTS if is_document else MOST_COVERING):
        ask(case, running)


def test_requests_of_every_kind_were_met_and_refused(running: Web) -> None:
    """What was sent above was not all refused at the door."""
    client = running.client(None)
    seen = {
        line.split('status="')[1][:3]
        for line in client.get("/metrics").text.splitlines()
        if "rosterer_requests_total{" in line
    }
    assert {"200", "201", "202", "404", "422"} <= seen
