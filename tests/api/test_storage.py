"""Is the database what the program thinks it is, on both engines?"""

import threading
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from rosterer_api.problems import _is_of_others
from rosterer_api.storage import Database, open_database
from rosterer_api.storage.clock import moment
from rosterer_api.storage.tables import AuditRow, Base


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A migrated database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'storage.sqlite'}"
    else:
        import secrets

        url = request.getfixturevalue("cluster").url(f"storage_{secrets.token_hex(4)}")
    found = open_database(url)
    found.migrate()
    yield found
    found.close()


def test_the_migrations_lead_to_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrating_again_and_by_several_at_once_does_no_harm(database: Database) -> None:
    failures: list[Exception] = []

    def migrate() -> None:
        other = open_database(database.url)
        try:
            other.migrate()
        except Exception as failure:
            failures.append(failure)
        other.close()

    threads = [threading.Thread(target=migrate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize("statement", ["update audit set who = 'nobody'", "delete from audit"])
def test_the_audit_log_only_grows(database: Database, statement: str) -> None:
    with database.writing() as session:
        session.add(AuditRow(who="somebody", role="service", action="case.create"))
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "is_of_others"),
    [
        ("insert into checkpoints (job_id, document) values ('nobody', '')", True),
        ("insert into workers (name) values (null)", False),
    ],
    ids=["what-it-refers-to-is-gone", "a-fault-of-our-own"],
)
def test_a_conflict_with_others_is_told_from_a_fault_of_our_own(
    database: Database, statement: str, is_of_others: bool
) -> None:
    with pytest.raises(IntegrityError) as failed, database.writing() as session:
        session.execute(text(statement))
    assert _is_of_others(failed.value) is is_of_others


def test_nothing_is_kept_of_a_block_that_fails(database: Database) -> None:
    def fail() -> None:
        with database.writing() as session:
            session.add(AuditRow(who="somebody", role="service", action="case.create"))
            session.flush()
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        fail()
    with database.reading() as session:
        assert session.query(AuditRow).count() == 0


def test_the_databases_clock_goes_on(database: Database) -> None:
    with database.reading() as session:
        first = moment(session)
    with database.reading() as session:
        assert first <= moment(session) < first + 60
    assert first > 1_700_000_000


def test_writers_wait_for_one_another_and_lose_nothing(database: Database) -> None:
    def add() -> None:
        for _ in range(20):
            with database.writing() as session:
                count = session.query(AuditRow).count()
                session.add(AuditRow(who=str(count), role="service", action="case.create"))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert session.query(AuditRow).count() == 80


def test_a_database_of_another_make_is_refused() -> None:
    with pytest.raises(ValueError, match="no database for the service"):
        open_database("mysql://nowhere/x")


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'deep' / 'own.sqlite'}").close()
    assert (tmp_path / "deep" / "own.sqlite").stat().st_mode & 0o077 == 0
