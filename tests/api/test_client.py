"""Do the client and the examples of the reference do what they say, against a real service?"""

import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

from rosterer.files import save_case
from rosterer.referee import judge
from rosterer_api.client import Client, ServiceError
from tests.api.service import ROOT, Bench
from tests.api.web import Web, a_web
from tests.cases import small_case, small_plan

EXAMPLES = ROOT / "docs" / "reference" / "api.http"


@pytest.fixture
def working(bench: Bench) -> Iterator[Web]:
    """A service with a worker."""
    bench.worker()
    with a_web(bench.settings.database) as web:
        yield web


@pytest.fixture
def client(web: Web) -> Iterator[Client]:
    """A client of a service without workers."""
    with Client(web.url, web.shared_key) as one:
        yield one


@pytest.mark.slow
def test_a_case_is_solved_in_five_calls(working: Web) -> None:
    with Client(working.url, working.shared_key) as client:
        case = client.create_case(small_case(), external_id="E-1", metadata={"ward": 7})
        job = client.submit(case["id"], time_limit=3)
        states = [
            event["data"]["state"] for event in client.watch(job["id"]) if event["event"] == "state"
        ]
        assert (states[0], states[-1]) == ("created", "completed")
        ended = client.wait(job["id"])
        plan = client.plan(ended["plan"])
    assert judge(small_case(), plan).is_good


def test_a_case_may_come_from_a_workbook(client: Client, tmp_path: Path) -> None:
    save_case(small_case(), tmp_path / "case.xlsx")
    assert client.create_case(tmp_path / "case.xlsx")["fingerprint"] == small_case().fingerprint
    with pytest.raises(ValueError, match="none of"):
        client.create_case(tmp_path / "case.pdf")


def test_a_refusal_names_every_fault(client: Client) -> None:
    with pytest.raises(ServiceError, match="/request/gap") as refused:
        client.submit("none", gap=9)
    assert refused.value.problem["status"] == 422


def test_a_plan_made_by_hand_is_judged(client: Client) -> None:
    case = client.create_case(small_case())["id"]
    assert client.create_plan(case, small_plan())["verdict"]["is_good"] is True
    bad = small_plan(duties=())
    assert client.create_plan(case, bad)["verdict"]["is_good"] is False
    changed = client.change_case(case, [{"kind": "beds", "unit": "hub", "beds": 1}])
    assert changed["parent"] == case


