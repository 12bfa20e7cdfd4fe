"""How many requests may a caller still make?"""

import math
import time
from collections.abc import Callable

WINDOW_SECONDS = 60.0
MOST_CALLERS = 10_000
"""When more are remembered, those whose allowance is whole again are forgotten, and if that does
not help, those that were first met.
"""


class Allowance:
    """A bucket for each caller, that fills evenly within a minute. Each process counts for
    itself.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = per_minute
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, caller: str) -> dict[str, str]:
        """Use one request up; the headers that tell how many are left, with ``Retry-After`` when
        there was none.
        """
        if not self._most:
            return {}
        now, rate = self._clock(), self._most / WINDOW_SECONDS
        left = self._left_of(caller, now)
        is_allowed = left >= 1
        left -= is_allowed
        self._left[caller] = (left, now)
        if len(self._left) > MOST_CALLERS:
            self._forget(now)
        full_in = math.ceil((self._most - left) / rate)
        headers = {
            "RateLimit-Policy": f'"requests";q={self._most};w={WINDOW_SECONDS:g}',
            "RateLimit": f'"requests";r={int(left)};t={full_in}',
        }
        if not is_allowed:
            headers["Retry-After"] = str(max(1, math.ceil((1 - left) / rate)))
        return headers

    def is_spent(self, caller: str) -> bool:
        """Whether nothing is left; nothing is used up by asking."""
        return bool(self._most) and self._left_of(caller, self._clock()) < 1

    def _left_of(self, caller: str, now: float) -> float:
        left, then = self._left.get(caller, (float(self._most), now))
        return min(self._most, left + (now - then) * self._most / WINDOW_SECONDS)

    def _forget(self, now: float) -> None:
        kept = {
            name: found
            for name, found in self._left.items()
            if self._left_of(name, now) < self._most
        }
        self._left = dict(list(kept.items())[-MOST_CALLERS // 2 :])
