"""Does a database of every earlier version come up to the present one with all that it holds?"""

import secrets
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, select, text
from sqlalchemy.exc import DBAPIError

from rosterer_api.storage import Database, open_database
from rosterer_api.storage.database import MIGRATIONS
from rosterer_api.storage.documents import packed
from rosterer_api.storage.tables import Base, CheckpointRow, EventRow, JobRow, PlanRow

SCRIPTS = ScriptDirectory(str(MIGRATIONS))
HEAD = SCRIPTS.get_current_head() or ""
EARLIER = [script.revision for script in SCRIPTS.walk_revisions() if script.revision != HEAD]
ROWS: dict[str, list[dict[str, Any]]] = {
    "cases": [
        {"id": "case-1", "name": "small", "fingerprint": "f", "changes": [], "about": {"days": 7}}
    ],
    "plans": [
        {
            "id": "plan-1",
            "case_id": "case-1",
            "state": "published",
            "version": 3,
            "summary": {},
            "verdict": {"cost": 1},
        }
    ],
    "jobs": [
        {
            "id": "job-1",
            "kind": "solve",
            "state": "solving",
            "case_id": "case-1",
            "request": {"time_limit": 5},
            "progress": {},
            "stop_requested": False,
            "generation": 2,
            "is_enqueued": True,
            "touched": 1.0,
            "attempts": 1,
        }
    ],
    "checkpoints": [{"job_id": "job-1"}],
    "events": [{"job_id": "job-1", "at": 1.0, "name": "state", "content": {"state": "queued"}}],
    "audit": [
        {
            "at": 1.0,
            "who": "w",
            "role": "r",
            "action": "a",
            "target": "t",
            "detail": {},
            "address": "",
            "request_id": "",
        }
    ],
}
"""What a service of the first version may hold; what all tables share is filled in."""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A database of each kind without any tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    else:
        url = request.getfixturevalue("cluster").url(f"old_{secrets.token_hex(4)}")
    found = open_database(url)
    yield found
    found.close()


def at_revision(
    database: Database, revision: str, rows_of: dict[str, list[dict[str, Any]]] = ROWS
) -> None:
    """Bring the tables to an earlier version, and put something into them."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.execution_options(write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        tables = MetaData()
        tables.reflect(connection)
        shared = {
            "created": 1.0,
            "created_by": "tests",
            "meta": {},
            "document": packed('{"kept": true}'),
        }
        for name, rows in rows_of.items():
            table = tables.tables[name]  # as it then was: nothing that came later is filled in
            for row in rows:
                whole = {**shared, **row}
                there = {
                    column.key: whole[column.key] for column in table.columns if column.key in whole
                }
                connection.execute(table.insert().values(there))


def test_there_is_something_to_come_from() -> None:
    assert "0001" in EARLIER
    assert [script.revision for script in SCRIPTS.walk_revisions()] == sorted(
        (*EARLIER, HEAD), reverse=True
    )


@pytest.mark.parametrize("revision", EARLIER)
def test_what_an_earlier_version_holds_is_there_after_the_upgrade(
    empty: Database, revision: str
) -> None:
    at_revision(empty, revision)
    empty.migrate()
    with empty.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    with empty.reading() as session:
        job = session.get_one(JobRow, "job-1")
        assert (job.state, job.turn, job.request, job.parent_id, job.part, job.parts) == (
            "solving",
            0.0,
            {"time_limit": 5},
            None,
            None,
            None,
        )
        assert session.get_one(PlanRow, "plan-1").version == 3
        assert session.get(CheckpointRow, "job-1") is not None
        assert [event.job_id for event in session.scalars(select(EventRow))] == ["job-1"]
        assert session.execute(text("select count(*) from audit")).scalar() == 1


@pytest.mark.parametrize("revision", EARLIER)
def test_the_audit_log_still_only_grows_after_the_upgrade(empty: Database, revision: str) -> None:
    at_revision(empty, revision)
    empty.migrate()
    with pytest.raises(DBAPIError, match="append-only"), empty.writing() as session:
        session.execute(text("delete from audit"))
