"""How does a manager's own spreadsheet become a case and a plan, with a list of everything that was
guessed, and with questions wherever something that changes the meaning was not read?
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rosterer.files.case_tables import check_case
from rosterer.files.faults import BadInput, Fault
from rosterer.referee import judge
from rosterer.sheets.alike import asked_names
from rosterer.sheets.assumed import assumptions
from rosterer.sheets.blocks import Assumed
from rosterer.sheets.build import Frame, build
from rosterer.sheets.codes import Codes, code_of
from rosterer.sheets.day_after import ask_of_days_told_twice
from rosterer.sheets.entries import Entries, OpenEntry
from rosterer.sheets.first_days import asked_first_days, begun
from rosterer.sheets.found import Found
from rosterer.sheets.grids import has_days_across, read_grid
from rosterer.sheets.hidden import asked_hidden, without_hidden
from rosterer.sheets.key import key_of
from rosterer.sheets.labels import KEY
from rosterer.sheets.leftovers import asked_columns, asked_sheets, lost_cells
from rosterer.sheets.lists import heading_of_list, read_list
from rosterer.sheets.mapping import Mapping, mapping_text
from rosterer.sheets.meanings import Meaning, said
from rosterer.sheets.names import ids_of
from rosterer.sheets.needs import needs_of
from rosterer.sheets.notes import Note
from rosterer.sheets.opening import seen_sheets
from rosterer.sheets.prose import lent_keys, told_in_prose
from rosterer.sheets.questions import NoDutyKnownError, QuestionsError, losses_of
from rosterer.sheets.remarks import asked_remarks
from rosterer.sheets.seen import SeenSheet, text_of, title_of
from rosterer.sheets.times import turns_of
from rosterer.sheets.titles import asked_titles
from rosterer.sheets.unread import unread_cells
from rosterer.sheets.versions import asked_versions
from rosterer.standing import losses_within
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.plan import Plan

LONGEST_HORIZON = 400
"""Days that a case may have."""
OWN_LISTS = frozenset({"Units", "Days", "Waiting list", "Shortages", "Ledger"})
"""Sheets beside the rota in a workbook that was exported: they say the same again."""
OWN_KEY, OWN_PLAN = "Key", "Plan"
_LINE_RULES = frozenset(
    {"floats-owed", "floats-back", "float-spacing", "float-fits-line", "line-allowed"}
)


@dataclass(frozen=True)
class Imported:
    """What came of a spreadsheet.

    Attributes
    ----------
    notes
        Every guess, unknown code and cell that was not read, and the questions that were left
        open.
    codes, guessed, unknown, colours, unknown_colours
        What codes and colours mean, why some are only guesses, and how often unknown ones stand
        there.
    unfilled
        Shifts that nobody of the rota does.
    given
        What its owner said.
    """

    case: Case
    plan: Plan
    notes: tuple[Note, ...]
    codes: dict[str, Meaning]
    guessed: dict[str, str]
    unknown: dict[str, int]
    colours: dict[str, Meaning] = field(default_factory=dict)
    unknown_colours: dict[str, int] = field(default_factory=dict)
    unfilled: tuple[OpenEntry, ...] = ()
    given: Mapping = field(default_factory=Mapping)

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
            given=self.given,
            questions=[note for note in self.notes if note.is_question],
        )

    def num_unfilled(self, kind: str) -> int:
        """Vacant shifts, or those by an agency."""
        return sum(one.kind == kind for one in self.unfilled)


def import_rota(
    path: Path, mapping: Mapping, *, today: date, accepts_loss: bool = False
) -> Imported:
    """Read a rota.

    Parameters
    ----------
    path
        An ``.xlsx`` workbook or a CSV file: people down and dates across, shifts down and names in
        the cells, or a row for each duty; several sheets are several teams.
    mapping
        What its owner says about it.
    today
        Whose year is assumed for headings without one.
    accepts_loss
        Goes on where something that may change the meaning was not read; the plan keeps a list.

    Raises
    ------
    QuestionsError
        When something that may change the meaning was not read.
    BadInput
        When there is no rota in it.
    """
    found, rotas, sheets, is_own = _found(path, mapping, today)
    _check_sheets(path, mapping, sheets)
    codes, colours, key_notes, explained = _explained(
        found,
        sheets,
        mapping,
        {rota.title for rota in rotas if rota.is_turned},
        is_own=is_own,
    )
    entries = Entries(found, codes, colours)
    name = mapping.name or ids_of([path.stem])[0]
    people = list(found.people.values())
    worked = Counter(entry.code for entry in entries.all if entry.meaning.kind == "shift")
    teams = list(dict.fromkeys(person.team for person in people))
    needs, need_notes = needs_of(found.needs, teams, codes, worked)
    others = [sheet for sheet in sheets if sheet.title not in {rota.title for rota in rotas}]
    left = [
        *asked_names(found, mapping.rows),
        *(note for rota in rotas for note in asked_columns(rota, found, codes, mapping)),
        *(note for other in others for note in asked_sheets(other, found, codes)),
        *(note for sheet in sheets for note in lost_cells(sheet, found)),
    ]
    left += asked_versions(found)
    left += [note for rota in rotas for note in asked_titles(rota, found, mapping)]
    used = {one.where for one in found.cells} | {one.where for one in found.open}
    used |= {need.where for need in found.needs}
    used |= {note.where for note in (*found.notes, *left) if note.is_question}
    left += [note for rota in rotas for note in asked_remarks(rota, found, used | explained)]
    told = [*found.notes, *key_notes, *need_notes, *left]
    questions = tuple(dict.fromkeys(note for note in told if note.is_question))

    def mapping_to_fill_in() -> str:
        return mapping_text(
            name,
            codes.used,
            codes.guessed,
            entries.unknown,
            colours,
            entries.unknown_colours,
            given=mapping,
            questions=questions,
        )

    if questions and not accepts_loss:
        raise QuestionsError(path, questions, mapping_to_fill_in())
    frame = _frame(path, name, mapping, found)
    within = [entry for entry in entries.all if entry.date <= frame.last_day]
    if not any(entry.meaning.hours for entry in within if frame.first_day <= entry.date):
        raise NoDutyKnownError(
            path,
            [*entries.unknown],
            [f"{code} ({said(meaning)})" for code, meaning in codes.used.items()],
            [*entries.unknown_colours],
            mapping_to_fill_in(),
        )
    losses = [*found.losses, *losses_of(path, questions)]
    others_known = (
        {code: one for code, one in codes.keyed.items() if one.kind == "shift"} if is_own else {}
    )

    def built(without_line: frozenset[str]) -> tuple[Case, Plan]:
        return build(
            frame,
            people,
            within,
            frozenset(found.unread),
            without_line,
            needs,
            entries.open,
            losses,
            others_known,
        )

    case, plan = built(frozenset())
    broken_lines = frozenset(
        breach.who for breach in judge(case, plan).every_breach if breach.rule in _LINE_RULES
    )
    if broken_lines:
        case, plan = built(broken_lines)
    faults = check_case(case)
    if faults:
        raise BadInput(faults)
    not_read = [
        note
        for sheet in rotas
        for note in unread_cells(sheet, found.read, found.headings.get(sheet.title, {}))
    ]
    assumed = assumptions(case, codes, bool(needs), entries.open)
    assumed += _assumed_ends(frame, mapping, found, entries)
    return Imported(
        case,
        plan,
        tuple(dict.fromkeys([*told, *assumed, *not_read])),
        codes.used,
        codes.guessed,
        dict(entries.unknown),
        colours,
        dict(entries.unknown_colours),
        tuple(entries.open),
        mapping,
    )


def _assumed_ends(frame: Frame, mapping: Mapping, found: Found, entries: Entries) -> list[Note]:
    """On which days the rota is taken to begin and end where only duties say it, and what lies
    after its last day.
    """
    notes = []
    after = sum(one.meaning.hours is not None and one.date > frame.last_day for one in entries.all)
    if after:
        duties = "1 duty" if after == 1 else f"{after} duties"
        notes.append(
            Note("not read", f"{duties} after {frame.last_day}, the last day that is told")
        )
    is_told = mapping.first_day is not None and mapping.last_day is not None
    if not found.dates and not is_told:
        text = (
            f"the rota is taken to be of {frame.first_day} to {frame.last_day}, its first and last "
            "duty; say first_day and last_day where days off stand before or after them"
        )
        notes.append(Note("guess", text))
    return notes


def _check_sheets(path: Path, mapping: Mapping, sheets: list[SeenSheet]) -> None:
    """Every sheet that the mapping speaks of is one of the file."""
    titles = {code_of(sheet.title): sheet.title for sheet in sheets}
    told = [
        ("codes", title_of(code))
        for code in mapping.codes
        if not code.endswith("!") and title_of(code)
    ]
    told += [("first_days", title) for title in mapping.first_days]
    unknown = [
        Fault(
            path.name,
            f"has no sheet {title!r}",
            f"its sheets are {', '.join(titles.values())}",
            column=section,
            value=title,
        )
        for section, title in dict.fromkeys(told)
        if code_of(title) not in titles
    ]
    if unknown:
        raise BadInput(unknown)


def _explained(
    found: Found,
    sheets: list[SeenSheet],
    mapping: Mapping,
    turned: set[str],
    *,
    is_own: bool,
) -> tuple[Codes, dict[str, Meaning], list[Note], set[str]]:
    """What codes and colours mean by the mapping file and by a key in the file, what is told of
    it, and where the key stands.
    """
    texts = {code_of(cell.text) for cell in found.cells}
    texts |= {code_of(row.text) for row in found.open}
    texts |= {part.strip() for text in texts for part in _parts(text)}
    if is_own:  # its key has all codes, used or not
        sheets = [sheet for sheet in sheets if sheet.title == OWN_KEY]
        texts |= {code_of(text_of(one)) for sheet in sheets for one in sheet.values.values()}
    colours = {cell.fill for cell in found.cells if not cell.text and cell.fill}
    taken = found.read | {cell.where for cell in found.cells}
    taken |= {
        sheet.where((row, column))
        for sheet in sheets
        for column, (row, _) in found.headings.get(sheet.title, {}).items()
        if sheet.title not in turned
    }
    key = key_of(sheets, texts, colours, taken, found.person_rows)
    if not is_own:
        key.unclear = told_in_prose(sheets, found, key, turned) | key.unclear
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
    notes += [
        Note("guess", f"{code} ({words}) counts as work from its start to its end, asleep or not")
        for code, words in key.asleep.items()
        if code in key.codes
    ]
    codes = Codes(
        given=mapping.meanings(),
        keyed=key.codes,
        unclear=key.unclear,
        torn=frozenset(key.torn),
        lent=lent_keys(found, key),
        turns=turns_of(texts),
        is_own=is_own,
    )
    return codes, {**key.colours, **given}, notes, key.read


def _parts(text: str) -> list[str]:
    """Codes that may stand within a text; what explains them explains it."""
    return text.replace("+", "/").replace(",", "/").replace(" ", "/").rstrip("*?!#").split("/")


def _found(
    path: Path, mapping: Mapping, today: date
) -> tuple[Found, list[SeenSheet], list[SeenSheet], bool]:
    """What the sheets say, those that are rotas, all sheets, and whether they were exported."""
    found = Found()
    seen = without_hidden(seen_sheets(path, mapping.cells), mapping.hidden)
    is_own = {sheet.title for sheet in seen} >= OWN_LISTS
    ignored = {*mapping.ignore_sheets, *({*OWN_LISTS, OWN_PLAN} if is_own else ())}
    sheets = [sheet for sheet in seen if sheet.title not in ignored]
    if is_own:
        told = [
            text_of(one)
            for sheet in seen
            if sheet.title == OWN_PLAN
            for one in sheet.values.values()
        ]
        found.losses = losses_within(told)
        found.notes.append(
            Note("guess", "a workbook that Rosterer exported: its rota is read, its lists are not")
        )
    rotas: list[SeenSheet] = []
    assumed = Assumed(mapping.year or today.year, mapping.first_day, mapping.styles)
    for sheet in sheets:
        found.notes += sheet.notes
        rota = _rota_of(sheet, found, mapping, begun(sheet, sheets, assumed, mapping.first_days))
        if rota is not None:
            rotas.append(rota)
        else:
            found.notes.append(
                Note(
                    "not read",
                    f"sheet {sheet.title} is no rota: neither dates across nor a list of duties",
                )
            )
    ask_of_days_told_twice(found)
    found.notes += asked_first_days(found, mapping.first_days)
    found.notes += asked_hidden(sheets, found, mapping.hidden)
    if not found.cells and not found.people and not any(note.is_question for note in found.notes):
        remedy = (
            "a rota has names down and at least four dates across, shifts down and names in the "
            "cells, or a row for each duty with columns for name, date and shift "
            "(or start and end); name other headings in a mapping file, and first_day where "
            "there are weekdays without a date"
        )
        if found.dates:
            raise BadInput([Fault(path.name, "has dates and no duty of anybody", remedy)])
        looked = ", ".join(sheet.title for sheet in sheets) or "none with anything in it"
        raise BadInput(
            [Fault(path.name, f"has no rota that could be found (sheets: {looked})", remedy)]
        )
    return found, rotas, sheets, is_own


def _rota_of(
    sheet: SeenSheet, found: Found, mapping: Mapping, assumed: Assumed
) -> SeenSheet | None:
    """The sheet as its rota was read: as a list, with dates across, or turned, with dates down."""
    row = heading_of_list(sheet, mapping)
    grid = sheet.part(0, row - 1) if row is not None else sheet
    if row is not None and has_days_across(grid) and read_grid(grid, found, mapping, assumed):
        with_line_above = sheet.part(row - 2, max(sheet.rows))
        read_list(with_line_above, found, mapping, mapping.styles)
        return sheet
    if read_list(sheet, found, mapping, mapping.styles) or read_grid(
        sheet, found, mapping, assumed
    ):
        return sheet
    turned = sheet.turned()
    if not read_grid(turned, found, mapping, assumed):
        return None
    found.notes.append(Note("guess", f"sheet {sheet.title} has dates down and people across"))
    return turned


def _frame(path: Path, name: str, mapping: Mapping, found: Found) -> Frame:
    dates = found.dates | {cell.date for cell in found.cells} | {row.date for row in found.open}
    if not dates:
        raise BadInput([Fault(path.name, "has no date that could be read", "correct the sheet")])
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
    return Frame(name, first, last, has_numbered_people=mapping.ids == "numbers")
