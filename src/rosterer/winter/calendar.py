"""What does a case expect on each day of a whole winter?

A case tells its own days, and whatever else it dates. Where it dates nothing any more its usual
week goes on: of each weekday the median over the last four weeks that it tells, so that one odd
week (an outbreak, a strike, Christmas) stays one week. Where so few are told that medians would
lose them (single people on single days) it is the mean. What is dated later stands for itself. The
changes of a scenario are made afterwards, so that each acts on its own days alone.
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar

import numpy as np

from rosterer.report.words import day_words
from rosterer_models.simulation.network import Floats
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.changing import with_tables
from rosterer_models.vocabulary.cover import Cover, TriageSlots
from rosterer_models.vocabulary.referral import ArrivalClass
from rosterer_models.vocabulary.time import WEEKDAYS, Weekday

USUAL_DAYS = 28
"""The usual week is that of so many days: long enough that one odd week is outvoted."""
LEAST_OF_MEAN = 0.8
"""A table whose usual weeks by medians come to less than this share of those by means is told in
single people.
"""
LEAST_TOLD = 0.5
"""Of the usual week: less is something extra that is dated, not what all is expected."""
BRIDGED_DAYS = 7
"""A gap of at most so many days between dated rows is part of what is told."""


class _Ranged(Protocol):
    @property
    def first_day(self) -> date: ...

    @property
    def last_day(self) -> date: ...

    @property
    def weekdays(self) -> tuple[Weekday, ...]: ...


Row = TypeVar("Row", ArrivalClass, Cover, TriageSlots)


def carried_on(case: Case, days: int) -> tuple[Case, tuple[str, ...]]:
    """The case with expected arrivals, cover and triage for so many days from its first, and what
    was supposed to get there.
    """
    notes: list[str] = []
    expected, until = _carried(
        case,
        days,
        case.expected,
        lambda row: (row.arrival_class, row.home, row.where, row.priority, row.options),
        "amount",
        whole=False,
    )
    _say(notes, "arrivals", until, case, days)
    cover: list[Cover] = []
    for column, word in (("minutes", "care promised"), ("heads", "")):
        kind = tuple(row for row in case.cover if (row.place is not None) == (column == "minutes"))
        rows, until = _carried(
            case,
            days,
            kind,
            lambda row: (row.place, row.unit, row.band, row.skill, row.carers, row.short_hour),
            column,
            whole=column == "heads",
        )
        cover += rows
        if word:
            _say(notes, word, until, case, days)
    triage, until = _carried(case, days, case.triage, lambda _: "triage", "slots", whole=True)
    _say(notes, "triage slots", until, case, days)
    tables = {
        "expected": tuple(expected),
        "cover": tuple(cover),
        "triage": tuple(triage),
        "days": max(case.days, days),
    }
    return with_tables(case, tables), tuple(notes)


def _say(notes: list[str], what: str, until: int | None, case: Case, days: int) -> None:
    if until is not None and until < days - 1:
        on = case.first_day + timedelta(days=until + 1)
        first = f"{day_words(on)} {on.year}"
        notes.append(
            f"The case dates no {what} from {first} on: the usual week of the days before (at most "
            f"{USUAL_DAYS}) goes on."
        )


def daily(rows: Iterable[_Ranged], first_day: date, days: int, column: str) -> Floats:
    """Sum of a column over the rows on each day."""
    values = np.zeros(days)
    for row in rows:
        for day in _on(row, first_day, days):
            values[day] += getattr(row, column)
    return values


def _on(row: _Ranged, first_day: date, days: int) -> list[int]:
    first = max(0, (row.first_day - first_day).days)
    last = min(days - 1, (row.last_day - first_day).days)
    start = first_day.weekday()
    return [
        day
        for day in range(first, last + 1)
        if not row.weekdays or WEEKDAYS[(start + day) % 7] in row.weekdays
    ]


def _carried(
    case: Case,
    days: int,
    rows: tuple[Row, ...],
    key: Callable[[Row], Hashable],
    column: str,
    whole: bool,
) -> tuple[list[Row], int | None]:
    """All rows with those that carry each kind on, and the first last day told (None: no rows)."""
    if not rows:
        return [], None
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    span = max(days, case.days)
    first = min((row.first_day - case.first_day).days for row in rows)
    last = max(
        ((row.last_day - case.first_day).days for row in rows if _begins_in(row, case)), default=-1
    )
    told_by_all = _told(daily(rows, case.first_day, span, column), first, min(case.days - 1, last))
    result = list(rows)
    ends: list[int] = []
    gaps: list[tuple[Row, list[tuple[int, int]]]] = []
    usual: list[tuple[Floats, Floats]] = []
    for group in groups.values():
        dated = np.zeros(span, dtype=bool)
        for row in group:
            begin = max(0, (row.first_day - case.first_day).days)
            dated[begin : max(begin, (row.last_day - case.first_day).days + 1)] = True
        end = max(told_by_all, _run(dated, told_by_all))
        ends.append(end)
        if end >= days - 1 or end < 0:
            continue
        values = daily(group, case.first_day, span, column)
        usual.append(_usual_weeks(values, max(0, first, end - USUAL_DAYS + 1), end, case))
        gaps.append((group[0], _gaps(dated, end + 1, days)))
    medians, means = (sum(float(week[i].sum()) for week in usual) for i in (0, 1))
    chosen = 0 if medians >= LEAST_OF_MEAN * means else 1
    for (model, ranges), weeks in zip(gaps, usual, strict=True):
        week = np.round(weeks[chosen] - 1e-9) if whole else weeks[chosen]
        for gap_first, gap_last in ranges:
            result += _rows(model, week, case, gap_first, gap_last, column)
    return result, min(ends)


def _begins_in(row: _Ranged, case: Case) -> bool:
    return (row.first_day - case.first_day).days < case.days


def _told(total: Floats, first: int, told: int) -> int:
    """The last day up to which the table as a whole is told: what the case's own days end with, and
    each week after them that is dated with most of what is usual, however sparse its rows.
    """
    if told < 0:
        return told
    seen = total[max(0, first, told - USUAL_DAYS + 1) : told + 1]
    usual_week = 7 * float(seen.mean()) if len(seen) else 0.0
    while usual_week > 0 and told + 1 < len(total):
        week = total[told + 1 : told + 8]
        if float(week.sum()) < LEAST_TOLD * usual_week * len(week) / 7:
            break
        told += len(week)
    return told


def _run(dated: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]", told: int) -> int:
    """The last day up to which a kind is dated without a longer gap from what all tell on."""
    end = told if told >= 0 or not dated.any() else int(np.argmax(dated))
    for day in np.flatnonzero(dated):
        if day > end + BRIDGED_DAYS + 1:
            break
        end = max(end, int(day))
    return end


def _usual_weeks(values: Floats, first: int, last: int, case: Case) -> tuple[Floats, Floats]:
    """The median, and the mean, of each weekday; one that does not occur takes that of all days."""
    start = case.first_day.weekday()
    medians, means = np.zeros(7), np.zeros(7)
    for weekday in range(7):
        seen = [values[d] for d in range(first, last + 1) if (start + d) % 7 == weekday]
        there = seen if seen else values[first : last + 1]
        medians[weekday], means[weekday] = float(np.median(there)), float(np.mean(there))
    return medians, means


def _gaps(
    dated: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]", first: int, days: int
) -> list[tuple[int, int]]:
    """Ranges of days that nothing dates."""
    found: list[tuple[int, int]] = []
    for day in range(first, days):
        if dated[day]:
            continue
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _rows(model: Row, week: Floats, case: Case, first: int, last: int, column: str) -> list[Row]:
    """Rows that give each weekday of a range its usual value."""
    made = []
    for value in sorted(set(week.tolist()) - {0.0}):
        on = tuple(WEEKDAYS[d] for d in range(7) if week[d] == value)
        update = {
            "first_day": case.first_day + timedelta(days=first),
            "last_day": case.first_day + timedelta(days=last),
            "weekdays": () if len(on) == 7 else on,
            column: int(value) if column in ("heads", "slots") else value,
        }
        made.append(model.model_copy(update=update))
    return made
