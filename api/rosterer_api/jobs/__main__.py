"""How does a worker process start? ``python -m rosterer_api.jobs``, with its settings in the
environment.

With ``--with-parent`` it ends, giving its job back, when whoever started it is gone: also while it
still loads what it needs, and, after a while, where it is stuck.
"""

import os
import signal
import sys
import threading
import time

LAST_SECONDS = 60.0
"""For a job to be given back: more than a database that is away, or a disk, may take."""


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    if "--with-parent" in sys.argv[1:]:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    from rosterer_api.jobs.worker import be_a_worker
    from rosterer_api.logs import log_to_stderr
    from rosterer_api.settings import settings_from_environment

    log_to_stderr()
    be_a_worker(settings_from_environment())
