"""What kinds of duty are there, and in which cycles do they repeat?"""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from rosterer_models.vocabulary.base import Fact, Id
from rosterer_models.vocabulary.time import MINUTES_PER_DAY, clock_minutes


def _is_clock(text: str) -> str:
    clock_minutes(text)
    return text


Clock = Annotated[
    str,
    AfterValidator(_is_clock),
    Field(json_schema_extra={"pattern": "^([01]?[0-9]|2[0-3]):[0-5][0-9]$"}),
]
"""A time of day, ``HH:MM``."""

OFF = "-"
"""A day off in a pattern's cycle."""


class Band(Fact):
    """A part of the day; demand and supply of care are given per band, and bands follow one another
    in table order.
    """

    band: Id
    start: Clock
    end: Clock

    @property
    def minutes(self) -> int:
        """Length on an ordinary day; a band that ends at or before its start ends on the next
        day.
        """
        return (clock_minutes(self.end) - clock_minutes(self.start) - 1) % MINUTES_PER_DAY + 1


class Shift(Fact):
    """A kind of duty: when it starts and ends, what is paid, and how much time face to face it
    gives in each band.
    """

    shift: Id
    start: Clock
    end: Clock
    unpaid_break: Annotated[int, Field(ge=0, le=240)] = 0
    break_start: Clock | None = None
    """When the unpaid break begins; blank where it may be at any time, and counts pro rata."""
    contact: dict[Id, Annotated[int, Field(ge=0, le=MINUTES_PER_DAY)]] = {}
    """Minutes with people in each band, travel within a round included; the bands named here are
    those on duty in a unit.
    """
    not_next_day: tuple[Id, ...] = ()
    """Shifts that nobody starts on the day after this one."""

    @property
    def start_minute(self) -> int:
        """Minutes after midnight."""
        return clock_minutes(self.start)

    @property
    def end_minute(self) -> int:
        """Minutes after the midnight before the start; over 1440 when the duty ends on the next
        day.
        """
        end = clock_minutes(self.end)
        return end if end > self.start_minute else end + MINUTES_PER_DAY

    @property
    def break_minute(self) -> int | None:
        """Start of the break, as ``end_minute``; None where it has no time."""
        if self.break_start is None:
            return None
        start = clock_minutes(self.break_start)
        return start if start >= self.start_minute else start + MINUTES_PER_DAY

    @property
    def paid_minutes(self) -> int:
        """Length on the clock less the unpaid break."""
        return self.end_minute - self.start_minute - self.unpaid_break

    @property
    def is_night(self) -> bool:
        """At least three hours between 23:00 and 06:00 (Working Time Regulations 1998, reg 2)."""
        spans = ((-60, 360), (23 * 60, 30 * 60))
        inside = sum(
            max(0, min(self.end_minute, high) - max(self.start_minute, low)) for low, high in spans
        )
        return inside >= 180

    @model_validator(mode="after")
    def _break_is_shorter_than_duty(self) -> "Shift":
        if self.paid_minutes <= 0:
            raise ValueError(
                "the unpaid break is as long as the shift; shorten it or correct start and end"
            )
        begins = self.break_minute
        if begins is not None and begins + self.unpaid_break > self.end_minute:
            raise ValueError(
                "the break does not lie between start and end of the shift; correct break_start or "
                "leave it blank"
            )
        return self


class Pattern(Fact):
    """A repeating cycle of shifts and days off; at phase f, day t has entry (t + f) mod length."""

    pattern: Id
    cycle: tuple[str, ...]
    """Shift ids and ``-`` for days off, separated by blanks in files."""

    @model_validator(mode="after")
    def _cycle_is_not_empty(self) -> "Pattern":
        if not self.cycle or all(entry == OFF for entry in self.cycle):
            raise ValueError(
                "the cycle has no shift; write shift ids and '-' separated by blanks, such as "
                "'D D D D - - - -'"
            )
        return self


class Line(Fact):
    """A pattern at a phase."""

    pattern: Id
    phase: Annotated[int, Field(ge=0)]
