"""What kinds of duty are there, and in which cycles do they repeat?"""

from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from rosterer_models.vocabulary.base import Fact, Id
from rosterer_models.vocabulary.spell import Spell, SpellText, spells_of
from rosterer_models.vocabulary.time import MINUTES_PER_DAY, clock_minutes, clock_text


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


@lru_cache(maxsize=4096)
def _parts(
    spells: tuple[str, ...], start: str, end: str, unpaid: int, break_start: str | None
) -> tuple[Spell, ...]:
    if spells:
        return spells_of(spells)
    first, last = clock_minutes(start), clock_minutes(end)
    last = last if last > first else last + MINUTES_PER_DAY
    begins = None if break_start is None else clock_minutes(break_start)
    if begins is not None and begins < first:
        begins += MINUTES_PER_DAY
    return (Spell(first, last, unpaid, begins),)


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
    spells: tuple[SpellText, ...] = ()
    """The parts of a shift that is not of one piece, in order; blank for one spell from start to
    end. Their breaks stand in them.
    """
    contact: dict[Id, Annotated[int, Field(ge=0, le=MINUTES_PER_DAY)]] = {}
    """Minutes with people in each band, travel within a round included; the bands named here are
    those on duty in a unit.
    """
    not_next_day: tuple[Id, ...] = ()
    """Shifts that nobody starts on the day after this one."""

    @property
    def parts(self) -> tuple[Spell, ...]:
        """The spells, one at least."""
        return _parts(self.spells, self.start, self.end, self.unpaid_break, self.break_start)

    @property
    def start_minute(self) -> int:
        """Minutes after midnight."""
        return clock_minutes(self.start)

    @property
    def end_minute(self) -> int:
        """Minutes after the midnight before the start; over 1440 when the duty ends on the next
        day.
        """
        return self.parts[-1].end

    @property
    def times(self) -> str:
        """``07:00 to 11:00 and 17:00 to 22:30``, with what is no work named."""
        return " and ".join(
            f"{clock_text(one.start)} to {clock_text(one.end)}"
            + ("" if one.kind == "work" else f" ({one.kind})")
            for one in self.parts
        )

    @property
    def break_minutes(self) -> int:
        """Unpaid breaks of all spells."""
        return sum(one.unpaid_break for one in self.parts)

    @property
    def paid_minutes(self) -> int:
        """Length of the working spells on the clock less their unpaid breaks."""
        return sum(one.paid_minutes for one in self.parts)

    @property
    def is_night(self) -> bool:
        """At least three hours of work between 23:00 and 06:00 (Working Time Regulations 1998, reg
        2).
        """
        spans = ((-60, 360), (23 * 60, 30 * 60), (47 * 60, 54 * 60))
        inside = sum(
            max(0, min(one.end, high) - max(one.start, low))
            for one in self.parts
            if one.kind == "work"
            for low, high in spans
        )
        return inside >= 180

    @model_validator(mode="after")
    def _spells_fit(self) -> "Shift":
        if not self.spells:
            return self
        if self.unpaid_break or self.break_start is not None:
            raise ValueError(
                "a shift with spells has its breaks in them, such as 17:00-22:30/30; clear "
                "unpaid_break and break_start"
            )
        first, last = self.parts[0], self.parts[-1]
        clocks = first.start, last.end % MINUTES_PER_DAY
        if clocks != (self.start_minute, clock_minutes(self.end)):
            raise ValueError(
                "start and end are not those of the first and the last spell; write "
                f"{clock_text(first.start)} and {clock_text(last.end)}, or correct the spells"
            )
        if all(one.kind == "on-call" for one in self.parts):
            raise ValueError(
                "being on call alone is no duty; put it behind the spell of work that it follows, "
                "or leave it out"
            )
        return self

    @model_validator(mode="after")
    def _break_is_shorter_than_duty(self) -> "Shift":
        if self.spells:
            return self
        if self.paid_minutes <= 0:
            raise ValueError(
                "the unpaid break is as long as the shift; shorten it or correct start and end"
            )
        begins = self.parts[0].break_start
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
