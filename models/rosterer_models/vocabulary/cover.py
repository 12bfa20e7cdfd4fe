"""How much care, or how many heads, are needed where and when?"""

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from rosterer_models.vocabulary.base import Fact, Id
from rosterer_models.vocabulary.person import Pounds
from rosterer_models.vocabulary.time import Weekday

OF_PLACE_OR_UNIT: JsonDict = {
    "if": {"properties": {"place": {"type": "string"}}, "required": ["place"]},
    "then": {"properties": {"unit": {"type": "null"}, "heads": {"maximum": 0}}},
    "else": {
        "required": ["unit"],
        "properties": {
            "unit": {"type": "string"},
            "minutes": {"maximum": 0},
            "carers": {"maximum": 1},
        },
    },
}
"""What a row of each kind has, as the JSON Schema says it; ``_is_one_kind`` asks for it."""


class Cover(Fact):
    """Care minutes at a place or heads at a unit, in a band, on each day of a range. Rows for the
    same cell add up.
    """

    model_config = ConfigDict(json_schema_extra=OF_PLACE_OR_UNIT)

    place: Id | None = None
    """Where ``minutes`` of care are needed."""
    unit: Id | None = None
    """Where ``heads`` are needed."""
    band: Id
    skill: Id
    first_day: date
    last_day: date
    weekdays: tuple[Weekday, ...] = ()
    """Blank for every day."""
    minutes: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0
    """Of care a day, for each carer of the visit."""
    heads: Annotated[int, Field(ge=0)] = 0
    """People with the skill on duty in the unit; they count among its staff."""
    carers: Literal[1, 2] = 1
    """2 when two people must be there at once."""
    short_hour: Pounds | None = None
    """What an hour short of this row costs; blank for the case's ``short_hour`` (care) or
    ``unsafe_hour`` (heads).
    """

    @model_validator(mode="after")
    def _is_one_kind(self) -> "Cover":
        if (self.place is None) == (self.unit is None):
            raise ValueError(
                "name either a place (with minutes) or a unit (with heads), not both and not "
                "neither"
            )
        if self.place is not None and self.heads:
            raise ValueError("heads belong to a unit; at a place give minutes")
        if self.unit is not None and (self.minutes or self.carers != 1):
            raise ValueError("minutes and carers belong to a place; at a unit give heads")
        return self


class TriageSlots(Fact):
    """People who can be triaged on each day of a range; without any row triage has no limit."""

    first_day: date
    last_day: date
    weekdays: tuple[Weekday, ...] = ()
    slots: Annotated[int, Field(ge=0)]
