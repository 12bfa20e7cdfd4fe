"""What does a caller say of a webhook, and see of it and of what it was sent?"""

from datetime import datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    JsonValue,
    StringConstraints,
    WithJsonSchema,
)

from rosterer_api.asking import Asked
from rosterer_api.contract.shown import list_shown_as, shown_as
from rosterer_api.filters import searchable
from rosterer_api.storage.tables import DeliveryRow, WebhookRow
from rosterer_api.views import moment_of
from rosterer_api.webhooks.headers import MOST_HEADERS, NAME, VALUE, sound_headers
from rosterer_api.webhooks.holders import Lost
from rosterer_api.webhooks.outbox import WebhookEvent

Name = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=100)]
Kind = Annotated[str, StringConstraints(max_length=64), shown_as("JobKind")]
LONGEST_URL = 2000
Url = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[!-~]+$", max_length=LONGEST_URL),
    # plain http is for those alone who allow private addresses, such as on their own machine
    WithJsonSchema({"type": "string", "pattern": "^https://[!-~]+$", "maxLength": LONGEST_URL}),
]
Scalar = str | int | float | bool | None
HeaderName = Annotated[str, StringConstraints(pattern=f"^{NAME}$")]
HeaderValue = Annotated[str, StringConstraints(pattern=f"^{VALUE}$")]
Headers = Annotated[
    dict[HeaderName, HeaderValue], Field(max_length=MOST_HEADERS), AfterValidator(sound_headers)
]
Events = Annotated[list[WebhookEvent], Field(max_length=100)]
Kinds = Annotated[list[Kind], Field(max_length=100)]
Matching = Annotated[dict[str, Scalar], Field(max_length=20), AfterValidator(searchable)]


class NewWebhook(Asked):
    """Whom to tell of what."""

    url: Url
    name: Name = ""
    events: Events = []
    """Blank for all."""
    kinds: Kinds = []
    """Only events of jobs of these kinds; blank for all. Events of plans come all the same."""
    matching: Matching = {}
    """Only events of jobs and plans whose metadata hold all of these."""
    headers: Headers = {}
    """To be sent with every message; their values are never shown again."""


class ChangedWebhook(Asked):
    """What is to be otherwise; what is left out stays."""

    name: Name | None = None
    events: Events | None = None
    kinds: Kinds | None = None
    matching: Matching | None = None
    headers: Headers | None = None
    """All of them: those that are not named are no longer sent."""
    active: bool | None = None


class NewSecret(Asked):
    """How a secret is changed."""

    keep_old_hours: Annotated[float, Field(ge=0, le=168)] = 24
    """So long the old secret signs as well; 0 when others may know it."""


class WebhookView(BaseModel):
    """A webhook, without its secret."""

    id: str
    name: str
    url: str
    """Without its query, which may hold a password of the receiver."""
    events: Annotated[list[str], list_shown_as("WebhookEvent")]
    kinds: list[str]
    matching: dict[str, JsonValue]
    headers: list[str]
    """Their names alone."""
    active: bool
    switched_off: datetime | None
    off_reason: str | None
    failures: int
    """Attempts that failed since one went well."""
    created: datetime
    created_by: str


class MadeWebhook(WebhookView):
    """A webhook with a new secret; ``secret`` signs its messages, and is shown here and never
    again.
    """

    secret: str | None


class DeliveryView(BaseModel):
    """An event, and what became of it."""

    id: str
    sequence: int | None
    """Counts the messages of a webhook without a gap; absent until it is first sent."""
    event: Annotated[str, shown_as("DeliveryEvent")]
    state: Annotated[str, shown_as("DeliveryState")]
    attempts: int
    status: int | None
    reason: str | None
    created: datetime
    payload: Annotated[dict[str, Any], shown_as("MessageContent")]


def webhook_view(row: WebhookRow, lost: Lost | None = None) -> WebhookView:
    """What is shown of a webhook, which is off when it has lost its holder."""
    off = row.switched_off
    if lost is not None:
        off = lost.since if off is None else min(off, lost.since)
    return WebhookView(
        id=row.id,
        name=row.name,
        url=row.url.partition("?")[0],
        events=row.events,
        kinds=row.kinds,
        matching=row.matching,
        headers=sorted(row.headers),
        active=off is None,
        switched_off=None if off is None else moment_of(off),
        off_reason=row.off_reason if lost is None else lost.why,
        failures=row.failures,
        created=moment_of(row.created),
        created_by=row.created_by,
    )


def delivery_view(row: DeliveryRow) -> DeliveryView:
    """What is shown of a delivery."""
    return DeliveryView(
        id=row.id,
        sequence=row.sequence,
        event=row.event,
        state=row.state,
        attempts=row.attempts,
        status=row.status,
        reason=row.reason,
        created=moment_of(row.created),
        payload=row.payload,
    )
