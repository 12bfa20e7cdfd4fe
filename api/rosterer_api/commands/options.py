"""Which options do the commands of the service share?"""

from typing import TYPE_CHECKING, Annotated

import typer

from rosterer.files.faults import BadInput, Fault
from rosterer_api.settings import Settings, settings_from_environment

if (
    TYPE_CHECKING
):  # every command line loads this page; only the service's own commands need a database
    from rosterer_api.storage import Database

DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="sqlite:///PATH or postgresql+psycopg://…; else ROSTERER_DATABASE, else a file of "
        "yours.",
    ),
]


def settings_of(database: str | None) -> Settings:
    """Settings from the environment, and the database of the option.

    Raises
    ------
    BadInput
        When a setting cannot be read.
    """
    try:
        return settings_from_environment(**({"database": database} if database else {}))
    except ValueError as wrong:
        raise BadInput(
            [Fault("settings", str(wrong), "see docs/how-to/run-the-service.md")]
        ) from wrong


def opened(settings: Settings) -> "Database":
    """The database, at the present version.

    Raises
    ------
    BadInput
        When it cannot be opened.
    """
    from sqlalchemy.exc import ArgumentError, DatabaseError

    from rosterer_api.storage import open_database

    try:
        database = open_database(settings.database)
        database.migrate()
    except (ArgumentError, ValueError, OSError, DatabaseError) as wrong:
        # The URL is not repeated: it may hold a password.
        why = str(getattr(wrong, "orig", None) or wrong).splitlines()[0]
        if isinstance(wrong, ArgumentError):
            why = "it is no URL of a database, such as sqlite:///PATH or postgresql+psycopg://…"
        elif "not a database" in why or "malformed" in why:
            why = "the file is no SQLite database, or a damaged one; it was left as it is"
        raise BadInput(
            [
                Fault(
                    "--database",
                    f"cannot be opened: {why}",
                    "check the URL, and that the database runs",
                )
            ]
        ) from wrong
    return database
