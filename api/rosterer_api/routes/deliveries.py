"""How does the owner of a webhook see what was delivered, and have it sent again?"""

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from rosterer_api.audit import note
from rosterer_api.bodies import JsonRoute
from rosterer_api.lane import short_of_owner
from rosterer_api.problems import not_found
from rosterer_api.routes.common import TheService, conflict, problems
from rosterer_api.routes.lists import DeliveryCursor, Limit, RowId, page_of
from rosterer_api.routes.webhooks import Owner, own_webhook, require_holder
from rosterer_api.storage.tables import DeliveryRow
from rosterer_api.views import Page
from rosterer_api.webhooks.outbox import TEST_EVENT
from rosterer_api.webhooks.shapes import DeliveryView, delivery_view

router = APIRouter(
    route_class=JsonRoute, prefix="/v1/webhooks", tags=["webhooks"], responses=problems(404)
)


@router.get("/{webhook_id}/deliveries", response_model=Page[DeliveryView])
@short_of_owner
def list_deliveries(
    webhook_id: RowId,
    service: TheService,
    principal: Owner,
    limit: Limit = 50,
    cursor: DeliveryCursor = None,
) -> Response:
    """What was sent, or is to be sent, newest first."""
    with service.database.reading() as session:
        own_webhook(session, webhook_id, principal)
    return page_of(service, DeliveryRow, delivery_view, limit, cursor, webhook_id=webhook_id)


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay", status_code=202, responses=problems(404, 409)
)
def replay_delivery(
    webhook_id: RowId, delivery_id: RowId, request: Request, service: TheService, principal: Owner
) -> DeliveryView:
    """Send an event again, whatever became of it, before anything that waits."""
    with service.database.writing() as session:
        hook = own_webhook(session, webhook_id, principal)
        row = session.scalar(select(DeliveryRow).where(DeliveryRow.id == delivery_id))
        if row is None or row.webhook_id != webhook_id:
            raise not_found("delivery", delivery_id)
        require_holder(session, hook)
        if hook.switched_off is not None:
            raise conflict("the webhook is switched off; switch it on first")
        if row.event == TEST_EVENT:
            raise conflict("this is a test message; send another one")
        row.state, row.attempts, row.next_at, row.status, row.reason = "waiting", 0, 0.0, None, None
        note(session, request, principal, "webhook.replay", delivery_id)
    return delivery_view(row)
