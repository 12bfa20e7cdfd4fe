"""Which segments can one referral, or one arrival class, walk on which days?

An arc is a segment begun on a day, and one column of the model. Arcs that enter a junction on a day
and those that leave it then carry the same amount.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from rosterer_models.formulation.ways import END, START, Segment, Way
from rosterer_models.matrix.model import Flags, Floats, Ints

NOWHERE = -1
"""Joint of what starts an option, or ends one."""


class Block(NamedTuple):
    """Arcs of one segment."""

    segment: Segment
    day: Ints
    arcs: slice


class Path(NamedTuple):
    """Arcs one after the other, from a start to the end."""

    arcs: tuple[int, ...]
    amount: float


@dataclass(frozen=True)
class Arcs:
    """A arcs, those of a segment together."""

    ways: dict[str, Way]
    segments: tuple[Segment, ...]
    ends: Ints
    """After the last arc of each segment."""
    day: Ints
    """A: day on which it is begun."""
    leaves: Ints
    """A: joint (a junction on a day) that it leaves."""
    enters: Ints
    """A."""
    num_joints: int
    _by_joint: dict[tuple[str, int, int], list[int]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.day)

    @property
    def is_start(self) -> Flags:
        """A: an option starts with it."""
        return np.asarray(self.leaves == NOWHERE)

    def first_start(self, option: str) -> int | None:
        """The first day on which an option can start; None where it never can."""
        days = [
            int(block.day.min())
            for block in self.blocks
            if block.segment.option == option and block.segment.leaves == START
        ]
        return min(days, default=None)

    @property
    def blocks(self) -> Iterator[Block]:
        """Segment by segment."""
        first = 0
        for segment, end in zip(self.segments, self.ends.tolist(), strict=True):
            yield Block(segment, self.day[first:end], slice(first, end))
            first = end

    @cached_property
    def segment(self) -> Ints:
        """A: number of the segment."""
        return np.searchsorted(self.ends, np.arange(len(self.day)), side="right").astype(np.int64)

    def paths(self, amounts: Floats, least: float) -> list[Path]:
        """What the amounts of A arcs consist of, as long as it is more than ``least``."""
        left, found = amounts.copy(), list[Path]()
        out: dict[int, list[int]] = {}
        for arc in np.flatnonzero((left > least) & ~self.is_start).tolist():
            out.setdefault(int(self.leaves[arc]), []).append(arc)
        for start in np.flatnonzero((left > least) & self.is_start).tolist():
            while left[start] > least:
                walked, joint = [start], int(self.enters[start])
                while joint != NOWHERE:
                    walked.append(max(out.get(joint, [NOWHERE]), key=lambda arc: left[arc]))
                    if walked[-1] == NOWHERE or left[walked[-1]] <= least:
                        break
                    joint = int(self.enters[walked[-1]])
                if joint != NOWHERE:  # what goes on is too little by itself
                    left[start] = 0.0
                    break
                amount = float(left[walked].min())
                left[walked] -= amount
                found.append(Path(tuple(walked), amount))
        return found

    def walked(
        self, option: str, units: Sequence[int | None], waits: Sequence[int], day: int
    ) -> tuple[int, ...] | None:
        """Arcs of a journey that starts on a day; None where there are none.

        A wait that goes on after the tail is taken for one that ends with it.
        """
        way, found, stage, joint = self.ways.get(option), list[int](), 0, NOWHERE
        while way is not None:
            arc = self._on(option, joint, day, units[stage:], waits[stage:])
            if arc is None:
                return None
            found.append(arc)
            segment = self.segments[self.segment[arc]]
            stage += len(segment.uses)
            day += segment.days
            joint = int(self.enters[arc])
            if joint == NOWHERE:
                return tuple(found)
        return None

    def _on(
        self, option: str, joint: int, day: int, units: Sequence[int | None], waits: Sequence[int]
    ) -> int | None:
        """The arc on from a joint into these units with these waits, or the longest below them."""
        if not self._by_joint:
            for arc, (at, start, number) in enumerate(
                zip(self.leaves.tolist(), self.day.tolist(), self.segment.tolist(), strict=True)
            ):
                key = self.segments[number].option, at, start if at == NOWHERE else 0
                self._by_joint.setdefault(key, []).append(arc)
        best: tuple[tuple[int, ...], int] | None = None
        for arc in self._by_joint.get((option, joint, day if joint == NOWHERE else 0), []):
            segment = self.segments[self.segment[arc]]
            count = len(segment.uses)
            if segment.units != tuple(units[:count]):
                continue
            fits = all(w <= most for w, most in zip(segment.waits, waits[:count], strict=True))
            if fits and (best is None or segment.waits > best[0]):
                best = segment.waits, arc
        if best is None:
            return None
        is_pruned = best[0] != tuple(waits[: len(best[0])])
        return None if is_pruned and self.enters[best[1]] != NOWHERE else best[1]


def arcs_of(ways: dict[str, Way], able: dict[str, Flags]) -> Arcs:
    """Arcs of the options that can start on the days (D flags) given for them."""
    segments, ends, day = list[Segment](), list[int](), list[Ints]()
    leaves, enters, count, num_joints = list[Ints](), list[Ints](), 0, 0
    own = {option: ways[option] for option in able if option in ways}
    for option, way in own.items():
        joint, num_joints = _joints(way, able[option], num_joints)
        length = joint.shape[1]
        for segment in way.segments:
            at = np.flatnonzero((joint[segment.leaves] != NOWHERE) & segment.allowed)
            if not len(at):
                continue
            to = np.full(len(at), NOWHERE, dtype=np.int64)
            if segment.enters != END:
                inside = at + segment.days < length
                to[inside] = joint[segment.enters][at[inside] + segment.days]
            is_start = segment.leaves == START
            leaves.append(np.full(len(at), NOWHERE) if is_start else joint[segment.leaves][at])
            segments.append(segment)
            day.append(at)
            enters.append(to)
            count += len(at)
            ends.append(count)

    def joined(parts: list[Ints]) -> Ints:
        return np.concatenate([np.zeros(0, dtype=np.int64), *parts])

    return Arcs(
        own,
        tuple(segments),
        np.array(ends, dtype=np.int64),
        joined(day),
        joined(leaves),
        joined(enters),
        num_joints,
    )


def _joints(way: Way, able: Flags, first: int) -> tuple[Ints, int]:
    """Junctions × L: number of each joint that can be come to, from ``first`` on, and the number
    after the last; starts are only marked.
    """
    length = len(way.segments[0].allowed)
    reached = np.zeros((way.num_junctions, length), dtype=bool)
    reached[START, : len(able)] = able
    for segment in way.segments:
        if segment.enters != END:
            at = np.flatnonzero(reached[segment.leaves] & segment.allowed) + segment.days
            reached[segment.enters, at[at < length]] = True
    joint = np.where(reached, 0, NOWHERE).astype(np.int64)
    later = reached.copy()
    later[START] = False
    after = first + int(later.sum())
    joint[later] = np.arange(first, after)
    return joint, after
