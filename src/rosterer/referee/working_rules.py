"""Which working rules does a duty break, together with all the other duties of the person?

Each rule looks at one duty in a diary and finds the breaches in which that duty takes part. A plan
breaks a rule when one of its duties in the horizon that is not fixed takes part in a breach, so
asking for each of these is asking for all.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.diary import Diary
from rosterer.referee.verdict import RuleName
from rosterer_models.vocabulary.settings import Rules
from rosterer_models.vocabulary.time import MINUTES_PER_DAY

SMALL = 1e-6
"""Minutes that floating point may add to a limit that is exactly met."""


class Finding(NamedTuple):
    """A working rule broken once; ``key`` tells breaches of a rule apart, neighbouring windows have
    neighbouring keys.
    """

    rule: RuleName
    key: int
    day: int
    by: float
    unit: str
    sentence: str


Rule = Callable[[Diary, int, ShiftHours], Iterator[Finding]]


def rest_between_duties(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """From the end of a duty to the start of the next at least ``rest_minutes`` elapse."""
    for (early_day, early), (late_day, late) in _neighbouring_pairs(diary, day, shift):
        rest = diary.calendar.moment(late_day, late.start) - diary.calendar.moment(
            early_day, early.end
        )
        missing = diary.rules.rest_minutes - rest
        if missing > 0:
            sentence = (
                f"only {rest} minutes pass between {early.shift} on "
                f"{diary.calendar.date(early_day)} and {late.shift} on "
                f"{diary.calendar.date(late_day)}; {diary.rules.rest_minutes} are needed: move "
                "or drop one of the two duties"
            )
            yield Finding(
                "rest-between-duties",
                late_day * 2 * MINUTES_PER_DAY + late.start,
                late_day,
                missing,
                "minutes",
                sentence,
            )


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
    # A night also takes part in the window that starts on the next day; that one never has fewer
    # rest days than the one before.
    first, last = max(0, day), min(diary.calendar.days - 1, day + window - 1)
    rests = [diary.is_rest(number) for number in range(first - window + 1, last + 1)]
    count = sum(rests[:window])
    for end in range(first, last + 1):
        if end > first:
            count += rests[end - first + window - 1] - rests[end - first - 1]
        if count < needed:
            sentence = (
                f"{count} rest days in the {window} days to {diary.calendar.date(end)}; "
                f"{needed} are needed: "
                "leave a day without a duty, and without a night before it"
            )
            yield Finding("weekly-rest", end, end, needed - count, "days", sentence)


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
            f"{length} days in a row with a duty from {diary.calendar.date(first)}; {most} are "
            "allowed: "
            f"give a day off not later than {diary.calendar.date(first + most)}"
        )
        yield Finding("consecutive-days", 2 * first, first, length - most, "days", sentence)


def consecutive_nights(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """At most ``max_consecutive_nights`` days in a row have a night duty."""
    if not shift.is_night:
        return
    first, last = _run(diary.nights, day)
    length, most = last - first + 1, diary.rules.max_consecutive_nights
    if length > most:
        sentence = (
            f"{length} nights in a row from {diary.calendar.date(first)}; {most} are allowed: "
            f"give a night off not later than {diary.calendar.date(first + most)}"
        )
        yield Finding("consecutive-nights", 2 * first, first, length - most, "nights", sentence)


def weekly_average(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """Who has not opted out works at most ``average_hours`` a week on average over the reference
    period.
    """
    for index, period in enumerate(diary.periods):
        excess = diary.period_minutes[index] - period.average_minutes
        if period.first <= day <= period.last and excess > SMALL:
            sentence = (
                f"{diary.rules.average_hours:g} hours a week on average are exceeded by "
                f"{excess / 60:.1f} hours in the "
                f"{diary.rules.average_weeks} weeks to {diary.calendar.date(period.last)}: "
                "drop duties or agree an opt-out"
            )
            yield Finding(
                "weekly-average", period.last * 2, period.last, excess, "minutes", sentence
            )


def night_average(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """Who may work nights works at most ``night_average_hours`` in each 24 on average, six days a
    week.
    """
    for index, period in enumerate(diary.periods):
        excess = diary.period_minutes[index] - period.night_average_minutes
        if period.first <= day <= period.last and excess > SMALL:
            sentence = (
                f"a night worker's {diary.rules.night_average_hours:g} hours in 24 on average "
                f"are exceeded by {excess / 60:.1f} "
                f"hours in the {diary.rules.average_weeks} weeks to "
                f"{diary.calendar.date(period.last)}: drop duties"
            )
            yield Finding(
                "night-average", period.last * 2, period.last, excess, "minutes", sentence
            )


def weekly_cap(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """In a week that overlaps the dates of a cap no more than the cap is paid."""
    monday = diary.calendar.monday(day)
    caps = [cap.minutes for cap in diary.caps if cap.first <= monday + 6 and cap.last >= monday]
    excess = diary.week_minutes[monday] - min(caps) if caps else 0.0
    if excess > SMALL:
        sentence = (
            f"the weekly cap of {min(caps) / 60:g} hours is exceeded by {excess / 60:.1f} "
            "hours in the week from "
            f"{diary.calendar.date(monday)}: drop a duty of that week"
        )
        yield Finding("weekly-cap", monday * 2, monday, excess, "minutes", sentence)


WORKING_RULES: dict[RuleName, Rule] = {
    "rest-between-duties": rest_between_duties,
    "weekly-rest": weekly_rest,
    "consecutive-days": consecutive_days,
    "consecutive-nights": consecutive_nights,
    "weekly-average": weekly_average,
    "night-average": night_average,
    "weekly-cap": weekly_cap,
}
"""The catalogue ``uk-wtr``, as the referee reads it."""


def rules_in_force(rules: Rules) -> list[Rule]:
    """All working rules but those that the case turns off."""
    return [rule for name, rule in WORKING_RULES.items() if name not in rules.off]


def findings_of(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """Breaches of the rules in force in which a duty of the diary takes part."""
    for rule in rules_in_force(diary.rules):
        yield from rule(diary, day, shift)


def is_broken_by(diary: Diary, day: int, shift: ShiftHours) -> bool:
    """The duty, entered in the diary on trial, takes part in a breach."""
    diary.add(day, shift)
    broken = next(findings_of(diary, day, shift), None) is not None
    diary.remove(day, shift)
    return broken
