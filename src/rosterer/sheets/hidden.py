"""Do sheets, rows and columns that are hidden count? Only their owner knows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rosterer.sheets.found import Found
from rosterer.sheets.notes import Note, shown
from rosterer.sheets.seen import Place, SeenSheet


def without_hidden(sheets: Sequence[SeenSheet], told: Mapping[str, str]) -> list[SeenSheet]:
    """The sheets without what is hidden and to be left out, as told."""
    kept = []
    for sheet in sheets:
        if told.get(sheet.title) != "ignore":
            kept.append(sheet)
        elif not sheet.is_hidden:
            kept.append(_shown_part(sheet))
    return kept


def _shown_part(sheet: SeenSheet) -> SeenSheet:
    def is_shown(place: Place) -> bool:
        return place[0] not in sheet.hidden_rows and place[1] not in sheet.hidden_columns

    text = f"hidden rows and columns of sheet {sheet.title}, as told"
    return replace(
        sheet,
        values={place: value for place, value in sheet.values.items() if is_shown(place)},
        fills={place: fill for place, fill in sheet.fills.items() if is_shown(place)},
        lost={place: why for place, why in sheet.lost.items() if is_shown(place)},
        struck=frozenset(filter(is_shown, sheet.struck)),
        hidden_rows=frozenset(),
        hidden_columns=frozenset(),
        notes=(Note("not read", text),),
    )


def asked_hidden(
    sheets: Sequence[SeenSheet], found: Found, told: Mapping[str, str]
) -> Iterator[Note]:
    """A question for each sheet of which something hidden says duties, leave or needs."""
    said = {cell.where for cell in found.cells} | {row.where for row in found.open}
    said |= {place for need in found.needs for place in need.places.values()}
    for sheet in sheets:
        if sheet.title in told:
            continue
        hidden = [
            where
            for place in sorted(sheet.values)
            if (
                sheet.is_hidden or place[0] in sheet.hidden_rows or place[1] in sheet.hidden_columns
            )
            and (where := sheet.where(place)) in said
        ]
        if not hidden:
            continue
        named = f"sheet {sheet.title} is" if sheet.is_hidden else "rows or columns are"
        text = f"{named} hidden and would count like the others ({shown(hidden)})"
        remedy = "say under [hidden] of a mapping file of the sheet: read or ignore, or show it"
        yield Note("question", text, hidden[0], remedy, ("hidden", sheet.title))
