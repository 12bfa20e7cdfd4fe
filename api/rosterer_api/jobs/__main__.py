"""How does a worker process start? ``python -m rosterer_api.jobs``, with its settings in the environment."""

from rosterer_api.jobs.worker import work
from rosterer_api.logs import log_to_stderr
from rosterer_api.settings import settings_from_environment

log_to_stderr()
work(settings_from_environment())
