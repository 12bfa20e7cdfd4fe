"""How is a point of the joint model bettered? Window after window: a few days and places at a time,
of the shape that gained most for its time, as large as can be settled in a second or two.
"""

from collections.abc import Callable

import numpy as np

from rosterer_models.formulation.joint import Joint
from rosterer_models.formulation.sets import Geography
from rosterer_models.heuristics.neighbourhoods.window import Window, Windows, in_turn, nearest
from rosterer_models.heuristics.select import BestGain
from rosterer_models.matrix.model import Flags, Floats

WIDTHS = (4, 7, 28)
"""Days of a window."""
AIM = 4_000
"""Open columns that branch and bound settles in a second or two."""
LINE_CHANCE = 0.25
"""How often somebody's whole line is open too."""
WINDOW_SECONDS, WINDOW_NODES = 4.0, 10
"""The most that a window may take: seconds where time is limited, and nodes."""
GROW, SHRINK = 1.25, 0.8
"""Of a window's places, where it had fewer columns than aimed at, or more."""


class Climb:
    """A point of the joint model, getting better."""

    def __init__(self, joint: Joint, x: Floats, seed: int) -> None:
        self.joint, self.x = joint, x
        self._windows = Windows(joint)
        self._metres = Geography(joint.case).metres
        self._random = np.random.default_rng(seed)
        widths = dict.fromkeys(min(width, joint.case.days) for width in WIDTHS)
        self._ways = BestGain(list(widths))
        self._places = {width: 4.0 * WIDTHS[0] * 4 / width for width in widths}
        crews = joint.deployment.classes
        self._crew = {p: crew for crew in crews for p in crew.people}
        persons = joint.people.persons
        self._movable = [p for p, mine in enumerate(persons) if len(mine.line) > 1]
        self._count = 0

    @property
    def value(self) -> float:
        """Pounds."""
        return self.joint.programme.value(self.x)

    def step(self, seconds: float, effort: Callable[[], float]) -> float:
        """Open one window; the gain in pounds.

        Parameters
        ----------
        seconds
            The most that it may take.
        effort
            What was spent until now: seconds, or windows where work is counted.
        """
        begun, width = effort(), self._ways.choose()
        window = self._window(width)
        found = self._windows.bettered(
            self.x,
            window,
            seconds=seconds,
            nodes=WINDOW_NODES,
            seed=self._count,
        )
        self.x = found.x
        self._count += 1
        most = float(len(self._metres))
        self._places[width] *= GROW if found.num_columns < AIM else SHRINK
        self._places[width] = min(most, max(2.0, self._places[width]))
        self._ways.learn(width, found.gain, effort() - begun)
        return found.gain

    def _window(self, width: int) -> Window:
        case = self.joint.case
        first = int(self._random.integers(case.days))
        centre = int(self._random.integers(len(case.places)))
        places = nearest(self._metres, centre, round(self._places[width]))
        return Window(in_turn(case.days, first, width), places, self._people(places, width))

    def _people(self, places: Flags, width: int) -> tuple[int, ...]:
        near = [p for p in self._movable if places[self._crew[p].key.home]]
        if not near:
            return ()
        if width == self.joint.case.days:
            return tuple(near[: max(1, len(near) // 2)])
        if self._random.random() < LINE_CHANCE:
            return (int(self._random.choice(near)),)
        return ()
