"""How is a rota read that has shifts on one side, dates on the other, and names in the cells?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date

from rosterer.sheets.blocks import Block
from rosterer.sheets.codes import code_of
from rosterer.sheets.counts import counted
from rosterer.sheets.customary import CUSTOMARY
from rosterer.sheets.found import Found, FoundCell, FoundOpen, FoundPerson
from rosterer.sheets.labels import KEY, explains_a_code, inline_of
from rosterer.sheets.mapping import Mapping
from rosterer.sheets.meanings import Meaning, kind_of_words, meaning_from_words
from rosterer.sheets.names import (
    Commas,
    commas_of,
    is_of_many_parts,
    name_key,
    names_within,
    open_kind,
)
from rosterer.sheets.needs import is_counted
from rosterer.sheets.notes import Note, asked_of_cell, asked_of_commas, asked_of_row
from rosterer.sheets.seen import SeenSheet, entry_of, text_of
from rosterer.sheets.times import clock_text, hours_within, spells_of
from rosterer.sheets.week_words import are_spans, week_within

_SHIFT = re.compile(
    r"\b(early|late|night|day|long day|morning|afternoon|evening|twilight|am|pm)s?\b", re.IGNORECASE
)
_PLAIN_SHIFT = re.compile(rf"{_SHIFT.pattern}(?: shift| duty)?", re.IGNORECASE)
_POST = re.compile(
    r"\b(on[- ]?call|shift|cover|duty|sleep[- ]?in|standby|1st|2nd|first|second)\b", re.I
)
_NOBODY = {"", "-", "–", "—", "--", "/", "X", "N/A", "NONE", "CLOSED", "NOBODY", "NO ONE"}
_NAME = re.compile(r"[^\W\d_][\w.'’\- ]*")
_MOST_WORDS = 4
_CUSTOM = {"early": "E", "morning": "E", "am": "E", "late": "L", "afternoon": "L", "evening": "L"}
_CUSTOM |= {"pm": "L", "night": "N", "day": "D", "long day": "D"}


@dataclass(frozen=True)
class _Post:
    """What a row stands for: hours of its own, or a code that is explained elsewhere."""

    text: str
    meaning: Meaning | None = None


def is_of_posts(sheet: SeenSheet, block: Block, mapping: Mapping) -> bool:
    """Whether most cells on dates hold names and the rows are shifts."""
    num_names = num_entries = num_shifts = num_rows = 0
    are_apart = _commas(sheet, block, mapping) != "within"
    for row in block.rows:
        label, texts = _label(sheet, block, row), _texts(sheet, block, row)
        if not _has_letters(texts) or KEY.match(label) or is_counted(label):
            continue
        num_rows += 1
        num_shifts += _is_shift(label, mapping)
        num_entries += len(texts)
        num_names += sum(_is_names(text, mapping, are_apart=are_apart) for text in texts)
    return num_shifts * 2 > num_rows and num_names * 2 > num_entries


def read_posts(sheet: SeenSheet, block: Block, found: Found, mapping: Mapping) -> None:
    """Add the people that stand in the cells, each with the shift of the row."""
    found.dates |= {on for row in block.rows for on in block.dates_of(row).values()}
    found.lists.add(sheet.title)
    found.notes.append(
        Note("guess", f"sheet {sheet.title} has names in the cells, and shifts beside them")
    )
    commas = _commas(sheet, block, mapping)
    if commas == "unsure":
        found.read |= {sheet.where((row, at)) for row in block.rows for at in block.columns}
        found.notes.append(_asked_of_commas(sheet, block))
        return
    if (asked := _asked_of_spans(sheet, block, mapping)) is not None:
        found.read |= {sheet.where((row, at)) for row in block.rows for at in block.columns}
        found.notes.append(asked)
        return
    cells = _Cells(sheet, found, mapping, are_apart=commas == "between")
    post: _Post | None = None
    for row in block.rows:
        label, texts = _label(sheet, block, row), _texts(sheet, block, row)
        if KEY.match(label):
            break
        if not texts or _is_of_key(sheet, block, row):
            post = None
            continue
        found.read |= {
            sheet.where((row, column))
            for column in sheet.row(row)
            if column < block.first or column in block.columns
        }
        found.person_rows.setdefault(sheet.title, set()).add(row)
        where = sheet.where((row, min(sheet.row(row))))
        if not _has_letters(texts):
            found.notes.append(Note("not read", f"row {label!r} of numbers", where))
            continue
        if is_counted(label) and not any(map(cells.are_names, texts)):
            found.notes.append(Note("not read", "a row of totals", where))
            continue
        if not label and sheet.is_turned:
            post = None
            text = "names without a heading that says which shift they work"
            found.notes.append(asked_of_cell(text, where))
            continue
        if week_within(label) is not None:
            text = f"names in a row that says a week, {label!r}"
            found.notes.append(asked_of_row(text, where, label))
            post = None
            continue
        post = (_post(label, mapping) if label else post) or None
        if post is None:
            found.notes.append(_asked(label, where))
            continue
        for column, on in block.dates_of(row).items():
            for place in block.spans[column]:
                cells.read((row, place), on, post)
    _ask_left_of_dates(sheet, block, found, are_apart=cells.are_apart)


def _commas(sheet: SeenSheet, block: Block, mapping: Mapping) -> Commas:
    """What commas in the cells of a block stand between."""
    if mapping.commas:
        return "between" if mapping.commas == "between people" else "within"
    texts = [text for row in block.rows for text in _texts(sheet, block, row)]
    named = "surname" in " ".join(_label(sheet, block, row) for row in block.rows).casefold()
    found = commas_of([text for text in texts if _has_letters([text])])
    return "within" if found == "unsure" and named else found


def _asked_of_commas(sheet: SeenSheet, block: Block) -> Note:
    """Whether names with a comma are one person or two."""
    places = ((row, at) for row in block.rows for at in sorted(block.columns))
    first = next(one for one in places if "," in entry_of(sheet.values.get(one)))
    return asked_of_commas(entry_of(sheet.values[first]), sheet.where(first))


def _asked_of_spans(sheet: SeenSheet, block: Block, mapping: Mapping) -> Note | None:
    """A question where the labels of rows are days a week apart and not hours."""
    labels = {row: label for row in block.rows if (label := _label(sheet, block, row))}
    known = {code_of(code) for code in mapping.codes}
    row = next((row for row, label in labels.items() if code_of(label) not in known), None)
    if row is None or not are_spans(labels.values()):
        return None
    text = f"{labels[row]!r} may be days of a week or hours; rows like it are a week apart"
    remedy = (
        "say under [codes] of a mapping file which hours each is, such as "
        '"07:00-15:00", or write a row of dates above each week'
    )
    where = sheet.where((row, min(sheet.row(row))))
    return Note("question", text, where, remedy, ("codes", code_of(labels[row])))


def _is_of_key(sheet: SeenSheet, block: Block, row: int) -> bool:
    """Whether a row explains codes; below dates ``Ben - sick`` is somebody with a remark."""
    return any(
        explains_a_code(text) and (at < block.first or "=" in text or _is_customary(text))
        for at, value in sheet.row(row).items()
        if (text := text_of(value))
    )


def _is_customary(text: str) -> bool:
    """Whether a text explains a code that is customary, or one of hours."""
    found = inline_of(text)
    return found is not None and (found[0] in CUSTOMARY or hours_within(found[1]) is not None)


def _ask_left_of_dates(sheet: SeenSheet, block: Block, found: Found, *, are_apart: bool) -> None:
    """Somebody's name left of the dates stands below a heading that should have been a date."""
    for row in block.rows:
        for column, value in sorted(sheet.row(row).items()):
            names = names_within(entry_of(value), has_commas_between=are_apart)
            if column < block.first and any(name_key(name) in found.people for name in names):
                text = f"{text_of(value)!r} stands left of the dates, under none of them"
                found.notes.append(asked_of_cell(text, sheet.where((row, column))))


