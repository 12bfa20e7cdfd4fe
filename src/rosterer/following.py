"""What is the case of the next weeks, once a plan has been worked?

Duties become history, lines go on where they are, balances of hours are carried over, whoever was
not served still waits since the same day, and whoever started and has not left is in the census.
What is expected moves on by the length of the horizon. Referrals that have come in since then,
sickness and whatever went otherwise than planned are changes on top.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from rosterer.referee.known import first_known_day
from rosterer.referee.register import Register
from rosterer.report.worked import HoursAccount, hours_accounts, worked_days
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.change import StartDate
from rosterer_models.vocabulary.changing import applied, with_tables
from rosterer_models.vocabulary.person import Person, WorkedDuty
from rosterer_models.vocabulary.plan import Placement, Plan
from rosterer_models.vocabulary.referral import Occupant, Stage


def following_case(case: Case, plan: Plan) -> Case:
    """The case that begins on the day after the horizon, if the plan was worked as it stands.

    Returns
    -------
    Case
        As long as the case before. Fixed duties and wishes of the past are left out, and so is what
        was only for evaluation.
    """
    first_day = case.first_day + timedelta(days=case.days)
    served = {row.referral for row in plan.placements if row.option is not None}
    history = _history(case, plan, first_day)
    tables: dict[str, object] = {
        "people": _known_from(case, _people(case, plan), history),
        "history": history,
        "fixed": (),
        "requests": tuple(row for row in case.requests if row.date >= first_day),
        "referrals": tuple(row for row in case.referrals if row.referral not in served),
        "barriers": tuple(row for row in case.barriers if row.referral not in served),
        "census": tuple(_census(case, plan, first_day)),
        "realised": (),
    }
    return with_tables(applied(case, [StartDate(first_day=first_day)]), tables)


def _people(case: Case, plan: Plan) -> tuple[Person, ...]:
    lines = {row.person: row for row in plan.lines}
    cycles = {pattern.pattern: len(pattern.cycle) for pattern in case.patterns}
    accounts = hours_accounts(case, plan, worked_days(case, plan))
    people = []
    for person in case.people:
        if person.kind == "contract":
            balance = _balance(accounts[person.person])
            person = person.model_copy(update={"balance_hours": balance})
        if person.kind == "pattern" and person.pattern is not None and person.phase is not None:
            line = lines.get(person.person)
            pattern, phase = (
                (person.pattern, person.phase) if line is None else (line.pattern, line.phase)
            )
            balance = _balance(accounts[person.person])
            present = {
                "pattern": pattern,
                "phase": (phase + case.days) % cycles[pattern],
                "balance_hours": balance,
            }
            person = person.model_copy(update=present)
        left = accounts[person.person].leave_left
        if left is not None:
            person = person.model_copy(update={"leave_hours": round(max(-2000.0, left), 2)})
        people.append(person)
    return tuple(people)


def _balance(account: HoursAccount) -> float:
    return max(-2000.0, min(2000.0, round(account.closing, 2)))


def _known_from(
    case: Case, people: Iterable[Person], history: Iterable[WorkedDuty]
) -> tuple[Person, ...]:
    """People of whom more is known than their duties tell: the time in which they had none."""
    latest_first = sorted(history, key=lambda row: row.date, reverse=True)
    first = {row.person: row.date for row in latest_first}
    register = Register(case)
    found = []
    for person in people:
        known = case.first_day + timedelta(days=first_known_day(register, person))
        if known < first.get(person.person, date.max):
            person = person.model_copy(update={"history_from": known})
        found.append(person)
    return tuple(found)


def _history(case: Case, plan: Plan, first_day: date) -> tuple[WorkedDuty, ...]:
    """Duties of the past as far back as a rule may look, one a person and day."""
    rules = case.rules
    days = (
        max(
            7 * rules.average_weeks,
            rules.rest_window_days,
            rules.max_consecutive_days,
            rules.max_consecutive_nights,
            rules.rest_days_after_nights,
            7 * max((person.weekend_off_every or 1 for person in case.people), default=1),
        )
        + 2
    )
    worked = {
        (row.person, row.date): row
        for row in case.history
        if row.date >= first_day - timedelta(days=days)
    }
    for duty in worked_days(case, plan):
        worked[duty.person.person, duty.date] = WorkedDuty(
            person=duty.person.person, date=duty.date, shift=duty.shift.shift
        )
    return tuple(worked[key] for key in sorted(worked))


def _census(case: Case, plan: Plan, first_day: date) -> Iterator[Occupant]:
    """Who was there at the start, or started in the horizon, and has not left as far as is
    known.
    """
    for occupant in (*case.census, *_started(case, plan, first_day)):
        present = _present(case, occupant, first_day)
        if present is not None:
            yield present


def _started(case: Case, plan: Plan, first_day: date) -> Iterator[Occupant]:
    """Everybody whom the plan placed, in the last stage that the plan gives a date to."""
    homes = {row.referral: row.home for row in case.referrals}
    last: dict[str, Placement] = {}
    for row in plan.placements:
        is_dated = row.option is not None and row.start is not None and row.start < first_day
        if (
            is_dated
            and row.referral in homes
            and (row.referral not in last or last[row.referral].stage < row.stage)
        ):
            last[row.referral] = row
    for name, row in sorted(last.items()):
        assert row.option is not None
        assert row.start is not None
        yield Occupant(
            occupant=name,
            option=row.option,
            stage=row.stage,
            unit=row.unit,
            home=homes[name],
            started=row.start,
            until=row.end,
        )


def _present(case: Case, occupant: Occupant, first_day: date) -> Occupant | None:
    """Where somebody is on a day, one stage after the other; a stay of uncertain length lasts while
    it may.
    """
    stages = {stage.stage: stage for stage in case.options if stage.option == occupant.option}
    while (stage := stages.get(occupant.stage)) is not None:
        ends = occupant.until or occupant.started + timedelta(days=_longest(case, stage))
        if ends > first_day:
            is_home_needed = any(
                later.setting == "home"
                for later in stages.values()
                if later.stage >= occupant.stage
            )
            return occupant.model_copy(update={"home": occupant.home if is_home_needed else None})
        following = stages.get(occupant.stage + 1)
        if following is None:
            return None
        unit = next((unit.unit for unit in case.units if unit.kind == following.setting), None)
        present = {"stage": following.stage, "unit": unit, "started": ends, "until": None}
        occupant = occupant.model_copy(update=present)
    return None


def _longest(case: Case, stage: Stage) -> int:
    """Days after which nobody is left in a stage."""
    if stage.days is not None:
        return stage.days
    return (
        max(
            (point.day for point in case.stays if point.stay == stage.stay and point.per_mille > 0),
            default=-1,
        )
        + 1
    )
