"""What may be asked of a key that is to be made, over HTTP and on the command line alike?"""

import time
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from rosterer_api.asking import Asked, Moment
from rosterer_api.auth.roles import Role
from rosterer_models.vocabulary.base import Id

LAST_YEAR = 2999
"""Of an expiry: far beyond any use of a key, and still a date in every zone."""
_UNSEEN = r"\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
"""What ends a line, takes no room, or turns the direction of what stands around it."""
Label = Annotated[
    str,
    StringConstraints(
        pattern=rf"^[^{_UNSEEN}]*[^{_UNSEEN}\s][^{_UNSEEN}]*$",
        max_length=100,
    ),
]
"""One line of text of which something can be seen."""


def _is_to_come(moment: datetime) -> datetime:
    if moment.year > LAST_YEAR or moment.astimezone(UTC).year > LAST_YEAR:
        raise ValueError(f"this is after {LAST_YEAR}; leave it out for a key without an end")
    if moment.timestamp() <= time.time():
        raise ValueError("this has passed; write a moment to come")
    return moment


Expiry = Annotated[Moment, AfterValidator(_is_to_come)]


class Share(Asked):
    """What a key has of the queue."""

    weight: Annotated[int, Field(ge=1, le=100)] = 1
    """How many of its jobs are begun while a key of weight 1 has one begun."""
    most_waiting: Annotated[int, Field(ge=0, le=10**6)] | None = None
    most_running: Annotated[int, Field(ge=1, le=10**4)] | None = None
    """Most of its jobs that may wait, and be under way; none for no limit of its own."""

    def share(self) -> dict[str, int | None]:
        """As the columns of a key."""
        return {name: getattr(self, name) for name in Share.model_fields}


class NewKey(Share):
    """A key that is wanted."""

    name: Label
    role: Role
    teams: Annotated[list[Id], Field(max_length=1000)] = []
    """For a manager: the teams whose names they see."""
    expires: Expiry | None = None

    def said(self) -> dict[str, object]:
        """What the audit log keeps of it."""
        expires = None if self.expires is None else self.expires.isoformat()
        return {
            "key_name": self.name,
            "role": self.role,
            "teams": self.teams,
            "expires": expires,
            **self.share(),
        }
