"""What does a code in a cell of a rota mean: a shift, a day off, leave, another absence, or
training?
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rosterer.sheets.times import Hours, hours_of, hours_within

CodeKind = Literal["shift", "off", "leave", "unavailable", "training"]

LONG_DUTY_MINUTES, USUAL_BREAK_MINUTES = 360, 30
"""Over six hours a break is due (Working Time Regulations 1998, reg 12); half an hour unpaid is the
common custom.
"""


@dataclass(frozen=True)
class Meaning:
    """What a code stands for; shifts and training have hours."""

    kind: CodeKind
    hours: Hours | None = None
    unpaid_break: int | None = None

    @property
    def break_minutes(self) -> int:
        """The unpaid break given, or the usual one of a long duty."""
        if self.unpaid_break is not None:
            return self.unpaid_break
        return (
            USUAL_BREAK_MINUTES
            if self.hours is not None and self.hours.minutes > LONG_DUTY_MINUTES
            else 0
        )


FEWEST_HOURS, MOST_HOURS = 3.0, 14.0
"""Numbers between them may be the paid hours of a duty."""
_NUMBER = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|hrs?|hours?)?", re.IGNORECASE)
_DATED = re.compile(r"\d{4}-\d{1,2}-\d|\d[./]\d{1,2}[./]\d")
_TRAINING_MARK = "/T"
"""Behind a shift in rotas that were exported: its hours are training."""
_HOURS_START = 7 * 60
"""When duties are taken to start of which only the length is known."""

LONGEST_CODE = 8
"""Characters of what may be a code in a key."""


def _shift(start: int, end: int) -> Meaning:
    return Meaning("shift", Hours(start * 30, end * 30))


CUSTOMARY: Mapping[str, Meaning] = {
    **dict.fromkeys(("D", "LD", "DAY", "LONG DAY"), _shift(14, 39)),
    **dict.fromkeys(("N", "LN", "NIGHT"), _shift(38, 15)),
    **dict.fromkeys(("E", "EARLY"), _shift(14, 30)),
    **dict.fromkeys(("L", "LATE"), _shift(29, 45)),
    **dict.fromkeys(
        ("TR", "TRG", "TRAINING", "STUDY", "SD", "IND", "INDUCTION"),
        Meaning("training", Hours(540, 1020)),
    ),
    **dict.fromkeys(
        (
            "OFF",
            "O",
            "DO",
            "D/O",
            "RD",
            "R",
            "REST",
            "RDO",
            "NWD",
            "-",
            "–",
            "/",
            ".",
            "OO",
            "DAY OFF",
        ),
        Meaning("off"),
    ),
    **dict.fromkeys(
        (
            "AL",
            "A/L",
            "A.L",
            "A.L.",
            "ANNUAL LEAVE",
            "LEAVE",
            "HOL",
            "HOLIDAY",
            "HOLS",
            "TOIL",
            "BHL",
        ),
        Meaning("leave"),
    ),
    **dict.fromkeys(
        (
            "SICK",
            "S/L",
            "SL",
            "SICKNESS",
            "ML",
            "MAT",
            "MATERNITY",
            "PL",
            "UL",
            "CL",
            "COMP",
            "COMPASSIONATE",
            "X",
            "UNAVAILABLE",
        ),
        Meaning("unavailable"),
    ),
}
"""Codes as most rotas use them; a key in the file or a mapping comes first, and each use is told as
a guess.
"""

_KIND_WORDS: tuple[tuple[CodeKind, tuple[str, ...]], ...] = (
    ("training", ("training", "study", "induction", "course")),
    ("leave", ("annual leave",)),
    (
        "unavailable",
        (
            "sick",
            "absent",
            "absence",
            "unavailable",
            "maternity",
            "paternity",
            "compassionate",
            "special",
        ),
    ),
    ("leave", ("leave", "holiday", "toil")),
    ("off", ("day off", "days off", "rest day", "rest", "off duty", "not working", "off")),
)


@dataclass
class Codes:
    """What codes mean, from the surest source to the least sure; ``used`` and ``guessed`` fill
    while a rota is read.
    """

    given: Mapping[str, Meaning] = field(default_factory=dict)
    """By the mapping file."""
    keyed: Mapping[str, Meaning] = field(default_factory=dict)
    """By a key in the file."""
    used: dict[str, Meaning] = field(default_factory=dict)
    guessed: dict[str, str] = field(default_factory=dict)
    """By code why its meaning is only a guess."""

    def meaning_of(self, text: str) -> tuple[str, Meaning] | None:
        """The code as it is kept and what it means; nothing when nobody knows."""
        code = code_of(text)
        for source in (self.given, self.keyed):
            if code in source:
                return self._known(code, source[code])
        hours = hours_of(text)
        if hours is not None:
            if hours.is_guessed:
                self.guessed.setdefault(
                    code, f"{text} is taken for {clock(hours.start)} to {clock(hours.end)}"
                )
            return self._known(code, Meaning("shift", hours))
        paid = paid_hours(code)
        if paid is not None:
            meaning = _of_length(paid)
            self.guessed.setdefault(
                code, f"{text} is taken for a duty of {paid:g} paid hours, {said(meaning)}"
            )
            return self._known(code, meaning)
        if code in CUSTOMARY:
            self.guessed.setdefault(
                code, f"{text} is taken for {said(CUSTOMARY[code])}, as is customary"
            )
            return self._known(code, CUSTOMARY[code])
        shorter = re.sub(r"\s*[*!?+#]+$|\s*\(.*\)$|\s*[/,;].*$|\s+-\s.*$", "", text).strip()
        if shorter and shorter != text:
            known = self.meaning_of(shorter)
            if known is not None and code.endswith(_TRAINING_MARK) and known[1].hours is not None:
                meaning = Meaning("training", known[1].hours, known[1].unpaid_break)
                self.guessed.setdefault(code, f"{text} is taken for {said(meaning)}")
                return self._known(code, meaning)
            if known is not None:
                self.guessed.setdefault(code, f"{text} is read as {shorter}")
                return known
        worded = meaning_from_words(text) if len(code) > 2 and not _DATED.search(code) else None
        if worded is not None:
            self.guessed.setdefault(code, f"{text} is taken for {said(worded)}, by its words")
            return self._known(code, worded)
        return None

    def known(self, text: str) -> Meaning | None:
        """What a code means, without remembering that it was asked."""
        code = code_of(text)
        return self.given.get(code) or self.keyed.get(code) or CUSTOMARY.get(code)

    def _known(self, code: str, meaning: Meaning) -> tuple[str, Meaning]:
        self.used[code] = meaning
        return code, meaning


def paid_hours(text: str) -> float | None:
    """The number that a text is, where a duty may have so many paid hours."""
    number = _NUMBER.fullmatch(text.strip())
    hours = float(number[1].replace(",", ".")) if number else 0.0
    return hours if FEWEST_HOURS <= hours <= MOST_HOURS else None


def _of_length(paid: float) -> Meaning:
    minutes = round(paid * 60)
    minutes += USUAL_BREAK_MINUTES if minutes + USUAL_BREAK_MINUTES > LONG_DUTY_MINUTES else 0
    return Meaning("shift", Hours(_HOURS_START, (_HOURS_START + minutes) % (24 * 60)))


def code_of(text: str) -> str:
    """A code as codes are compared: capital letters, single blanks."""
    return " ".join(text.split()).upper()


def meaning_from_words(text: str) -> Meaning | None:
    """What the words of a key or a mapping say: hours with an optional break, or a kind of day."""
    folded = " ".join(text.casefold().split())
    pause = re.search(r"(?:break|unpaid)\s*:?\s*(\d{1,3})\b", folded)
    pause = pause or re.search(r"(?<![:.\d])(\d{1,3})\s*min\w*\s*(?:unpaid\s*)?break", folded)
    unpaid = int(pause[1]) if pause else None
    hours = hours_within(folded)
    kind = next(
        (
            kind
            for kind, words in _KIND_WORDS
            if any(re.search(rf"\b{re.escape(word)}\b", folded) for word in words)
        ),
        None,
    )
    if hours is not None and kind in (None, "off", "training"):
        return Meaning("training" if kind == "training" else "shift", hours, unpaid)
    if kind == "training":
        return CUSTOMARY["TR"]
    return Meaning(kind) if kind else None


def said(meaning: Meaning) -> str:
    """A meaning in words, as a mapping file may say it."""
    if meaning.hours is None:
        return {"off": "off", "leave": "leave", "unavailable": "unavailable"}.get(
            meaning.kind, meaning.kind
        )
    words = f"{clock(meaning.hours.start)}-{clock(meaning.hours.end)} break {meaning.break_minutes}"
    return f"training {words}" if meaning.kind == "training" else words


def clock(minutes: int) -> str:
    """``07:30``."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
