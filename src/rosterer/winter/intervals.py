"""How well is a mean of replications known?"""

import numpy as np
from scipy import stats

from rosterer_models.simulation.network import Floats


def half_width(values: Floats) -> float:
    """Half of the 95 % interval of a mean, by Student's t, which holds for few replications; NaN
    for one.
    """
    if len(values) < 2:
        return float("nan")
    times = float(stats.t.ppf(0.975, len(values) - 1))
    return times * float(np.std(values, ddof=1)) / float(np.sqrt(len(values)))
