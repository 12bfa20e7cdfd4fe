"""What can whoever runs the service decide, and what holds when they decide nothing?

Each setting is an environment variable ``ROSTERER_…`` or an option of the command; without any, the
service is safe on a laptop.
"""

import os
from dataclasses import dataclass, field, fields
from pathlib import Path

from rosterer_api.addresses import networks_of

PREFIX = "ROSTERER_"
MEBIBYTE = 1024 * 1024
LEAST_RECORDS_DAYS = 730
"""Two years: Working Time Regulations 1998, regulation 9."""


def state_folder() -> Path:
    """The user's own folder for what the service keeps."""
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "rosterer"


def default_database() -> str:
    """An SQLite file in the user's own folder for application state."""
    return f"sqlite:///{state_folder() / 'rosterer.sqlite'}"


@dataclass(frozen=True)
class Settings:
    """Everything that can be set; the defaults suit one person on one machine."""

    database: str = field(default_factory=default_database)
    """SQLAlchemy URL: ``sqlite:///PATH`` or ``postgresql+psycopg://USER@HOST/NAME``."""
    max_body_bytes: int = 64 * MEBIBYTE
    """Longest body that is a case, a plan or a file, and the most that a zip file may unpack to;
    any other may have a mebibyte.
    """
    body_seconds: float = 60.0
    """Longest time for a client to send a body."""
    requests_per_minute: int = 1200
    """Allowed for each key (or address, without one); 0 for no limit."""
    failed_keys_per_minute: int = 60
    """Wrong keys and tokens that one address may show; 0 for no limit."""
    trusted_proxies: str = ""
    """Addresses or networks, separated by commas, of the proxies whose ``X-Forwarded-For`` is
    believed; blank for none.
    """
    job_seconds: float = 3600.0
    """Longest time limit that a job may ask for."""
    job_memory_mebibytes: int = 8192
    """Address space of a job's process; 0 for no cap. Where the platform cannot cap it, nothing is
    capped.
    """
    ready_process: bool = True
    """Whether a worker keeps a process ready for its next job: it then begins one to three seconds
    sooner, for about 240 MB.
    """
    work_folder: str = ""
    """Where files lie while a job, an upload or an export needs them; blank for a folder beside the
    SQLite file, or in the user's own folder for application state.
    """
    stop_seconds: float = 20.0
    """How long a stopped search may take to hand over its best plan before its process is ended."""
    queued_jobs: int = 10000
    """Most jobs that may wait; more are refused with 503."""
    private_webhooks: bool = False
    """Whether webhooks may go to private, loopback and link-local addresses, and over plain http.
    """
    job_kinds: str = ""
    """Modules with further kinds of job, separated by commas."""
    keep_jobs_days: int = 0
    """Ended jobs, results of winters and the log of deliveries are removed after so many days; 0
    keeps them.
    """
    keep_drafts_days: int = 0
    """Plans that were neither published nor worked, and cases that nothing needs, are removed after
    so many days; 0 keeps them.
    """
    keep_records_days: int = 0
    """Plans that were published or worked are removed after so many days, at least 730; 0 keeps
    them.
    """
    oidc_issuer: str = ""
    """Address of an OpenID Connect issuer whose tokens are taken beside keys; blank for keys alone.
    """
    oidc_audience: str = ""
    """The name of this service at the issuer; tokens for others are refused."""
    oidc_roles: str = "roles"
    """The claim that names the role; ``a.b`` is ``b`` inside ``a``."""
    oidc_role_prefix: str = "rosterer."
    """What stands before the role's name in that claim."""
    oidc_teams: str = "teams"
    """The claim with the teams whose names a manager may see."""

    def __post_init__(self) -> None:
        networks_of(self.trusted_proxies)
        if min(self.keep_jobs_days, self.keep_drafts_days, self.keep_records_days) < 0:
            raise ValueError("days to keep something cannot be negative; 0 keeps it for ever")
        if 0 < self.keep_records_days < LEAST_RECORDS_DAYS:
            raise ValueError(
                f"records of working time are kept {LEAST_RECORDS_DAYS} days at the least; 0 "
                "keeps them for ever"
            )

    def environment(self) -> dict[str, str]:
        """These settings as environment variables, for processes started by this one."""
        return {f"{PREFIX}{f.name.upper()}": _text(getattr(self, f.name)) for f in fields(self)}


def settings_from_environment(**changes: str | int | float | bool) -> Settings:
    """Settings from ``ROSTERER_…`` variables, with some changed.

    Raises
    ------
    ValueError
        When a variable cannot be read as the kind of value its setting has.
    """
    values: dict[str, object] = {}
    defaults = Settings()
    for setting in fields(Settings):
        text = os.environ.get(f"{PREFIX}{setting.name.upper()}")
        if text is not None:
            values[setting.name] = _read(setting.name, text, getattr(defaults, setting.name))
    return Settings(**{**values, **changes})  # type: ignore[arg-type]


def _text(value: object) -> str:
    return ("1" if value else "0") if isinstance(value, bool) else str(value)


def _read(name: str, text: str, like: object) -> object:
    if isinstance(like, bool):
        return text.strip().lower() in ("1", "true", "yes", "on")
    for kind in (int, float):
        if isinstance(like, kind):
            try:
                return kind(text)
            except ValueError as wrong:
                raise ValueError(f"{PREFIX}{name.upper()}={text!r} is not a number") from wrong
    return text
