"""Which days may a change name, and what is something on the days of a range?"""

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator

from rosterer_models.vocabulary.base import Fact

EARLIEST, LATEST = date(1850, 1, 1), date(2300, 12, 31)
"""A case begins between 2000 and 2150 and reaches 150 years either way."""
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]


class Dated(Fact):
    """Something on the days of a range; blank ends are open."""

    first_day: Day | None = None
    last_day: Day | None = None

    @model_validator(mode="after")
    def _range_is_not_empty(self) -> "Dated":
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError("last_day is before first_day; swap them")
        return self


def _with_closed_range(schema: dict[str, Any]) -> None:
    """Say in the JSON Schema what the validator asks for: both ends of the range."""
    for name in ("first_day", "last_day"):
        ends = schema["properties"][name]
        schema["properties"][name] = next(one for one in ends["anyOf"] if one != {"type": "null"})
    schema["required"] = [*schema.get("required", ()), "first_day", "last_day"]


CLOSED = ConfigDict(json_schema_extra=_with_closed_range)


class Closed(Dated):
    """Something on the days of a range of which both ends are needed."""

    model_config = CLOSED

    @model_validator(mode="after")
    def _is_closed(self) -> "Closed":
        if self.first_day is None or self.last_day is None:
            raise ValueError("first_day and last_day are needed")
        return self

    @property
    def span(self) -> tuple[date, date]:
        """Both ends."""
        assert self.first_day is not None
        assert self.last_day is not None
        return self.first_day, self.last_day
