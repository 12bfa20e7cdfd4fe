"""What does all that a caller writes have in common?"""

import re
from contextlib import suppress
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict


class Asked(BaseModel):
    """What is asked for; unknown fields are refused, so that a misspelt word never means less than
    was written: ``metdata`` would else narrow nothing down.
    """

    model_config = ConfigDict(extra="forbid")


_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)


def _written_out(value: object) -> object:
    """A moment is written as one: a bare number would be seconds, or days, of some clock."""
    if isinstance(value, str) and value.strip().lstrip("+-").replace(".", "", 1).isdigit():
        raise ValueError("this is no moment; write it like 2026-11-02T08:00:00Z")
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        with suppress(ValueError):  # a day that is in no calendar is refused further on
            return datetime.fromisoformat(value.upper())
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]
