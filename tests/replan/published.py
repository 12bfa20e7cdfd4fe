"""A plan that is published, and somebody who calls in sick."""

from datetime import date, datetime, timedelta
from functools import cache

from rosterer.baseline import baseline_plan
from rosterer.generate import generate
from rosterer.referee import judge
from rosterer.solution import certificate_of
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import PersonUnavailable
from rosterer_models.vocabulary.plan import Plan

DAYS = 14


@cache
def published() -> tuple[Case, Plan]:
    """A small case, and a careful manager's plan of it with its claims."""
    case = generate(people=30, days=DAYS, load="normal", seed=4)
    plan = baseline_plan(case)
    verdict = judge(case, plan)
    certificate = certificate_of(
        case,
        verdict.ledger,
        None,
        gap_target=0.0,
        seed=0,
        work=None,
        seconds=0.0,
        engine="",
        is_stopped=False,
    )
    claims = {
        "reservations": verdict.reservations,
        "ledger": verdict.ledger,
        "certificate": certificate,
    }
    return case, plan.model_copy(update=claims).made("baseline")


def on_day(case: Case, number: int) -> date:
    """The date of a day of the case."""
    return case.first_day + timedelta(days=number)


def morning(case: Case, number: int) -> datetime:
    """06:10 on a day."""
    day = on_day(case, number)
    return datetime(day.year, day.month, day.day, 6, 10)


def who_works(plan: Plan, day: date, shift: str = "D") -> str:
    """Somebody on a round that day, with most visits."""
    minutes: dict[str, float] = {}
    for row in plan.duties:
        if row.date == day and row.shift == shift and row.minutes:
            minutes[row.person] = minutes.get(row.person, 0.0) + row.minutes
    return max(sorted(minutes), key=lambda name: minutes[name])


def sick(person: str, first: date, last: date | None = None) -> PersonUnavailable:
    """A sick call."""
    return PersonUnavailable(
        person=person, first_day=first, last_day=last or first, reason="sickness"
    )
