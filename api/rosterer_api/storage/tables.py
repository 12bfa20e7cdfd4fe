"""Which tables does the service have?

Moments are seconds since 1970 (UTC). Documents are JSON, compressed by zlib; they are read only
when asked for, so that lists stay quick.
"""

import time
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Object = dict[str, Any]
"""A JSON object as a caller or a kind of job wrote it."""

_SERIAL = BigInteger().with_variant(Integer, "sqlite")
"""Numbers rows as they come; SQLite counts only in its own INTEGER."""


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {
        Object: JSON,
        list[str]: JSON,
        list[Object]: JSON,
        str: String(200),
        float: Float,
    }


class Kept:
    """What callers have kept: every such row is named, and says who kept it and when."""

    id: Mapped[str] = mapped_column(primary_key=True)
    created: Mapped[float] = mapped_column(default=time.time)
    created_by: Mapped[str]


class Labelled(Kept):
    """What carries a caller's own id and notes."""

    external_id: Mapped[str | None] = mapped_column(index=True)
    meta: Mapped[Object] = mapped_column(default=dict)


class CaseRow(Labelled, Base):
    """A case as it was sent; never changed."""

    __tablename__ = "cases"

    name: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(index=True)
    parent: Mapped[str | None]
    """The case that it was made from by changes."""
    root_id: Mapped[str | None]
    """The case from which all of its line came; none for that one itself."""
    changes: Mapped[list[Object]] = mapped_column(default=list)
    about: Mapped[Object] = mapped_column(default=dict)
    """First day, days, and how many people, referrals and units."""
    document: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class RotaRow(Base):
    """A head over plans: those of one line of cases for the same days; one at most is published."""

    __tablename__ = "rotas"
    __table_args__ = (UniqueConstraint("scope", "first_day", "days"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str]
    """The case from which the line came."""
    first_day: Mapped[str]
    days: Mapped[int]
    plan_id: Mapped[str | None]
    """The present plan: published or worked."""
    created: Mapped[float] = mapped_column(default=time.time)


class PlanRow(Labelled, Base):
    """A plan, whoever made it, and how far it has come: draft, approved, published, superseded by
    another or worked.
    """

    __tablename__ = "plans"
    __table_args__ = (
        Index(
            "one_published_plan",
            "rota_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
    )

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    job_id: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="draft")
    version: Mapped[int] = mapped_column(default=1)
    approved_by: Mapped[str | None]
    rota_id: Mapped[str | None]
    """The rota of which it is a version, once it was published."""
    supersedes: Mapped[str | None]
    superseded_by: Mapped[str | None]
    summary: Mapped[Object] = mapped_column(default=dict)
    verdict: Mapped[Object] = mapped_column(default=dict)
    """What the referee found: whether it is good, how many breaches, cost."""
    document: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class JobRow(Labelled, Base):
    """A job and who works on it."""

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("created_by", "idempotency_key"),
        Index("jobs_by_state", "state", "id"),
        Index("jobs_by_turn", "state", "turn", "id"),
        Index("jobs_of_a_key", "created_by", "turn"),
    )

    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="created")
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    request: Mapped[Object] = mapped_column(default=dict)
    plan_id: Mapped[str | None]
    """The plan that it made."""
    result: Mapped[Object | None] = mapped_column(deferred=True)
    """What there is besides a plan; can be large."""
    reason: Mapped[str | None] = mapped_column(Text)
    """Why it failed, or is invalid."""
    started: Mapped[float | None]
    finished: Mapped[float | None] = mapped_column(index=True)
    progress: Mapped[Object] = mapped_column(default=dict)
    idempotency_key: Mapped[str | None]
    request_hash: Mapped[str | None]

    stop_requested: Mapped[bool] = mapped_column(default=False)
    turn: Mapped[float] = mapped_column(default=0.0)
    """When it is its turn: the lowest of those that wait."""
    priority: Mapped[int] = mapped_column(default=0)
    """Among the jobs of the same key."""
    attempts: Mapped[int] = mapped_column(default=0)
    """How often a worker began it and did not give it back."""
    failures: Mapped[int] = mapped_column(default=0)
    """How often its own process ended badly."""
    lease: Mapped[str | None]
    """A secret of the one who works on it; whoever does not hold it cannot write a result."""
    worker: Mapped[str | None]
    """Who works on it, or was the last to do so."""
    parent_id: Mapped[str | None] = mapped_column(index=True)
    """The job of which this is a part."""
    part: Mapped[Object | None]
    """Which part of it."""
    parts: Mapped[int | None]
    """Into how many parts this job was shared out; none when it was not."""


class PartRow(Base):
    """What came of a part of a job, until the parts are joined."""

    __tablename__ = "parts"

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    document: Mapped[bytes] = mapped_column(LargeBinary)


class ScenarioRow(Labelled, Base):
    """A named list of changes that can be used again and again; never changed."""

    __tablename__ = "scenarios"

    name: Mapped[str] = mapped_column(Text)
    content: Mapped[Object]


class WinterRow(Labelled, Base):
    """What a simulation of winters, or a search for capacity, has shown."""

    __tablename__ = "winters"

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    job_id: Mapped[str | None]
    kind: Mapped[str]
    request: Mapped[Object] = mapped_column(default=dict)
    summary: Mapped[Object] = mapped_column(default=dict)
    tables: Mapped[list[str]] = mapped_column(default=list)
    """Names of the tables in the document."""
    document: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class CheckpointRow(Base):
    """The best plan so far of a job under way."""

    __tablename__ = "checkpoints"

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    document: Mapped[bytes] = mapped_column(LargeBinary)


