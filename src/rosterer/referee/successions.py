"""Which shifts may not follow one another, and how long is somebody off after nights?"""

from collections.abc import Iterator

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.diary import Diary
from rosterer.referee.finding import Finding
from rosterer.referee.words import counted, said
from rosterer_models.vocabulary.time import MINUTES_PER_DAY

Pair = tuple[tuple[int, ShiftHours], tuple[int, ShiftHours]]
"""A duty and the person's next one, each with its day."""


def forbidden_succession(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """Nobody starts on the day after a shift one that it is not to be followed by."""
    for (early_day, early), (late_day, late) in _next_to(diary, day, shift, reach=1):
        if (early.shift, late.shift) in diary.register.refused_successions:
            sentence = (
                f"{late.shift} on {said(diary.calendar.date(late_day))} comes on the day after "
                f"{early.shift}, which it may not follow: move or drop one of the two"
            )
            yield _finding("forbidden-succession", late_day, late, early_day, 1, "duties", sentence)


def rest_after_nights(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """Between a night and the next duty that is none lie ``rest_days_after_nights`` free days."""
    needed = diary.rules.rest_days_after_nights
    for (early_day, early), (late_day, late) in _next_to(diary, day, shift, reach=needed):
        missing = needed - (late_day - early_day - 1)
        if early.is_night and not late.is_night and missing > 0:
            free = late_day - early_day - 1
            sentence = (
                f"{counted(free, 'day') if free else 'no day'} off between {early.shift} on "
                f"{said(diary.calendar.date(early_day))} and {late.shift} on "
                f"{said(diary.calendar.date(late_day))}; {counted(needed, 'is', 'are')} needed "
                "after nights: move or drop one of the two"
            )
            yield _finding(
                "rest-after-nights", late_day, late, early_day, missing, "days", sentence
            )


def _finding(
    rule: str, late_day: int, late: ShiftHours, early_day: int, by: int, unit: str, sentence: str
) -> Finding:
    key = late_day * 2 * MINUTES_PER_DAY + late.start
    return Finding(rule, key, late_day, late_day, by, unit, sentence)  # type: ignore[arg-type]


def _next_to(diary: Diary, day: int, shift: ShiftHours, *, reach: int) -> Iterator[Pair]:
    """The duty with the last one of an earlier day and with the first of a later one, so many days
    apart at the most.
    """
    here = diary.duties[day]
    if here[0] == shift:
        for before in range(day - 1, day - reach - 1, -1):
            if before in diary.duties:
                yield (before, diary.duties[before][-1]), (day, shift)
                break
    if here[-1] == shift:
        for after in range(day + 1, day + reach + 1):
            if after in diary.duties:
                yield (day, shift), (after, diary.duties[after][0])
                break
