"""In which states can a job be, and what may still happen to it?"""

from typing import Literal

JobState = Literal["created", "invalid", "queued", "solving", "completed", "stopped", "failed"]

ENDED: frozenset[str] = frozenset({"invalid", "completed", "stopped", "failed"})
"""Nothing more happens to the job."""

WAITING: frozenset[str] = frozenset({"created", "queued"})
"""Nobody works on it yet. A job is *created* until the queue has taken it."""

MOST_ATTEMPTS = 3
"""A job that has brought down so many processes is not tried again."""

LEASE_SECONDS = 5.0
"""A worker that was not heard of for so long is taken for dead: a second more than four missed
heartbeats.
"""

HEARTBEAT_SECONDS = 1.0
