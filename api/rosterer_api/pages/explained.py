"""What does a rota sheet still ask of its owner, and what do their answers make of it?

Answers are kept by section and key of a mapping file, and are read as one, so that a page and the
command line can never understand a rota in two ways.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rosterer.files import BadInput
from rosterer.sheets import (
    Imported,
    NoDutyKnownError,
    Note,
    QuestionsError,
    import_rota,
    load_mapping,
)
from rosterer.sheets.meanings import said
from rosterer.sheets.notes import shown
from rosterer_api.problems import ErrorItem, fault_items

Answers = Mapping[str, Any]
"""Texts by key for what stands above the tables; by section and key for what stands in them."""
SECTIONS = ("codes", "colours", "columns", "rows", "cells", "first_days", "hidden")
SCALARS = ("name", "year", "first_day", "last_day", "dates", "weekly_dates", "commas", "ids")
LEFT_OUT = "ignore_sheets"
_BARE = re.compile(r"[0-9]{4}(-[0-9]{2}-[0-9]{2})?")
"""A year or a date, which TOML writes without quotes."""
_MEANING = (
    "hours such as 07:00-19:30 break 30 or 07:00-11:00 17:00-22:30, or off, leave, unavailable or "
    "training"
)
_CHOICES: Mapping[str, Sequence[tuple[str, str]]] = {
    "rows": (
        ("person", "somebody who works"),
        ("vacant", "work that nobody does yet"),
        ("agency", "work of an agency"),
        ("needed", "how many are needed"),
        ("total", "a total"),
        ("team", "the name of a team"),
        ("weeks", "somebody, with a row for each week"),
        ("ignore", "nothing: leave it out"),
    ),
    "hidden": (("read", "it counts"), ("ignore", "it does not count")),
    "dates": (("day/month", "the day first"), ("month/day", "the month first")),
    "weekly_dates": (("days", "for that day"), ("weeks", "for the week from that day")),
    "commas": (
        ("between people", "between people"),
        ("after surnames", "behind a surname, before the first name"),
    ),
    "ids": (("names", "made of their names"), ("numbers", "numbers that tell no names")),
    LEFT_OUT: (("yes", "leave this sheet out"), ("no", "it counts")),
}
_LABELS: Mapping[str, str] = {
    "codes": "What does {} mean?",
    "colours": "What does an empty cell of the colour {} mean?",
    "columns": "What stands below the heading {}?",
    "rows": "What is the row {}?",
    "cells": "What should the cell {} say?",
    "first_days": "On which day does the sheet {} begin?",
    "hidden": "Does what is hidden on the sheet {} count?",
    LEFT_OUT: "Does the sheet {} count?",
    "year": "Of which year is it?",
    "first_day": "Which is the first day?",
    "last_day": "Which is the last day?",
    "dates": "How are dates written?",
    "weekly_dates": "For how long does what stands at a date hold?",
    "commas": "What stands between commas?",
}
_WHOLE: Sequence[tuple[str, str, str]] = (
    ("name", "What is it called?", "A name for the case: letters, digits and hyphens"),
    (
        "first_day",
        "Which is the first day to be planned?",
        "Duties before it become history, for rest and averages; leave it blank for the first "
        "that was read",
    ),
    ("ids", "How are people named?", "Numbers, where exports must tell no names"),
)


@dataclass(frozen=True)
class Question:
    """What is asked, and where its answer goes; without a field the sheet itself must be
    corrected.
    """

    text: str
    where: str = ""
    field: str = ""
    label: str = ""
    hint: str = ""
    answer: str = ""
    choices: Sequence[tuple[str, str]] = ()
    is_date: bool = False


@dataclass(frozen=True)
class Code:
    """What a code is taken for, and why, where that is a guess."""

    code: str
    meaning: str
    why: str


@dataclass(frozen=True)
class Reading:
    """What came of a sheet with the answers so far."""

    whole: Sequence[Question]
    asked: Sequence[Question] = ()
    faults: Sequence[ErrorItem] = ()
    imported: Imported | None = None
    mapping: str = ""
    codes: Sequence[Code] = ()
    guesses: Sequence[tuple[str, str]] = ()
    unread: Sequence[tuple[str, str]] = ()
    is_asked: bool = field(default=False)
    """Whether it can be read without answers, with a loss."""


def read_rota(path: Path, answers: Answers, today: date, *, accepts_loss: bool) -> Reading:
    """A rota with the answers so far."""
    text = toml_of(answers)
    file = path.with_name("answers.toml")
    file.write_text(text, encoding="utf-8")
    whole = [_whole(answers, *one) for one in _WHOLE]
    try:
        mapping = load_mapping(file)
        imported = import_rota(path, mapping, today=today, accepts_loss=accepts_loss)
    except QuestionsError as asked:
        questions = _questions(asked.questions, answers)
        return Reading(whole, questions, mapping=asked.mapping, is_asked=True)
    except NoDutyKnownError as asked:
        return Reading(whole, _unknown(asked, answers), fault_items(asked), mapping=asked.mapping)
    except BadInput as refused:
        return Reading(whole, faults=fault_items(refused), mapping=text)
    return Reading(
        whole,
        _questions((note for note in imported.notes if note.is_question), answers),
        imported=imported,
        mapping=imported.mapping,
        codes=_codes(imported),
        guesses=_told(imported, "guess"),
        unread=_told(imported, "not read"),
    )


def with_fields(answers: Answers, fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The answers with what somebody has filled in; blank takes an answer back."""
    found: dict[str, Any] = json.loads(json.dumps(dict(answers)))
    for name, given in fields:
        section, colon, key = name.partition(":")
        if "\x00" in name:
            continue  # no field of the page is called so, and a database cannot keep it
        text = " ".join(given.replace("\x00", " ").split())
        if section in SECTIONS and colon and key:
            _set(found.setdefault(section, {}), key, text)
        elif section == LEFT_OUT and key:
            _set(found.setdefault(LEFT_OUT, {}), key, text)
        elif section in SCALARS and not colon:
            _set(found, section, text)
    return found


