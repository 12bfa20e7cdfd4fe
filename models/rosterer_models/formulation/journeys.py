"""How does a person go through an option: in which units, with which waits?"""

from dataclasses import dataclass

from rosterer_models.formulation.stays import StageUse, Stays, stages_by_option
from rosterer_models.vocabulary.case import Case


@dataclass(frozen=True)
class Journey:
    """An option with a unit for each stage in a bed, and the days waited to leave each stage."""

    option: str
    units: tuple[int, ...]
    waits: tuple[int, ...]
    """Days waited to leave each stage."""
    stages: tuple[StageUse, ...]
    """From the first day of the option."""

    @property
    def unit_wait_days(self) -> int:
        """Days waited in units."""
        pairs = zip(self.waits, self.stages, strict=True)
        return sum(wait for wait, use in pairs if use.unit is not None)


class Journeys:
    """Journeys of a case, each made once."""

    def __init__(self, case: Case, stays: Stays) -> None:
        self._stays = stays
        self._stages = stages_by_option(case)
        self._made: dict[tuple[str, tuple[int | None, ...], tuple[int, ...]], Journey] = {}

    def of(self, option: str, units: tuple[int | None, ...], waits: tuple[int, ...]) -> Journey:
        """The journey with these units (None for a stage at home) and waits, one for each stage."""
        key = option, units, waits
        if key not in self._made:
            uses = self._stays.uses(self._stages[option], list(units), waits)
            beds = tuple(u for u in units if u is not None)
            self._made[key] = Journey(option, beds, waits, uses)
        return self._made[key]

    def settings(self, option: str) -> tuple[str, ...]:
        """Setting of each stage of an option."""
        return tuple(stage.setting for stage in self._stages.get(option, ()))
