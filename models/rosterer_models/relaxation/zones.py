"""How is an area cut into a few zones?"""

import numpy as np

from rosterer_models.matrix.model import Floats, Ints
from rosterer_models.vocabulary.case import Case

MOST_ROUNDS = 20


def zones_of(case: Case, count: int) -> Ints:
    """Place → zone: so many sets of places that are near one another (k-means, begun with places
    far apart).

    Parameters
    ----------
    count
        At least 1.
    """
    at = np.array([[place.easting, place.northing] for place in case.places], dtype=float).reshape(
        -1, 2
    )
    centres = _far_apart(at, min(count, len(at)))
    mine = np.zeros(len(at), dtype=np.int64)
    for _ in range(MOST_ROUNDS if len(at) else 0):
        now = _squares(at, centres).argmin(axis=1)
        if (now == mine).all() and _ > 0:
            break
        mine = now
        centres = np.array(
            [
                at[mine == z].mean(axis=0) if (mine == z).any() else centres[z]
                for z in range(len(centres))
            ]
        )
    return np.asarray(np.unique(mine, return_inverse=True)[1].ravel(), dtype=np.int64)


def _far_apart(at: Floats, count: int) -> Floats:
    """The first place, and each time the one that is farthest from those before."""
    chosen = [0]
    while len(chosen) < count:
        chosen.append(int(_squares(at, at[chosen]).min(axis=1).argmax()))
    return at[chosen[:count]]


def _squares(at: Floats, centres: Floats) -> Floats:
    """Squared metres from each place to each centre."""
    return np.asarray(((at[:, None] - centres) ** 2).sum(axis=2))
