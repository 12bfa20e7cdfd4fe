"""Which cells of a sheet did nobody read?"""

from collections.abc import Iterator, Mapping, Set

from rosterer.sheets.notes import Note
from rosterer.sheets.seen import SeenSheet, text_of

SHOWN_TEXT = 80


def unread_cells(
    sheet: SeenSheet, read: Set[str], headings: Mapping[int, tuple[int, str]]
) -> Iterator[Note]:
    """A note for every cell that has a value and was not read; those of one column have the same
    words.

    Parameters
    ----------
    read
        Places as `SeenSheet.where` gives them.
    headings
        By column the row and text of its heading.
    """
    for place in sorted(sheet.values):
        row, column = place
        if sheet.merged.get(place, place) != place or sheet.where(place) in read:
            continue
        above, heading = headings.get(column, (row, ""))
        shown = text_of(sheet.values[place])
        words = (
            f"column {heading[:SHOWN_TEXT]!r}"
            if heading and row >= above
            else repr(shown[:SHOWN_TEXT])
        )
        yield Note("not read", words, sheet.where(place))
