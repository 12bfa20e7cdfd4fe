"""Which ways lead through an option, and what is common to many of them?

What a stage costs and uses depends on the day on which it starts, on its unit and on the days
waited to leave it; how somebody came there does not matter. So a way is written as segments between
junctions, and as many columns as there are stages (times units, times waits) do what one for each
of their products would do: the same relaxation, the same optimum.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from rosterer_models.formulation.stays import HOME, Arrival, StageUse, Stays, shifted
from rosterer_models.matrix.model import Flags, Floats
from rosterer_models.vocabulary.case import Case
from rosterer_models.vocabulary.referral import Stage

START, END = 0, -1
"""Junction at which an option starts, and where a segment leads that ends it."""


@dataclass(frozen=True, eq=False)
class Segment:
    """Stages between two junctions, L days from the one that it leaves."""

    option: str
    leaves: int
    enters: int
    days: int
    """From leaving a junction to entering the next; 0 where what follows starts by chance."""
    uses: tuple[StageUse, ...]
    waits: tuple[int, ...]
    """Days waited to leave each stage."""
    allowed: Flags
    """L: days on which it can be begun so that the option can be ended."""

    @property
    def units(self) -> tuple[int | None, ...]:
        """Unit of each stage; None at home."""
        return tuple(use.unit for use in self.uses)

    @property
    def unit_wait_days(self) -> int:
        """Days waited in units."""
        return sum(w for w, unit in zip(self.waits, self.units, strict=True) if unit is not None)


@dataclass(frozen=True)
class Way:
    """All that leads through an option; segments in an order in which none leaves a junction before
    those that enter it.
    """

    option: str
    segments: tuple[Segment, ...]
    num_junctions: int

    def onward(self, junction: int) -> list[Segment]:
        """The first segments on, without waiting, until the end."""
        found = []
        while junction != END:
            found.append(next(s for s in self.segments if s.leaves == junction))
            junction = found[-1].enters
        return found


def ways_of(
    case: Case, stays: Stays, options: dict[str, list[Stage]], admissions: Floats, *, waits: bool
) -> dict[str, Way]:
    """Option → its way; none where a stage finds no unit.

    Parameters
    ----------
    admissions
        U × D: most starts in each unit; none where it is nothing.
    waits
        Whether stages may be waited in.
    """
    found = {}
    for option, stages in options.items():
        choices = [_units(case, option, stage) for stage in stages]
        if all(choices):
            segments = _joined(list(_segments(case, stays, stages, choices, waits=waits)))
            found[option] = _numbered(option, _allowed(segments, admissions, stays.length))
    return found


def _units(case: Case, option: str, stage: Stage) -> list[int | None]:
    if stage.setting == HOME:
        return [None]
    return [
        i
        for i, unit in enumerate(case.units)
        if unit.kind == stage.setting and (not unit.accepts or option in unit.accepts)
    ]


def _segments(
    case: Case, stays: Stays, stages: list[Stage], choices: list[list[int | None]], *, waits: bool
) -> Iterator[Segment]:
    """One segment for each stage, unit and wait, junction by junction.

    Two arrivals in a stage are one junction when both are certain, or happen by equal chances.
    """
    everywhere = np.ones(stays.length, dtype=bool)
    number: dict[tuple[int, bytes], int] = {(0, b""): START}
    junctions: list[tuple[int, Arrival]] = [(0, stays.at_once)]
    for here, (i, arrival) in enumerate(junctions):  # grows while it is walked
        stage, is_last = stages[i], i + 1 == len(stages)
        may_wait = waits and arrival.day is not None and stage.days is not None and not is_last
        for unit in choices[i]:
            for wait in range(case.limits.stage_wait_days + 1 if may_wait else 1):
                use, after = stays.use(stage, unit, wait, arrival)
                enters, days = END, 0
                if not is_last:
                    days = after.day or 0
                    is_certain = after.day is not None
                    key = i + 1, b"" if is_certain else np.round(after.chance, 12).tobytes()
                    if key not in number:
                        number[key] = len(junctions)
                        junctions.append((i + 1, stays.at_once if is_certain else after))
                    enters = number[key]
                yield Segment(stage.option, here, enters, days, (use,), (wait,), everywhere)


def _joined(segments: list[Segment]) -> list[Segment]:
    """Where one segment alone leads to a junction and one from it, they are one."""
    for junction in sorted({s.leaves for s in segments} - {START}):
        into = [s for s in segments if s.enters == junction]
        out = [s for s in segments if s.leaves == junction]
        if len(into) == len(out) == 1:
            before, after = into[0], out[0]
            both = replace(
                before,
                enters=after.enters,
                days=before.days + after.days,
                uses=before.uses + tuple(_later(use, before.days) for use in after.uses),
                waits=before.waits + after.waits,
            )
            segments[segments.index(before)] = both
            segments.remove(after)
    return segments


def _later(use: StageUse, days: int) -> StageUse:
    if days == 0:
        return use
    start = use.certain_start
    return replace(
        use,
        presence=shifted(use.presence, days),
        starts=shifted(use.starts, days),
        certain_start=None if start is None else start + days,
        care=shifted(use.care, days),
    )


def _allowed(segments: list[Segment], admissions: Floats, length: int) -> list[Segment]:
    """Each segment with the days on which it can be begun.

    What begins after the tail is nobody's concern, so the way ends there; and a wait that goes on
    after the tail is no better than one that ends with it.
    """
    days, day = admissions.shape[1], np.arange(length)
    can_leave: dict[int, Flags] = {}
    found = segments.copy()
    for i, segment in sorted(enumerate(segments), key=lambda numbered: -numbered[1].leaves):
        allowed = np.ones(length, dtype=bool)
        for use in segment.uses:
            if use.unit is not None and use.certain_start is not None:
                at = day + use.certain_start
                inside = at < days
                allowed[inside] &= admissions[use.unit, at[inside]] > 0
        if any(segment.waits):
            allowed &= day + segment.days <= length
        if segment.enters != END:
            at = day + segment.days
            inside = at < length
            allowed[inside] &= can_leave[segment.enters][at[inside]]
        can_leave.setdefault(segment.leaves, np.zeros(length, dtype=bool))[allowed] = True
        found[i] = replace(segment, allowed=allowed)
    return found


def _numbered(option: str, segments: list[Segment]) -> Way:
    """Junctions numbered in the order of their segments."""
    number = {START: START}
    for segment in segments:
        number.setdefault(segment.leaves, len(number))
    number[END] = END
    return Way(
        option,
        tuple(replace(s, leaves=number[s.leaves], enters=number[s.enters]) for s in segments),
        len(number) - 1,
    )
