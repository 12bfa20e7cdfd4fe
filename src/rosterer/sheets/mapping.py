"""How does a manager say what their sheets mean, where it cannot be guessed?

A mapping file is TOML. ``rosterer import --write-mapping`` writes one with everything that was
guessed, to be corrected and given back.
"""

import json
import tomllib
from collections.abc import Mapping as MappingOf
from datetime import date
from pathlib import Path

from pydantic import Field, ValidationError

from rosterer.files.csvtext import decoded
from rosterer.files.faults import BadInput, Fault
from rosterer.files.rows import faults_of
from rosterer.sheets.codes import Meaning, code_of, meaning_from_words, said
from rosterer_models.vocabulary.base import Fact


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
    "unavailable"``, ``TR = "training"``.
    """
    colours: dict[str, str] = Field(default={})
    """What an empty cell of a colour means, such as ``FFFF00 = "leave"``."""
    columns: dict[str, str] = {}
    """Headings that say otherwise than expected, such as ``"Who" = "name"``.

    The words are name, first name, surname, id, grade, contract, date, code, start, end, team.
    """

    def meanings(self) -> dict[str, Meaning]:
        """Codes by what they mean.

        Raises
        ------
        ValueError
            When a code is given words that mean nothing.
        """
        return {code_of(code): _meaning(code, words) for code, words in self.codes.items()}

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
        raise BadInput(
            [
                Fault(
                    path.name,
                    f"is no TOML file ({wrong})",
                    'write codes as AL = "leave" under [codes]',
                )
            ]
        ) from wrong
    if faults:
        raise BadInput(faults)
    try:
        mapping = Mapping.model_validate(raw)
    except ValidationError as refused:
        raise BadInput(faults_of(refused, Mapping, path.name, None)) from refused
    wrong_words = []
    for section, words in (("codes", mapping.codes), ("colours", mapping.colours)):
        for key, text in words.items():
            if meaning_from_words(text) is None:
                remedy = (
                    'write hours such as "07:00-19:30 break 30", or off, leave, '
                    "unavailable or training"
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


def mapping_text(
    name: str,
    codes: MappingOf[str, Meaning],
    guessed: MappingOf[str, str],
    unknown: MappingOf[str, int],
    colours: MappingOf[str, Meaning],
    unknown_colours: MappingOf[str, int],
) -> str:
    """A mapping file of what was understood; what was guessed says so, and unknown codes and
    colours wait to be filled in.
    """
    lines = [
        "# What the sheets mean. Correct it and give it back with --mapping.",
        '# A meaning is hours such as "07:00-19:30 break 30", or off, leave, unavailable or '
        "training.",
        f"name = {_quoted(name)}",
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
    lines += _to_fill_in(unknown)
    if colours or unknown_colours:
        lines += ["", "[colours]", "# of empty cells"]
        lines += [
            f"{_quoted(colour)} = {_quoted(said(meaning))}"
            for colour, meaning in sorted(colours.items())
        ]
        lines += _to_fill_in(unknown_colours)
    return "\n".join(lines) + "\n"


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
