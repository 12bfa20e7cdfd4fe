"""How many hours a week does a cell below a heading of contracts say?"""

import re

from rosterer.sheets.notes import Note, asked_of_cell

FULL_TIME_HOURS = 37.5
"""A week of a whole-time equivalent (Agenda for Change)."""
_MOST_HOURS, _MOST_SHARE = 168, 1.5
_NUMBER = r"(\d{1,3}(?:[.,]\d{1,3})?)"
_HOURS = r"(?:(?:h|hr|hrs|hour|hours|std)\.?)"
_A_WEEK = r"(?:p\.?\s?w\.?|p/w|(?:/|per|a|each)\s?(?:w|wk|week)|weekly|wkly)"
_PLAIN = re.compile(rf"{_NUMBER}\s*{_HOURS}?\s*{_A_WEEK}?")
_SEVERAL = re.compile(
    rf"{_NUMBER}\s*{_HOURS}?\s*(?:/|per|over|in|a|every)\s*(\d)\s*(?:w|wks?|weeks?)"
)
_CLOCK = re.compile(r"(\d{1,2})\s*(?:[:h])\s*([0-5]\d)(?:\s*m(?:ins?)?)?(?::00)?")
_SHARE = re.compile(rf"{_NUMBER}\s*(?:wte|fte|w\.t\.e\.?|f\.t\.e\.?)")
_PERCENT = re.compile(rf"{_NUMBER}\s*%(?:\s*(?:wte|fte))?")
_OF_NONE = re.compile(
    r"(?:zero|nil|no|0)(?:[ -]?(?:hours?|hrs?|h))?(?: contract)?|casual|relief|bank(?: staff)?|"
    r"n/?a|none|as (?:and when|required|needed)|[-–—.]"
)
"""Words of somebody who owes no hours."""
_REMEDY = (
    "say under [cells] of a mapping file how many hours a week it is, such as 30 or "
    '"0.8 wte", or ignore'
)


def contract_of(heading: str, text: str) -> float | None:
    """Contract hours a week out of a cell; whole-time equivalents and per cents are multiplied, and
    hours of several weeks divided. None where it says no hours, or none that could be read.
    """
    folded = " ".join(text.casefold().split())
    if several := _SEVERAL.fullmatch(folded):
        weeks = int(several[2])
        return _week(_value(several[1]) / weeks) if weeks else None
    if clock := _CLOCK.fullmatch(folded):
        return _week(int(clock[1]) + int(clock[2]) / 60)
    if share := _SHARE.fullmatch(folded):
        return _full_time(_value(share[1]))
    if share := _PERCENT.fullmatch(folded):
        return _full_time(_value(share[1]) / 100)
    plain = _PLAIN.fullmatch(folded)
    if plain is None:
        return None
    number = _value(plain[1])
    is_bare = folded == plain[1]
    is_share = (number <= 1 and is_bare) or _is_of_shares(heading)
    return _full_time(number) if is_share and number <= _MOST_SHARE else _week(number)


def told_of_contract(heading: str, text: str, name: str, where: str) -> Note | None:
    """What its owner should hear of a cell: that it was not read, or what a small number was taken
    for.
    """
    folded = " ".join(text.casefold().split())
    hours = contract_of(heading, text)
    if hours is None and (not folded or _OF_NONE.fullmatch(folded) or _is_zero(folded)):
        return None
    if hours is None:
        said = f"{name}: {text!r} below {heading!r}"
        if not any(map(str.isalpha, folded)) or any(map(str.isdigit, folded)):
            text = f"{said} is no number of hours a week; what does the contract say?"
            return asked_of_cell(text, where, _REMEDY)
        return Note("not read", f"{said}, which says no hours", where)
    if folded.replace(",", ".") != f"{hours:g}" and not (
        _is_of_shares(heading) and _PLAIN.fullmatch(folded) and _value(folded) <= _MOST_SHARE
    ):
        return Note(
            "guess", f"{text!r} below {heading!r} is taken for {hours:g} hours a week", where
        )
    return None


def _is_of_shares(heading: str) -> bool:
    return any(word in heading.casefold() for word in ("wte", "fte"))


def _is_zero(folded: str) -> bool:
    plain = _PLAIN.fullmatch(folded) or _PERCENT.fullmatch(folded) or _SHARE.fullmatch(folded)
    return plain is not None and _value(plain[1]) == 0


def _value(text: str) -> float:
    return float(re.sub(r"[^\d.].*", "", text.replace(",", ".")))


def _full_time(share: float) -> float | None:
    return round(share * FULL_TIME_HOURS, 2) if 0 < share <= _MOST_SHARE else None


def _week(hours: float) -> float | None:
    return round(hours, 2) if 0 < hours <= _MOST_HOURS else None
