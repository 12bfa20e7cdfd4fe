"""How is the database opened, and brought to the present version?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from rosterer_api.room import links_of

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MILLISECONDS = 30_000
"""How long a writer of SQLite waits for another; slow disks need more than the usual five seconds.
"""
POSTGRESQL_OPTIONS = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "statement_timeout": 60_000,
        # A machine that was cut off amid a transaction gives its locks back after 20 s; the usual
        # is over two hours.
        "tcp_keepalives_idle": 5,
        "tcp_keepalives_interval": 5,
        "tcp_keepalives_count": 3,
    }.items()
)
"""What every connection to PostgreSQL asks of its server."""
_MIGRATION_LOCK = 0x526F7374
"""Key of PostgreSQL's advisory lock that lets one process at a time migrate."""


class Database:
    """A pool of connections and the unit of work over it."""

    def __init__(self, url: str, engine: Engine) -> None:
        self.url = url
        self.engine = engine

    @property
    def is_sqlite(self) -> bool:
        """Whether all is in one file on this machine."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state; nothing is written."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are kept together, or not at all when an exception leaves the
        block.
        """
        with (
            Session(self.engine.execution_options(write=True), expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def migrate(self) -> None:
        """Bring the tables to the version of this program, one process at a time."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.engine.execution_options(write=True).begin() as connection:
            if not self.is_sqlite:
                connection.execute(
                    text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK}
                )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def is_away(failure: BaseException) -> bool:
    """Whether the database went, is not there yet, has no room, or no connection free for this
    long.
    """
    return any(
        isinstance(link, OperationalError | InterfaceError | PoolTimeoutError)
        or (isinstance(link, DBAPIError) and link.connection_invalidated)
        for link in links_of(failure)
    )


def open_database(url: str, *, pool_size: int = 10) -> Database:
    """Open the database of a URL; an SQLite file is created, with its folder, readable by its owner
    alone.

    Raises
    ------
    ValueError
        When the URL is of neither SQLite nor PostgreSQL.
    """
    parsed = make_url(url)
    if parsed.drivername.partition("+")[0] == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
        arguments = {"connect_timeout": 5, "options": POSTGRESQL_OPTIONS}
        engine = create_engine(
            parsed, pool_pre_ping=True, pool_size=pool_size, max_overflow=10, connect_args=arguments
        )
        return Database(url, engine)
    if (
        parsed.drivername.partition("+")[0] != "sqlite"
        or not parsed.database
        or parsed.database == ":memory:"
    ):
        raise ValueError(
            f"{parsed.drivername!r} is no database for the service; use sqlite:///PATH or "
            "postgresql+psycopg://…"
        )
    file = Path(parsed.database)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.touch(mode=0o600, exist_ok=True)
    engine = create_engine(
        parsed, pool_size=pool_size, max_overflow=20, connect_args={"check_same_thread": False}
    )
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Database(url, engine)


def _open_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = (
        None  # the driver's own idea of when to begin gets in the way of ours
    )
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")  # a job that was accepted outlives a power cut
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer half-way fails at once when somebody wrote in between; who will
    # write says so first.
    is_writer = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")
