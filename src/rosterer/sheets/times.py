"""Which hours does ``07:00-19:30``, ``7-3``, ``0700 to 1930`` or ``8.30am-4pm`` mean?"""

import re
from dataclasses import dataclass

_TIME = r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm|noon|midnight)?"
_RANGE = re.compile(rf"{_TIME}\s*(?:-|–|—|to|until|till)\s*{_TIME}", re.IGNORECASE)
_PAIR = re.compile(r"(\d{2}):?(\d{2})\s*[/\s]\s*(\d{2}):?(\d{2})")
"""Two whole times with a blank, a line break or a stroke between them."""
MINUTES_PER_DAY = 1440


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
    found = _RANGE.fullmatch(text.strip())
    if found:
        return _hours(found)
    pair = _PAIR.fullmatch(text.strip())
    return hours_of(f"{pair[1]}:{pair[2]}-{pair[3]}:{pair[4]}") if pair else None


def hours_within(text: str) -> Hours | None:
    """The first hours that a longer text names, such as a line of a key."""
    for found in _RANGE.finditer(text):
        hours = _hours(found)
        if hours is not None:
            return hours
    return None


def _hours(found: re.Match[str]) -> Hours | None:
    start, start_is_plain = _minute(*found.group(1, 2, 3))
    end, end_is_plain = _minute(*found.group(4, 5, 6))
    if start is None or end is None:
        return None
    is_plain = start_is_plain and end_is_plain and not _is_24_hour(found[0])
    if not is_plain:
        return Hours(start % MINUTES_PER_DAY, end % MINUTES_PER_DAY) if start != end else None
    if end <= start:
        end += 12 * 60
    elif start < 6 * 60:
        start, end = start + 12 * 60, end + 12 * 60
    if start % MINUTES_PER_DAY == end % MINUTES_PER_DAY:
        return None
    return Hours(start % MINUTES_PER_DAY, end % MINUTES_PER_DAY, is_guessed=True)


def _minute(hour: str, minute: str | None, half: str | None) -> tuple[int | None, bool]:
    """Minutes after midnight, and whether morning or afternoon is left open."""
    number, extra = int(hour), int(minute or 0)
    if number > 24 or extra > 59 or (half and number > 12):
        return None, False
    if half:
        late = half.casefold() in ("pm", "noon")
        return (number % 12 + 12 * late) * 60 + extra, False
    return number * 60 + extra, number <= 12


def _is_24_hour(text: str) -> bool:
    """Written with four digits or a colon on both sides, as people write the 24-hour clock."""
    return len(re.findall(r"\b\d{2}:?\d{2}\b", text)) == 2
