"""Is what is old enough removed, and everything else kept?"""

import json
import time
from typing import Any

import pytest
from sqlalchemy import select, update

from rosterer_api.cases import case_row
from rosterer_api.retention import due, preview, tidy
from rosterer_api.settings import Settings
from rosterer_api.storage import Database
from rosterer_api.storage.documents import packed
from rosterer_api.storage.tables import (
    AuditRow,
    Base,
    CaseRow,
    EventRow,
    JobRow,
    PlanRow,
    WinterRow,
)
from tests.api.service import Bench, eventually, settings_for
from tests.api.test_commands import run
from tests.api.web import Web
from tests.cases import small_case

DAY = 24 * 3600.0
OLD = time.time() - 40 * DAY


def job(name: str, **fields: Any) -> JobRow:
    return JobRow(
        id=name,
        **{"kind": "solve", "state": "completed", "created_by": "tests", "finished": OLD, **fields},
    )


def plan(name: str, **fields: Any) -> PlanRow:
    return PlanRow(
        id=name, **{"created_by": "tests", "document": packed("{}"), "created": OLD, **fields}
    )


def ids(database: Database, table: type[Base]) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(table.__table__.columns["id"])))


@pytest.fixture
def store(web: Web) -> Database:
    """Cases, plans and jobs, old and new."""
    with web.database.writing() as session:
        rows = {
            name: case_row(small_case(), "tests") for name in ("bare", "published", "busy", "new")
        }
        for name, row in rows.items():
            row.id, row.created = name, time.time() if name == "new" else OLD
        session.add_all(rows.values())
        session.flush()
        session.add_all(
            [
                plan("draft", case_id="bare"),
                plan("record", case_id="published", state="published"),
                plan("fresh", case_id="busy", created=time.time()),
                job("done", case_id="bare"),
                job("under-way", case_id="busy", state="solving", finished=None),
                job("part", case_id="busy", parent_id="under-way"),
                job("yesterday", case_id="busy", finished=time.time() - DAY),
            ]
        )
        session.flush()
        session.add(EventRow(job_id="done", name="state"))
        session.add(
            WinterRow(
                id="winter",
                case_id="bare",
                kind="winter",
                created_by="tests",
                created=OLD,
                document=packed("{}"),
            )
        )
    return web.database


def test_nothing_is_removed_unless_somebody_says_so(web: Web, store: Database) -> None:
    assert tidy(store, web.settings) == {}
    assert len(ids(store, JobRow)) == 4


def test_what_is_old_goes_and_what_is_needed_or_new_stays(store: Database) -> None:
    settings = settings_for(store.url, keep_jobs_days=30, keep_drafts_days=30)
    assert due(store, settings) == {
        "jobs": 1,
        "winters": 1,
        "deliveries": 0,
        "plans": 1,
        "cases": 0,
    }
    assert tidy(store, settings) == {
        "jobs": 1,
        "winters": 1,
        "deliveries": 0,
        "plans": 1,
        "cases": 1,
    }
    assert ids(store, JobRow) == {"under-way", "part", "yesterday"}
    assert ids(store, PlanRow) == {"record", "fresh"}
    assert ids(store, CaseRow) == {"published", "busy", "new"}
    assert ids(store, WinterRow) == set()
    assert ids(store, EventRow) == set()


def test_a_preview_says_exactly_what_would_go_and_removes_nothing(store: Database) -> None:
    settings = settings_for(store.url, keep_jobs_days=30, keep_drafts_days=30)
    before = ids(store, JobRow), ids(store, PlanRow), ids(store, CaseRow), ids(store, AuditRow)
    shown = preview(store, settings)
    assert shown["cases"] == 1  # it is needed by nothing once the draft and the job are gone
    assert (
        ids(store, JobRow),
        ids(store, PlanRow),
        ids(store, CaseRow),
        ids(store, AuditRow),
    ) == before
    assert tidy(store, settings) == shown


@pytest.mark.slow
def test_the_command_shows_and_removes_what_is_old(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROSTERER_KEEP_JOBS_DAYS", "30")
    asked = run("retention", "--dry-run", "--database", store.url)
    assert (asked.returncode, json.loads(asked.stdout)["removed"]["jobs"]) == (0, 1), asked.stderr
    assert "done" in ids(store, JobRow)
    done = run("retention", "--database", store.url)
    assert json.loads(done.stdout) == {**json.loads(asked.stdout), "dry_run": False}
    assert "done" not in ids(store, JobRow)
    with store.reading() as session:
        assert {
            row.who for row in session.scalars(select(AuditRow)) if row.action == "retention.jobs"
        } == {"command-line"}
    monkeypatch.setenv("ROSTERER_KEEP_RECORDS_DAYS", "7")
    assert run("retention", "--database", store.url).returncode == 2


@pytest.mark.slow
def test_a_draft_that_is_just_being_published_stays(postgres_bench: Bench) -> None:
    store = postgres_bench.database
    case = postgres_bench.submit_case()
    with store.writing() as session:
        session.add_all([plan("draft", case_id=case), plan("old", case_id=case)])
    settings = settings_for(store.url, keep_drafts_days=30)
    with store.writing() as session:
        session.get_one(PlanRow, "draft", with_for_update=True).state = "published"
        session.flush()
        assert tidy(store, settings)["plans"] == 1
    assert ids(store, PlanRow) == {"draft"}
    assert tidy(store, settings)["plans"] == 0


def test_records_of_working_time_go_only_after_two_years(store: Database) -> None:
    settings = settings_for(store.url, keep_records_days=730)
    assert tidy(store, settings) == {"plans": 0}
    with store.writing() as session:
        session.execute(
            update(PlanRow).where(PlanRow.id == "record").values(created=time.time() - 731 * DAY)
        )
    assert tidy(store, settings) == {"plans": 1}
    assert "record" not in ids(store, PlanRow)


def test_the_audit_log_says_what_was_removed(store: Database) -> None:
    tidy(store, settings_for(store.url, keep_jobs_days=30))
    with store.reading() as session:
        entries = {
            row.action: row.detail["ids"]
            for row in session.scalars(select(AuditRow))
            if row.who == "retention"
        }
    assert entries == {"retention.jobs": ["done"], "retention.winters": ["winter"]}


@pytest.mark.parametrize("wrong", [{"keep_records_days": 729}, {"keep_jobs_days": -1}])
def test_settings_that_break_the_law_or_make_no_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="days"):
        Settings(database="sqlite:///x", **wrong)  # type: ignore[arg-type]


def test_an_administrator_sees_what_is_kept(web: Web, store: Database) -> None:
    found = web.client().get("/v1/retention").json()
    assert found == {"days": {"jobs": 0, "drafts": 0, "records": 0}, "due": {}}


@pytest.mark.slow
def test_a_worker_tidies_by_itself(bench: Bench) -> None:
    with bench.database.writing() as session:
        session.add(job("done", case_id=bench.case))
    bench.settings = settings_for(bench.settings.database, keep_jobs_days=30)
    bench.worker()
    eventually(lambda: ids(bench.database, JobRow) == set())
