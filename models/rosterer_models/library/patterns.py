"""Which shifts and patterns are usual in round-the-clock care?

Standard shifts give face-to-face time for rounds: what is left of each band after handover, breaks
and the first and last journeys. Every number is a default of the library; a case carries its own.
"""

from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.shift import OFF, Band, Pattern, Shift

BANDS = (
    Band(band="morning", start="07:00", end="11:00"),
    Band(band="lunch", start="11:00", end="15:00"),
    Band(band="tea", start="15:00", end="19:00"),
    Band(band="bed", start="19:00", end="23:00"),
    Band(band="night", start="23:00", end="07:00"),
)
"""Parts of the day; the change of the long shifts falls between tea and bed."""

SHIFTS = (
    Shift(
        shift="D",
        start="07:00",
        end="19:30",
        unpaid_break=30,
        contact={"morning": 210, "lunch": 150, "tea": 180},
    ),
    Shift(
        shift="N", start="19:00", end="07:30", unpaid_break=30, contact={"bed": 210, "night": 120}
    ),
    Shift(
        shift="E",
        start="07:00",
        end="15:00",
        unpaid_break=30,
        contact={"morning": 210, "lunch": 150},
    ),
    Shift(shift="L", start="14:30", end="22:30", unpaid_break=30, contact={"tea": 210, "bed": 165}),
)
"""Long day and night (12 h paid, eleven and a half hours apart), early and late (7.5 h paid)."""


class UsualPattern(Fact):
    """A pattern and the sentence that says when to use it."""

    pattern: Pattern
    sentence: str


def pattern_of(text: str) -> Pattern:
    """The pattern written without blanks, one letter a day, such as ``DDNN----``; the text is its
    id too.
    """
    return Pattern(pattern=text, cycle=tuple(text))


USUAL_PATTERNS = (
    UsualPattern(
        pattern=pattern_of("DDDD----"),
        sentence="Four long days on, four days off; 42 paid hours a week, every weekday comes "
        "round in eight weeks.",
    ),
    UsualPattern(
        pattern=pattern_of("NNNN----"),
        sentence="Four nights on, four off, for permanent night staff; a night average of 7 "
        "hours against the limit of 8.",
    ),
    UsualPattern(
        pattern=pattern_of("DDNN----"),
        sentence="Two long days, then two nights, then four days off: days and nights shared "
        "evenly.",
    ),
    UsualPattern(
        pattern=pattern_of("DDDD----NNNN----"),
        sentence="Four long days and four nights in turn, a cycle of sixteen days: fewer "
        "changes between day and night.",
    ),
    UsualPattern(
        pattern=pattern_of("EELL----"),
        sentence="Two earlies, two lates, four off: four-on-four-off for those who work part time.",
    ),
    UsualPattern(
        pattern=pattern_of("EEEE----"),
        sentence="Four earlies on, four off: morning and lunch rounds, part time.",
    ),
    UsualPattern(
        pattern=pattern_of("LLLL----"),
        sentence="Four lates on, four off: tea and bed rounds, part time.",
    ),
    UsualPattern(
        pattern=pattern_of("EEEEE--"),
        sentence="Monday to Friday earlies with every weekend off, at phase 0 of a horizon "
        "that starts on a Monday.",
    ),
    UsualPattern(
        pattern=pattern_of("LLLLL--"),
        sentence="Five lates, two days off.",
    ),
    UsualPattern(
        pattern=pattern_of("DDD----"),
        sentence="Three long days on the same weekdays of each week, four off; 36 paid hours.",
    ),
    UsualPattern(
        pattern=pattern_of("EELL---"),
        sentence="Two earlies and two lates on, three off; 30 paid hours on the same weekdays.",
    ),
    UsualPattern(
        pattern=pattern_of("EEE--LL-LLLL--"),
        sentence="A fortnight with one weekend worked and one off, five duties in the first "
        "week and four in the second.",
    ),
)
"""Every pattern keeps the working rules at their default settings when it follows itself."""


def usual_pattern(pattern: str) -> UsualPattern:
    """An entry of the library by its id.

    Raises
    ------
    LookupError
        When the library has no such pattern.
    """
    for entry in USUAL_PATTERNS:
        if entry.pattern.pattern == pattern:
            return entry
    raise LookupError(
        f"the library has no pattern {pattern!r}; it has "
        f"{', '.join(e.pattern.pattern for e in USUAL_PATTERNS)}"
    )


def weekly_hours(pattern: Pattern, shifts: tuple[Shift, ...] = SHIFTS) -> float:
    """Paid hours a week on average."""
    paid = {shift.shift: shift.paid_minutes for shift in shifts}
    return sum(paid[entry] for entry in pattern.cycle if entry != OFF) * 7 / len(pattern.cycle) / 60
