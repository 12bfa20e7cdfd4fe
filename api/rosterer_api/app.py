"""What is the service made of?"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache, partial

from anyio import to_thread
from fastapi import FastAPI

import rosterer
from rosterer_api import problems
from rosterer_api.answer import Figures
from rosterer_api.auth.keys import KnownKeys
from rosterer_api.auth.oidc import Issuer
from rosterer_api.guard import Guard
from rosterer_api.jobs.kinds import known_kinds
from rosterer_api.jobs.silence import SWEEP_SECONDS, Silence
from rosterer_api.jobs.sweeper import sweep
from rosterer_api.openapi import DESCRIPTION, contract, operation_id
from rosterer_api.operations import Operations
from rosterer_api.pages import PAGES
from rosterer_api.pages.problems import page_of
from rosterer_api.routes import ROUTERS
from rosterer_api.service import Service
from rosterer_api.settings import Settings
from rosterer_api.storage import Database

THREADS = 8
"""Measured with 200 readers on two busy cores: 183 reads a second, against 124 with the usual 40.
"""
_log = logging.getLogger("rosterer.api")


def create_app(settings: Settings, database: Database) -> FastAPI:
    """The service over a database that is migrated.

    Raises
    ------
    ValueError
        When a setting names what cannot be used.
    """
    known_kinds(settings.job_kinds)
    figures = Figures()
    issuer = Issuer(settings) if settings.oidc_issuer else None
    service = Service(settings, database, KnownKeys(database), issuer)
    app = FastAPI(
        title="Rosterer",
        version=rosterer.__version__,
        description=DESCRIPTION,
        openapi_url="/v1/openapi.json",
        docs_url=None,  # the usual page fetches its script from elsewhere; nothing here does
        redoc_url=None,
        redirect_slashes=False,  # else it leads to whatever host a caller named
        generate_unique_id_function=operation_id,
        lifespan=lambda app: _sweeping(service),
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.openapi = cache(partial(contract, settings.job_kinds))  # type: ignore[method-assign]
    app.state.service, app.state.figures = service, figures
    for router in ROUTERS:
        app.include_router(router)
    for router in PAGES:
        app.include_router(router, include_in_schema=False)
    problems.install(app)
    operations = Operations(ROUTERS, PAGES)
    app.add_middleware(
        Guard, service=service, operations=operations, figures=figures, as_page=page_of
    )
    return app


@asynccontextmanager
async def _sweeping(service: Service) -> AsyncIterator[None]:
    """Sweep while the server runs, so that jobs of the dead wait again when no worker is alive."""

    async def sweep_on() -> None:
        silence = Silence()
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            try:
                await asyncio.to_thread(sweep, service.database, silence)
            except Exception as failure:  # the next sweep may do better
                _log.debug("a sweep failed and is repeated", extra={"failure": str(failure)})

    # More threads than this only fight over the interpreter: each call of the database gives it up
    # and must get it back.
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    task = asyncio.create_task(sweep_on())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
