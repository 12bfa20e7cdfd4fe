"""Which small networks do the tests vary?"""

import numpy as np

from rosterer_models.simulation import stays
from rosterer_models.simulation.network import Network, Node, StageOfCare, Starter, Stream


def one_queue(
    days: int = 400,
    rate: float = 1.8,
    beds: float = 8.0,
    stay: stays.Stay | None = None,
    starters: int = 0,
    **stream: float | tuple[float, ...],
) -> Network:
    """One unit, one stream."""
    return Network(
        days=days,
        nodes=(Node("hub", "beds", np.full(days, beds)),),
        stages=(StageOfCare("hub", (0,), stay or stays.exponential(4.0)),),
        streams=(Stream("all", np.full(days, rate), (0,), **stream),),  # type: ignore[arg-type]
        starters=tuple(Starter(0, 0, 0) for _ in range(starters)),
    )
