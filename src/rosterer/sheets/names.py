"""Who is meant by a name in a sheet: one person, several, a vacancy, an agency, or nobody?"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from rosterer_models.vocabulary.case import Case

OpenKind = Literal["vacant", "agency"]
Commas = Literal["between", "within", "unsure"]
"""A comma stands between people, within the name of one (surname first), or nobody knows."""

_VACANT = re.compile(
    r"\bvacan(?:t|cy|cies)\b|\bunfilled\b|^(?:cover (?:required|needed)|to be covered|needs cover|"
    r"cr|tbc|tba|unassigned|unallocated|open(?: ?shifts?)?|gap|relief(?: cover)?|cover|"
    r"bank(?: shifts?| staff| cover)?)"
    r"\s*[-#:(]?\s*\d{0,2}\)?$",
    re.IGNORECASE,
)
_ROLES = (
    r"(?:rg?n|rmn|rnld|hcas?|hcsw|sca|ca|care(?:rs?)?|assistants?|nurses?|staff|support|workers?|seniors?|"
    r"shifts?|cover|requests?|band|b\d|days?|nights?|earl(?:y|ies)|lates?|qualified|registered|"
    r"healthcare|to|out|\W|\d)"
)
_BANK = re.compile(rf"(?:{_ROLES}\s*)*\b(?:bank|nhsp)\b(?:\s*{_ROLES})*", re.IGNORECASE)
"""Bank work with nothing but a role beside it; Tom Bank is somebody."""
_PLACEHOLDER = re.compile(
    r"(?:(?:\W|\d|shifts?|staff|cover|nurses?|hcas?|rg?n|carers?)\s*)*"
    r"\b(?:temp(?:orary)?|locums?|pool|float(?:er|ing)?|spare|extra|students?|supernumerary|"
    r"to fill|to cover|no[- ]?(?:one|body)|somebody|someone|any(?:one|body)|"
    r"new starter|new staff)\b"
    r"(?:\s*(?:\W|\d|shifts?|staff|cover|nurses?|hcas?|rg?n|carers?))*",
    re.IGNORECASE,
)
"""What stands where a name should, and may be somebody or nobody."""
_REMARK = re.compile(
    r"\d{1,2}[./]\d{1,2}|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"\b(?:leaves|leaving|starts|starting|until|from|only|no nights|no weekends|on leave|"
    r"mat leave|off sick|long[- ]term sick)\b",
    re.IGNORECASE,
)
"""Words in a cell with a name that say something of days."""
_AGENCY = re.compile(r"\bagency\b", re.IGNORECASE)
_APART = re.compile(r"\s*(?:[;/&+\n|]|\band\b|\bwith\b)\s*", re.IGNORECASE)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_IN_WORDS = re.compile(r"['’‘ʼ´`]")
"""An apostrophe within a name joins its letters, and leaves no stroke behind."""
_INITIALS = re.compile(r"[^\W\d_]\.?(?:[ .-]+[^\W\d_]\b\.?|(?<=\.)[^\W\d_]\.)*")
_SIGN = re.compile(r"[;/|]")
"""Signs that stand between people and not between the parts of a list."""
_LONGEST_ID = 56


def name_key(name: str) -> str:
    """A name as names are compared: whoever has the same is the same person."""
    return " ".join(unicodedata.normalize("NFKC", name).translate(_QUOTES).casefold().split())


def open_kind(name: str) -> OpenKind | None:
    """Whether a row of this name is work that no person of the rota does."""
    if _AGENCY.search(name.strip()):
        return "agency"
    is_vacant = _VACANT.search(name.strip()) or _BANK.fullmatch(name.strip())
    return "vacant" if is_vacant else None


def is_placeholder(name: str) -> bool:
    """Whether a name may be that of work without anybody, such as Locum or Spare."""
    return bool(_PLACEHOLDER.fullmatch(name.strip()))


def remark_within(name: str) -> str:
    """What a cell with a name says besides, of days; blank where it says no more."""
    found = _REMARK.search(name)
    return name[found.start() :].strip(" )]-,") if found and found.start() else ""


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
    else:
        parts = [one for part in parts for one in _surnames_first(part)]
    names = (" ".join(part.split()).strip(" ,.-–") for part in parts)
    return list(dict.fromkeys(name for name in names if name))


def _surnames_first(piece: str) -> list[str]:
    """The people of ``Bell, Anna, Crow, Bob``; an odd number of parts is left as it is."""
    parts = _split(piece)
    return [piece] if len(parts) % 2 else [", ".join(pair) for pair in _in_pairs(parts)]


def is_of_many_parts(name: str) -> bool:
    """Whether more commas stand in a name than one between surname and first name."""
    return len(_split(name)) > 2


def commas_of(texts: Sequence[str]) -> Commas:
    """What a comma in cells with names stands between.

    Names of several words, a part that stands in other company elsewhere, or an odd number of
    parts, are people; initials behind it, or another sign between people, leave it within a name.
    """
    cells = [[part.strip() for part in _APART.split(text) if part.strip()] for text in texts]
    pieces = [part for parts in cells for part in parts]
    lists = [parts for piece in pieces if "," in piece and (parts := _split(piece))]
    if any(len(parts) > 1 and (len(parts) % 2 or any(map(open_kind, parts))) for parts in lists):
        return "between"
    pairs = [pair for parts in lists for pair in _in_pairs(parts)]
    if not pairs:
        return "between"
    if all(len(pair) == 2 and _INITIALS.fullmatch(pair[1]) for pair in pairs):
        return "within"
    if any(_INITIALS.fullmatch(part) for pair in pairs for part in pair[1:]):
        return "unsure"
    alone = {name_key(piece) for piece in pieces if "," not in piece}
    firsts = {name_key(pair[0]) for pair in pairs}
    others = {name_key(part) for pair in pairs for part in pair[1:]}
    keys = [{name_key(part) for part in pair} for pair in pairs]
    if (
        firsts & others
        or any(key <= alone for key in keys)
        or all(all(" " in part for part in pair) for pair in pairs)
    ):
        return "between"
    has_sign_between = any(
        _SIGN.search(text) and all("," in part for part in parts)
        for text, parts in zip(texts, cells, strict=True)
    )
    return "within" if has_sign_between and not alone & (firsts | others) else "unsure"


def _in_pairs(parts: Sequence[str]) -> list[Sequence[str]]:
    return [parts[at : at + 2] for at in range(0, len(parts), 2)]


def _split(piece: str) -> list[str]:
    return [part for one in piece.split(",") if (part := " ".join(one.split()))]


def is_among_people(texts: Sequence[str]) -> bool:
    """Whether a part of a name with a comma also stands alone."""
    alone = {name_key(text) for text in texts if "," not in text}
    return any(name_key(part) in alone for text in texts if "," in text for part in _split(text))


def told_by_ids(case: Case) -> str:
    """That ids tell names which are to be left out; blank where none does."""
    num_telling = sum(
        bool(one.name) and ids_of([one.name])[0].casefold() == one.person.casefold()
        for one in case.people
    )
    if not num_telling:
        return ""
    whose = "1 id is" if num_telling == 1 else f"{num_telling} ids are"
    return (
        f"Names are left out, but {whose} made of a name and still shown; import the rota with "
        'ids = "numbers" in its mapping file for ids that tell none'
    )


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
