"""Which duties of somebody without a line go together? A day-state network with windows for the
counting rules.
"""

import math

from rosterer_models.columns.staff import Staff
from rosterer_models.matrix.model import Builder, Flags
from rosterer_models.rules.calendar import Calendar
from rosterer_models.rules.limits import RunRules

Slots = dict[tuple[int, int], int]


def add_bank_rules(
    builder: Builder, calendar: Calendar, runs: RunRules, staff: Staff, slots: Slots
) -> None:
    """Rows that hold exactly for the duty sets that add nothing to what history and fixed duties
    break of the working rules.
    """
    by_day: dict[int, list[tuple[int, int]]] = {}
    for (t, s), column in slots.items():
        by_day.setdefault(t, []).append((s, column))
    _one_a_day(builder, by_day)
    _rest(builder, calendar, staff, by_day)
    works = {t: [c for _, c in mine] for t, mine in by_day.items()}
    nights = {t: [c for s, c in mine if calendar.night[s]] for t, mine in by_day.items()}
    given = staff.base >= 0
    given_nights = given & calendar.night[staff.base]
    _runs(builder, calendar, works, given, runs.max_days)
    _runs(builder, calendar, {t: c for t, c in nights.items() if c}, given_nights, runs.max_nights)
    if runs.rest_days:
        _rest_days(builder, calendar, runs, works, nights, given, given_nights)
    _windows(builder, calendar, staff, slots)
    _tallies(builder, calendar, staff, slots)
    if staff.person.max_duties is not None and slots:
        most = staff.person.max_duties - len(staff.fixed)
        builder.put(builder.rows(1, upper=max(0, most)), list(slots.values()))


def _one_a_day(builder: Builder, by_day: dict[int, list[tuple[int, int]]]) -> None:
    for mine in by_day.values():
        if len(mine) > 1:
            builder.put(builder.rows(1, upper=1), [c for _, c in mine])


def _rest(
    builder: Builder, calendar: Calendar, staff: Staff, by_day: dict[int, list[tuple[int, int]]]
) -> None:
    h = calendar.history
    given = staff.base >= 0
    for g in range(calendar.rest.shape[0]):
        for t, mine in by_day.items():
            entry = h + t
            for s, column in mine:
                before, after = entry - g - 1, entry + g + 1
                # Only the nearest count: whatever lies beyond a given duty was there before.
                if (
                    before >= 0
                    and given[before]
                    and not given[before + 1 : entry].any()
                    and not calendar.rest[g, before, staff.base[before], s]
                ):
                    builder.put(builder.rows(1, upper=0), column)
                if (
                    after < calendar.length
                    and given[after]
                    and not given[entry + 1 : after].any()
                    and not calendar.rest[g, entry, s, staff.base[after]]
                ):
                    builder.put(builder.rows(1, upper=0), column)
            later = by_day.get(t + g + 1, [])
            clashes = {
                r: frozenset(s for s, _ in mine if not calendar.rest[g, entry, s, r])
                for r, _ in later
            }
            # One clique for each set of earlier shifts: those, with every later shift that clashes
            # with all of them.
            for earlier in {e for e in clashes.values() if e}:
                row = builder.rows(1, upper=1)
                builder.put(row, [c for s, c in mine if s in earlier])
                builder.put(row, [c for r, c in later if clashes[r] >= earlier])


def _runs(
    builder: Builder, calendar: Calendar, columns: dict[int, list[int]], given: Flags, most: int
) -> None:
    if most >= calendar.length:  # as where the rule is off: no run is so long
        return
    h = calendar.history
    for last in range(min(columns, default=0), calendar.days):
        window = range(last - most, last + 1)
        mine = [c for t in window for c in columns.get(t, [])]
        fixed = sum(bool(given[h + t]) for t in window if h + t >= 0)
        if mine and len([t for t in window if columns.get(t)]) + fixed > most:
            builder.put(builder.rows(1, upper=max(0, most - fixed)), mine)


