"""How does a worker process start? ``python -m rosterer_api.jobs``, with its settings in the
environment.

With ``--with-parent`` it ends, giving its job back, when whoever started it is gone.
"""

import os
import signal
import sys
import threading

from rosterer_api.jobs.worker import be_a_worker
from rosterer_api.logs import log_to_stderr
from rosterer_api.settings import settings_from_environment


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


log_to_stderr()
if "--with-parent" in sys.argv[1:]:
    threading.Thread(target=_end_with_parent, daemon=True).start()
be_a_worker(settings_from_environment())
