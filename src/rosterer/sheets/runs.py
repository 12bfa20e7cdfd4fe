"""Which dates does a row of headings say, from left to right, whatever stands between them?"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from rosterer.sheets.calendars import Calendar
from rosterer.sheets.days import STYLES, DayHint, Style, day_of, hint_of, loose_hint_of
from rosterer.sheets.seen import Value

_LONGEST_STEP = timedelta(days=7)
"""Between headings that leave something open."""
_LONGEST_FULL_STEP = timedelta(days=35)
"""Between headings that say their whole date: weeks that do not follow one another."""
_LONGEST_WEEKDAY_STEP = timedelta(days=3)
"""Between weekdays: over a weekend, not from a Thursday to the next."""
_FEWEST_ANEW = 3
"""Dates that begin anew in a row, such as another team's beside the first."""
_STARTS = 3
"""Headings that may be taken for the first date: a number left of the dates is none."""


@dataclass
class Run:
    """The dates of a row of headings.

    Attributes
    ----------
    stretches
        Dates by column; a new stretch begins where something else stands between, or where the
        dates begin anew.
    unplaced
        Columns whose headings may be dates and fit none.
    doubled
        Columns whose headings say the date before again.
    """

    stretches: list[dict[int, date]] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    unplaced: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    """Why nobody knows when it begins."""
    style: Style = STYLES[0]

    @property
    def dates(self) -> dict[int, date]:
        """All of them by column."""
        return {column: on for stretch in self.stretches for column, on in stretch.items()}

    @property
    def worth(self) -> tuple[int, int, int]:
        """How well a reading fits: how many dates it has, how few headings it leaves out, and how
        many dates follow the one before.
        """
        days = list(self.dates.values())
        steps = sum(b - a == timedelta(days=1) for a, b in itertools.pairwise(days))
        return len(days), -len(self.unplaced), steps


def run_of(values: Mapping[int, Value], above: Calendar, styles: tuple[Style, ...] = STYLES) -> Run:
    """The best reading of a row of headings; of equal ones the first."""
    best = Run()
    for style in styles:
        hints = {column: hint_of(value, style) for column, value in sorted(values.items())}
        if sum(hint is not None for hint in hints.values()) >= _FEWEST_ANEW:
            # words beside a date, such as the name of a holiday, do no harm among other dates
            loose = {at: loose_hint_of(values[at], style) for at, hint in hints.items() if not hint}
            hints |= {at: hint for at, hint in loose.items() if hint is not None}
        hinted = [column for column, hint in hints.items() if hint is not None]
        for number in range(min(_STARTS, len(hinted))):
            run = _run(hints, hinted[number], above, style)
            run.unplaced = [*_before(hints, hinted[: number + 1]), *run.unplaced]
            is_foreign = style.language != best.style.language
            if is_foreign and len(run.dates) <= len(best.dates):
                continue  # words of another language only count where they say more dates
            if run.worth > best.worth:
                best = run
    if best.style.words:
        best.guesses.append(f"dates are taken to be written in {best.style.words}")
    best.guesses = list(dict.fromkeys(best.guesses))
    return best


def _before(hints: Mapping[int, DayHint | None], columns: list[int]) -> list[int]:
    """Telling headings before the first date; a whole date before weekdays only says when they
    begin.
    """
    first = hints[columns[-1]]
    return [
        column
        for column in _telling(hints, columns[:-1])
        if (hint := hints[column]) is None or hint.full is None or (first and first.full)
    ]


def _telling(hints: Mapping[int, DayHint | None], columns: list[int]) -> list[int]:
    """Those that are more than a number."""
    return [
        column
        for column in columns
        if (hint := hints[column]) is not None and (hint.month or hint.weekday is not None)
    ]


