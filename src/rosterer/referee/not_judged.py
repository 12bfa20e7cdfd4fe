"""What does the case tell too little to judge?

A history that is not there is no proof that a rule was kept: what reaches back into days before all
that is known is told beside the verdict, for everybody with a duty in the horizon.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rosterer.referee.diary import Diary
from rosterer.referee.known import first_known_day
from rosterer.referee.periods import LEAST_KNOWN_DAYS, is_averaged_short
from rosterer.referee.verdict import NotJudged, RuleName
from rosterer.referee.words import counted, said
from rosterer.referee.working_rules import SMALL


class Gap(NamedTuple):
    """Too little is known of somebody for a rule."""

    rule: RuleName
    what: str
    known: int
    """Weeks for an average, else days before the horizon."""
    words: str
    """With room for what is known."""
    person: str


def not_judged(gaps: Iterable[Gap]) -> tuple[NotJudged, ...]:
    """Rules that were judged for somebody in part, or not at all.

    Parameters
    ----------
    gaps
        Of everybody, in the order of the case.
    """
    alike: dict[tuple[int, str, str], list[Gap]] = {}
    for gap in gaps:
        alike.setdefault((_ORDER.index(gap.rule), gap.what, gap.words), []).append(gap)
    return tuple(_row(alike[kind]) for kind in sorted(alike))


_ORDER: tuple[RuleName, ...] = (
    "weekly-average",
    "night-average",
    "weekly-cap",
    "weekly-rest",
    "rest-between-duties",
    "consecutive-days",
    "consecutive-nights",
    "forbidden-succession",
    "rest-after-nights",
)


def _is_on_duty(diary: Diary) -> bool:
    return any(diary.calendar.has(day) for day in diary.duties)


def _row(same: list[Gap]) -> NotJudged:
    first, people = same[0], tuple(gap.person for gap in same)
    least, most = min(gap.known for gap in same), max(gap.known for gap in same)
    known = f"{least}" if least == most else f"{least} to {most}"
    why = first.words.format(known=known)
    return NotJudged(
        rule=first.rule,
        what=first.what,
        why=why.rstrip(","),
        people=people,
        sentence=f"{first.what}: {why} for {counted(len(people), 'person', 'people')}",
    )


def gaps_of(diary: Diary) -> list[Gap]:
    """What is known too little of somebody with history, fixed duties and the plan's duties."""
    return list(_gaps_of(diary)) if _is_on_duty(diary) else []


def _gaps_of(diary: Diary) -> Iterator[Gap]:
    known = first_known_day(diary.register, diary.person)
    yield from (gap for gap in _averages(diary, known) if gap.rule not in diary.rules.off)
    yield from (gap for gap in _days_before(diary, known) if gap.rule not in diary.rules.off)


def _averages(diary: Diary, known: int) -> Iterator[Gap]:
    weeks, days = diary.rules.average_weeks, diary.calendar.days - known
    if days >= 7 * weeks:
        return
    words = f"{{known}} of {counted(weeks, 'week')} known"
    if not is_averaged_short(diary.register, diary.person, known):
        words += (
            ", too little to judge," if days < LEAST_KNOWN_DAYS else ", nearly all of it absence,"
        )
    name = diary.person.person
    if not diary.person.opt_out:
        what = f"{diary.rules.average_hours:g}-hour average"
        yield Gap("weekly-average", what, days // 7, words, name)
    if diary.is_night_worker:
        yield Gap("night-average", "night average", days // 7, words, name)


def _days_before(diary: Diary, known: int) -> Iterator[Gap]:
    """Rules of a few days that reach back over the first known day."""
    name, first_day = diary.person.person, said(diary.calendar.date(0))

    def gap(rule: RuleName, what: str) -> Gap:
        words = (
            f"{{known}} days before {first_day} known"
            if known
            else f"days before {first_day} unknown"
        )
        return Gap(rule, what, -known, words, name)

    monday = diary.calendar.monday(0)
    caps = [cap.minutes for cap in diary.caps if cap.first <= monday + 6 and cap.last >= monday]
    if known > monday and caps and diary.week_minutes[monday] <= min(caps) + SMALL:
        yield gap("weekly-cap", "weekly cap")
    if _may_lack_rest_days(diary, known):
        yield gap("weekly-rest", f"rest days in {counted(diary.rules.rest_window_days, 'day')}")
    if known == 0 and known in diary.duties:
        yield gap("rest-between-duties", "rest before the first duty")
    if known == 0 and known in diary.duties and diary.register.refused_successions:
        yield gap("forbidden-succession", "shift before the first duty")
    if known == 0 and _may_follow_nights(diary):
        yield gap("rest-after-nights", "rest after nights")
    if _reaches_horizon(diary.duties, known, diary.rules.max_consecutive_days):
        yield gap("consecutive-days", "days in a row")
    if _reaches_horizon(diary.nights, known, diary.rules.max_consecutive_nights):
        yield gap("consecutive-nights", "nights in a row")


def _may_lack_rest_days(diary: Diary, known: int) -> bool:
    """A window that reaches back over what is known has too few rest days in what is known, and
    would have enough if no unknown day were worked.
    """
    window, needed = diary.rules.rest_window_days, diary.rules.rest_days
    for last in range(min(diary.calendar.days, known + window)):
        days = range(max(known, last - window + 1), last + 1)
        is_worked = any(day in diary.duties for day in days if day >= 0)
        rests = sum(diary.is_rest(day) for day in days)
        at_most = sum(diary.is_rest(day) for day in range(last - window + 1, last + 1))
        if last - window + 1 <= known and is_worked and rests < needed <= at_most:
            return True
    return False


def _reaches_horizon(days: Iterable[int], known: int, most: int) -> bool:
    """Days in a row go from the first known one into the horizon, and are not too many already."""
    there = set(days)
    last = known
    while last in there:
        last += 1
    return last > 0 and known in there and last - known <= most


def _may_follow_nights(diary: Diary) -> bool:
    """The first duty is no night, and so early that one before the horizon would be too near."""
    first = min((day for day in diary.duties if day >= 0), default=None)
    if first is None or first >= diary.rules.rest_days_after_nights:
        return False
    return not diary.duties[first][0].is_night
