"""Does a simulated queue settle, or does its average depend on how long one looks?

The slope of the queue over the second half of the winter, replication by replication, with the
interval of its mean. A queue has not settled when the slope is not chance and moves it, over that
half, by a person and by a tenth of its mean at least. Offered load says something else: a hub with
room enough grows a queue when its people cannot go home.
"""

from dataclasses import dataclass

import numpy as np

from rosterer.winter.intervals import half_width
from rosterer_models.simulation.checks import Check
from rosterer_models.simulation.network import Floats

LEAST_SHARE = 0.1
LEAST_PEOPLE = 1.0


@dataclass(frozen=True)
class Slope:
    """People a week by which a queue grows (or, negative, shrinks) in the second half.

    Attributes
    ----------
    has_settled
        Whether that is chance or too little to matter.
    """

    group: str
    mean: float
    low: float
    high: float
    has_settled: bool

    @property
    def sentence(self) -> str:
        """In words."""
        who = "the queue" if self.group == "all" else f"the queue of {self.group}"
        if self.has_settled:
            return (
                f"{who} has settled: {_tenths(self.mean)} people a week in the second half "
                f"({_tenths(self.low)} to {_tenths(self.high)})."
            )
        verb = "grows" if self.mean > 0 else "shrinks"
        low, high = sorted((abs(self.low), abs(self.high)))
        return (
            f"{who} has not settled: averages depend on how long you look. In the second half it "
            f"{verb} by {abs(self.mean):.1f} people a week ({low:.1f} to {high:.1f})."
        )


def _tenths(number: float) -> str:
    """With its sign; what rounds to nought has that of nought."""
    return f"{round(number, 1) + 0.0:+.1f}"


def slope_of(group: str, queue: Floats) -> Slope:
    """The slope of a queue; shape ``(replications, days)``."""
    half = np.asarray(queue[:, queue.shape[1] // 2 :], dtype=np.float64)
    days = np.arange(half.shape[1]) - (half.shape[1] - 1) / 2
    weekly = 7 * (half @ days) / max(1e-9, float((days**2).sum()))
    mean, width = float(weekly.mean()), half_width(weekly)
    moved = abs(mean) * half.shape[1] / 7
    is_chance = not abs(mean) > width  # one replication tells nothing either
    is_small = moved < max(LEAST_PEOPLE, LEAST_SHARE * float(half.mean()))
    return Slope(group, mean, mean - width, mean + width, is_chance or is_small)


def settled(group: str, queue: Floats) -> Check:
    """The slope as a check that travels with the result."""
    slope = slope_of(group, queue)
    return Check("settled", slope.has_settled, slope.sentence[0].upper() + slope.sentence[1:])
