"""Does a file say twice, and not alike, who works on the same days, such as a draft and the rota?

Two teams may share people; two versions of a rota share duties too, and differ in some.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from rosterer.sheets.codes import code_of
from rosterer.sheets.found import Found
from rosterer.sheets.notes import Note
from rosterer.sheets.seen import title_of

Part = tuple[str, int]
"""A sheet, and the row of headings above."""
Told = dict[str, dict[date, str]]


def asked_versions(found: Found) -> Iterator[Note]:
    """A question for each two parts of a file that tell the same duties of the same people, and
    others that the other part lacks.
    """
    parts: dict[Part, Told] = defaultdict(lambda: defaultdict(dict))
    first: dict[Part, str] = {}
    for cell in found.cells:
        part = _part_of(cell.where, found)
        if part is None or not cell.text:
            continue
        parts[part][cell.person][cell.date] = code_of(cell.text)
        first.setdefault(part, cell.where)
    for one, other in combinations(parts, 2):
        if not _are_versions(parts[one], parts[other]):
            continue
        names = [
            f"sheet {part[0]}" if one[0] != other[0] else f"the rows from {first[part]}"
            for part in (one, other)
        ]
        text = f"{names[0]} and {names[1]} tell the same duties twice, and differ in others"
        remedy = "which of them counts? leave the other out of the file"
        if one[0] != other[0]:
            remedy = "say ignore_sheets in a mapping file of the one that does not count"
            yield Note("question", text, first[other], remedy, ("ignore_sheets", other[0]))
        else:
            yield Note("question", text, first[other], remedy)


def _part_of(where: str, found: Found) -> Part | None:
    """The rows below one row of headings; none in a list, where a row that stands twice is one."""
    title = title_of(where)
    row = int(where.rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    if title in found.lists:
        return None
    above = [other for other in found.heading_rows.get(title, ()) if other < row]
    return title, max(above, default=0)


def _are_versions(one: Told, other: Told) -> bool:
    """Whether two parts have duties in common, and one has some that the other lacks, of people
    and days of both.
    """
    common = one.keys() & other.keys()
    days = [{on for held in part.values() for on in held} for part in (one, other)]
    if not common or not all(days):
        return False
    shared = range(
        max(min(held) for held in days).toordinal(), min(max(held) for held in days).toordinal() + 1
    )
    is_same = is_other = False
    for person in common:
        for on in one[person].keys() | other[person].keys():
            if on.toordinal() not in shared:
                continue
            pair = one[person].get(on), other[person].get(on)
            is_same = is_same or pair[0] == pair[1]
            is_other = is_other or None in pair
    return is_same and is_other
