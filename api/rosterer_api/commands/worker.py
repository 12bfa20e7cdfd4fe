"""How are more workers started, on this machine or another?"""

import os
from typing import Annotated

import typer

from rosterer_api.commands.options import DatabaseOption, opened, settings_of

EXAMPLE = "rosterer worker --count 2"


def worker(
    database: DatabaseOption = None,
    count: Annotated[
        int,
        typer.Option(
            "--count", min=1, max=64, help="Worker processes; each does one job at a time."
        ),
    ] = 1,
) -> None:
    """Do the jobs of a service that shares the database."""
    settings = settings_of(database)
    opened(settings).close()
    if count == 1:
        from rosterer_api.jobs.worker import be_a_worker
        from rosterer_api.logs import log_to_stderr

        os.environ.update(settings.environment())
        log_to_stderr()
        be_a_worker(settings)  # and never come back
    import signal
    import threading

    from rosterer_api.commands.crew import Crew

    crew, closing = Crew(settings, count), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: closing.set())
    crew.start()
    closing.wait()
    crew.close()
