"""What does a code stand for, and which words say it?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rosterer.sheets.pauses import MOST_BREAK_MINUTES, pause_within
from rosterer.sheets.times import MINUTES_PER_DAY, Hours, hours_within, is_one_duty, spells_of
from rosterer_models.vocabulary.shift import Shift

CodeKind = Literal[
    "shift", "off", "leave", "sickness", "parental", "unpaid", "unavailable", "training"
]
ABSENCES: tuple[CodeKind, ...] = ("leave", "sickness", "parental", "unpaid", "unavailable")
"""Kinds of absence as a case has them."""
MOST_HOURS_A_DAY = 24

LONG_DUTY_MINUTES, USUAL_BREAK_MINUTES = 360, 30
"""Over six hours a break is due (Working Time Regulations 1998, reg 12); half an hour unpaid is the
common custom.
"""
_KIND_WORDS: tuple[tuple[CodeKind, tuple[str, ...]], ...] = (
    ("training", ("training", "study", "induction", "course", "education")),
    ("leave", ("annual leave", "annual holiday")),
    ("sickness", ("sick", "sickness")),
    ("parental", ("maternity", "paternity", "parental", "adoption leave")),
    ("unpaid", ("unpaid leave", "leave without pay")),
    (
        "unavailable",
        (
            "absent",
            "away",
            "not available",
            "absence",
            "unavailable",
            "compassionate",
            "special",
        ),
    ),
    ("leave", ("leave", "holiday", "holidays", "vacation", "toil", "urlaub", "congé", "congés")),
    ("off", ("day off", "days off", "rest day", "rest", "off duty", "not working", "off")),
)
_SPLIT = re.compile(r"(.*?)(?:,? break (\d{1,3})(?: min\w*)?)?")
"""Spells with a break behind them."""
_WORTH = re.compile(
    r"(?:annual leave|unpaid leave|sick leave|leave|holiday|unavailable|sick|sickness|parental|"
    r"maternity|absence),? "
    r"\(?(\d{1,2}(?:[.,]\d{1,2})?) ?(?:h|hrs?|hours?)?\)?"
)
"""An absence and the hours that it is worth."""
_RESTING = re.compile(r"\d=(?:sleep-in|on-call)\b")
"""A spell that is no work."""
_TRAINING_HOURS = Hours(540, 1020)


@dataclass(frozen=True)
class Meaning:
    """What a code stands for; shifts and training have hours."""

    kind: CodeKind
    hours: Hours | None = None
    unpaid_break: int | None = None
    spells: tuple[Hours, ...] = ()
    """Where there are several; ``hours`` then go from the first start to the last end, and
    the break is in the longest.
    """
    written: tuple[str, ...] = ()
    """All spells as a case has them, where some are sleep-ins or on call; ``spells`` are then those
    of work.
    """
    worth_hours: float | None = None
    """What a day of absence is worth, where that is said."""

    @property
    def break_minutes(self) -> int:
        """The unpaid break given, or the usual one of a long duty; nobody knows one of a whole day
        and night.
        """
        if self.unpaid_break is not None:
            return self.unpaid_break
        if self.spells:
            return 0
        return (
            USUAL_BREAK_MINUTES
            if self.hours is not None and LONG_DUTY_MINUTES < self.hours.minutes < MINUTES_PER_DAY
            else 0
        )

    @property
    def is_possible(self) -> bool:
        """Whether a case can hold it: the break is shorter than the duty, and no part of a day."""
        if self.written:
            return True
        if self.spells:
            longest = max(one.minutes for one in self.spells)
            return is_one_duty(self.spells) and 0 <= self.break_minutes < longest
        return self.hours is None or (
            0 <= self.break_minutes <= MOST_BREAK_MINUTES
            and self.break_minutes < self.hours.minutes
        )

    def is_like(self, other: "Meaning") -> bool:
        """Whether both say the same, however surely."""
        return (self.kind, said(self)) == (other.kind, said(other))


def meaning_from_words(text: str) -> Meaning | None:
    """What the words of a key or a mapping say: hours with an optional break, or a kind of day;
    nothing where a break that they speak of cannot be read.
    """
    folded = " ".join(text.casefold().split())
    if _RESTING.search(folded):
        return of_written(folded.split())
    split = _SPLIT.fullmatch(folded)
    spells = spells_of(split[1]) if split else None
    if split and spells is not None and len(spells) > 1:
        meaning = of_spells(spells, int(split[2] or 0))
        return meaning if meaning.is_possible else None
    hours = hours_within(folded)
    kind = kind_of_words(folded)
    if hours is not None and kind in (None, "off", "training"):
        pause = pause_within(folded, hours)
        if isinstance(pause, str):
            return None
        meaning = Meaning("training" if kind == "training" else "shift", hours, pause)
        return meaning if meaning.is_possible else None
    if kind == "training":
        return Meaning("training", _TRAINING_HOURS)
    worth = _WORTH.fullmatch(folded)
    if worth and kind in ABSENCES:
        return of_absence(kind, float(worth[1].replace(",", ".")))
    return Meaning(kind) if kind else None


def of_absence(kind: CodeKind, hours: float) -> Meaning | None:
    """A day of absence that is worth so many hours, if a day can be."""
    return Meaning(kind, worth_hours=hours) if hours <= MOST_HOURS_A_DAY else None


def of_spells(spells: Sequence[Hours], unpaid_break: int = 0) -> Meaning:
    """A shift of several spells, with what is unpaid in all of them."""
    is_guessed = any(one.is_guessed for one in spells)
    whole = Hours(spells[0].start, spells[-1].end, is_guessed)
    return Meaning("shift", whole, unpaid_break, tuple(spells))


def of_written(words: Sequence[str]) -> Meaning | None:
    """A shift of spells as a case has them, such as ``14:00-22:00 22:00-07:00=sleep-in``."""
    times = [re.fullmatch(r"(\d\d:\d\d)-(\d\d:\d\d)\b.*", word) for word in words]
    first, last = times[0], times[-1]
    if first is None or last is None:
        return None
    try:
        shift = Shift(shift="X", start=first[1], end=last[2], spells=tuple(words))
    except ValueError:
        return None
    whole, *worked = (
        Hours(start % MINUTES_PER_DAY, end % MINUTES_PER_DAY)
        for start, end in (
            (shift.start_minute, shift.end_minute),
            *((part.start, part.end) for part in shift.parts if part.kind == "work"),
        )
    )
    return Meaning("shift", whole, 0, tuple(worked), written=shift.spells)


def kind_of_words(text: str) -> CodeKind | None:
    """The kind of day that words speak of."""
    folded = text.casefold()
    if named := [kind for kind in ABSENCES if kind == folded.strip()]:
        return named[0]
    return next(
        (
            kind
            for kind, words in _KIND_WORDS
            if any(re.search(rf"\b{re.escape(word)}\b", folded) for word in words)
        ),
        None,
    )


def says_custom(words: str, meaning: Meaning) -> bool:
    """Whether words of a key, which name no hours, agree with what a code customarily means."""
    if meaning.hours is None or meaning.kind != "shift":
        return kind_of_words(words) == meaning.kind
    if any(map(str.isdigit, words)):
        return False  # times or lengths that nobody could read
    start = meaning.hours.start
    named = "night" if start >= 18 * 60 else "late|evening|afternoon" if start >= 12 * 60 else ""
    return bool(re.search(rf"\b(?:{named or 'early|morning|day|long'})", words.casefold()))


def said(meaning: Meaning) -> str:
    """A meaning in words, as a mapping file may say it."""
    if meaning.worth_hours is not None:
        return f"{meaning.kind} {meaning.worth_hours:g}"
    if meaning.hours is None:
        return meaning.kind
    if meaning.written:
        return " ".join(meaning.written)
    spells = meaning.spells or (meaning.hours,)
    words = " ".join(f"{clock(one.start)}-{clock(one.end)}" for one in spells)
    words = f"{words} break {meaning.break_minutes}"
    return f"training {words}" if meaning.kind == "training" else words


def clock(minutes: int) -> str:
    """``07:30``."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