def toml_of(answers: Answers) -> str:
    """The answers as a mapping file."""
    lines = [f"{key} = {_value(key, answers[key])}" for key in SCALARS if answers.get(key)]
    sheets = [sheet for sheet, said in answers.get(LEFT_OUT, {}).items() if said == "yes"]
    lines += [f"{LEFT_OUT} = [{', '.join(map(_quoted, sheets))}]"] if sheets else []
    for section in SECTIONS:
        if answers.get(section):
            lines += ["", f"[{section}]"]
            lines += [f"{_quoted(key)} = {_quoted(to)}" for key, to in answers[section].items()]
    return "\n".join(lines) + "\n"


def _set(found: dict[str, Any], key: str, text: str) -> None:
    if text:
        found[key] = text
    else:
        found.pop(key, None)


def _value(key: str, text: str) -> str:
    is_bare = key in ("year", "first_day", "last_day") and _BARE.fullmatch(text)
    return text if is_bare else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _whole(answers: Answers, key: str, label: str, hint: str) -> Question:
    return Question(
        "",
        field=key,
        label=label,
        hint=hint,
        answer=answers.get(key, ""),
        choices=_CHOICES.get(key, ()),
        is_date=key == "first_day",
    )


def _questions(notes: Iterable[Note], answers: Answers) -> list[Question]:
    """One for each answer that is wanted, with all places of what it is about."""
    places: dict[tuple[str, str, str], list[Note]] = {}
    for note in notes:
        section, key = note.answer
        about = (section, key, "" if section else note.text)
        places.setdefault(about, []).append(note)
    return [_question(found, answers) for found in places.values()]


def _question(notes: Sequence[Note], answers: Answers) -> Question:
    note, (section, key) = notes[0], notes[0].answer
    text = f"{note.text} is a code that nobody knows" if note.kind == "unknown code" else note.text
    where = shown(list(dict.fromkeys(one.where for one in notes if one.where)))
    if not section:
        return Question(_sentence(text), where, hint=_sentence(note.remedy or "correct the sheet"))
    is_table = section in SECTIONS or section == LEFT_OUT
    given = answers.get(section, {}).get(key, "") if is_table else answers.get(section, "")
    hint = _sentence(f"write {_MEANING}" if section in ("codes", "colours") else note.remedy)
    return Question(
        _sentence(text),
        where,
        field=f"{section}:{key}" if is_table else section,
        label=_LABELS.get(section, "What is meant?").format(key),
        hint=hint,
        answer=str(given),
        choices=_CHOICES.get(section, ()),
        is_date=section in ("first_days", "first_day", "last_day"),
    )


def _unknown(asked: NoDutyKnownError, answers: Answers) -> list[Question]:
    """Codes and colours of which some must be duties."""
    notes = [Note("unknown code", repr(one), answer=("codes", one)) for one in asked.unknown]
    notes += [
        Note("question", f"cells of the colour {one} are empty", answer=("colours", one))
        for one in asked.unknown_colours
    ]
    return _questions(notes, answers)


def _codes(imported: Imported) -> list[Code]:
    """What codes mean, guesses first."""
    found = [
        Code(code, said(meaning), imported.guessed.get(code, ""))
        for code, meaning in imported.codes.items()
        if code not in imported.colours
    ]
    return sorted(found, key=lambda one: (not one.why, one.code))


def _told(imported: Imported, kind: str) -> list[tuple[str, str]]:
    """Notes of a kind, those that say the same put together."""
    places: dict[str, list[str]] = {}
    for note in imported.notes:
        if note.kind == kind and note.text not in imported.guessed.values():
            places.setdefault(note.text, []).append(note.where)
    return [
        (_sentence(text), shown([one for one in where if one])) for text, where in places.items()
    ]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
