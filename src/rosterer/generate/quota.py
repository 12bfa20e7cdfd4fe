"""How are kinds dealt out in exact proportion?"""

import numpy as np


def quota(rng: np.random.Generator, shares: tuple[tuple[str, float], ...], count: int) -> list[str]:
    """So many values in proportion to their shares, in random order."""
    total = sum(share for _, share in shares)
    edges = np.cumsum([share for _, share in shares]) / total
    points = (np.arange(count) + 0.5) / max(1, count)
    values = [shares[int(np.searchsorted(edges, point))][0] for point in points]
    return [values[k] for k in rng.permutation(count)]
