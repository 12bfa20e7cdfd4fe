"""What do the parts of a day come to: a start, an end, a length, overtime, an activity?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rosterer.sheets.codes import ON_CALL, TWO_SPELLS, code_of
from rosterer.sheets.customary import CUSTOMARY
from rosterer.sheets.meanings import (
    ABSENCES,
    CodeKind,
    Meaning,
    clock,
    kind_of_words,
    of_spells,
)
from rosterer.sheets.pauses import LONGEST_SUPPOSED, MOST_BREAK_MINUTES
from rosterer.sheets.seen import Value, entry_of, text_of
from rosterer.sheets.times import (
    LONGEST_SURE,
    MINUTES_PER_DAY,
    Hours,
    clock_text,
    is_one_duty,
    spells_of,
)

_NOTHING = {"", "-", "–", "—", "--", "0", "OFF", "DO", "RD", "N/A", "NONE"}
_WHOLE_DAY = {("00:00", "23:59"), ("00:00", "00:00"), ("00:00", "24:00")}
_HOURS = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?\s*(?:h|hrs?|hours?)?", re.IGNORECASE)
_FRACTION = re.compile(r"0?\.\d+")
_OF_A_DAY = re.compile(r"(?:0|1)?\.\d+|[01](?:\.0*)?")
_PLACES_OF_A_CLOCK = 2
"""Digits behind the dot of a time such as 0.25; a part of a day has more."""
_HOURS_AND_MINUTES = re.compile(r"(\d{1,2})\s*(?::|h|hrs?|hours?)\s*(\d{2})\s*(?:m|mins?)?(?::00)?")
_MINUTES = re.compile(r"(\d{1,3})\s*(?:m|mins?|minutes?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Assembled:
    """A day.

    Attributes
    ----------
    text
        A code, or what the hours are called.
    problem
        Why its parts make no sense together; then nothing else counts.
    """

    text: str = ""
    meaning: Meaning | None = None
    problem: str = ""
    at: str = ""
    """The part in which the problem lies, where it is one."""


def assembled(parts: Mapping[str, Value], *, is_grid: bool = True) -> Assembled:
    """What the parts of a day by their role come to.

    Parameters
    ----------
    is_grid
        Cells of a grid are joined by their place alone: a very long duty has to be confirmed.
    """
    activity = entry_of(parts.get("activity")) or entry_of(parts.get("code"))
    parts = _of_day_fractions(parts)
    start, end = _lines(parts.get("start")), _lines(parts.get("end"))
    times = [(a, b) for a, b in zip(start, end, strict=False) if clock_text(a) and clock_text(b)]
    kind = _kind(activity)
    if len(start) == len(end) == len(times) and times:
        return _timed(parts, start, end, activity, kind, is_grid=is_grid)
    words = [text for text in (*start, *end) if text.upper() not in _NOTHING]
    if not words:
        return _without_times(parts, activity, kind)
    if len({code_of(word) for word in words}) == 1 and not clock_text(words[0]):
        if activity and code_of(activity) != code_of(words[0]):
            return Assembled(f"{words[0]}\n{activity}")
        return Assembled(words[0])
    return Assembled(problem=f"{' and '.join(words)!r} are no start and end")


def _of_day_fractions(parts: Mapping[str, Value]) -> Mapping[str, Value]:
    """Starts and ends as times where they are parts of a day, as spreadsheets keep times: 0.9166667
    beside 0.25 is 22:00 to 06:00. One alone that may be either is left as words, and asked about.
    """
    texts = {role: str(parts[role]).strip() for role in ("start", "end") if role in parts}
    if not any(_FRACTION.fullmatch(text) for text in texts.values()):
        return parts
    is_sure = any(
        isinstance(parts[role], float) or len(text.partition(".")[2]) > _PLACES_OF_A_CLOCK
        for role, text in texts.items()
        if _FRACTION.fullmatch(text)
    )
    if len(texts) == 2 and all(_OF_A_DAY.fullmatch(text) for text in texts.values()):
        is_sure = is_sure or all(_FRACTION.fullmatch(text) for text in texts.values())
        minutes = {role: round(float(text) * MINUTES_PER_DAY) for role, text in texts.items()}
        if is_sure:
            return {**parts, **{role: clock(one) for role, one in minutes.items()}}
    if is_sure:
        return parts
    return {**parts, **{role: f"{text} of a day?" for role, text in texts.items()}}


def _lines(value: Value | None) -> list[str]:
    """The times of a cell, one below the other, as texts."""
    if value is None:
        return []
    if isinstance(value, str):
        return [clock_text(line) or line for line in entry_of(value).splitlines()]
    return [clock_text(value) or text_of(value)]


def _kind(activity: str) -> CodeKind | None:
    known = CUSTOMARY.get(code_of(activity))
    return known.kind if known is not None else kind_of_words(activity)


def _without_times(parts: Mapping[str, Value], activity: str, kind: CodeKind | None) -> Assembled:
    length, extra = (_minutes_of(parts.get(role)) for role in ("length", "overtime"))
    if kind not in ABSENCES and (extra or (length and not activity)):
        what = "overtime" if extra else "hours"
        return Assembled(
            problem=f"{what} without a start and an end",
            at="overtime" if extra else "length",
        )
    return Assembled(activity)


def _timed(
    parts: Mapping[str, Value],
    start: list[str],
    end: list[str],
    activity: str,
    kind: CodeKind | None,
    *,
    is_grid: bool,
) -> Assembled:
    is_whole = len(start) == 1 and (start[0], end[0]) in _WHOLE_DAY
    if ON_CALL.search(activity):
        return Assembled(problem=f"{activity!r} stands beside hours; are they worked?")
    if kind in (*ABSENCES, "off"):
        if not is_whole and (kind == "off" or _is_doubtful(activity)):
            return Assembled(problem=f"{activity!r} stands beside hours; is it a duty?")
        lines = [line for line in activity.splitlines() if line]
        if len({_kind(line) for line in lines}) == 1 and (len(start) == 1 or len(lines) == 1):
            return Assembled(activity)
        return Assembled(problem=f"{activity!r} says work and time off of one day")
    if is_whole:
        return Assembled(problem=f"{start[0]} to {end[0]} are no hours of a duty")
    times = [*zip(start, end, strict=True)]
    text = "\n".join(f"{a}-{b}" for a, b in times)
    spells = spells_of(text)
    if spells is None:
        return Assembled(problem=f"{text!r} are no hours")
    if len(spells) > 1 and is_one_duty(spells) and kind != "training":
        length = sum(one.minutes for one in spells)
        begins = spells[0].start
        pause = pause_of(parts, Hours(begins, (begins + length) % MINUTES_PER_DAY))
        if isinstance(pause, str):
            return Assembled(problem=pause)
        split = of_spells(spells, pause or 0)
        if split.is_possible:
            named = " ".join(f"{clock(one.start)}-{clock(one.end)}" for one in spells)
            return Assembled(_label(parts, activity) or named, split)
    if len(spells) > 1:
        named = " and ".join(f"{clock(one.start)}-{clock(one.end)}" for one in spells)
        return Assembled(problem=f"{named} are {TWO_SPELLS}")
    (hours,) = spells
    is_open = any(re.fullmatch(r"\d:\d\d", one) for one in (*start, *end))
    if not is_grid and is_open and LONGEST_SURE < hours.minutes < MINUTES_PER_DAY:
        return Assembled(problem=f"{text} may be in the morning or the afternoon")
    if not is_grid and is_open:
        (hours,) = spells_of("\n".join(f"{a:0>5}-{b:0>5}" for a, b in times)) or spells
    if is_grid and hours.minutes > LONGEST_SURE:
        return Assembled(problem=f"{text} is a duty of {hours.minutes / 60:g} hours; is it meant?")
    pause = pause_of(parts, hours)
    if isinstance(pause, str):
        return Assembled(problem=pause)
    meaning = Meaning("training" if kind == "training" else "shift", hours, pause)
    name = f"{clock(hours.start)}-{clock(hours.end)}"
    return Assembled(_label(parts, activity) or name, meaning)


def _is_doubtful(activity: str) -> bool:
    """Whether a short code that is customary for an absence may as well be a shift with hours."""
    code = code_of(activity)
    return code in CUSTOMARY and len(code) <= 2 and code not in ("AL", "SL")


def _label(parts: Mapping[str, Value], activity: str) -> str:
    """A code that names the hours; an activity such as Visits does not."""
    code = entry_of(parts.get("code"))
    return code if code and len(code) <= 12 and "\n" not in code else ""


def pause_of(parts: Mapping[str, Value], hours: Hours) -> int | str | None:
    """The unpaid break by what is paid or by the break itself; a sentence where they make no
    sense.
    """
    given = parts.get("break")
    pause = break_of(given)
    if given is not None and text_of(given).upper() not in _NOTHING - {"0"}:
        if pause is None or not 0 <= pause <= min(MOST_BREAK_MINUTES, hours.minutes - 1):
            return f"{text_of(given)!r} is no break of this duty"
        return pause
    paid = _minutes_of(parts.get("length"))
    extra = _minutes_of(parts.get("overtime")) or 0
    if (
        paid is None
        and parts.get("length") is not None
        and text_of(parts["length"]) not in _NOTHING
    ):
        return f"{text_of(parts['length'])!r} is no length of a duty"
    is_said = paid == 0 or text_of(parts.get("length", "")) == "0"
    if not paid and not is_said:
        return "overtime without the length of the duty" if extra else None
    unpaid = hours.minutes - (paid or 0) - extra
    if not 0 <= unpaid <= LONGEST_SUPPOSED:
        return (
            f"{((paid or 0) + extra) / 60:g} paid hours do not fit a duty from "
            f"{clock(hours.start)} to {clock(hours.end)}"
        )
    return unpaid


def _minutes_of(value: Value | None) -> int | None:
    """Hours of a cell, in minutes: 7.5, ``7h30``, ``7:30``, ``30 min``."""
    text = text_of(value)
    if not text:
        return None
    both = _HOURS_AND_MINUTES.fullmatch(text)
    if both:
        return int(both[1]) * 60 + int(both[2])
    hours = _HOURS.fullmatch(text)
    if hours:
        return round(float(f"{hours[1]}.{hours[2] or 0}") * 60)
    minutes = re.fullmatch(r"(\d{1,4})\s*(?:m|mins?|minutes?)", text, re.IGNORECASE)
    return int(minutes[1]) if minutes else None


def break_of(value: Value | None) -> int | None:
    """Minutes of a break: 30, ``00:30``, 0.5 of an hour."""
    text = text_of(value)
    minutes = _MINUTES.fullmatch(text)
    if minutes and int(minutes[1]) > 4:
        return int(minutes[1])
    return _minutes_of(value)
