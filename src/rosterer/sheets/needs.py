"""Which rows of a sheet say how many people are needed, and on which shift?"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rosterer.sheets.codes import Codes, code_of
from rosterer.sheets.found import FoundNeed
from rosterer.sheets.meanings import Meaning, clock
from rosterer.sheets.notes import Note, asked_of_cell, asked_of_row
from rosterer.sheets.seen import title_of
from rosterer.sheets.times import Hours, hours_within

_ASKED = re.compile(
    r"\b(required|requirements?|req'?d|req|needed|needs?|target|minimum|min|establishment|demand|"
    r"safe staffing)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(totals?|count|number on|on duty|headcount|head count|numbers|sum|available|filled|actual|"
    r"shortfall|short|variance|difference|over|hours|hrs|rota'?d|worked)\b",
    re.IGNORECASE,
)
_NIGHT_FROM, _LATE_FROM = 18 * 60, 12 * 60
"""Duties that start later in the day are nights, or lates."""
_EARLY_UP_TO = 10 * 60
"""Longer duties that start in the morning are long days, not earlies."""
_WORDS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("night", "nights"), ("night", "N")),
    **dict.fromkeys(("late", "lates", "evening", "evenings", "pm", "afternoon"), ("late", "L")),
    **dict.fromkeys(("early", "earlies", "morning", "mornings", "am"), ("early", "E")),
    **dict.fromkeys(("day", "days", "long"), ("day", "D")),
}
"""By word of a label what it speaks of, and the customary code for it."""


@dataclass(frozen=True)
class Need:
    """Heads needed on a shift of a team, by date."""

    team: str
    code: str
    meaning: Meaning
    heads: Mapping[date, int]


def is_asked(label: str) -> bool:
    """Whether a row of this name says what is needed."""
    return bool(_ASKED.search(label)) and not _COUNTED.search(label)


def is_plainly_asked(label: str) -> bool:
    """Whether a row of this name says what is needed even where it holds no numbers; nobody is
    called that.
    """
    return bool(
        re.match(
            r"(required|requirements?|needed|minimum|target|establishment)\b", label, re.IGNORECASE
        )
    )


def is_counted(label: str) -> bool:
    """Whether a row of this name adds up what is there."""
    return bool(
        _COUNTED.search(label)
        or re.search(r"\b(cover|staffing|staff numbers)\b", label, re.IGNORECASE)
    )


def needs_of(
    found: Iterable[FoundNeed], teams: list[str], codes: Codes, worked: Counter[str]
) -> tuple[list[Need], list[Note]]:
    """What rows of requirements come to, and what is guessed of them or cannot be read.

    Parameters
    ----------
    teams
        That have people.
    worked
        How often each code of a shift stands in the rota.
    """
    needs: list[Need] = []
    notes: list[Note] = []
    for row in found:
        team = row.team if row.team in teams else teams[0] if len(teams) == 1 else ""
        named = shift_named(row.label, codes, worked, title_of(row.where))
        if not team or named is None:
            why = (
                "it stands under no team" if not team else "it names no shift, such as 'Required N'"
            )
            text = f"a row of what is needed, {row.label!r}: {why}"
            notes.append(asked_of_row(text, row.where, row.label))
            continue
        code, meaning = named
        heads: dict[date, int] = {}
        for on, text in row.counts.items():
            number = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?", text)
            if number:
                heads[on] = int(number[1])
            else:
                why = f"{text!r} in {row.label!r} is no whole number of people"
                notes.append(asked_of_cell(why, row.places[on]))
        if heads:
            hours = meaning.hours or Hours(0, 0)
            when = f"{clock(hours.start)} to {clock(hours.end)}"
            notes.append(
                Note(
                    "guess",
                    f"row {row.label!r} says how many are needed at least on {code}, {when}",
                    row.where,
                )
            )
            needs.append(Need(team, code, meaning, heads))
    return needs, notes


def shift_named(
    label: str, codes: Codes, worked: Counter[str], title: str = ""
) -> tuple[str, Meaning] | None:
    """The shift that a label speaks of: by its hours, its code (on its own sheet first), a word
    such as night, or because there is no other.
    """
    shifts = {
        code: meaning
        for code, meaning in codes.used.items()
        if meaning.kind == "shift" and meaning.hours
    }
    hours = hours_within(label)
    if hours is not None:
        same = (code for code, meaning in shifts.items() if meaning.hours == hours)
        return codes.meaning_of(next(same, f"{clock(hours.start)}-{clock(hours.end)}"))
    tokens = [token for token in re.findall(r"[\w/*+]+", label) if not _ASKED.fullmatch(token)]
    own = code_of(f"{title}!")
    for token in tokens:
        if own + code_of(token) in shifts:
            return own + code_of(token), shifts[own + code_of(token)]
        if code_of(token) in shifts and token.casefold() not in _WORDS:
            return code_of(token), shifts[code_of(token)]
    for token in tokens:
        if token.casefold() in _WORDS:
            kind, customary = _WORDS[token.casefold()]
            alike = [
                code
                for code, meaning in shifts.items()
                if meaning.hours and _kind_of(meaning.hours) == kind
            ]
            if alike:
                of_sheet = [code for code in alike if code.startswith(own)]
                usual = max(of_sheet or alike, key=lambda code: worked[code])
                return usual, shifts[usual]
            return codes.meaning_of(customary)
    for token in tokens:
        if token.isupper() and len(token) <= 2 and token not in ("OF", "NO", "ON"):
            known = codes.known(token)
            if known is not None and known.kind == "shift":
                return codes.meaning_of(token)
    return next(iter(shifts.items())) if len(shifts) == 1 else None


def _kind_of(hours: Hours) -> str:
    if hours.start >= _NIGHT_FROM:
        return "night"
    if hours.start >= _LATE_FROM:
        return "late"
    return "early" if hours.minutes <= _EARLY_UP_TO else "day"
