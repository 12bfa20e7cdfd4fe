"""How is what is old enough removed now, or shown, on the command line?"""

from typing import Annotated

import typer

from rosterer.commands.talk import print_json, say
from rosterer_api.commands.options import DatabaseOption, opened, settings_of

EXAMPLE = "rosterer retention --dry-run"


def retention(
    database: DatabaseOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Remove nothing; say what would go.")
    ] = False,
) -> None:
    """Remove what the settings ROSTERER_KEEP_…_DAYS say is old enough. Workers do it by themselves,
    once an hour.
    """
    from rosterer_api.retention import days_kept, preview, tidy

    settings = settings_of(database)
    store = opened(settings)
    found = preview(store, settings) if dry_run else tidy(store, settings, who="command-line")
    store.close()
    days = days_kept(settings)
    print_json({"days": days, "dry_run": dry_run, "removed": dict(found)})
    if not any(days.values()):
        say(
            "Nothing is removed: no setting says how long to keep anything (see "
            "docs/how-to/run-the-service.md)."
        )
    elif dry_run:
        say("Nothing was removed; without --dry-run this would go.")
