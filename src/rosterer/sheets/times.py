"""Which hours does ``07:00-19:30``, ``7-3``, ``0700 to 1930``, ``8.30am-4pm`` or ``7-11/4-8``
mean?
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

MINUTES_PER_DAY = 1440
_HALF = r"(a\.?m\.?|p\.?m\.?|a|p|noon|midnight)?(?![a-z])"
_TIME = rf"(?:(\d{{1,2}})(?:[:.h](\d{{2}})|(\d{{2}}))?\s*h?\s*{_HALF}|(noon|midday|midnight))"
_BETWEEN = r"\s*(?:-+|–|—|~|→|->|\bto\b|\buntil\b|\btill\b|\bbis\b|\bà\b)\s*"
_RANGE = re.compile(rf"(?<![\d:.]){_TIME}{_BETWEEN}{_TIME}", re.IGNORECASE)
_CLOCK = re.compile(_TIME, re.IGNORECASE)
_PAIR = re.compile(r"(\d{2}):?(\d{2})\s*[/\s]\s*(\d{2}):?(\d{2})")
"""Two whole times with a blank, a line break or a stroke between them."""
_TIMES = re.compile(r"\d{1,2}:\d{2}(?:\s+\d{1,2}:\d{2})+")
_SECONDS = re.compile(r"(\d{1,2}:\d{2}):\d{2}(?!\d)")
_DATE = re.compile(
    r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}(?!\d)|"
    r"\d{1,2}(?:st|nd|rd|th)?\s*(?:-|–|to)\s*\d{1,2}(?:st|nd|rd|th)?\s+"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)(?!\d)",
    re.IGNORECASE,
)
"""A date with hyphens, or days of a month, which hold no hours."""
_MOMENT = re.compile(
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4}))[ T]+"
    r"(\d{1,2}:\d{2})(?::\d{2})?"
)
"""A date and a time."""
_COLON = re.compile(r"(?<!\d)(\d{3,4}):(\d{3,4})(?!\d)")
"""Two times of the 24-hour clock with a colon between them."""
_PLAIN = re.compile(r"(\d{1,2})\s*[-–]\s*(\d{1,2})")
_APART = re.compile(r"(?:[\s,;/&+|]|\band\b|\bthen\b)*", re.IGNORECASE)
"""What may stand between two spells."""
LONGEST_SURE = 16 * 60
"""Minutes of a duty, before it has to be confirmed; a whole day and night has its own words."""
_NIGHT = re.compile(r"\b(?:nights?|overnight|nocte|nacht|nuits?|noche)\b", re.IGNORECASE)
_DAY = re.compile(r"\b(?:days?|earl(?:y|ies)|lates?|mornings?|afternoons?)\b", re.IGNORECASE)
_LONGEST_GUESS = 14 * 60
"""A start without am or pm is taken for the one that makes no longer duty than this."""


@dataclass(frozen=True)
class Hours:
    """Start and end on the clock, in minutes after midnight; an end at or before the start is on
    the next day.
    """

    start: int
    end: int
    is_guessed: bool = False
    """Morning or afternoon was not written."""

    @property
    def minutes(self) -> int:
        """Length on an ordinary day."""
        return (self.end - self.start - 1) % MINUTES_PER_DAY + 1


def hours_of(text: str) -> Hours | None:
    """The hours that a text is, from its start to its end; nothing when it is anything else."""
    spells = spells_of(text)
    return spells[0] if spells is not None and len(spells) == 1 else None


def spells_of(text: str) -> tuple[Hours, ...] | None:
    """The spells of work that a text is, one after another, those that touch put together; nothing
    when it holds anything else.
    """
    text = _COLON.sub(lambda two: f"{_padded(two[1])}-{_padded(two[2])}", text.strip())
    text = _SECONDS.sub(r"\1", text)
    found = list(_RANGE.finditer(text))
    if not found:
        return _of_times(text)
    ends = [0, *(one.end() for one in found)]
    starts = [*(one.start() for one in found), len(text)]
    apart = (text[end:start] for end, start in zip(ends, starts, strict=True))
    if not all(_APART.fullmatch(part) for part in apart):
        return None
    hours = [_hours(one) for one in found]
    return joined([one for one in hours if one is not None]) if all(hours) else None


def _padded(digits: str) -> str:
    return f"{digits[:-2]:0>2}:{digits[-2:]}"


def _of_times(text: str) -> tuple[Hours, ...] | None:
    pair = _PAIR.fullmatch(text)
    if pair:
        return spells_of(f"{pair[1]}:{pair[2]}-{pair[3]}:{pair[4]}")
    times = text.split() if _TIMES.fullmatch(text) else []
    if len(times) < 2 or len(times) % 2:
        return None
    return spells_of(" ".join(f"{a}-{b}" for a, b in zip(times[::2], times[1::2], strict=True)))


def turns_of(texts: Iterable[str]) -> dict[str, Hours]:
    """The hours of three turns of eight hours that follow one another around the clock, written
    without morning or afternoon, such as ``7-3``, ``3-11`` and ``11-7``.
    """
    plain = {
        (int(found[1]), int(found[2])): text for text in texts if (found := _PLAIN.fullmatch(text))
    }
    for first, second in plain:
        third = next((end for start, end in plain if start == second and end != first), None)
        if 5 <= first <= 8 and third is not None and (third, first) in plain:
            starts = (first, first + 8, first + 16)
            pairs = ((first, second), (second, third), (third, first))
            if [start % 12 for start in starts] != [pair[0] % 12 for pair in pairs]:
                continue
            return {
                plain[pair]: Hours(
                    start * 60 % MINUTES_PER_DAY, (start + 8) * 60 % MINUTES_PER_DAY, True
                )
                for pair, start in zip(pairs, starts, strict=True)
            }
    return {}


def joined(hours: Sequence[Hours]) -> tuple[Hours, ...]:
    """Spells in the order of the day; those that touch are one, and one that stands twice counts
    once.
    """
    spells: list[Hours] = []
    for one in sorted(dict.fromkeys(hours), key=lambda spell: spell.start):
        if spells and spells[-1].end == one.start and one.start != one.end:
            before = spells.pop()
            one = Hours(before.start, one.end, before.is_guessed or one.is_guessed)
        spells.append(one)
    return tuple(spells)


def is_one_duty(spells: Sequence[Hours]) -> bool:
    """Spells that follow one another without overlap, within 24 hours of the first start."""
    ends = spells[0].start if spells else 0
    for one in spells:
        if one.start < ends:
            return False
        ends = one.start + one.minutes
    return bool(spells) and ends <= spells[0].start + MINUTES_PER_DAY


def hours_within(text: str) -> Hours | None:
    """The first hours that a longer text names, such as a line of a key."""
    for found in _RANGE.finditer(_plain(text)):
        hours = _hours(found)
        if hours is not None:
            return at_night(hours) if is_of_nights(text) else hours
    return None


def is_of_nights(text: str) -> bool:
    """Whether words speak of nights, and not of days too."""
    return bool(_NIGHT.search(text)) and not _DAY.search(text)


def at_night(hours: Hours) -> Hours:
    """Hours such as 8-8 beside a word or a code of nights; what says morning or afternoon itself
    stays.
    """
    if not hours.is_guessed or hours.start > MINUTES_PER_DAY // 2:
        return hours
    later = MINUTES_PER_DAY // 2
    return Hours(
        (hours.start + later) % MINUTES_PER_DAY, (hours.end + later) % MINUTES_PER_DAY, True
    )


def _plain(text: str) -> str:
    """A text without seconds and dates."""
    return _DATE.sub(" ", _SECONDS.sub(r"\1", text))


def num_hours_within(text: str) -> int:
    """How many spells a longer text names."""
    return sum(_hours(found) is not None for found in _RANGE.finditer(_plain(text)))


def without_hours(text: str) -> str:
    """What else stands in a text that names hours."""
    return _RANGE.sub(" ", _SECONDS.sub(r"\1", text))


def clock_text(value: object) -> str:
    """A single time as somebody would write it, or nothing: ``07:00``, ``7am``, 800, a third of a
    day.
    """
    if isinstance(value, datetime):
        return value.time().isoformat("minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return ""
    text = str(value).strip()
    if isinstance(value, float) and 0 < value < 1:
        minutes = round(value * MINUTES_PER_DAY)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if re.fullmatch(r"0?\.\d{3,}", text):
        return clock_text(float(text))
    text = text.removesuffix(".0") if isinstance(value, float) else text
    if text.isdigit() and len(text) in (3, 4):
        text = f"{text[:-2]:0>2}:{text[-2:]}"
    moment = _MOMENT.fullmatch(text)
    text = _SECONDS.sub(r"\1", moment[1] if moment else text)
    found = _CLOCK.fullmatch(text)
    return text if found and _minute(*found.groups())[0] is not None else ""


def _hours(found: re.Match[str]) -> Hours | None:
    start, start_is_plain = _minute(*found.groups()[:5])
    end, end_is_plain = _minute(*found.groups()[5:])
    if start is None or end is None:
        return None
    if (start, end) in ((0, 0), (0, MINUTES_PER_DAY - 1)):
        return None  # how time tools write a day without hours
    is_plain = start_is_plain and end_is_plain and not _is_24_hour(found[0])
    if not is_plain:
        is_guessed = start_is_plain and bool(found[9]) and not found[4]
        if is_guessed and (end - start - 1) % MINUTES_PER_DAY + 1 > _LONGEST_GUESS:
            start += 12 * 60
        return Hours(start % MINUTES_PER_DAY, end % MINUTES_PER_DAY, is_guessed)
    if end <= start:
        end += 12 * 60
    elif start < 6 * 60:
        start, end = start + 12 * 60, end + 12 * 60
    if start % MINUTES_PER_DAY == end % MINUTES_PER_DAY:
        return None
    return Hours(start % MINUTES_PER_DAY, end % MINUTES_PER_DAY, is_guessed=True)


def _minute(
    hour: str | None,
    minute: str | None,
    joined_minute: str | None,
    half: str | None,
    word: str | None,
) -> tuple[int | None, bool]:
    """Minutes after midnight, and whether morning or afternoon is left open."""
    if word:
        return (0 if word.casefold() == "midnight" else 12 * 60), False
    number, extra = int(hour or 0), int(minute or joined_minute or 0)
    if number > 24 or extra > 59 or (number == 24 and extra) or (half and number > 12):
        return None, False
    if half:
        late = half.casefold()[0] in "pn" if half.casefold() != "midnight" else False
        return (number % 12 + 12 * late) * 60 + extra, False
    return number * 60 + extra, number <= 12


def _is_24_hour(text: str) -> bool:
    """Written with four digits or a colon on both sides, as people write the 24-hour clock."""
    return len(re.findall(r"\b\d{2}:?\d{2}\b", text)) == 2
