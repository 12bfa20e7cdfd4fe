"""How are API keys made, listed and revoked on the command line?"""

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rosterer.commands.talk import print_json, say
from rosterer.files.faults import BadInput, Fault
from rosterer_api.commands.options import DatabaseOption, opened, settings_of

if TYPE_CHECKING:
    from rosterer_api.auth.wanted import NewKey

OPTIONS = {
    "name": "NAME",
    "role": "--role",
    "teams": "--team",
    "expires": "--days",
    "weight": "--weight",
    "most_waiting": "--most-waiting",
    "most_running": "--most-running",
}
"""Where each thing is said that a key is made of."""
EXAMPLE = "rosterer keys create rota-office --role manager --team north"


def keys(
    action: Annotated[Literal["list", "create", "revoke"], typer.Argument(help="What to do.")],
    name: Annotated[str, typer.Argument(help="create: a label; revoke: the id.")] = "",
    role: Annotated[
        Literal["manager", "approver", "planner", "service", "auditor", "administrator"],
        typer.Option(help="What the key may do."),
    ] = "service",
    team: Annotated[
        list[str] | None,
        typer.Option(help="A manager's team, whose names they see; may be given again."),
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, help="Days until the key expires.")] = None,
    weight: Annotated[
        int,
        typer.Option(min=1, max=100, help="Jobs begun while a key of weight 1 has one begun."),
    ] = 1,
    most_waiting: Annotated[
        int | None, typer.Option(min=0, help="Most of its jobs that may wait.")
    ] = None,
    most_running: Annotated[
        int | None, typer.Option(min=1, help="Most of its jobs that may be under way.")
    ] = None,
    database: DatabaseOption = None,
) -> None:
    """Make, list and revoke API keys. A new key is printed once, on stdout."""
    from sqlalchemy import select

    from rosterer_api.auth.keys import make_key
    from rosterer_api.storage.tables import AuditRow, KeyRow

    if action != "list" and not name:
        raise BadInput([Fault("keys", f"{action} needs a name", "write it after the action")])
    share = {"weight": weight, "most_waiting": most_waiting, "most_running": most_running}
    content = {"name": name, "role": role, "teams": team or [], **share}
    wanted = _wanted({**content, "expires": _moment_in(days)}) if action == "create" else None
    store = opened(settings_of(database))
    with store.writing() as session:
        if action == "list":
            for row in session.scalars(select(KeyRow).order_by(KeyRow.id)):
                state = (
                    "revoked"
                    if row.revoked
                    else "expired"
                    if row.expires and row.expires < time.time()
                    else "valid"
                )
                print_json(
                    {
                        "id": row.id,
                        "name": row.name,
                        "role": row.role,
                        "teams": row.teams,
                        "weight": row.weight,
                        "most_waiting": row.most_waiting,
                        "most_running": row.most_running,
                        "state": state,
                    }
                )
            return
        if wanted is not None:
            expires = None if wanted.expires is None else wanted.expires.timestamp()
            row, text = make_key(
                session, wanted.name, wanted.role, wanted.teams, expires, **wanted.share()
            )
            print(text)
            say(f"Key {row.id} for the role {role}; it is not shown again.")
        else:
            found = session.get(KeyRow, name)
            if found is None:
                raise BadInput(
                    [Fault("keys", f"there is no key {name!r}", "see 'rosterer keys list'")]
                )
            row = found
            row.revoked = row.revoked or time.time()
            say(f"Key {row.id} is revoked.")
        session.add(
            AuditRow(
                who="command-line",
                role="administrator",
                action=f"key.{action}",
                target=row.id,
                detail={} if wanted is None else wanted.said(),
            )
        )
    store.close()


def _moment_in(days: int | None) -> datetime | None:
    """The moment after so many days; the last of all where there are more than the calendar has."""
    if days is None:
        return None
    try:
        return datetime.now(UTC) + timedelta(days=days)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def _wanted(content: dict[str, object]) -> "NewKey":
    """The key that is wanted.

    Raises
    ------
    BadInput
        With all that no key may have.
    """
    from pydantic import ValidationError

    from rosterer_api.auth.wanted import NewKey
    from rosterer_api.words import words_of

    try:
        return NewKey.model_validate(content)
    except ValidationError as refused:
        faults = []
        for error in refused.errors(include_url=False):
            column = OPTIONS[str(error["loc"][0])]
            message, remedy = words_of(error)
            faults.append(Fault("keys", f"{column}: {message}", remedy))
        raise BadInput(faults) from None
