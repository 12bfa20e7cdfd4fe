"""Which plan of a rota is the published one?

A rota is a head over plans: those of one line of cases (a case, and all that came of it by changes)
for the same days. One version of it at most is published; publishing another supersedes it, and
payroll takes the present one alone. Days that two rotas share would be paid twice, so a plan for
days that overlap with what is published is refused.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rosterer_api.storage.documents import unpacked
from rosterer_api.storage.ids import new_id
from rosterer_api.storage.tables import CaseRow, PlanRow, RotaRow
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.time import day_at

PAID: tuple[str, ...] = ("published", "worked")
"""States of plans that payroll takes, where the plan is the present one of its rota."""


class TakenError(Exception):
    """A plan cannot be published; the message says what stands in its way, and what to do."""


@dataclass(frozen=True)
class _Days:
    first: date
    number: int

    @property
    def after(self) -> date:
        return self.first + timedelta(self.number)

    def overlaps(self, other: "_Days") -> bool:
        return self.first < other.after and other.first < self.after

    def __str__(self) -> str:
        return f"{self.first} to {self.after - timedelta(1)}"


def publish(session: Session, plan: PlanRow) -> PlanRow | None:
    """Make a plan the published one of its rota; the plan that it supersedes, if there is one.

    Raises
    ------
    TakenError
        When a plan of the same days was worked, or one of overlapping days is published or worked.
    """
    rota = _rota_of(session, session.get_one(CaseRow, plan.case_id))
    _refuse_overlaps(session, rota)
    before = _present(session, rota)
    if before is not None and before.state == "worked":
        raise TakenError(f"{before.id} of the same days was worked; such a record stays as it is")
    if before is not None:
        before.state, before.version = "superseded", before.version + 1
        before.superseded_by, plan.supersedes = plan.id, before.id
        session.flush()  # at no moment are two of a rota published
    rota.plan_id, plan.rota_id, plan.state = plan.id, rota.id, "published"
    return before


def why_unpaid(session: Session, plan: PlanRow) -> str | None:
    """Why payroll does not take a plan; None when it does."""
    if plan.state not in PAID:
        by = f" by {plan.superseded_by}" if plan.superseded_by else ""
        return (
            f"the plan is {plan.state}{by}; payroll takes the plan that is published or was worked"
        )
    rota = None if plan.rota_id is None else session.get(RotaRow, plan.rota_id)
    if rota is not None and rota.plan_id != plan.id:
        return f"payroll takes {rota.plan_id}, which is the present plan of these days"
    return None


def why_unworked(session: Session, plan: PlanRow, now: float) -> str | None:
    """Why a plan cannot have been worked yet; None when its last day has passed.

    Parameters
    ----------
    now
        Seconds since 1970; which day that is depends on the case's time zone.
    """
    case = json.loads(unpacked(session.get_one(CaseRow, plan.case_id).document))
    days = _Days(date.fromisoformat(case["first_day"]), case["days"])
    last = days.after - timedelta(1)
    today = day_at(now, case.get("zone", Case.model_fields["zone"].default))
    if today > last:
        return None
    return f"the plan's last day is {last}, and today is {today}; mark it as worked after that day"


def _rota_of(session: Session, case: CaseRow) -> RotaRow:
    scope = case.root_id or case.id
    session.get(CaseRow, scope, with_for_update=True)  # one of a line is published at a time
    first_day, days = case.about.get("first_day", ""), case.about.get("days", 0)
    mine = (RotaRow.scope == scope, RotaRow.first_day == first_day, RotaRow.days == days)
    rota = session.scalar(select(RotaRow).where(*mine).with_for_update())
    if rota is None:
        rota = RotaRow(id=new_id("rota"), scope=scope, first_day=first_day, days=days)
        session.add(rota)
        session.flush()
    return rota


def _refuse_overlaps(session: Session, rota: RotaRow) -> None:
    mine = _days_of(rota)
    others = session.scalars(
        select(RotaRow).where(RotaRow.scope == rota.scope, RotaRow.id != rota.id)
    )
    for other in others:
        theirs = _days_of(other)
        plan = _present(session, other)
        if plan is not None and mine is not None and theirs is not None and mine.overlaps(theirs):
            raise TakenError(
                f"{plan.id} is {plan.state} for {theirs}, and some of these days would be paid "
                f"twice ({mine}); make the plan for the same days, or for days after them"
            )


def _present(session: Session, rota: RotaRow) -> PlanRow | None:
    plan = (
        None if rota.plan_id is None else session.get(PlanRow, rota.plan_id, with_for_update=True)
    )
    return plan if plan is not None and plan.state in PAID else None


def _days_of(rota: RotaRow) -> _Days | None:
    return _Days(date.fromisoformat(rota.first_day), rota.days) if rota.first_day else None
