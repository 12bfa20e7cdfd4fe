"""How many requests may a caller still make?"""

import math
import time

WINDOW_SECONDS = 60.0
MOST_CALLERS = 10_000
"""When more are remembered, those whose allowance is whole again are forgotten."""


class Allowance:
    """A bucket for each caller, that fills evenly within a minute. Each process counts for
    itself.
    """

    def __init__(self, per_minute: int) -> None:
        self._most = per_minute
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, caller: str) -> dict[str, str]:
        """Use one request up; the headers that tell how many are left, with ``Retry-After`` when
        there was none.
        """
        if not self._most:
            return {}
        now, rate = time.monotonic(), self._most / WINDOW_SECONDS
        left, then = self._left.get(caller, (float(self._most), now))
        left = min(self._most, left + (now - then) * rate)
        is_allowed = left >= 1
        left -= is_allowed
        self._left[caller] = (left, now)
        if len(self._left) > MOST_CALLERS:
            self._left = {
                name: (n, at)
                for name, (n, at) in self._left.items()
                if n + (now - at) * rate < self._most
            }
        full_in = math.ceil((self._most - left) / rate)
        headers = {
            "RateLimit-Policy": f'"requests";q={self._most};w={WINDOW_SECONDS:g}',
            "RateLimit": f'"requests";r={int(left)};t={full_in}',
        }
        if not is_allowed:
            headers["Retry-After"] = str(max(1, math.ceil((1 - left) / rate)))
        return headers
