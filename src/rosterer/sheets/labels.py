"""What kind of row does a name at its beginning announce: people, a team, a key, totals, needs?"""

import re

from rosterer.sheets.codes import LONGEST_CODE, code_of
from rosterer.sheets.customary import CUSTOMARY
from rosterer.sheets.days import hint_of
from rosterer.sheets.meanings import kind_of_words, meaning_from_words
from rosterer.sheets.times import hours_within

KEY = re.compile(
    r"^(key|legend|codes?|shift codes?|abbreviations?|notes?)\b(?!.{30})", re.IGNORECASE
)
"""Below it stands what codes mean."""
LONGEST_HEADING = 40
"""Characters: longer words between people are a remark."""
MOST_WORDS = 5
"""Of a heading; more are a remark."""
_INLINE = re.compile(
    r"^\s*(?:([^\W_][\w/*+]{0,7})\s*=|(?!\d+\s*[:–—-])([^\W_][\w/*+]{0,7})\s*(?::|–|—|\s-\s))\s*(.+)$"
)
_SHIFT_WORDS = re.compile(
    r"\b(earl(?:y|ies)|lates?|nights?|days?|mornings?|afternoons?|evenings?|long days?|twilights?|"
    r"shifts?|staff|am|pm)\b",
    re.IGNORECASE,
)


def inline_of(text: str) -> tuple[str, str] | None:
    """The code and its words, where a cell holds both, as in ``D = 07:00-19:30``."""
    found = _INLINE.match(text)
    return (code_of(found[1] or found[2]), found[3]) if found else None


def explains_a_code(text: str) -> bool:
    """Whether a cell holds a code and what it means."""
    found = inline_of(text)
    return found is not None and meaning_from_words(found[1]) is not None


def names_nobody(name: str) -> bool:
    """Whether nobody is called that: it holds hours, a date or an equals sign, is a kind of day or
    a shift, or has no letters.
    """
    hint = hint_of(name)
    return bool(
        hours_within(name)
        or "=" in name
        or ":" in name
        or len(name) > LONGEST_HEADING
        or not any(map(str.isalpha, name))
        or (
            hint is not None
            and (hint.full or (hint.month and hint.day) or hint.weekday is not None)
        )
        or re.match(r"(?:week|wk|w/?c|month|date|day)\b", name, re.IGNORECASE)
        or (code_of(name) in CUSTOMARY and len(name) > 2)
        or (kind_of_words(name) is not None and len(name.split()) <= 3)
    )


def names_a_shift(name: str) -> bool:
    """Whether a name speaks of a shift or of staff, as the name of a row of counts does."""
    return bool(_SHIFT_WORDS.search(name)) or (
        len(name) <= LONGEST_CODE and code_of(name) in CUSTOMARY
    )
