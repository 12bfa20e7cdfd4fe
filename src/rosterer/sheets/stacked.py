"""Which rows below one another belong to one person: starts above ends, perhaps with breaks and
hours below?
"""

from collections.abc import Mapping, Sequence

from rosterer.sheets.blocks import Block
from rosterer.sheets.codes import code_of
from rosterer.sheets.columns import Columns, name_of
from rosterer.sheets.names import name_key
from rosterer.sheets.roles import role_of
from rosterer.sheets.seen import SeenSheet, Value, text_of
from rosterer.sheets.times import clock_text

Stacks = Mapping[int, Mapping[str, int]]
"""By the first row of a person their rows by role."""


def stacks_of(sheet: SeenSheet, block: Block, columns: Columns) -> Stacks:
    """The rows that belong together."""
    stacks: dict[int, Mapping[str, int]] = {}
    taken: set[int] = set()
    for place, row in enumerate(block.rows):
        name = name_of(sheet.row(row), columns)
        if row in taken or not name:
            continue
        below: list[int] = []
        for other in block.rows[place + 1 :]:
            named = name_of(sheet.row(other), columns)
            if other != row + len(below) + 1 or (named and name_key(named) != name_key(name)):
                break
            below.append(other)
        stack = _labelled(sheet, block, [row, *below]) or _paired(sheet, block, row, below)
        if stack:
            stacks[row] = stack
            taken |= set(stack.values())
    return stacks


def _labelled(sheet: SeenSheet, block: Block, rows: Sequence[int]) -> dict[str, int]:
    """Rows whose roles stand left of the dates."""
    roles: dict[str, int] = {}
    for row in rows:
        words = (
            role_of(text_of(value))
            for column, value in sheet.row(row).items()
            if column < block.first
        )
        role = next((word for word in words if word), "")
        if not role or role in roles:
            break
        roles[role] = row
    return roles if {"start", "end"} <= roles.keys() else {}


def _paired(sheet: SeenSheet, block: Block, row: int, below: Sequence[int]) -> dict[str, int]:
    """A row of times with another one below it; leave and days off may stand between the times."""
    if not below:
        return {}
    pairs = [
        (_value(sheet, row, column), _value(sheet, below[0], column)) for column in block.dates
    ]
    times = [(a, b) for a, b in pairs if clock_text(a) and clock_text(b)]
    words = [(a, b) for a, b in pairs if not (clock_text(a) and clock_text(b))]
    are_words = all(
        not clock_text(a)
        and not clock_text(b)
        and (not b or code_of(text_of(a)) == code_of(text_of(b)))
        for a, b in words
    )
    return {"start": row, "end": below[0]} if times and are_words else {}


def _value(sheet: SeenSheet, row: int, column: int) -> Value:
    return sheet.values.get((row, column), "")