def test_what_makes_something_is_repeated_and_makes_it_once(
    client: Client, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer to the first request is lost on its way."""
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    ask = client._http.request
    lost: list[httpx.Response] = []

    def lossy(*args: Any, **options: Any) -> httpx.Response:
        answer = ask(*args, **options)
        if not lost:
            lost.append(answer)
            raise httpx.ReadError("cut off")
        return answer

    monkeypatch.setattr(client._http, "request", lossy)
    assert client.create_case(small_case())["id"] == lost[0].json()["id"]
    lost.clear()
    assert client.solve(small_case(), time_limit=3)["id"] == lost[0].json()["id"]
    assert len(web.client().get("/v1/cases").json()["items"]) == 2


def test_jobs_are_stopped_together_and_their_plans_read(client: Client) -> None:
    job = client.solve(client.demo_case(), metadata={"batch": "night"})["id"]
    with pytest.raises(ServiceError, match="no plan"):
        client.best_plan(job)
    assert client.stop_all(metadata={"batch": "night"}) == [job]
    assert client.stop_all(metadata={"batch": "night"}) == []


@pytest.mark.slow
def test_a_winter_is_read_table_by_table(working: Web) -> None:
    with Client(working.url, working.shared_key) as client:
        job = client.submit(client.create_case(small_case())["id"], "winter", runs=20, weeks=2)
        result = client.wait(job["id"])["result"]
        rows = client.winter_table(result["winter"], "delays")
    assert {row["scenario"] for row in rows} == {"base"}


def test_a_worked_plan_leads_to_the_next_case(web: Web, client: Client) -> None:
    case = client.create_case(small_case())["id"]
    with Client(web.url, web.key("planner")) as planner:
        plan = planner.create_plan(case, small_plan())["id"]
    with pytest.raises(ServiceError, match="409"):
        client.export(plan, "payroll")
    client.take_step(plan, "approve")
    client.take_step(plan, "publish")
    assert client.take_step(plan, "work")["state"] == "worked"
    with zipfile.ZipFile(io.BytesIO(client.export(plan, "payroll"))) as archive:
        assert "payroll.csv" in archive.namelist()
    following = client.following_case(plan, [{"kind": "beds", "unit": "hub", "beds": 1}])
    assert following["parent"] == case


def test_watching_ends_with_a_refusal_when_the_key_is_revoked(
    web: Web, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("rosterer_api.routes.jobs"), "ASK_SECONDS", 0.0)
    job = client.submit(client.create_case(small_case())["id"], "wait")["id"]
    with Client(web.url, web.key("auditor")) as auditor:
        events = auditor.watch(job)
        assert next(events)["data"]["state"] == "created"
        assert web.client().delete(f"/v1/keys/{web.key_ids['auditor']}").status_code == 204
        with pytest.raises(ServiceError, match="401"):
            list(events)


def test_watching_goes_on_after_streams_that_end_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a proxy ends those that are silent for long; only broken connections are counted."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("Last-Event-ID", ""))
        number = len(asked)
        if number in (4, 6):
            raise httpx.ReadError("cut off", request=request)
        state = "completed" if number == 12 else "queued"
        event = f'id: {number}\nevent: state\ndata: {{"state": "{state}"}}\n\n'
        return httpx.Response(200, text=event if number > 8 else ": waiting\n\n")

    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    with Client("http://127.0.0.1:9", "key") as one:
        one._http = httpx.Client(
            base_url="http://127.0.0.1:9", transport=httpx.MockTransport(answer)
        )
        assert [event["id"] for event in one.watch("job")] == ["9", "10", "11", "12"]
    assert asked[-1] == "11"


def test_waiting_ends_when_its_time_is_over(client: Client) -> None:
    job = client.submit(client.create_case(small_case())["id"], "wait")["id"]
    with pytest.raises(TimeoutError):
        client.wait(job, seconds=0.2)
    assert client.stop(job)["state"] == "stopped"
    assert client.wait(job)["state"] == client.job(job)["state"] == "stopped"


@pytest.mark.slow
def test_every_example_of_the_reference_works(working: Web) -> None:
    known: dict[str, Any] = {
        "url": working.url,
        "key": working.shared_key,
        "case_document": small_case().model_dump_json(),
    }
    examples = [
        block
        for block in re.split(r"^###.*$", EXAMPLES.read_text(), flags=re.MULTILINE)
        if block.strip()
    ]
    assert len(examples) >= 10
    for example in examples:
        name = re.search(r"# @name (\w+)", example)
        lines = [line for line in example.strip().splitlines() if not line.startswith("#")]
        text = re.sub(
            r"\{\{([\w.]+)\}\}", lambda found: value_of(known, found[1]), "\n".join(lines)
        )
        head, _, body = text.partition("\n\n")
        method, address = head.splitlines()[0].split(" ", 1)
        headers = dict(line.split(": ", 1) for line in head.splitlines()[1:])
        answer = httpx.request(
            method,
            address,
            headers=headers,
            content=body.encode() or None,
            timeout=60,
            trust_env=False,
        )
        assert answer.is_success, (address, answer.text)
        if name is not None:
            known[name[1]] = answer.json()


def value_of(known: dict[str, Any], path: str) -> str:
    """A variable of an example, or a field of an earlier answer."""
    found: Any = known
    for part in path.split("."):
        found = found[part]
    return found if isinstance(found, str) else json.dumps(found)
