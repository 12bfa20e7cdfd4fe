"""How does a manager's own spreadsheet become a case and a plan, with a list of everything that was guessed?"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rosterer.files.case_tables import check_case
from rosterer.files.faults import BadInput, Fault
from rosterer.referee import judge
from rosterer.sheets.build import Entry, Frame, build, ids_of
from rosterer.sheets.codes import Codes, Meaning, code_of, said
from rosterer.sheets.found import Found
from rosterer.sheets.grids import read_grid
from rosterer.sheets.key import keyed_codes
from rosterer.sheets.lists import read_list
from rosterer.sheets.mapping import Mapping
from rosterer.sheets.notes import Note
from rosterer.sheets.seen import SeenSheet, seen_sheets
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

LONGEST_HORIZON = 400
"""Days that a case may have."""
_LINE_RULES = frozenset({"floats-owed", "floats-back", "float-spacing", "float-fits-line", "line-allowed"})


@dataclass(frozen=True)
class Imported:
    """What came of a spreadsheet.

    Attributes
    ----------
    notes
        Every guess, unknown code and cell that was not read.
    codes, guessed, unknown
        What codes mean, why some are only guesses, and how often unknown ones stand there: enough to write a mapping file.
    """

    case: Case
    plan: Plan
    notes: tuple[Note, ...]
    codes: dict[str, Meaning]
    guessed: dict[str, str]
    unknown: dict[str, int]


def import_rota(path: Path, mapping: Mapping, *, today: date) -> Imported:
    """Read a rota.

    Parameters
    ----------
    path
        An ``.xlsx`` workbook or a CSV file: people down and dates across, or a row for each duty; several sheets are several teams.
    mapping
        What its owner says about it.
    today
        Whose year is assumed for headings without one.

    Raises
    ------
    BadInput
        When there is no rota in it.
    """
    found, sheets = _found(path, mapping, today)
    texts = frozenset(code_of(cell.text) for cell in found.cells)
    codes = Codes(given=mapping.meanings(), keyed=keyed_codes(sheets, texts))
    unknown: Counter[str] = Counter()
    entries = _entries(found, codes, mapping, unknown)
    frame = _frame(path, mapping, entries, found)
    people = list(found.people.values())
    known = {(entry.person, entry.date) for entry in entries}
    unread = frozenset((cell.person, cell.date) for cell in found.cells if (cell.person, cell.date) not in known)
    if not any(entry.meaning.hours for entry in entries if frame.first_day <= entry.date <= frame.last_day):
        codes_met = ", ".join(sorted(unknown)[:10]) or "none"
        remedy = f"say in a mapping file what the codes mean (--mapping); codes that nobody knows: {codes_met}"
        raise BadInput([Fault(path.name, "has no duty whose hours are known", remedy)])
    within = [entry for entry in entries if entry.date <= frame.last_day]
    case, plan = build(frame, people, within, unread, frozenset())
    broken_lines = frozenset(breach.who for breach in judge(case, plan).broken if breach.rule in _LINE_RULES)
    if broken_lines:
        case, plan = build(frame, people, within, unread, broken_lines)
    faults = check_case(case)
    if faults:
        raise BadInput(faults)
    notes = [*found.notes, *_assumptions(case, codes, people_with_contract=[one.name for one in people if one.contract_hours])]
    return Imported(case, plan, tuple(dict.fromkeys(notes)), codes.used, codes.guessed, dict(unknown))


def _found(path: Path, mapping: Mapping, today: date) -> tuple[Found, list[SeenSheet]]:
    found = Found()
    sheets = [sheet for sheet in seen_sheets(path) if sheet.title not in mapping.ignore_sheets]
    for sheet in sheets:
        is_rota = read_list(sheet, found, mapping.columns) or read_grid(sheet, found, mapping.columns, mapping.year or today.year)
        found.notes += sheet.notes
        if not is_rota:
            found.notes.append(Note("not read", f"sheet {sheet.title} is no rota: neither dates across nor a list of duties"))
    if not found.cells:
        remedy = (
            "a rota has names down and at least four dates across, or a row for each duty with columns for name, date and shift "
            "(or start and end); name other headings in a mapping file"
        )
        looked = ", ".join(sheet.title for sheet in sheets) or "none with anything in it"
        raise BadInput([Fault(path.name, f"has no rota that could be found (sheets: {looked})", remedy)])
    return found, sheets


def _entries(found: Found, codes: Codes, mapping: Mapping, unknown: Counter[str]) -> list[Entry]:
    """What each cell means; the rest goes to the notes."""
    colours = mapping.colour_meanings()
    entries: dict[tuple[str, date], Entry] = {}
    for cell in found.cells:
        if not cell.text:
            if cell.fill in colours:
                entries.setdefault((cell.person, cell.date), Entry(cell.person, cell.date, cell.fill, colours[cell.fill]))
            elif cell.fill:
                found.notes.append(Note("not read", f"empty cells of colour {cell.fill}", cell.where))
            continue
        known = codes.meaning_of(cell.text)
        if known is None:
            code = code_of(cell.text)[:40]
            unknown[code] += 1
            found.notes.append(Note("unknown code", repr(code), cell.where))
            continue
        entry = Entry(cell.person, cell.date, *known)
        before = entries.get((cell.person, cell.date))
        if before is not None and before.code != entry.code:
            found.notes.append(Note("not read", f"a second entry of a person and day: {cell.text}", cell.where))
            continue
        entries[cell.person, cell.date] = entry
    return list(entries.values())


def _frame(path: Path, mapping: Mapping, entries: list[Entry], found: Found) -> Frame:
    dates = [cell.date for cell in found.cells]
    first, last = mapping.first_day or min(dates), mapping.last_day or max(dates)
    if last < first:
        raise BadInput([Fault(path.name, f"ends on {last}, before the first day {first}", "correct first_day in the mapping")])
    if (last - first).days >= LONGEST_HORIZON:
        early, late = first, last
        message = f"runs from {early} to {late}, longer than {LONGEST_HORIZON} days"
        raise BadInput([Fault(path.name, message, "give first_day and last_day in a mapping file, or correct the dates")])
    return Frame(mapping.name or ids_of([path.stem])[0], first, last)


def _assumptions(case: Case, codes: Codes, people_with_contract: list[str]) -> list[Note]:
    notes = [Note("guess", text) for text in codes.guessed.values()]
    notes += [
        Note("guess", f"{code} has {meaning.break_minutes} unpaid minutes ({said(meaning)})")
        for code, meaning in codes.used.items()
        if meaning.hours is not None and meaning.unpaid_break is None and meaning.break_minutes
    ]
    repeating = [person for person in case.people if person.kind == "pattern"]
    if repeating:
        notes.append(Note("guess", f"{len(repeating)} people work a repeating line and are pattern staff"))
    if len(repeating) < len(case.people):
        free = len(case.people) - len(repeating)
        notes.append(Note("guess", f"{free} people work no line that repeats and are taken for bank staff who can work any day"))
    lost = {person.name for person in case.people if person.kind == "bank"} & set(people_with_contract)
    if lost:
        notes.append(Note("not read", f"contract hours of {len(lost)} people without a repeating line"))
    pay = case.employers[0].hourly_pay
    notes.append(Note("guess", f"everybody works in one unit of their team at one place, for one employer at £{pay:g} an hour"))
    notes.append(Note("guess", "the staff needed is what the rota usually has by weekday; correct table cover"))
    return notes
