"""What do all routes share?"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import Request

from rosterer_api.auth.invitations import Invitations
from rosterer_api.auth.keys import KnownKeys
from rosterer_api.auth.oidc import Issuer
from rosterer_api.auth.sessions import Sessions
from rosterer_api.lane import COSTLY_THREADS, MOST_WAITING, Lane
from rosterer_api.made import Kept
from rosterer_api.readings import Readings
from rosterer_api.settings import Settings
from rosterer_api.storage import Database


@dataclass(frozen=True)
class Service:
    """The settings and the database of one running service."""

    settings: Settings
    database: Database
    keys: KnownKeys
    issuer: Issuer | None = None
    """Who else vouches for people, beside the keys."""
    lane: Lane = field(default_factory=Lane)
    """Where short reads take turns."""
    costly: Lane = field(default_factory=lambda: Lane(COSTLY_THREADS, MOST_WAITING))
    """Where reads take turns that take long."""
    hindrances: dict[str, str] = field(default_factory=dict)
    """What this process cannot do at the moment, in words, by what it is."""
    now: Callable[[], float] = time.time
    """Seconds since 1970, by which a day has passed."""
    readings: Readings = field(default_factory=Readings)
    """Where cases and plans that were sent are read."""
    made: Kept = field(default_factory=Kept)
    """What never changes, as it is sent."""

    invitations: Invitations = field(default_factory=Invitations)
    """Links by which somebody comes in once."""

    rotas: dict[str, object] = field(default_factory=dict)
    """A few rotas as pages show them, by plan."""

    @property
    def sessions(self) -> Sessions:
        """Who has signed in, in a browser."""
        return Sessions(self.database, self.keys, self.now)


async def the_service(request: Request) -> Service:
    """The service that a request reached; async, so that no thread is needed for it."""
    service: Service = request.app.state.service
    return service
