"""Which place is there for somebody who is new, or ready sooner or later than was thought?

One after the other, the longest and most urgent wait first: the option that ends the wait at the
least cost, on the first day on which it has a bed, an admission, a triage slot and all its care
beside everything that is published.
"""

from collections.abc import Iterator, Sequence

from rosterer.explain.delays import Trial
from rosterer.referee.placements import Start
from rosterer.referee.reading import Reading
from rosterer.replan.now import Now
from rosterer.replan.standing import Left, earliest_day
from rosterer_models.vocabulary.plan import Placement, Plan
from rosterer_models.vocabulary.referral import Referral


def placed(reading: Reading, left: Left, now: Now) -> Plan:
    """The plan with a place for whoever is open to one; itself where there is none.

    Parameters
    ----------
    reading
        Of what is left; starts that are found are added to its load.
    """
    register = reading.register
    waiting = sorted(
        (register.referrals[name] for name in left.open_referrals if name not in reading.starts),
        key=lambda one: (one.ready, one.priority, one.referral),
    )
    trial, starts = Trial(reading), dict[str, Start]()
    for referral in waiting:
        ways = sorted(_ways(reading, trial, referral, now), key=lambda way: way[:2])
        if ways:
            start = ways[0][2]
            reading.load.add_start(start)
            starts[referral.referral] = start
    if not starts:
        return left.plan
    rows = [row for row in left.plan.placements if row.referral not in starts]
    rows += [row for start in starts.values() for row in rows_of_start(reading, start)]
    order = {one.referral: i for i, one in enumerate(register.case.referrals)}
    rows.sort(key=lambda row: (order.get(row.referral, len(order)), row.stage))
    claims = {"delays": (), "ledger": (), "certificate": None, "origin": None}
    return left.plan.model_copy(update={"placements": tuple(rows), **claims})


def _ways(
    reading: Reading, trial: Trial, referral: Referral, now: Now
) -> Iterator[tuple[float, int, Start]]:
    """Pounds of waiting and of what is bought, the day, and the start: the first of each way."""
    register = reading.register
    price = register.delay_price(referral.where, referral.priority)
    slots = register.triage_slots
    for option in referral.options:
        first = max(now.first_open_day, earliest_day(register.case, referral, option))
        for course in trial.courses_of(option):
            units = tuple(stage.unit for stage in course.stages)
            for day in range(first, register.calendar.days):
                is_full = slots is not None and reading.load.triaged[day] + 1 > slots[day]
                if (not referral.triaged and is_full) or trial.lacks(course, referral, day):
                    continue
                left = register.calendar.end - day
                bought = sum(
                    stage.stage.cost_per_day * stage.expected_days(left)
                    + stage.stage.cost_once * stage.chance_started(left)
                    for stage in course.stages
                )
                start = Start(referral, option, units, day, (0,) * len(units))
                yield day * price + bought, day, start
                break


def rows_of_start(reading: Reading, start: Start) -> Sequence[Placement]:
    """A row for each stage."""
    calendar, courses = reading.register.calendar, reading.courses
    ready = calendar.number(start.referral.ready)
    rows = []
    for stage in courses.course(start.option, start.units, start.waits).stages:
        first = None if stage.certain_start is None else start.day + stage.certain_start
        length = courses.known_length(stage.stage, stage.unit)
        is_known = first is not None and length is not None
        rows.append(
            Placement(
                referral=start.referral.referral,
                option=start.option,
                stage=stage.stage.stage,
                unit=stage.unit,
                start=None if first is None else calendar.date(first),
                end=calendar.date((first or 0) + (length or 0)) if is_known else None,
                delay_days=max(0, start.day - ready) if stage.stage.stage == 1 else 0,
            )
        )
    return rows
