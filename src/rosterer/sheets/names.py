"""Who is meant by a name in a sheet: one person, several, a vacancy, an agency, or nobody?"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

OpenKind = Literal["vacant", "agency"]

_VACANT = re.compile(
    r"\bvacan(?:t|cy|cies)\b|\bunfilled\b|^(?:cover (?:required|needed)|to be covered|needs cover|"
    r"cr|tbc|tba|unassigned|unallocated|open(?: ?shifts?)?|gap|relief(?: cover)?|cover|"
    r"bank(?: shifts?| staff| cover)?)"
    r"\s*[-#:(]?\s*\d{0,2}\)?$",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"\bagency\b", re.IGNORECASE)
_APART = re.compile(r"\s*(?:[;/&+\n|]|\band\b|\bwith\b)\s*", re.IGNORECASE)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_IN_WORDS = re.compile(r"['’‘ʼ´`]")
"""An apostrophe within a name joins its letters, and leaves no stroke behind."""
_LONGEST_ID = 56


def name_key(name: str) -> str:
    """A name as names are compared: whoever has the same is the same person."""
    return " ".join(unicodedata.normalize("NFKC", name).translate(_QUOTES).casefold().split())


def open_kind(name: str) -> OpenKind | None:
    """Whether a row of this name is work that no person of the rota does."""
    if _AGENCY.search(name.strip()):
        return "agency"
    return "vacant" if _VACANT.search(name.strip()) else None


def names_within(text: str, *, has_commas_between: bool) -> list[str]:
    """The people that a cell names.

    Parameters
    ----------
    has_commas_between
        A comma stands between two people; otherwise it may stand between surname and first name.
    """
    parts = _APART.split(text)
    if has_commas_between:
        parts = [one for part in parts for one in part.split(",")]
    names = (" ".join(part.split()).strip(" ,.-–") for part in parts)
    return list(dict.fromkeys(name for name in names if name))


def commas_are_between(texts: Sequence[str], heading: str) -> bool:
    """Whether a comma in a column of names stands between people: its heading speaks of several, or
    a part stands alone or in another company elsewhere.
    """
    if re.search(r"\b(workers|carers|staff|people|names|employees|team)\b", heading.casefold()):
        return True
    with_comma = {text for text in texts if "," in text}
    parts = [name_key(part) for text in with_comma for part in text.split(",")]
    alone = {name_key(text) for text in texts if "," not in text}
    return any(text.count(",") > 1 for text in with_comma) or any(part in alone for part in parts)


def ids_of(names: Sequence[str]) -> list[str]:
    """An id for each name, no two alike: its letters as they are read in English, digits and
    hyphens.
    """
    from anyascii import anyascii

    taken: set[str] = set()
    ids = []
    for name in names:
        letters = _IN_WORDS.sub("", anyascii(unicodedata.normalize("NFC", name)))
        plain = re.sub(r"[^A-Za-z0-9_.]+", "-", letters).strip("-_.")[:_LONGEST_ID] or "x"
        free, number = plain, 2
        while free.casefold() in taken:
            free = f"{plain}-{number}"
            number += 1
        taken.add(free.casefold())
        ids.append(free)
    return ids
