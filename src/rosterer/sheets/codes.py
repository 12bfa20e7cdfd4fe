"""What does the text in a cell of a rota mean: a shift, a day off, leave, another absence,
training, or something that only its owner knows?
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rosterer.sheets.customary import CUSTOMARY
from rosterer.sheets.meanings import (
    ABSENCES,
    LONG_DUTY_MINUTES,
    USUAL_BREAK_MINUTES,
    Meaning,
    clock,
    kind_of_words,
    meaning_from_words,
    of_absence,
    of_spells,
    said,
    says_custom,
)
from rosterer.sheets.pauses import MOST_BREAK_MINUTES
from rosterer.sheets.times import (
    LONGEST_SURE,
    MINUTES_PER_DAY,
    Hours,
    hours_of,
    hours_within,
    is_of_nights,
    is_one_duty,
    joined,
    num_hours_within,
    spells_of,
    without_hours,
)

_MOST_APART = 180
"""Minutes between the start of a code and hours beside it that leave morning or afternoon open."""
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
_APART = re.compile(r"\s*(?:[/,;+&|\n]|\band\b)\s*", re.IGNORECASE)
_MARK = re.compile(r"\s*[*!?+#]+$|\s*\(([^()]*)\)$|\s+-\s+(.*)$")
_DOUBT = re.compile(
    r"\b(?:cancel\w*|tbc|tba|half|or|not|no|if|until|late start|leaves at|leaving|from|am only|"
    r"pm only|declin\w*|reject\w*|withdrawn|deleted|did)\b|½|1/2",
    re.IGNORECASE,
)
"""Words beside hours or a code that change what they mean."""
_CHANGED = re.compile(
    r"\b(?:am|pm|a\.m|p\.m|morning|afternoon|till?|finish\w*|given|gave|drop\w*|mov\w*|to|with|for|"
    r"instead|unfilled|vacan\w+|agency|void|remov\w*|dna|cover\w*|sleep\w*|stand-?by|breaks?|unpaid|"
    r"mon|tue\w*|wed\w*|thu\w*|fri|sat\w*|sun|(?:mon|fri|sun)day)\b|\d",
    re.IGNORECASE,
)
"""Words behind a code that may change what it means, or whose it is; a place does not."""
_PLACE = re.compile(r"\b(?:ward|unit|floor|house|flat|room|round|run|bay|hub)\s*\d+", re.IGNORECASE)
ON_CALL = re.compile(r"\bsleep|\bstand-?by|\bon.?call", re.IGNORECASE)
"""Words beside hours that are no ordinary work."""
TWO_SPELLS = "two spells of work on one day that are not one duty as they stand: none of it is read"


@dataclass
class Codes:
    """What codes mean, from the surest source to the least sure; ``used``, ``guessed`` and
    ``asked`` fill while a rota is read.
    """

    given: Mapping[str, Meaning] = field(default_factory=dict)
    """By the mapping file."""
    keyed: Mapping[str, Meaning] = field(default_factory=dict)
    """By a key in the file."""
    unclear: Mapping[str, str] = field(default_factory=dict)
    """Words of a key that nobody understands, by code."""
    torn: frozenset[str] = frozenset()
    """Of those codes that mean one thing on one sheet and another on the next."""
    lent: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By sheet and code what the key of another team says of it, against custom."""
    turns: Mapping[str, Hours] = field(default_factory=dict)
    """Hours that only make sense together, such as 7-3, 3-11 and 11-7."""
    is_own: bool = False
    """The rota was exported: ``/T`` and ``+`` are marks behind a shift."""
    used: dict[str, Meaning] = field(default_factory=dict)
    guessed: dict[str, str] = field(default_factory=dict)
    """By code why its meaning is only a guess."""
    asked: dict[str, str] = field(default_factory=dict)
    """By code that has no one meaning, why."""

    def meaning_of(self, text: str) -> tuple[str, Meaning] | None:
        """The code as it is kept and what it means; nothing when nobody knows, or when it has more
        than one meaning.
        """
        code = code_of(text)
        for source in (self.given, self.keyed):
            if code in source:
                return self._known(code, source[code])
        if code in self.torn:
            return None
        if self.is_own and (own := self._exported(code)) is not None:
            return own
        resting = meaning_from_words(text)
        if resting is not None and resting.written:
            return self._known(code, resting)
        parts = [part for part in _APART.split(text.strip()) if part]
        if len(parts) > 1 and all(code_of(part) in self.keyed for part in parts):
            return self._of_parts(text, parts)
        spells = spells_of(text) if code not in self.turns else (self.turns[code],)
        if spells is not None:
            return self._of_spells(text, spells)
        first, _, rest = text.strip().partition(" ")
        if _NUMBER.fullmatch(rest) and (named := self.known(first)) is not None:
            return self._with_length(text, first, named, rest)
        if hours_of(rest) is not None and (named := self.known(first)) is not None:
            hours = Meaning("shift", hours_of(rest))
            return self._of_code_and_hours(text, [first, rest], [named, hours])
        return (
            self._of_length(text)
            or self._customary(text)
            or self._marked(text)
            or self._of_parts(text, parts)
            or self._with_words(text)
        )

    def on_sheet(self, text: str, title: str) -> tuple[str, Meaning] | None:
        """What the owner says of a code on one sheet, such as ``South!D``."""
        code = code_of(f"{title}!{text}")
        return self._known(code, self.given[code]) if code in self.given else None

    def known(self, text: str) -> Meaning | None:
        """What a code means, without remembering that it was asked."""
        code = code_of(text)
        custom = None if code in self.torn else CUSTOMARY.get(code)
        return self.given.get(code) or self.keyed.get(code) or custom

    def take(self, label: str, meaning: Meaning) -> tuple[str, Meaning]:
        """Keep a meaning that stands in the rota itself, under its label where that is free."""
        hours = meaning.hours
        plain = f"{clock(hours.start)}-{clock(hours.end)}" if hours else meaning.kind.upper()
        if meaning.spells:
            plain = " ".join(f"{clock(one.start)}-{clock(one.end)}" for one in meaning.spells)
        longer = f"{plain} break {meaning.break_minutes}".upper()
        for code in (code_of(label), plain, f"{code_of(label)} {plain}", longer):
            if code and self.used.get(code, meaning).is_like(meaning):
                self.guessed.pop(code, None)
                return self._known(code, meaning)
        return self._known(f"{code_of(label)} {longer}", meaning)

    def _known(self, code: str, meaning: Meaning) -> tuple[str, Meaning]:
        self.used[code] = meaning
        return code, meaning

    def _guess(self, code: str, meaning: Meaning, why: str) -> tuple[str, Meaning]:
        self.guessed.setdefault(code, why)
        return self._known(code, meaning)

    def _ask(self, text: str, why: str) -> tuple[str, Meaning] | None:
        self.asked.setdefault(code_of(text), why)
        return None

    def _exported(self, code: str) -> tuple[str, Meaning] | None:
        shift = self.known(code.removesuffix(_TRAINING_MARK))
        if code.endswith(_TRAINING_MARK) and shift is not None and shift.hours is not None:
            plain = code.removesuffix(_TRAINING_MARK)
            self.used.setdefault(plain, shift)
            return plain, Meaning("training", shift.hours, shift.unpaid_break)
        plain, _, unit = code.rstrip("+").partition("/")
        shift = self.keyed.get(plain)
        if shift is None or plain == code or code in CUSTOMARY:
            return None
        if unit:
            self.guessed.setdefault(code, f"{code} is read as {plain}, whatever the unit")
        return self._known(plain, shift)

    def _of_spells(self, text: str, spells: tuple[Hours, ...]) -> tuple[str, Meaning] | None:
        code, hours = code_of(text), spells[0]
        if len(spells) > 1 and is_one_duty(spells):
            split = of_spells(spells)
            if not split.hours or not split.hours.is_guessed:
                return self._known(code, split)
            return self._guess(code, split, f"{code} is taken for {said(split)}")
        if len(spells) > 1:
            said_spells = " and ".join(f"{clock(one.start)}-{clock(one.end)}" for one in spells)
            return self._ask(text, f"{said_spells} are {TWO_SPELLS}")
        meaning = Meaning("shift", hours)
        if LONGEST_SURE < hours.minutes < MINUTES_PER_DAY:
            return self._ask(text, f"a duty of {hours.minutes / 60:g} hours; is it meant?")
        if not hours.is_guessed:
            return self._known(code, meaning)
        why = f"{code} is taken for {clock(hours.start)} to {clock(hours.end)}"
        return self._guess(code, meaning, why)

    def _of_length(self, text: str) -> tuple[str, Meaning] | None:
        paid = paid_hours(text)
        if paid is None:
            return None
        meaning = _of_length(paid)
        why = f"{code_of(text)} is taken for a duty of {paid:g} paid hours, {said(meaning)}"
        return self._guess(code_of(text), meaning, why)

    def _customary(self, text: str) -> tuple[str, Meaning] | None:
        code = code_of(text)
        if code not in CUSTOMARY:
            return None
        words = self.unclear.get(code, "")
        if words and not says_custom(words, CUSTOMARY[code]):
            if any(map(str.isdigit, words)):
                return self._ask(text, f"the sheet says {words!r}, which may be about {code}")
            return self._ask(text, f"the sheet says {words!r} of {code}, and no hours")
        why = f"{code} is taken for {said(CUSTOMARY[code])}, as is customary"
        return self._guess(code, CUSTOMARY[code], why)

    def _marked(self, text: str) -> tuple[str, Meaning] | None:
        """A code with a mark or a remark behind it that does not change what it means."""
        mark = _MARK.search(text)
        shorter = text[: mark.start()].strip() if mark else ""
        if not mark or not shorter:
            return None
        remark = mark[1] or mark[2] or ""
        if "½" in text or _DOUBT.search(remark) or kind_of_words(remark) or hours_within(remark):
            return None
        if code_of(remark) in self.keyed or code_of(remark) in CUSTOMARY:
            return None
        if is_of_nights(remark) and hours_of(shorter) is not None:
            return None
        if _CHANGED.search(_PLACE.sub(" ", remark)):
            return self._remarked(text, shorter, remark)
        known = self.meaning_of(shorter)
        if known is not None:
            doubt = ", unconfirmed" if "?" in mark[0] else ""
            self.guessed.setdefault(code_of(text), f"{text} is read as {shorter}{doubt}")
        return known

    def _remarked(self, text: str, shorter: str, remark: str) -> tuple[str, Meaning] | None:
        """A code with a remark that may change it: read only where the remark is a length."""
        known = self.known(shorter)
        if known is not None and _NUMBER.fullmatch(remark):
            return self._with_length(text, shorter, known, remark)
        worded = meaning_from_words(text)
        if hours_of(shorter) is not None and worded is not None and worded.unpaid_break is not None:
            return self._guess(code_of(text), worded, f"{text} is taken for {said(worded)}")
        return self._ask(text, f"{remark!r} behind {shorter} may change what it means")

    def _of_parts(self, text: str, parts: list[str]) -> tuple[str, Meaning] | None:
        """Several codes in a cell: the first only where all mean the same."""
        words = text.split()
        if len(parts) == 1 and len(words) > 1:
            # codes side by side are written in capitals; other words speak for themselves
            if not all(word.isupper() or not any(map(str.isalpha, word)) for word in words):
                return None
            parts = words
        first, rest = parts[0] if parts else "", parts[1:]
        meanings = [self._part(part) for part in parts]
        known = [one for one in meanings if one is not None]
        if len(parts) < 2 or not known:
            return None
        if len(parts) == 2 and meanings[0] is not None and _NUMBER.fullmatch(rest[0]):
            return self._with_length(text, first, meanings[0], rest[0])
        if len(known) == len(parts):
            is_plain = known[0].hours is not None or all(len(part) > 1 for part in parts)
            if is_plain and all(one.is_like(known[0]) for one in known):
                self.guessed.setdefault(code_of(text), f"{text} is read as {first}")
                return self.meaning_of(first)
            return self._of_code_and_hours(text, parts, known)
        if all(hours_of(part) for part, one in zip(parts, meanings, strict=True) if one):
            return None  # hours with words beside them
        if "\n" in text and meanings[0] is not None and not self._is_doubtful(rest):
            self.guessed.setdefault(code_of(text), f"{code_of(text)} is read as {first}")
            return self.meaning_of(first)
        unknown = next(part for part, one in zip(parts, meanings, strict=True) if one is None)
        if parts is not words or not hours_within(text):
            self._ask(text, f"{unknown!r} beside a code is nothing that anybody knows")
        return None

    def _is_doubtful(self, lines: list[str]) -> bool:
        """Whether lines below a code are more than the name of a place."""
        return any(
            len(line) < 3
            or any(map(str.isdigit, line))
            or self.known(line) is not None
            or bool(_DOUBT.search(line))
            or kind_of_words(line) is not None
            for line in lines
        )

    def _part(self, part: str) -> Meaning | None:
        hours = hours_of(part)
        return self.known(part) or (Meaning("shift", hours) if hours is not None else None)

    def _of_code_and_hours(
        self, text: str, parts: list[str], known: list[Meaning]
    ) -> tuple[str, Meaning] | None:
        """A code with its hours beside it, as in ``E 0700-1500``; anything else is a question."""
        timed = [part for part in parts if hours_of(part) is not None]
        if len(parts) == 2 and len(timed) == 1 and all(one.kind == "shift" for one in known):
            hours = hours_of(timed[0])
            assert hours is not None
            customary = known[1 - parts.index(timed[0])].hours
            is_other_half = customary is not None and abs(customary.start - hours.start) > 360
            if hours.is_guessed and is_other_half:  # N 7-7 is a night
                hours = Hours(
                    (hours.start + 720) % MINUTES_PER_DAY, (hours.end + 720) % MINUTES_PER_DAY, True
                )
            apart = abs(customary.start - hours.start) if customary is not None else 0
            if hours.is_guessed and min(apart, MINUTES_PER_DAY - apart) > _MOST_APART:
                return self._ask(text, f"{timed[0]} are no hours of the other code")
            meaning = Meaning("shift", hours)
            why = f"{text} is taken for {said(meaning)}"
            return self._guess(code_of(text), meaning, why)
        worked = [one for one in known if one.hours is not None]
        spells = joined([one.hours for one in worked if one.hours is not None])
        is_plain = all(one.kind == "shift" and not one.spells for one in known)
        if is_plain and len(spells) > 1 and is_one_duty(spells):
            split = of_spells(spells, sum(one.break_minutes for one in worked))
            if split.is_possible:
                return self._guess(code_of(text), split, f"{text} is taken for {said(split)}")
        if len(worked) > 1:
            named = " and ".join(
                f"{part} ({said(one)})" for part, one in zip(parts, known, strict=True)
            )
            return self._ask(text, f"{named} are {TWO_SPELLS}")
        named = " and ".join(said(one) for one in known)
        return self._ask(text, f"it says {named} of one day; which part of the day is which?")

    def _with_length(
        self, text: str, first: str, meaning: Meaning, number: str
    ) -> tuple[str, Meaning] | None:
        """A code with its paid hours beside it, as in ``AL 7.5`` or ``D 11.5``."""
        if meaning.hours is None:
            paid = _NUMBER.fullmatch(number)
            hours = float(paid[1].replace(",", ".")) if paid else 0.0
            worth = of_absence(meaning.kind, hours) if meaning.kind in ABSENCES else None
            if paid and (
                hours * 60 < LONG_DUTY_MINUTES or (meaning.kind in ABSENCES and not worth)
            ):
                return self._ask(text, f"{number} of {first} may be a part of the day")
            named = self.meaning_of(first)
            if worth is None:
                self.guessed.setdefault(code_of(text), f"{text} is read as {first}")
                return named
            why = f"{text} is taken for {meaning.kind} that is worth {hours:g} hours"
            return self._guess(code_of(text), worth, why)
        paid = _NUMBER.fullmatch(number)
        if meaning.spells:
            return self._ask(text, f"{number} of {first}, which has several spells")
        pause = meaning.hours.minutes - round(float(paid[1].replace(",", ".")) * 60) if paid else -1
        if not 0 <= pause <= min(MOST_BREAK_MINUTES, meaning.hours.minutes - 1):
            return self._ask(text, f"{number} are no paid hours of {first} ({said(meaning)})")
        longer = Meaning(meaning.kind, meaning.hours, pause)
        return self._guess(code_of(text), longer, f"{text} is taken for {said(longer)}")

    def _with_words(self, text: str) -> tuple[str, Meaning] | None:
        code = code_of(text)
        worded = meaning_from_words(text) if len(code) > 2 and not _DATED.search(code) else None
        if worded is None or code in self.asked:
            return None
        kind = kind_of_words(text)
        if _DOUBT.search(text) or (worded.hours is not None and kind == "off"):
            return self._ask(text, f"it may be {said(worded)} or not")
        left = without_hours(text)
        if hours_within(text) and (self.turns or re.search(r"\d[:.]\d\d|\d{3,4}", left)):
            return self._ask(text, f"it may be {said(worded)} or not")
        if hours_within(text) and ON_CALL.search(left):
            return self._ask(text, "it names hours and a sleep-in or on-call beside them")
        if num_hours_within(text) > 1:
            return self._ask(text, f"it holds several times; {TWO_SPELLS}")
        return self._guess(code, worded, f"{text} is taken for {said(worded)}, by its words")


def paid_hours(text: str) -> float | None:
    """The number that a text is, where a duty may have so many paid hours."""
    number = _NUMBER.fullmatch(text.strip())
    hours = float(number[1].replace(",", ".")) if number else 0.0
    return hours if FEWEST_HOURS <= hours <= MOST_HOURS else None


def _of_length(paid: float) -> Meaning:
    minutes = round(paid * 60)
    minutes += USUAL_BREAK_MINUTES if minutes + USUAL_BREAK_MINUTES > LONG_DUTY_MINUTES else 0
    return Meaning("shift", Hours(_HOURS_START, (_HOURS_START + minutes) % MINUTES_PER_DAY))


def code_of(text: str) -> str:
    """A code as codes are compared: capital letters, single blanks."""
    return " ".join(text.split()).upper()
