"""What does ``case.toml`` say?"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from rosterer.files.cells import short
from rosterer.files.csvtext import decoded
from rosterer.files.faults import MOST_FAULTS, Fault, Known
from rosterer.files.rows import UNKNOWN, faults_of, shown_value
from rosterer.files.values import fact_of_values, names_of, typed_values
from rosterer_models.vocabulary.base import Fact
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.settings import (
    ChangePrices,
    Limits,
    Payers,
    PriceList,
    Rules,
    Tail,
)

SETTINGS_FILE = "case.toml"
SECTIONS: Mapping[str, type[Fact]] = {
    "prices": PriceList,
    "limits": Limits,
    "tail": Tail,
    "rules": Rules,
    "payers": Payers,
    "change_prices": ChangePrices,
}
HEADINGS = ("name", "note", "first_day", "days", "zone", "holidays")


@dataclass(frozen=True)
class Settings:
    """The sound settings of a case, as values of the vocabulary, and the line of each."""

    values: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


def read_settings(path: Path) -> tuple[Settings, list[Fault]]:
    """The sound settings of a case, and what is wrong with the others."""
    try:
        text, faults = decoded(path.read_bytes(), path.name, "save it as UTF-8")
    except FileNotFoundError:
        return Settings(), [
            Fault(path.name, "is missing", "a case needs it: at least name, first_day and days")
        ]
    except OSError as refused:
        return Settings(), [
            Fault(
                path.name,
                f"cannot be read ({refused.strerror})",
                "check that it is a file that you may open",
            )
        ]
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as wrong:
        line = re.search(r"line (\d+)", str(wrong))
        row = int(line[1]) if line else None
        return Settings(), [
            *faults,
            Fault(
                path.name,
                "is no TOML file",
                'texts and dates stand as name = "Derby", first_day = 2026-11-02',
                row,
            ),
        ]
    lines = lines_of(text)
    values, wrong_settings = sound_settings(raw, path.name)
    return Settings(values, lines), faults + [_on_line(fault, lines) for fault in wrong_settings]


def sound_settings(raw: Mapping[str, object], origin: str) -> tuple[dict[str, object], list[Fault]]:
    """Check raw settings one section at a time, so that a wrong price does not hide a wrong
    date.
    """
    faults: list[Fault] = []
    unknown = Known(Case.model_fields)
    others = (key for key in raw if key not in HEADINGS and key not in SECTIONS)
    for key in islice(others, MOST_FAULTS + 1):
        message, shown = f"{short(key)!r} is not known here", shown_value(raw[key])
        remedy = unknown.nearest(key) or UNKNOWN
        faults.append(Fault(origin, message, remedy, column=short(key), value=shown))
    if len(faults) > MOST_FAULTS:
        return {}, faults
    known, wrong = typed_values(
        {key: raw[key] for key in HEADINGS if key in raw}, Case, origin, None
    )
    for section in SECTIONS:
        if raw.get(section) is not None:
            fact, found = _section(section, raw[section], origin)
            wrong += found
            known |= {section: fact} if fact is not None else {}
    faults += wrong
    told = names_of(wrong)
    try:
        case = Case.model_validate(known)
    except ValidationError as refused:
        found = [
            fault
            for fault in faults_of(refused, Case, origin, None)
            if not names_of([fault]) & told
        ]
        unsound = {str(detail["loc"][0]) for detail in refused.errors() if detail["loc"]}
        return _alone(
            {key: value for key, value in known.items() if key not in unsound}
        ), faults + found
    return {key: getattr(case, key) for key in (*HEADINGS, *SECTIONS)}, faults


def toml_text(settings: Mapping[str, object]) -> str:
    """``case.toml`` of settings: headings first, then a section each."""
    lines = [f"{key} = {_literal(settings[key])}" for key in HEADINGS]
    for section, model in SECTIONS.items():
        lines += ["", f"[{section}]"]
        values = settings[section]
        for key in model.model_fields:
            value = getattr(values, key)
            if value is not None:
                lines.append(f"{key} = {_literal(value)}")
    return "\n".join(lines) + "\n"


def _section(section: str, raw: object, origin: str) -> tuple[Fact | None, list[Fault]]:
    """The settings of a section, or everything that is wrong with them."""
    if not isinstance(raw, Mapping):
        remedy = (
            f"write [{section}] above its settings"
            if origin == SETTINGS_FILE
            else "write { … } with a value for each setting"
        )
        value = shown_value(raw)
        return None, [
            Fault(origin, f"{value!r} is no group of settings", remedy, column=section, value=value)
        ]
    fact, faults = fact_of_values(SECTIONS[section], raw, origin, None)
    if section == "prices" and fact is None:
        faults = [
            *(fault for fault in faults if fault.column is not None),
            *_prices_out_of_order(raw, faults, origin),
        ]
    return fact, [
        replace(fault, column=f"{section}.{fault.column}" if fault.column else section)
        for fault in faults
    ]


def _prices_out_of_order(
    raw: Mapping[str, object], faults: Iterable[Fault], origin: str
) -> Iterator[Fault]:
    """A fault for each price out of order; those that cannot be read are measured by nothing and
    measure nothing.
    """
    doubtful = names_of(faults)
    names = [
        name
        for name in PriceList.model_fields
        if name not in doubtful and raw.get(name) is not None
    ]
    given = {name: float(value) if isinstance(value := raw[name], str) else value for name in names}
    prices = PriceList.model_construct(None, **given)  # type: ignore[arg-type]
    for wrong in prices.out_of_order():
        if not doubtful & {wrong.setting, *wrong.others}:
            value = shown_value(getattr(prices, wrong.setting))
            yield Fault(
                origin,
                f"{value!r} {wrong.sentence}",
                wrong.remedy,
                column=wrong.setting,
                value=value,
            )


def _alone(known: Mapping[str, object]) -> dict[str, object]:
    """What is sound among settings of which a needed one is not: the checks use what there is."""
    filled = {"name": "case", "first_day": date(2026, 1, 5), "days": 1, **known}
    try:
        case = Case.model_validate(filled)
    except ValidationError:
        return {}
    return {key: getattr(case, key) for key in known}


def lines_of(text: str) -> dict[str, int]:
    """The line on which each setting stands, by its name or ``section.name``, and each section."""
    lines: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().startswith("["):
            section = line.strip().strip("[] ")
            lines.setdefault(section, number)
        elif "=" in line:
            name = line.partition("=")[0].strip()
            lines.setdefault(f"{section}.{name}" if section else name, number)
    return lines


def _on_line(fault: Fault, lines: Mapping[str, int]) -> Fault:
    parts = (fault.column or "").split(".")
    found = (lines.get(".".join(parts[:length])) for length in range(len(parts), 0, -1))
    return replace(fault, row=next((line for line in found if line is not None), None))


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        # a whole number reads the same without its point, except that TOML's integers have no
        # negative zero
        return "-0.0" if repr(value) == "-0.0" else repr(value).removesuffix(".0")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return _list(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007F")


def _list(values: Iterable[object]) -> str:
    return "[" + ", ".join(_literal(value) for value in values) + "]"
