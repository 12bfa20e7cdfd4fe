"""Which unpaid break do the words beside hours say, and do they say one that nobody can read?"""

import re

from rosterer.sheets.times import Hours, without_hours

LONGEST_SUPPOSED = 120
"""Minutes of a break that follow from the paid hours beside a duty; more is asked about."""
MOST_BREAK_MINUTES = 240
"""Of a shift in a case."""
_MOST_BARE_HOURS = 2
"""Hours of their own behind a duty: so few are its break, more are its length."""
_MINUTE, _HOUR = r"(?:minutes?|mins?|m)\b", r"(?:hours?|hrs?|h)(?![a-z])"
_NUMBER = r"(?<![:.\d])(\d{1,3}(?:[.,]\d+)?)"
_LENGTH = re.compile(
    rf"{_NUMBER}\s*-?\s*(?:({_HOUR})(?:\s*(\d{{1,2}})\s*(?:{_MINUTE})?)?|{_MINUTE})"
)
_NAMED = re.compile(
    rf"\b(?:breaks?|unpaid|less|minus)\b[\s:=(-]*{_NUMBER}(?!\s*(?:{_MINUTE}|{_HOUR}))(?![:.\d])"
)
_PAID_BREAK = re.compile(r"(?<!un)(?<!un-)\bpaid (?:\w+ )?breaks?\b")
_PAID = re.compile(
    rf"(?<!un)(?<!un-)\bpaid\b(?:\s*hours?)?[\s:=]*{_NUMBER}|{_NUMBER}\s*(?:{_HOUR})?\s*paid\b(?!\s*break)"
)
_PAUSE = re.compile(r"\b(?:breaks?|unpaid|less|minus|lunch|meal|incl\w*)\b")
_WORD_NUMBERS = re.compile(
    r"\b(?:half|quarter|an|one|two|three|fifteen|twenty|thirty|forty|fifty|sixty)(?:[\s-]+(?:of|an?|five))*"
    r"[\s-]+(?:hours?|hrs?|min\w*)\b|\d\s*[x×]\s*\d"
)
"""Lengths that are no plain number."""
_NO_BREAK = re.compile(r"\b(?:no|without)\b(?:\s+\w+)?\s+breaks?\b")


def pause_within(text: str, hours: Hours) -> int | str | None:
    """The unpaid minutes that words beside hours say; nothing where they say none, and a sentence
    where they say something of it that cannot be read.
    """
    words = without_hours(" ".join(text.casefold().split()))
    if _PAID_BREAK.search(words) or _NO_BREAK.search(words):
        return 0
    if _WORD_NUMBERS.search(words):
        return f"{text!r} says a length that is no plain number"
    named = _NAMED.search(words)
    if named:
        return _checked(round(float(named[1].replace(",", "."))), text, hours)
    paid = _PAID.search(words)
    if paid:
        length = round(float((paid[1] or paid[2]).replace(",", ".")) * 60)
        return _checked(hours.minutes - length, text, hours)
    lengths = [*_LENGTH.finditer(words)]
    said = sorted({pause for one in lengths if (pause := _pause(one, words, hours)) is not None})
    if len(said) > 1:
        return f"{text!r} says {' and '.join(map(str, said))} unpaid minutes"
    return _checked(said[0], text, hours) if said else None


def _pause(length: re.Match[str], words: str, hours: Hours) -> int | None:
    """Unpaid minutes by a length; nothing when it is the length of the duty itself."""
    number = float(length[1].replace(",", "."))
    if not length[2]:
        return round(number)
    minutes = round(number * 60) + int(length[3] or 0)
    if minutes == hours.minutes:
        return None
    is_break = number <= _MOST_BARE_HOURS or bool(
        _PAUSE.match(words[length.end() :].strip(" ()[],;"))
    )
    return minutes if is_break else hours.minutes - minutes


def _checked(minutes: int, text: str, hours: Hours) -> int | str:
    is_possible = 0 <= minutes <= min(MOST_BREAK_MINUTES, hours.minutes - 1)
    return minutes if is_possible else f"{text!r} says no break that fits those hours"
