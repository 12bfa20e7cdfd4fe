"""How much of the user's time limit is left for the search?"""

import time

from rosterer.started import STARTED

SPARE_SHARE, SPARE_SECONDS = 0.02, 0.5
"""Kept for writing the plan and saying what it is: 0.4 s at 131 people as measured. Judging it is
in the search's own account.
"""

LEAST_SECONDS = 0.1
"""What the search gets even when reading took all the time: enough to answer with a first plan."""


class Budget:
    """Seconds from the start of the process to the moment when the plan must be written; None for
    no limit.
    """

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds

    def passed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - STARTED

    def left(self, closing: float = 0.0) -> float | None:
        """Seconds that the search may take, where what follows it is known to take so many."""
        if self.seconds is None:
            return None
        kept = max(closing, self.seconds * SPARE_SHARE + SPARE_SECONDS)
        return max(LEAST_SECONDS, self.seconds - kept - self.passed())
