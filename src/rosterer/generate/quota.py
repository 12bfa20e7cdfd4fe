"""How are kinds dealt out in exact proportion?"""

from typing import TypeVar

import numpy as np

Kind = TypeVar("Kind", str, float, bool)


def quota(
    rng: np.random.Generator, shares: tuple[tuple[Kind, float], ...], count: int
) -> list[Kind]:
    """So many values in proportion to their shares, in random order."""
    total = sum(share for _, share in shares)
    edges = np.cumsum([share for _, share in shares]) / total
    points = (np.arange(count) + 0.5) / max(1, count)
    values = [shares[int(np.searchsorted(edges, point))][0] for point in points]
    return [values[k] for k in rng.permutation(count)]
