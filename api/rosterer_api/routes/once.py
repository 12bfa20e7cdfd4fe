"""How is a thing made once, however often the request for it is sent?

What was made under an ``Idempotency-Key`` is noted in the transaction that makes it, so that an
answer that was lost on its way costs nothing but another request. Keys count for each caller by
themselves; those of jobs are kept with the job.
"""

import time
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import Header
from pydantic import BaseModel
from sqlalchemy import delete
from sqlalchemy.orm import Session

from rosterer_api.auth.keys import Principal
from rosterer_api.once import hash_of, once
from rosterer_api.routes.common import conflict, problems
from rosterer_api.service import Service
from rosterer_api.storage.tables import RequestRow

IdempotencyKey = Annotated[
    str | None,
    Header(
        pattern=r"^[!-~]+$",
        max_length=200,
        description="Of your own; the same key with the same request makes nothing new.",
    ),
]
REUSED = "this Idempotency-Key belongs to another request; use a new key for another thing"
KEPT_SECONDS = 30 * 24 * 3600.0
"""For so long a request may be sent again; a program that was away for a month looks first."""


def made_before(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """Further answers of a route that makes something once, for the contract."""
    said = {"model": model, "description": "It was made before, under the same key."}
    return {200: said, **problems(409)}


def make_once(
    service: Service,
    principal: Principal,
    key: str | None,
    asked: Mapping[str, object],
    make: Callable[[Session], str],
) -> tuple[str, bool]:
    """Make a thing, or find what was made under the same key; its id, and whether it is new.

    Parameters
    ----------
    asked
        What tells two requests under one key apart.
    make
        Writes it down within a transaction, and says under which id.

    Raises
    ------
    ProblemError
        409 when the key belongs to another request.
    """
    hash_ = hash_of(asked)

    def make_and_remember(session: Session) -> str:
        target = make(session)
        if key is not None:
            _remember(session, principal, key, hash_, target)
        return target

    return once(
        service.database,
        lambda session: _known(session, principal, key, hash_),
        make_and_remember,
    )


def _known(session: Session, principal: Principal, key: str | None, hash_: str) -> str | None:
    row = None if key is None else session.get(RequestRow, (principal.id, key))
    if row is not None and row.hash != hash_:
        raise conflict(REUSED)
    return None if row is None else row.target


def _remember(session: Session, principal: Principal, key: str, hash_: str, target: str) -> None:
    session.execute(delete(RequestRow).where(RequestRow.created < time.time() - KEPT_SECONDS))
    session.add(RequestRow(created_by=principal.id, idempotency_key=key, hash=hash_, target=target))
