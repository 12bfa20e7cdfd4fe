"""How is the service started on one machine, with a single command?"""

import ipaddress
import signal
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from rosterer.commands.talk import say
from rosterer.files.faults import BadInput, Fault
from rosterer_api.commands.options import DatabaseOption, opened, settings_of

if TYPE_CHECKING:
    from rosterer_api.storage import Database

EXAMPLE = "rosterer serve --port 8000"
SHUTDOWN_SECONDS = 5


def serve(
    database: DatabaseOption = None,
    host: Annotated[
        str,
        typer.Option(
            help="Where to listen; other machines reach the service only when you say so here."
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
    workers: Annotated[
        int, typer.Option(min=0, max=64, help="Worker processes on this machine.")
    ] = 1,
) -> None:
    """Run the API and a worker; nothing else is needed."""
    import uvicorn

    from rosterer_api.app import create_app
    from rosterer_api.commands.crew import Crew
    from rosterer_api.logs import log_to_stderr

    settings = settings_of(database)
    store = opened(settings)
    _welcome(store, host, port)
    log_to_stderr()
    crew = Crew(settings, workers)
    try:
        app = create_app(settings, store)
    except ValueError as wrong:
        raise BadInput(
            [Fault("settings", str(wrong), "see docs/how-to/run-the-service.md")]
        ) from wrong
    signal.signal(signal.SIGTERM, _end)  # uvicorn raises again the signal that ended it
    crew.start()
    try:
        uvicorn.run(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # whom to believe is a setting of the service
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
            h11_max_incomplete_event_size=64 * 1024,
        )
    finally:
        crew.close()
        store.close()


def _end(number: int, frame: FrameType | None) -> None:
    """End in order, workers first: the signal's own way would leave them to notice that the server
    is gone.
    """
    raise SystemExit(0)


def _welcome(store: "Database", host: str, port: int) -> None:
    from rosterer_api.auth.first_key import show_first_key

    show_first_key(store)
    say(f"The service listens on http://{host}:{port}/v1; Ctrl-C ends it.")
    if not _is_loopback(host):
        say(
            "It can be reached from other machines: put a proxy with TLS before it, since keys "
            "travel with every request."
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
