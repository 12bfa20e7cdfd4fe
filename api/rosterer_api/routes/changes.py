"""How does a case become another by changes?"""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from rosterer_api.asking import Asked
from rosterer_api.auth.current import allowed
from rosterer_api.auth.keys import Principal
from rosterer_api.bodies import JsonRoute
from rosterer_api.cases import case_row
from rosterer_api.changed import changed_case
from rosterer_api.names import without_names
from rosterer_api.routes.cases import case_of, keep
from rosterer_api.routes.common import TheService, problems
from rosterer_api.routes.lists import RowId
from rosterer_api.routes.once import IdempotencyKey, made_before
from rosterer_api.service import Service
from rosterer_api.views import CaseView, ExternalId, Metadata
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import Change

router = APIRouter(
    route_class=JsonRoute, prefix="/v1/cases", tags=["cases"], responses=problems(404)
)
Writer = Annotated[Principal, Depends(allowed("cases.write"))]


class Changes(Asked):
    """What a new case changes in another."""

    changes: Annotated[list[Change], Field(min_length=1, max_length=1000)]
    external_id: ExternalId | None = None
    metadata: Metadata = {}


@router.post("/{case_id}/changes", status_code=201, responses=made_before(CaseView))
def change_case(
    case_id: RowId,
    body: Changes,
    request: Request,
    response: Response,
    service: TheService,
    principal: Writer,
    idempotency_key: IdempotencyKey = None,
) -> CaseView:
    """Make a new case from another by changes; the other stays as it is."""
    case = case_of(service, case_id)
    return keep_changed(
        request,
        response,
        service,
        principal,
        case,
        body.changes,
        case_id,
        body.external_id,
        body.metadata,
        key=idempotency_key,
    )


def keep_changed(
    request: Request,
    response: Response,
    service: Service,
    principal: Principal,
    case: Case,
    changes: Sequence[Change],
    parent: str,
    external_id: str | None,
    metadata: dict[str, Any],
    origin: dict[str, Any] | None = None,
    key: str | None = None,
) -> CaseView:
    """Keep a case after changes, with its lineage.

    Parameters
    ----------
    parent
        The kept case from which it came.
    origin
        What led to ``case`` before the changes, for the lineage.
    key
        The caller's key of this request.
    """
    changed = changed_case(case, changes, "/changes")
    done = [] if origin is None else [origin]
    new = case_row(
        changed,
        principal.id,
        parent=parent,
        changes=[*done, *without_names([change.model_dump(mode="json") for change in changes])],
        external_id=external_id,
        metadata=metadata,
    )
    return keep(request, response, service, principal, new, key)
