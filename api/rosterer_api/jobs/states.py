"""In which states can a job be, and what may still happen to it?"""

from typing import Literal

JobState = Literal["created", "invalid", "queued", "solving", "completed", "stopped", "failed"]
"""*Created* is the first event of a job; it is queued in the same moment."""

ENDED: frozenset[str] = frozenset({"invalid", "completed", "stopped", "failed"})
"""Nothing more happens to the job."""

MOST_FAILURES = 3
"""A job whose own process has ended badly so often is not tried again."""

MOST_ATTEMPTS = 20
"""A job that so many workers have left behind may be what brings whole machines down."""

LEASE_SECONDS = 5.0
"""A worker of another machine that was not heard of for so long is taken for dead: a second more
than four missed heartbeats.
"""

HEARTBEAT_SECONDS = 1.0
