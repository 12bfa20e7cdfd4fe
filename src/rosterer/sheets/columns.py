"""Which columns beside the dates say who somebody is?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rosterer.sheets.blocks import Block
from rosterer.sheets.codes import code_of
from rosterer.sheets.contract_cells import contract_of
from rosterer.sheets.customary import CUSTOMARY
from rosterer.sheets.found import FoundPerson
from rosterer.sheets.headings import meaning_of_heading
from rosterer.sheets.names import name_key
from rosterer.sheets.roles import role_of
from rosterer.sheets.seen import SeenSheet, Value, text_of
from rosterer.sheets.week_words import is_span, week_of

Columns = Mapping[str, int]
"""By what it holds."""
_OF_PEOPLE = ("name", "first name", "surname", "id", "grade", "contract", "team")


def by_people(
    sheet: SeenSheet, stretches: Sequence[Block], own_headings: Mapping[str, str]
) -> Iterator[tuple[Block, Columns]]:
    """The stretches of dates of a block with the columns of their people; those with the same names
    are one.
    """
    together: list[tuple[list[Block], Columns]] = []
    for stretch in stretches:
        if not together:
            together.append(([stretch], person_columns(sheet, stretch, own_headings)))
            continue
        names = _names_between(sheet, stretch, together[-1][1], own_headings)
        if names is None:
            together[-1][0].append(stretch)
        else:
            together.append(([stretch], {"name": names}))
    for blocks, columns in together:
        first = blocks[0]
        dates = {column: on for block in blocks for column, on in block.dates.items()}
        spans = {column: span for block in blocks for column, span in block.spans.items()}
        yield (
            replace(first, dates=dates, spans=spans),
            columns,
        )


def _names_between(
    sheet: SeenSheet, block: Block, before: Columns, own_headings: Mapping[str, str]
) -> int | None:
    """The column between two stretches of dates that names other people than the first does."""
    for column in range(block.after + 1, block.first):
        heading = text_of(sheet.values.get((block.heading_row, column)))
        pairs = [
            (name_of(sheet.row(row), before), text_of(sheet.row(row).get(column)))
            for row in block.rows
        ]
        texts = [text for _, text in pairs if text]
        is_named = meaning_of_heading(heading, own_headings) == "name"
        is_like_names = bool(texts) and all(
            len(text) > 2
            and any(map(str.isalpha, text))
            and not any(map(str.isdigit, text))
            and code_of(text) not in CUSTOMARY
            for text in texts
        )
        if not is_named and (role_of(heading) or not is_like_names):
            continue
        if any(name_key(name) != name_key(text) for name, text in pairs if text):
            return column
    return None


def person_columns(sheet: SeenSheet, block: Block, own_headings: Mapping[str, str]) -> Columns:
    """Columns left of the dates by what they hold; names by their heading, or else the column with
    most different words.
    """
    columns: dict[str, int] = {}
    weeks: set[int] = set()
    first, last = block.first, max(block.columns)
    for row in range(block.heading_row - 2, block.heading_row + 2):
        for column, value in sheet.row(row).items():
            what = (
                meaning_of_heading(text_of(value), own_headings)
                if column < first or column > last
                else ""
            )
            if what == "week" and _says_weeks(sheet, block, column):
                weeks.add(column)
            is_total = column > first and text_of(value).casefold().strip() in ("hours", "hrs")
            if what in _OF_PEOPLE and not is_total and what not in columns:
                columns[what] = column
            elif (
                what == "name"
                and text_of(sheet.values.get((row, columns["name"]))).casefold() == "person"
                and row == block.heading_row
            ):
                columns.setdefault("id", columns["name"])  # an exported rota has both
                columns["name"] = column
    if "name" in columns or "surname" in columns:
        return columns
    words: dict[int, set[str]] = {}
    for row in block.rows:
        for column, value in sheet.row(row).items():
            is_free = column not in columns.values() and column not in weeks
            if column < first and isinstance(value, str) and is_free:
                words.setdefault(column, set()).add(value)
    if not words or "id" in columns:
        return columns if "id" in columns else {}
    best = max(words, key=lambda column: (len(words[column]), -column))
    return {**columns, "name": best}


def _says_weeks(sheet: SeenSheet, block: Block, column: int) -> bool:
    """Whether a week stands below a heading of weeks, and not names alone."""
    texts = (sheet.values.get((row, column)) for row in block.rows)
    return any(one is not None and (week_of(one) or is_span(text_of(one))) for one in texts)


def name_of(values: Mapping[int, Value], columns: Columns) -> str:
    """Who a row is about."""
    parts = [
        text_of(values.get(columns[what]))
        for what in ("first name", "name", "surname")
        if what in columns
    ]
    return " ".join(part for part in parts if part) or (
        text_of(values.get(columns["id"])) if "id" in columns else ""
    )


def person_of(
    sheet: SeenSheet, row: int, columns: Columns, heading_row: int, name: str, team: str
) -> FoundPerson:
    """Who stands in a row."""
    values = sheet.row(row)

    def text(what: str) -> str:
        return text_of(values.get(columns[what])) if what in columns else ""

    contract = None
    if "contract" in columns:
        contract = contract_of(contract_heading(sheet, columns, heading_row), text("contract"))
    return FoundPerson(
        name_key(name), name, text("team") or team, text("id"), text("grade"), contract
    )


def contract_heading(sheet: SeenSheet, columns: Columns, heading_row: int) -> str:
    """What stands above the hours of contracts, beside the row of dates or on it."""
    headings = (
        text_of(sheet.values.get((heading_row + shift, columns["contract"])))
        for shift in (0, -1, 1)
    )
    return next((one for one in headings if one), "")
