"""Does a case go with all that hangs on it, and does what must stay keep it?"""

import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from rosterer_api.storage import Database
from rosterer_api.storage.documents import packed
from rosterer_api.storage.tables import (
    CaseRow,
    CheckpointRow,
    EventRow,
    JobRow,
    PartRow,
    PlanRow,
    WinterRow,
)
from tests.api.service import Bench
from tests.api.web import Web, assert_problem, document_of
from tests.cases import small_case, small_plan

HANGING = (JobRow, PlanRow, WinterRow, EventRow, PartRow)


@pytest.fixture
def case(web: Web) -> str:
    """A case with an ended job and its part, a draft, an approved plan and a result of winters; and
    one made from it.
    """
    sent: str = web.client("planner").post("/v1/cases", json=document_of(small_case())).json()["id"]
    other = {"changes": [{"kind": "beds", "unit": "hub", "beds": 2}]}
    assert web.client("planner").post(f"/v1/cases/{sent}/changes", json=other).status_code == 201
    shared: dict[str, Any] = {"case_id": sent, "created_by": "tests"}
    with web.database.writing() as session:
        session.add(
            JobRow(id="job-1", kind="winter", state="completed", finished=time.time(), **shared)
        )
        session.add(
            JobRow(
                id="job-2",
                kind="winter",
                state="completed",
                finished=time.time(),
                parent_id="job-1",
                **shared,
            )
        )
        session.add(PlanRow(id="plan-1", document=packed("{}"), **shared))
        session.add(PlanRow(id="plan-2", document=packed("{}"), state="approved", **shared))
        session.add(WinterRow(id="winter-1", kind="winter", document=packed("{}"), **shared))
        session.flush()
        session.add_all(
            [EventRow(job_id="job-1", name="state"), PartRow(job_id="job-2", document=b"")]
        )
    return sent


def num_hanging(database: Database) -> list[int]:
    with database.reading() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in HANGING]


def test_a_case_goes_with_all_that_hangs_on_it_and_the_log_names_it(web: Web, case: str) -> None:
    administrator = web.client()
    assert_problem(administrator.delete(f"/v1/cases/{case}"), 409)
    assert num_hanging(web.database) == [2, 2, 1, 1, 1]
    assert administrator.delete(f"/v1/cases/{case}", params={"cascade": True}).status_code == 204
    assert num_hanging(web.database) == [0, 0, 0, 0, 0]
    assert_problem(administrator.get(f"/v1/cases/{case}"), 404)
    assert (
        len(administrator.get("/v1/cases").json()["items"]) == 1
    )  # the one that was made from it stays
    entry = administrator.get("/v1/audit").json()["items"][0]
    assert (entry["action"], entry["target"]) == ("case.delete", case)
    gone = {kind: entry["detail"][kind] for kind in ("jobs", "plans", "winters")}
    assert gone == {
        "jobs": ["job-1", "job-2"],
        "plans": ["plan-1", "plan-2"],
        "winters": ["winter-1"],
    }


@pytest.mark.parametrize(
    ("hinder", "why"),
    [
        (
            lambda case: PlanRow(
                id="plan-3", state="published", document=packed("{}"), case_id=case, created_by="t"
            ),
            "plan-3",
        ),
        (
            lambda case: PlanRow(
                id="plan-3", state="worked", document=packed("{}"), case_id=case, created_by="t"
            ),
            "plan-3",
        ),
        (
            lambda case: JobRow(
                id="job-3", kind="solve", state="queued", case_id=case, created_by="t"
            ),
            "job-3 is queued",
        ),
        (
            lambda case: JobRow(
                id="job-3", kind="solve", state="solving", case_id=case, created_by="t"
            ),
            "job-3 is solving",
        ),
    ],
    ids=["published", "worked", "queued", "solving"],
)
def test_records_and_work_under_way_keep_all_of_it(
    web: Web, case: str, hinder: Callable[[str], Any], why: str
) -> None:
    with web.database.writing() as session:
        session.add(hinder(case))
    before = num_hanging(web.database)
    refused = assert_problem(
        web.client().delete(f"/v1/cases/{case}", params={"cascade": True}), 409
    )
    assert why in refused["detail"]
    assert num_hanging(web.database) == before
    actions = [entry["action"] for entry in web.client().get("/v1/audit").json()["items"]]
    assert "case.delete" not in actions


def test_a_plan_or_job_that_comes_while_its_case_goes_is_a_conflict(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = web.client()

    def goes(*what: object) -> dict[str, Any]:
        with web.database.writing() as session:
            session.execute(delete(CaseRow))
        return {}

    monkeypatch.setattr(import_module("rosterer_api.routes.plans"), "judged", goes)
    monkeypatch.setattr(import_module("rosterer_api.routes.jobs"), "sound_request", goes)
    plan = small_plan().model_dump(mode="json", exclude={"certificate"})
    sent = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    assert_problem(client.post(f"/v1/cases/{sent}/plans", json=plan), 409)
    sent = client.post("/v1/cases", json=document_of(small_case())).json()["id"]
    assert_problem(client.post("/v1/jobs", json={"case": sent}), 409)
    assert num_hanging(web.database) == [0, 0, 0, 0, 0]


def test_nothing_hangs_on_a_case_that_is_not_there(web: Web) -> None:
    assert_problem(web.client().delete("/v1/cases/none", params={"cascade": True}), 404)


@pytest.mark.slow
def test_a_job_whose_starting_plan_was_removed_says_so_and_is_not_tried_again(bench: Bench) -> None:
    with bench.database.writing() as session:
        session.add(
            PlanRow(id="plan-1", document=packed("{}"), case_id=bench.case, created_by="tests")
        )
    job = bench.submit("wait", start="plan-1")
    with bench.database.writing() as session:
        session.delete(session.get_one(PlanRow, "plan-1"))
    bench.worker()
    row = bench.until(job, "invalid", "completed", "failed")
    assert (row.state, row.attempts) == ("invalid", 1)
    assert "plan-1 has been removed" in (row.reason or "")


@pytest.mark.slow
def test_a_case_goes_once_its_running_job_was_stopped(bench: Bench) -> None:
    from rosterer_api.jobs.submit import request_stop
    from rosterer_api.removal import NeededError, remove_case

    bench.worker()
    job = bench.submit("wait", seconds=60)
    bench.until(job, "solving")
    with pytest.raises(NeededError, match="solving"), bench.database.writing() as session:
        remove_case(session, session.get_one(CaseRow, bench.case))
    request_stop(bench.database, job)
    bench.until(job, "stopped")
    with bench.database.writing() as session:
        assert remove_case(session, session.get_one(CaseRow, bench.case))["jobs"] == [job]
    with bench.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CheckpointRow)) == 0
    bench.case = bench.submit_case()
    assert (
        bench.until(bench.submit("wait"), "completed", "failed").state == "completed"
    )  # the worker goes on
