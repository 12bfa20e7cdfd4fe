"""What is a spell of a duty, and how is it written?"""

import re
from collections.abc import Iterable
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field

from rosterer_models.vocabulary.time import MINUTES_PER_DAY, clock_minutes

SpellKind = Literal["work", "sleep-in", "on-call"]
_CLOCK = "([01]?[0-9]|2[0-3]):[0-5][0-9]"
PATTERN = f"^{_CLOCK}-{_CLOCK}(/[0-9]{{1,3}}(@{_CLOCK})?)?(=(sleep-in|on-call))?$"
_WORDS = re.compile(
    r"(?P<start>[0-9:]+)-(?P<end>[0-9:]+)"
    r"(?:/(?P<unpaid>[0-9]+)(?:@(?P<begins>[0-9:]+))?)?(?:=(?P<kind>[a-z-]+))?"
)


class Spell(NamedTuple):
    """A part of a duty; minutes after the midnight before the duty."""

    start: int
    end: int
    unpaid_break: int = 0
    break_start: int | None = None
    """None where the break may be at any time."""
    kind: SpellKind = "work"

    @property
    def minutes(self) -> int:
        """Length on the clock."""
        return self.end - self.start

    @property
    def paid_minutes(self) -> int:
        """Less the break; nothing where pay is flat."""
        return self.minutes - self.unpaid_break if self.kind == "work" else 0


def _is_spell(text: str) -> str:
    if re.match(PATTERN, text) is None:
        raise ValueError(
            f"{text!r} is no spell; write 07:00-11:00, 17:00-22:30/30 for a break of 30 minutes, "
            "17:00-22:30/30@19:00 for one at 19:00, 23:00-07:00=sleep-in or 19:00-07:00=on-call"
        )
    return text


SpellText = Annotated[str, AfterValidator(_is_spell), Field(json_schema_extra={"pattern": PATTERN})]
"""A spell as it is written."""


def spells_of(texts: Iterable[str]) -> tuple[Spell, ...]:
    """Spells one after the other, each as soon after the one before it as its times allow.

    Raises
    ------
    ValueError
        When they do not follow one another within a day and a night, or a break has no room.
    """
    found: list[Spell] = []
    for text in texts:
        words = _WORDS.fullmatch(text)
        assert words is not None
        earliest = found[-1].end if found else 0
        start = _from(clock_minutes(words["start"]), earliest)
        end = _from(clock_minutes(words["end"]), start + 1)
        unpaid = int(words["unpaid"] or 0)
        begins = None if words["begins"] is None else _from(clock_minutes(words["begins"]), start)
        kind: SpellKind = "work"
        if words["kind"] in ("sleep-in", "on-call"):
            kind = "sleep-in" if words["kind"] == "sleep-in" else "on-call"
        if end > (found[0].start if found else start) + MINUTES_PER_DAY:
            raise ValueError(
                f"spell {text} does not follow the one before it within 24 hours; write spells in "
                "the order of the day, without overlap"
            )
        if unpaid and kind != "work":
            raise ValueError(f"spell {text} is no work and has no break; leave the break out")
        if unpaid >= end - start or (begins is not None and begins + unpaid > end):
            raise ValueError(f"the break of spell {text} does not lie within it; correct it")
        found.append(Spell(start, end, unpaid, begins, kind))
    return tuple(found)


def _from(clock: int, earliest: int) -> int:
    """The first time from then on at which the clock shows this."""
    return earliest + (clock - earliest) % MINUTES_PER_DAY
