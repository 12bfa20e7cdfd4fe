"""What does an engine say about a programme?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rosterer_models.matrix.model import Floats

Status = Literal["optimal", "feasible", "infeasible", "unbounded", "nothing"]


@dataclass(frozen=True)
class Outcome:
    """A point with what is proven about it."""

    status: Status
    x: Floats | None
    value: float
    """Objective of ``x``; infinite without one."""
    bound: float
    """Proven lower bound; minus infinity where none is."""
    row_duals: Floats | None = None
    """Of a linear programme: change of the objective for one unit more on a row."""


@dataclass(frozen=True)
class Watch:
    """How to look in on a long solve and end it."""

    on_point: Callable[[float, Floats], None] | None = None
    """Called with each better integer point and its value."""
    on_bound: Callable[[float], None] | None = None
    stop: Callable[[], bool] | None = None
