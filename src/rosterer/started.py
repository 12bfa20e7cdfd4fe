"""When did the process begin its work? As early as the command line can say."""

import time

STARTED = time.monotonic()
"""Seconds of the monotonic clock; what is imported after this module counts as work."""