def _rest_days(
    builder: Builder,
    calendar: Calendar,
    runs: RunRules,
    works: dict[int, list[int]],
    nights: dict[int, list[int]],
    given: Flags,
    given_nights: Flags,
) -> None:
    h = calendar.history
    sleep: dict[int, int] = {}
    for t in range(1, calendar.days):
        if nights.get(t - 1) and not given[h + t]:
            column = builder.columns(1, upper=1)
            row = builder.rows(1, upper=0)
            builder.put(row, nights[t - 1])
            builder.put(row, works.get(t, []), -1.0)
            builder.put(row, column, -1.0)
            builder.ease(column)
            sleep[t] = int(column[0])
    first = min(works, default=calendar.days)
    for last in range(first, calendar.days):
        busy, columns = 0, []
        for t in range(last - runs.rest_window + 1, last + 1):
            entry = h + t
            if given[entry]:
                busy += 1
            elif given_nights[entry - 1]:
                # A day after a given night is no rest day whether worked or not.
                busy += 1
            else:
                columns += works.get(t, []) if t >= 0 else []
                columns += [sleep[t]] if t in sleep else []
        most = runs.rest_window - runs.rest_days - busy
        possible = len(set(columns))
        if columns and possible > most:
            # Where what is given breaks the rule already, a duty on a day that is no rest day as it
            # is adds nothing to that; only days that still are rest days stay so.
            builder.put(builder.rows(1, upper=max(0, most)), columns)


def _windows(builder: Builder, calendar: Calendar, staff: Staff, slots: Slots) -> None:
    h = calendar.history
    paid = calendar.work
    for window in staff.windows:
        span = staff.base[window.first : window.last + 1]
        given = float(paid[span[span >= 0]].sum())
        mine = [(c, s) for (t, s), c in slots.items() if window.first <= h + t <= window.last]
        days = {t: 0 for t, _ in slots}
        for t, s in slots:
            days[t] = max(days[t], int(paid[s]))
        if (
            mine
            and given + sum(m for t, m in days.items() if window.first <= h + t <= window.last)
            > window.most
        ):
            most = most_attained(max(0.0, window.most - given), {int(paid[s]) for _, s in mine})
            row = builder.rows(1, upper=most)
            builder.put(row, [c for c, _ in mine], [float(paid[s]) for _, s in mine])


def most_attained(most: float, minutes: set[int]) -> int:
    """The most that whole duties of such lengths can come to within a limit: 15 hours for a limit
    of 20 and duties of 7.5. What a relaxation can have beyond it no roster has.
    """
    limit = math.floor(most + 1e-6)
    sums, inside = 1, (1 << (limit + 1)) - 1  # bit m: some duties come to m minutes
    for one in minutes - {0}:
        step = one
        while step <= limit:
            sums |= (sums << step) & inside
            step *= 2
    return sums.bit_length() - 1


def _tallies(builder: Builder, calendar: Calendar, staff: Staff, slots: Slots) -> None:
    """Blocks of days of which only some may have a duty; one that has a given one is open."""
    h, night = calendar.history, calendar.night
    for tally in staff.tallies:
        given, chosen = tally.worked(staff.base, night), list[int]()
        num_open = 0
        for is_given, (first, last) in zip(given, tally.blocks, strict=True):
            days: dict[int, list[int]] = {}
            for (t, s), column in slots.items():
                if first <= h + t <= last and (night[s] or not tally.is_of_nights):
                    days.setdefault(t, []).append(column)
            if is_given or not days:
                continue
            num_open += 1
            chosen += next(iter(days.values())) if len(days) == 1 else _any_of(builder, days)
        most = max(0, tally.most - sum(given))
        if num_open > most:
            builder.put(builder.rows(1, upper=most), chosen)


def _any_of(builder: Builder, days: dict[int, list[int]]) -> list[int]:
    """A column that is 1 where any of the days has a duty."""
    some = builder.columns(1, upper=1)
    rows = builder.rows(len(days), upper=0)
    for row, columns in zip(rows, days.values(), strict=True):
        builder.put(row, columns)
    builder.put(rows, some, -1.0)
    builder.ease(some)
    return [int(some[0])]
