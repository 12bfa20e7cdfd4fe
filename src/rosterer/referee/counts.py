"""On how many days, nights and weekends does somebody without a line work?"""

from collections.abc import Iterable, Iterator

from rosterer.referee.calendar import ShiftHours
from rosterer.referee.diary import Diary
from rosterer.referee.finding import Finding
from rosterer.referee.words import counted, said

SATURDAY = 5


def week_duties(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """At most ``max_week_duties`` days of a Monday-to-Sunday week have a duty."""
    most, monday = diary.person.max_week_duties, diary.calendar.monday(day)
    worked = sum(number in diary.duties for number in range(monday, monday + 7))
    if most is not None and worked > most:
        sentence = (
            f"{counted(worked, 'duty', 'duties')} in the week from "
            f"{said(diary.calendar.date(monday))}; {counted(most, 'is', 'are')} agreed: drop "
            f"{worked - most} that week"
        )
        yield Finding(
            "week-duties", 2 * monday, monday, monday + 6, worked - most, "duties", sentence
        )


def most_nights(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """At most ``max_nights`` nights of the horizon are worked."""
    most = diary.person.max_nights
    worked = [night for night in sorted(diary.nights) if diary.calendar.has(night)]
    if most is not None and shift.is_night and diary.calendar.has(day) and len(worked) > most:
        sentence = (
            f"{counted(len(worked), 'night')} in the horizon; {counted(most, 'is', 'are')} "
            f"agreed: give {len(worked) - most} to somebody else"
        )
        last = diary.calendar.days - 1
        yield Finding("most-nights", 0, worked[most], last, len(worked) - most, "nights", sentence)


def most_weekends(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """At most ``max_weekends`` weekends of the horizon have a duty on Saturday or Sunday."""
    most, own = diary.person.max_weekends, _saturday(diary, day)
    if most is None or own is None or own + 1 < 0 or own >= diary.calendar.days:
        return
    first = diary.calendar.monday(0) + SATURDAY
    worked = _worked(diary, range(first, diary.calendar.days, 7))
    if len(worked) > most:
        sentence = (
            f"{counted(len(worked), 'weekend')} in the horizon with a duty; "
            f"{counted(most, 'is', 'are')} agreed: keep {len(worked) - most} free"
        )
        yield Finding(
            "most-weekends",
            0,
            worked[most],
            worked[-1] + 1,
            len(worked) - most,
            "weekends",
            sentence,
        )


def weekend_off(diary: Diary, day: int, shift: ShiftHours) -> Iterator[Finding]:
    """Of ``weekend_off_every`` weekends that follow one another one is free."""
    every, own = diary.person.weekend_off_every, _saturday(diary, day)
    if every is None or own is None:
        return
    for last in range(own, own + 7 * every, 7):
        saturdays = range(last - 7 * (every - 1), last + 1, 7)
        if last + 1 < 0 or last >= diary.calendar.days:
            continue
        if len(_worked(diary, saturdays)) == every:
            sentence = (
                f"{counted(every, 'weekend')} one after the other with a duty, the last on "
                f"{said(diary.calendar.date(last))}; one in {every} is off: keep Saturday and "
                "Sunday of one of them free"
            )
            yield Finding("weekend-off", 2 * last, last, last + 1, 1, "weekends", sentence)


def _saturday(diary: Diary, day: int) -> int | None:
    """Saturday of the weekend in which a day lies; None on other days."""
    saturday = diary.calendar.monday(day) + SATURDAY
    return saturday if day >= saturday else None


def _worked(diary: Diary, saturdays: Iterable[int]) -> list[int]:
    """Saturdays of weekends that have a duty."""
    return [one for one in saturdays if one in diary.duties or one + 1 in diary.duties]