class EventRow(Base):
    """Something that happened to a job, in order."""

    __tablename__ = "events"
    __table_args__ = (Index("events_of_a_job", "job_id", "id"),)

    id: Mapped[int] = mapped_column(_SERIAL, primary_key=True, autoincrement=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    at: Mapped[float] = mapped_column(default=time.time)
    name: Mapped[str]
    content: Mapped[Object] = mapped_column(default=dict)


class WorkerRow(Base):
    """A worker that is, or was, alive."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(primary_key=True)
    incarnation: Mapped[str]
    machine: Mapped[str]
    pid: Mapped[int]
    born: Mapped[int] = mapped_column(BigInteger, default=0)
    """When its process began, in ticks since the machine did: what tells numbers used twice apart.
    """
    started: Mapped[float] = mapped_column(default=time.time)
    """When it began to take jobs; 0 until then."""
    seen: Mapped[float]
    """On the database's clock."""
    version: Mapped[str] = mapped_column(default="")
    hindered: Mapped[str | None] = mapped_column(Text)
    """Why it can begin no job, or not some."""


class FolderRow(Base):
    """A folder in which processes of the service had files for a while."""

    __tablename__ = "folders"

    path: Mapped[str] = mapped_column(Text, primary_key=True)


class KeyRow(Base):
    """An API key; only its hash is kept."""

    __tablename__ = "keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    teams: Mapped[list[str]] = mapped_column(default=list)
    """For a rota manager: the teams whose names they may see; empty for none."""
    hash: Mapped[str] = mapped_column(unique=True)
    created: Mapped[float] = mapped_column(default=time.time)
    expires: Mapped[float | None]
    revoked: Mapped[float | None]
    last_used: Mapped[float | None]
    weight: Mapped[int] = mapped_column(default=1)
    """How many jobs it has done while a key of weight 1 has one done."""
    most_waiting: Mapped[int | None]
    most_running: Mapped[int | None]
    """Limits of its jobs; none for as many as there are."""


class ImportRow(Kept, Base):
    """A rota sheet that its owner is explaining, until it is a case and a plan."""

    __tablename__ = "imports"

    name: Mapped[str] = mapped_column(Text)
    """Of the file."""
    answers: Mapped[Object] = mapped_column(default=dict)
    """By section and key of a mapping file."""
    accepts_loss: Mapped[bool] = mapped_column(default=False)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class SessionRow(Base):
    """Somebody who has signed in with a key, in a browser; only a hash of the cookie is kept."""

    __tablename__ = "sessions"

    hash: Mapped[str] = mapped_column(primary_key=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("keys.id", ondelete="CASCADE"))
    created: Mapped[float] = mapped_column(default=time.time)
    expires: Mapped[float] = mapped_column(index=True)


class AuditRow(Base):
    """Who did what, when and from where; rows are added and never altered."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(_SERIAL, primary_key=True, autoincrement=True)
    at: Mapped[float] = mapped_column(default=time.time)
    who: Mapped[str]
    role: Mapped[str]
    action: Mapped[str]
    target: Mapped[str] = mapped_column(default="")
    detail: Mapped[Object] = mapped_column(default=dict)
    address: Mapped[str] = mapped_column(default="")
    request_id: Mapped[str] = mapped_column(default="")


class RequestRow(Base):
    """What was made under the key of a request, so that the request can be sent again."""

    __tablename__ = "requests"

    created_by: Mapped[str] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str]
    """What tells two requests under one key apart."""
    target: Mapped[str]
    """The id of what was made."""
    created: Mapped[float] = mapped_column(default=time.time, index=True)


class WebhookRow(Kept, Base):
    """Somebody who wants to be told."""

    __tablename__ = "webhooks"

    name: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(Text)
    events: Mapped[list[str]]
    """Blank for all."""
    kinds: Mapped[list[str]] = mapped_column(default=list)
    """Only of jobs of these kinds; blank for all."""
    matching: Mapped[Object] = mapped_column(default=dict)
    """Only where the metadata hold these."""
    headers: Mapped[Object] = mapped_column(default=dict)
    """The receiver's own; their values are never shown."""
    secret: Mapped[str]
    old_secret: Mapped[str | None]
    """Signs as well, until ``old_until``."""
    old_until: Mapped[float | None]
    sequence: Mapped[int] = mapped_column(default=0)
    """Number of the last message that was sent."""
    failures: Mapped[int] = mapped_column(default=0)
    """Attempts that failed since one went well."""
    switched_off: Mapped[float | None]
    """Since when nothing is sent."""
    off_reason: Mapped[str | None] = mapped_column(Text)


class DeliveryRow(Base):
    """One event for one webhook, and what became of it."""

    __tablename__ = "deliveries"
    __table_args__ = (Index("deliveries_in_order", "webhook_id", "state", "number"),)

    number: Mapped[int] = mapped_column(_SERIAL, primary_key=True, autoincrement=True)
    """In the order of what happened; deliveries of one webhook are sent in this order."""
    id: Mapped[str] = mapped_column(unique=True)
    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    sequence: Mapped[int | None]
    """Counts the messages of a webhook without a gap; given when it is first sent."""
    event: Mapped[str]
    payload: Mapped[Object]
    state: Mapped[str] = mapped_column(default="waiting")
    """waiting, delivered, failed."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[float] = mapped_column(default=0.0)
    """On the database's clock."""
    status: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(Text)
    created: Mapped[float] = mapped_column(default=time.time)
