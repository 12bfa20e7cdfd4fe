"""How does a manager say what their sheets mean, where it cannot be guessed?

A mapping file is TOML. ``rosterer import --write-mapping`` writes one with everything that was
guessed, to be corrected and given back.
"""

import json
import re
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from rosterer.files.csvtext import decoded
from rosterer.files.faults import BadInput, Fault
from rosterer.files.rows import faults_of
from rosterer.sheets.codes import code_of
from rosterer.sheets.customary import by_its_code
from rosterer.sheets.days import STYLES, Style
from rosterer.sheets.meanings import Meaning, meaning_from_words, said
from rosterer.sheets.notes import Note
from rosterer_models.vocabulary.base import Fact

RowKind = Literal["person", "vacant", "agency", "needed", "total", "team", "weeks", "ignore"]


_SCALARS = ("year", "first_day", "last_day")
_WORDS = ("ignore_sheets", "dates", "weekly_dates", "commas", "ids")
"""What stands above the tables and is asked about."""


class Mapping(Fact):
    """What the file says; everything may be left out."""

    name: str = ""
    """Of the case."""
    year: int | None = None
    """Of headings that name none."""
    first_day: date | None = None
    """Of the horizon; duties before it become history."""
    last_day: date | None = None
    ignore_sheets: tuple[str, ...] = ()
    codes: dict[str, str] = {}
    """Such as ``D = "07:00-19:30 break 30"``, ``AL = "leave"``, ``OFF = "off"``, ``SICK =
    "sickness"``, ``TR = "training"``.
    """
    colours: dict[str, str] = Field(default={})
    """What an empty cell of a colour means, such as ``FFFF00 = "leave"``."""
    columns: dict[str, str] = {}
    """Headings that say otherwise than expected, such as ``"Who" = "name"``.

    The words are name, first name, surname, id, grade, contract, date, code, time, start, end,
    break, length, team and ignore.
    """
    rows: dict[str, RowKind] = {}
    """What a row is, by the name at its beginning; ``weeks`` is a person with a row for each week
    below weekdays.
    """
    cells: dict[str, str] = {}
    """What a cell says instead, such as ``"Rota!F7" = "07:00-15:00"``, or ``ignore``."""
    first_days: dict[str, date] = {}
    """By sheet, where its headings say no date."""
    hidden: dict[str, Literal["read", "ignore"]] = {}
    """By sheet whether what is hidden of it counts."""
    dates: Literal["", "day/month", "month/day"] = ""
    """How dates are written, where it cannot be seen."""
    weekly_dates: Literal["", "days", "weeks"] = ""
    """Whether what stands at dates a week apart holds for that day or for the week."""
    commas: Literal["", "between people", "after surnames"] = ""
    """What a comma in a cell with names stands between, where it cannot be seen."""

    ids: Literal["", "names", "numbers"] = ""
    """Whether ids of people are made of their names, or are numbers that tell nobody who it is."""

    def meanings(self) -> dict[str, Meaning]:
        """Codes by what they mean.

        Raises
        ------
        ValueError
            When a code is given words that mean nothing.
        """
        return {
            code_of(code): by_its_code(code_of(code).rpartition("!")[2], _meaning(code, words))
            for code, words in self.codes.items()
        }

    @property
    def styles(self) -> tuple[Style, ...]:
        """How dates may be written."""
        if not self.dates:
            return STYLES
        is_month_first = self.dates == "month/day"
        return tuple(style for style in STYLES if style.is_month_first == is_month_first)

    def colour_meanings(self) -> dict[str, Meaning]:
        """Colours by what they mean.

        Raises
        ------
        ValueError
            When a colour is given words that mean nothing.
        """
        return {
            colour.upper().lstrip("#"): _meaning(colour, words)
            for colour, words in self.colours.items()
        }


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises
    ------
    BadInput
        With everything that is wrong in it.
    """
    try:
        text, faults = decoded(path.read_bytes(), path.name)
        raw = tomllib.loads(text)
    except OSError as refused:
        raise BadInput(
            [Fault(str(path), f"cannot be read ({refused.strerror})", "check the name")]
        ) from refused
    except (ValueError, RecursionError) as wrong:
        line = re.search(r"line (\d+)", str(wrong))
        remedy = 'write codes as AL = "leave" under [codes]'
        row = int(line[1]) if line else None
        raise BadInput([Fault(path.name, "is no TOML file", remedy, row)]) from wrong
    if faults:
        raise BadInput(faults)
    try:
        mapping = Mapping.model_validate(raw)
    except ValidationError as refused:
        raise BadInput(faults_of(refused, Mapping, path.name, None)) from refused
    wrong_words = _told_twice(path, mapping)
    for section, words in (("codes", mapping.codes), ("colours", mapping.colours)):
        for key, text in words.items():
            if meaning_from_words(text) is None:
                remedy = (
                    'write hours such as "07:00-19:30 break 30", or off, leave, sickness, '
                    "parental, unpaid, unavailable or training"
                )
                wrong_words.append(
                    Fault(
                        path.name,
                        f"{text!r} is no meaning",
                        remedy,
                        column=f"{section}.{key}",
                        value=text,
                    )
                )
    if wrong_words:
        raise BadInput(wrong_words)
    return mapping


def _told_twice(path: Path, mapping: Mapping) -> list[Fault]:
    """Codes that differ by capitals alone are one, and mean one thing."""
    first: dict[str, str] = {}
    faults = []
    for code, words in mapping.codes.items():
        known = first.setdefault(code_of(code), code)
        if known != code and mapping.codes[known] != words:
            faults.append(
                Fault(
                    path.name,
                    f"{code!r} and {known!r} are one code, whatever its capitals, and mean two "
                    "things",
                    "give one of them another name in the sheet, or say under [cells] what its "
                    "cells mean",
                    column=f"codes.{code}",
                    value=words,
                )
            )
    return faults


def mapping_text(
    name: str,
    codes: MappingOf[str, Meaning],
    guessed: MappingOf[str, str],
    unknown: MappingOf[str, int],
    colours: MappingOf[str, Meaning],
    unknown_colours: MappingOf[str, int],
    *,
    given: Mapping | None = None,
    questions: Iterable[Note] = (),
) -> str:
    """A mapping file of what was understood; what was guessed says so, and unknown codes, colours
    and questions wait to be filled in.

    Parameters
    ----------
    given
        What its owner has said already: it stays.
    """
    asked = _asked(questions)
    given = given or Mapping()
    lines = [
        "# What the sheets mean. Correct it and give it back with --mapping.",
        '# A meaning is hours such as "07:00-19:30 break 30", or off, leave, sickness, parental,',
        "# unpaid, unavailable or training.",
        '# "14:00-22:00 22:00-07:00=sleep-in" has a spell that gives no cover.',
        "# A line that begins with # is not answered yet: fill it in and take the # away.",
        f"name = {_quoted(name)}",
        *_scalars(given),
        *(line for one in (*_SCALARS, *_WORDS) for line in asked.pop(one, {}).values()),
        "",
        "[codes]",
    ]
    for code, meaning in sorted(codes.items()):
        # colours are in the rota's own codes too, once they mean a duty
        if code not in colours:
            lines.append(
                f"{_quoted(code)} = "
                f"{_quoted(said(meaning))}{'  # a guess' if code in guessed else ''}"
            )
    kept = {code: text for code, text in given.codes.items() if code_of(code) not in codes}
    lines += [f"{_quoted(code)} = {_quoted(text)}" for code, text in sorted(kept.items())]
    own = asked.pop("codes", {})
    lines += _to_fill_in({code: count for code, count in unknown.items() if code not in own})
    lines += own.values()
    if colours or unknown_colours or given.colours:
        lines += ["", "[colours]", "# of empty cells"]
        meant = {colour: said(meaning) for colour, meaning in colours.items()}
        told = {colour.upper().lstrip("#"): text for colour, text in given.colours.items()}
        lines += [
            f"{_quoted(colour)} = {_quoted(text)}"
            for colour, text in sorted({**told, **meant}.items())
        ]
        lines += _to_fill_in(unknown_colours)
    tables: tuple[tuple[str, MappingOf[str, str]], ...] = (
        ("columns", given.columns),
        ("rows", given.rows),
        ("cells", given.cells),
        ("first_days", {title: str(on) for title, on in given.first_days.items()}),
        ("hidden", given.hidden),
    )
    for section, answers in tables:
        open_lines = asked.pop(section, {})
        if answers or open_lines:
            lines += ["", f"[{section}]"]
            lines += [f"{_quoted(key)} = {_quoted(text)}" for key, text in answers.items()]
            lines += open_lines.values()
    for open_lines in asked.values():
        lines += ["", "# Without an answer here: correct the sheet.", *open_lines.values()]
    return "\n".join(lines) + "\n"


def _scalars(given: Mapping) -> list[str]:
    lines = [f"{key} = {value}" for key in _SCALARS if (value := getattr(given, key)) is not None]
    if given.ignore_sheets:
        lines.append(f"ignore_sheets = [{', '.join(map(_quoted, given.ignore_sheets))}]")
    words = {key: getattr(given, key) for key in _WORDS if key != "ignore_sheets"}
    return lines + [f"{key} = {_quoted(word)}" for key, word in words.items() if word]


def _asked(questions: Iterable[Note]) -> dict[str, dict[str, str]]:
    """A line for each question, by section and key."""
    asked: dict[str, dict[str, str]] = {}
    for note in questions:
        if note.kind == "unknown code":
            continue  # counted among the codes
        section, key = note.answer
        if section == "ignore_sheets":
            line = f"# ignore_sheets = [{_quoted(key)}]  # {note.text}"
        elif section in _SCALARS:
            line = f"# {section} = …  # {note.text}: {note.remedy}"
        elif section in _WORDS:
            line = f'# {section} = "…"  # {note.text}: {note.remedy}'
        elif section:
            line = f'# {_quoted(key)} = "…"  # {note.text}'
        else:
            line = f"# {note.where}: {note.text}"
        known = section if section in _WORDS and section != "ignore_sheets" else key or note.text
        asked.setdefault(section, {}).setdefault(known, " ".join(line.split()))
    return asked


def _to_fill_in(unknown: MappingOf[str, int]) -> list[str]:
    return [
        f'# {_quoted(word)} = "…"  # unknown, in {count} cell{"s" * (count > 1)}'
        for word, count in sorted(unknown.items())
    ]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _meaning(key: str, words: str) -> Meaning:
    meaning = meaning_from_words(words)
    if meaning is None:
        raise ValueError(f"{key} = {words!r} is no meaning")
    return meaning
