"""Under which conditions is a winter simulated, beyond what the case says?"""

from dataclasses import dataclass, field
from datetime import date

from rosterer_models.vocabulary.change import (
    Ageing,
    Leaving,
    Returning,
    Scenario,
    Sickness,
    Spot,
    TurnRound,
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
    turn_rounds: tuple[TurnRound, ...] = ()

    def turn_round_of(self, unit: str) -> float:
        """Days until a bed of a unit is free again: the last row that names it, else the last of
        all units.
        """
        named = [row.hours for row in self.turn_rounds if row.unit == unit]
        every = [row.hours for row in self.turn_rounds if row.unit is None]
        return (named or every or [0.0])[-1] / 24

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
    instead (winter, leaving, ageing, turn-round).
    """
    found = Conditions()
    sickness = list(found.sickness)
    spread, spots, leaving = found.spread_percent, list(found.spots), found.leaving
    returning: list[Returning] = []
    ageing_days = 0.0
    turn_rounds: list[TurnRound] = []
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
            case TurnRound():
                turn_rounds.append(change)
            case _:
                pass
    return Conditions(
        tuple(sickness),
        spread_percent=spread,
        spots=tuple(spots),
        leaving=leaving,
        returning=tuple(returning),
        ageing_days=ageing_days,
        turn_rounds=tuple(turn_rounds),
    )