def _run(hints: Mapping[int, DayHint | None], first: int, above: Calendar, style: Style) -> Run:
    run, last, is_apart = Run(style=style), None, False
    for column, hint in hints.items():
        if column < first:
            continue
        if column == first and hint is not None and hint.day is None:
            run.doubts += _doubts(hint, above)
        if hint is None:
            is_apart = True
            continue
        guesses: list[str] = []
        if last is not None and hint.full == last and not is_apart:
            run.doubled.append(column)  # the date stands above each of its columns
            continue
        on = _placed(hint, last, above, guesses)
        if not _fits(hint, on, last):
            on = _placed(hint, None, above, guesses) if is_apart else None
            if not _fits(hint, on, None):
                run.unplaced += _telling(hints, [column])
                continue
            run.stretches.append({})
        elif is_apart or not run.stretches:
            run.stretches.append({})
        assert on is not None
        if last is None and hint.day is None:
            run.guesses.append(f"weekdays without a date begin on {on:%a} {on.day} {on:%b %Y}")
        run.stretches[-1][column] = last = on
        run.guesses += guesses
        is_apart = False
    full = [column for column in run.dates if (hint := hints[column]) and hint.full]
    if len(full) * 2 > len(run.dates):
        # a weekday among whole dates is a date that somebody forgot to write
        run.unplaced += [
            column for column in run.dates if (hint := hints[column]) and hint.day is None
        ]
        for stretch in run.stretches:
            for column in run.unplaced:
                stretch.pop(column, None)
        run.stretches = [stretch for stretch in run.stretches if stretch]
    ends, days = above.week_ends, run.dates.values()
    begins = hints[first]
    if begins and begins.day is None and above.week_begins is None and ends and max(days) > ends:
        run.doubts.append(f"the headings go on after {ends}, on which what stands above ends")
    return _without_strays(run)


def _without_strays(run: Run) -> Run:
    """Dates that begin anew and soon end are something else, such as totals."""
    kept: list[dict[int, date]] = []
    for stretch in run.stretches:
        goes_on = kept and min(stretch.values()) > max(kept[-1].values())
        if not kept or goes_on or len(stretch) >= _FEWEST_ANEW:
            kept.append(stretch)
    run.stretches = kept
    return run


def _fits(hint: DayHint, on: date | None, last: date | None) -> bool:
    if on is None or (hint.weekday is not None and on.weekday() != hint.weekday):
        return False
    if last is None:
        return True
    longest = _LONGEST_STEP if hint.full is None else _LONGEST_FULL_STEP
    if hint.day is None:
        longest = _LONGEST_WEEKDAY_STEP
    return timedelta(0) < on - last <= longest


def _placed(hint: DayHint, last: date | None, above: Calendar, guesses: list[str]) -> date | None:
    if hint.full is not None:
        return hint.full
    if last is None and above.after is not None and hint.month is None:
        on = (
            _by_weekday(hint, above.after, above)
            if hint.day is None
            else _next_with(hint, above.after)
        )
        if on is not None:
            guesses.append(
                f"headings without a month go on after {above.after}, where the block above ends"
            )
            return on
    if hint.day is None:
        return _by_weekday(hint, last, above)
    if last is not None:
        return _next_with(hint, last)
    month = hint.month or above.month
    if month is None:
        return None
    year = hint.year or above.year
    if year is None:
        year = above.assumed_year
        if year is None:
            return None
        guesses.append(f"headings name no year; {year} is assumed")
    on = day_of(year, month, hint.day)
    if (
        on is not None
        and hint.weekday is not None
        and on.weekday() != hint.weekday
        and above.year is None
        and hint.year is None
    ):
        near = (day_of(year + shift, month, hint.day) for shift in (1, -1, 2, -2))
        fitting = next(
            (other for other in near if other is not None and other.weekday() == hint.weekday), None
        )
        if fitting is not None:
            guesses.append(
                f"headings name no year; {fitting.year} is the nearest in which the weekdays "
                "are right"
            )
            return fitting
    return on


def _doubts(hint: DayHint, above: Calendar) -> list[str]:
    """Why a first weekday may not be that of the week that stands above."""
    begins = above.week_begins
    if hint.weekday is None or begins is None or above.after is not None:
        return []
    if begins.weekday() == hint.weekday:
        return []
    return [f"the first heading is no {begins:%A}, and what stands above says {begins}"]


def _by_weekday(hint: DayHint, last: date | None, above: Calendar) -> date | None:
    if hint.weekday is None:
        return None
    start = above.week_begins if last is None else last + timedelta(days=1)
    if start is None and above.week_ends is not None:
        start = above.week_ends - timedelta(days=6)
    if start is None:
        return None
    return start + timedelta(days=(hint.weekday - start.weekday()) % 7)


def _next_with(hint: DayHint, last: date) -> date | None:
    """The first day after another with the day (and month) of the heading."""
    for ahead in range(1, 8):
        on = last + timedelta(days=ahead)
        if on.day == hint.day and hint.month in (None, on.month):
            return on
    return None
