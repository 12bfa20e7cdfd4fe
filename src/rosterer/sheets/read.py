"""How does a manager's own spreadsheet become a case and a plan, with a list of everything that was
guessed?
"""

from collections import Counter
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rosterer.files.case_tables import check_case
from rosterer.files.faults import BadInput, Fault
from rosterer.referee import judge
from rosterer.sheets.blocks import Assumed
from rosterer.sheets.build import Frame, build, ids_of
from rosterer.sheets.codes import Codes, Meaning, code_of, said
from rosterer.sheets.entries import Entry, entries_of
from rosterer.sheets.found import Found
from rosterer.sheets.grids import KEY, read_grid
from rosterer.sheets.key import key_of
from rosterer.sheets.lists import read_list
from rosterer.sheets.mapping import Mapping, mapping_text
from rosterer.sheets.needs import needs_of
from rosterer.sheets.notes import Note
from rosterer.sheets.seen import SeenSheet, seen_sheets, text_of
from rosterer.sheets.unread import unread_cells
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

LONGEST_HORIZON = 400
"""Days that a case may have."""
OWN_LISTS = frozenset({"Units", "Days", "Waiting list", "Shortages", "Ledger"})
"""Sheets beside the rota in a workbook that was exported: they say the same again."""
_LINE_RULES = frozenset(
    {"floats-owed", "floats-back", "float-spacing", "float-fits-line", "line-allowed"}
)


@dataclass(frozen=True)
class Imported:
    """What came of a spreadsheet.

    Attributes
    ----------
    notes
        Every guess, unknown code and cell that was not read.
    codes, guessed, unknown, colours, unknown_colours
        What codes and colours mean, why some are only guesses, and how often unknown ones stand
        there.
    """

    case: Case
    plan: Plan
    notes: tuple[Note, ...]
    codes: dict[str, Meaning]
    guessed: dict[str, str]
    unknown: dict[str, int]
    colours: dict[str, Meaning] = field(default_factory=dict)
    unknown_colours: dict[str, int] = field(default_factory=dict)

    @property
    def mapping(self) -> str:
        """A mapping file of what was understood."""
        return mapping_text(
            self.case.name,
            self.codes,
            self.guessed,
            self.unknown,
            self.colours,
            self.unknown_colours,
        )


