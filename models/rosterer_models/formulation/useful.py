"""How many minutes of a duty can be of use at a place in a band, whatever is placed?

A duty serves P places at the most and stays at each for a least time. So where little is asked for
at each place, much of its time is of no use, and the model says so by rows over M: the most minutes
that one duty can give at a place and be of use. In a cell that is the need, and where two must come
all but one's share D of it: with need 2D + R nobody can be of use for more than D + R, for the
other D are somebody else's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rosterer_models.formulation.commitments import Commitments, commitments_of
from rosterer_models.formulation.leeway import Leeway
from rosterer_models.formulation.sets import Sets
from rosterer_models.formulation.stays import Stays, shifted, stages_by_option
from rosterer_models.formulation.waiting import Waiting, waiting_of
from rosterer_models.formulation.ways import END, START, Way, ways_of
from rosterer_models.matrix.model import Floats, Ints
from rosterer_models.vocabulary.case import Case

LEAST = 0.5
"""Minutes: less than that counts as so much, which is valid and keeps coefficients small."""


@dataclass(frozen=True)
class Useful:
    """M of a case's places."""

    cell: Floats
    """K × D × B × Q minutes."""

    def most(self, home: int, places: Ints, skills: Sequence[int]) -> Floats:
        """Places × D × B: the most minutes of use of one duty of somebody from a home with these
        skills.
        """
        return np.asarray(np.maximum(LEAST, self.cell[places][..., list(skills)].sum(axis=-1)))

    def num_places(self, home: int, places: Ints) -> Ints:
        """How many places of the case each of the model's stands for."""
        return np.ones(len(places), dtype=np.int64)


@dataclass(frozen=True)
class ZonedUseful(Useful):
    """M of zones: that of the place where it is greatest, among those that somebody may serve."""

    members: Mapping[int, Mapping[int, Ints]]
    """Home → zone, both of the model with zones → places of the case that somebody there serves."""

    def most(self, home: int, places: Ints, skills: Sequence[int]) -> Floats:
        """Zones × D × B."""
        own = self.cell[..., list(skills)].sum(axis=-1)
        found = [own[self.members[home][zone]].max(axis=0) for zone in places.tolist()]
        most = np.array(found).reshape(len(places), *own.shape[1:3])
        return np.asarray(np.maximum(LEAST, most))

    def num_places(self, home: int, places: Ints) -> Ints:
        """Members of each zone."""
        return np.array([len(self.members[home][z]) for z in places.tolist()], dtype=np.int64)


def useful_of(sets: Sets, given: Commitments, waiting: Waiting) -> Useful:
    """M of every cell: what is committed, and the most that placements and reservations can add."""
    most, days = given.care - given.pair, sets.case.days
    asked: dict[int, Floats] = {}

    def peak(way: Way) -> Floats:
        if id(way) not in asked:
            asked[id(way)] = np.maximum.accumulate(_asked(way, sets), axis=0)[:days]
        return asked[id(way)]

    for wait in waiting.referrals:
        added = np.zeros(most.shape[1:])
        for option, way in wait.arcs.ways.items():
            first = wait.arcs.first_start(option)
            if first is not None:
                added[first:] = np.maximum(added[first:], peak(way)[: days - first])
        most[wait.home] += added
    for group in waiting.classes:
        ways = [peak(way) for way in group.arcs.ways.values()]
        if ways:
            each = np.max(ways, axis=0)
            arrivals = group.arrivals.copy()
            arrivals[0] += given.leeway.reserved
            for t, amount in enumerate(arrivals.tolist()):
                most[group.home, t:] += amount * each[: days - t]
    return Useful(most)


def useful_of_case(case: Case, leeway: Leeway) -> Useful:
    """M where there is no model of the case."""
    sets, stays = Sets(case), Stays(case, case.days + case.tail_days)
    given, options = commitments_of(case, sets, stays, leeway), stages_by_option(case)
    with_waits, without = (
        ways_of(case, stays, options, given.open + leeway.people, waits=waits)
        for waits in (True, False)
    )
    return useful_of(sets, given, waiting_of(case, sets, given, with_waits, without, lambda: None))


def _asked(way: Way, sets: Sets) -> Floats:
    """L × B × Q: the most minutes of one carer that somebody asks for so many days after the start
    of an option, by whichever way.
    """
    best: dict[int, Floats] = {}
    for segment in reversed(way.segments):
        asked = np.zeros((len(segment.allowed), len(sets.band), len(sets.skill)))
        for use in segment.uses:
            if use.unit is None and use.stage.skill is not None:
                asked[:, :, sets.skill[use.stage.skill]] += use.care
        if segment.enters != END:
            asked += shifted(best[segment.enters], segment.days)
        here = best.get(segment.leaves)
        best[segment.leaves] = asked if here is None else np.maximum(here, asked)
    return best[START]
