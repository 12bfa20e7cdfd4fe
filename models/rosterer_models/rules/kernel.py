"""May one more duty be added to a roster? The working rules as one compiled function.

Only what the new duty adds is looked at, so a breach that was there before (in history or among
fixed duties) never forbids a duty that takes no part in it, or that makes it no worse.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SMALL = 1e-6
"""Minutes that floating point may add to a limit that is exactly met."""


@njit(cache=True)
def fits(
    roster: Ints,
    entry: int,
    shift: int,
    history: int,
    paid: Ints,
    night: Flags,
    rest: Flags,
    max_days: int,
    max_nights: int,
    rest_window: int,
    rest_days: int,
    window_first: Ints,
    window_last: Ints,
    window_most: Floats,
) -> bool:
    """True when ``shift`` on ``entry`` breaks no working rule with the duties of ``roster`` (which
    has none on ``entry``).
    """
    length = roster.shape[0]
    # Only the nearest duties count: whatever lies beyond them was there before.
    for g in range(rest.shape[0]):
        before = entry - g - 1
        if before >= 0 and roster[before] >= 0:
            if not rest[g, before, roster[before], shift]:
                return False
            break
    for g in range(rest.shape[0]):
        after = entry + g + 1
        if after < length and roster[after] >= 0:
            if not rest[g, entry, shift, roster[after]]:
                return False
            break
    run = 1
    i = entry - 1
    while i >= 0 and roster[i] >= 0:
        run += 1
        i -= 1
    i = entry + 1
    while i < length and roster[i] >= 0:
        run += 1
        i += 1
    if run > max_days:
        return False
    if night[shift]:
        run = 1
        i = entry - 1
        while i >= 0 and roster[i] >= 0 and night[roster[i]]:
            run += 1
            i -= 1
        i = entry + 1
        while i < length and roster[i] >= 0 and night[roster[i]]:
            run += 1
            i += 1
        if run > max_nights:
            return False
    if rest_days > 0:
        for last in range(max(entry, history), min(length, entry + rest_window + 1)):
            rests, taken = 0, 0
            for i in range(last - rest_window + 1, last + 1):
                slept = i > 0 and roster[i - 1] >= 0 and night[roster[i - 1]]
                if i < 0 or (roster[i] < 0 and not slept):
                    rests += 1
                    if i == entry or (i - 1 == entry and night[shift]):
                        taken += 1
            if taken > 0 and rests - taken < rest_days:
                return False
    for w in range(window_first.shape[0]):
        if window_first[w] <= entry <= window_last[w]:
            total = paid[shift]
            for i in range(window_first[w], window_last[w] + 1):
                if roster[i] >= 0:
                    total += paid[roster[i]]
            if total > window_most[w] + SMALL:
                return False
    return True


@njit(cache=True)
def work_line(
    base: Ints,
    wanted: Ints,
    blocked: Flags,
    may_night: bool,
    history: int,
    paid: Ints,
    night: Flags,
    rest: Flags,
    max_days: int,
    max_nights: int,
    rest_window: int,
    rest_days: int,
    window_first: Ints,
    window_last: Ints,
    window_most: Floats,
) -> Ints:
    """The worked line: ``wanted`` (D shifts or OFF) walked in date order on top of ``base``
    (history and fixed duties).
    """
    roster = base.copy()
    days = wanted.shape[0]
    worked = np.full(days, -1, dtype=np.int64)
    for t in range(days):
        s = wanted[t]
        if s < 0 or blocked[t] or (night[s] and not may_night):
            continue
        if fits(
            roster,
            history + t,
            s,
            history,
            paid,
            night,
            rest,
            max_days,
            max_nights,
            rest_window,
            rest_days,
            window_first,
            window_last,
            window_most,
        ):
            roster[history + t] = s
            worked[t] = s
    return worked
