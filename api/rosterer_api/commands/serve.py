"""How is the service started on one machine, with a single command?"""

import ipaddress
import signal
import socket
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from rosterer.commands.talk import say
from rosterer.files.faults import BadInput, Fault
from rosterer_api.commands.options import DatabaseOption, opened, settings_of
from rosterer_api.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

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
    demo: Annotated[
        bool,
        typer.Option(
            "--demo",
            help="Open on the shipped case: print a link that lets one browser in, once. Without "
            "--database, in a database of its own.",
        ),
    ] = False,
) -> None:
    """Run the pages, the API and a worker; nothing else is needed."""
    if demo and database is None:
        from rosterer_api.demonstration import demonstration_database

        database = demonstration_database()
    settings = settings_of(database)
    listener = _listening(host, port)

    import uvicorn

    from rosterer_api.commands.crew import Crew
    from rosterer_api.early import Early
    from rosterer_api.logs import log_to_stderr
    from rosterer_api.wire import Wire

    log_to_stderr()
    crew, stores = Crew(settings, workers), list["Database"]()

    def make() -> "FastAPI":
        port = listener.getsockname()[1]
        app = _made(settings, stores, host, port)
        if demo:
            _invite(app, stores[0], host, port)
        crew.start()
        return app

    def fail() -> None:
        server.should_exit = True

    early = Early(make, fail)
    server = uvicorn.Server(
        uvicorn.Config(
            early,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # whom to believe is a setting of the service
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
            http=Wire,
        )
    )
    signal.signal(signal.SIGTERM, _end)  # uvicorn raises again the signal that ended it
    try:
        server.run(sockets=[listener])
    finally:
        crew.close()
        for store in stores:
            store.close()
    if early.failure is not None:
        raise early.failure


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens, so that whoever comes from now on waits instead of being refused.

    Raises
    ------
    BadInput
        When nothing can listen there.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(address[:2], family=family, backlog=2048)
    except OSError as wrong:
        what = f"{host}:{port} cannot be listened on: {wrong.strerror or wrong}"
        raise BadInput(
            [Fault("--host, --port", what, "choose others, or end what listens there")]
        ) from wrong


def _made(settings: Settings, stores: "list[Database]", host: str, port: int) -> "FastAPI":
    """The service, ready to answer; whatever takes long to load is loaded here."""
    from rosterer_api.app import create_app
    from rosterer_api.scratch import use_own_scratch

    stores.append(opened(settings))
    try:
        use_own_scratch(settings, stores[0])
    except OSError as wrong:
        isnt = isinstance(wrong, FileExistsError | NotADirectoryError)
        why = "it is no folder" if isnt else (wrong.strerror or "no file can be made there")
        what = f"{wrong.filename or 'the folder'} cannot hold files while they are needed: {why}"
        remedy = "name a folder that can be written by ROSTERER_WORK_FOLDER"
        raise BadInput([Fault("settings", what, remedy)]) from wrong
    try:
        app = create_app(settings, stores[0])
    except (ValueError, OSError) as wrong:
        raise BadInput(
            [Fault("settings", str(wrong), "see docs/how-to/run-the-service.md")]
        ) from wrong
    _welcome(stores[0], host, port)
    return app


def _end(number: int, frame: FrameType | None) -> None:
    """End in order, workers first: the signal's own way would leave them to notice that the server
    is gone.
    """
    raise SystemExit(0)


def _welcome(store: "Database", host: str, port: int) -> None:
    from rosterer_api.auth.first_key import show_first_key

    show_first_key(store)
    say(f"The service listens on http://{host}:{port} (programs: /v1); Ctrl-C ends it.")
    if not _is_loopback(host):
        say(
            "It can be reached from other machines: put a proxy with TLS before it, since keys "
            "travel with every request."
        )


def _invite(app: "FastAPI", store: "Database", host: str, port: int) -> None:
    """Load the demonstration, and say how to come in."""
    from rosterer_api.demonstration import LOOKING, load_demonstration

    say("The demonstration is being loaded …")
    load_demonstration(store)
    text = app.state.service.invitations.make(LOOKING)
    near = host if _is_loopback(host) else "127.0.0.1"
    shown = f"[{near}]" if ":" in near else near
    say(
        f"Open this in a browser of this machine; it counts once:\n\n    "
        f"http://{shown}:{port}/welcome/{text}\n"
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