def _asked(label: str, where: str) -> Note:
    text = f"the cells of row {label!r} hold names, and nobody knows the hours of that row"
    remedy = 'say them under [codes] of a mapping file, such as "07:00-15:00"'
    return Note("question", text, where, remedy, ("codes", code_of(label)))


@dataclass(frozen=True)
class _Cells:
    """How the cells of a sheet name people."""

    sheet: SeenSheet
    found: Found
    mapping: Mapping
    _: KW_ONLY
    are_apart: bool
    """Names with a comma between them are two people."""

    def names(self, text: str) -> list[str]:
        return names_within(text, has_commas_between=self.are_apart)

    def are_names(self, text: str) -> bool:
        return _is_names(text, self.mapping, are_apart=self.are_apart)

    def read(self, place: tuple[int, int], on: date, post: _Post) -> None:
        """Add who stands in a cell."""
        sheet, found = self.sheet, self.found
        text, where = entry_of(sheet.values.get(place)), sheet.where(place)
        if place in sheet.lost or place in sheet.struck:
            why = sheet.lost.get(place, f"{text!r} is struck through; is it still so?")
            found.notes.append(asked_of_cell(why, where))
            return
        if text.upper() in _NOBODY:
            return
        number, one_text = counted(text)
        open_as = open_kind(one_text)
        if number > 1 and open_as is not None and len(self.names(one_text)) == 1:
            one = FoundOpen(open_as, sheet.title, on, post.text, where, post.meaning)
            found.open += [one] * number
            return
        if number > 1 or not self.are_names(text):
            found.notes.append(asked_of_cell(f"{text!r} is no name, where names stand", where))
            return
        doubtful = next(self._words_behind(text), "")
        if doubtful:
            why = f"{doubtful!r} may be a name or a remark beside one"
            found.notes.append(asked_of_cell(why, where))
            return
        for name in self.names(text):
            self._add(name, place, on, post)

    def _add(self, name: str, place: tuple[int, int], on: date, post: _Post) -> None:
        title, where, found = self.sheet.title, self.sheet.where(place), self.found
        kind = open_kind(name)
        if kind is not None:
            found.open.append(FoundOpen(kind, title, on, post.text, where, post.meaning))
            return
        key = found.add_person(FoundPerson(name_key(name), name, title), where)
        found.person_rows.setdefault(title, set()).add(place[0])
        found.cells.append(FoundCell(key, on, post.text, where, "", post.meaning))

    def _words_behind(self, text: str) -> Iterator[str]:
        """Names that are a known one with a small word behind it, or a few capitals."""
        for name in self.names(text):
            if re.search(r"\s[-–—]\s", name):
                yield name
            first, _, rest = name.rpartition(" ")
            is_code = code_of(rest) in CUSTOMARY and rest.isupper()
            if (rest.islower() or is_code) and name_key(first) in self.found.people:
                yield name