class NoDutyKnownError(BadInput):
    """A rota in which no duty has hours that are known; ``mapping`` is a mapping file to fill
    in.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        codes: Codes,
        unknown: MappingOf[str, int],
        unknown_colours: MappingOf[str, int],
    ) -> None:
        codes_met = ", ".join(sorted(unknown)[:10]) or "none"
        colours_met = (
            f"; colours of empty cells: {', '.join(sorted(unknown_colours)[:10])}"
            if unknown_colours
            else ""
        )
        remedy = (
            "say in a mapping file what they mean (--write-mapping writes one); codes "
            f"that nobody knows: {codes_met}{colours_met}"
        )
        super().__init__([Fault(path.name, "has no duty whose hours are known", remedy)])
        self.mapping = mapping_text(name, codes.used, codes.guessed, unknown, {}, unknown_colours)


def import_rota(path: Path, mapping: Mapping, *, today: date) -> Imported:
    """Read a rota.

    Parameters
    ----------
    path
        An ``.xlsx`` workbook or a CSV file: people down and dates across, or a row for each duty;
        several sheets are several teams.
    mapping
        What its owner says about it.
    today
        Whose year is assumed for headings without one.

    Raises
    ------
    BadInput
        When there is no rota in it.
    """
    found, rotas, sheets = _found(path, mapping, today)
    codes, colours, key_notes = _explained(found, sheets, mapping)
    unknown: Counter[str] = Counter()
    unknown_colours: Counter[str] = Counter()
    entries = entries_of(found, codes, colours, unknown, unknown_colours)
    frame = _frame(path, mapping, entries, found)
    if not any(
        entry.meaning.hours for entry in entries if frame.first_day <= entry.date <= frame.last_day
    ):
        raise NoDutyKnownError(path, frame.name, codes, unknown, unknown_colours)
    people = list(found.people.values())
    worked = Counter(entry.code for entry in entries if entry.meaning.kind == "shift")
    needs, need_notes = needs_of(
        found.needs, list(dict.fromkeys(person.team for person in people)), codes, worked
    )
    known = {(entry.person, entry.date) for entry in entries}
    unread = frozenset(
        (cell.person, cell.date) for cell in found.cells if (cell.person, cell.date) not in known
    )
    within = [entry for entry in entries if entry.date <= frame.last_day]
    case, plan = build(frame, people, within, unread, frozenset(), needs)
    broken_lines = frozenset(
        breach.who for breach in judge(case, plan).every_breach if breach.rule in _LINE_RULES
    )
    if broken_lines:
        case, plan = build(frame, people, within, unread, broken_lines, needs)
    faults = check_case(case)
    if faults:
        raise BadInput(faults)
    left = [
        note
        for sheet in rotas
        for note in unread_cells(sheet, found.read, found.headings.get(sheet.title, {}))
    ]
    with_contract = [one.name for one in people if one.contract_hours]
    notes = [
        *found.notes,
        *key_notes,
        *need_notes,
        *_assumptions(case, codes, with_contract, bool(needs)),
        *left,
    ]
    return Imported(
        case,
        plan,
        tuple(dict.fromkeys(notes)),
        codes.used,
        codes.guessed,
        dict(unknown),
        colours,
        dict(unknown_colours),
    )


def _explained(
    found: Found, sheets: list[SeenSheet], mapping: Mapping
) -> tuple[Codes, dict[str, Meaning], list[Note]]:
    """What codes and colours mean by the mapping file and by a key in the file."""
    texts = frozenset(code_of(cell.text) for cell in found.cells)
    colours = {cell.fill for cell in found.cells if not cell.text and cell.fill}
    key = key_of(sheets, texts, colours, found.read | {cell.where for cell in found.cells})
    given = mapping.colour_meanings()
    found.read |= key.read
    for sheet in sheets:
        found.read |= {
            sheet.where(place) for place, value in sheet.values.items() if KEY.match(text_of(value))
        }
    notes = [
        Note(
            "guess",
            f"empty cells of colour {colour} are taken for {said(meaning)}, by the key "
            f"({key.colour_places[colour]})",
        )
        for colour, meaning in key.colours.items()
        if colour not in given
    ]
    return Codes(given=mapping.meanings(), keyed=key.codes), {**key.colours, **given}, notes


def _found(
    path: Path, mapping: Mapping, today: date
) -> tuple[Found, list[SeenSheet], list[SeenSheet]]:
    """What the sheets say, the sheets that are rotas, and all sheets."""
    found = Found()
    seen = seen_sheets(path)
    is_own = {sheet.title for sheet in seen} >= OWN_LISTS
    ignored = {*mapping.ignore_sheets, *({*OWN_LISTS, "Plan"} if is_own else ())}
    sheets = [sheet for sheet in seen if sheet.title not in ignored]
    if is_own:
        found.notes.append(
            Note("guess", "a workbook that Rosterer exported: its rota is read, its lists are not")
        )
    rotas: list[SeenSheet] = []
    assumed = Assumed(mapping.year or today.year, mapping.first_day)
    for sheet in sheets:
        found.notes += sheet.notes
        if read_list(sheet, found, mapping.columns) or read_grid(
            sheet, found, mapping.columns, assumed
        ):
            rotas.append(sheet)
        elif read_grid(sheet.turned(), found, mapping.columns, assumed):
            found.headings.pop(sheet.title, None)
            found.notes.append(
                Note("guess", f"sheet {sheet.title} has dates down and people across")
            )
            rotas.append(sheet)
        else:
            found.notes.append(
                Note(
                    "not read",
                    f"sheet {sheet.title} is no rota: neither dates across nor a list of duties",
                )
            )
    if not found.cells:
        remedy = (
            "a rota has names down and at least four dates across, or a row for each duty with "
            "columns for name, date and shift "
            "(or start and end); name other headings in a mapping file, and first_day where "
            "there are weekdays without a date"
        )
        looked = ", ".join(sheet.title for sheet in sheets) or "none with anything in it"
        raise BadInput(
            [Fault(path.name, f"has no rota that could be found (sheets: {looked})", remedy)]
        )
    return found, rotas, sheets


def _frame(path: Path, mapping: Mapping, entries: list[Entry], found: Found) -> Frame:
    dates = found.dates | {cell.date for cell in found.cells}
    first, last = mapping.first_day or min(dates), mapping.last_day or max(dates)
    if last < first:
        raise BadInput(
            [
                Fault(
                    path.name,
                    f"ends on {last}, before the first day {first}",
                    "correct first_day in the mapping",
                )
            ]
        )
    if (last - first).days >= LONGEST_HORIZON:
        early, late = first, last
        message = f"runs from {early} to {late}, longer than {LONGEST_HORIZON} days"
        raise BadInput(
            [
                Fault(
                    path.name,
                    message,
                    "give first_day and last_day in a mapping file, or correct the dates",
                )
            ]
        )
    return Frame(mapping.name or ids_of([path.stem])[0], first, last)


def _assumptions(
    case: Case, codes: Codes, people_with_contract: list[str], has_needs: bool
) -> list[Note]:
    notes = [Note("guess", text) for text in codes.guessed.values()]
    notes += [
        Note("guess", f"{code} has {meaning.break_minutes} unpaid minutes ({said(meaning)})")
        for code, meaning in codes.used.items()
        if meaning.hours is not None
        and meaning.unpaid_break is None
        and meaning.break_minutes
        and "break" not in codes.guessed.get(code, "")
    ]
    repeating = sum(person.kind == "pattern" for person in case.people)
    if repeating:
        notes.append(Note("guess", f"{_people(repeating)} a line that repeats: pattern staff"))
    if repeating < len(case.people):
        free = _people(len(case.people) - repeating)
        notes.append(
            Note("guess", f"{free} no line that repeats: taken for bank staff who can work any day")
        )
    lost = sorted(
        {person.name for person in case.people if person.kind == "bank"} & set(people_with_contract)
    )
    notes += [
        Note("not read", f"contract hours of {name}, who works no line that repeats")
        for name in lost
    ]
    pay = case.employers[0].hourly_pay
    notes.append(
        Note(
            "guess",
            "everybody works in one unit of their team at one place, for one employer at "
            f"£{pay:g} an hour",
        )
    )
    usual = "the staff needed is what the rota usually has by weekday; correct table cover"
    notes.append(Note("guess", f"where no row says it, {usual}" if has_needs else usual))
    return notes


def _people(number: int) -> str:
    """``1 person works`` or ``2 people work``."""
    return "1 person works" if number == 1 else f"{number} people work"
