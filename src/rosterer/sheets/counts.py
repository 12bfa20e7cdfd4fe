"""How many people does an entry of open work ask for, as in ``2 x agency`` or ``D, D``?"""

import re

from rosterer.sheets.codes import code_of

_TIMES = re.compile(
    r"(\d{1,2})\s*[x×*]\s*(\D.*)|(\D.*?)\s*[x×]\s*(\d{1,2})", re.IGNORECASE | re.DOTALL
)
_PEOPLE = re.compile(
    r"(\d{1,2})\s+((?:agency|vacan\w+|bank|unfilled)\b.*)", re.IGNORECASE | re.DOTALL
)
_APART = re.compile(r"\s*[,;&+/\n]\s*|\s+and\s+", re.IGNORECASE)
MOST = 20
"""People of one entry; more are no count."""


def counted(text: str) -> tuple[int, str]:
    """How often an entry counts, and the entry once; one where it says no number."""
    found = _TIMES.fullmatch(text.strip()) or _PEOPLE.fullmatch(text.strip())
    if found is not None:
        groups = [one for one in found.groups() if one is not None]
        number, words = (groups[0], groups[1]) if groups[0].isdigit() else (groups[1], groups[0])
        if 0 < int(number) <= MOST:
            return int(number), words.strip()
    parts = [part for part in _APART.split(text.strip()) if part]
    if len(parts) > 1 and len({code_of(part) for part in parts}) == 1:
        return len(parts), parts[0]
    return 1, text
