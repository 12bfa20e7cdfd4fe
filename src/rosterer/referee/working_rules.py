"""Which working rules does a duty break, together with all the other duties of the person?

Each rule looks at one duty in a diary and finds the breaches in which that duty takes part. A plan
breaks a rule when one of its duties in the horizon that is not fixed takes part in a breach, so
asking for each of these is asking for all.
"""

from collections.abc import Iterator

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.contracts import HourLimit
from rosterer.referee.counts import most_nights, most_weekends, week_duties, weekend_off
from rosterer.referee.diary import Diary
from rosterer.referee.finding import Finding, Rule
from rosterer.referee.successions import forbidden_succession, rest_after_nights
from rosterer.referee.verdict import RuleName
from rosterer.referee.words import counted, in_days, lasting, said, to_the_minute
from rosterer_models.vocabulary.time import MINUTES_PER_DAY

SMALL = 1e-6
"""Minutes that floating point may add to a limit that is exactly met."""


def rest_between_duties(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """From the end of a duty to the start of the next at least ``rest_minutes`` elapse; a duty of a
    day and a night has as much within it.
    """
    yield from _rest_within(diary, day, shift)
    for (early_day, early), (late_day, late) in _neighbouring_pairs(diary, day, shift):
        rest = diary.calendar.moment(late_day, late.start) - diary.calendar.moment(
            early_day, early.end
        )
        missing = diary.rules.rest_minutes - rest
        if missing > 0:
            sentence = _words_of_rest(diary, (early_day, early), (late_day, late), rest)
            yield Finding(
                "rest-between-duties",
                late_day * 2 * MINUTES_PER_DAY + late.start,
                late_day,
                late_day,
                missing,
                "minutes",
                sentence,
            )


def _rest_within(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """Nothing of the 24 hours from the start of a duty of 24 hours lies outside it."""
    needed = diary.rules.rest_minutes
    if shift.longest_rest is not None and shift.longest_rest < needed:
        inside = (
            f"with {lasting(shift.longest_rest)} of rest in it"
            if shift.longest_rest
            else "with no rest in it"
        )
        sentence = (
            f"{shift.shift} on {said(diary.calendar.date(day))} lasts 24 hours {inside}; "
            f"{lasting(needed)} of rest are needed in each 24 hours: shorten it, or say in the "
            "case which of its hours are rest (sleep_in, rest_minutes)"
        )
        key = day * 2 * MINUTES_PER_DAY + MINUTES_PER_DAY + shift.start
        missing = needed - shift.longest_rest
        yield Finding("rest-between-duties", key, day, day, missing, "minutes", sentence)


def _words_of_rest(
    diary: Diary, early: tuple[int, ShiftHours], late: tuple[int, ShiftHours], rest: int
) -> str:
    ending = f"{early[1].shift} on {said(diary.calendar.date(early[0]))}"
    beginning = f"{late[1].shift} on {said(diary.calendar.date(late[0]))}"
    needed = f"{lasting(diary.rules.rest_minutes)} of rest are needed"
    if rest < 0:
        found = f"{ending} ends {lasting(-rest)} after {beginning} begins"
    elif rest == 0:
        found = f"{ending} ends as {beginning} begins"
    else:
        found = f"{ending} ends only {lasting(rest)} before {beginning} begins"
    return f"{found}; {needed}: move or drop one of the two"


def _neighbouring_pairs(
    diary: Diary, day: int, shift: ShiftHours
) -> Iterator[tuple[tuple[int, ShiftHours], tuple[int, ShiftHours]]]:
    """The duty with the one before it and with the one after it, as far as a rest can matter."""
    here = diary.duties[day]
    index = here.index(shift)
    reach = diary.rules.rest_minutes // MINUTES_PER_DAY + 3
    if index > 0:
        yield (day, here[index - 1]), (day, shift)
    else:
        for before in range(day - 1, day - reach, -1):
            if before in diary.duties:
                yield (before, diary.duties[before][-1]), (day, shift)
                break
    if index + 1 < len(here):
        yield (day, shift), (day, here[index + 1])
    else:
        for after in range(day + 1, day + reach):
            if after in diary.duties:
                yield (day, shift), (after, diary.duties[after][0])
                break


def weekly_rest(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """Among the ``rest_window_days`` days that end on a day of the horizon at least ``rest_days``
    are rest days.
    """
    window, needed = diary.rules.rest_window_days, diary.rules.rest_days
    # A night also takes part in the window that starts on the next day.
    first = max(0, day)
    last = min(diary.calendar.days - 1, day + window - 1 + shift.is_night)
    rests = [diary.is_rest(number) for number in range(first - window + 1, last + 1)]
    count = sum(rests[:window])
    for end in range(first, last + 1):
        if end > first:
            count += rests[end - first + window - 1] - rests[end - first - 1]
        if count < needed:
            sentence = (
                f"{counted(count, 'rest day') if count else 'no rest day'} in the "
                f"{counted(window, 'day')} to {said(diary.calendar.date(end))}; "
                f"{counted(needed, 'is', 'are')} needed: "
                "leave a day without a duty, and without a night before it"
            )
            yield Finding("weekly-rest", end, end, end, needed - count, "days", sentence)


def _run(days: set[int] | dict[int, tuple[ShiftHours, ...]], day: int) -> tuple[int, int]:
    """First and last of the days in a row around a day."""
    first = last = day
    while first - 1 in days:
        first -= 1
    while last + 1 in days:
        last += 1
    return first, last


def consecutive_days(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """At most ``max_consecutive_days`` days in a row have a duty."""
    first, last = _run(diary.duties, day)
    length, most = last - first + 1, diary.rules.max_consecutive_days
    if length > most:
        sentence = (
            f"{length} days in a row with a duty, from {said(diary.calendar.date(first))} to "
            f"{said(diary.calendar.date(last))}; {counted(most, 'is', 'are')} allowed: "
            f"give a day off not later than {said(diary.calendar.date(first + most))}"
        )
        yield Finding("consecutive-days", 2 * first, first, last, length - most, "days", sentence)


def consecutive_nights(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """At most ``max_consecutive_nights`` days in a row have a night duty."""
    if not shift.is_night:
        return
    first, last = _run(diary.nights, day)
    length, most = last - first + 1, diary.rules.max_consecutive_nights
    if length > most:
        sentence = (
            f"{length} nights in a row, from {said(diary.calendar.date(first))} to "
            f"{said(diary.calendar.date(last))}; {counted(most, 'is', 'are')} allowed: "
            f"give a night off not later than {said(diary.calendar.date(first + most))}"
        )
        yield Finding(
            "consecutive-nights", 2 * first, first, last, length - most, "nights", sentence
        )


def weekly_average(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """Who has not opted out works at most ``average_hours`` a week on average over what is known of
    the reference period.
    """
    for index, period in enumerate(diary.periods):
        excess = diary.period_minutes[index] - period.average_minutes
        if period.is_judged and period.first <= day <= period.last and excess > SMALL:
            yield _over_average(diary, index, "weekly-average", excess)


def night_average(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """A night worker works at most ``night_average_hours`` in each 24 on average, six days a
    week.
    """
    for index, period in enumerate(diary.periods):
        excess = diary.period_minutes[index] - period.night_average_minutes
        is_within = period.is_judged and period.first <= day <= period.last
        if is_within and excess > SMALL and diary.is_night_worker:
            yield _over_average(diary, index, "night-average", excess)


def _over_average(diary: Diary, index: int, rule: RuleName, excess: float) -> Finding:
    period, rules = diary.periods[index], diary.rules
    minutes = diary.period_minutes[index] + period.elsewhere
    length = period.last - period.first + 1
    left_out = length - period.present
    elsewhere = " with other jobs" if period.elsewhere else ""
    absence = f", {counted(left_out, 'day')} of absence left out" if left_out else ""
    found = (
        f"{to_the_minute(minutes)}{elsewhere} in the {in_days(length)} from "
        f"{said(diary.calendar.date(period.first))} to "
        f"{said(diary.calendar.date(period.last))}{absence}"
    )
    if rule == "weekly-average":
        comma = "," if left_out else ""
        found = f"{found}{comma} are {_a_week(minutes, period.present, rules.average_hours)}"
        optional = ", or agree an opt-out in writing"
    else:
        allowed = to_the_minute(int(rules.night_average_hours * period.present * 360 / 7))
        found = (
            f"{found}; a night worker may work {rules.night_average_hours:g} in 24 on average, "
            f"which is {allowed}"
        )
        optional = ""
    planned = diary.period_minutes[index] - diary.settled_minutes[index]
    remedy = (
        f"drop {to_the_minute(excess)} of duties"
        if excess <= planned
        else "what was there before the plan is too much already, so give no further duty"
    )
    sentence = f"{found}: {remedy}{optional}"
    return Finding(rule, period.last * 2, period.last, period.last, excess, "minutes", sentence)


def _a_week(minutes: float, days: int, allowed: float) -> str:
    """An average over what is allowed, told so that it is seen to be over it."""
    if not days:
        return f"too many a week; {allowed:g} are allowed on average"
    hours = f"{minutes * 7 / days / 60:,.1f}".removesuffix(".0")
    if hours == f"{allowed:,.1f}".removesuffix(".0"):
        return f"a little more than the {allowed:g} hours a week that are allowed on average"
    return f"{hours} hours a week; {allowed:g} are allowed on average"


def weekly_cap(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """In a week that overlaps the dates of a cap no more than the cap is paid."""
    monday = diary.calendar.monday(day)
    caps = [cap.minutes for cap in diary.caps if cap.first <= monday + 6 and cap.last >= monday]
    excess = diary.week_minutes[monday] - min(caps) if caps else 0.0
    if excess > SMALL:
        sentence = (
            f"{to_the_minute(diary.week_minutes[monday])} in the week from "
            f"{said(diary.calendar.date(monday))}; the person's cap is {to_the_minute(min(caps))}: "
            f"drop {to_the_minute(excess)} of duties that week"
        )
        yield Finding("weekly-cap", monday * 2, monday, monday + 6, excess, "minutes", sentence)


def contract_hours(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """Who has not agreed to overtime works no more than contract and balance band by the end of
    each period.
    """
    for limit, excess in _exceeded(diary, day, "contract-hours"):
        sentence = (
            f"{to_the_minute(limit.minutes + excess)} by {said(diary.calendar.date(limit.last))}; "
            "contract, balance at the start and balance band allow "
            f"{to_the_minute(max(0.0, limit.minutes))} without overtime: "
            f"drop {to_the_minute(excess)} of duties, or agree overtime"
        )
        yield Finding(
            "contract-hours", 2 * limit.last, limit.last, limit.last, excess, "minutes", sentence
        )


def period_hours(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """In a period of a contract no more than ``max_period_hours`` are paid."""
    for limit, excess in _exceeded(diary, day, "period-hours"):
        sentence = (
            f"{to_the_minute(limit.minutes + excess)} from "
            f"{said(diary.calendar.date(limit.first))} to {said(diary.calendar.date(limit.last))}; "
            f"the most is {to_the_minute(limit.minutes)}: "
            f"drop {to_the_minute(excess)} of duties in these days"
        )
        yield Finding(
            "period-hours", 2 * limit.first, limit.first, limit.last, excess, "minutes", sentence
        )


def _exceeded(diary: Diary, day: int, rule: RuleName) -> Iterator[tuple[HourLimit, float]]:
    """Limits of a rule in which a day lies and which the diary exceeds, and by how many minutes."""
    for limit in diary.hour_limits:
        if limit.rule != rule or not limit.first <= day <= limit.last:
            continue
        minutes = sum(
            shift.work
            for worked, shifts in diary.duties.items()
            if limit.first <= worked <= limit.last
            for shift in shifts
        )
        if minutes - limit.minutes > SMALL:
            yield limit, minutes - limit.minutes


WORKING_RULES: dict[RuleName, Rule] = {
    "rest-between-duties": rest_between_duties,
    "weekly-rest": weekly_rest,
    "consecutive-days": consecutive_days,
    "consecutive-nights": consecutive_nights,
    "weekly-average": weekly_average,
    "night-average": night_average,
    "weekly-cap": weekly_cap,
    "contract-hours": contract_hours,
    "period-hours": period_hours,
    "forbidden-succession": forbidden_succession,
    "rest-after-nights": rest_after_nights,
    "week-duties": week_duties,
    "most-nights": most_nights,
    "most-weekends": most_weekends,
    "weekend-off": weekend_off,
}
"""The catalogue ``uk-wtr``, as the referee reads it."""


AVERAGES: tuple[RuleName, ...] = ("weekly-average", "night-average")
"""Rules of a long time, which one more duty anywhere in it breaks."""

TOLD_ONCE: tuple[RuleName, ...] = (*AVERAGES, "contract-hours")
"""Rules of times that overlap: the worst of them is told."""

SUMMING: tuple[RuleName, ...] = (
    "weekly-rest",
    *AVERAGES,
    "weekly-cap",
    "contract-hours",
    "period-hours",
    "week-duties",
    "most-nights",
    "most-weekends",
    "weekend-off",
)
"""Rules that add up days or minutes, so that they may be broken where a duty would fall, and by no
more with it. The others look at duties that stand side by side, and any duty changes those.
"""


def findings_of(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """Breaches of the rules in force in which a duty of the diary takes part."""
    for name, rule in WORKING_RULES.items():
        if name not in diary.rules.off:
            yield from rule(diary, day, shift)


def brought_by(
    diary: Diary, day: int, shift: ShiftHours, *, averages_count: bool = True
) -> list[Finding]:
    """Breaches that the duty, entered in the diary on trial, takes part in and adds to: one that
    stands just as well without it is not its own.
    """
    diary.add(day, shift)
    found = [
        finding
        for name, rule in WORKING_RULES.items()
        if name not in diary.rules.off and (averages_count or name not in AVERAGES)
        for finding in rule(diary, day, shift)
    ]
    diary.remove(day, shift)
    if not found:
        return found
    without = {finding for name in SUMMING for finding in WORKING_RULES[name](diary, day, shift)}
    return [finding for finding in found if finding not in without]


def is_broken_by(diary: Diary, day: int, shift: ShiftHours, *, averages_count: bool = True) -> bool:
    """Whoever makes a plan may not add the duty: entered in the diary on trial it brings a breach,
    or takes part in an average exceeded when unknown weeks are supposed to be worked.
    """
    if brought_by(diary, day, shift, averages_count=False):
        return True
    if not averages_count:
        return False
    diary.add(day, shift)
    is_over = _is_over_an_average(diary, day)
    diary.remove(day, shift)
    return is_over


def _is_over_an_average(diary: Diary, day: int) -> bool:
    off = diary.rules.off
    for period, minutes in zip(diary.periods, diary.period_minutes, strict=True):
        if not period.first <= day <= period.last:
            continue
        if "weekly-average" not in off and minutes > period.average_minutes + SMALL:
            return True
        is_night_worker = diary.may_become_night_worker and "night-average" not in off
        if is_night_worker and minutes > period.night_average_minutes + SMALL:
            return True
    return False
