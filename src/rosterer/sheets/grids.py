"""How is a rota read that has people down and dates across, perhaps in several blocks with a team
above each?
"""

from rosterer.sheets.blocks import FEWEST_DATES, Assumed, Block, blocks_of
from rosterer.sheets.columns import Columns, by_people
from rosterer.sheets.day_after import with_day_after
from rosterer.sheets.days import hint_of
from rosterer.sheets.found import Found
from rosterer.sheets.mapping import Mapping
from rosterer.sheets.notes import asked_of_cell
from rosterer.sheets.posts import is_of_posts, read_posts
from rosterer.sheets.rows import Rows
from rosterer.sheets.seen import SeenSheet
from rosterer.sheets.weekly import Weekly, are_apart
from rosterer.sheets.weeks import with_told_weeks, with_weeks

_NO_NAMES = "no column of names beside the dates, and no headings that would say what stands there"


def read_grid(sheet: SeenSheet, found: Found, mapping: Mapping, assumed: Assumed) -> bool:
    """Add what a sheet of people and dates says; False when it has no such shape."""
    blocks = blocks_of(sheet, found, assumed)
    for stretches in blocks:
        groups = [*by_people(sheet, stretches, mapping.columns)]
        for number, (block, columns) in enumerate(groups, 1):
            found.heading_rows.setdefault(sheet.title, set()).add(block.heading_row)
            block = with_weeks(sheet, block, columns, found, mapping.columns)
            block = with_told_weeks(sheet, block, columns, mapping.rows)
            where = sheet.where((block.heading_row, block.first))
            is_weekly = not block.is_of_weekdays and are_apart(block.dates.values())
            with Weekly(found, mapping, where, is_weekly):
                _read(sheet, block, columns, found, mapping, is_last=number == len(groups))
    return bool(blocks)


def has_days_across(sheet: SeenSheet) -> bool:
    """Whether some row has as many dates or weekdays as a grid."""
    return any(
        sum(hint_of(value) is not None for value in sheet.row(row).values()) >= FEWEST_DATES
        for row in sheet.rows
    )


def _read(
    sheet: SeenSheet,
    block: Block,
    columns: Columns,
    found: Found,
    mapping: Mapping,
    *,
    is_last: bool,
) -> None:
    if is_of_posts(sheet, block, mapping):
        read_posts(sheet, block, found, mapping)
    elif columns:
        whole = with_day_after(sheet, block, columns, found) if is_last else block
        Rows(sheet, whole, columns, found, mapping).read()
    else:
        where = sheet.where((block.heading_row, block.first))
        found.notes.append(asked_of_cell(_NO_NAMES, where))
