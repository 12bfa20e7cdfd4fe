"""Under which conditions is a winter simulated, beyond what the case says?"""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from rosterer.files.faults import BadInput, Fault
from rosterer_models.vocabulary.change import (
    Ageing,
    Leaving,
    Returning,
    Scenario,
    Sickness,
    Spot,
    WinterSeverity,
)

USUAL_SICKNESS_PERCENT = 6.0
"""Share of heads off sick on a usual day, when the scenario does not say: an input, not a finding.
"""
MOST_SICKNESS_PERCENT = 95.0
USUAL_SPREAD_PERCENT = 10.0
"""How much one winter differs from another when the scenario does not say."""


@dataclass(frozen=True)
class Conditions:
    """What the changes of a scenario say about the simulation alone."""

    sickness: tuple[Sickness, ...] = ()
    usual_sickness_percent: float = USUAL_SICKNESS_PERCENT
    """On days that no row names."""
    spread_percent: float = USUAL_SPREAD_PERCENT
    spots: tuple[Spot, ...] = ()
    leaving: Leaving = field(default_factory=Leaving)
    returning: tuple[Returning, ...] = ()
    ageing_days: float = 0.0
    """0: priority is strict."""

    def sickness_on(self, day: date) -> float:
        """Expected share of heads off sick: rows that name the day add up, as far as that goes; the
        usual share where none does.
        """
        rows = [
            row.percent
            for row in self.sickness
            if (row.first_day is None or row.first_day <= day)
            and (row.last_day is None or day <= row.last_day)
        ]
        return min(MOST_SICKNESS_PERCENT, sum(rows) if rows else self.usual_sickness_percent) / 100


def conditions_of(scenario: Scenario) -> Conditions:
    """Collect them; a later change of the same kind comes on top (sickness, spot, returning) or
    instead (winter, leaving).
    """
    found = Conditions()
    sickness = list(found.sickness)
    spread, spots, leaving = found.spread_percent, list(found.spots), found.leaving
    returning: list[Returning] = []
    ageing_days = 0.0
    for change in scenario.change:
        match change:
            case Sickness():
                sickness.append(change)
            case WinterSeverity():
                spread = change.spread_percent
            case Spot():
                spots.append(change)
            case Leaving():
                leaving = change
            case Returning():
                returning.append(change)
            case Ageing():
                ageing_days = change.days
            case _:
                pass
    return Conditions(
        tuple(sickness),
        spread_percent=spread,
        spots=tuple(spots),
        leaving=leaving,
        returning=tuple(returning),
        ageing_days=ageing_days,
    )


def read_scenario(path: Path) -> Scenario:
    """Read a scenario from TOML; its name defaults to the file's.

    Raises
    ------
    BadInput
        With every fault of the file.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as failure:
        raise BadInput([Fault(str(path), "cannot be read", str(failure.strerror))]) from failure
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as failure:
        raise BadInput([Fault(str(path), f"is no TOML: {failure}")]) from failure
    try:
        return Scenario.model_validate({"name": path.stem, **document})
    except ValidationError as failure:
        faults = [
            _name_fault(path, str(error["input"]))
            if error["loc"] == ("name",)
            else Fault(str(path), error["msg"], column=".".join(map(str, error["loc"])))
            for error in failure.errors()
        ]
        raise BadInput(faults) from failure


def _name_fault(path: Path, name: str) -> Fault:
    return Fault(
        str(path),
        f"{name!r} is no name of a scenario",
        "write a name of at most 64 letters, digits, '-', '_' and '.', such as more-hub-beds; "
        "what else is to be said goes into note",
        column="name",
    )
