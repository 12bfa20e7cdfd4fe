"""Which rota sheets are in the corpus, and what is right for each?

The format of ``right.toml`` is described in ``tests/sheets/corpus/README.md``.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parents[1] / "tests" / "sheets" / "corpus"


@dataclass(frozen=True)
class Duty:
    """A duty of somebody; ``person`` of an open one is ``vacant`` or ``agency``."""

    person: str
    start: datetime
    end: datetime
    is_training: bool = False

    def __str__(self) -> str:
        time = f"{self.start:%Y-%m-%d %H:%M}-{self.end:%H:%M}"
        return f"{self.person} {time}{' training' * self.is_training}"


@dataclass(frozen=True)
class Reading:
    """What a sheet means."""

    people: frozenset[str]
    paid: Mapping[Duty, int | None]
    """Minutes of each duty that are paid, where the sheet says so."""
    absences: frozenset[tuple[str, date]]
    open_duties: tuple[Duty, ...] = ()
    """Vacant, or an agency's: needed beside the duties of the people."""
    needs: Mapping[datetime, int] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)
    """Other ways to write somebody's name."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of the corpus and what is right for it."""

    folder: Path
    outcome: str
    words: tuple[str, ...]
    """Each must be in what a refusal says; ``a|b`` asks for one of them."""
    said: tuple[str, ...]
    """The same of what is said when the sheet is read."""
    arguments: tuple[str, ...]
    right: Reading | None

    @property
    def rota(self) -> Path:
        """The one file that is no TOML."""
        return next(p for p in sorted(self.folder.iterdir()) if p.suffix != ".toml")


def sheets(corpus: Path = CORPUS) -> list[Sheet]:
    """Every sheet, by folder."""
    return [sheet_of(found.parent) for found in sorted(corpus.glob("*/right.toml"))]


def sheet_of(folder: Path) -> Sheet:
    """What stands in a folder's ``right.toml``."""
    told = tomllib.loads((folder / "right.toml").read_text("utf-8"))
    return Sheet(
        folder=folder,
        outcome=told["outcome"],
        words=tuple(told.get("words", ())),
        said=tuple(told.get("said", ())),
        arguments=tuple(told.get("arguments", ())),
        right=_reading(told["right"]) if "right" in told else None,
    )


def span(day: date, start: str, end: str) -> tuple[datetime, datetime]:
    """When a duty of a day begins and ends; one that ends at or before its start ends on the next
    day.
    """
    first = datetime.fromisoformat(f"{day} {start}")
    last = datetime.fromisoformat(f"{day} {end}")
    return first, last if last > first else last + timedelta(days=1)


def _reading(told: Mapping[str, Any]) -> Reading:
    written = [name.split("|") for name in told["people"]]
    return Reading(
        people=frozenset(first for first, *_ in written),
        paid={
            duty: minutes
            for name, times in told.get("duties", {}).items()
            for duty, minutes in _of_times(name, times)
        },
        absences=frozenset(
            (name, day) for name, days in told.get("absences", {}).items() for day in days
        ),
        open_duties=tuple(
            duty for kind in ("vacant", "agency") for duty, _ in _of_times(kind, told.get(kind, {}))
        ),
        needs={datetime.fromisoformat(at): heads for at, heads in told.get("needs", {}).items()},
        also={other: first for first, *others in written for other in others},
    )


def _of_times(name: str, times: Mapping[str, Sequence[date]]) -> Iterable[tuple[Duty, int | None]]:
    """``"07:00-19:30 paid 11:30 training"`` with its days."""
    for text, days in times.items():
        hours, *more = text.split()
        start, end = hours.split("-")
        minutes = None
        if "paid" in more:
            hour, minute = more[more.index("paid") + 1].split(":")
            minutes = int(hour) * 60 + int(minute)
        for day in days:
            yield Duty(name, *span(day, start, end), "training" in more), minutes
