"""What does a stage use, day by day: beds, care minutes, money?

Everything about it is a vector over days since something started, so one vector serves every start.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rosterer_models.matrix.model import Floats
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.place import Unit
from rosterer_models.vocabulary.referral import Stage

HOME = "home"


class Arrival(NamedTuple):
    """When a stage starts, seen from the first day of what leads to it."""

    chance: Floats
    """L: chance that it starts on the day."""
    day: int | None
    """Where that is certain; it may lie after the days looked at."""


@dataclass(frozen=True)
class StageUse:
    """Presence in one stage, L days."""

    stage: Stage
    unit: int | None
    presence: Floats
    """L: chance that the stage is under way."""
    starts: Floats
    """L: chance that the stage starts on the day."""
    certain_start: int | None
    """Day of the start where it is certain; it may lie after the days looked at."""
    care: Floats
    """L × B: expected minutes of one carer."""


class Stays:
    """Survival vectors of a case."""

    def __init__(self, case: Case, length: int) -> None:
        self.case = case
        self.length = length
        points: dict[str, dict[int, int]] = {}
        for point in case.stays:
            points.setdefault(point.stay, {})[point.day] = point.per_mille
        self._curves = {stay: self._curve(named) for stay, named in points.items()}

    @staticmethod
    def _curve(named: dict[int, int]) -> Floats:
        last = max(named)
        curve = np.zeros(last + 1)
        value = 1000
        for day in range(last + 1):
            value = named.get(day, value)
            curve[day] = value / 1000
        return curve

    def survival(self, stage: Stage, unit: Unit | None, since: int | None = None) -> Floats:
        """S(d) for d = 0 … L−1, or S(since + d) / S(since) of somebody who is there ``since`` days
        after the start.
        """
        if stage.days is not None:
            whole = np.ones(stage.days)
        else:
            assert stage.stay is not None
            whole = self._curves[stage.stay]
        if unit is not None and unit.longest_stay is not None:
            whole = whole[: unit.longest_stay]
        found = np.zeros(self.length)
        rest = whole[since or 0 : (since or 0) + self.length]
        if since is None:
            found[: len(rest)] = rest
        elif len(rest) and rest[0] > 0:
            found[: len(rest)] = rest / rest[0]
        return found

    def minutes(self, stage: Stage, since: int, last_day: int | None) -> Floats:
        """L × B care of one carer on day since + d of the stage; constant after ``last_day`` of the
        stage.
        """
        day = np.arange(self.length) + since
        if last_day is not None:
            day = np.minimum(day, last_day)
        taper = (
            np.minimum(day, stage.taper_days) / stage.taper_days
            if stage.taper_days
            else np.zeros(self.length)
        )
        bands = [b.band for b in self.case.bands]
        start = np.array([stage.minutes.get(b, 0) for b in bands], dtype=float)
        end = np.array([stage.minutes_end.get(b, 0) for b in bands], dtype=float)
        return np.asarray(start[None, :] + (end - start)[None, :] * taper[:, None])

    def uses(
        self,
        stages: list[Stage],
        units: list[int | None],
        waits: tuple[int, ...],
        since: int | None = None,
    ) -> tuple[StageUse, ...]:
        """Follow a person through stages from the first one's start, or as somebody who is there
        ``since`` days after it.
        """
        arrival, found = self.at_once, []
        for i, stage in enumerate(stages):
            use, arrival = self.use(stage, units[i], waits[i], arrival, since if i == 0 else None)
            found.append(use)
        return tuple(found)

    @property
    def at_once(self) -> Arrival:
        """The start of what begins on day 0."""
        chance = np.zeros(self.length)
        chance[0] = 1.0
        return Arrival(chance, 0)

    def use(
        self,
        stage: Stage,
        unit: int | None,
        wait: int,
        arrival: Arrival,
        since: int | None = None,
    ) -> tuple[StageUse, Arrival]:
        """What a stage uses, and when the next one starts.

        Parameters
        ----------
        wait
            Days waited to leave it; only where its start is certain and its length known.
        since
            Days after the start, of somebody who is there.
        """
        length = self.length
        survival = self.survival(stage, None if unit is None else self.case.units[unit], since)
        last_day = None
        if wait:
            assert stage.days is not None
            last_day = int(survival.sum()) - 1
            survival = (np.arange(length) < survival.sum() + wait).astype(float)
        care = self.minutes(stage, since or 0, last_day) * survival[:, None]
        chance, day = arrival
        if day is not None:
            presence, given = shifted(survival, day), shifted(care, day)
        else:
            presence = np.convolve(chance, survival)[:length]
            given = np.stack([np.convolve(chance, c)[:length] for c in care.T], axis=1)
        leaves = np.zeros(length)
        leaves[1:] = survival[:-1] - survival[1:]
        # Certain when the start was and the length is known, beyond the days looked at too.
        if day is not None and stage.days is not None:
            longest = None if unit is None else self.case.units[unit].longest_stay
            after: int | None = day + known_length(stage, longest) + wait
        else:
            after = None
        return (
            StageUse(stage, unit, presence, chance, day, given),
            Arrival(np.convolve(chance, leaves)[:length], after),
        )


def known_length(stage: Stage, longest_stay: int | None) -> int:
    """Days of a stage of known length, cut at the longest stay of its unit where there is one."""
    assert stage.days is not None
    return stage.days if longest_stay is None else min(stage.days, longest_stay)


def shifted(vector: Floats, days: int) -> Floats:
    """The same so many days later."""
    moved = np.zeros_like(vector)
    moved[days:] = vector[: max(0, len(vector) - days)]
    return moved


def stages_by_option(case: Case) -> dict[str, list[Stage]]:
    """Option → its stages in order."""
    found: dict[str, list[Stage]] = {}
    for stage in sorted(case.options, key=lambda s: s.stage):
        found.setdefault(stage.option, []).append(stage)
    return found
