"""What is told of a job while it runs, and what is sent to a webhook?"""

from typing import Any, Literal, get_args

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, JsonValue

from rosterer_api.jobs.states import JobState
from rosterer_api.webhooks.outbox import DeliveryEvent

PlanState = Literal["draft", "approved", "published", "superseded", "worked"]
DeliveryState = Literal["waiting", "delivered", "failed"]


class _Open(BaseModel):
    """Further fields may be there."""

    model_config = ConfigDict(extra="allow")


class Progress(_Open):
    """Where the work stands; which figures there are depends on the kind of job."""

    doing: str | None = None
    seconds: float | None = None
    best: float | None = None
    """Pounds of the best plan so far."""
    bound: float | None = None
    """Pounds that no plan undercuts."""
    gap: float | None = None
    parts: int | None = None
    """Into how many parts the job was shared out."""
    done: int | None = None
    """How many of them are done."""


class JobStateContent(_Open):
    """A job has come into a state."""

    job: str
    state: JobState
    plan: str | None = None
    reason: str | None = None
    external_id: str | None = None
    metadata: dict[str, JsonValue] = {}


class PlanStateContent(_Open):
    """A plan has come into a state."""

    plan: str
    state: PlanState
    supersedes: str | None = None
    superseded_by: str | None = None
    external_id: str | None = None
    metadata: dict[str, JsonValue] = {}


class TestContent(_Open):
    """Somebody tries a webhook out."""

    webhook: str


class StateEvent(BaseModel):
    """An event of ``GET /v1/jobs/{id}/events``."""

    id: str
    event: Literal["state"]
    data: JobStateContent


class ProgressEvent(BaseModel):
    """An event of ``GET /v1/jobs/{id}/events``."""

    id: str
    event: Literal["progress"]
    data: Progress


class _Message(_Open):
    """What every message to a webhook has."""

    id: str
    """The same when it is sent again."""
    event: DeliveryEvent
    created: float
    """Seconds since 1970 (UTC)."""
    attempt: int
    sequence: int | None
    """Counts the messages of a webhook without a gap; a test message has none."""


class JobMessage(_Message):
    """A message about a job; ``Rosterer-Signature`` signs it."""

    content: JobStateContent


class PlanMessage(_Message):
    """A message about a plan; ``Rosterer-Signature`` signs it."""

    content: PlanStateContent


class TestMessage(_Message):
    """A message that tries a webhook out; ``Rosterer-Signature`` signs it."""

    content: TestContent


sent = APIRouter(generate_unique_id_function=lambda route: route.name)


SHAPES = {"job": JobMessage, "plan": PlanMessage, "webhook": TestMessage}


def _announce(event: str) -> None:
    shape = SHAPES[event.partition(".")[0]]

    def tell(body: Any) -> None:
        """Sent until it is answered 2xx within five seconds."""

    tell.__annotations__["body"] = shape
    name = "on_" + event.replace(".", "_").replace("-", "_")
    sent.add_api_route(event, tell, methods=["POST"], name=name, status_code=204)


for _event in get_args(DeliveryEvent):
    _announce(_event)
