"""What does starting an option on a day use, day by day: beds, care minutes, money?

A journey is an option with a unit chosen for each stage in a bed and a number of days waited to
leave each stage that may be waited in. Everything about it is a vector over days since its start,
so one journey serves every start day.
"""

from dataclasses import dataclass, field
from itertools import product

import numpy as np

from rosterer_models.matrix.model import Floats
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.place import Unit
from rosterer_models.vocabulary.referral import Occupant, Stage
from rosterer_models.vocabulary.time import day_number

HOME = "home"


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


@dataclass(frozen=True)
class Journey:
    """An option with its units and waits."""

    option: str
    units: tuple[int, ...]
    waits: tuple[int, ...]
    """Days waited to leave each stage."""
    stages: tuple[StageUse, ...]
    unit_wait_days: int = field(default=0)
    """Days waited in units."""


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
        length = self.length
        arrives = np.zeros(length)
        arrives[0] = 1.0
        certain: int | None = 0
        found = []
        for i, stage in enumerate(stages):
            unit = units[i]
            here = since if i == 0 else None
            survival = self.survival(stage, None if unit is None else self.case.units[unit], here)
            last_day = None
            if waits[i]:
                assert stage.days is not None
                last_day = int(survival.sum()) - 1
                survival = (np.arange(length) < survival.sum() + waits[i]).astype(float)
            care = self.minutes(stage, here or 0, last_day) * survival[:, None]
            if certain is not None:
                presence, given = _shift(survival, certain), _shift(care, certain)
            else:
                presence = np.convolve(arrives, survival)[:length]
                given = np.stack([np.convolve(arrives, c)[:length] for c in care.T], axis=1)
            found.append(StageUse(stage, unit, presence, arrives, certain, given))
            if i + 1 < len(stages):
                leaves = np.zeros(length)
                leaves[1:] = survival[:-1] - survival[1:]
                arrives = np.convolve(arrives, leaves)[:length]
                # Certain when the start was and the length is known, beyond the days looked at too.
                if certain is not None and stage.days is not None:
                    longest = None if unit is None else self.case.units[unit].longest_stay
                    certain += known_length(stage, longest) + waits[i]
                else:
                    certain = None
        return tuple(found)


def known_length(stage: Stage, longest_stay: int | None) -> int:
    """Days of a stage of known length, cut at the longest stay of its unit where there is one."""
    assert stage.days is not None
    return stage.days if longest_stay is None else min(stage.days, longest_stay)


def _shift(vector: Floats, days: int) -> Floats:
    moved = np.zeros_like(vector)
    moved[days:] = vector[: max(0, len(vector) - days)]
    return moved


def stages_by_option(case: Case) -> dict[str, list[Stage]]:
    """Option → its stages in order."""
    found: dict[str, list[Stage]] = {}
    for stage in sorted(case.options, key=lambda s: s.stage):
        found.setdefault(stage.option, []).append(stage)
    return found


def journeys_of(case: Case, stays: Stays) -> dict[str, list[Journey]]:
    """Option → every journey that the case allows; none where a stage finds no unit."""
    found: dict[str, list[Journey]] = {}
    for option, stages in stages_by_option(case).items():
        choices: list[list[int | None]] = [
            [None]
            if stage.setting == HOME
            else [
                i
                for i, u in enumerate(case.units)
                if u.kind == stage.setting and (not u.accepts or option in u.accepts)
            ]
            for stage in stages
        ]
        found[option] = []
        for units in product(*choices):
            for waits in product(*_waits(case, stages)):
                uses = stays.uses(stages, list(units), waits)
                in_units = sum(w for w, unit in zip(waits, units, strict=True) if unit is not None)
                found[option].append(
                    Journey(option, tuple(u for u in units if u is not None), waits, uses, in_units)
                )
    return found


def _waits(case: Case, stages: list[Stage]) -> list[range]:
    certain, ranges = True, []
    for i, stage in enumerate(stages):
        may_wait = certain and stage.days is not None and i + 1 < len(stages)
        ranges.append(range(case.limits.stage_wait_days + 1 if may_wait else 1))
        certain = certain and stage.days is not None
    return ranges


def census_uses(case: Case, stays: Stays, occupant: Occupant) -> tuple[StageUse, ...]:
    """What somebody already there will use from day 0 on; later stages take the first unit of their
    kind.
    """
    stages = [s for s in stages_by_option(case)[occupant.option] if s.stage >= occupant.stage]
    number = {u.unit: i for i, u in enumerate(case.units)}
    units: list[int | None] = []
    for i, stage in enumerate(stages):
        if stage.setting == HOME:
            units.append(None)
        elif i == 0 and occupant.unit is not None:
            units.append(number[occupant.unit])
        else:
            units.append(
                next((n for n, u in enumerate(case.units) if u.kind == stage.setting), None)
            )
    since = max(0, -day_number(case.first_day, occupant.started))
    end = _certain_end(case, occupant, stages[0], units[0])
    if end is None:
        return stays.uses(stages, units, (0,) * len(stages), since)
    presence = (np.arange(stays.length) < end).astype(float)
    care = stays.minutes(stages[0], since, None) * presence[:, None]
    now = StageUse(stages[0], units[0], presence, np.zeros(stays.length), None, care)
    # Where the present stage should have ended before day 0, the next ones are under way already.
    past = max(0, -end)
    later = Stays(case, stays.length + past).uses(stages[1:], units[1:], (0,) * len(stages[1:]))
    return (now, *(_begun(use, end, past) for use in later))


def _certain_end(case: Case, occupant: Occupant, stage: Stage, unit: int | None) -> int | None:
    """First day on which somebody is no longer in the present stage, when that is known; negative
    before day 0.
    """
    if occupant.until is not None:
        return day_number(case.first_day, occupant.until)
    if stage.days is None:
        return None
    longest = None if unit is None else case.units[unit].longest_stay
    return day_number(case.first_day, occupant.started) + known_length(stage, longest)


def _begun(use: StageUse, start: int, past: int) -> StageUse:
    """A later stage seen from day 0, when the first later one starts on day ``start`` (``past``
    days before day 0 at most).
    """

    def seen(vector: Floats) -> Floats:
        return _shift(vector, start) if past == 0 else vector[past:]

    starts = seen(use.starts)
    # What started before day 0 is paid for as what starts on it.
    starts[0] += use.starts[:past].sum()
    return StageUse(use.stage, use.unit, seen(use.presence), starts, None, seen(use.care))