def _label(sheet: SeenSheet, block: Block, row: int) -> str:
    """Everything left of the dates; two times beside one another are the hours."""
    texts: list[str] = []
    for column, value in sorted(sheet.row(row).items()):
        if column >= block.first:
            break
        if column == block.week_column:
            continue
        text = text_of(value)
        if texts and clock_text(value) and clock_text(texts[-1]):
            texts[-1] = f"{clock_text(texts[-1])}-{clock_text(value)}"
        elif text not in texts:
            texts.append(text)
    return " ".join(texts)


def _texts(sheet: SeenSheet, block: Block, row: int) -> Sequence[str]:
    values = sheet.row(row)
    texts = (entry_of(values.get(column)) for column in sorted(block.columns))
    return [text for text in texts if text.upper() not in _NOBODY]


def _has_letters(texts: Sequence[str]) -> bool:
    return any(map(str.isalpha, "".join(texts)))


def _is_shift(label: str, mapping: Mapping) -> bool:
    return bool(
        meaning_from_words(label)
        or _SHIFT.search(label)
        or _POST.search(label)
        or code_of(label) in CUSTOMARY
        or code_of(label) in {code_of(code) for code in mapping.codes}
    )


def _is_names(text: str, mapping: Mapping, *, are_apart: bool) -> bool:
    names = names_within(text, has_commas_between=are_apart)
    return bool(names) and all(
        open_kind(name) is not None or _is_name(name, mapping, is_alone=len(names) == 1)
        for name in names
    )


def _is_name(name: str, mapping: Mapping, *, is_alone: bool) -> bool:
    plain = name.replace(",", " ")
    return (
        bool(_NAME.fullmatch(plain))
        and len(name) > 1
        and not (len(name) <= 3 and name.isupper() and not is_alone)
        and len(plain.split()) <= _MOST_WORDS
        and code_of(name) not in CUSTOMARY
        and code_of(name) not in mapping.codes
        and not is_of_many_parts(name)
        and spells_of(name) is None
        and kind_of_words(name) is None
    )


def _post(label: str, mapping: Mapping) -> _Post | None:
    if code_of(label) in {code_of(code) for code in mapping.codes} | CUSTOMARY.keys():
        return _Post(label)
    meaning = meaning_from_words(label)
    if meaning is not None:
        named = re.split(r"[\d(\[]", label)[0].strip(" :-–—")
        return _Post(named if meaning.hours is not None else label, meaning)
    word = _PLAIN_SHIFT.fullmatch(label)
    return (
        _Post(_CUSTOM.get(word[1].casefold(), ""))
        if word and word[1].casefold() in _CUSTOM
        else None
    )
