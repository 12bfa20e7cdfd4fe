"""What is removed when it is old enough, and what stays?

Three settings count days, 0 keeps for ever. Ended jobs go with their events, results of winters and
deliveries; drafts go with the cases that nothing else needs; plans that were published or worked
are records of working time and stay two years at the least (Working Time Regulations 1998, reg 9).
The audit log stays, and says what was removed.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session, aliased

from rosterer_api.jobs.states import ENDED
from rosterer_api.settings import Settings
from rosterer_api.storage import Database
from rosterer_api.storage.tables import (
    AuditRow,
    Base,
    CaseRow,
    DeliveryRow,
    JobRow,
    PlanRow,
    WinterRow,
)

DAY_SECONDS = 24 * 3600.0
MOST_AT_ONCE = 200
"""Of each kind in one transaction, so that nobody who writes waits long."""
RECORDS: tuple[str, ...] = ("published", "superseded", "worked")
"""A plan that was superseded was published before."""
WHO = "retention"


class _NotKept(Exception):  # noqa: N818 - nothing went wrong
    """What was done is to be undone."""


@dataclass(frozen=True)
class _Rule:
    """Rows of a table that are old enough."""

    name: str
    table: type[Base]
    is_due: ColumnElement[bool]


def days_kept(settings: Settings) -> dict[str, int]:
    """For how many days each kind is kept; 0 is for ever."""
    return {
        "jobs": settings.keep_jobs_days,
        "drafts": settings.keep_drafts_days,
        "records": settings.keep_records_days,
    }


def tidy(database: Database, settings: Settings, who: str = WHO) -> Mapping[str, int]:
    """Remove what is due; how many of each kind were removed.

    Parameters
    ----------
    who
        Who does it, for the audit log.
    """

    def remove(rule: _Rule) -> int:
        with database.writing() as session:
            return _remove(session, rule, who)

    return _removed(settings, remove)


def preview(database: Database, settings: Settings) -> Mapping[str, int]:
    """How many of each kind ``tidy`` would remove, cases included that only then are needed by
    nothing.

    It is found by removing them in a transaction that is not kept: whoever else writes waits
    meanwhile.
    """
    removed: Mapping[str, int] = {}
    with suppress(_NotKept), database.writing() as session:
        removed = _removed(settings, lambda rule: _remove(session, rule, WHO))
        raise _NotKept
    return removed


def _removed(settings: Settings, remove: Callable[[_Rule], int]) -> Mapping[str, int]:
    removed: dict[str, int] = {}
    for rule in _rules(settings):
        number = MOST_AT_ONCE
        while number == MOST_AT_ONCE:
            number = remove(rule)
            removed[rule.name] = removed.get(rule.name, 0) + number
    return removed


def due(database: Database, settings: Settings) -> Mapping[str, int]:
    """How many of each kind would be removed now; cases count once what needs them has gone."""
    found: dict[str, int] = {}
    with database.reading() as session:
        for rule in _rules(settings):
            ids = select(_id(rule.table)).where(rule.is_due)
            found[rule.name] = found.get(rule.name, 0) + len(list(session.scalars(ids)))
    return found


def _rules(settings: Settings) -> Sequence[_Rule]:
    now = time.time()
    rules = []
    if settings.keep_jobs_days:
        before = now - settings.keep_jobs_days * DAY_SECONDS
        whole = aliased(JobRow)
        is_of_a_living_job = exists().where(whole.id == JobRow.parent_id, whole.state.not_in(ENDED))
        rules.append(
            _Rule(
                "jobs",
                JobRow,
                JobRow.state.in_(ENDED) & (JobRow.finished < before) & ~is_of_a_living_job,
            )
        )
        rules.append(_Rule("winters", WinterRow, WinterRow.created < before))
        rules.append(
            _Rule(
                "deliveries",
                DeliveryRow,
                (DeliveryRow.state != "waiting") & (DeliveryRow.created < before),
            )
        )
    if settings.keep_records_days:
        before = now - settings.keep_records_days * DAY_SECONDS
        rules.append(
            _Rule("plans", PlanRow, PlanRow.state.in_(RECORDS) & (PlanRow.created < before))
        )
    if settings.keep_drafts_days:
        before = now - settings.keep_drafts_days * DAY_SECONDS
        rules.append(
            _Rule("plans", PlanRow, PlanRow.state.not_in(RECORDS) & (PlanRow.created < before))
        )
        is_needed = exists().where(PlanRow.case_id == CaseRow.id) | exists().where(
            JobRow.case_id == CaseRow.id
        )
        is_needed = is_needed | exists().where(WinterRow.case_id == CaseRow.id)
        rules.append(_Rule("cases", CaseRow, (CaseRow.created < before) & ~is_needed))
    return rules


def _remove(session: Session, rule: _Rule, who: str) -> int:
    # Locked, so that nothing becomes worth keeping (a draft that is published) before it is
    # removed.
    due = (
        select(_id(rule.table))
        .where(rule.is_due)
        .limit(MOST_AT_ONCE)
        .with_for_update(skip_locked=True, of=rule.table)
    )
    ids = list(session.scalars(due))
    if not ids:
        return 0
    session.execute(delete(rule.table).where(_id(rule.table).in_(ids)))
    detail: dict[str, Any] = {"ids": ids}
    session.add(
        AuditRow(
            who=who,
            role="service",
            action=f"retention.{rule.name}",
            target=f"{len(ids)} {rule.name}",
            detail=detail,
        )
    )
    return len(ids)


def _id(table: type[Base]) -> Any:
    return table.__table__.columns["id"]
